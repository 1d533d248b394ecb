"""Text for a terminal: its width in columns, and excerpts of long lines."""

from __future__ import annotations

import unicodedata

_BEFORE, _SPAN, _AFTER = 24, 40, 24  # characters shown before, in and after a span
_MARK = "…"


def width(text: str) -> int:
    """The number of terminal columns of a text: two for wide and full-width characters, none for combining
    ones.
    """
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def excerpt(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a line around the span from `start` to `end`, and the start and end of the span in it.

    Characters that take no column or move the cursor (tabs, controls, zero-width) are replaced by one column
    each.
    """
    end = max(start, min(end, start + _SPAN))
    head, tail = max(0, start - _BEFORE), min(len(line), end + _AFTER)
    before = (_MARK if head else "") + line[head:start]
    after = line[end:tail] + (_MARK if tail < len(line) else "")
    shown = before + line[start:end] + after
    return "".join(map(_visible, shown)), len(before), len(before) + end - start


def _visible(char: str) -> str:
    if char == "\t":
        return " "
    return "·" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char
