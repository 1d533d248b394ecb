"""Kind `relation`: figures that are set in relation by a formula, and cannot all be right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from govlint.checkers.figure_checker import LineFigureChecker, Relation, hindrance, undecided
from govlint.diagnostic import Evidence, Finding, Related
from govlint.document import Span
from govlint.numbers.figures import BARRIER, MARK, FigurePattern, Figures, guard
from govlint.numbers.formula import Formula, Verdict
from govlint.numbers.numerals import parse_ordinal
from govlint.numbers.operands import Ordinal, bounds, written
from govlint.numbers.quantity import Quantity
from govlint.numbers.slips import MYRIAD, SWAPPED, Explanation, likely_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import regex

    from govlint.document import Document
    from govlint.numbers.formula import Bounds, Comparison
    from govlint.numbers.operands import Operand

_MOSTLY = 50  # per cent of an earlier total that parts come to, to be parts of it
_EARLIER = 24  # figures before a relation that may be the one it is about


@dataclass(frozen=True)
class RelationChecker(LineFigureChecker):
    """Reports figures that do not fulfil a formula, however they were rounded.

    - `pattern` finds the figures. `{T}` is a quantity named T, `{P:percent}` one of that dimension; a name
      that matches more than once collects its quantities, for `sum`. A group of digits, Arabic or Chinese,
      such as `(?P<y1>\\d{4})`, is an operand too: a whole number.
    - `formula` says what must hold: `T - D == R`, `sum(parts) == T`, `P <= 100`; `otherwise`, what may hold
      instead.
    - `same` names operands that must have one base unit (one currency, one counter); where they have not,
      nothing is said.
    - `near`: how far the two sides may differ, in per cent of the right one, to be reported. Where they
      differ more, the figures are about something else: undecided, unless a lost 万 or 亿, or two digits
      swapped, explain it.
    - `leading` names a collected operand of which perhaps only the first ones belong to the sum: where the
      first two or more alone are equal to the other side, the rest is left out.
    - `whole` names an operand that the pattern may have taken a wrong figure for (共有教师1320人，缺编86人，
      其中……): where an earlier one of its sentence fulfils the formula in its place, the relation is
      undecided. A sum must come to half of that figure or more.
    - Where `unless` matches in the sentence (of a match over two, in its first or last), the relation is
      undecided; so it is over missing text, and with a range or a number without a value (数百).

    Values for the message: every named group and operand as printed (several joined by 、); `computed`, the
    left side of the formula in the unit of the right one; `repair`, the one slip of the pen that would
    explain the difference (two digits swapped, 万 for 亿, a decimal point, a digit), empty where there is
    none or several.
    """

    pattern: FigurePattern
    formula: Formula
    otherwise: Formula | None = None
    same: tuple[str, ...] = ()
    near: int | None = None
    leading: str | None = None
    whole: str | None = None
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where an option names what the pattern does not catch, or `leading` or `whole`
        what the formula does not hold.
        """
        for option, names in (
            ("formula", sorted(self.formula.names)),
            ("otherwise", sorted(self.otherwise.names) if self.otherwise else ()),
            ("same", self.same),
            ("leading", (self.leading,) if self.leading else ()),
            ("whole", (self.whole,) if self.whole else ()),
        ):
            for name in names:
                if not self.pattern.catches(name):
                    raise ValueError(f"{option} 里的 {name} 在 pattern 中没有，写成 {{{name}}}")
                if option in ("leading", "whole") and name not in self.formula.names:
                    raise ValueError(f"{option} 里的 {name} 不在 formula 里")

    @cached_property
    def _named(self) -> tuple[str, ...]:
        """The operands: what the formulas and `same` name."""
        others = self.otherwise.names if self.otherwise else frozenset()
        return tuple(sorted({*self.formula.names, *others, *self.same}))

    def clues(self, document: Document) -> Iterator[Relation]:
        """Yield a relation for each match whose operands can be compared."""
        seen = document.derived(self.pattern.seen)
        guarded = guard(seen, self.unless)
        for match in self.pattern.matches(seen.text):
            operands = {name: _operands(seen, match, name) for name in self._named}
            if self._comparable(operands):
                # “总数。其中，分项……”是两句
                sentences = {seen.sentence(place) for place in (match.start(), match.end() - 1)}
                word = next(filter(None, map(guarded, sorted(sentences))), "")
                words = {name: _printed(document, seen, match, name) for name in match.groupdict()}
                relation = self._relation(operands, words, BARRIER in match[0], word)
                if relation.finding and self._fits_earlier(seen, match, operands):
                    relation = undecided(relation.operands, "与句中前面的另一个数对得上")
                yield relation

    def _relation(
        self, operands: Mapping[str, list[Operand]], words: Mapping[str, str], missing: bool, word: str
    ) -> Relation:
        """The relation of some operands; `missing` and `word` are as for `hindrance`."""
        operands = self._belonging(operands)
        ordered = sorted((one for found in operands.values() for one in found), key=lambda one: one.core)
        spans = tuple(one.core for one in ordered)
        no_value = any(isinstance(one, Quantity) and one.approx in ("range", "several") for one in ordered)
        if why := hindrance(missing=missing, approximate=no_value, word=word):
            return undecided(spans, why)
        formula, comparison = self._worked_out(operands)
        if comparison is None:
            return undecided(spans, "句中的数算不出来")
        if self._is_far(comparison) and not _is_slip(formula, operands):
            return undecided(spans, "相差太多，可能说的不是一回事")
        named = operands[self.formula.result][0] if self.formula.result else None
        result = named or ordered[-1]
        working = {name: [one.text for one in found] for name, found in operands.items()}
        evidence = _evidence(formula, comparison, working, result)
        if comparison.verdict is not Verdict.inconsistent:
            return Relation(comparison.verdict, spans, evidence)
        finding = Finding(
            result.core if named else Span(spans[0].start, spans[-1].end),
            {
                **words,
                **{name: "、".join(found) for name, found in working.items()},
                "computed": evidence.computed,
                "repair": Explanation(tuple(_replaceable(formula, operands)), result, formula.divides),
            },
            related=tuple(Related(one.core, one.text) for one in ordered if one is not result),
            evidence=evidence,
        )
        return Relation(comparison.verdict, spans, evidence, finding)

    def _worked_out(self, operands: Mapping[str, list[Operand]]) -> tuple[Formula, Comparison | None]:
        """The formula that the operands are compared by, and its outcome: `otherwise` where the operands do
        not agree by `formula` and do by it.
        """
        comparison = self.formula.work_out(_values(operands, self.formula.lists))
        if (
            comparison
            and comparison.verdict is Verdict.inconsistent
            and self.otherwise
            and all(operands[name] for name in self.otherwise.names)
        ):
            instead = self.otherwise.work_out(_values(operands, self.otherwise.lists))
            if instead and instead.verdict is not Verdict.inconsistent:
                return self.otherwise, instead
        return self.formula, comparison

    def _fits_earlier(
        self, seen: Figures, match: regex.Match[str], operands: Mapping[str, list[Operand]]
    ) -> bool:
        """Whether a figure before `whole` in its sentence fulfils the formula in its place."""
        if self.whole is None or not isinstance(whole := operands[self.whole][0], Quantity):
            return False
        at = match.start(self.whole)
        for earlier in seen.within(seen.sentence(at).start, at)[-_EARLIER:]:
            if (earlier.dimension, earlier.base) != (whole.dimension, whole.base):
                continue
            instead = self._belonging({**operands, self.whole: [earlier]})
            comparison = self.formula.work_out(_values(instead, self.formula.lists))
            if comparison and comparison.verdict is not Verdict.inconsistent:
                left, right = comparison.left.value, comparison.right.value
                if comparison.equal or not self.formula.lists or 100 * left >= _MOSTLY * right:
                    return True
        return False

    def _belonging(self, operands: Mapping[str, list[Operand]]) -> Mapping[str, list[Operand]]:
        """The operands without those that `leading` leaves out."""
        if self.leading is None:
            return operands
        several = operands[self.leading]
        for count in range(2, len(several)):
            fewer = {**operands, self.leading: several[:count]}
            comparison = self.formula.work_out(_values(fewer, self.formula.lists))
            if comparison and comparison.left.value == comparison.right.value:
                return fewer
        return operands

    def _is_far(self, comparison: Comparison) -> bool:
        """Whether the two sides differ by more than `near` allows."""
        if self.near is None or comparison.verdict is not Verdict.inconsistent:
            return False
        left, right = comparison.left.value, comparison.right.value
        return 100 * abs(left - right) > self.near * abs(right)

    def _comparable(self, operands: Mapping[str, list[Operand]]) -> bool:
        alike = {
            (one.dimension, one.base)
            for name in self.same
            for one in operands[name]
            if isinstance(one, Quantity)
        }
        return all(operands[name] for name in self.formula.names) and len(alike) <= 1


def _evidence(
    formula: Formula, comparison: Comparison, working: Mapping[str, list[str]], result: Operand
) -> Evidence:
    """The working of a comparison, with the result in its unit; `working` are the printed operands."""
    left, right = formula.with_figures(working)
    computed = written(comparison.left.value, result)
    if formula.sign != "=":
        # What is compared need not be of one unit (户 and 人), and a bound in a rule has none.
        computed = computed if formula.computes else left
        right = written(comparison.right.value, result) if right.isdigit() else right
    return Evidence(left, computed, right, formula.sign)


def _operands(seen: Figures, match: regex.Match[str], name: str) -> list[Operand]:
    """The quantities or whole numbers that a named group matched, in order."""
    found: list[Operand] = []
    for (start, end), caught in zip(match.spans(name), match.captures(name), strict=True):
        quantity = seen.quantity_at(start)
        if quantity:
            found.append(quantity)
            continue
        value = parse_ordinal(caught)
        if value is not None:
            found.append(Ordinal(Span(seen.origin(start), seen.origin(end)), caught, value))
    return found


def _printed(document: Document, seen: Figures, match: regex.Match[str], name: str) -> str:
    """What a group matched, figures as they are printed; empty where it matched nothing."""
    caught: str = match[name] or ""
    if not MARK.search(caught):
        return caught
    start, end = match.span(name)
    return document.text[seen.origin(start) : seen.origin(end)]


def _values(
    operands: Mapping[str, Sequence[Operand]], lists: frozenset[str]
) -> dict[str, Bounds | list[Bounds]]:
    """The bounds of each operand, by name; a list of bounds for those that `sum` adds up (`lists`)."""
    return {
        name: [bounds(one) for one in found] if name in lists else bounds(found[0])
        for name, found in operands.items()
        if found
    }


def _is_slip(formula: Formula, operands: Mapping[str, Sequence[Operand]]) -> bool:
    """Whether the formula holds with 万 or 亿 put before one of the units, or one in place of the other, or
    with two neighbouring digits swapped: a slip, however far the result is off.
    """
    return any(
        agrees(other)
        for one, agrees in _replaceable(formula, operands)
        if isinstance(one, Quantity)
        for slip, other in likely_meant(one)
        if slip in (MYRIAD, SWAPPED)
    )


def _replaceable(
    formula: Formula, operands: Mapping[str, Sequence[Operand]]
) -> Iterator[tuple[Operand, Callable[[Operand], bool]]]:
    """Each operand, with a function that tells whether the formula holds with another one in its place."""
    for name, several in operands.items():
        for at, one in enumerate(several):

            def agrees(other: Operand, name: str = name, at: int = at) -> bool:
                changed = [*operands[name][:at], other, *operands[name][at + 1 :]]
                comparison = formula.work_out(_values({**operands, name: changed}, formula.lists))
                return comparison is not None and comparison.equal

            yield one, agrees
