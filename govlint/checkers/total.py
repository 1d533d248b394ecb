"""Kind `total`: a total that the figures beside it miss by one slip of the pen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Literal

from govlint.checkers.equation import Equation
from govlint.checkers.figure_checker import LineFigureChecker, Relation, require_groups
from govlint.diagnostic import Finding, Related
from govlint.numbers import interval
from govlint.numbers.figures import BARRIER, FigurePattern, figures, guard
from govlint.numbers.formula import Formula, Verdict
from govlint.numbers.interval import Interval
from govlint.numbers.operands import bounds
from govlint.numbers.quantity import Quantity
from govlint.numbers.slips import Explanation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document, Span
    from govlint.numbers.figures import Figures
    from govlint.numbers.operands import Operand

_SUM = Formula("sum(parts) == T")
_MOST = 12  # parts that are added up
_REACH = 400  # characters from the total that parts may stand away
_FAR = 2  # times as much as the total, or as little: no slip need be tried
_RATES = ("percent", "points", "times", "doubling", "ratio")


@dataclass(frozen=True)
class TotalChecker(LineFigureChecker):
    """Reports totals that figures of the same base unit beside them come to but for one slip of the pen.

    - `pattern` finds the total, `{T}`, by the words beside it. Where it has a group `in`, the parts stand in
      the sentence of that group, else in that of the total.
    - `parts`: on which side of the total they stand. Runs of figures of the same base unit are added up, up
      to `_MOST` figures: those next to the total, or next but one. Where any run comes to the total, it is
      right. What other figures stand between does not matter.
    - `skip` finds figures, `{X}`, that are no parts (比上年增加{X}).
    - `chance`: a run next to the total is reported where one slip would explain the difference, and would do
      so by chance in less than this many per cent of all runs tried.
    - Where `unless` matches in the sentence of the total or of the parts, nothing is said.

    Values for the message: `T`, `parts`, `computed` and `repair`, as for the kind `relation`.
    """

    pattern: FigurePattern
    parts: Literal["after", "before"]
    chance: int
    skip: FigurePattern | None = None
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the patterns do not catch the figures."""
        require_groups(self.pattern, "T")
        if self.skip:
            require_groups(self.skip, "X")

    @property
    def by_line(self) -> bool:
        """Whether all patterns look at one line at a time."""
        return super().by_line and (self.skip is None or self.skip.analysis.in_line)

    def clues(self, document: Document) -> Iterator[Relation]:
        """Yield a relation for each total that some figures come to, or miss by a slip."""
        seen = document.derived(figures)
        guarded = guard(seen, self.unless)
        skipped = self._skipped(seen)
        unrelated: set[tuple[str, ...]] = set()  # texts repeat themselves
        for match in self.pattern.matches(seen.text):
            total = seen.quantity_at(match.start("T"))
            if total is None or total.dimension in _RATES or total.approx:
                continue
            at = match.start("T")
            announced = match.start("in") if "in" in match.re.groupindex else -1
            sentence = seen.sentence(at if announced < 0 else announced)
            if self.parts == "after":
                start, end = at + 1, min(sentence.end, at + _REACH)
            else:
                start, end = max(sentence.start, at - _REACH), at
            if BARRIER in seen.text[start:end] or guarded(sentence) or guarded(seen.sentence(at)):
                continue
            alike = [
                one
                for one in seen.within(start, end)
                if (one.dimension, one.base) == (total.dimension, total.base)
                and not one.approx
                and one.core not in skipped
            ]
            printed = (total.text, *(one.text for one in alike))
            if printed in unrelated:
                continue
            relation = self._relation(total, alike)
            if relation:
                yield relation
            else:
                unrelated.add(printed)

    def _skipped(self, seen: Figures) -> set[Span]:
        """The places of the figures that are no parts."""
        if self.skip is None:
            return set()
        found = (seen.quantity_at(match.start("X")) for match in self.skip.matches(seen.text))
        return {one.core for one in found if one}

    def _relation(self, total: Quantity, found: list[Quantity]) -> Relation | None:
        """The relation of a total to the figures found beside it, in the order of the text; None where they
        seem to have nothing to do with it.
        """
        nearest = found if self.parts == "after" else found[::-1]
        agreeing = _agreeing(total, nearest) or _agreeing(total, nearest[1:])
        if agreeing:
            parts = sorted(agreeing, key=_place)
            equation = Equation(_SUM, {"parts": parts, "T": [total]})
            assert equation.comparison is not None
            return Relation(equation.comparison.verdict, equation.spans, equation.evidence())
        runs = [nearest[:size] for size in range(2, min(len(nearest), _MOST) + 1)]
        for run in reversed(runs):
            added = sum((part.value for part in run), Fraction(0))
            if added > _FAR * total.value or total.value > _FAR * added:
                continue
            if any(part.value >= total.value for part in run):
                continue
            explanation = _explanation(total, run, added)
            if explanation.is_likely(self.chance / len(runs)):
                return _missed(total, sorted(run, key=_place), explanation)
        return None


def _agreeing(total: Quantity, nearest: list[Quantity]) -> list[Quantity]:
    """The first figures, two or more, that come to a total; none where none do."""
    added = Interval(Fraction(0), Fraction(0))
    for size, part in enumerate(nearest[:_MOST], start=1):
        added = interval.added(added, part.wide)
        if size > 1 and interval.meet(added, total.wide):
            return nearest[:size]
    return []


def _explanation(total: Quantity, parts: list[Quantity], added: Fraction) -> Explanation:
    """The slip that would make parts come to a total, as `Equation` has it, in less time: it is tried for
    many runs. `added` is what the parts come to.
    """

    def comes_to(other: Operand, part: Quantity) -> bool:
        return _holds(total, added - part.value + other.value)

    operands = [(part, partial(comes_to, part=part)) for part in parts]
    return Explanation((*operands, (total, lambda other: _holds(other, added))), total)


def _holds(total: Operand, value: Fraction) -> bool:
    """Whether a value rounds to a total."""
    said = bounds(total).narrow
    return said.lo is not None and said.hi is not None and said.lo <= value <= said.hi


def _place(quantity: Quantity) -> Span:
    return quantity.core


def _missed(total: Quantity, parts: list[Quantity], explanation: Explanation) -> Relation:
    """The relation of a total to parts that do not come to it."""
    equation = Equation(_SUM, {"parts": parts, "T": [total]})
    evidence = equation.evidence()
    values = {
        "T": total.text,
        "parts": "、".join(one.text for one in parts),
        "computed": evidence.computed,
        "repair": explanation,
    }
    related = tuple(Related(one.core, one.text) for one in parts)
    finding = Finding(total.core, values, related=related, evidence=evidence)
    return Relation(Verdict.inconsistent, equation.spans, evidence, finding)
