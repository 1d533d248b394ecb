"""Prints how fast govlint is, as ratios within one run: machines differ, ratios hold.

    uv run benchmarks/run.py            all
    uv run benchmarks/run.py start      one draft, whole process
    uv run benchmarks/run.py bulk       many megabytes, one process
    uv run benchmarks/run.py rules      time by rule
    uv run benchmarks/run.py learned    the learned checks alone, and what loading their models costs
    uv run benchmarks/run.py word       a Word file of 200 pages: read, checked, annotated
    uv run benchmarks/run.py scan       an archive of 2,000 files, 20 MB, with one process and with two
    uv run benchmarks/run.py memory     an archive of 200,000 reports: the most memory it takes (Linux)
    uv run benchmarks/run.py cost       archives of short and long reports: CPU time, memory (Linux)
    uv run benchmarks/run.py papers     archives of Word and PDF files: the same (Linux)

How fast others are: peers.py. The text is that of texts.py.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from texts import text_of

PAIRS = 15
FLOOR = [sys.executable, "-c", "import click, regex, json"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of a whole process."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def start() -> None:
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, "draft.txt")
        draft.write_text(text_of(15_000), encoding="utf-8")
        environment = {**os.environ, "GOVLINT_CACHE_DIR": folder}
        command = [
            sys.executable,
            "-m",
            "govlint",
            "check",
            "--isolated",
            "--output-format",
            "json",
            str(draft),
        ]
        looked = [*command, "--no-cache"]
        cold = seconds(command, environment)
        seconds(FLOOR, environment)
        pairs = [(seconds(looked, environment), seconds(FLOOR, environment)) for _ in range(PAIRS)]
        known = [seconds(command, environment) / seconds(looked, environment) for _ in range(PAIRS)]
    ratios = sorted(ours / floor for ours, floor in pairs)
    ours, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"one draft of 15 KB, whole process, rules cached: {statistics.median(ratios):.2f} x")
    print(f'  `python -c "{FLOOR[2]}"` (least {ratios[0]:.2f}, most {ratios[-1]:.2f}, {PAIRS} pairs)')
    print(f"  medians {ours:.3f} s against {floor:.3f} s")
    print(f"the same with an empty cache: {cold:.2f} s")
    print(f"the same once its result is known: {statistics.median(known):.2f} x of looking again")


def bulk() -> None:
    from govlint.document import Document
    from govlint.linter import lint
    from govlint.rules.ruleset import builtin_rules

    rules = builtin_rules()
    texts = [text_of(15_000, seed) for seed in range(200)]
    size = sum(len(text.encode()) for text in texts) / 1e6
    lint(Document(texts[0]), rules)
    begin = time.process_time()
    found = sum(len(lint(Document(text), rules).diagnostics) for text in texts)
    spent = time.process_time() - begin
    rate = size / spent
    print(f"{len(texts)} drafts, {size:.1f} MB, {len(rules)} rules, one process: {rate:.2f} MB/s of CPU time")
    print(f"  {found} diagnostics")


def rules() -> None:
    from govlint.clock import Stopwatch
    from govlint.commands.profiling import table
    from govlint.document import Document
    from govlint.linter import lint
    from govlint.rules.ruleset import builtin_rules

    texts = [text_of(15_000, seed) for seed in range(41)]
    rules = builtin_rules()
    lint(Document(texts.pop()), rules)  # compiled, models read
    clock = Stopwatch(time.process_time)
    for text in texts:
        lint(Document(text), rules, clock=clock)
    print(*table(clock, len(texts)), sep="", end="")


def word() -> None:
    from govlint.document import Document
    from govlint.reporters.docx import annotated
    from govlint.reporters.docx.blank import blank
    from govlint.runner import Session, Settings

    session = Session(Settings(isolated=True))
    text = text_of(360_000)
    data = blank(Document(text))
    session.check_bytes(text_of(1_000).encode(), "a.txt")
    times: dict[str, list[float]] = {"plain": [], "checked": [], "annotated": []}
    for _ in range(5):
        begin = time.process_time()
        session.check_bytes(text.encode(), "a.txt")
        plain = time.process_time()
        report = session.check_bytes(data, "a.docx")
        checked = time.process_time()
        annotated(data, report, {}, track_changes=True)
        times["plain"].append(plain - begin)
        times["checked"].append(checked - plain)
        times["annotated"].append(time.process_time() - plain)
    plain, checked, whole = map(statistics.median, times.values())
    print(
        f"a Word file of {len(text)} characters, {len(report.diagnostics)} findings, against its plain text:"
    )
    print(f"  read and checked {checked / plain:.2f} x, annotated too {whole / plain:.2f} x ({plain:.2f} s)")


def learned() -> None:
    from govlint.checkers.confusable import ConfusableChecker
    from govlint.checkers.joint import JointChecker
    from govlint.document import Document
    from govlint.joints.model import official_joints
    from govlint.spelling.counts import official

    texts = [text_of(15_000, seed) for seed in range(200)]
    begin = time.process_time()
    official()
    counted = time.process_time()
    official_joints()
    loaded = time.process_time()
    print(f"reading the counts, once: {counted - begin:.3f} s; the joints: {loaded - counted:.3f} s")
    together = 0.0
    for name, checker in (("confusable words", ConfusableChecker()), ("missing marks", JointChecker())):
        begin = time.process_time()
        for text in texts:
            list(checker.check(Document(text)))
        spent = time.process_time() - begin
        together += spent
        print(f"{name}: {sum(map(len, texts)) / spent / 1e3:.0f} thousand characters a second, one core")
    print(f"together: {sum(map(len, texts)) / together / 1e3:.0f} thousand characters a second, one core")


def scan() -> None:
    with tempfile.TemporaryDirectory() as folder:
        size = 0
        for number in range(2_000):
            data = text_of(10_000, number).encode()
            Path(folder, f"{number:04}.txt").write_bytes(data)
            size += len(data)
        times: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(3):
            for jobs, spent in times.items():
                out = str(Path(folder, "findings.jsonl"))
                command = [sys.executable, "-m", "govlint", "scan", "--isolated", folder, "-o", out]
                begin = time.perf_counter()
                subprocess.run([*command, "--jobs", str(jobs)], stderr=subprocess.DEVNULL, check=True)
                spent.append(time.perf_counter() - begin)
    ratios = [one / two for one, two in zip(*times.values(), strict=True)]
    one, two = (size / 1e6 / statistics.median(spent) for spent in times.values())
    print(f"2,000 files, {size / 1e6:.1f} MB: two processes {statistics.median(ratios):.2f} x one")
    print(f"  (least {min(ratios):.2f}, most {max(ratios):.2f}); medians {one:.2f} and {two:.2f} MB/s")


def memory() -> None:
    chance = random.Random(2)
    lines = text_of(3_000_000).splitlines()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "archive.jsonl")
        with source.open("w", encoding="utf-8") as file:
            for number in range(200_000):
                text = "\n".join(chance.choice(lines) for _ in range(6))
                file.write(json.dumps({"id": f"{number}", "text": text}, ensure_ascii=False) + "\n")
        out, documents = str(Path(folder, "findings.parquet")), str(Path(folder, "documents.parquet"))
        command = [sys.executable, "-m", "govlint", "scan", "--isolated", str(source), "-o", out]
        running = subprocess.Popen([*command, "--documents", documents, "--jobs", "2"])
        seen = []
        while running.poll() is None:
            seen.append(sum(map(resident, family(running.pid))))
            time.sleep(1)
    quarters = [max(seen[part * len(seen) // 4 : (part + 1) * len(seen) // 4]) for part in range(4)]
    print(f"200,000 reports, {len(seen)} s, three processes: at most {max(seen) / 1e6:.0f} MB resident")
    print("  by quarter of the run:", "、".join(f"{most / 1e6:.0f}" for most in quarters))


def cost() -> None:
    for size, count in ((450, 6_000), (4_500, 800), (15_000, 250), (3_000_000, 1)):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "archive.jsonl")
            texts = [text_of(size, seed) for seed in range(count)]
            with source.open("w", encoding="utf-8") as file:
                for number, text in enumerate(texts):
                    file.write(json.dumps({"id": f"{number}", "text": text}, ensure_ascii=False) + "\n")
            print_cost("reports", source, texts)


def papers() -> None:
    from govlint.document import Document
    from govlint.reporters.docx.blank import blank

    sys.path.append(str(Path(__file__).parent.parent / "tests"))
    from pdf_files import pdf, typeset

    texts = [text_of(15_000, seed) for seed in range(250)]
    kinds = {
        ".docx": lambda text: blank(Document(text)),
        ".pdf": lambda text: pdf(*typeset(*filter(None, text.split("\n")))),
    }
    for suffix, made in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder, "archive")
            archive.mkdir()
            for number, text in enumerate(texts):
                archive.joinpath(f"{number:03}{suffix}").write_bytes(made(text))
            print_cost(f"{suffix} files", archive, texts)


def print_cost(what: str, source: Path, texts: list[str]) -> None:
    """Print what a scan of texts costs that lie in a source, its results written beside it."""
    import resource

    characters = sum(map(len, texts))
    command = [sys.executable, "-m", "govlint", "scan", "--isolated", str(source)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = subprocess.Popen(
        [*command, "-o", str(source.with_name("findings.parquet")), "--jobs", "2"], stderr=subprocess.DEVNULL
    )
    most: dict[int, int] = {}
    while running.poll() is None:
        for process in family(running.pid):
            most[process] = max(most.get(process, 0), resident(process))
        time.sleep(0.1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{len(texts):,} {what} of {characters // len(texts):,} characters: {spent:.1f} s of CPU time,")
    memory = "、".join(f"{size / 1e6:.0f}" for size in most.values())
    print(f"  {spent / characters * 1e6:.1f} s a million characters; MB by process, parent first: {memory}")


def family(process: int) -> list[int]:
    """A process and those it started."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        children = []
    return [process, *(member for child in children for member in family(int(child)))]


def resident(process: int) -> int:
    """Bytes of memory that a process has; what it shares counts in full."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    parts = {
        "start": start, "bulk": bulk, "rules": rules, "learned": learned, "word": word, "scan": scan,
        "memory": memory, "cost": cost, "papers": papers,
    }  # fmt: skip
    for name in sys.argv[1:] or parts:
        parts[name]()
