"""Numbers in Arabic digits: 3.5万吨, 1,200 元."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from govlint.numbers import numerals
from govlint.numbers.completion import completed
from govlint.numbers.item import Item, unit_at
from govlint.numbers.units import NUMBER, Unit

if TYPE_CHECKING:
    from fractions import Fraction

    import regex

_LONG_IDENTIFIER = 8


def read_arabic(text: str, match: regex.Match[str]) -> Item | None:
    """The item of a number in Arabic digits; None where they are a year, a code or part of one."""
    start, whole, rest = match.start(), match["whole"], match["rest"] or ""
    times = (match["times"] or "").strip()
    unit = unit_at(text, match.end())
    end = unit.end if unit else match.end()
    over = match["post"] or match["mid"]
    if over and not unit and (not times or "来" in over):
        over, end = None, match.start("post" if match["post"] else "mid")
    latin = text[max(0, start - 2) : start - 1]
    if text[start - 1 : start] in ("-", "/") and latin.isascii() and latin.isalpha():  # DF-41
        return None
    if not unit and not times and _is_no_number(text, start, end, whole + rest):
        return None
    measure = unit.measure if unit else NUMBER
    worth = _worth(whole, rest, times, measure)
    ulp, coarse = worth.ulp, worth.coarse
    if over:
        ulp = coarse = coarse if match["mid"] else ulp
    digits_end = match.end("rest") if rest else match.end("whole")
    item = Item(
        start=start,
        end=end,
        digits=text[start:digits_end],
        value=worth.value,
        ulp=ulp,
        coarse=coarse,
        times=times,
        scale=worth.scale,
        measure=measure,
        approx="over" if over else "",
    )
    return completed(text, item)


class _Worth(NamedTuple):
    """The value of Arabic digits with their multiplier and unit. Fields as in `Quantity`."""

    value: Fraction
    ulp: Fraction
    coarse: Fraction
    scale: Fraction


@lru_cache(maxsize=16384)  # small numbers come again and again
def _worth(whole: str, rest: str, times: str, measure: Unit) -> _Worth:
    scale = numerals.magnitude(times.lstrip("个")) * measure.factor
    digits = int((whole + rest[1:]).replace("，", ""))
    ulp = scale / 10 ** len(rest[1:])
    coarse = ulp
    if not rest and digits and whole[-1] == "0":
        printed = str(digits)
        coarse *= 10 ** (len(printed) - len(printed.rstrip("0")))
    return _Worth(digits * ulp, ulp, coarse, scale)


def _is_no_number(text: str, start: int, end: int, digits: str) -> bool:
    """Whether digits without a unit are a year, an identifier or part of a code rather than a number."""
    follower = text[end : end + 1]
    if (follower.isascii() and follower.isalpha()) or follower in tuple("°′″"):
        return True
    if "." in digits or "，" in digits:
        return False
    if text[start - 1 : start] in ("“", "‘", '"'):  # “8337”发展思路
        return True
    if len(digits) >= _LONG_IDENTIFIER:
        return True
    return len(digits) == 4 and 1949 <= int(digits) < 2100
