"""Kind `total`: a total that the figures beside it miss by one slip of the pen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial, reduce
from itertools import chain, combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

from govlint.checkers.equation import Equation
from govlint.checkers.figure_checker import (
    LineFigureChecker,
    Relation,
    require_chance,
    require_groups,
    undecided,
)
from govlint.diagnostic import Finding, Related
from govlint.numbers import interval
from govlint.numbers.figures import BARRIER, MARK, FigurePattern, figures, guard
from govlint.numbers.formula import Formula, Verdict
from govlint.numbers.interval import Interval
from govlint.numbers.operands import bounds
from govlint.numbers.quantity import Quantity
from govlint.numbers.slips import Explanation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import regex

    from govlint.document import Document, Span
    from govlint.numbers.figures import Figures
    from govlint.numbers.operands import Operand

_SUM = Formula("sum(parts) == T")
_MOST = 12  # parts that are added up
_FEW = 8  # figures any of which are tried together: 2 to the power of that
_REACH = 400  # characters from the total that parts may stand away
_EVEN = 50  # per cent: the chance that is enough where the words say that the list is whole
_NEAR = 4  # the part of a total that a whole list may come short of it, or beyond
_FAR = 2  # times as much as the total, or as little: no slip need be tried
_RATES = ("percent", "points", "times", "doubling", "ratio")


class _Scope(NamedTuple):
    """A span of `Figures.text`, and the sentence that it is in."""

    start: int
    end: int
    sentence: Span


@dataclass(frozen=True)
class TotalChecker(LineFigureChecker):
    """Reports totals that figures of the same base unit beside them come to but for one slip of the pen.

    - `pattern` finds the total, `{T}`, by the words beside it. Where it has a group `in`, the parts stand in
      the sentence of that group, those `after` the total from there on; else in that of the total.
    - `parts`: on which side of the total they stand. Runs of figures of the same base unit are added up, up
      to `_MOST` figures: those next to the total, or next but one. Where any run comes to the total, it is
      right. What other figures stand between does not matter.
    - `skip` finds figures, `{X}`, that are no parts (比上年增加{X}).
    - `until`: parts after the total end where this matches behind the first figure.
    - `chance`: a run next to the total is reported where one slip would explain the difference, and would do
      so by chance in less than this many per cent of all runs tried.
    - `all`: the words say that the list is whole (按……分). So a run of three or more next to the total is
      reported, too, where it comes within a quarter of it, or a slip is as likely as not, and no two or more
      of the figures come to it. Where a group `K` says how many parts there are (两项合计), just as many are
      looked at, and two are enough.
    - Where `unless` matches in the sentence of the total or of the parts, nothing is said.

    Values for the message: `T`, `parts`, `computed` and `repair`, as for the kind `relation`.
    """

    pattern: FigurePattern
    parts: Literal["after", "before"]
    chance: int
    all: bool = False
    skip: FigurePattern | None = None
    until: FigurePattern | None = None
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the patterns do not catch the figures."""
        require_groups(self.pattern, "T")
        require_chance(self.chance)
        if self.skip:
            require_groups(self.skip, "X", option="skip")

    @property
    def by_line(self) -> bool:
        """Whether all patterns look at one line at a time."""
        return super().by_line and all(one is None or one.analysis.in_line for one in (self.skip, self.until))

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
            scope = self._scope(seen, match)
            if BARRIER in seen.text[scope.start : scope.end] or any(
                map(guarded, (scope.sentence, seen.sentence(at)))
            ):
                continue
            parts = [one for one in _alike(seen, total, scope.start, scope.end) if one.core not in skipped]
            printed = (total.text, *(one.text for one in parts))
            if printed in unrelated:
                continue
            relation = self._relation(total, parts, _announced(seen, match))
            if relation and relation.finding and self.parts == "after":
                before = _alike(seen, total, max(seen.sentence(at).start, at - _REACH), at)
                if any(_agreeing(other, parts) for other in before):
                    relation = undecided(relation.operands, "与句中前面的另一个数对得上")
            if relation:
                yield relation
            else:
                unrelated.add(printed)

    def _scope(self, seen: Figures, match: regex.Match[str]) -> _Scope:
        """Where the parts of a total are looked for."""
        at = match.start("T")
        announced = match.start("in") if "in" in match.re.groupindex else -1
        sentence = seen.sentence(at if announced < 0 else announced)
        if self.parts == "after":
            start = max(at + 1, announced)
            return _Scope(start, self._end(seen, start, min(sentence.end, at + _REACH)), sentence)
        return _Scope(max(sentence.start, at - _REACH), at, sentence)

    def _end(self, seen: Figures, start: int, end: int) -> int:
        """Where the parts that begin at `start` end, `end` at the latest."""
        first = MARK.search(seen.text, start, end)
        match = self.until.search(seen.text, (first.end(), end)) if self.until and first else None
        return match.start() if match else end

    def _skipped(self, seen: Figures) -> set[Span]:
        """The places of the figures that are no parts."""
        if self.skip is None:
            return set()
        found = (seen.quantity_at(match.start("X")) for match in self.skip.matches(seen.text))
        return {one.core for one in found if one}

    def _relation(self, total: Quantity, found: list[Quantity], announced: int | None) -> Relation | None:
        """The relation of a total to the figures found beside it, in the order of the text; None where they
        seem to have nothing to do with it. `announced` is the number of its parts, if the words tell it.
        """
        nearest = found if self.parts == "after" else found[::-1]
        agreeing = _agreeing(total, nearest) or _agreeing(total, nearest[1:])
        if agreeing:
            equation = _equation(total, agreeing)
            if equation.comparison is None or equation.comparison.verdict is not Verdict.consistent:
                return None  # where figures are rounded some may fit by chance
            return Relation(Verdict.consistent, equation.spans, equation.evidence())
        missed = self._missed(total, nearest[:_MOST], announced)
        return missed.relation() if missed else None

    def _missed(self, total: Quantity, nearest: list[Quantity], announced: int | None) -> _Missed | None:
        """The run of parts that the total was meant to be the sum of; None where that cannot be told."""
        sizes = [size for size in range(len(nearest), 1, -1) if announced in (None, size)]
        runs = [_Missed(total, nearest[:size]) for size in sizes]
        possible = [run for run in runs if run.is_possible]
        slips = (run for run in possible if run.may_be_slip)
        slip = next((run for run in slips if run.explanation.is_likely(self.chance / len(runs))), None)
        if slip or not self.all or not possible or _some_come_to(total, nearest[:_FEW]):
            return slip
        several = [run for run in possible if announced or len(run.parts) > 2]
        likely = (run for run in several if run.may_be_slip and run.explanation.is_likely(_EVEN))
        near = (run for run in several if run.is_near)
        return next(chain(likely, near), None)


def _announced(seen: Figures, match: regex.Match[str]) -> int | None:
    """How many parts the words say there are; None where they do not."""
    named = "K" in match.re.groupindex and match["K"] is not None
    count = seen.quantity_at(match.start("K")) if named else None
    return int(count.value) if count else None


def _alike(seen: Figures, total: Quantity, start: int, end: int) -> list[Quantity]:
    """The figures in a span of `seen.text` that may be added up to a total: of its base unit, and exact."""
    return [one for one in seen.within(start, end) if one.is_alike(total) and not one.approx]


@dataclass(frozen=True)
class _Missed:
    """A total and parts that do not come to it."""

    total: Quantity
    parts: Sequence[Quantity]

    @cached_property
    def added(self) -> Fraction:
        """What the parts come to."""
        return sum((part.value for part in self.parts), Fraction(0))

    @property
    def is_possible(self) -> bool:
        """Whether they may be its parts: none is as large as the total, and together they come neither to far
        more nor to far less.
        """
        value = self.total.value
        largest = max(part.value for part in self.parts)
        return largest < value and self.added <= _FAR * value and value <= _FAR * self.added

    @property
    def may_be_slip(self) -> bool:
        """Whether they miss it by what one slip makes: a digit and zeros where a digit is wrong, nine times
        that where two are swapped. True where the figures are not told to the same place.
        """
        places = {one.ulp for one in (self.total, *self.parts)}
        steps = abs(self.added - self.total.value) / min(places) if min(places) else Fraction(1, 2)
        if len(places) > 1 or steps.denominator > 1:
            return True
        number = steps.numerator
        return _is_one_digit(number) or (number % 9 == 0 and _is_one_digit(number // 9))

    @property
    def is_near(self) -> bool:
        """Whether they miss it by little."""
        return _NEAR * abs(self.added - self.total.value) <= self.total.value

    @cached_property
    def explanation(self) -> Explanation:
        """The slip that would make them come to it, as `Equation` has it, in less time: it is tried for many
        runs.
        """

        def comes_to(other: Operand, part: Quantity) -> bool:
            return _holds(self.total, self.added - part.value + other.value)

        parts = [(part, partial(comes_to, part=part)) for part in self.parts]
        return Explanation((*parts, (self.total, lambda other: _holds(other, self.added))), self.total)

    def relation(self) -> Relation:
        """The relation, with its finding."""
        equation = _equation(self.total, self.parts)
        evidence = equation.evidence()
        parts = [one for one in equation.in_order if one is not self.total]
        values = {
            "T": self.total.text,
            "parts": "、".join(one.text for one in parts),
            "computed": evidence.computed,
            "repair": self.explanation,
        }
        related = tuple(Related(one.core, one.text) for one in parts)
        finding = Finding(self.total.core, values, related=related, evidence=evidence)
        return Relation(Verdict.inconsistent, equation.spans, evidence, finding)


def _is_one_digit(number: int) -> bool:
    """Whether a number is one digit and zeros."""
    return len(str(number).rstrip("0")) == 1


def _equation(total: Quantity, parts: Sequence[Quantity]) -> Equation:
    return Equation(_SUM, {"parts": sorted(parts, key=lambda part: part.core), "T": [total]})


def _agreeing(total: Quantity, nearest: list[Quantity]) -> list[Quantity]:
    """The first figures, two or more, that come to a total; none where none do."""
    added = Interval(Fraction(0), Fraction(0))
    for size, part in enumerate(nearest[:_MOST], start=1):
        added = interval.added(added, part.wide)
        if size > 1 and interval.meet(added, total.wide):
            return nearest[:size]
    return []


def _some_come_to(total: Quantity, found: list[Quantity]) -> bool:
    """Whether any two or more figures come to a total."""
    return any(
        interval.meet(reduce(interval.added, (part.wide for part in some)), total.wide)
        for size in range(2, len(found) + 1)
        for some in combinations(found, size)
    )


def _holds(total: Operand, value: Fraction) -> bool:
    """Whether a value rounds to a total."""
    said = bounds(total).narrow
    return said.lo is not None and said.hi is not None and said.lo <= value <= said.hi
