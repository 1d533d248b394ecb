"""Chinese and Arabic whole numbers as ordinals are written: 三, 十二, 二十一, ③, 4."""

from __future__ import annotations

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CIRCLED = {chr(0x2460 + index): index + 1 for index in range(20)}


def parse_ordinal(text: str) -> int | None:
    """The value of a whole number below ten thousand, or None where the text is not one."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED[text]
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        else:
            return None
    return total + (digit or 0) if text else None


def format_ordinal(value: int) -> str:
    """The Chinese numeral of a whole number from 1 to 99, as headings use it."""
    if not 1 <= value <= 99:
        return str(value)
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")
