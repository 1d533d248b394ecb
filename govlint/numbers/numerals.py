"""Reads numerals as exact fractions (三千二百, 壹拾万, 4.78万亿, 三分之二), and reads and writes ordinals."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

Mode = Literal["normal", "smart"]

_CIRCLES = [chr(code) for code in (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))]
_CIRCLED = {sign: value for value, sign in enumerate(_CIRCLES, 1)}

_PLAIN = str.maketrans(
    dict(zip("壹贰貳叁參叄肆伍陆陸柒捌玖", "一二二三三三四五六六七八九", strict=True))
    | dict(zip("拾佰仟萬億兩俩倆〇○幺點·負圆圓块塊毛", "十百千万亿两两两零零一点点负元元元元角", strict=True))
    | {"廿": "二十", "卅": "三十", "卌": "四十"}
)
_DIGITS = dict(zip("零一二三四五六七八九两", (*range(10), 2), strict=True))
_MAGNITUDES = {"兆": 10**12, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_ORDINAL_DIGITS = _DIGITS | {"〇": 0}
_ORDINAL_UNITS = {unit: _MAGNITUDES[unit] for unit in "千百十"}
_LONGEST = 100  # characters: no numeral is longer
_ORDINAL_LENGTH = 4  # digits
_ARABIC = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
_CURT = re.compile("[百千万亿兆][一二三四五六七八九两]$")
_MONEY = re.compile("(?P<yuan>.*?)[元块](?:(?P<jiao>[^角分]+)角)?(?:(?P<fen>[^角分]+)分)?[整正]?")
_LARGE_TAIL = re.compile("[^万亿兆千百十]([千百十]?[万亿兆]+|[千百十])$")


class Numeral(NamedTuple):
    """A number as read: its value, one step of its last place (`ulp`), and one step of the last place that
    is no 十, 百 or 千 without ones behind it (`coarse`): those are the trailing zeros of a numeral.

    The last place of 3.40 is 0.01, of 八点六万 a thousand; of 一百二十 it is 1, and ten without the zero; of
    五十二万 it is ten thousand, as of 52万.
    """

    value: Fraction
    ulp: Fraction
    coarse: Fraction


def parse(text: str, mode: Mode = "normal") -> Fraction | None:
    """The exact value of a numeral, or None where the text is not one.

    - `normal`: numerals, capital and traditional ones and amounts (壹拾元整) too, digit by digit (一七二零),
      with the last unit left out (三万五), fractions (三分之二).
    - `smart`: also Arabic digits alone and mixed with units (10.1万, 3万4000, 1千零20), grouped by commas,
      and spaces inside.
    """
    numeral = read(text, mode)
    return numeral.value if numeral else None


@lru_cache(maxsize=4096)  # texts have few different ones
def read(text: str, mode: Mode = "normal") -> Numeral | None:
    """Value and last place of a numeral; None where the text is not one. Modes as in `parse`."""
    if len(text) > _LONGEST:
        return None
    text = text.translate(_PLAIN)
    if mode == "smart":
        text = text.replace(" ", "")
    sign = 1
    if text[:1] == "负" or (mode == "smart" and text[:1] == "-"):
        sign, text = -1, text[1:]
    numeral = _amount(text, mode)
    return numeral._replace(value=sign * numeral.value) if numeral else None


def _amount(text: str, mode: Mode) -> Numeral | None:
    if "分之" in text:
        return _fraction(text, mode)
    money = _MONEY.fullmatch(text)
    if not money:
        return _decimal(text, mode)
    total = _decimal(money["yuan"], mode)
    for part, share in ((money["jiao"], Fraction(1, 10)), (money["fen"], Fraction(1, 100))):
        if part is not None and total is not None:
            coins = _decimal(part.removeprefix("零") or part, mode)
            step = coins.ulp * share if coins else share
            total = coins and Numeral(total.value + coins.value * share, step, step)
    return total


def _fraction(text: str, mode: Mode) -> Numeral | None:
    """Read a fraction (三分之二, 三又二分之一). It is exact: the step of its last place is 0."""
    whole_text, _, rest = text.rpartition("又")
    below, _, above = rest.partition("分之")
    whole = _decimal(whole_text, mode) if whole_text else _counted(0)
    # 百分之五 leaves the one of 一百 out.
    denominator = _decimal("一" + below if below[:1] in ("百", "千", "万") else below, mode)
    numerator = _decimal("一百" if above == "百" else above.removeprefix("负"), mode)
    if whole is None or denominator is None or numerator is None or denominator.value == 0:
        return None
    sign = -1 if above[:1] == "负" else 1
    return Numeral(whole.value + sign * numerator.value / denominator.value, Fraction(0), Fraction(0))


def _decimal(text: str, mode: Mode) -> Numeral | None:
    whole, point, rest = text.partition("点")
    if not point:
        return _whole(text, mode)
    scale = 1
    while rest and rest[-1] in _MAGNITUDES:  # 八点六万
        scale *= _MAGNITUDES[rest[-1]]
        rest = rest[:-1]
    head = _whole(whole, mode)
    digits = "".join(str(_DIGITS.get(char, char)) for char in rest)
    if head is None or not digits.isdecimal() or (mode != "smart" and any(char.isdecimal() for char in rest)):
        return None
    ulp = Fraction(scale, 10 ** len(digits))
    return Numeral(head.value * scale + int(digits) * ulp, ulp, ulp)


def _whole(text: str, mode: Mode) -> Numeral | None:
    """A numeral without 点."""
    for unit, magnitude in _MAGNITUDES.items():
        before, found, after = text.rpartition(unit)
        if found:
            head = _head(before, magnitude, mode)
            if head and not after and magnitude < 10**4 and (not before or before in _DIGITS):
                return Numeral(head.value * magnitude, Fraction(1), Fraction(magnitude))
            return _joined(head, magnitude, after, mode)
    if mode == "smart" and _ARABIC.fullmatch(text):
        printed = text.replace(",", "").replace("，", "")
        ulp = Fraction(1, 10 ** len(printed.partition(".")[2]))
        return Numeral(Fraction(printed), ulp, ulp)
    if not text or not all(char in _DIGITS for char in text):
        return None
    return _counted(int("".join(str(_DIGITS[char]) for char in text)))


def _counted(number: int) -> Numeral:
    """A whole number that is known to one."""
    return Numeral(Fraction(number), Fraction(1), Fraction(1))


def _head(text: str, magnitude: int, mode: Mode) -> Numeral | None:
    """The number before a unit (三 in 三百): how many of the unit there are. 千, 百 and 十 may stand without
    their one (十五, 百二).
    """
    if text.startswith("零") and (len(text) > 1 or magnitude < 10**4):
        text = text[1:]
    if not text:
        return _counted(1) if magnitude < 10**4 else None
    if magnitude < 10**4:
        single = text in _DIGITS or (mode == "smart" and _ARABIC.fullmatch(text))
        return _whole(text, mode) if single else None
    # The unit left out (三万五) ends a numeral: nothing multiplies it.
    return None if _CURT.search(text) else _whole(text, mode)


def _joined(head: Numeral | None, magnitude: int, text: str, mode: Mode) -> Numeral | None:
    """A number of units plus the part after the unit: 三百 and 二十."""
    if head is None:
        return None
    if not text:
        return Numeral(*(one * magnitude for one in head))
    if head.value.denominator != 1:
        return None
    tail = _whole(text.removeprefix("零"), mode)
    if tail is None:
        return None
    if len(text) == 1:  # the unit left out: 三万五
        if text in "零0":
            return None
        step = magnitude // 10
        tail = Numeral(tail.value * step, Fraction(step), Fraction(step))
    if tail.value >= magnitude:
        return None
    return tail._replace(value=head.value * magnitude + tail.value)


def last_magnitude(text: str) -> str:
    """The large unit that a numeral ends in, else the small one: 万 of 三十万, 亿 of 九百亿, 千 of 三仟."""
    found = _LARGE_TAIL.search(text.translate(_PLAIN))
    if not found:
        return ""
    return found[1].lstrip("千百十") or found[1]


def magnitude(text: str) -> int:
    """The product of the units a text is made of: 万亿 is 10**12; '' is 1."""
    product = 1
    for char in text.translate(_PLAIN):
        product *= _MAGNITUDES[char]
    return product


def parse_ordinal(text: str) -> int | None:
    """The value of a whole number below ten thousand in Arabic digits, Chinese numerals, or a circle (⑤);
    None where the text is no such number.
    """
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= _ORDINAL_LENGTH else None
    if text in _CIRCLED:
        return _CIRCLED[text]
    total, digit = 0, None
    for char in text:
        if char in _ORDINAL_DIGITS:
            if digit:
                return None
            digit = _ORDINAL_DIGITS[char]
        elif char in _ORDINAL_UNITS:
            total += (1 if digit is None else digit) * _ORDINAL_UNITS[char]
            digit = None
        else:
            return None
    return total + (digit or 0) if text else None


def format_circled(value: int) -> str:
    """The circled form (⑤) of a whole number from 1 to 50; of others the digits."""
    return _CIRCLES[value - 1] if 1 <= value <= len(_CIRCLES) else str(value)


def format_ordinal(value: int) -> str:
    """The Chinese numeral of a whole number from 1 to 99, as headings use it; of others the digits."""
    if not 1 <= value <= 99:
        return str(value)
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")
