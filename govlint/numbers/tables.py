"""The tables of a text: their cells, and the numbers in them."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import dropwhile, groupby, takewhile
from statistics import mode
from typing import TYPE_CHECKING, NamedTuple

from govlint.document import MASK, Span
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
_AROUND = " \t" + MASK  # around the text of a cell: blanks, and marks of Markdown that are masked
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


class Grid(NamedTuple):
    """The rows of a table, all of one number of cells: those of the headings, down to the first with figures,
    and the others.
    """

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


def grids(document: Document) -> tuple[Grid, ...]:
    """The tables of a document; use it through `Document.derived`.

    A table is a run of lines of the kind table; a Markdown ruler does not end it. A row with one or two cells
    fewer than most gets empty ones before its own: merged ones (合计). Rows of another length are headings
    over several columns at the top; anywhere else they tell that cells are merged in ways that cannot be
    seen, and the table is left out. So is one without headings, or of too many cells to look at
    (`_MOST_CELLS`).
    """
    lines = [line for line in document.lines if not _is_ruler(document, line)]
    tables = groupby(lines, key=lambda line: line.kind == "table")
    found = [_grid(_rows(document, list(table))) for is_table, table in tables if is_table]
    return tuple([grid for grid in found if grid])


def _is_ruler(document: Document, line: Line) -> bool:
    """Whether a line parts the head of a Markdown table from its body. It may be masked."""
    text = document.text[line.start : line.end]
    return "-" in text and "|" in text and _RULER.fullmatch(text) is not None


def _rows(document: Document, lines: list[Line]) -> list[list[Cell]]:
    """The cells of each line. Bars at the begin or end of all lines belong to the frame."""
    texts = [document.folded[line.start : line.end] for line in lines]
    mark = "|" if any("|" in text for text in texts) else "\t"
    first = mark == "|" and all(text.lstrip().startswith(mark) for text in texts)
    last = mark == "|" and all(text.rstrip().endswith(mark) for text in texts)
    rows = []
    for line, text in zip(lines, texts, strict=True):
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
    rows = list(dropwhile(lambda row: len(row) != width, rows))
    if not 2 <= width <= _MOST_CELLS // max(len(rows), 1) or len(rows) < _LEAST_ROWS:
        return None
    if any(not 0 <= width - len(row) <= _MERGED for row in rows):
        return None
    whole = [(*[row[0]._replace(text="")] * (width - len(row)), *row) for row in rows]
    head = tuple(takewhile(lambda row: not any(cell.is_number and not cell.is_year for cell in row), whole))
    return Grid(head, tuple(whole[len(head) :])) if 0 < len(head) < len(whole) else None
