"""Quantities: the numbers of a text with their units, their values, and how exact they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from govlint.numbers.interval import Interval

if TYPE_CHECKING:
    from govlint.document import Span
    from govlint.numbers.units import Unit

Approximation = Literal["", "near", "over", "gt", "ge", "lt", "le", "about", "several", "range"]


_RATES = ("percent", "points")
_HUNDREDS = re.compile("(?:[1-9]00+|[一二两三四五六七八九][百千])[万亿]")  # 200万, 二百万
_CUT = 1 - Fraction(1, 10**9)  # how far a number may go on that was cut off: short of the next step


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number of a text with its unit.

    - `span` has the approximators too (近3.5万元以上), `core` the number and unit alone; code points.
    - `digits` is the number as printed (4.40), `unit` what follows it, multiplier and all (亿元).
    - `value`, `ulp` (one step of the last printed place; 0 for exact fractions) and `coarse` (one step of
      the last place that is not a trailing zero) are in base units of `measure`; so is `scale`, one `unit`.
    - `approx`: near 近, over 余 多, gt 超 突破, ge 以上 至少, le 以下 不超过, lt 不足, about 约 左右,
      several 数百, range (then `ends` are its ends and `value` the middle).
    - `spelled`: written in Chinese numerals.
    """

    span: Span
    core: Span
    text: str
    digits: str
    value: Fraction
    ulp: Fraction
    coarse: Fraction
    unit: str
    scale: Fraction
    measure: Unit
    approx: Approximation = ""
    spelled: bool = False
    ends: Interval | None = None

    @property
    def dimension(self) -> str:
        """What is measured: money, area, … count, percent, points, times, doubling, ratio or number."""
        return self.measure.dimension

    @property
    def base(self) -> str:
        """The base unit of `value`: a currency for money, the counter for counts."""
        return self.measure.base

    @property
    def discrete(self) -> bool:
        """Whether it counts things that come whole."""
        return self.measure.discrete

    def is_alike(self, other: Quantity) -> bool:
        """Whether another quantity is measured in the same base unit: one currency, one counter."""
        return (self.dimension, self.base) == (other.dimension, other.base)

    @property
    def exact(self) -> bool:
        """Whether the printed number is not rounded: 48户, 三个, a fraction, 0万元; not 1.3万户 or 0%."""
        whole = (
            self.discrete and self.scale == self.measure.factor and not set("万亿萬億.") & set(self.digits)
        )
        nothing = self.value == 0 and "." not in self.digits and self.dimension not in _RATES
        return self.ulp == 0 or whole or nothing

    @cached_property
    def narrow(self) -> Interval:
        """The values the number stands for, taken as rounded to its last printed place."""
        if self.approx:
            return self._approximate(wide=False)
        half = Fraction(0) if self.exact else self.ulp / 2
        return Interval(self.value - half, self.value + half)

    @cached_property
    def wide(self) -> Interval:
        """The values the number stands for if it may be rounded or cut off, and its trailing zeros (5500亩,
        but not 50% or 6.0天) may come of rounding: by up to a fiftieth of the number, a twentieth of 200万.
        """
        if self.approx:
            return self._approximate(wide=True)
        if self.exact:
            return self.narrow
        step = self.ulp
        if self.dimension not in _RATES and "." not in self.digits:
            share = 20 if _HUNDREDS.match(self.digits + self.unit) else 50
            step = min(self.coarse, max(self.ulp, abs(self.value) / share))
        if self.value < 0:
            return Interval(self.value - step * _CUT, self.value + step / 2)
        return Interval(self.value - step / 2, self.value + step * _CUT)

    def _approximate(self, *, wide: bool) -> Interval:
        value, zero = self.value, Fraction(0)
        match self.approx:
            case "range":
                assert self.ends is not None
                return self.ends
            case "near":
                return _between(value * Fraction(8 if wide else 9, 10), value)
            case "over":
                return Interval(value, value + (self.coarse if wide else self.ulp))
            case "gt" | "ge":
                return Interval(value, None)
            case "lt" | "le":
                return _between(zero, value)
            case "about":
                step = abs(value) / (10 if wide else 20)
                if "." in self.digits:  # 约3.52万元 is not 约3万元
                    step = min(step, self.ulp * (5 if wide else 2))
                return Interval(value - step, value + step)
            case _:
                return _between(value if wide else 2 * value, 10 * value)


def _between(one: Fraction, other: Fraction) -> Interval:
    return Interval(min(one, other), max(one, other))
