"""The operands of formulas, quantities and whole numbers: their bounds, and values written as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from govlint.numbers.formula import Bounds, exact
from govlint.numbers.numerals import format_ordinal, last_magnitude, magnitude
from govlint.numbers.quantity import Quantity

if TYPE_CHECKING:
    from fractions import Fraction

    from govlint.document import Span


class Ordinal(NamedTuple):
    """A whole number without a unit: a year, a rank, the number of a plan. `core` is its span."""

    core: Span
    text: str
    value: int


Operand: TypeAlias = Quantity | Ordinal


def bounds(operand: Operand) -> Bounds:
    """The bounds of a quantity or a whole number, for a formula."""
    if isinstance(operand, Ordinal):
        return exact(operand.value)
    return Bounds(operand.value, operand.narrow, operand.wide)


def written(value: Fraction, like: Operand) -> str:
    """A value written like a printed number: in its unit, with at most one decimal place more."""
    if isinstance(like, Ordinal):
        return str(value) if like.text.isdecimal() else format_ordinal(int(value))
    mixed = "" if like.spelled else next((unit for unit in "亿万" if unit in like.digits), "")  # 1亿2千万元
    unit = mixed or (last_magnitude(like.digits).lstrip("十百千") if like.spelled else "")
    scaled = value / like.scale / magnitude(unit)
    places = 0 if like.exact and scaled.denominator == 1 else len(like.digits.partition(".")[2]) + 1
    places = max(places, 4 if mixed else 0)
    steps = round(scaled * 10**places)
    digits = f"{abs(steps):0{places + 1}}"
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    number = f"{'-' if steps < 0 else ''}{whole}{'.' if rest else ''}{rest}"
    return (number.rstrip("0").rstrip(".") if "." in number else number) + unit + like.unit
