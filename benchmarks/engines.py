"""Runs `govlint scan`, and the examples of the engines that are installed, on the same synthetic reports: all
must give the same rows.

    python benchmarks/engines.py                      20,000 reports of 1,500 characters or so
    python benchmarks/engines.py 2000 duckdb polars   fewer, and these engines only

Needs pyarrow. Times are of whole processes, start-up and all; scan and the engines choose by themselves how
many cores to use.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet
from texts import text_of

EXAMPLES = Path(__file__).parent.parent / "examples" / "engines"
PACKAGES = {"duckdb": "duckdb", "polars": "polars", "spark": "pyspark", "ray": "ray", "daft": "daft"}
BYTES = 4_500  # of a report: 1,500 characters


def rows(path: Path) -> list[str]:
    """The findings in a file or a folder of files, in an order of their own; engines know no paths."""
    table = parquet.read_table(path)
    names = sorted(set(table.column_names) - {"path"})
    return sorted(map(json.dumps, zip(*(table.column(name).to_pylist() for name in names), strict=True)))


def version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def run(command: list[str], folder: str) -> float:
    """Seconds of a whole process; what it says is shown only where it fails."""
    environment = {**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "DO_NOT_TRACK": "1"}
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    spent = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-4000:]}")
    return spent


def main(count: int, engines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = [text_of(BYTES, seed) for seed in range(count)]
        ids = [f"镇{number % 40}/{2015 + number % 10}/{number}" for number in range(count)]
        parquet.write_table(pa.table({"id": ids, "text": texts}), folder / "reports.parquet")
        characters = sum(map(len, texts))
        del texts
        print(
            f"{date.today()}, {os.cpu_count()} cores, {count:,} reports, {characters / 1e6:.1f} M characters"
        )

        scan = [
            sys.executable,
            "-m",
            "govlint",
            "scan",
            "--isolated",
            "reports.parquet",
            "-o",
            "scan.parquet",
        ]
        run([sys.executable, "-m", "govlint", "rule", "PH001"], name)  # rules are compiled once
        spent = run(scan, name)
        expected = rows(folder / "scan.parquet")
        print(
            f"govlint scan: {spent:.1f} s, {count / spent:.0f} reports a second, {len(expected)} rows",
            flush=True,
        )
        for engine in engines:
            program = str(EXAMPLES / f"with_{engine}.py")
            target = f"{engine}.parquet"
            spent = run([sys.executable, program, "reports.parquet", target], name)
            found = rows(folder / target)
            if found != expected:
                extra, lost = len(set(found) - set(expected)), len(set(expected) - set(found))
                raise SystemExit(f"{engine}: {len(found)} rows, {extra} of its own, {lost} missing")
            print(f"{engine} {version(PACKAGES[engine])}: {spent:.1f} s, the same rows", flush=True)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    named = [argument for argument in sys.argv[1:] if not argument.isdigit()]
    main(
        numbers[0] if numbers else 20_000,
        named or [engine for engine, package in PACKAGES.items() if version(package)],
    )
