"""Compares govlint with other linters: how fast, and what each finds. Prints the tables of docs/speed.md.

    uv run benchmarks/peers.py                      all
    uv run benchmarks/peers.py faults draft         some: faults, draft (15 KB), 1mb, 20mb, files (2,000)
    uv run benchmarks/peers.py --peer NAME          with this one only; may be given again
    uv run benchmarks/peers.py --folder FOLDER      where the others are installed, by default build/peers
    uv run benchmarks/peers.py --limit SECONDS      the longest that one run may take, by default 120
    uv run benchmarks/peers.py --pairs N            runs of each pair, by default fewer the larger the text

Installs the others with npm (so needs Node.js) and pip, in the versions that linters.py names. Runs of
govlint and of the other take turns, and the ratios are of neighbours: machines differ, ratios hold. The
tables go to standard output, what goes on to standard error. Linux and macOS.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, NamedTuple

from faults import PLANTED, drafts, found
from linters import PEERS, Linter, NoResultError, read_govlint, write_settings
from texts import ROOT, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

GOVLINT = Linter(
    "govlint",
    (f"govlint=={version('govlint')}",),
    ("govlint", "check", "--isolated", "--no-cache", "--output-format", "json"),
    "默认的全部规则：占位符、数据核对、错别字、标点、序号、表述、网页残留等",
    read_govlint,
)
FLOOR = [sys.executable, "-c", "import click, regex, json"]


class Cost(NamedTuple):
    """Seconds of a whole process and of those it started: by the clock, and of processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Bench:
    """What to run: a command for each linter or why there is none; for how long and how often at most."""

    peers: list[Linter]
    commands: dict[str, list[str]]
    missing: dict[str, str]
    environment: dict[str, str]
    limit: float
    pairs: int | None

    def command(self, linter: Linter, folder: Path) -> list[str]:
        """The command of a linter for all texts of a folder, to be run there. Raises NoResultError."""
        if linter.name in self.missing:
            raise NoResultError(self.missing[linter.name])
        names = sorted(path.name for path in folder.glob("*.txt"))
        single = len(names) == 1 or linter.many == "*"
        return [*self.commands[linter.name], *(names if single else [linter.many])]

    def said(self, linter: Linter, folder: Path) -> str:
        """What a linter says of the texts of a folder. Raises NoResultError."""
        process = subprocess.Popen(
            self.command(linter, folder),
            cwd=folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        try:
            stdout, stderr = process.communicate(timeout=self.limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise NoResultError(f"{linter.name} 超过 {self.limit:.0f} 秒，中止") from None
        # zhlint prints the trace of what broke it, and exits as if all were well.
        if broken := re.search(r"(.*)\n    at ", stderr):
            raise NoResultError(f"{linter.name} 中途出错：{broken[1]}")
        if process.returncode not in linter.exits:
            raise NoResultError(f"{linter.name} 没有做完，退出码 {process.returncode}")
        return stdout if linter.says == "stdout" else stderr

    def run(self, name: str, command: list[str], folder: Path, exits: tuple[int, ...]) -> Cost:
        """What a run costs; the name is for messages. Raises NoResultError."""
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # Waiting with a time limit would look only twenty times a second.
        timer = Timer(self.limit, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        code = process.wait()
        timer.cancel()
        wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
        if wall >= self.limit:
            raise NoResultError(f"{name} 超过 {self.limit:.0f} 秒，中止")
        if code not in exits:
            raise NoResultError(f"{name} 没有做完，退出码 {code}")
        return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    def compare(
        self, ours: list[str], name: str, theirs: list[str], folder: Path, exits: tuple[int, ...], most: int
    ) -> list[tuple[Cost, Cost]]:
        """Runs of both by turns, fewer when they take long. Raises NoResultError."""
        pairs: list[tuple[Cost, Cost]] = []
        begin = time.perf_counter()
        while len(pairs) < (self.pairs or most) and time.perf_counter() - begin < self.limit:
            mine = self.run(GOVLINT.name, ours, folder, GOVLINT.exits)
            pairs.append((mine, self.run(name, theirs, folder, exits)))
        return pairs


class Size(NamedTuple):
    """A benchmark of speed: its heading, how many texts of how many bytes, how many pairs of runs at most."""

    title: str
    texts: int
    length: int
    pairs: int


SIZES = {
    "draft": Size("一篇 15 KB", 1, 15_000, 15),
    "1mb": Size("一个 1 MB 的文件", 1, 1_000_000, 7),
    "20mb": Size("一个 20 MB 的文件", 1, 20_000_000, 3),
    "files": Size("2000 个文件，共 20 MB", 2_000, 10_000, 3),
}
PARTS = ["faults", *SIZES]


def speed(bench: Bench, size: Size, folder: Path) -> str:
    """How fast govlint and each other are on the texts of a size."""
    for number in range(size.texts):
        (folder / f"{number:04}.txt").write_text(text_of(size.length, number), encoding="utf-8")
    try:
        bench.said(GOVLINT, folder)
    except NoResultError as failure:
        return f"### {size.title}\n\n{failure}，没有比。\n"
    mine = bench.command(GOVLINT, folder)
    ours = {"": mine} if size.texts == 1 else {"--jobs 1": [*mine, "--jobs", "1"], "默认": mine}
    rows = []
    for linter in bench.peers:
        try:
            bench.said(linter, folder)  # warms up, and shows whether it gets through
            theirs = bench.command(linter, folder)
            for jobs, command in ours.items():
                pairs = bench.compare(command, linter.name, theirs, folder, linter.exits, size.pairs)
                rows.append([f"{linter.name}（govlint {jobs}）" if jobs else linter.name, *measured(pairs)])
                print(*rows[-1], file=sys.stderr)
        except NoResultError as failure:
            rows.append([linter.name, str(failure), "", "", "", ""])
            print(*rows[-1], file=sys.stderr)
    if size is SIZES["draft"]:
        pairs = bench.compare(mine, "python", FLOOR, folder, (0,), size.pairs)
        rows.append([f'`python -c "{FLOOR[2]}"`', *measured(pairs)])
    head = ("对手", "用时 govlint÷它", "CPU govlint÷它", "govlint 用时、CPU", "它 用时、CPU", "对数")
    return f"### {size.title}\n\n{table(head, rows)}"


def measured(pairs: list[tuple[Cost, Cost]]) -> list[str]:
    """The cells of a row: both ratios, the seconds of govlint and of the other, the number of pairs."""
    sides = []
    for side in zip(*pairs, strict=True):
        wall, cpu = (statistics.median(costs) for costs in zip(*side, strict=True))
        sides.append(f"{wall:.3g}、{cpu:.3g} 秒")
    return [
        spread([ours.wall / theirs.wall for ours, theirs in pairs]),
        spread([ours.cpu / theirs.cpu for ours, theirs in pairs]),
        *sides,
        str(len(pairs)),
    ]


def faults(bench: Bench, folder: Path) -> str:
    """Which planted faults each finds, by kind, and how many alarms it raises once they are put right."""
    planted = {kind: drafts(kind) for kind in PLANTED}
    length = sum(len(right.text) for _, right in planted.values())
    rows = []
    for linter in (GOVLINT, *bench.peers):
        rows.append([linter.name])
        needless, seen = 0, {}
        try:
            for kind, sides in planted.items():
                checked = []
                for draft in sides:
                    (folder / "draft.txt").write_text(draft.text, encoding="utf-8")
                    checked.append((draft, linter.read(bench.said(linter, folder), draft.text)))
                seen[kind] = found(*checked)
                needless += len(checked[1][1])
        except NoResultError as failure:
            rows[-1] += [str(failure), *[""] * (len(PLANTED) + 1)]
            continue
        everything = [fault for kind in seen.values() for fault in kind]
        rows[-1] += [f"{sum(marks)}/{len(marks)}" for marks in (everything, *seen.values())]
        rows[-1].append(f"{needless / length * 1000:.1f}")
    return "### 查出什么\n\n" + table(("工具", "合计", *PLANTED, "改对后每千字仍报"), rows)


def spread(ratios: list[float]) -> str:
    """The middle of the ratios, the least and the most; three figures, so that 0.004 is not 0.00."""
    middle, least, most = (f"{ratio:.3g}" for ratio in (statistics.median(ratios), min(ratios), max(ratios)))
    return f"**{middle}**（{least}～{most}）"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def about(peers: list[Linter]) -> str:
    """What is compared: versions, commands and what each does."""
    rows = []
    for linter in (GOVLINT, *peers):
        line = " ".join(linter.command).replace("{settings}/", "").replace("{packages}", "node_modules")
        rows.append([linter.name, linter.version, f"`{line}`", linter.does])
    return table(("工具", "版本", "命令", "做什么"), rows)


def machine() -> str:
    """When and where this was measured."""
    node = "没有"
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        node = subprocess.check_output(["node", "--version"], text=True).strip()
    model = ""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    load = os.getloadavg()[0]
    return (
        f"{date.today()}，{platform.system()} {platform.machine()}，{model} {os.cpu_count()} 核，"
        f"Python {platform.python_version()}，Node.js {node}，开始时负载 {load:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--peer", action="append", choices=[peer.name for peer in PEERS], dest="peers")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "peers")
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--pairs", type=int)
    given = parser.parse_args()
    # Not as choices=: with no part named, Python 3.11 and before takes the empty list for a wrong choice.
    if wrong := [part for part in given.parts if part not in PARTS]:
        parser.error(f"no part {', '.join(wrong)}: choose from {', '.join(PARTS)}")
    peers = [peer for peer in PEERS if peer.name in (given.peers or [peer.name])]
    print(machine(), end="。\n\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = write_settings(folder)
        print(about(peers))
        print(f"量的时候，同一份错别字表有 {words} 词（`lint_rules/words/typos.tsv`）。\n", flush=True)
        # Compiled modules are kept, as they are for everybody; rules are compiled into a cache of our own.
        environment = {**os.environ, "GOVLINT_CACHE_DIR": str(folder / "cache")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        commands, missing = {GOVLINT.name: [sys.executable, "-m", *GOVLINT.command]}, {}
        for linter in peers:
            print("install", linter.version, file=sys.stderr)
            try:
                commands[linter.name] = linter.installed(given.folder.resolve(), folder)
            except NoResultError as reason:
                missing[linter.name] = str(reason)
        bench = Bench(peers, commands, missing, environment, given.limit, given.pairs)
        for part in given.parts or PARTS:
            texts = folder / part
            texts.mkdir()
            made = faults(bench, texts) if part == "faults" else speed(bench, SIZES[part], texts)
            print(made, flush=True)
            shutil.rmtree(texts)


if __name__ == "__main__":
    main()
