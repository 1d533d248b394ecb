"""Archives in CSV and TSV, read row by row."""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING, NamedTuple

from govlint.readers.encoding import decode
from govlint.readers.source import UnreadableError
from govlint.scan.record import InputRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_CELL = 1 << 26  # characters; a quote that is never closed makes a cell of this length
_PIECE = 1 << 20  # bytes read to tell the encoding
_EXCEL = ["sep=", ""]  # the cells of a first line that tells Excel what stands between cells


def names(path: str) -> list[str]:
    """The names of the columns. Raises UnreadableError where the header cannot be read."""
    with open(path, "rb") as file:
        return _cells_of(path).header(_rows(file, path))


def rows(path: str, _columns: Sequence[str]) -> Iterator[InputRow]:
    """Yield the records, with all their cells. Raises UnreadableError where the rest cannot be read."""
    with open(path, "rb") as file:
        found, reading = _rows(file, path), _cells_of(path)
        header = reading.header(found)
        before = 0
        for cells in found:
            weight, before = file.tell() - before, file.tell()
            if isinstance(cells, str):
                yield InputRow({}, cells, weight)
                continue
            try:
                row = dict(zip(header, reading.text(_fitted(cells, header)), strict=True))
            except UnreadableError as error:
                yield InputRow({}, str(error), weight)
            except ValueError:
                if cells:  # a blank line is no record
                    yield InputRow({}, f"有 {len(cells)} 格，表头有 {len(header)} 格", weight)
            else:
                yield InputRow(row, None, weight)


def _fitted(cells: list[str], header: list[str]) -> list[str]:
    """The cells of a row, as many as the header has: a spreadsheet writes empty cells beyond it, and leaves
    out the last cells of columns without a name. Unchanged where text is beyond, or a column with a name has
    no cell.
    """
    beyond = [*cells[len(header) :], *header[len(cells) :]]
    if not cells or any(map(str.strip, beyond)):
        return cells
    return [*cells, *[""] * len(header)][: len(header)]


def _rows(file: IO[bytes], path: str) -> Iterator[list[str] | str]:
    """Yield the rows of a CSV file; for a broken one, what is wrong with it.

    Bytes that are not UTF-8 come as surrogates, which `_Cells` decodes. That is safe for GB18030: no
    character of it contains the byte of a quote, a comma or a line end.
    """
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
        """The column names in the first of some rows that has any, decoded; empty where there is no row.
        Raises UnreadableError.
        """
        for cells in rows:
            if isinstance(cells, str):
                raise UnreadableError(f"表头{cells}")
            if any(map(str.strip, cells)) and cells != _EXCEL:
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
