"""Kind `ratio`: a rate that no two figures beside it give."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, permutations
from typing import TYPE_CHECKING

from govlint.checkers.figure_checker import LineFigureChecker, Relation, hindrance, require_groups, undecided
from govlint.diagnostic import Evidence, Finding, Related
from govlint.numbers.figures import BARRIER, FigurePattern, figures, guard
from govlint.numbers.formula import Formula, Verdict
from govlint.numbers.operands import bounds, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document
    from govlint.numbers.formula import Comparison
    from govlint.numbers.quantity import Quantity

    _Trial = tuple[Comparison, Formula, dict[str, Quantity]]

_SHARES = 1  # ratios in the message besides the nearest of all
_MOST = 24  # figures before a rate that are tried; among more, some will give any rate
_SHARE = Formula("100 * D / A == P")
# Each with what chooses one or two other figures for it: A and B of a sum may change places.
_FORMULAS = (
    (_SHARE, permutations, 1),
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
        left undecided where a figure has an approximator, text is missing, more than `_MOST` figures stand
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
            if len(before) > _MOST:
                yield undecided((done.core, rate.core), "句中的数太多")
                continue
            others = [
                one
                for one in before
                if (one.dimension, one.base) == (done.dimension, done.base) and one is not done
            ]
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


def _relation(rate: Quantity, done: Quantity, others: list[Quantity], named: dict[str, str]) -> Relation:
    trials: list[_Trial] = []
    known = {id(one): bounds(one) for one in (rate, done, *others)}
    for formula, choose, count in _FORMULAS:
        for chosen in choose(others, count):
            figures = dict(zip("AB", chosen, strict=False)) | {"D": done, "P": rate}
            comparison = formula.work_out({name: known[id(one)] for name, one in figures.items()})
            if comparison:
                trials.append((comparison, formula, figures))
    operands = tuple(sorted((*(one.core for one in others), done.core, rate.core)))
    if not trials:
        return undecided(operands, "句中的数算不出来")
    trials.sort(
        key=lambda trial: (
            trial[0].verdict is Verdict.inconsistent,
            abs(trial[0].left.value - rate.value),
        )
    )
    nearest = _evidence(trials[0], rate)
    verdict = trials[0][0].verdict
    if verdict is not Verdict.inconsistent:
        return Relation(verdict, operands, nearest)
    shares = (_evidence(trial, rate) for trial in trials[1:] if _is_plain_share(trial))
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


def _evidence(trial: _Trial, rate: Quantity) -> Evidence:
    comparison, formula, figures = trial
    working, printed = formula.with_figures({name: [one.text] for name, one in figures.items()})
    return Evidence(working, written(comparison.left.value, rate), printed)


def _is_plain_share(trial: _Trial) -> bool:
    comparison, formula, _ = trial
    return formula is _SHARE and comparison.left.value <= 100
