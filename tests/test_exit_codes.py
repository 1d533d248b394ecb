"""What a run ends with: clean, findings, nothing done, interrupted, unread."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from conftest import CLEAN, SLOT, posix

from govlint.reporters import NAMES


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.txt"], 0),
        (["slot.txt"], 1),
        (["slot.txt", "--exit-zero"], 0),
        (["hint.txt"], 0),
        (["hint.txt", "--fail-on", "info"], 1),
        (["slot.txt", "--ignore", "PH"], 0),
        (["slot.txt", "--select", "TY,PU"], 0),
        (["slot.txt", "--select", "错别字、标点"], 0),
        (["slot.txt", "--select", "占位符"], 1),
        (["slot.txt", "--ignore", "占位符"], 0),
        (["slot.txt", "--select", "letter-slot"], 1),
        (["."], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_exit_codes(govlint, write, arguments, code):
    write("clean.txt", CLEAN)
    write("slot.txt", SLOT)
    write("hint.txt", "弘扬“实干精神”、“担当精神”。\n")

    assert govlint("check", "--isolated", *arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["没有.txt"], "文件不存在"),
        (["empty"], "empty 中没有 .txt、.md、"),
        (["slot.txt", "--select", "PH999"], "没有规则 PH999"),
        (["slot.txt", "--ignore", "leter-slot"], "是不是 letter-slot？"),
        (["slot.txt", "--ignore", "占位"], "没有规则 占位，是不是 占位符？"),
        (["slot.txt", "--config", "没有.yaml"], "没有.yaml: 读不到配置文件：文件不存在"),
        (["slot.txt", "--baseline", "没有.json"], "没有.json: 读不到基线文件"),
        (["slot.txt", "--output-file", "没有/结果.txt"], "写不了 没有/结果.txt"),
        (["slot.txt", "--fix", "--output-dir", "binary.txt"], "--output-dir 要写文件夹，binary.txt 是文件"),
        (["slot.txt", "--encoding", "nonsense"], "没有编码 nonsense"),
        *(
            (["slot.txt", "--encoding", name], f"没有编码 {name}（可用 utf-8")
            for name in ("unicode_escape", "Raw-Unicode_Escape", "idna", "punycode", "undefined", "hex", "")
        ),
        (["slot.txt", "--isolated", "--config", "x"], "不能同用"),
        (["-", "slot.txt"], "不能与其他路径同用"),
        (["slot.txt", "--no-such-option"], "--no-such-option"),
        (["binary.txt"], "二进制"),
        (["draft.docx"], "Word"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_done_is_said_with_exit_2(govlint, write, tmp_path, arguments, message):
    write("slot.txt", SLOT)
    write("binary.txt", b"\x00\x01\x02")
    write("draft.docx", b"PK\x03\x04")
    (tmp_path / "empty").mkdir()

    outcome = govlint("check", *arguments)

    assert outcome.code == 2
    assert message in outcome.out + outcome.err


@pytest.mark.parametrize("form", NAMES)
@pytest.mark.parametrize(
    "arguments",
    [["--select", "NOPE"], ["--config", "坏.yaml"], ["--baseline", "没有.json"], ["a.txt", "里"]],
    ids=" ".join,
)
def test_of_a_result_that_cannot_be_made_nothing_is_written(govlint, write, form, arguments):
    write("a.txt", CLEAN)
    write("里/b.txt", CLEAN)
    write("里/.govlint.yaml", "select: [NOPE]\n")
    write("坏.yaml", "ignore: [")

    outcome = govlint("check", "--output-format", form, *arguments, "a.txt")

    assert (outcome.code, outcome.out) == (2, ""), outcome.err


def test_one_bad_file_does_not_hide_the_others(govlint, write):
    write("a.txt", SLOT)
    write("b.txt", b"\x00\x01\x02")
    write("c.txt", SLOT)

    outcome = govlint("check", "--isolated", "--output-format", "json", ".")

    assert outcome.found == [("PH001", "XX")] * 2
    assert outcome.json["problems"] == [{"path": "b.txt", "message": "是二进制文件，不是文本"}]
    assert outcome.code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="用 POSIX 信号试验")
def test_interrupting_leaves_quietly(tmp_path, cache):
    process = subprocess.Popen(
        [sys.executable, "-m", "govlint", "check", "--isolated", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
    )
    time.sleep(1.0)  # it waits for its standard input
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)

    assert (process.returncode, err.decode().strip()) == (130, "govlint: 已中断")


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--isolated", "a.txt"],
        ["check", "--isolated", "--output-format", "json", "a.txt"],
        ["numbers", "--isolated", "a.txt"],
        ["rules"],
        ["check", "--help"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_an_output_that_nobody_reads_has_an_exit_code_of_its_own(write, tmp_path, arguments):
    write("a.txt", SLOT)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "govlint", *arguments],
            stdout=pipe, stderr=subprocess.PIPE, cwd=tmp_path, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="没有 /dev/full，试不了写满的磁盘")
def test_a_full_disk_is_said(govlint, write, tmp_path):
    write("a.txt", SLOT * 2000)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "govlint", "check", "--isolated", "a.txt"],
            stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr.decode()) == (2, "govlint: 读写出错：磁盘已满\n")


@posix
@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "command",
    ["check --isolated a.txt -o a.json", "scan --isolated a.txt -o a.json.jsonl", "numbers a.txt -o a.json"],
)
def test_with_closed_streams_the_result_is_written_all_the_same(write, tmp_path, command, closed):
    """Daemons and some pipelines start their children so."""
    write("a.txt", SLOT)
    run = partial(subprocess.run, shell=True, capture_output=True, cwd=tmp_path, timeout=60, check=False)

    as_usual = run(f"{sys.executable} -m govlint {command}")
    (result,) = tmp_path.glob("a.json*")
    written = result.read_bytes()
    result.unlink()
    done = run(f"{sys.executable} -m govlint {command} {closed}")

    assert done.returncode == as_usual.returncode
    assert result.read_bytes() == written


@posix
@pytest.mark.parametrize("closed", ["2>&-", ">&-"])
def test_with_a_closed_stream_the_exit_code_is_as_usual(write, tmp_path, closed):
    write("a.txt", SLOT)
    done = subprocess.run(
        f"{sys.executable} -m govlint check --isolated a.txt {closed}",
        shell=True, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=60, check=False,
    )  # fmt: skip

    assert (done.returncode, "PH001" in done.stdout, done.stderr) == (1, closed == "2>&-", "")
