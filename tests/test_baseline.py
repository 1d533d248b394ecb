"""Baselines: what was known is not told again."""

from __future__ import annotations

import pytest
from conftest import SLOT


def test_a_baseline_shows_only_what_is_new(govlint, write):
    write("a.txt", SLOT)
    written = govlint("check", "--isolated", "--write-baseline", "base.json", "a.txt")
    write("a.txt", "新加的一段。\n" + SLOT + "自觉准守规定。\n")

    fresh = govlint("check", "--isolated", "--baseline", "base.json", "--output-format", "json", "a.txt")

    assert (written.code, "1 处问题" in written.out) == (0, True)
    assert fresh.found == [("TY001", "准守")]
    assert fresh.json["summary"]["known"] == 1


CONFLICT = """\
{"version": 1, "diagnostics": [
<<<<<<< HEAD
 {"path": "b.txt", "fingerprint": "0"}
=======
 {"path": "c.txt", "fingerprint": "1"}
>>>>>>> main
]}
"""


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"diagnostics": [{"path": 5, "fingerprint": "a"}]}',
        '{"diagnostics": [{"path": "a.txt", "fingerprint": ["a"]}]}',
        '{"diagnostics": [{"path": "a.txt"}]}',
        "[" * 100_000,
        b"\xff",
        "会议记录：……\n",
        CONFLICT,
    ],
    ids=["list", "path", "fingerprint", "no fingerprint", "brackets", "bytes", "notes", "conflict"],
)
@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_what_is_no_baseline_is_told_and_left_as_it_is(govlint, write, content, option):
    write("a.txt", SLOT)
    there = write("base.json", content)
    before = there.read_bytes()

    outcome = govlint("check", "--isolated", option, "base.json", "a.txt")

    said = "base.json: 不是 govlint 的基线文件，或已改坏；请改正，或删去它再用 --write-baseline 生成"
    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"govlint: {said}\n")
    assert there.read_bytes() == before


def test_a_baseline_may_be_written_to_an_empty_file(govlint, write):
    write("a.txt", SLOT)
    write("base.json", "")

    assert govlint("check", "--isolated", "--write-baseline", "base.json", "a.txt").code == 0
    assert govlint("check", "--isolated", "--baseline", "base.json", "a.txt").code == 0


def test_writing_a_baseline_takes_everything_whatever_the_configuration_says(govlint, write):
    write(".govlint.yaml", "baseline: base.json\n")
    write("a.txt", SLOT)

    first = govlint("check", "--write-baseline", "base.json", "a.txt")
    write("a.txt", SLOT + "自觉准守规定。\n")
    second = govlint("check", "--write-baseline", "base.json", "a.txt")

    assert (first.code, second.code) == (0, 0)
    assert "2 处问题" in second.out
    assert govlint("check", "a.txt").code == 0


def test_writing_a_baseline_for_some_files_keeps_what_is_known_of_the_others(govlint, write, tmp_path):
    for name in ("a.txt", "b.txt", "c.txt"):
        write(name, SLOT)
    govlint("check", "--isolated", "--write-baseline", "base.json", ".")
    (tmp_path / "c.txt").unlink()
    write("a.txt", SLOT + "自觉准守规定。\n")

    again = govlint("check", "--isolated", "--write-baseline", "base.json", "a.txt")

    assert again.out.startswith("已把 2 处问题写入基线 base.json；没有检查的文件，原有的 2 处照旧；")
    assert govlint("check", "--isolated", "--baseline", "base.json", "a.txt", "b.txt").code == 0


def test_writing_a_baseline_for_one_folder_keeps_what_is_known_of_files_moved_from_another(
    govlint, write, tmp_path
):
    for name in ("甲/a.txt", "乙/b.txt", "乙/c.txt"):
        write(name, SLOT)
    govlint("check", "--isolated", "--write-baseline", "base.json", "甲", "乙")
    (tmp_path / "甲").rename(tmp_path / "归档")
    (tmp_path / "乙" / "c.txt").unlink()

    part = govlint("check", "--isolated", "--write-baseline", "base.json", "乙")
    known = govlint("check", "--isolated", "--baseline", "base.json", ".")
    whole = govlint("check", "--isolated", "--write-baseline", "base.json", ".")

    said = "没有检查的文件，原有的 1 处照旧；已经不在的文件，原有的 1 处去掉；"
    assert part.out.startswith(f"已把 1 处问题写入基线 base.json；{said}")
    assert (known.code, "基线中已有 2 处" in known.out) == (0, True)
    assert whole.out.startswith("已把 2 处问题写入基线 base.json；已经不在的文件，原有的 1 处去掉；")


def test_a_baseline_is_left_as_it_is_where_nothing_could_be_checked(govlint, write, tmp_path):
    write("a.txt", SLOT)
    govlint("check", "--isolated", "--write-baseline", "base.json", ".")
    before = (tmp_path / "base.json").read_bytes()

    outcome = govlint("check", "--isolated", "--write-baseline", "base.json", "没有.txt")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith("没有能检查的文件，没有写基线 base.json\n")
    assert (tmp_path / "base.json").read_bytes() == before


def test_a_baseline_knows_the_findings_of_files_that_were_renamed(govlint, write, tmp_path):
    write("稿/a.txt", SLOT)
    govlint("check", "--isolated", "--write-baseline", "base.json", ".")
    (tmp_path / "稿" / "a.txt").rename(tmp_path / "稿" / "b.txt")

    renamed = govlint("check", "--isolated", "--baseline", "base.json", ".")
    write("稿/a.txt", "另一篇。\n")
    copied = govlint("check", "--isolated", "--baseline", "base.json", ".")

    assert (renamed.code, "基线中已有 1 处" in renamed.out) == (0, True)
    assert (copied.code, "基线中已有" in copied.out) == (1, False)  # the file it is listed for is there


@pytest.mark.parametrize("by", ["option", "configuration"])
def test_a_baseline_may_be_moved(govlint, write, tmp_path, by):
    write("稿/a.txt", SLOT)
    govlint("check", "--isolated", "--write-baseline", "base.json", ".")
    write("稿/a.txt", SLOT + "自觉准守规定。\n")
    write("别处/base.json", (tmp_path / "base.json").read_bytes())
    write("稿/.govlint.yaml", "baseline: ../别处/base.json\n")

    options = ("--isolated", "--baseline", "别处/base.json") if by == "option" else ()
    outcome = govlint("check", *options, "--output-format", "json", "稿")

    assert outcome.found == [("TY001", "准守")]


def test_a_baseline_knows_the_findings_of_a_file_that_is_only_named(govlint, write, tmp_path):
    write("a.txt", SLOT)
    govlint("check", "--isolated", "--write-baseline", "base.json", "a.txt")
    (tmp_path / "a.txt").unlink()

    outcome = govlint(
        *("check", "--isolated", "--baseline", "base.json", "--stdin-filename", "a.txt", "-"),
        input=(SLOT + "自觉准守规定。\n").encode(),
    )

    assert (outcome.code, outcome.err) == (1, "")
    assert "发现 1 处：错误 1，基线中已有 1 处" in outcome.out


def test_a_baseline_names_the_files_that_could_not_be_read(govlint, write):
    write("a.txt", SLOT)
    write("b.txt", b"\x00\x01\x02")

    outcome = govlint("check", "--isolated", "--write-baseline", "base.json", ".")

    assert (outcome.code, "b.txt: 未能检查 是二进制文件" in outcome.err) == (2, True)


def test_a_baseline_knows_each_of_the_findings_that_are_shown_as_one(govlint, write):
    lines = [f"第{n}村投资7 4亿元，建成道路{n}公里。" for n in range(4)]
    write("a.txt", "\n".join(lines) + "\n")
    govlint("check", "--isolated", "--select", "TY020", "--write-baseline", "base.json", "a.txt")
    again = govlint("check", "--isolated", "--select", "TY020", "--baseline", "base.json", "a.txt")
    write("a.txt", "\n".join([*lines, "青溪村投资8 6亿元。"]) + "\n")
    fresh = govlint("check", "--isolated", "--select", "TY020", "--baseline", "base.json", "a.txt")

    assert again.code == 0
    assert "a.txt:5:6" in fresh.out
    assert fresh.code == 1
