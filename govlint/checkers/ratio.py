"""Kind `ratio`: a rate beside counts of one kind, no two of which give it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from govlint.checkers.reckoner import Reckoner, Relation
from govlint.checkers.relation import bounds, written
from govlint.diagnostic import Evidence, Finding, Related
from govlint.figures import BARRIER, FigurePattern, figures
from govlint.formula import Formula, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document
    from govlint.quantity import Quantity

_SHARE = Formula("100 * part / whole == rate")
_REST = Formula("100 * (whole - part) / whole == rate")
_RATED = ("count", "money", "area", "length", "mass")


@dataclass(frozen=True)
class RatioChecker(Reckoner):
    """Reports rates that no two of the figures before them in the sentence give.

    - `pattern` finds the rate, `{P:percent}`.
    - Figures in one base unit are tried pair by pair, the smaller over the larger, and their difference over
      the larger. With fewer than `at_least` of them there is nothing to try; with an approximator, over
      missing text or where `unless` matches in the sentence, the rate is left undecided.

    Values for the message: `P`, `figures` (what was tried), `nearest` (the ratio that comes nearest).
    """

    pattern: FigurePattern
    at_least: int = 2
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern catches no rate."""
        if "(?P<P>" not in self.pattern.source:
            raise ValueError("pattern 里没有率，写成 {P:percent}")

    @property
    def needs(self) -> tuple[str, ...]:
        """Texts one of which a document must hold."""
        return self.pattern.needs

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield every rate that has figures to try."""
        seen = document.derived(figures)
        for match in self.pattern.matches(seen.text, seen.line_starts):
            rate = seen.quantity_at(match.start("P"))
            sentence = seen.sentence(match.start())
            group = _largest_group(seen.within(sentence.start, match.start("P")))
            if rate is None or len(group) < self.at_least:
                continue
            if (
                BARRIER in seen.text[sentence.start : match.end()]
                or any(one.approx for one in (rate, *group))
                or (self.unless and self.unless.search(seen.text, sentence))
            ):
                yield Relation(Verdict.undecided, (*(one.core for one in group), rate.core))
            else:
                yield _relation(rate, group)


def _largest_group(found: tuple[Quantity, ...]) -> list[Quantity]:
    """The figures that share a base unit with most others."""
    groups: dict[tuple[str, str], list[Quantity]] = {}
    for quantity in found:
        if quantity.dimension in _RATED and quantity.value > 0:
            groups.setdefault((quantity.dimension, quantity.base), []).append(quantity)
    return max(groups.values(), key=len, default=[])


def _relation(rate: Quantity, group: list[Quantity]) -> Relation:
    tried = []
    for one, other in combinations(group, 2):
        part, whole = sorted((one, other), key=lambda quantity: quantity.value)
        for formula in (_SHARE, _REST):
            outcome = formula.work_out({"part": bounds(part), "whole": bounds(whole), "rate": bounds(rate)})
            if outcome:
                tried.append((outcome, formula, part, whole))
    outcome, formula, part, whole = min(
        tried,
        key=lambda trial: (trial[0].verdict is Verdict.inconsistent, abs(trial[0].left.value - rate.value)),
    )
    operands = (*(one.core for one in group), rate.core)
    computed = written(outcome.left.value, rate)
    working = formula.with_figures({"part": [part.text], "whole": [whole.text]})
    evidence = Evidence(working, computed, rate.text)
    if outcome.verdict is not Verdict.inconsistent:
        return Relation(outcome.verdict, operands, evidence)
    finding = Finding(
        rate.core,
        {"P": rate.text, "figures": "、".join(one.text for one in group), "nearest": f"{working}={computed}"},
        related=tuple(Related(one.span, one.text) for one in group),
        evidence=evidence,
    )
    return Relation(outcome.verdict, operands, evidence, finding)
