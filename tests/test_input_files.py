"""What is checked: encodings, empty files, standard input, folders, many files, a huge line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import CLEAN, SLOT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings_give_the_same_places(govlint, write, encoding):
    text = "今年以来，全镇上下真抓实干，经济运行稳中有进。\r\n" + SLOT
    write("a.txt", text.encode(encoding))

    (found,) = govlint("check", "--isolated", "--output-format", "json", "a.txt").json["diagnostics"]

    assert (found["text"], found["start"]) == ("XX", {"line": 2, "column": 5, "offset": 29})


EMPTY = "文件是空的，没有可以检查的文字"


@pytest.fixture
def blanks(write):
    """The names of two files without text; there is a third file with text."""
    write("empty.txt", "")
    write("blank.txt", "\n \r\n\u3000\n")
    write("full.txt", CLEAN)
    return ["empty.txt", "blank.txt"]


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--output-format", "jsonl"],
        ["check", "--output-format", "vim"],
        ["check", "--summary"],
        ["check", "--statistics"],
        ["check", "--write-baseline", "b.json"],
        ["numbers"],
    ],
)
def test_empty_and_blank_files_are_clean_and_said_to_be_empty(govlint, blanks, command):
    outcome = govlint(*command, "--isolated", *blanks, "full.txt")

    assert outcome.code == 0
    assert outcome.err.splitlines() == [f"{name}: 说明 {EMPTY}" for name in blanks]


def test_of_files_without_text_it_is_not_said_that_nothing_was_found(govlint, blanks):
    alone = govlint("check", "--isolated", *blanks)
    among = govlint("check", "--isolated", *blanks, "full.txt")

    assert alone.out.endswith("检查了 2 个文件，没有可以检查的文字\n")
    assert among.out.endswith("检查了 3 个文件，没有发现问题\n")


def test_formats_with_a_place_for_it_say_themselves_that_files_are_empty(govlint, blanks):
    arguments = ("check", "--isolated", *blanks, "full.txt")
    text, found, log = (govlint(*arguments, "--output-format", name) for name in ("text", "json", "sarif"))

    assert (text.code, text.err, found.err, log.err) == (0, "", "", "")
    assert [line for line in text.out.splitlines() if "说明" in line] == [
        f"{name}: 说明 {EMPTY}" for name in blanks
    ]
    assert found.json["notices"] == [{"path": name, "message": EMPTY} for name in blanks]
    assert log.out.count(EMPTY) == 2


def test_standard_input_goes_by_its_given_name(govlint, write):
    write("sub/.govlint.yaml", "ignore: [PH]\n")
    markdown = "用 `XX` 表示\n".encode()

    plain = govlint("check", "-", "--output-format", "json", input=SLOT.encode("gb18030"))
    named = govlint("check", "-", "--stdin-filename", "a.md", "--output-format", "json", input=markdown)
    configured = govlint("check", "-", "--stdin-filename", "sub/a.txt", input=SLOT.encode())

    assert (plain.code, plain.found, plain.json["diagnostics"][0]["path"]) == (1, [("PH001", "XX")], "-")
    assert (named.code, named.found) == (0, [])
    assert configured.code == 0


def test_folders_are_walked_for_text_and_markdown(govlint, write):
    for name in ("a.txt", "b.md", "c.rst", "子/d.TXT", ".hidden/e.txt", "子/.f.txt"):
        write(name, SLOT)

    outcome = govlint("check", "--isolated", "--output-format", "json", ".")

    assert [found["path"] for found in outcome.json["diagnostics"]] == [
        "a.txt",
        "b.md",
        os.path.join("子", "d.TXT"),
    ]


def test_many_files_come_in_order_whatever_the_number_of_jobs(govlint, write):
    for number in range(40):
        write(f"{number:02}.txt", SLOT * (number % 3))

    one = govlint("check", "--isolated", "--output-format", "json", "--jobs", "1", ".")
    two = govlint("check", "--isolated", "--output-format", "json", "--jobs", "2", ".")

    assert one.out == two.out
    assert one.json["summary"]["error"] == sum(number % 3 for number in range(40))


def test_a_huge_line_is_checked(govlint, write):
    write("a.txt", "全镇上下真抓实干，" * 400_000 + "投资XX万元。")

    outcome = govlint("check", "--isolated", "--output-format", "json", "a.txt")

    assert ("PH001", "XX") in outcome.found


def test_a_file_named_in_several_ways_is_checked_once(govlint, write):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", "a.txt", "./a.txt", "a.txt", ".")

    assert "检查了 1 个文件，发现 1 处" in outcome.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "检查了 1 个文件，另有 1 个未能检查，没有发现问题\n"),
        (["--summary"], "合计 1 个文件"),
        (["--output-format", "json"], '"summary": {"files": 1, '),
        (["--output-format", "html"], "检查了 1 个文件、"),
    ],
)
def test_what_could_not_be_read_is_not_counted_as_checked(govlint, write, options, said):
    write("a.txt", CLEAN)

    outcome = govlint("check", "--isolated", *options, "a.txt", "没有.txt")

    assert (outcome.code, said in outcome.out) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="没有伪终端")
def test_on_a_terminal_a_large_file_is_named_before_it_is_checked(write, tmp_path, cache):
    import pty

    write("大.txt", "全镇平稳。\n" * 80_000)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "govlint", "check", "--isolated", "--select", "PH", "大.txt"]
    environment = {**os.environ, "GOVLINT_CACHE_DIR": str(cache)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = os.read(ours, 1000).decode()
    os.close(ours)

    assert (done.returncode, shown) == (0, "正在检查 大.txt（1.3 MB）……\r\n")
