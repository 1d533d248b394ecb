"""Kind `table`: totals in tables that the figures above or beside them do not add up to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

from govlint.checkers.figure_checker import FigureChecker, Relation
from govlint.diagnostic import Evidence, Finding, Related
from govlint.matching.pattern import Regex
from govlint.numbers.formula import Formula, Verdict
from govlint.numbers.operands import bounds, written
from govlint.numbers.repair import repair
from govlint.numbers.slips import ANOTHER_DIGIT, is_slip, likely_meant
from govlint.numbers.tables import grids
from govlint.numbers.units import COUNTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from govlint.document import Document
    from govlint.numbers.formula import Outcome
    from govlint.numbers.operands import Operand
    from govlint.numbers.quantity import Quantity
    from govlint.numbers.tables import Cell, Grid

# 参加人数, 项目（个）; not 人口（万人）, which may be rounded
_COUNTERS = "|".join(re.escape(counter) for counter in COUNTERS if counter != "口")
_COUNTED = re.compile(rf"(?<![万亿千百])(?:人口|{_COUNTERS})(?:数量?|）)?$")
_SUM = Formula("sum(parts) == T")
_LEAST_PARTS = 2
_WITNESSES = 2  # totals beside it that must be right for one that is wrong


class _Block(NamedTuple):
    """Rows that a row of totals may sum up, and the headings of the columns."""

    head: Sequence[Cell]
    total: Sequence[Cell]
    parts: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
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
    def outcome(self) -> Outcome:
        """What comes of adding up the parts."""
        outcome = _SUM.work_out({"parts": [bounds(part) for part in self.parts], "T": bounds(self.total)})
        assert outcome is not None
        return outcome

    @cached_property
    def verdict(self) -> Verdict:
        """Undecided where something else may be meant: a mean, a total with parts that are not printed, parts
        of parts.
        """
        if self.computed == self.total.value:
            return Verdict.consistent
        if self.outcome.verdict is not Verdict.inconsistent:
            return self.outcome.verdict
        values = [part.value for part in self.parts]
        is_mean = min(values) <= self.total.value <= max(values)
        is_short = self.is_gapped and self.total.value > self.computed
        if (is_mean and not self.is_mistyped) or is_short:
            return Verdict.undecided
        return Verdict.undecided if self.computed == 2 * self.total.value else Verdict.inconsistent

    @property
    def is_equal(self) -> bool:
        """Whether the parts come to the total to its last digit."""
        return self.computed == self.total.value or self.outcome.equal

    @property
    def printed(self) -> str:
        """The sum of the parts, written as the total is."""
        return written(self.computed, self.total)

    @property
    def is_swapped(self) -> bool:
        """Whether two digits of the total changed places, or it is ten times too large or small."""
        meant = likely_meant(self.total)
        return any(slip != ANOTHER_DIGIT and other.value == self.computed for slip, other in meant)

    @property
    def is_mistyped(self) -> bool:
        """Whether one slip of the pen in the total explains what is wrong."""
        return is_slip(self.printed, self.total.digits)

    @property
    def repair(self) -> str:
        """The one slip of the pen that would explain a wrong total, in words."""
        excess = self.computed - self.total.value
        of_parts = ((part, _is_worth(part.value - excess)) for part in self.parts)
        return repair([*of_parts, (self.total, _is_worth(self.computed))], self.total)

    def relation(self, *, believed: bool) -> Relation:
        """The total and its parts as a relation; `believed` where nothing but an error explains it."""
        places = tuple(sorted(one.core for one in (*self.parts, self.total)))
        verdict = self.verdict
        if verdict is Verdict.undecided or (verdict is Verdict.inconsistent and not believed):
            return Relation(Verdict.undecided, places)
        evidence = Evidence("+".join(part.text for part in self.parts), self.printed, self.total.text)
        if verdict is not Verdict.inconsistent:
            return Relation(verdict, places, evidence)
        values = {"heading": self.heading, "computed": self.printed, "repair": self.repair}
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
    - `unless` matches the headings of columns that do not add up (rates, prices, ranks).
    - `apart` matches first texts of rows (with `of: rows`: headings) in whose presence the table is not
      looked at: parts of parts, balances.

    A total is only believed to be wrong where, for each one that is, two others of its row are right and have
    figures wherever it has. One such other will do in a row of totals, where a slip of the pen explains what
    is wrong; none, where the total is the only one, and a digit has changed places. Undecided are totals
    that lie between the least and the greatest part (means), totals greater than the sum where a part is
    missing, and columns with anything but numbers in them.

    Values for the message: `match` (the total), `heading`, `computed`, `repair`.
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
            for block in self._blocks(grid if self.of == "columns" else grid.turned):
                sums = list(self._sums(block))
                wrong = [one for one in sums if one.verdict is Verdict.inconsistent]
                for one in sums:
                    yield one.relation(believed=one in wrong and self._is_believed(one, wrong, sums))

    def _blocks(self, grid: Grid) -> Iterator[_Block]:
        """The row of totals with its parts, and each row of subtotals with those since the last."""
        head, *rows = grid.rows
        if any(self.apart.search(text) for row in rows for text in _labels(row)):
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
                yield _Block(head, row, since)
                parts.append(row)
                since = []
            else:
                since.append(row)
        yield _Block(head, total, [*parts, *since])

    def _sums(self, block: _Block) -> Iterator[_Sum]:
        for heading, cell, *parts in zip(block.head, block.total, *block.parts, strict=True):
            if not heading.text or self.unless.search(heading.text):
                continue
            numbers = {row: part for row, part in enumerate(parts) if part.is_number}
            others = any(not part.is_number and not part.is_nothing for part in parts)
            if not cell.is_number or others or len(numbers) < _LEAST_PARTS:
                continue
            discrete = self.of == "columns" and _COUNTED.search(heading.text) is not None
            figures = {row: part.quantity(discrete=discrete) for row, part in numbers.items()}
            yield _Sum(
                heading.text,
                cell.quantity(discrete=discrete),
                tuple(figures.values()),
                frozenset(row for row, figure in figures.items() if figure.value),
                len(numbers) < len(parts),
            )

    def _is_believed(self, one: _Sum, wrong: Sequence[_Sum], sums: Sequence[_Sum]) -> bool:
        witnesses = len([other for other in sums if other.is_equal and one.rows <= other.rows])
        if witnesses >= _WITNESSES * len(wrong):
            return True
        if self.of == "rows" or len(wrong) > 1:
            return False
        return one.is_swapped if len(sums) == 1 else one.is_mistyped and witnesses > 0


def _labels(row: Sequence[Cell]) -> list[str]:
    """The texts at the begin of a row, up to its first figure but one that numbers the row."""
    texts = takewhile(lambda cell: not cell.is_number, row[1:])
    return [cell.text for cell in (row[0], *texts) if cell.text and not cell.is_number]


def _label(row: Sequence[Cell]) -> str:
    """The first text of a row; empty where there is none."""
    return next(iter(_labels(row)), "")


def _is_worth(value: Fraction) -> Callable[[Operand], bool]:
    """A function that tells whether an operand has a value."""
    return lambda other: other.value == value
