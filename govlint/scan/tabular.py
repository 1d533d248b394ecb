"""Archives in tables: which columns they have, and their records, one by one in little memory."""

from __future__ import annotations

import codecs
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from govlint.readers import others
from govlint.readers.source import UnreadableError
from govlint.scan import csv_rows, jsonl_rows, parquet_rows, reading
from govlint.scan.columns import TABLES
from govlint.scan.record import Record, ScanError, id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govlint.scan.record import InputRow

TEXTS = ("text", "content", "正文", "内容", "全文", "文本", "body", "raw_content", "article", "document")
IDS = ("id", "doc_id", "docid", "document_id", "编号", "序号", "uuid", "url", "path", "file", "filename")
_SEPARATOR = re.compile(r"[;；，\t|]")  # in the only name of a CSV header: what stands for the comma
_HEAD = 4096  # bytes read to tell whether a file is text
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_MOST_CONTROLS = 0.02  # the share of control characters in a text with some dirt in it; at random it is 0.1


class TextColumns(NamedTuple):
    """The names of the columns with the text and the id of each record. None stands for a column with a usual
    name (`TEXTS`, `IDS`).
    """

    text: str | None = None
    id: str | None = None


OPTIONS = TextColumns("--text-column", "--id-column")
"""The options of the command that name the columns."""


def is_table(path: str) -> bool:
    """Whether a file is a table, by its suffix."""
    return path.lower().endswith(others.TABLE_SUFFIXES)


def is_result(path: str) -> bool:
    """Whether a table is empty, or one that a scan wrote."""
    try:
        if not os.path.getsize(path):
            return True
        if path.lower().endswith(".duckdb"):
            return reading.tables(path) <= set(TABLES)
        names = _reader(path).names(path)
    except (OSError, ScanError, UnreadableError):
        return False
    return any(set(names) == {column.name for column in columns} for columns in TABLES.values())


def settle_columns(path: str, columns: TextColumns, shown: str) -> TextColumns:
    """Find the columns of a table that hold text and id. The id is None where no column has a usual name.
    `shown` is what messages call the table.

    Raises ScanError where no column holds text, or the file is empty or no table; UnreadableError or OSError
    where the table cannot be read.
    """
    head = _head(path, shown)
    try:
        return _settled(path, columns, shown, _is_binary(head))
    except (ScanError, UnreadableError):
        if _is_binary(head):
            raise ScanError(
                f"{shown}是二进制文件，不是{' JSONL' if _reader(path) is jsonl_rows else '表格'}"
            ) from None
        raise


def _settled(path: str, columns: TextColumns, shown: str, binary: bool) -> TextColumns:
    reader = _reader(path)
    names = reader.names(path)
    if reader is jsonl_rows and not names:  # every one of the first records is broken
        jsonl_rows.refuse_array(path, shown)
        if columns.text is not None and not binary:
            return columns
        first = next(reader.rows(path, ()))
        raise ScanError(f"{shown}里认不出哪一列是正文：{first.at(1)}{first.problem or '是空的'}")
    mark = _SEPARATOR.search(names[0]) if len(names) == 1 and names[0] != columns.text else None
    if mark is not None and reader is not parquet_rows:
        if mark[0] == "\t":
            raise ScanError(f"{shown}的列像是用制表符隔开的，请把后缀改为 .tsv")
        raise ScanError(f"{shown}的列像是用“{mark[0]}”隔开的，请改用半角逗号")
    return columns_among(names, columns, shown)


def _head(path: str, shown: str) -> bytes | None:
    """The first bytes of a table that is text, unpacked; None where it is not, or cannot be unpacked.

    Raises ScanError where there are none, or they are UTF-16.
    """
    if _reader(path) is parquet_rows:
        return None
    try:
        with jsonl_rows.unpacked(path) as (_, file):
            head = file.read(_HEAD)
    except UnreadableError:
        return None  # reading the records says so
    if not head.strip():
        raise ScanError(f"{shown}是空的，没有可以检查的记录")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ScanError(f"{shown}是 UTF-16 编码，请另存为 UTF-8 再检查")
    return head


def _is_binary(head: bytes | None) -> bool:
    """Whether the first bytes of a file are those of no text."""
    return head is not None and len(_CONTROLS.findall(head)) > len(head) * _MOST_CONTROLS


def columns_among(
    names: Sequence[str], columns: TextColumns, where: str, options: TextColumns = OPTIONS
) -> TextColumns:
    """Choose the columns for text and id among `names`. The id is None where no column has a usual name.

    `where` begins the messages; `options` are what the caller names columns with. Raises ScanError where no
    column holds text, or one that `columns` asks for is missing.
    """
    if {"rule", "fingerprint"} <= set(names):
        raise ScanError(f"{where}里是检查的结果，不是稿子")
    shown = "、".join(names[:12])
    for option, asked in zip(options, columns, strict=True):
        if asked is not None and asked not in names:
            raise ScanError(f"{where}里没有 {option} 所写的列 {asked}（有：{shown}）")
    text = columns.text or _first(TEXTS, names)
    if text is None:
        raise ScanError(f"{where}里认不出哪一列是正文（有：{shown}），请用 {options.text} 指明")
    chosen = TextColumns(text, columns.id or _first(IDS, [name for name in names if name != text]))
    for name in chosen:
        if names.count(name) > 1:
            raise ScanError(f"{where}里有 {names.count(name)} 列都叫 {name}，分不清用哪一列，请先改名")
    return chosen


def _first(known: Iterable[str], names: Sequence[str]) -> str | None:
    lowered = {name.strip().lower(): name for name in reversed(names)}
    return next((lowered[name] for name in known if name in lowered), None)


class _Reader(Protocol):
    """What the module of a kind of table has: the names of its columns, or of those of the first records, and
    its records, with the cells of some columns at least.
    """

    def names(self, path: str, /) -> list[str]: ...

    def rows(self, path: str, columns: Sequence[str], /) -> Iterator[InputRow]: ...


def _reader(path: str) -> _Reader:
    """The module that reads a table, by its suffix."""
    if path.lower().endswith(".parquet"):
        return parquet_rows
    return csv_rows if path.lower().endswith((".csv", ".tsv")) else jsonl_rows


def records(path: str, columns: TextColumns) -> Iterator[Record]:
    """Yield the records of a table, whose columns `settle_columns` has found. A broken record has a problem
    instead of a text.

    Raises UnreadableError where the rest cannot be read.
    """
    needed = [name for name in columns if name is not None]
    for number, row in enumerate(_reader(path).rows(path, needed), start=1):
        text = row.cells.get(columns.text or "")
        name = id_of(row.cells.get(columns.id or "")) or f"{path}:{number}"
        problem = row.problem
        if problem is None and not (isinstance(text, str) and text.strip()):
            problem = _without_text(row.cells, columns.text or "")
        if problem is not None:
            yield Record(name, path, problem=f"{row.at(number)}{problem}", weight=row.weight)
        else:
            yield Record(name, path, text, weight=row.weight)


def _without_text(cells: dict[str, Any], column: str) -> str:
    if column not in cells:
        return f"没有正文：没有 {column} 一列"
    is_empty = cells[column] is None or isinstance(cells[column], str)
    return f"没有正文：{column} 一列{'是空的' if is_empty else '不是文字'}"
