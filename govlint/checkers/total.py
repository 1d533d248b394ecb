"""Kind `total`: a total that the figures beside it miss by one slip of the pen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.checkers.equation import Equation
from govlint.checkers.figure_checker import LineFigureChecker, Relation, require_groups
from govlint.diagnostic import Finding, Related
from govlint.numbers.figures import BARRIER, FigurePattern, figures, guard
from govlint.numbers.formula import Formula, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document, Span
    from govlint.numbers.figures import Figures
    from govlint.numbers.quantity import Quantity

_SUM = Formula("sum(parts) == T")
_MOST = 12  # parts that are added up
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
        for match in self.pattern.matches(seen.text):
            total = seen.quantity_at(match.start("T"))
            if total is None or total.dimension in _RATES or total.approx:
                continue
            at = match.start("T")
            announced = match.start("in") if "in" in match.re.groupindex else -1
            sentence = seen.sentence(at if announced < 0 else announced)
            start, end = (at + 1, sentence.end) if self.parts == "after" else (sentence.start, at)
            if BARRIER in seen.text[start:end] or guarded(sentence) or guarded(seen.sentence(at)):
                continue
            alike = [
                one
                for one in seen.within(start, end)
                if (one.dimension, one.base) == (total.dimension, total.base)
                and not one.approx
                and one.core not in skipped
            ]
            relation = self._relation(total, alike)
            if relation:
                yield relation

    def _skipped(self, seen: Figures) -> set[Span]:
        """The places of the figures that are no parts."""
        if self.skip is None:
            return set()
        found = (seen.quantity_at(match.start("X")) for match in self.skip.matches(seen.text))
        return {one.core for one in found if one}

    def _runs(self, total: Quantity, found: list[Quantity]) -> Iterator[Equation]:
        """Yield the sum of each run of figures next to a total, the shortest first."""
        for size in range(2, min(len(found), _MOST) + 1):
            run = found[:size] if self.parts == "after" else found[-size:]
            yield Equation(_SUM, {"parts": run, "T": [total]})

    def _relation(self, total: Quantity, found: list[Quantity]) -> Relation | None:
        """The relation of a total to the figures found beside it, in the order of the text; None where they
        seem to have nothing to do with it.
        """
        equations = list(self._runs(total, found))
        for equation in (*equations, *self._runs(total, found[1:] if self.parts == "after" else found[:-1])):
            if equation.comparison and equation.holds:
                return Relation(equation.comparison.verdict, equation.spans, equation.evidence())
        for equation in reversed(equations):
            explanation = equation.explanation()
            if any(part.value >= total.value for part in equation.operands["parts"]):
                continue
            if explanation.is_likely(self.chance / len(equations)):
                evidence = equation.evidence()
                parts = [one for one in equation.in_order if one is not total]
                values = {
                    "T": total.text,
                    "parts": "、".join(one.text for one in parts),
                    "computed": evidence.computed,
                    "repair": explanation,
                }
                related = tuple(Related(one.core, one.text) for one in parts)
                finding = Finding(total.core, values, related=related, evidence=evidence)
                return Relation(Verdict.inconsistent, equation.spans, evidence, finding)
        return None
