"""Kind `restatement`: a figure that is told twice, once with two digits exchanged."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.figure_checker import (
    LineFigureChecker,
    Relation,
    because_of,
    relation_of,
    require_groups,
    undecided,
)
from govlint.diagnostic import Evidence, Finding, Related
from govlint.matching.pattern import Regex
from govlint.matching.prefilter import LiteralPrefilter
from govlint.numbers.figures import FigurePattern, figures
from govlint.numbers.slips import is_exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from govlint.document import Document, Span

_BEFORE, _AFTER = 40, 20  # how much of its sentence is read on each side of a figure, in code points
_SENTENCE_START = re.compile(r".*[。！？\n]", re.DOTALL)
_FEWEST_DIGITS = 3  # 12个 and 21个 are two things as easily as one


class _Figure(NamedTuple):
    """A figure and the part of its sentence around it, with marks for figures; its own is at `place`."""

    span: Span
    text: str
    digits: str
    unit: str
    around: str
    place: int
    before: str

    @property
    def at(self) -> int:
        return self.span.start

    def moved(self, by: int) -> _Figure:
        return self._replace(span=self.span.moved(by))


def _values(names: AbstractSet[str], figures: Sequence[_Figure]) -> dict[str, set[str]]:
    """The digits of all figures that stand near a name, for each of some names."""
    values: dict[str, set[str]] = {name: set() for name in names}
    ordered = list(values)
    near = LiteralPrefilter([(name,) for name in ordered]).passing_each([one.around for one in figures])
    for figure, numbers in zip(figures, near, strict=True):
        for number in numbers:
            values[ordered[number]].add(figure.digits)
    return values


@dataclass(frozen=True)
class RestatementChecker(LineFigureChecker):
    """Reports a figure that is told elsewhere of the same thing with two neighbouring digits exchanged.

    - `pattern` finds what a figure is of, over the part of its sentence around it, in which every quantity is
      one character: `(?P<what>…)` is the thing as it is named, in one piece or several, `{V}` the figure.
    - `scope` matches what a sentence says of its scope before the figure (2024年); the nearest counts. Where
      two sentences name different ones, nothing is said.
    - `values`: a name that has more values than this many is of several things.
    - `unless`: a relation in the sentence of which this matches is left undecided.

    Of two values the one told less often is reported, or else the later one. Figures with an approximator, of
    fewer than three digits or in Chinese numerals are left out. Values for the message: `what`, `V` and
    `other` (both values as printed), `place` (前面 or 后面, where the other stands).
    """

    pattern: FigurePattern
    scope: Regex | None = None
    values: int = 3
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern lacks a group."""
        require_groups(self.pattern, "what", "V")

    def clues(self, document: Document) -> Iterator[_Figure]:
        """Yield every figure with what is around it."""
        seen = document.derived(figures)
        for place, quantity in zip(seen.places, seen.quantities, strict=True):
            short = sum(map(str.isdecimal, quantity.digits)) < _FEWEST_DIGITS
            if short or quantity.approx or quantity.spelled:
                continue
            sentence = seen.sentence(place)
            start = max(sentence.start, place - _BEFORE)
            around = seen.text[start : min(sentence.end, place + _AFTER)]
            before = document.folded[max(0, quantity.core.start - _BEFORE) : quantity.core.start]
            yield _Figure(
                quantity.core,
                quantity.text,
                quantity.digits,
                quantity.unit,
                around,
                place - start,
                _SENTENCE_START.sub("", before),
            )

    def conclude(self, document: Document, clues: Iterable[_Figure]) -> Iterator[Relation]:  # noqa: ARG002
        """Yield a relation for every figure told of a thing whose other figure has the same digits."""
        told: dict[str, list[_Figure]] = defaultdict(list)
        for figure in clues:
            told[figure.unit].append(figure)
        for of_one_unit in told.values():
            restated = list(self._restated(of_one_unit))
            values = _values({what for what, _ in restated}, of_one_unit) if restated else {}
            for what, found in restated:
                if len(values[what]) > self.values:
                    continue
                usual = Counter(figure.digits for figure in found).most_common(1)[0][0]
                first = next(figure for figure in found if figure.digits == usual)
                yield from (self._relation(what, first, one) for one in found if one is not first)

    def _restated(self, of_one_unit: Iterable[_Figure]) -> Iterator[tuple[str, list[_Figure]]]:
        """Yield the figures that are told of one thing with the same digits, and the thing as it is named."""
        alike: dict[str, list[_Figure]] = defaultdict(list)
        for figure in of_one_unit:
            alike["".join(sorted(figure.digits))].append(figure)
        for several in alike.values():
            named: dict[str, list[_Figure]] = defaultdict(list)
            for figure in several if len(several) > 1 else ():
                if what := self._named(figure):
                    named[what].append(figure)
            yield from ((what, found) for what, found in named.items() if len(found) > 1)

    def _named(self, figure: _Figure) -> str:
        """What a figure is of; "" where the pattern does not tell."""
        for match in self.pattern.finditer(figure.around):
            if match.start("V") == figure.place:
                return "".join(match.captures("what"))
        return ""

    def _relation(self, what: str, other: _Figure, this: _Figure) -> Relation:
        operands = (other.span, this.span)
        matches = [self.unless.search(figure.around) for figure in (this, other)] if self.unless else []
        word = next((match[0] for match in matches if match), "")
        if word:
            return undecided(operands, because_of(word))
        evidence = Evidence(f"{what}：{other.text}", other.text, this.text)
        place = "前面" if other.at < this.at else "后面"
        finding = Finding(
            this.span,
            {"what": what, "V": this.text, "other": other.text, "place": place},
            related=(Related(other.span, f"{place}是{other.text}"),),
            evidence=evidence,
        )
        scopes = {self._scope(this), self._scope(other)} - {""}
        return relation_of(
            operands,
            evidence,
            finding,
            agrees=this.digits == other.digits,
            decided=is_exchange(this.digits, other.digits) and len(scopes) < 2,
            doubt="可能不是同一年、同一口径的数",
        )

    def _scope(self, figure: _Figure) -> str:
        """What narrows a figure; "" where nothing does."""
        matches = self.scope.finditer(figure.before) if self.scope else ()
        return next((match[0].replace(" ", "") for match in reversed([*matches])), "")
