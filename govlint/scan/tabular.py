"""Archives in tables: JSON Lines, CSV and Parquet, read record by record in little memory."""

from __future__ import annotations

import codecs
import csv
import gzip
import json
import os
import re
import zlib
from itertools import chain, count, islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from govlint.readers import others
from govlint.readers.encoding import decode
from govlint.readers.source import UnreadableError
from govlint.scan.record import Record, ScanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TEXTS = ("text", "content", "正文", "内容", "全文", "文本", "body", "raw_content", "article", "document")
IDS = ("id", "doc_id", "docid", "document_id", "编号", "序号", "uuid", "url", "path", "file", "filename")
_LONGEST_CELL = 1 << 26  # characters; a quote that is never closed makes a cell of this length
_ROWS = 64  # rows of a Parquet file that are in memory at a time
_PIECE = 1 << 20  # bytes of a Parquet file read at a time, and of a CSV file read to tell its encoding
_SAMPLE = 100  # records at the head of a JSONL file that tell which columns there are
_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_SEPARATOR = re.compile(r"[;；，\t|]")  # in the only name of a CSV header: what stands for the comma
_HEAD = 4096  # bytes read to tell whether a file is a JSON array, or no text at all
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_MOST_CONTROLS = 0.02  # the share of control characters in a text with some dirt in it; at random it is 0.1
_CONVERSION = (
    "import json, sys; "
    "open(sys.argv[2], 'w').writelines(json.dumps(one) + '\\n' for one in json.load(open(sys.argv[1], 'rb')))"
)


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


def settle_columns(path: str, columns: TextColumns) -> TextColumns:
    """Find the columns of a table that hold text and id. The id is None where no column has a usual name.

    Raises ScanError where no column holds text, or the file is empty or no table; UnreadableError or OSError
    where the table cannot be read.
    """
    head = _head(path)
    try:
        return _settled(path, columns, _is_binary(head))
    except (ScanError, UnreadableError):
        if _is_binary(head):
            raise ScanError(f"{path} 是二进制文件，不是{' JSONL' if _is_jsonl(path) else '表格'}") from None
        raise


def _settled(path: str, columns: TextColumns, binary: bool) -> TextColumns:
    names = _names(path)
    if _is_jsonl(path) and not names:  # every one of the first records is broken
        refuse_array(path)
        if columns.text is not None and not binary:
            return columns
        first = next(_of_jsonl(path, columns))
        raise ScanError(f"{path} 里认不出哪一列是正文：{first.at(1)}{first.problem or '是空的'}")
    mark = _SEPARATOR.search(names[0]) if len(names) == 1 and names[0] != columns.text else None
    if mark is not None and not path.lower().endswith(".parquet"):
        raise ScanError(f"{path} 的列像是用“{mark[0]}”隔开的，请改用半角逗号（制表符的，后缀改为 .tsv）")
    return columns_among(names, columns, f"{path} ")


def _head(path: str) -> bytes | None:
    """The first bytes of a table that is text, unpacked; None where it is not, or cannot be unpacked.

    Raises ScanError where there are none, or they are UTF-16.
    """
    if path.lower().endswith(".parquet"):
        return None
    with open(path, "rb") as raw, gzip.GzipFile(fileobj=raw) as unpacked:
        try:
            head = (unpacked if path.lower().endswith(".gz") else raw).read(_HEAD)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return None  # reading the records says so
    if not head.strip():
        raise ScanError(f"{path} 是空的，没有可以检查的记录")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ScanError(f"{path} 是 UTF-16 编码，请另存为 UTF-8 再检查")
    return head


def _is_binary(head: bytes | None) -> bool:
    """Whether the first bytes of a file are those of no text."""
    return head is not None and len(_CONTROLS.findall(head)) > len(head) * _MOST_CONTROLS


def is_array(path: str) -> bool:
    """Whether a file is a JSON array of records."""
    with open(path, "rb") as file:
        return _ARRAY.match(file.read(_HEAD)) is not None


def refuse_array(path: str) -> None:
    """Raise ScanError where a file is a JSON array of records: that cannot be read record by record."""
    if not is_array(path):
        return
    lines = _free_name(path)
    raise ScanError(
        f"{path} 是 JSON 数组，要一行一条（JSONL）才能检查。先转换，再检查 {lines}：\n"
        f'python -c "{_CONVERSION}" "{path}" "{lines}"'
    )


def _free_name(path: str) -> str:
    """A name for the JSON Lines of a file that no file has yet."""
    stem = os.path.splitext(path)[0]
    numbered = (f"{stem}.lines{number}.jsonl" for number in count(2))
    names = chain([f"{stem}.jsonl", f"{stem}.lines.jsonl"], numbered)
    return next(name for name in names if not os.path.lexists(name))


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


def _names(path: str) -> list[str]:
    """The names of a table's columns; in JSON Lines, those of the first records."""
    if _is_jsonl(path):
        rows = islice(_of_jsonl(path, TextColumns()), _SAMPLE)
        return list(dict.fromkeys(name for row in rows for name in row.cells))
    if path.lower().endswith(".parquet"):
        return list(_parquet(path).schema_arrow.names)
    with open(path, "rb") as file:
        return _cells_of(path).header(_rows(file, path))


def records(path: str, columns: TextColumns) -> Iterator[Record]:
    """Yield the records of a table, whose columns `settle_columns` has found. A broken record has a problem
    instead of a text.

    Raises UnreadableError where the rest cannot be read.
    """
    read = _of_jsonl if _is_jsonl(path) else _of_parquet if path.lower().endswith(".parquet") else _of_csv
    for number, row in enumerate(read(path, columns), start=1):
        text, name = row.cells.get(columns.text or ""), row.cells.get(columns.id or "")
        name = f"{path}:{number}" if name is None or name == "" else str(name)
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


class _InputRow(NamedTuple):
    """The cells of a record by column name, or what is wrong with it; the bytes it takes in the file, and its
    1-based line there, or 0 where `problem` gives it or there are no lines.
    """

    cells: dict[str, Any]
    problem: str | None
    weight: int
    line: int = 0

    def at(self, number: int) -> str:
        """The place of the record, the number of which among the records is given."""
        return f"第 {number} 条" + (f"（第 {self.line} 行）" if self.line not in (0, number) else "")


def _is_jsonl(path: str) -> bool:
    return path.lower().endswith((".jsonl", ".ndjson", ".jsonl.gz"))


def _lines(path: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield the lines of a file that are not blank, each with its 1-based number and the number of bytes it
    takes in the file, blank lines before it included.
    """
    with open(path, "rb") as raw, gzip.GzipFile(fileobj=raw) as unpacked:
        file = unpacked if path.lower().endswith(".gz") else raw
        before = 0
        try:
            for number, line in enumerate(file, start=1):
                after = raw.tell() if file is not raw else before + len(line)
                if line.strip():
                    yield number, after - before, line
                    before = after
        except EOFError:
            raise UnreadableError("压缩文件不完整，后面的读不出") from None
        except (gzip.BadGzipFile, zlib.error):
            raise UnreadableError("压缩文件已损坏，后面的读不出") from None


def _of_jsonl(path: str, _columns: TextColumns) -> Iterator[_InputRow]:
    for number, weight, line in _lines(path):
        try:
            found = json.loads(decode(line).text.rstrip("\r\n"))
        except UnreadableError as error:
            yield _InputRow({}, str(error), weight, number)
        except (ValueError, RecursionError) as error:
            yield _InputRow({}, f"不是完整的 JSON（{_fault(error)}）", weight, number)
        else:
            is_record = isinstance(found, dict)
            problem = None if is_record else "不是 JSON 对象"
            yield _InputRow(found if is_record else {}, problem, weight, number)


def _fault(error: ValueError | RecursionError) -> str:
    """What keeps a line from being JSON."""
    if isinstance(error, RecursionError):
        return "层次太深"
    if not isinstance(error, json.JSONDecodeError):
        return "有一个数太长"
    if error.pos >= len(error.doc) or error.msg.startswith("Unterminated"):
        return "到行尾还没有写完"
    return f"这一行的第 {error.pos + 1} 个字起读不通"


def _rows(file: IO[bytes], path: str) -> Iterator[list[str] | str]:
    """Yield the rows of a CSV file; for a broken one, what is wrong with it.

    Bytes that are not UTF-8 come as surrogates, which `_Cells` decodes. That is safe for GB18030: no
    character of it contains the byte of a quote, a comma or a line end.
    """
    import io

    csv.field_size_limit(_LONGEST_CELL)
    stream = io.TextIOWrapper(file, "utf-8-sig", "surrogateescape", newline="")
    ended = False

    def lines() -> Iterator[str]:
        nonlocal ended
        yield from stream
        ended = True

    reader = csv.reader(lines(), delimiter="\t" if path.lower().endswith(".tsv") else ",")
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # the reader goes on with the next row
            yield "有一格长得没有尽头，多半是引号不成对"
        else:  # a row is complete at the end of a line, unless a quote is open
            yield f"（第 {first} 行起）有引号没有关上，后面的全读进了这一条" if ended else cells


class _Cells(NamedTuple):
    """Decodes cells. `legacy`: the file is most likely GB18030, so that also what would be valid UTF-8 is
    decoded as that.
    """

    legacy: bool

    def text(self, cells: list[str]) -> list[str]:
        """The cells of a row, decoded. Raises UnreadableError."""
        whole = "\n".join(cells)
        if whole.isascii() or (not self.legacy and _is_sound(whole)):
            return cells
        encoding = decode(_bytes(whole), "gb18030" if self.legacy else None).encoding
        return [_bytes(cell).decode(encoding) for cell in cells]

    def header(self, rows: Iterator[list[str] | str]) -> list[str]:
        """The column names in the first of some rows, decoded; empty where there is no row. Raises
        UnreadableError.
        """
        for cells in rows:
            if isinstance(cells, str):
                raise UnreadableError(f"表头{cells}")
            return self.text(cells)
        return []


def _cells_of(path: str) -> _Cells:
    """The decoder for a file, chosen by its first `_PIECE` bytes: the encoding that most of its lines have,
    since single records may be broken.
    """
    with open(path, "rb") as file:
        lines = file.read(_PIECE).split(b"\n")
    weights = {True: 0, False: 0}
    for line in lines:
        if not line.isascii():
            weights[_is_sound(line.decode("utf-8", "surrogateescape"))] += len(line)
    return _Cells(weights[False] > weights[True])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _is_sound(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _of_csv(path: str, _columns: TextColumns) -> Iterator[_InputRow]:
    with open(path, "rb") as file:
        rows, reading = _rows(file, path), _cells_of(path)
        names = reading.header(rows)
        before = 0
        for cells in rows:
            weight, before = file.tell() - before, file.tell()
            if isinstance(cells, str):
                yield _InputRow({}, cells, weight)
                continue
            beyond = names[len(cells) :] if cells else []
            if beyond and not any(
                map(str.strip, beyond)
            ):  # columns without a name, which a spreadsheet leaves out
                cells = [*cells, *[""] * len(beyond)]
            try:
                row = dict(zip(names, reading.text(cells), strict=True))
            except UnreadableError as error:
                yield _InputRow({}, str(error), weight)
            except ValueError:
                if cells:  # a blank line is no record
                    yield _InputRow({}, f"有 {len(cells)} 格，表头有 {len(names)} 格", weight)
            else:
                yield _InputRow(row, None, weight)


def _parquet(path: str) -> Any:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise ScanError('读写 Parquet 需要 pyarrow：pip install "govlint[arrow]"') from None
    try:
        return parquet.ParquetFile(path, buffer_size=_PIECE, pre_buffer=False)
    except pa.ArrowException as error:
        raise UnreadableError(f"不是 Parquet 文件，或已损坏（{_first_line(error)}）") from None


def _of_parquet(path: str, columns: TextColumns) -> Iterator[_InputRow]:
    import pyarrow as pa

    with _parquet(path) as file:
        weight = os.path.getsize(path) // max(1, file.metadata.num_rows)
        wanted = [name for name in columns if name is not None]
        try:
            for batch in file.iter_batches(_ROWS, columns=wanted, use_threads=False):
                for row in batch.to_pylist():
                    yield _InputRow(row, None, weight)
        except pa.ArrowException as error:
            raise UnreadableError(f"已损坏，后面的读不出（{_first_line(error)}）") from None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
