"""Result files: their format, what they replace and what they leave, links, modes and pipes."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest
from conftest import CLEAN, SLOT, not_root, posix
from word_files import p, word

from govlint.reporters import NAMES

WRITABLE = ".docx、.docm、.dotx、.dotm、.html、.htm、.json、.jsonl、.sarif、.xml、.txt"


@pytest.mark.parametrize("option", ["-o", "--output-file", "--output"])
def test_results_go_to_a_file_without_colour(govlint, write, tmp_path, option):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", "--color", option, "结果.txt", "a.txt")

    assert (outcome.code, outcome.out) == (1, "")
    assert (tmp_path / "结果.txt").read_text(encoding="utf-8").startswith("a.txt:1:5 错误 PH001")


@pytest.mark.parametrize(
    ("output", "begins"),
    [
        ("报告.docx", b"PK"),
        ("报告.HTML", b"<!DOCTYPE html>"),
        ("报告.htm", b"<!DOCTYPE html>"),
        ("结果.json", b'{"version": 1,'),
        ("结果.jsonl", b'{"path": "a.txt",'),
        ("结果.sarif", b'{"$schema": '),
        ("结果.txt", "a.txt:1:5 错误 PH001".encode()),
        ("结果", "a.txt:1:5 错误 PH001".encode()),
    ],
)
def test_the_suffix_of_the_result_file_tells_the_format(govlint, write, tmp_path, output, begins):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", "-o", output, "a.txt")

    assert outcome.code == 1
    assert (tmp_path / output).read_bytes().replace(b"\n", b" ").startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["check", "--output-format", "json", "-o", "报告.html"],
            "--output-format json 与 -o 报告.html 不合：用 -o 报告.json，或 --output-format html",
        ),
        (
            ["check", "--output-format", "text", "-o", "审校.docx"],
            "--output-format text 与 -o 审校.docx 不合：用 -o 审校.txt，或 --output-format docx",
        ),
        (
            ["check", "-o", "结果.xml"],
            ".xml 文件有几种格式，请写明：--output-format checkstyle 或 --output-format junit",
        ),
        (
            ["check", "-o", "报告.pdf"],
            f"写不出 .pdf 文件，-o 可用 {WRITABLE}",
        ),
        (["check", "--summary", "-o", "汇总.html"], "--summary 只用于 text 格式，而不是 html"),
        (["numbers", "-o", "核对表.xlsx"], "写不出 .xlsx 文件，-o 可用 .csv、.json、.txt"),
        *(
            (["numbers", "-o", f"核对表{suffix}"], f"写不出 {suffix} 文件，-o 可用 .csv、.json、.txt")
            for suffix in (".docm", ".wpt", ".et", ".pptx", ".ofd", ".ndjson")
        ),
        (["check", "-o", "a.dotx"], "a.txt 的审校稿是 .docx 文件，写成 .dotx 的 Word 打不开：用 -o a.docx"),
        (["numbers", "-o", "核对表.docx"], "写不出 .docx 文件，-o 可用 .csv、.json、.txt"),
        (
            ["check", "-o", "报告.csv"],
            f"写不出 .csv 文件，-o 可用 {WRITABLE}",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_result_file_that_its_format_does_not_fit_is_not_written(
    govlint, write, tmp_path, arguments, message
):
    write("a.txt", SLOT)

    outcome = govlint(*arguments, "a.txt")

    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"govlint: {message}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(("form", "output"), [("gitlab", "a.json"), ("junit", "a.xml"), ("json", "a.log")])
def test_a_format_fits_every_suffix_that_stands_for_no_other(govlint, write, tmp_path, form, output):
    write("a.txt", SLOT)

    assert govlint("check", "--isolated", "--output-format", form, "-o", output, "a.txt").code == 1
    assert (tmp_path / output).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="没有伪终端")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "-o", "报告.html", "a.txt"], "已写入 报告.html：发现 1 处，用浏览器打开\r\n"),
        (
            ["check", "-o", "a.json", "a.txt", "b.txt"],
            "已写入 a.json：发现 1 处，1 个文件未能检查或未查完\r\n",
        ),
        (["check", "-o", "结果.txt", "--ignore", "PH", "a.txt"], "已写入 结果.txt：没有发现问题\r\n"),
        (["numbers", "-o", "核对表.csv", "a.txt"], "已写入 核对表.csv：1 个文件的数据核对表\r\n"),
        (["check", "--output-format", "json", "a.txt"], ""),
        (["check", "-o", "/dev/null", "a.txt"], ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_terminal_is_told_that_a_result_was_written(write, tmp_path, arguments, told):
    import pty

    write("a.txt", SLOT)
    write("b.txt", b"\x00\x01\x02")
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "govlint", *arguments],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        check=False,
    )
    os.write(theirs, b"|")  # so that there is something to read where nothing was told
    said = b""
    while not said.endswith(b"|"):
        said += os.read(ours, 1000)

    assert said.decode() == f"{told}|"
    os.close(ours)
    os.close(theirs)


IS_DRAFT = "是要检查的文件，不能又写入结果"
NO_RESULT = "已经有了，不是 govlint 的结果，没有盖掉；请换一个文件名，或先把它移走"
NO_BASELINE = "不是 govlint 的基线文件，或已改坏；请改正，或删去它再用 --write-baseline 生成"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--output-file", "稿/a.txt", "稿/a.txt"], f"稿/a.txt {IS_DRAFT}"),
        (["check", "--write-baseline", "./稿/a.txt", "稿/a.txt"], f"./稿/a.txt {IS_DRAFT}"),
        (["check", "-o", "稿/a.txt", "稿"], f"稿/a.txt {NO_RESULT}"),
        (["check", "-o", "稿/b.html", "稿/a.txt"], f"稿/b.html {NO_RESULT}"),
        (["check", "-o", "稿/f.docx", "稿/a.txt"], f"稿/f.docx {NO_RESULT}"),
        (["check", "-o", "稿/~$g.docx", "稿/a.txt"], f"稿/~$g.docx {NO_RESULT}"),
        (["check", "-o", "稿/h.json", "稿/a.txt"], f"稿/h.json {NO_RESULT}"),
        (["check", "-o", "稿/i.sarif", "稿/a.txt"], f"稿/i.sarif {NO_RESULT}"),
        (["numbers", "-o", "稿/a.txt", "稿"], f"稿/a.txt {NO_RESULT}"),
        (["numbers", "-o", "稿/c.csv", "稿/a.txt"], f"稿/c.csv {NO_RESULT}"),
        (["scan", "-o", "稿/c.csv", "稿/a.txt"], f"稿/c.csv {NO_RESULT}"),
        (["scan", "-o", "f.csv", "--documents", "稿/d.jsonl", "稿/a.txt"], f"稿/d.jsonl {NO_RESULT}"),
        (["scan", "-o", "稿/j.duckdb", "稿/a.txt"], f"稿/j.duckdb {NO_RESULT}"),
        (["check", "--write-baseline", "稿/a.txt", "稿"], f"稿/a.txt: {NO_BASELINE}"),
        (["scan", "-o", "稿/c.csv", "稿/c.csv"], f"稿/c.csv {IS_DRAFT}"),
        (["scan", "-o", "稿/c.csv", "稿"], f"稿/c.csv {NO_RESULT}"),
        (
            ["scan", "-o", "f.csv", "--cleaned", "稿/d.jsonl", "稿"],
            f"稿/d.jsonl {NO_RESULT}",
        ),
        (
            ["scan", "-o", "f.csv", "--documents", "稿/e.parquet", "稿/*"],
            f"稿/e.parquet {NO_RESULT}",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_to_be_checked_is_never_written_over(govlint, write, tmp_path, arguments, said):
    content = {
        "稿/a.txt": SLOT,
        "稿/b.html": f"<!DOCTYPE html><title>总结</title><p>{SLOT}",
        "稿/c.csv": f"id,text\n1,{SLOT}",
        "稿/d.jsonl": json.dumps({"id": 1, "path": "稿", "text": SLOT}),
        "稿/e.parquet": b"PAR1 and no more",
        "稿/f.docx": word(p(SLOT)),
        "稿/~$g.docx": b"\x05Zhang" + b"\x00" * 156,
        "稿/h.json": json.dumps({"version": 1, "name": "总结"}, ensure_ascii=False),
        "稿/i.sarif": "6月3日 记录一次\n",
        "稿/j.duckdb": b"\x00" * 8 + b"DUCK",
    }
    for name, written in content.items():
        write(name, written)

    outcome = govlint(*arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.replace(os.sep, "/") == f"govlint: {said}\n"
    for name, written in content.items():
        kept = (tmp_path / name).read_bytes()
        assert kept == (written if isinstance(written, bytes) else written.encode())
    assert os.listdir(tmp_path) == ["稿"]


@pytest.mark.parametrize("command", ["numbers", "scan"])
def test_a_file_to_be_checked_is_known_by_its_other_name(govlint, write, tmp_path, command):
    """So it is where names differ in case only, on systems that make no difference."""
    govlint("scan", write("a.txt", SLOT), "-o", "f.csv", "--cleaned", "稿.csv")
    try:
        os.link(tmp_path / "稿.csv", tmp_path / "别名.csv")
    except OSError:
        pytest.skip("这里的文件不能有两个名称")

    outcome = govlint(command, "稿.csv", "-o", "别名.csv")

    assert (outcome.code, outcome.err) == (2, f"govlint: 别名.csv {IS_DRAFT}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        *(["check", "--output-format", form, "-o", "结果.txt"] for form in NAMES),
        ["check", "-o", "结果.html"],
        ["check", "稿/a.txt", "-o", "结果.docx"],
        ["check", "稿/b.txt", "--output-format", "concise", "-o", "结果.txt"],
        ["check", "--statistics", "-o", "结果.txt"],
        ["check", "--summary", "-o", "结果.txt"],
        ["check", "--write-baseline", "结果.txt"],
        ["numbers", "-o", "结果.md"],
        ["numbers", "--output-format", "json", "-o", "结果.txt"],
        ["numbers", "-o", "结果.csv"],
        ["scan", "-o", "稿/结果.csv", "稿"],
        ["scan", "-o", "稿/结果.jsonl", "稿"],
        ["scan", "-o", "f.csv", "--documents", "稿/结果.jsonl", "稿"],
        ["scan", "-o", "f.csv", "--cleaned", "稿/结果.parquet", "稿"],
        ["scan", "-o", "稿/结果.duckdb", "稿"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("draft", [SLOT, CLEAN], ids=["slot", "clean"])
def test_an_earlier_result_is_no_draft_and_is_written_anew(govlint, write, tmp_path, arguments, draft):
    write("稿/a.txt", draft)
    write("稿/b.txt", b"\x00\x01\x02")

    runs = []
    for _ in range(2):
        outcome = govlint(*arguments)
        (result,) = tmp_path.rglob("结果.*")
        runs.append((outcome.code, outcome.out, result.read_bytes()))

    assert runs[0][:2] == runs[1][:2], outcome.err
    assert runs[0][2] == runs[1][2] or result.suffix in (".docx", ".duckdb")  # these hold the time


@pytest.mark.parametrize("name", ["结果.txt", "结果.csv"])
def test_a_result_may_be_written_to_an_empty_file_in_the_folder(govlint, write, tmp_path, name):
    write("a.txt", SLOT)
    write(name, "")

    outcome = govlint("scan" if name.endswith("csv") else "check", "-o", name, ".")

    assert "a.txt" in (tmp_path / name).read_text(encoding="utf-8"), outcome.err


RESULTS = [["--output-format", "json", "-o", "结果"], ["--write-baseline", "结果"]]


@posix
@pytest.mark.parametrize("arguments", RESULTS)
def test_a_result_goes_where_a_link_leads_and_keeps_the_mode(govlint, write, tmp_path, arguments):
    write("a.txt", SLOT)
    target = write("存/旧的", '{"version": 1, "diagnostics": []}')
    target.chmod(0o640)
    (tmp_path / "结果").symlink_to("存/旧的")

    govlint("check", "--isolated", *arguments, "a.txt")

    assert (tmp_path / "结果").is_symlink()
    assert json.loads(target.read_text("utf-8"))["diagnostics"][0]["rule"] == "PH001"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(tmp_path / "存") == ["旧的"]


@posix
def test_a_new_result_has_the_mode_of_any_new_file(govlint, write, tmp_path):
    other = write("a.txt", CLEAN)

    govlint("check", "--isolated", "-o", "结果", "a.txt")

    assert (tmp_path / "结果").stat().st_mode == other.stat().st_mode


def test_files_beside_a_result_are_left(govlint, write, tmp_path):
    write("a.txt", SLOT)
    beside = write("b.json.part", "别的东西")

    govlint("check", "--isolated", "--output-format", "json", "-o", "b.json", "a.txt")

    assert beside.read_text("utf-8") == "别的东西"
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.json", "b.json.part"]


@posix
def test_a_pipe_stays_one_when_a_result_is_written_to_it(govlint, write, tmp_path):
    write("a.txt", SLOT)
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        outcome = govlint("check", "--isolated", "--output-format", "json", "-o", "管道", "a.txt")
        read, _ = reader.communicate(timeout=60)

    assert (outcome.code, pipe.is_fifo()) == (1, True)
    assert json.loads(read)["diagnostics"][0]["rule"] == "PH001"


@posix
def test_a_result_may_be_written_to_standard_output_by_its_name(govlint, write):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", "--output-format", "json", "-o", "/dev/stdout", "a.txt")

    assert outcome.found == [("PH001", "XX")]


@not_root
def test_a_read_only_result_is_left(govlint, write):
    write("a.txt", SLOT)
    old = write("结果", "检查了 1 个文件，没有发现问题\n")
    old.chmod(0o444)

    outcome = govlint("check", "--isolated", "-o", "结果", "a.txt")

    assert (outcome.code, outcome.err) == (2, "govlint: 写不了 结果：没有权限\n")
    assert old.read_text("utf-8").startswith("检查了")
