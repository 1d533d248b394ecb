"""A scan that was killed or interrupted goes on where it was, or says why it cannot."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
import time

import pytest
from archives import SLOT_TEXT, lines, many, parquet, rows_of_csv, start, wait_for_parts
from conftest import OWN_LIST, OWN_RULE


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="没有 SIGKILL")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_is_resumed_without_a_finding_lost_or_doubled(govlint, write, tmp_path, cache, jobs):
    many(write, 200)
    arguments = ["many.jsonl", "-o", "f.parquet", "--documents", "d.parquet", "--jobs", jobs]
    govlint(
        "scan",
        "--isolated",
        "many.jsonl",
        "-o",
        "whole.parquet",
        "--documents",
        "whole_d.parquet",
        "--jobs",
        "1",
    )
    for parts in (3, 7):
        process = start(tmp_path, cache, *arguments, "--resume")
        wait_for_parts(tmp_path, process, parts)
        process.kill()
        process.communicate()
        assert not (tmp_path / "f.parquet").exists()
    # What an unlucky kill leaves: a part that the journal does not know.
    (tmp_path / "f.parquet.parts" / "findings-000900.parquet").write_bytes(b"half")

    refused = govlint("scan", "--isolated", *arguments)
    outcome = govlint("scan", "--isolated", *arguments, "--resume")

    assert (refused.code, "加 --resume 接着做" in refused.err) == (2, True)
    assert outcome.code == 0, outcome.err
    assert "接着上次的做" in outcome.err
    assert parquet(tmp_path / "f.parquet") == parquet(tmp_path / "whole.parquet")
    assert parquet(tmp_path / "d.parquet") == parquet(tmp_path / "whole_d.parquet")
    assert len(parquet(tmp_path / "d.parquet")) == 200
    assert not (tmp_path / "f.parquet.parts").exists()
    deadline = time.monotonic() + 10  # workers of the killed run leave by themselves
    while alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(process.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="没有可以发给子进程的 Ctrl-C")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_leaves_output_that_reads_and_says_how_to_go_on(
    govlint, write, tmp_path, cache, jobs
):
    many(write, 200)
    arguments = ["many.jsonl", "-o", "f.parquet", "--jobs", jobs]
    process = start(tmp_path, cache, *arguments)
    wait_for_parts(tmp_path, process, 3)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to all
    _, said = process.communicate(timeout=60)
    partly = parquet(tmp_path / "f.parquet")

    assert process.returncode == 130
    assert "加上 --resume" in said.decode()
    assert "Traceback" not in said.decode()
    assert len(partly) > 0

    outcome = govlint("scan", "--isolated", *arguments, "--resume")
    whole = parquet(tmp_path / "f.parquet")

    assert outcome.code == 0, outcome.err
    assert len({(row["id"], row["fingerprint"]) for row in whole}) == len(whole) > len(partly)
    assert len({row["id"] for row in whole}) == 200
    assert whole[: len(partly)] == partly


@pytest.mark.parametrize("more", [["--resume"], []], ids=["resume", "anew"])
def test_a_scan_beside_one_that_is_running_is_refused(govlint, write, tmp_path, cache, more):
    many(write, 200)
    arguments = ["many.jsonl", "-o", "f.csv", "--jobs", "1"]
    process = start(tmp_path, cache, *arguments)
    wait_for_parts(tmp_path, process, 2, "f.csv")
    refused = govlint("scan", "--isolated", *arguments, *more)
    running = process.poll() is None
    _, said = process.communicate(timeout=60)

    assert running, "第一个已经做完，没有试到"
    assert (refused.code, refused.err) == (
        2,
        f"govlint: 另一个 govlint（进程 {process.pid}）正在写 f.csv.parts：请等它做完，或换一个输出文件\n",
    )
    assert process.returncode == 0, said.decode()
    rows = rows_of_csv(tmp_path / "f.csv")
    assert len({(row["id"], row["fingerprint"]) for row in rows}) == len(rows)
    assert len({row["id"] for row in rows}) == 200
    assert not (tmp_path / "f.csv.parts").exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errno.ENOSPC, "磁盘已满；腾出地方后"),
        (errno.EDQUOT, "磁盘配额已用完；腾出地方后"),
        (errno.EFBIG, "文件大小超过了允许的上限；放宽限制（ulimit -f）后"),
    ],
)
def test_a_full_disk_is_told_with_how_to_go_on(patched, govlint, write, tmp_path, error, said):
    many(write, 20)
    arguments = ["scan", "--isolated", "many.jsonl", "-o", "f.jsonl", "--jobs", "1"]
    full = f"def full(*_): raise OSError({error}, '')\nimport govlint.scan.formats as f\nf.Jsonl.write = full"

    stopped = patched(full, *arguments)
    resumed = govlint(*arguments, "--resume")

    assert (stopped.returncode, stopped.stderr) == (
        2,
        f"govlint: 写不了 f.jsonl.parts：{said}，原样再运行一次并加上 --resume，接着做余下的\n",
    )
    assert resumed.code == 0, resumed.err
    assert len({row["id"] for row in lines(tmp_path / "f.jsonl")}) == 20


def test_of_a_disk_that_is_full_at_once_nothing_is_said_to_go_on_with(patched, write, tmp_path):
    write("a.txt", SLOT_TEXT)
    program = (
        "import os\n"
        "mkdir = os.mkdir\n"
        "def full(path, *mode):\n"
        f"    if str(path).endswith('.parts'): raise OSError({errno.ENOSPC}, '')\n"
        "    mkdir(path, *mode)\n"
        "os.mkdir = full"
    )

    done = patched(program, "scan", "--isolated", "a.txt", "-o", "f.jsonl")

    assert (done.returncode, done.stderr) == (2, "govlint: 写不了 f.jsonl.parts：磁盘已满\n")


def test_parts_that_lie_in_the_archive_are_no_part_of_it(patched, govlint, write, tmp_path):
    write("稿/a.txt", SLOT_TEXT)
    arguments = ["scan", "--isolated", "稿", "-o", "稿/f.csv", "--documents", "d.jsonl"]
    full = (
        f"def full(*_): raise OSError({errno.ENOSPC}, '')\n"
        "import govlint.scan.formats as f\n"
        "f.Csv.join = full"
    )

    stopped = patched(full, *arguments)
    left = sorted(path.suffix for path in (tmp_path / "稿/f.csv.parts").iterdir())
    resumed = govlint(*arguments, "--resume")

    assert (stopped.returncode, left) == (2, ["", ".csv", ".json", ".jsonl"])
    assert resumed.code == 0, resumed.err
    assert [row["path"] for row in lines(tmp_path / "d.jsonl")] == [os.path.join("稿", "a.txt")]


def test_a_change_that_keeps_the_length_is_seen(write):
    from govlint.runner import Session, Settings
    from govlint.scan.sources import Archive
    from govlint.scan.tabular import TextColumns

    path = write("a.txt", SLOT_TEXT)
    archive = Archive((str(path),), Session(Settings(isolated=True)), TextColumns())
    before, status = archive.state(), path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))

    assert archive.state().fingerprint != before.fingerprint


@pytest.mark.skipif(sys.platform == "win32", reason="没有 SIGKILL")
def test_another_archive_or_other_options_are_not_resumed(govlint, write, tmp_path, cache):
    many(write, 100)
    process = start(tmp_path, cache, "many.jsonl", "-o", "f.parquet", "--jobs", "1")
    wait_for_parts(tmp_path, process, 2)
    process.kill()
    process.communicate()

    told = ["--select", "PH", "--documents", "d.parquet"]
    options = govlint("scan", "--isolated", "many.jsonl", "-o", "f.parquet", "--resume", *told)
    many(write, 101)
    archive = govlint("scan", "--isolated", "many.jsonl", "-o", "f.parquet", "--resume")
    (tmp_path / "f.parquet.parts" / "journal.json").write_text("{", encoding="utf-8")
    journal = govlint("scan", "--isolated", "many.jsonl", "-o", "f.parquet", "--resume")

    assert [outcome.code for outcome in (options, archive, journal)] == [2, 2, 2]
    assert options.err.startswith(
        "govlint: 和上次不同，不能接着做："
        "--documents（上次没有写，这次是 d.parquet）、--select（上次没有写，这次是 PH）。"
    )
    assert archive.err.startswith("govlint: 和上次不同，不能接着做：要检查的文件。")
    assert "已损坏" in journal.err


@pytest.mark.skipif(sys.platform == "win32", reason="没有 SIGKILL")
def test_what_results_depend_on_must_be_as_it_was_to_resume(govlint, write, tmp_path, cache):
    many(write, 100)
    files = {
        ".govlint.yaml": "extend: 共用.yaml\nrules: [own.yaml]\nbaseline: base.json\nseverity: {SY: info}\n",
        "共用.yaml": "ignore: [TY]\n",
        "own.yaml": OWN_RULE,
        "own.tsv": OWN_LIST,
        "档/a.txt": SLOT_TEXT,
    }
    for name, content in files.items():
        write(name, content)
    govlint("check", "--isolated", "--write-baseline", "base.json", "档/a.txt")
    files["base.json"] = (tmp_path / "base.json").read_text(encoding="utf-8")
    arguments = ["many.jsonl", "档", "--jobs", "1", "-o"]
    govlint("scan", *arguments, "whole.jsonl")
    process = start(tmp_path, cache, *arguments, "f.jsonl", isolated=False)
    wait_for_parts(tmp_path, process, 2, "f.jsonl")
    process.kill()
    process.communicate()

    def refused() -> str:
        outcome = govlint("scan", *arguments, "f.jsonl", "--resume")
        assert outcome.code == 2
        what, _, way_out = outcome.err.removeprefix("govlint: 和上次不同，不能接着做：").partition("。")
        assert way_out == "请改回上次的样子再接着做；要重新做，请换一个输出文件，或删去 f.jsonl.parts\n"
        return what.replace(f"{tmp_path}{os.sep}", "")

    for name, content, what in [
        (".govlint.yaml", f"ignore: [PH]\n{files['.govlint.yaml']}", "配置文件 .govlint.yaml"),
        ("共用.yaml", "ignore: [PH]\n", "配置文件 .govlint.yaml"),
        (
            ".govlint.yaml",
            "ignore: [TY]\n",
            "配置文件 .govlint.yaml、规则文件 own.yaml、词表 own.tsv、基线 base.json",
        ),
        ("own.yaml", OWN_RULE.replace("应写全称", "不规范"), "规则文件 own.yaml"),
        ("own.tsv", f"{OWN_LIST}发改委\t发展和改革委员会\n", "词表 own.tsv"),
        ("base.json", files["base.json"].replace("a.txt", "b.txt"), "基线 base.json"),
        ("档/.govlint.yaml", "ignore: [TY]\n", f"配置文件 {os.path.join('档', '.govlint.yaml')}"),
    ]:
        write(name, content)
        assert sorted(refused().split("、")) == sorted(what.split("、"))
        if name in files:
            write(name, files[name])
        else:
            (tmp_path / name).unlink()
    journal = tmp_path / "f.jsonl.parts" / "journal.json"
    noted = journal.read_text(encoding="ascii")
    (itself,) = (name for name in json.loads(noted)["plan"] if name.startswith("govlint"))
    journal.write_text(noted.replace(json.loads(noted)["plan"][itself], "0"), encoding="ascii")
    assert refused() == itself == "govlint 或它所用的 Python、库"
    journal.write_text(noted, encoding="ascii")

    write(".govlint.yaml", f"# 只多了一行说明\n{files['.govlint.yaml']}")
    resumed = govlint("scan", *arguments, "f.jsonl", "--resume")

    assert resumed.code == 0, resumed.err
    assert "接着上次的做" in resumed.err
    assert (tmp_path / "f.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


FOREIGN = "f.jsonl.parts 不是 govlint 留下的文件夹，没有动它；请把它移走，或换一个输出文件"


@pytest.mark.parametrize("made", ["folder", "file", "link"])
def test_what_a_scan_did_not_leave_is_not_removed(govlint, write, tmp_path, made):
    write("a.txt", SLOT_TEXT)
    kept = write("别处/findings-000001.jsonl", "我的")
    if made == "folder":
        kept = write("f.jsonl.parts/我的.txt", "我的")
        write("f.jsonl.parts/findings-000001.jsonl", "")
    elif made == "file":
        kept = write("f.jsonl.parts", "我的")
    else:
        (tmp_path / "f.jsonl.parts").symlink_to("别处")

    outcomes = [govlint("scan", "--isolated", "a.txt", "-o", "f.jsonl", *more) for more in ([], ["--resume"])]

    assert [outcome.code for outcome in outcomes] == [2, 2]
    assert outcomes[0].err == f"govlint: {FOREIGN}\n"
    assert kept.read_text(encoding="utf-8") == "我的"
    assert not (tmp_path / "f.jsonl").exists()


def test_what_a_killed_scan_left_before_it_noted_anything_is_removed(govlint, write, tmp_path):
    write("a.txt", SLOT_TEXT)
    write("f.jsonl.parts/findings-000001.parquet", b"half")
    write("f.jsonl.parts/journal.json.part", "{")

    assert govlint("scan", "--isolated", "a.txt", "-o", "f.jsonl").code == 0
    assert not (tmp_path / "f.jsonl.parts").exists()
    assert len(lines(tmp_path / "f.jsonl")) == 1


def test_what_somebody_put_among_the_parts_stays(write, tmp_path):
    from govlint.scan.checking import Rows
    from govlint.scan.journal import Store

    store = Store({"findings": str(tmp_path / "f.jsonl")})
    store.begin({})
    store.commit(Rows())
    kept = write("f.jsonl.parts/我的.txt", "我的")
    store.join()
    store.close()

    assert list((tmp_path / "f.jsonl.parts").iterdir()) == [kept]


@pytest.mark.skipif(sys.platform == "win32", reason="没有可以发给子进程的 Ctrl-C")
def test_an_interrupt_while_the_files_are_made_stops_nothing(patched, write, tmp_path):
    write("a.txt", SLOT_TEXT)
    program = (
        "import os, signal\n"
        "from govlint.scan.journal import Store\n"
        "join = Store.join\n"
        "def interrupted(self): os.kill(os.getpid(), signal.SIGINT); join(self)\n"
        "Store.join = interrupted"
    )

    done = patched(program, "scan", "--isolated", "a.txt", "-o", "f.jsonl")

    assert (done.returncode, "已中断" in done.stderr) == (0, False)
    assert not (tmp_path / "f.jsonl.parts").exists()
    assert len(lines(tmp_path / "f.jsonl")) == 1
