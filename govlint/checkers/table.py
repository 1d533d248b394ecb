"""Kind `table`: totals in tables that the figures above or beside them do not add up to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from govlint.checkers.figure_checker import FigureChecker, Relation
from govlint.diagnostic import Evidence, Finding, Related
from govlint.matching.pattern import Regex
from govlint.numbers.formula import Formula, Verdict
from govlint.numbers.operands import bounds, written
from govlint.numbers.repair import repair
from govlint.numbers.slips import is_slip
from govlint.numbers.tables import grids
from govlint.numbers.units import COUNTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    from govlint.document import Document
    from govlint.numbers.formula import Outcome
    from govlint.numbers.operands import Operand
    from govlint.numbers.quantity import Quantity
    from govlint.numbers.tables import Cell, Grid

_SUM = Formula("sum(parts) == T")
_COUNTED = re.compile(rf"(?:{'|'.join(map(re.escape, COUNTERS))})(?:数量?|）)?$")  # 参加人数, 项目（个）
_LEAST_PARTS = 2
_MOST_PARTS = 500


class _Sum(NamedTuple):
    """A column, or a row, with a total: its heading, the total, what should add up to it, and the outcome."""

    heading: str
    total: Quantity
    parts: list[Quantity]
    outcome: Outcome

    @property
    def is_wrong(self) -> bool:
        return self.outcome.verdict is Verdict.inconsistent

    @property
    def repair(self) -> str:
        """What one slip of the pen would explain what is wrong with it, in words."""
        excess = self.outcome.left.value - self.total.value
        of_parts = ((part, _is_worth(part.value - excess)) for part in self.parts)
        return repair([*of_parts, (self.total, _is_worth(self.total.value + excess))], self.total)

    @property
    def is_mistyped(self) -> bool:
        """Whether one slip of the pen explains what is wrong with it."""
        return is_slip(written(self.outcome.left.value, self.total), self.total.digits) or bool(self.repair)

    @property
    def operands(self) -> tuple[Quantity, ...]:
        return tuple(sorted((*self.parts, self.total), key=lambda one: one.core))


@dataclass(frozen=True)
class TableChecker(FigureChecker):
    """Reports totals in a table that differ from the sum of what they stand below, above or beside.

    - `of`: `columns`, the row of totals against the rows; `rows`, the column of totals against the columns.
    - `label` matches the first text of the row of totals, or the heading of the column of totals.
    - `unless` matches headings, of columns or rows, of what does not add up (rates, prices, ranks).
    - `apart` matches first texts of rows, or headings, in whose presence the table is not looked at: parts of
      parts, which would count twice.

    A table is believed to add up where two columns (rows) do for every one that does not; a single column
    that does not, also where one slip of the pen explains the difference. Undecided are totals that lie
    between the least and the greatest part (means), and columns with anything but numbers in them.

    Values for the message: `match` (the total), `heading`, `computed`, `repair`.
    """

    of: Literal["columns", "rows"]
    label: Regex
    unless: Regex
    apart: Regex

    @property
    def needs(self) -> Sequence[str]:
        """Texts one of which the label contains."""
        return self.label.needs

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield a relation for each total of each table."""
        for grid in document.derived(grids):
            sums = list(self._sums(grid if self.of == "columns" else grid.turned))
            wrong = [one for one in sums if one.is_wrong]
            right = len([one for one in sums if one.outcome.equal])
            believed = right >= 2 * len(wrong) or (
                self.of == "columns" and len(wrong) == 1 and wrong[0].is_mistyped
            )
            for one in sums:
                yield _relation(one, decided=believed)

    def _sums(self, grid: Grid) -> Iterator[_Sum]:
        head, *rows = grid.rows
        if any(self.apart.search(_label(row)) for row in (*rows, *grid.turned.rows)):
            return
        rows = [row for row in rows if not self.unless.search(_label(row))]
        rows = [row for row in rows if any(cell.is_number for cell in row[1:])]
        totals = [at for at, row in enumerate(rows) if self.label.fullmatch(_label(row))]
        if len(totals) != 1 or totals[0] not in (0, len(rows) - 1) or len(rows) <= _LEAST_PARTS:
            return
        total = rows.pop(totals[0])
        for heading, cell, *parts in zip(head, total, *rows, strict=True):
            found = _sum(heading.text, cell, parts)
            if found and not self.unless.search(heading.text):
                yield found


def _label(row: Sequence[Cell]) -> str:
    """The first text of a row that is no number."""
    return next((cell.text for cell in row if cell.text and not cell.is_number), "")


def _sum(heading: str, cell: Cell, parts: Sequence[Cell]) -> _Sum | None:
    """The total in a cell and its parts; None where something else than numbers is among them, or where it
    may be their mean.
    """
    numbers = [part for part in parts if part.is_number]
    others = any(not part.is_number and not part.is_nothing for part in parts)
    if others or not cell.is_number or not _LEAST_PARTS <= len(numbers) <= _MOST_PARTS:
        return None
    discrete = _COUNTED.search(heading) is not None
    total = cell.quantity(discrete=discrete)
    added = [part.quantity(discrete=discrete) for part in numbers]
    values = [part.value for part in added]
    if min(values) <= total.value <= max(values):
        return None
    outcome = _SUM.work_out({"parts": [bounds(part) for part in added], "T": bounds(total)})
    assert outcome is not None
    return _Sum(heading, total, added, outcome)


def _is_worth(value: Fraction) -> Callable[[Operand], bool]:
    """A function that tells whether an operand has a value."""
    return lambda other: other.value == value


def _relation(one: _Sum, *, decided: bool) -> Relation:
    places = tuple(operand.core for operand in one.operands)
    if one.is_wrong and not decided:
        return Relation(Verdict.undecided, places)
    computed = written(one.outcome.left.value, one.total)
    evidence = Evidence("+".join(part.text for part in one.parts), computed, one.total.text)
    if not one.is_wrong:
        return Relation(one.outcome.verdict, places, evidence)
    finding = Finding(
        one.total.core,
        {"match": one.total.text, "heading": one.heading, "computed": computed, "repair": one.repair},
        related=tuple(Related(part.core, part.text) for part in one.parts),
        evidence=evidence,
    )
    return Relation(Verdict.inconsistent, places, evidence, finding)
