"""Archives to scan, and the tables that come of them, read back."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import CLEAN, SLOT

SLOT_TEXT, CLEAN_TEXT = SLOT.strip(), CLEAN.strip()
TYPO = "引导村民自觉准守村规民约。"
COLUMNS = [
    "id",
    "path",
    "rule",
    "name",
    "category",
    "severity",
    "message",
    "line",
    "column",
    "offset",
    "end_offset",
    "text",
    "before",
    "after",
    "fingerprint",
]


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def parquet(path: Path) -> list[dict]:
    pq = pytest.importorskip("pyarrow.parquet", reason="没有 pyarrow")
    return pq.read_table(path).to_pylist()


def duckdb(path: Path, table: str = "findings") -> list[dict]:
    database = pytest.importorskip("duckdb", reason="没有 duckdb")
    with database.connect(str(path), read_only=True) as connection:
        done = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in done.description]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


def rows_of_csv(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def brief(rows: list[dict]) -> list[tuple[str, str, str]]:
    return [(row["id"], row["rule"], row["text"]) for row in rows]


def jsonl_of(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def as_csv(write, name: str, rows: list[list[str]], encoding: str = "utf-8") -> None:
    import io

    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    write(name, out.getvalue().encode(encoding))


def not_utf8(texts: list[bytes]):
    """A column of strings of Arrow that were not looked at: Spark, Hive and Impala write such."""
    import pyarrow as pa

    return pa.StringArray.from_buffers(len(texts), *pa.array(texts, pa.binary()).buffers()[1:])


def many(write, count: int) -> None:
    write(
        "many.jsonl",
        jsonl_of(
            *(
                {"id": f"镇{number}/2024", "text": f"{SLOT_TEXT}第{number}号。\n" * 15 + TYPO}
                for number in range(count)
            )
        ),
    )


def start(tmp_path: Path, cache: Path, *arguments: str, isolated: bool = True) -> subprocess.Popen[bytes]:
    # A commit after every chunk, so that there is much to interrupt.
    program = (
        "import govlint.scan.run as r; r._DOCUMENTS = 1\n"
        "import govlint.scan.pool as p; p._MOST = 4\n"
        "from govlint.__main__ import main; main()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, "scan", *(["--isolated"] if isolated else []), *arguments],
        cwd=tmp_path,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for_parts(
    tmp_path: Path, process: subprocess.Popen[bytes], count: int, output: str = "f.parquet"
) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if len(list((tmp_path / f"{output}.parts").glob("findings-*"))) >= count:
            return
        time.sleep(0.01)
    pytest.fail(f"没有等到第 {count} 个分片，退出码 {process.poll()}")
