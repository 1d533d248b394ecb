"""Encodings, and what of Markdown is prose."""

from __future__ import annotations

import codecs
import os
import re
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govlint.diagnostic import Edit
from govlint.document import Span
from govlint.readers import ReadOnlyError, UnreadableError, read, read_bytes, rewritten
from govlint.readers.encoding import decode

TEXT = "今年以来，全镇上下真抓实干，经济运行稳中有进，各项工作取得新成效。\r\n二、𠮷祥村的做法"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("gb18030"),
        TEXT.replace("𠮷", "吉").encode("gbk"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    ],
    ids=[
        "utf-8",
        "utf-8 bom",
        "gb18030",
        "gbk",
        "utf-16-le bom",
        "utf-16-be bom",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
    ],
)
def test_encodings_are_told_apart(data):
    assert decode(data).text.replace("吉", "𠮷") == TEXT


@pytest.mark.parametrize("length", [0, 100, 5000])
def test_gbk_is_told_from_broken_utf8_behind_any_length_of_letters(length):
    text = "a" * length + TEXT.replace("𠮷", "吉")

    assert decode(text.encode("gbk")) == (text, "gb18030", b"")


@pytest.mark.parametrize("control", ["\0", "\x01", "\b", "\x1b"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_controls_do_not_make_a_text_a_binary_file(encoding, control):
    text = f"引导村民自觉准{control}守村规民约。\n"

    assert decode(text.encode(encoding)) == (text, encoding, b"")


@pytest.mark.parametrize("control", ["\0", "\x01"])
def test_a_control_to_every_other_character_makes_a_binary_file(control):
    with pytest.raises(UnreadableError, match="是二进制文件，不是文本"):
        decode("".join(f"{two}{control}" for two in ["全镇", "经济", "发展"]).encode("gb18030"))


def test_a_nul_in_a_text_is_found(govlint, write):
    write("a.txt", "引导村民自觉准\0守村规民约。\n".encode("gb18030"))

    outcome = govlint("check", "--isolated", "--output-format", "json", "a.txt")

    assert outcome.found == [("BP005", "\0")]


@given(st.text(st.sampled_from("的一是在不了有和人这中大为上个国，。\n"), min_size=30))
def test_common_text_reads_back_from_every_encoding(text):
    for encoding in ("utf-8", "gb18030", "gbk", "utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding)).text == text


DRAFT = ("全县上下真抓实干，" * 40).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bytes(range(256)) * 20, "二进制"),
        (b"\x00\x01\x02\x03" * 50, "二进制"),
        (bytes(range(0x81, 0xFF)), "也不像中文"),
        ("臺灣省政府工作報告，經濟發展與社會建設各項工作之檢討與展望，請審議。".encode("big5") * 3, "Big5"),
        (TEXT.encode("utf-8") * 3 + b"\xff\xff\xff", "损坏"),
        ("全年投资XX万元。".encode()[:-1], "从第 21 个字节起损坏"),
        # GB18030 is at odds with these behind the damage, or nowhere
        (DRAFT[:102] + b"\xa0" + DRAFT[102:], "从第 103 个字节起损坏"),
        (DRAFT[:3] + DRAFT[4:], "从第 4 个字节起损坏"),
        ("全县经济".encode() + "牢记".encode("gbk") + "嘱托".encode(), "从第 13 个字节起损坏"),
        ("2千米，水费实收率98.2%。农户".encode()[:-4] + "水户，".encode(), "从第 34 个字节起损坏"),
    ],
    ids=["binary", "nul", "rare", "big5", "end", "cut", "space", "beginning", "other encoding", "lost byte"],
)
def test_what_is_no_text_is_refused_by_name(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        decode(data)


def test_an_encoding_may_be_named():
    data = "國語".encode("big5")

    assert decode(data, "big5").text == "國語"
    with pytest.raises(UnreadableError, match="没有编码 nonsense"):
        decode(data, "nonsense")
    with pytest.raises(UnreadableError, match="不是合法的 UTF-8"):
        decode(data, "utf-8")


@pytest.mark.parametrize("suffix", [".docx", ".doc", ".pdf"])
def test_a_file_of_no_bytes_is_named(suffix):
    with pytest.raises(UnreadableError, match="是空文件"):
        read_bytes(b"", f"a{suffix}")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="系统没有命名管道")
def test_pipes_in_a_folder_are_passed_by(govlint, write, tmp_path):
    write("a.txt", "全年投资XX万元。")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("没有.txt")

    outcome = govlint("check", "--isolated", ".")

    assert "a.txt:1:5 错误 PH001" in outcome.out
    assert "c.txt: 未能检查 读不到，文件不存在" in outcome.out
    assert "检查了 1 个文件，另有 1 个未能检查，发现 1 处" in outcome.out


def test_of_files_that_could_not_be_checked_nothing_good_is_said(govlint, write):
    write("a.txt", "全年投资52万元。")

    missing = govlint("check", "--isolated", "没有.txt")
    both = govlint("check", "--isolated", "没有.txt", "a.txt")

    assert missing.out.endswith("检查了 0 个文件，另有 1 个未能检查\n")
    assert both.out.endswith("检查了 1 个文件，另有 1 个未能检查，没有发现问题\n")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableError, match="文件不存在"):
        read(str(tmp_path / "没有.txt"))


DEFINED = "\n\n[1]: http://a.cn/XX '题'\n[办法]: <XX>"


def visible(text: str) -> str:
    return read_bytes(text.encode("utf-8"), "a.md").document.original.replace("\ufffc", "")


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("---\ntitle: XX\n---\n正文", "\n\n\n正文"),
        ("前\n```\nXX == 1\n```\n后", "前\n\n\n\n后"),
        ("用 `XX` 表示", "用  表示"),
        ('[办法](http://a.cn/XX_(1) "题")后', "办法后"),
        ("见 https://a.cn/XX==，下同", "见 ，下同"),
        ("# 标题\n- 项**重点**目", "标题\n项重点目"),
        ("在**镇、**年", "在**镇、**年"),
        ("<!-- XX -->正<br>文", "正文"),
        # front matter
        ("+++\ntitle = 'XX'\n+++\n正文", "\n\n\n正文"),
        ("---\r\ntitle: XX\r\n---\r\n正文", "\r\n\r\n\r\n正文"),
        ("---\n\n上段：XX\n\n---\n下段", "\n\n上段：XX\n\n\n下段"),
        # code
        ("- 项\n\n      ~~~\n      XX\n      ~~~\n后", "项\n\n\n\n\n后"),
        ("前\n\n    XX = 1\n\n\tYY\n后", "前\n\n\n\n\n后"),
        ("前\n    XX", "前\n    XX"),
        ("    全年投资XX万元，增长5%。", "    全年投资XX万元，增长5%。"),
        ("- 项\n\n    续XX", "项\n\n    续XX"),
        ("用``a`XX``和`X\nX`和`\n\n`XX", "用和\n和`\n\n`XX"),
        ("`一 ```XX``` 二", "`一  二"),
        # what begins first counts
        ("用 `<!--` 开头，`<script>` 也是", "用  开头， 也是"),
        ("```XX``` 一\n二", " 一\n二"),
        ("<!--\n```\n-->\n文", "\n\n\n文"),
        ("<!-- ` -->文<!-- ` -->", "文"),
        ("前 ` 一\n```\n` XX\n```\n后", "前 ` 一\n\n\n\n后"),
        ("前\n\n    <!-- XX\n\n后", "前\n\n\n\n后"),
        # links
        ("![图](<a b> 'x')[甲](b(c)d)[乙][ ][丙][1]" + DEFINED, "图甲[乙][ ]丙\n\n\n"),
        ("[办法][]和[Abc]：[甲][XX]" + DEFINED, "办法和[Abc]：[甲][XX]\n\n\n"),
        ("[注]: 说明XX", "[注]: 说明XX"),
        ("正文[^1]。\n\n[^1]: 脚注XX", "正文。\n\n 脚注XX"),
        ("www.a.cn/XX，<a@b.cn>", "，"),
        # tags, references
        ("<b\nx='>XX' y>粗</b><XX市>", "\n粗<XX市>"),
        ("<style>\np{XX}\n</style>文<script>XX", "\n\n文"),
        ("全县&nbsp;经济&#160;A&B &nosuch;", "全县经济A&B &nosuch;"),
        # signs
        ("## 标题 ##\n后 ##", "标题 \n后 ##"),
        ("> 引\n> - 项", "引\n项"),
        ("- [ ] 甲\n* [x] 乙", "甲\n乙"),
        ("__粗__、_斜_、~~删~~、***又***", "粗、斜、删、又"),
        ("全镇**坚持\n发展**为要", "全镇坚持\n发展为要"),
        ("__坚持\r\n发展__、_斜\r\n体_、~~删\r\n去~~", "坚持\r\n发展、斜\r\n体、删\r\n去"),
        ("> 引用**跨行\n> 加粗**结束", "引用跨行\n加粗结束"),
        ("- 项目**跨行\n  加粗**结束", "项目跨行\n  加粗结束"),
        ("**一、总体*情况***好，**以*群\n众*为**本", "一、总体情况好，以群\n众为本"),
        (r"**注\*释\***、_甲\_乙_、~~丙\~丁~~", "注*释*、甲_乙、丙~丁"),
        (r"**甲\** 乙，~~**删**去~~，**丙_丁_**", "**甲** 乙，删去，丙_丁_"),
        ("==重点\n标记==", "重点\n标记"),
        ("投资==\n产值==亿元", "投资==\n产值==亿元"),
        ("见[县政府\n网站](http://a.b)。", "见县政府\n网站。"),
        ("见[网站](http://a.b\n  '题')，[网站](a.b\r\n\"题\"\n)。", "见网站\n，网站\n\n。"),
        ("完成**投资\n\n产值**增长", "完成**投资\n\n产值**增长"),
        ("> 完成**投资\n>\n> 产值**增长", "完成**投资\n\n产值**增长"),
        ("完成**投资\n- 产值**增长", "完成**投资\n产值**增长"),
        ("投资**万元。\n产值**亿元。", "投资**万元。\n产值**亿元。"),
        ("新建**处，\n改造**户。", "新建**处，\n改造**户。"),
        ("截至__月__日，__年__，~~年", "截至__月__日，__年__，~~年"),
        (r"\*甲\* 3\.5", "*甲* 3.5"),
        (r"\[办法\](a)、\[办法](b)、[办法\](c)", "[办法](a)、[办法](b)、[办法](c)"),
        (r"\`准守`、\<!--规定", "`准守`、<!--规定"),
        ("甲  \r\n乙\\\n丙", "甲\r\n乙\n丙"),
        ("甲 | 乙\r\n--|:-:\r\n丙 | 丁", "甲 | 乙\r\n\r\n丙 | 丁"),
    ],
)
def test_markup_is_masked(text, prose):
    # CR reads as a space at the line end.
    assert re.sub(" (?=\n)", "", visible(text)) == re.sub("[\r ](?=\n)", "", prose)


@given(st.text(st.sampled_from("`*_~[]()<>!#-|:&;=+ \t\n\r\\\"'a1一。^/"), max_size=60))
def test_every_character_of_markdown_knows_its_place(text):
    source = read_bytes(text.encode("utf-8"), "a.md")
    document = source.document

    places = [source.origin.extent(Span(at, at + 1)) for at in range(len(document.text))]
    made_of = [text[start.offset : end.offset] for start, end in places]
    assert all(old in (char, f"\\{char}") for old, char in zip(made_of, document.text, strict=True))
    assert all(end.offset <= start.offset for (_, end), (start, _) in pairwise(places))
    assert document.text.count("\n") == text.count("\n")
    assert all(
        new in (old, "\ufffc") or old == "\r"
        for old, new in zip(document.text, document.original, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("全年**准**守规定。", "全年**遵**守规定。"),
        ("全年[准](x)守规定。", "全年[遵](x)守规定。"),
        ("全年<b>准</b>守规定。", "全年<b>遵</b>守规定。"),
        ("**一如继往**地抓好落实。", "**一如既往**地抓好落实。"),
        ("收入**2.5** 亿元。", "收入**2.5**亿元。"),
        ("用 `准守` 表示**准守**。", "用 `准守` 表示**遵守**。"),
        # escaped characters: what replaces one replaces its backslash
        (r"各村社区\...都要抓好落实。", "各村社区……都要抓好落实。"),
        (r"村规\,\,大家满意\;\;成效明显。", r"村规\,大家满意\;成效明显。"),
    ],
)
def test_marks_inside_words_hide_no_fault_and_stay(govlint, write, text, fixed):
    path = write("a.md", text + "\n")

    outcome = govlint("check", "--isolated", "--fix", "a.md")

    assert (outcome.code, path.read_text(encoding="utf-8")) == (0, fixed + "\n")


@pytest.mark.parametrize(
    ("text", "span", "new", "written"),
    [
        (r"甲\"乙\"丙", Span(1, 4), "“乙”", "甲“乙”丙"),
        (r"甲\*\*乙", Span(1, 3), "*，", r"甲\*，乙"),
        (r"甲\*乙", Span(2, 2), "，", r"甲\*，乙"),
        (r"**甲**\*乙", Span(0, 2), "丙", "**丙**乙"),
    ],
)
def test_a_backslash_goes_with_its_character(text, span, new, written):
    source = read_bytes(text.encode("utf-8"), "a.md")

    assert rewritten(source, [Edit(span, new)]).decode("utf-8") == written


def test_figures_in_bold_are_reckoned_with(govlint, write):
    write("a.md", "全镇低保**326**户，其中城市低保**36**户、农村低保280户。\n推进==重点工程==建设。\n")

    outcome = govlint("check", "--isolated", "--output-format", "concise", "a.md")

    assert [line.split()[:3] for line in outcome.out.splitlines()] == [["a.md:1:7", "错误", "AR023"]]


@pytest.mark.parametrize("named", ["utf-8-sig", "UTF_8_SIG", "utf-16", "utf-32", "UTF8"])
@pytest.mark.parametrize("marked", [True, False])
def test_a_mark_is_kept_as_it_is_whatever_the_encoding_is_called(govlint, write, named, marked):
    before, after = "一如继往地准守规定，抓好工作。", "一如既往地遵守规定，抓好工作。"
    own = f"utf-{re.findall('8|16|32', named)[0]}"
    order = "" if own == "utf-8" else "-le" if sys.byteorder == "little" else "-be"
    mark = "\ufeff".encode(own + order) if marked else b""
    path = write("a.txt", mark + before.encode(own + order))

    outcome = govlint("check", "--isolated", "--encoding", named, "--fix", "a.txt")

    assert (outcome.code, outcome.err) == (0, "")
    assert path.read_bytes() == mark + after.encode(own + order)


def test_plain_text_is_never_masked():
    assert read_bytes(b"`XX`", "a.txt").document.original == "`XX`"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"])
def test_an_edit_changes_its_place_and_nothing_else(encoding):
    text = TEXT.replace("𠮷", "吉")
    start = text.index("真抓")
    source = read_bytes(text.encode(encoding), "a.txt")

    changed = rewritten(source, [Edit(Span(start, start + 2), "埋头")])

    assert changed == text.replace("真抓", "埋头").encode(encoding)


def test_what_an_encoding_lacks_is_not_written():
    source = read_bytes("县级市".encode("gbk") * 20, "a.txt", "gbk")

    with pytest.raises(ReadOnlyError, match="GBK 编码里没有“𠮷”字"):
        rewritten(source, [Edit(Span(0, 1), "𠮷")])


def test_bytes_that_would_not_come_back_stop_a_rewriting():
    data = "全县".encode("utf-7") + b"+ZeVnLA-"  # two ways to write one thing

    source = read_bytes(data, "a.txt", "utf-7")

    with pytest.raises(ReadOnlyError, match="存不回去"):
        rewritten(source, [])
