"""The tables of a text: their cells, and the numbers in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from statistics import mode
from typing import TYPE_CHECKING, NamedTuple

from govlint.document import Span
from govlint.numbers.quantity import Quantity
from govlint.numbers.units import NUMBER

if TYPE_CHECKING:
    from govlint.document import Document, Line

_NUMBER = re.compile(r"-?(?:[1-9]\d{0,2}(?:[,，]\d{3}){1,4}|\d{1,15})(?:\.\d{1,9})?", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROUPING = re.compile("[,，]")
_NOTHING = re.compile(r"[-—–―－/\\…]*|无")
_LEAST_ROWS = 3
_MOST_CELLS = 50_000
_MERGED = 2  # cells that may be merged with another of their row
_RULER = re.compile(r"[-:|\s]+")  # what parts the head of a Markdown table from its body
_BETWEEN = {"|": re.compile(r"(?<!\\)\|"), "\t": re.compile("\t")}
_AROUND = " \t\ufffc"  # around the text of a cell: blanks, and marks of Markdown that are masked
_SPACED = re.compile(r"(?<=\w) +(?=[^\W\d])")  # 合 计


class Cell(NamedTuple):
    """A cell: the place of its text in the document, and the text, folded, without spaces around it or
    between words.
    """

    span: Span
    text: str

    @property
    def is_number(self) -> bool:
        """Whether it holds one bare number, perhaps with digits in groups of three."""
        return _NUMBER.fullmatch(self.text) is not None

    @property
    def is_nothing(self) -> bool:
        """Whether it is empty, or has a dash or the like for no value."""
        return _NOTHING.fullmatch(self.text) is not None

    @property
    def is_year(self) -> bool:
        """Whether it may be a year."""
        return _YEAR.fullmatch(self.text) is not None

    def quantity(self, *, discrete: bool = False) -> Quantity:
        """The number of a cell that `is_number`, as exact as it is printed: in a table 500 is not rounded
        more than 512 beside it. `discrete` ones count what comes whole.
        """
        digits = _GROUPING.sub("", self.text)
        ulp = Fraction(1, 10 ** len(digits.partition(".")[2]))
        return Quantity(
            span=self.span,
            core=self.span,
            text=self.text.replace("，", ","),
            digits=digits,
            value=Fraction(digits),
            ulp=ulp,
            coarse=ulp,
            unit="",
            scale=Fraction(1),
            measure=NUMBER._replace(discrete=discrete),
        )


@dataclass(frozen=True)
class Grid:
    """The rows of a table, all of one number of cells; the first says what the columns are."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def turned(self) -> Grid:
        """The table with rows for columns."""
        return Grid(tuple(zip(*self.rows, strict=True)))


def grids(document: Document) -> tuple[Grid, ...]:
    """The tables of a document; use it through `Document.derived`.

    A table is a run of lines of the kind table. A row with one or two cells fewer than most gets empty ones
    before its own: merged ones (合计). Rows of another length are headings over several columns at the top;
    anywhere else they tell that cells are merged in ways that cannot be seen, and the table is left out. So
    is one that has figures in its first row, or one of too many cells to look at (`_MOST_CELLS`).
    """
    # A line that is masked (what parts the head of a Markdown table from its body) does not end a table.
    seen = [
        line
        for line in document.lines
        if line.kind != "blank" or not document.text[slice(*line.span)].strip()
    ]
    tables = groupby(seen, key=lambda line: line.kind == "table")
    found = [_grid(_rows(document, list(lines))) for is_table, lines in tables if is_table]
    return tuple([grid for grid in found if grid])


def _rows(document: Document, lines: list[Line]) -> list[list[Cell]]:
    """The cells of each line. Bars at the begin or end of all lines belong to the frame."""
    texts = [document.folded[line.start : line.end] for line in lines]
    mark = "|" if any("|" in text for text in texts) else "\t"
    first = mark == "|" and all(text.lstrip().startswith(mark) for text in texts)
    last = mark == "|" and all(text.rstrip().endswith(mark) for text in texts)
    rows = []
    for line, text in zip(lines, texts, strict=True):
        if _RULER.fullmatch(text) and "-" in text:
            continue
        cells, at = [], line.start
        for piece in _BETWEEN[mark].split(text):
            inner = piece.strip(_AROUND)
            start = at + piece.find(inner)
            cells.append(Cell(Span(start, start + len(inner)), _SPACED.sub("", inner)))
            at += len(piece) + 1
        rows.append(cells[1 if first else 0 : -1 if last else None])
    return rows


def _grid(rows: list[list[Cell]]) -> Grid | None:
    """The table of some rows; None where they are no table of at least two columns and three rows, or where
    the first has figures: the row with the headings is elsewhere, or parted from it.
    """
    width = mode(map(len, rows))
    while rows and len(rows[0]) != width:
        del rows[0]
    if not 2 <= width <= _MOST_CELLS // max(len(rows), 1) or len(rows) < _LEAST_ROWS:
        return None
    if any(not 0 <= width - len(row) <= _MERGED for row in rows) or any(
        cell.is_number and not cell.is_year for cell in rows[0]
    ):
        return None
    return Grid(tuple([(*[row[0]._replace(text="")] * (width - len(row)), *row) for row in rows]))
