"""An item: a number as it is found, with its unit, before the words around it are looked at."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govlint.numbers.patterns import COINS, HAN, LATIN
from govlint.numbers.units import ARABIC_ONLY, FIRST, LONGEST, NOT_BEFORE, UNITS, Unit

if TYPE_CHECKING:
    import regex

    from govlint.numbers.interval import Interval
    from govlint.numbers.quantity import Approximation


class UnitFound(NamedTuple):
    """A unit found in the text, and the offset where it ends."""

    measure: Unit
    end: int


class Item(NamedTuple):
    """A number with its unit, before the words around it are looked at.

    `start` and `end` are offsets of the text, `times` is the multiplier between digits and unit (万 of
    3万元). The other fields are as in `Quantity`.
    """

    start: int
    end: int
    digits: str
    value: Fraction
    ulp: Fraction
    coarse: Fraction
    scale: Fraction
    measure: Unit
    times: str = ""
    approx: Approximation = ""
    spelled: bool = False
    ends: Interval | None = None


def exact_item(match: regex.Match[str], value: Fraction, measure: Unit, *, spelled: bool = False) -> Item:
    """The item for a number that is exact, such as a fraction: no step of a last place."""
    return Item(
        start=match.start(),
        end=match.end(),
        digits=match[0],
        value=value,
        ulp=Fraction(0),
        coarse=Fraction(0),
        scale=Fraction(1),
        measure=measure,
        spelled=spelled,
    )


def unit_at(text: str, at: int, *, spelled: bool = False) -> UnitFound | None:
    """The longest unit that begins at an offset of the text, or after one space there; None where none does.

    After a number in Chinese numerals (`spelled`), units that go with Arabic digits only are none.
    """
    if text[at : at + 1] == " ":
        at += 1
    first = text[at : at + 1]
    if first not in FIRST or not first:
        return None
    if (first.isascii() and first.isalpha()) or first == "μ":
        latin = LATIN.compiled.match(text, at)
        unit = UNITS.get(latin[0]) if latin else None
        return UnitFound(unit, latin.end()) if latin and unit else None
    for length in range(min(LONGEST, len(text) - at), 0, -1):
        spelling = text[at : at + length]
        unit = UNITS.get(spelling)
        if unit is None or (spelled and spelling in ARABIC_ONLY):
            continue
        follower = text[at + length : at + length + 1]
        if follower and follower in NOT_BEFORE.get(spelling, ""):
            continue
        if spelling == "块" and (not HAN.compiled.match(follower) or COINS.compiled.match(text, at + 1)):
            unit = UNITS["元"]  # 三块, not 三块地
        return UnitFound(unit, at + length)
    return None
