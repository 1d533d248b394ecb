"""What belongs to a number besides its digits and its unit: smaller coins, half a unit, a doubling, a sign, a
currency.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from govlint.numbers import numerals
from govlint.numbers.patterns import COINS, CURRENCY_BEFORE, HAN
from govlint.numbers.units import CURRENCIES, LONGEST, NUMBER, UNITS

if TYPE_CHECKING:
    from govlint.numbers.item import Item

_TENTHS = frozenset("一二三四五六七八九")
_SIGNS = {"¥": "元", "￥": "元", "$": "美元", "US$": "美元"}


def completed(text: str, item: Item) -> Item | None:
    """The item with all that belongs to the number itself: what follows the unit (五元三毛, 两成半, 翻两番)
    and the sign or currency before the digits. None where it turns out to be no number.
    """
    name, dimension, end = item.measure.name, item.measure.dimension, item.end
    if name == "番":
        return _doubled(text, item)
    if dimension == "money":
        item = _with_coins(text, item)
    elif name == "成" or (text[end : end + 1] == "半" and dimension not in ("count", "number")):
        follower = text[end : end + 1]
        tenth = numerals.parse(follower) if name == "成" and follower in _TENTHS else None
        if follower == "半" and text[end + 1 : end + 2] not in tuple("数岛径夜年"):
            item = item._replace(
                value=item.value + item.scale / 2, ulp=item.scale / 2, coarse=item.scale / 2, end=end + 1
            )
        elif tenth is not None:
            item = item._replace(value=item.value + tenth, ulp=Fraction(1), coarse=Fraction(1), end=end + 1)
    return signed(text, item)


def _doubled(text: str, item: Item) -> Item | None:
    """The item of a doubling: 翻两番 is four times. None without 翻, where it is no number (一番事业)."""
    if (
        "翻" not in text[max(0, item.start - 3) : item.start]
        or item.value.denominator != 1
        or not 0 < item.value < 20
    ):
        return None
    return item._replace(value=Fraction(2) ** int(item.value), ulp=Fraction(0), coarse=Fraction(0))


def _with_coins(text: str, item: Item) -> Item:
    """The item with smaller coins, a second currency or 整 after it: 五元三毛, 三万元欧元, 壹拾元整."""
    end = item.end
    coins = COINS.compiled.match(text, end)
    if coins and item.measure.name == "元" and not item.times:
        tenths = numerals.parse(coins["jiao"], "smart") or Fraction(0)
        hundredths = numerals.parse(coins["fen"] or "零", "smart") or Fraction(0)
        ulp = Fraction(1, 100 if coins["fen"] else 10)
        return item._replace(
            value=item.value + tenths / 10 + hundredths / 100, ulp=ulp, coarse=ulp, end=coins.end()
        )
    for length in range(min(LONGEST, len(text) - end), 1, -1):
        currency = CURRENCIES.get(text[end : end + length])
        if currency and item.measure.name == "元":
            return item._replace(measure=UNITS[currency], end=end + length)
    if text[end : end + 1] in ("整", "正") and not HAN.compiled.match(text, end + 1):
        return item._replace(end=end + 1)
    return item


def signed(text: str, item: Item) -> Item:
    """The item with the minus sign or the currency sign before the number."""
    start = item.start
    before = text[start - 1 : start]
    if before == "负" or (
        before == "-" and item.measure is not NUMBER and not _closes(text[start - 2 : start - 1])
    ):
        return item._replace(start=start - 1, value=-item.value, digits=text[start - 1 : start] + item.digits)
    if item.measure.base == "元" or (item.measure is NUMBER and before in ("¥", "$", "￥")):
        found = CURRENCY_BEFORE.compiled.search(text, max(0, start - 6), start)
        if found:
            name = found[0].strip()
            return item._replace(start=found.start(), measure=UNITS[_SIGNS.get(name) or CURRENCIES[name]])
    return item


def _closes(before: str) -> bool:
    """Whether a hyphen after this character is a dash between two things, and no minus sign."""
    return bool(before) and (before.isascii() or before in "年月日元个期第表图章条万亿")
