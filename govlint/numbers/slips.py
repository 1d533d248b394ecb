"""Slips of the pen in numbers: what a printed number may have been meant to be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from govlint.numbers.operands import Ordinal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from govlint.numbers.operands import Operand
    from govlint.numbers.quantity import Quantity

SWAPPED, MYRIAD, TEN_TIMES, ANOTHER_DIGIT = range(4)
"""Kinds of slips, the likeliest first."""

_DIGITS = "0123456789"
_THOUSANDS = re.compile("(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")  # folded; what it parts is one number
_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_MYRIADS = {"万": 10**4, "亿": 10**8}  # what is taken for each other, or left out
_UNCOUNTED = {"percent", "points", "ratio", "times", "doubling", "time"}  # dimensions never said in 万


def is_slip(one: str, other: str) -> bool:
    """Whether one printed number may be the other mistyped: a character changed, two neighbours swapped, one
    lost or doubled.
    """
    if len(one) > len(other):
        one, other = other, one
    if len(one) == len(other):
        apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(apart) == 2 and apart[1] == apart[0] + 1:
            return one[apart[0]] + one[apart[1]] == other[apart[1]] + other[apart[0]]
        return len(apart) == 1
    return len(other) == len(one) + 1 and any(other[:at] + other[at + 1 :] == one for at in range(len(other)))


def is_exchange(one: str, other: str) -> bool:
    """Whether one printed number is the other with two neighbouring digits exchanged (87.18 and 81.78)."""
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(apart) != 2 or "." in (one[apart[0]], one[apart[1]]):
        return False
    start, end = apart
    return one[start:end].rstrip(".") == one[start] and one[start] + one[end] == other[end] + other[start]


@lru_cache(maxsize=1000)
def likely_meant(quantity: Quantity) -> tuple[tuple[int, Quantity], ...]:
    """The quantities that may have been meant by a printed one, each with the kind of slip.

    SWAPPED: two neighbouring digits; MYRIAD: 万 for 亿, or neither where one belongs; TEN_TIMES: too large or
    too small; ANOTHER_DIGIT: one digit is wrong. Nothing for approximate numbers, Chinese numerals and
    digits with anything but a point or separators of thousands between them.
    """
    return tuple(_likely_meant(quantity))


def _likely_meant(quantity: Quantity) -> Iterator[tuple[int, Quantity]]:
    digits, unit = _THOUSANDS.sub("", quantity.digits), quantity.unit
    if quantity.approx or quantity.spelled or not digits.replace(".", "").isdecimal():
        return
    if Fraction(digits) * quantity.scale != quantity.value:
        return
    places = [at for at, digit in enumerate(digits) if digit != "."]
    for one, other in pairwise(places):
        if digits[one] != digits[other]:
            swapped = [*digits]
            swapped[one], swapped[other] = digits[other], digits[one]
            yield from _printed(SWAPPED, quantity, "".join(swapped), unit)
    if quantity.dimension not in _UNCOUNTED:
        bare = unit[1:] if unit[:1] in _MYRIADS else unit
        for meant in (f"万{bare}", f"亿{bare}"):
            if meant != unit:
                yield from _printed(MYRIAD, quantity, digits, meant)
    if "." in digits:
        whole, _, part = digits.partition(".")
        moved = (f"{whole}{part[0]}.{part[1:]}", f"{whole[:-1] or 0}.{whole[-1]}{part}")
        for number in moved:
            yield from _printed(TEN_TIMES, quantity, re.sub(r"^0(?=\d)|\.$", "", number), unit)
    for at in places:
        for digit in _DIGITS:
            if digit != digits[at]:
                yield from _printed(ANOTHER_DIGIT, quantity, digits[:at] + digit + digits[at + 1 :], unit)


def _printed(slip: int, quantity: Quantity, digits: str, unit: str) -> Iterator[tuple[int, Quantity]]:
    """The quantity with other digits, or with another multiplier (万, 亿); nothing where no number is
    written so (03).
    """
    if not _NUMBER.fullmatch(digits):
        return
    scale = quantity.scale * Fraction(_MYRIADS.get(unit[:1], 1), _MYRIADS.get(quantity.unit[:1], 1))
    ulp = scale / 10 ** len(digits.partition(".")[2])
    value = Fraction(digits) * scale
    yield (
        slip,
        replace(
            quantity,
            text=digits + unit,
            digits=digits,
            unit=unit,
            scale=scale,
            value=value,
            ulp=ulp,
            coarse=ulp,
        ),
    )


@dataclass(frozen=True)
class Explanation:
    """The slip of the pen in one figure that would make all agree; `str` puts it into words.

    Each of the `operands` comes with a function that tells whether all would agree with another one in its
    place. `result` is the operand that the finding is about; `divides` tells that the figures are divided, so
    that too many digits would fit.

    Many slips are tried, so it is worked out only for a message that takes it.
    """

    operands: Sequence[tuple[Operand, Callable[[Operand], bool]]]
    result: Operand
    divides: bool = False

    def is_likely(self, chance: float) -> bool:
        """Whether a wrong digit, or two neighbouring ones swapped, would make all agree, and would do so by
        chance in less than `chance` per cent of cases. Of figures that are divided only the result may have
        a wrong digit.

        Each slip tried leads by chance to the result in one of as many cases as the result has steps: 3412户
        has 3412, 28.6% has 286, 4500户 has 45.
        """
        result = self.result
        quantities = [(one, agrees) for one, agrees in self.operands if not isinstance(one, Ordinal)]
        if isinstance(result, Ordinal):
            return False
        # What is added up is known to the coarsest of its parts.
        added = [] if self.divides else [one for one, _ in quantities if one.base == result.base]
        step = max(one.coarse for one in (result, *added))
        tried = 0
        for kind in (SWAPPED, ANOTHER_DIGIT):
            variants = [
                (other, agrees)
                for one, agrees in quantities
                if kind == SWAPPED or not self.divides or one is result
                for slip, other in likely_meant(one)
                if slip == kind
            ]
            tried += len(variants)
            if 100 * tried * step >= chance * abs(result.value):
                return False
            if any(agrees(other) for other, agrees in variants):
                return True
        return False

    def __str__(self) -> str:
        """The slip in words; empty where none would make all agree, or several equally likely ones."""
        found: list[tuple[int, Quantity, str]] = []
        for one, agrees in self.operands:
            if isinstance(one, Ordinal):
                continue
            # A part so small that it might as well be missing explains nothing.
            needless = agrees(Ordinal(one.core, one.text, 0))
            for slip, other in likely_meant(one):
                if slip == ANOTHER_DIGIT and self.divides:
                    break  # other digits come last
                if agrees(other) and not (needless and other.value < one.value):
                    found.append((slip, one, f"（{one.text}若是{other.text}则相符）"))
        least = min((slip for slip, *_ in found), default=0)
        likely = [(one, said) for slip, one, said in found if slip == least]
        # That the result is another number is what the message says anyway.
        if len(likely) != 1 or (least == ANOTHER_DIGIT and likely[0][0] is self.result):
            return ""
        return likely[0][1]
