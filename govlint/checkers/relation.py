"""Kind `relation`: figures that are set in relation by a formula, and cannot all be right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from govlint.checkers.equation import Equation
from govlint.checkers.figure_checker import LineFigureChecker, Relation, hindrance, require_chance, undecided
from govlint.diagnostic import Finding, Related
from govlint.document import Span
from govlint.numbers.figures import BARRIER, MARK, FigurePattern, Figures, guard
from govlint.numbers.formula import Formula, Verdict
from govlint.numbers.numerals import parse_ordinal
from govlint.numbers.operands import Ordinal
from govlint.numbers.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import regex

    from govlint.document import Document
    from govlint.numbers.formula import Comparison
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
    - `leading` names a collected operand of which perhaps only the first ones belong to the sum, `trailing`
      one of which perhaps only the last: where such a run of two or more alone comes to the other side, as
      rounded, the rest is left out.
    - `whole` names an operand that the pattern may have taken a wrong figure for (共有教师1320人，缺编86人，
      其中……): where an earlier one of its sentence fulfils the formula in its place, the relation is
      undecided. A sum must come to half of that figure or more.
    - `steps`: figures that agree only as rounded are reported, too, where the two sides are this many steps
      of the coarsest figure apart and no more than twice as many are added up: all of them would have to be
      rounded by nearly half a step, and the same way.
    - `chance`: only where one slip of the pen would explain the difference, and would do so by chance in less
      than this many per cent of unrelated figures; so the pattern may be loose.
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
    steps: int | None = None
    chance: int | None = None
    leading: str | None = None
    trailing: str | None = None
    whole: str | None = None
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where an option names what the pattern does not catch, or `leading`, `trailing`
        or `whole` what the formula does not hold, or `steps` is none.
        """
        require_chance(self.chance)
        if self.steps is not None and self.steps < 1:
            raise ValueError("steps 至少是 1")
        for option, names in (
            ("formula", sorted(self.formula.names)),
            ("otherwise", sorted(self.otherwise.names) if self.otherwise else ()),
            ("same", self.same),
            ("leading", (self.leading,) if self.leading else ()),
            ("trailing", (self.trailing,) if self.trailing else ()),
            ("whole", (self.whole,) if self.whole else ()),
        ):
            for name in names:
                if not self.pattern.catches(name):
                    raise ValueError(f"{option} 里的 {name} 在 pattern 中没有，写成 {{{name}}}")
                if option in ("leading", "trailing", "whole") and name not in self.formula.names:
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
        equation = self._equation(self._belonging(operands))
        spans = equation.spans
        no_value = any(
            isinstance(one, Quantity) and one.approx in ("range", "several") for one in equation.in_order
        )
        if why := hindrance(missing=missing, approximate=no_value, word=word):
            return undecided(spans, why)
        comparison = equation.comparison
        if comparison is None:
            return undecided(spans, "句中的数算不出来")
        if self._is_far(comparison) and not equation.is_slip():
            return undecided(spans, "相差太多，可能说的不是一回事")
        evidence = equation.evidence()
        if equation.holds and not self._is_stretched(equation):
            return Relation(comparison.verdict, spans, evidence)
        explanation = equation.explanation()
        if self.chance is not None and not explanation.is_likely(self.chance):
            return undecided(spans, "不像一处笔误，可能说的不是一回事")
        finding = Finding(
            equation.result.core if equation.named_result else Span(spans[0].start, spans[-1].end),
            {
                **words,
                **{name: "、".join(found) for name, found in equation.printed.items()},
                "computed": evidence.computed,
                "repair": explanation,
            },
            related=tuple(
                Related(one.core, one.text) for one in equation.in_order if one is not equation.result
            ),
            evidence=evidence,
        )
        return Relation(Verdict.inconsistent, spans, evidence, finding)

    def _equation(self, operands: Mapping[str, list[Operand]]) -> Equation:
        """The equation that the operands are compared by: that of `otherwise` where only it holds, or where
        neither does and it comes nearer to the same result.
        """
        equation = Equation(self.formula, operands)
        if not self.otherwise or not all(operands[name] for name in self.otherwise.names):
            return equation
        instead = Equation(self.otherwise, operands)
        if not equation.comparison or not instead.comparison or equation.holds or instead.holds:
            return instead if instead.holds and not equation.holds else equation
        nearer = self.otherwise.result == self.formula.result and instead.distance < equation.distance
        return instead if nearer else equation

    def _fits_earlier(
        self, seen: Figures, match: regex.Match[str], operands: Mapping[str, list[Operand]]
    ) -> bool:
        """Whether a figure before `whole` in its sentence fulfils the formula in its place, or the two
        together do (建议37件、提案46件，其中……).
        """
        if self.whole is None or not isinstance(whole := operands[self.whole][0], Quantity):
            return False
        at = match.start(self.whole)
        for earlier in seen.within(seen.sentence(at).start, at)[-_EARLIER:]:
            if not earlier.is_alike(whole):
                continue
            together = replace(earlier, value=earlier.value + whole.value)
            if self._is_whole(operands, earlier) or (
                self.formula.lists and self._is_whole(operands, together)
            ):
                return True
        return False

    def _is_whole(self, operands: Mapping[str, list[Operand]], whole: Quantity) -> bool:
        """Whether a figure fulfils the formula in the place of `whole`."""
        assert self.whole is not None
        equation = Equation(self.formula, self._belonging({**operands, self.whole: [whole]}))
        comparison = equation.comparison
        if comparison is None or not equation.holds:
            return False
        left, right = comparison.left.value, comparison.right.value
        return comparison.equal or not self.formula.lists or 100 * left >= _MOSTLY * right

    def _belonging(self, operands: Mapping[str, list[Operand]]) -> Mapping[str, list[Operand]]:
        """The operands without those that `leading` or `trailing` leaves out."""
        for name, at_end in ((self.leading, False), (self.trailing, True)):
            if name is None:
                continue
            several = operands[name]
            for count in range(2, len(several)):
                run = several[-count:] if at_end else several[:count]
                fewer = {**operands, name: run}
                comparison = Equation(self.formula, fewer).comparison
                if comparison and comparison.meets:
                    return fewer
        return operands

    def _is_far(self, comparison: Comparison) -> bool:
        """Whether the two sides differ by more than `near` allows."""
        if self.near is None or comparison.verdict is not Verdict.inconsistent:
            return False
        left, right = comparison.left.value, comparison.right.value
        return 100 * abs(left - right) > self.near * abs(right)

    def _is_stretched(self, equation: Equation) -> bool:
        """Whether figures that agree as rounded do so by `steps` only."""
        figures = [one for one in equation.in_order if isinstance(one, Quantity)]
        if self.steps is None or any(one.approx for one in figures) or len(figures) > 2 * self.steps + 1:
            return False
        step = max(one.coarse for one in figures)
        return step > 0 and equation.distance >= self.steps * step

    def _comparable(self, operands: Mapping[str, list[Operand]]) -> bool:
        alike = {
            (one.dimension, one.base)
            for name in self.same
            for one in operands[name]
            if isinstance(one, Quantity)
        }
        return all(operands[name] for name in self.formula.names) and len(alike) <= 1


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
