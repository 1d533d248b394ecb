"""Files that are no drafts: tables, which `govlint scan` reads record by record, and office files of other
kinds.
"""

from __future__ import annotations

import os

from govlint.readers.source import UnreadableError

TABLE_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".csv", ".tsv", ".parquet")
"""The suffixes of the tables that `govlint scan` reads."""
EXCEL = "是 Excel 表格，不是文稿：要一格一格地查，请另存为 .csv 用 govlint scan；否则请把文字贴进 Word 再检查"
SLIDES = "是 PowerPoint 演示文稿，不是文稿，请把文字贴进 Word 再检查"
OFD = "是 OFD 版式文件，请用阅读器导出为 PDF、Word 或文本再检查"
EMPTY = "是空文件，里面什么也没有，请重新取一份再检查"
_OFFICE = (
    ".xlsx .xls .xlsm .xlsb .xltx .xlt .et .ett .ods .numbers "
    ".pptx .ppt .pptm .ppsx .pps .potx .dps .dpt .odp .key "
    ".ofd .ceb .cebx .gd .gw .caj .kdh .nh .mht .mhtml .pages .vsd .vsdx"
)
OFFICE_SUFFIXES = frozenset(_OFFICE.split())
"""The suffixes of office files and electronic documents that govlint does not read."""
_MARKS = (
    (b"xl/workbook", EXCEL),
    (b"xl/worksheets/", EXCEL),
    (b"ppt/presentation", SLIDES),
    (b"OFD.xml", OFD),
)


def refuse_table(path: str) -> None:
    """Raise UnreadableError where a path names a table: its commas and escapes are no prose, and fixes would
    break its rows.
    """
    name = path.lower()
    if name.endswith(TABLE_SUFFIXES):
        shown = os.path.basename(path)
        raise UnreadableError(f"是表格文件，不是文稿，没有检查；请用 govlint scan {shown} -o 问题.csv")
    if name.endswith(".json"):
        raise UnreadableError("是 JSON 数据，不是文稿，没有检查；请转成一行一条的 .jsonl，再用 govlint scan")


def office_suffix(path: str) -> str | None:
    """The suffix of an office file that is not read; None for all other files."""
    suffix = os.path.splitext(path)[1].lower()
    return suffix if suffix in OFFICE_SUFFIXES else None


def office_in_zip(data: bytes) -> str | None:
    """What to say of the bytes of a zip, whole or not, that is a workbook, slides or OFD; else None."""
    return next((said for mark, said in _MARKS if mark in data), None)
