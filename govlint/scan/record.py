"""Records, the documents of an archive before they are checked, and the rows of tables they come from."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LIBRARIES = {"pyarrow": ("Parquet", "arrow"), "duckdb": ("DuckDB", "duckdb")}
"""What each library reads and writes, and the extra of govlint that installs it."""


class ScanError(ValueError):
    """A scan that cannot be done. The message says why, in words for the user."""


def need(library: Literal["pyarrow", "duckdb"]) -> None:
    """Raise ScanError where a library for tables of some kind is not installed."""
    if find_spec(library) is None:
        kind, extra = _LIBRARIES[library]
        raise ScanError(f'读写 {kind} 需要 {library}：pip install "govlint[{extra}]"')


def first_line(error: Exception) -> str:
    """What an error of such a library says, without the details; its name where it says nothing."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def id_of(cell: object) -> str | None:
    """The id of a document as text, of a cell of any type; None where it has none. What is no text is spelled
    as in JSON, whole numbers without a point; binary as the UTF-8 text it is, or else in hexadecimal digits.
    """
    if isinstance(cell, float):
        cell = None if math.isnan(cell) else int(cell) if cell.is_integer() else cell
    if cell is None or cell == "":
        return None
    if isinstance(cell, bytes):
        try:
            return cell.decode() or None
        except UnicodeDecodeError:
            return cell.hex()
    if isinstance(cell, (bool, dict, list)):
        return json.dumps(cell, ensure_ascii=False, default=id_of)
    return str(cell)


class Record(NamedTuple):
    """A document of an archive.

    It has a `text`, or a `problem` that says why there is none; where both are None, the document is the file
    at `path`, not read yet. `weight` is its share of the archive, in bytes.
    """

    id: str
    path: str
    text: str | None = None
    problem: str | None = None
    weight: int = 0


_REMEMBERED = 2_000_000  # ids of one file, by their hashes: about 150 MB


@dataclass(slots=True)
class Repeats:
    """Counts the records of a file that have the id of one before: nothing in the results tells the two
    apart, and `summary` takes both for one document. `example` is the first such id.

    Of a file with more ids than `_REMEMBERED`, those beyond are only held against the ones before.
    """

    count: int = 0
    example: str = ""

    def among(self, records: Iterable[Record]) -> Iterator[Record]:
        """Pass records on, and count. Those of a file come one after the other."""
        path, known = None, set[int]()
        for record in records:
            if record.path != path:
                path, known = record.path, set()
            mark = hash(record.id)
            if mark in known:
                self.count += 1
                self.example = self.example or record.id
            elif len(known) < _REMEMBERED:
                known.add(mark)
            yield record


class InputRow(NamedTuple):
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
