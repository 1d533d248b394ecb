"""Whether numbers stay as they are when a text is edited: none changes, and no two become one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govlint.document import Document, fold
from govlint.numbers.extraction import quantities

if TYPE_CHECKING:
    from govlint.diagnostic import Edit
    from govlint.numbers.quantity import Quantity

AROUND = 60
"""In how many characters on each side of an edit numbers are compared."""
# A reader does not see these: 12, a zero-width space and 34 read as 1234.
_UNSEEN = r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
# These are no text either, but they part what stands on their two sides: 12, <br> and 34 are two numbers.
_CODE = (
    r"&\#?\w{1,8}[;；]|_x[0-9A-Fa-f]{4}_|<U\+[0-9A-Fa-f]{4,6}>|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}"
    r"|x0d(?:x0a)?|</?[A-Za-z][^<>\n]*>"
)
_UNSEEN_ONE, _CODES = re.compile(_UNSEEN), re.compile(_CODE)
_NO_TEXT = re.compile(f"(?:{_UNSEEN}|{_CODE})*")
_NO_TEXT_AT_END = re.compile(rf"{_NO_TEXT.pattern}\Z")
_DIGITS = re.compile(r"\d(?:[\d.，]*\d)?")
_NUMERALS = "〇零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
# A number before, and one behind, what is removed (\x1f) that are one without it; 3 and 千瓦 are a number and
# its unit.
_MEETING = re.compile(
    r"\d\.?\x1f\.?\d|\d(?:，\x1f|\x1f，)\d{3}(?!\d)"
    rf"|[{_NUMERALS}万亿兆]\x1f[\d{_NUMERALS}]|\d\x1f(?![十百千拾佰仟])[{_NUMERALS}]"
)


def keeps_numbers(text: str, edit: Edit) -> bool:
    """Whether every number reads the same after an edit: its digits as printed, and what a quantity
    is worth.
    """
    (start, end), new = edit
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if not new and joins_numbers(before, text[start:end], after):
        return False
    return _numbers(before + text[start:end] + after) == _numbers(before + new + after)


def joins_numbers(before: str, removed: str, after: str) -> bool:
    """Whether two numbers would become one if what stands between two texts were removed.

    Tags and codes beside it do not keep them apart: they may be removed, too.
    """
    if not _UNSEEN_ONE.sub("", removed):
        return False
    left = _NO_TEXT_AT_END.sub("", fold(before[-AROUND:]))
    right = _NO_TEXT.sub("", fold(after[:AROUND]), count=1)
    return _MEETING.search(f"{left}\x1f{right}") is not None


def _is_bare(one: Quantity) -> bool:
    """Whether a quantity is nothing but its digits. So is 8 in 8曰, but not in 8日, which is a date."""
    return one.dimension == "number" and one.scale == 1 and not one.spelled and not one.approx


def _numbers(text: str) -> object:
    """What must be equal before and after an edit: the digits as printed, and the values of quantities."""
    readable = fold(_CODES.sub(" ", _UNSEEN_ONE.sub("", text)))
    worth = [
        (one.value, one.ulp, one.dimension, one.approx, one.ends)
        for one in quantities(Document(readable.replace(" ", "")))
        if not _is_bare(one)
    ]
    return _DIGITS.findall(readable), worth
