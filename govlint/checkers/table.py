"""Kind `table`: totals in tables that the figures above or beside them do not add up to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

from govlint.checkers.figure_checker import FigureChecker, Relation, undecided
from govlint.diagnostic import Evidence, Finding, Related
from govlint.matching.pattern import Regex
from govlint.numbers.formula import Formula, Verdict
from govlint.numbers.operands import bounds, written
from govlint.numbers.slips import SWAPPED, TEN_TIMES, Explanation, is_slip, likely_meant
from govlint.numbers.tables import grids
from govlint.numbers.units import COUNTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from govlint.document import Document
    from govlint.numbers.formula import Comparison
    from govlint.numbers.operands import Operand
    from govlint.numbers.quantity import Quantity
    from govlint.numbers.tables import Cell, Grid

# 参加人数, 项目（个）; not 人口（万人）, which may be rounded
_COUNTERS = "|".join(re.escape(counter) for counter in COUNTERS if counter != "口")
_COUNTED = re.compile(rf"(?<![万亿千百])(?:人口|{_COUNTERS})(?:数量?|）)?$")
_SUM = Formula("sum(parts) == T")
_LEAST_PARTS = 2
_WITNESSES = 2  # totals beside it that must be right for one that is wrong
_OTHER_UNITS = {Fraction(10) ** power for power in (-8, -4, 4, 8)}  # 合计（万元） of figures in 元


class _Block(NamedTuple):
    """Rows that a row of totals may sum up, and the headings of each column, the lowest last."""

    headings: Sequence[Sequence[str]]
    total: Sequence[Cell]
    parts: Sequence[Sequence[Cell]]


@dataclass(frozen=True, eq=False)
class _Sum:
    """A total of a block: the heading of its column, the figures above it, and the rows in which these are
    not zero; `is_gapped` where a row has none.
    """

    heading: str
    total: Quantity
    parts: tuple[Quantity, ...]
    rows: frozenset[int]
    is_gapped: bool

    @cached_property
    def computed(self) -> Fraction:
        """The sum of the parts."""
        return sum((part.value for part in self.parts), Fraction(0))

    @cached_property
    def comparison(self) -> Comparison:
        """What comes of adding up the parts."""
        comparison = _SUM.work_out({"parts": [bounds(part) for part in self.parts], "T": bounds(self.total)})
        assert comparison is not None
        return comparison

    @cached_property
    def verdict(self) -> Verdict:
        """Undecided where a total that is not the sum may be something else: a mean, a total with parts that
        are not printed, one in another unit, or of parts that are printed with parts of their own.
        """
        if self.computed == self.total.value:
            return Verdict.consistent
        if self.comparison.verdict is not Verdict.inconsistent:
            return self.comparison.verdict
        values = [part.value for part in self.parts]
        is_mean = min(values) <= self.total.value <= max(values) and not self.is_slip_away
        is_short = self.is_gapped and self.total.value > self.computed
        ratio = self.computed / self.total.value if self.total.value else Fraction(0)
        unlike = is_mean or is_short or ratio == 2 or ratio in _OTHER_UNITS
        return Verdict.undecided if unlike else Verdict.inconsistent

    @cached_property
    def is_equal(self) -> bool:
        """Whether the parts come to the total to its last digit."""
        return self.computed == self.total.value or self.comparison.equal

    @property
    def printed(self) -> str:
        """The sum of the parts, written as the total is."""
        return written(self.computed, self.total)

    @property
    def is_slip_away(self) -> bool:
        """Whether the sum, as printed, is the total with one character changed, lost or doubled, or with two
        neighbours swapped.
        """
        return is_slip(self.printed, self.total.digits)

    @property
    def is_swapped_or_ten_times(self) -> bool:
        """Whether the total is the sum with two digits swapped, or ten times too large or small."""
        meant = likely_meant(self.total)
        return any(slip in (SWAPPED, TEN_TIMES) and other.value == self.computed for slip, other in meant)

    @property
    def explanation(self) -> str:
        """The one slip of the pen, in a part or the total, that would explain what is wrong, in words."""
        excess = self.computed - self.total.value
        of_parts = ((part, _equals(part.value - excess)) for part in self.parts)
        return str(Explanation([*of_parts, (self.total, _equals(self.computed))], self.total))

    def relation(self, *, believed: bool) -> Relation:
        """The total and its parts as a relation; `believed` where nothing but an error explains it."""
        places = tuple(sorted(one.core for one in (*self.parts, self.total)))
        verdict = self.verdict
        if verdict is Verdict.undecided:
            return undecided(places, "不像是这几项之和，可能是平均数，或单位、口径不同")
        if verdict is Verdict.inconsistent and not believed:
            return undecided(places, "对不上，但要同一行（列）另有两个合计对得上，才断定是错")
        terms = "+".join(f"({part.text})" if part.value < 0 else part.text for part in self.parts)
        evidence = Evidence(terms, self.printed, self.total.text)
        if verdict is not Verdict.inconsistent:
            return Relation(verdict, places, evidence)
        values = {"heading": self.heading, "computed": self.printed, "repair": self.explanation}
        finding = Finding(
            self.total.core,
            {"match": self.total.text, **values},
            related=tuple(Related(part.core, part.text) for part in self.parts),
            evidence=evidence,
        )
        return Relation(verdict, places, evidence, finding)


@dataclass(frozen=True)
class TableChecker(FigureChecker):
    """Reports totals in a table that differ from the sum of what they stand below, above or beside.

    - `of`: `columns`, the row of totals against the rows; `rows`, the column of totals against the columns.
    - `label` matches the first text of the row of totals, or the heading of the column of totals.
    - `subtotal` matches the first texts of rows that sum up those since the last such row.
    - `unless` matches the headings of columns, and with `of: rows` also the names of rows, that do not add up
      (rates, prices, ranks).
    - `apart` matches first texts of rows (with `of: rows`: headings) in whose presence the table is not
      looked at: parts of parts, balances.

    The row of totals is the first with figures, or stands below those it sums up; what is below it then is
    something else. A total is only believed to be wrong where, for each one that is, two others of its row
    are right and have figures wherever it has. One such other will do in a row of totals, where one slip of
    the pen leads from the sum to the total; none, where the total is the only one, and two digits changed
    places or it is ten times the sum or a tenth. Undecided are totals that lie between the least and the
    greatest part without being such a slip (means), totals greater than the sum where a part is missing, half
    the sum (parts with parts of their own) or in another unit, and columns with anything but numbers in them.

    Values for the message: `match` (the total), `heading`, `computed`, `repair` (the slip that explains it).
    """

    of: Literal["columns", "rows"]
    label: Regex
    unless: Regex
    apart: Regex
    subtotal: Regex | None = None

    @property
    def needs(self) -> Sequence[str]:
        """Texts one of which the label contains."""
        return self.label.needs

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield a relation for each total of each table."""
        for grid in document.derived(grids):
            for block in self._blocks(grid):
                sums = list(self._sums(block))
                believed = self._believed(sums)
                yield from (one.relation(believed=one in believed) for one in sums)

    def _blocks(self, grid: Grid) -> Iterator[_Block]:
        """The row of totals with its parts, and each row of subtotals with those since the last."""
        headings, rows = _as_it_stands(grid) if self.of == "columns" else _turned(grid)
        names = [_labels(row) if self.of == "columns" else [_label(row)] for row in rows]
        if any(self.apart.search(text) for texts in names for text in texts):
            return
        rows = [row for row in rows if any(cell.is_number for cell in row)]
        if self.of == "rows":
            rows = [row for row in rows if not self.unless.search(_label(row))]
        totals = [at for at, row in enumerate(rows) if self.label.fullmatch(_label(row))]
        if len(totals) != 1:
            return
        total = rows[totals[0]]
        above = rows[: totals[0]]
        parts: list[Sequence[Cell]] = []
        since: list[Sequence[Cell]] = []
        for row in above or rows[1:]:
            if self.subtotal and any(map(self.subtotal.search, _labels(row))):
                yield _Block(headings, row, since)
                parts.append(row)
                since = []
            else:
                since.append(row)
        yield _Block(headings, total, [*parts, *since])

    def _sums(self, block: _Block) -> Iterator[_Sum]:
        for headings, cell, *parts in zip(block.headings, block.total, *block.parts, strict=True):
            if not headings or any(map(self.unless.search, headings)):
                continue
            numbers = {row: part for row, part in enumerate(parts) if part.is_number}
            others = any(not part.is_number and not part.is_nothing for part in parts)
            if not cell.is_number or others or len(numbers) < _LEAST_PARTS:
                continue
            discrete = self.of == "columns" and _COUNTED.search(headings[-1]) is not None
            figures = {row: part.quantity(discrete=discrete) for row, part in numbers.items()}
            yield _Sum(
                headings[-1],
                cell.quantity(discrete=discrete),
                tuple(figures.values()),
                frozenset(row for row, figure in figures.items() if figure.value),
                len(numbers) < len(parts),
            )

    def _believed(self, sums: Sequence[_Sum]) -> frozenset[_Sum]:
        """Those of the totals of a block that are wrong without another explanation."""
        # A total of totals is checked by its column: beside one that is wrong, it may well be right.
        wrong = [
            one
            for one in sums
            if one.verdict is Verdict.inconsistent
            and not (self.of == "rows" and self.label.fullmatch(one.heading))
        ]
        right = Counter(one.rows for one in sums if one.is_equal)
        if len(wrong) == 1 and self.of == "columns":
            one = wrong[0]
            if one.is_swapped_or_ten_times if len(sums) == 1 else one.is_slip_away and _beside(one, right):
                return frozenset(wrong)
        least = _WITNESSES * len(wrong)
        if sum(right.values()) < least:
            return frozenset()
        return frozenset(one for one in wrong if _beside(one, right) >= least)


def _as_it_stands(grid: Grid) -> tuple[list[list[str]], list[tuple[Cell, ...]]]:
    """The headings of each column, the lowest last, and the rows."""
    headings = [[cell.text for cell in column if cell.text] for column in zip(*grid.head, strict=True)]
    return headings, list(grid.rows)


def _turned(grid: Grid) -> tuple[list[list[str]], list[tuple[Cell, ...]]]:
    """The same of a table whose rows are taken for columns: a row is called by the text nearest to its
    figures, and a column has its lowest heading for a first cell.
    """
    headings = [[], *(_labels(row)[-1:] for row in grid.rows)]
    columns = zip(zip(*grid.head, strict=True), zip(*grid.rows, strict=True), strict=True)
    return headings, [(_lowest(head), *cells) for head, cells in columns]


def _lowest(head: Sequence[Cell]) -> Cell:
    """The lowest of some headings that is not empty."""
    return next((cell for cell in reversed(head) if cell.text), head[-1])


def _beside(one: _Sum, right: Counter[frozenset[int]]) -> int:
    """How many right totals, counted by their rows, have figures in all rows of a sum."""
    return sum(count for rows, count in right.items() if one.rows <= rows)


def _labels(row: Iterable[Cell]) -> list[str]:
    """The texts at the begin of a row, up to its first figure but one that numbers the row."""
    first, *rest = row
    texts = takewhile(lambda cell: not cell.is_number, rest)
    return [cell.text for cell in (first, *texts) if cell.text and not cell.is_number]


def _label(row: Iterable[Cell]) -> str:
    """The first text of a row; empty where there is none."""
    return next(iter(_labels(row)), "")


def _equals(value: Fraction) -> Callable[[Operand], bool]:
    """A function that tells whether the value of an operand is `value`."""
    return lambda other: other.value == value
