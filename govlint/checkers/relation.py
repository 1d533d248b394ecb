"""Kind `relation`: figures that a text sets in relation to each other and that cannot all be right."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from govlint import numerals
from govlint.checkers.reckoner import Reckoner, Relation
from govlint.diagnostic import Evidence, Finding, Related
from govlint.document import Span
from govlint.figures import BARRIER, FigurePattern, Figures, figures, guard
from govlint.formula import Bounds, Formula, Verdict, exact
from govlint.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import regex

    from govlint.document import Document


@dataclass(frozen=True)
class RelationChecker(Reckoner):
    """Reports relations whose figures do not agree, whichever way they were rounded.

    - `pattern` finds the relation. `{T}` is a quantity named T, `{P:percent}` one of that dimension; a name
      that comes more than once collects its quantities, for `sum`. A group of digits `(?P<y1>\\d{4})` is an
      operand too, a whole number.
    - `formula` says what holds: `T - D == R`, `sum(parts) == T`, `P <= 100`.
    - `same` names operands that must be in one base unit (money of one currency, one counter); otherwise
      nothing is said.
    - Where `unless` matches in the sentence, the relation is left undecided; so are those over missing text
      and over a range or a number without a value (数百).

    Values for the message: every operand as printed (several joined by 、) and `computed`, what the left
    side of the formula comes to in the unit of the right.
    """

    pattern: FigurePattern
    formula: Formula
    same: tuple[str, ...] = ()
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the formula or `same` names what the pattern does not catch."""
        for option, names in (("formula", sorted(self.formula.names)), ("same", self.same)):
            for name in names:
                if not self.pattern.catches(name):
                    raise ValueError(f"{option} 里的 {name} 在 pattern 中没有，写成 {{{name}}}")

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield every relation of this kind."""
        seen = document.derived(figures)
        guarded = guard(seen, self.unless)
        for match in self.pattern.matches(seen.text, seen.line_starts):
            operands = {name: _operands(seen, match, name) for name in sorted(self.formula.names)}
            if self._comparable(operands):
                undecided = BARRIER in match[0] or guarded(seen.sentence(match.start()))
                yield self._relation(operands, undecided=undecided)

    def _relation(self, operands: Mapping[str, list[Quantity | int]], *, undecided: bool) -> Relation:
        quantities = sorted(
            (one for found in operands.values() for one in found if isinstance(one, Quantity)),
            key=lambda one: one.core,
        )
        spans = tuple(one.core for one in quantities)
        if undecided or any(one.approx in ("range", "several") for one in quantities):
            return Relation(Verdict.undecided, spans)
        lists = self.formula.lists
        outcome = self.formula.work_out(
            {
                name: [bounds(one) for one in found] if name in lists else bounds(found[0])
                for name, found in operands.items()
            }
        )
        if outcome is None:
            return Relation(Verdict.undecided, spans)
        named = operands[self.formula.result][0] if self.formula.result else None
        result = named if isinstance(named, Quantity) else quantities[-1]
        working = {name: [_printed(one) for one in found] for name, found in operands.items()}
        computed = written(outcome.left.value, result)
        left, right = self.formula.with_figures(working)
        evidence = Evidence(left, computed, right)
        if outcome.verdict is not Verdict.inconsistent:
            return Relation(outcome.verdict, spans, evidence)
        finding = Finding(
            result.core if named else Span(spans[0].start, spans[-1].end),
            {**{name: "、".join(found) for name, found in working.items()}, "computed": computed},
            related=tuple(Related(one.span, one.text) for one in quantities if one is not result),
            evidence=evidence,
        )
        return Relation(outcome.verdict, spans, evidence, finding)

    def _comparable(self, operands: Mapping[str, list[Quantity | int]]) -> bool:
        alike = {
            (one.dimension, one.base)
            for name in self.same
            for one in operands[name]
            if isinstance(one, Quantity)
        }
        return all(operands.values()) and len(alike) <= 1


def _operands(seen: Figures, match: regex.Match[str], name: str) -> list[Quantity | int]:
    """The quantities, or the whole numbers, that a named group caught."""
    found: list[Quantity | int] = []
    for start, caught in zip(match.starts(name), match.captures(name), strict=True):
        quantity = seen.quantity_at(start)
        if quantity:
            found.append(quantity)
        elif caught.isdecimal():
            found.append(int(caught))
    return found


def bounds(operand: Quantity | int) -> Bounds:
    """What a quantity or a whole number stands for in a formula."""
    if isinstance(operand, int):
        return exact(operand)
    return Bounds(operand.value, operand.narrow, operand.wide)


def _printed(operand: Quantity | int) -> str:
    return operand.text if isinstance(operand, Quantity) else str(operand)


def written(value: Fraction, like: Quantity) -> str:
    """A value in the unit of a printed quantity, to one place more than that where it has so many."""
    unit = numerals.last_magnitude(like.digits) if like.spelled else ""
    scaled = value / like.scale / numerals.magnitude(unit)
    places = 0 if like.exact and scaled.denominator == 1 else len(like.digits.partition(".")[2]) + 1
    number = f"{float(round(scaled, places)):.{places}f}"
    return (number.rstrip("0").rstrip(".") if "." in number else number) + unit + like.unit
