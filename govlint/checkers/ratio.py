"""Kind `ratio`: a rate that no two figures beside it give."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, permutations
from typing import TYPE_CHECKING

from govlint.checkers.equation import Equation
from govlint.checkers.figure_checker import LineFigureChecker, Relation, hindrance, require_groups, undecided
from govlint.diagnostic import Finding, Related
from govlint.numbers.figures import BARRIER, FigurePattern, figures, guard
from govlint.numbers.formula import Formula
from govlint.numbers.operands import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.document import Document
    from govlint.numbers.quantity import Quantity

_SHARES = 1  # ratios in the message besides the nearest of all
MOST = 24
"""The number of figures before a rate that are tried; among more, some will give any rate."""

SHARE = Formula("100 * D / A == P")
"""A share of a whole A, in per cent."""

# Each with what chooses one or two other figures for it: A and B of a sum may change places.
_FORMULAS = (
    (SHARE, permutations, 1),
    (Formula("100 * (A - D) / A == P"), permutations, 1),
    (Formula("100 * (D + A) / B == P"), permutations, 2),
    (Formula("100 * D / (A + B) == P"), combinations, 2),
)


@dataclass(frozen=True)
class RatioChecker(LineFigureChecker):
    """Reports rates (办结率95%) that the figures before them in the sentence do not give.

    - `pattern` finds the figure `{D}` and the rate `{P:percent}` that belongs to it.
      - P is held against D/A and (A-D)/A for every other figure A before it in the same base unit, then
        against (D+A)/B and D/(A+B) for every two. Where there is no other figure nothing is said. The rate is
        left undecided where a figure has an approximator, text is missing, more than `MOST` figures stand
        before it, or `unless` matches in the sentence.

    Values for the message: `P`, the other groups of the pattern, `readings` (the ratio that comes nearest,
    and the nearest other D/A), `whole` (what D would be P of).
    """

    pattern: FigurePattern
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern does not catch both."""
        require_groups(self.pattern, "D", "P")

    def clues(self, document: Document) -> Iterator[Relation]:
        """Yield a relation for each rate that has figures to try."""
        seen = document.derived(figures)
        guarded = guard(seen, self.unless)
        for match in self.pattern.matches(seen.text):
            done, rate = (seen.quantity_at(match.start(name)) for name in ("D", "P"))
            sentence = seen.sentence(match.start())
            if done is None or rate is None:
                continue
            before = seen.within(sentence.start, match.start("P"))
            if len(before) > MOST:
                yield undecided((done.core, rate.core), "句中的数太多")
                continue
            others = [one for one in before if one.is_alike(done) and one is not done]
            if not others:
                continue
            why = hindrance(
                missing=BARRIER in seen.text[sentence.start : match.end()],
                approximate=any(one.approx for one in (rate, done, *others)),
                word=guarded(sentence),
            )
            if not rate.value:
                why = "率是零"
            if why:
                operands = (*(one.core for one in others), done.core, rate.core)
                yield undecided(tuple(sorted(operands)), why)
            else:
                named = {name: text or "" for name, text in match.groupdict().items() if name not in "DP"}
                yield _relation(rate, done, others, named)


def readings(rate: Quantity, done: Quantity, others: list[Quantity]) -> list[Equation]:
    """The equations that may be meant by the `rate` said of the figure `done`, with `others` for their other
    operands: those that hold first, then the nearest.
    """
    found = [
        equation
        for formula, choose, count in _FORMULAS
        for chosen in choose(others, count)
        if (equation := _equation(formula, rate, done, chosen)).comparison
    ]
    return sorted(found, key=lambda equation: (not equation.holds, equation.distance))


def _equation(formula: Formula, rate: Quantity, done: Quantity, chosen: Iterable[Quantity]) -> Equation:
    others = {name: [one] for name, one in zip("AB", chosen, strict=False)}
    return Equation(formula, {**others, "D": [done], "P": [rate]})


def _relation(rate: Quantity, done: Quantity, others: list[Quantity], named: dict[str, str]) -> Relation:
    found = readings(rate, done, others)
    operands = tuple(sorted((*(one.core for one in others), done.core, rate.core)))
    if not found:
        return undecided(operands, "句中的数算不出来")
    nearest = found[0].evidence()
    assert found[0].comparison is not None
    verdict = found[0].comparison.verdict
    if found[0].holds:
        return Relation(verdict, operands, nearest)
    shares = (equation.evidence() for equation in found[1:] if _is_plain_share(equation))
    whole = 100 * done.value / rate.value
    values = {
        "P": rate.text,
        "readings": "；".join(f"{one.formula}={one.computed}" for one in (nearest, *islice(shares, _SHARES))),
        "whole": written(Fraction(round(whole)) if done.exact else whole, done),
    }
    tried = sorted((*others, done), key=lambda one: one.core)
    related = tuple(Related(one.span, one.text) for one in tried)
    finding = Finding(rate.core, named | values, related=related, evidence=nearest)
    return Relation(verdict, operands, nearest, finding)


def _is_plain_share(equation: Equation) -> bool:
    return (
        equation.formula is SHARE
        and equation.comparison is not None
        and equation.comparison.left.value <= 100
    )
