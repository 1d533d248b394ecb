"""Equations: a formula with figures of a text in the place of its names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from govlint.diagnostic import Evidence
from govlint.numbers.formula import Verdict
from govlint.numbers.operands import bounds, written
from govlint.numbers.quantity import Quantity
from govlint.numbers.slips import MYRIAD, SWAPPED, Explanation, likely_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from govlint.document import Span
    from govlint.numbers.formula import Bounds, Comparison, Formula
    from govlint.numbers.operands import Operand


@dataclass(frozen=True)
class Equation:
    """A formula and the operands found for each of its names; several for a name that is summed up, and there
    may be operands of other names.
    """

    formula: Formula
    operands: Mapping[str, Sequence[Operand]]

    @cached_property
    def comparison(self) -> Comparison | None:
        """The outcome; None where it cannot be worked out."""
        return self.formula.work_out(_values(self.operands, self.formula.lists))

    @property
    def holds(self) -> bool:
        """Whether it can be worked out and the figures agree."""
        return self.comparison is not None and self.comparison.verdict is not Verdict.inconsistent

    @property
    def distance(self) -> Fraction:
        """How far apart the two sides are. Only of an equation that can be worked out."""
        assert self.comparison is not None
        return abs(self.comparison.left.value - self.comparison.right.value)

    @cached_property
    def in_order(self) -> tuple[Operand, ...]:
        """All operands, in the order of the text."""
        found = (one for several in self.operands.values() for one in several)
        return tuple(sorted(found, key=lambda one: one.core))

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places of the operands, in the order of the text."""
        return tuple(one.core for one in self.in_order)

    @property
    def named_result(self) -> Operand | None:
        """The operand that stands alone on the right side; None where none does."""
        return self.operands[self.formula.result][0] if self.formula.result else None

    @property
    def result(self) -> Operand:
        """The operand in whose unit the left side is written."""
        return self.named_result or self.in_order[-1]

    @property
    def printed(self) -> dict[str, list[str]]:
        """The operands as they are printed, by name."""
        return {name: [one.text for one in found] for name, found in self.operands.items()}

    def evidence(self) -> Evidence:
        """The working. Only of an equation that can be worked out."""
        assert self.comparison is not None
        left, right = self.formula.with_figures(self.printed)
        computed = written(self.comparison.left.value, self.result)
        if self.formula.sign != "=":
            # What is compared need not be of one unit (户 and 人), and a bound in a rule has none.
            computed = computed if self.formula.computes else left
            right = written(self.comparison.right.value, self.result) if right.isdigit() else right
        return Evidence(left, computed, right, self.formula.sign)

    def explanation(self) -> Explanation:
        """The slip of the pen in one operand that would make it hold."""
        return Explanation(tuple(self._replaceable()), self.result, self.formula.divides)

    def is_slip(self) -> bool:
        """Whether it holds with 万 or 亿 put before one of the units, or one in place of the other, or with
        two neighbouring digits swapped: a slip, however far the result is off.
        """
        return any(
            agrees(other)
            for one, agrees in self._replaceable()
            if isinstance(one, Quantity)
            for slip, other in likely_meant(one)
            if slip in (MYRIAD, SWAPPED)
        )

    def _replaceable(self) -> Iterator[tuple[Operand, Callable[[Operand], bool]]]:
        """Each operand, with a function that tells whether the formula holds with another in its place."""
        for name, several in self.operands.items():
            for at, one in enumerate(several):

                def agrees(other: Operand, name: str = name, at: int = at) -> bool:
                    changed = [*self.operands[name][:at], other, *self.operands[name][at + 1 :]]
                    comparison = Equation(self.formula, {**self.operands, name: changed}).comparison
                    return comparison is not None and comparison.equal

                yield one, agrees


def _values(
    operands: Mapping[str, Sequence[Operand]], lists: frozenset[str]
) -> dict[str, Bounds | list[Bounds]]:
    """The bounds of each operand, by name; a list of bounds for those that `sum` adds up (`lists`)."""
    return {
        name: [bounds(one) for one in found] if name in lists else bounds(found[0])
        for name, found in operands.items()
        if found
    }
