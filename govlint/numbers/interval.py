"""Intervals of fractions, and arithmetic with them: what may come of numbers that are not known exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Interval(NamedTuple):
    """Closed interval in base units; None where a side has no bound."""

    lo: Fraction | None
    hi: Fraction | None


def meet(one: Interval, other: Interval) -> bool:
    """Whether two intervals have a value in common."""
    return reaches(one, other) and reaches(other, one)


def reaches(low: Interval, high: Interval) -> bool:
    """Whether some value of `low` is at most some value of `high`."""
    return low.lo is None or high.hi is None or low.lo <= high.hi


def added(left: Interval, right: Interval) -> Interval:
    """The sums of values of two intervals."""
    return Interval(_plus(left.lo, right.lo), _plus(left.hi, right.hi))


def subtracted(left: Interval, right: Interval) -> Interval:
    """The values of one interval less those of the other."""
    return Interval(_minus(left.lo, right.hi), _minus(left.hi, right.lo))


def multiplied(left: Interval, right: Interval) -> Interval:
    """The products of values of two intervals."""
    if left.lo is None or right.lo is None:
        return Interval(None, None)
    if left.hi is None or right.hi is None:
        return Interval(left.lo * right.lo, None) if min(left.lo, right.lo) >= 0 else Interval(None, None)
    ends = [one * other for one in (left.lo, left.hi) for other in (right.lo, right.hi)]
    return Interval(min(ends), max(ends))


def divided(left: Interval, right: Interval) -> Interval:
    """The values of one interval by those of the other. Raises ZeroDivisionError where the divisor may be
    zero.
    """
    if right.hi is not None and right.hi < 0:
        return divided(_negative(left), _negative(right))
    if right.lo is None or right.lo <= 0:
        raise ZeroDivisionError
    low = None if left.lo is None else Fraction(0) if right.hi is None else left.lo / right.hi
    if left.lo is not None and left.lo < 0:
        low = left.lo / right.lo
    high = None if left.hi is None else left.hi / right.lo
    if left.hi is not None and left.hi < 0:
        high = Fraction(0) if right.hi is None else left.hi / right.hi
    return Interval(low, high)


def _negative(one: Interval) -> Interval:
    return Interval(None if one.hi is None else -one.hi, None if one.lo is None else -one.lo)


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _minus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other
