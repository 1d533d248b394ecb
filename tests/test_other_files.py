"""Files that are no drafts: tables are refused and never changed, office files in folders are counted."""

from __future__ import annotations

import os

import pytest
from conftest import CLEAN, SLOT
from word_files import p, word, zipped

SMALL = word(p("全年投资52万元。"))
FAULTY = '编号,正文,备注\n1,"自觉准守村规民约,,投资2.5 亿元",\n3,,\n'
TABLES = ["a.csv", "a.TSV", "a.jsonl", "a.ndjson", "a.jsonl.gz", "a.parquet"]
JSON = "是 JSON 数据，不是文稿，没有检查；请转成一行一条的 .jsonl，再用 govlint scan"


def refusal(name: str) -> str:
    if name.endswith(".json"):
        return JSON
    return f"是表格文件，不是文稿，没有检查；请用 govlint scan {name} -o 问题.csv"


@pytest.mark.parametrize("name", [*TABLES, "a.json"])
@pytest.mark.parametrize(
    "options",
    [
        ["check"],
        ["check", "--fix"],
        ["check", "--fix", "--unsafe-fixes"],
        ["check", "--diff"],
        ["check", "-o", "审校.docx"],
        ["numbers"],
    ],
    ids=" ".join,
)
def test_a_table_that_is_named_is_refused_and_not_changed(govlint, write, tmp_path, options, name):
    table = write(name, FAULTY)

    outcome = govlint(*options, "--isolated", name)

    assert outcome.code == 2
    assert refusal(name) in outcome.out + outcome.err
    assert table.read_bytes() == FAULTY.encode()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("options", [[], ["--fix"], ["--diff"]], ids=" ".join)
def test_a_table_on_standard_input_is_refused_and_passed_on(govlint, options):
    outcome = govlint(
        "check", "--isolated", *options, "-", "--stdin-filename", "a.csv", input=FAULTY.encode()
    )

    assert outcome.code == 2
    assert refusal("a.csv") in outcome.out + outcome.err
    assert outcome.out.startswith(FAULTY) == ("--fix" in options)


def test_a_table_is_known_by_its_content_too(govlint, write):
    write("a.txt", b"PAR1\x15\x04")

    outcome = govlint("check", "--isolated", "a.txt")

    assert (outcome.code, "是 Parquet 表格文件，不是文稿，请用 govlint scan 检查" in outcome.out) == (2, True)


def test_tables_in_a_folder_are_no_drafts(govlint, write):
    write("a.txt", CLEAN)
    tables = [write(f"子/{name}", FAULTY) for name in (*TABLES, "a.json")]

    outcome = govlint("check", "--isolated", "--fix", ".")

    assert (outcome.code, outcome.err) == (0, "")
    assert "检查了 1 个文件，没有发现问题" in outcome.out
    assert all(table.read_bytes() == FAULTY.encode() for table in tables)


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.dotx", "a.DOTM", "A.DOCX"])
@pytest.mark.parametrize("command", ["check", "scan"])
def test_word_files_of_every_suffix_are_found_in_folders(govlint, write, command, name):
    write(f"稿/{name}", SMALL)

    arguments = ["稿", "-o", "f.jsonl"] if command == "scan" else ["稿"]
    outcome = govlint(command, "--isolated", *arguments)

    assert "检查了 1 " in outcome.out + outcome.err


@pytest.mark.parametrize("name", ["a.doc", "a.dot", "a.wps", "a.WPT", "a.odt", "a.ott", "a.rtf"])
def test_files_for_libreoffice_are_found_in_folders(govlint, write, name):
    write(f"稿/{name}", b"\xd0\xcf\x11\xe0")

    outcome = govlint("check", "--isolated", "稿")

    assert f"{name}: 未能检查" in outcome.out


@pytest.mark.parametrize("command", ["check", "numbers", "scan"])
def test_office_files_in_a_folder_are_counted_on_standard_error(govlint, write, command):
    names = [
        "一.xlsx",
        "二.XLSX",
        "子/三.ofd",
        "四.pptx",
        "五.mht",
        "~$六.xlsx",
        ".七.xls",
        "归档/八.xls",
        "九.png",
    ]
    for name in names:
        write(f"稿/{name}", b"PK\x03\x04")
    write("稿/a.txt", SLOT)
    write(".govlint.yaml", "exclude: [归档]\n")

    outcome = govlint(command, "稿", *(["-o", "f.jsonl"] if command == "scan" else []))

    note = "说明 另有 5 个文件不是文稿，没有看：.mht 1 个、.ofd 1 个、.pptx 1 个、.xlsx 2 个"
    assert [line for line in outcome.err.splitlines() if "没有看" in line] == [note]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="系统没有命名管道")
@pytest.mark.parametrize("command", ["check", "scan"])
def test_pipes_in_a_folder_are_counted_on_standard_error(govlint, write, tmp_path, command):
    write("稿/a.txt", SLOT)
    for name in ("b.txt", "c.xlsx", ".d.txt", "e.png"):
        os.mkfifo(tmp_path / "稿" / name)

    outcome = govlint(command, "--isolated", "稿", *(["-o", "f.jsonl"] if command == "scan" else []))

    note = "说明 另有 2 个文件不是文稿，没有看：管道或设备 2 个"
    assert [line for line in outcome.err.splitlines() if "没有看" in line] == [note]


def test_a_scan_of_a_folder_names_the_json_arrays_in_it(govlint, write):
    write("稿/a.txt", SLOT)
    write("稿/语料.json", '[{"text": "全年平稳。"}]')
    write("稿/package.json", '{"name": "甲"}')

    outcome = govlint("scan", "--isolated", "稿", "-o", "f.jsonl")

    assert outcome.code == 0
    assert outcome.err.startswith("说明 另有 1 个文件不是文稿，没有看：.json 1 个\n")


@pytest.mark.parametrize("command", ["check", "scan"])
def test_where_there_are_only_office_files_that_is_said(govlint, write, command):
    write("稿/一.et", b"x")

    outcome = govlint(command, "--isolated", "稿", *(["-o", "f.jsonl"] if command == "scan" else []))

    assert outcome.code == 2
    assert "另有 1 个文件不是文稿，没有看：.et 1 个" in outcome.err


TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
EXCEL = "是 Excel 表格，不是文稿：要一格一格地查，请另存为 .csv 用 govlint scan；否则请把文字贴进 Word 再检查"
SLIDES = "是 PowerPoint 演示文稿，不是文稿，请把文字贴进 Word 再检查"
CUT_OFF = "是 Word 文件或压缩文件，但已损坏或不完整；请用 Word 或 WPS 打开，另存后再检查，打不开就重新取一份"
NO_TEXT = "不是 Word 或 WPS 文字稿，或已损坏；请用 Word 或 WPS 打开，另存为 .docx 再检查"
RENAMED = (
    "后缀是 Word 文件的，内容却不是 Word 文件（改过后缀，或已损坏）；"
    "请改回原来的后缀，或用 Word、WPS 打开另存后再检查"
)
WORKBOOK = zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>"})


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("图.png", b"\x89PNG\r\n", "是图片，图片里的字要先识别（OCR）成文本，再检查"),
        ("a.txt", b"\x1f\x8b\x08", "是压缩文件，请解压后检查其中的文件"),
        ("a.txt", b"\x7fELF", "是程序文件，不是文稿"),
        ("a.xlsx", WORKBOOK, EXCEL),
        ("a.xlsx", WORKBOOK[:-30], EXCEL),
        ("a.pptx", zipped({"[Content_Types].xml": TYPES, "ppt/presentation.xml": b"<p/>"}), SLIDES),
        ("a.ofd", zipped({"OFD.xml": b"<OFD/>"}), "是 OFD 版式文件，请用阅读器导出为 PDF、Word 或文本再检查"),
        ("a.docx", SMALL[:-30], CUT_OFF),
        ("a.docx", b"", "是空文件，里面什么也没有，请重新取一份再检查"),
        ("a.docx", "全县".encode(), RENAMED),
        ("a.doc", b"\xd0\xcf\x11\xe0", NO_TEXT),
    ],
)
def test_what_is_no_draft_is_named_with_what_to_do(govlint, write, name, content, said):
    write(name, content)

    outcome = govlint("check", "--isolated", name)

    assert outcome.code == 2
    assert outcome.out.splitlines()[0] == f"{name}: 未能检查 {said}"
