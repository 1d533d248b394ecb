"""How Chinese text is set on pages: what a page number looks like, and which characters are wide."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

PAGE_NUMBER = re.compile(
    r"[-—–－·• ]*第? ?\d+ ?页?(?:[ ，,/]*共? ?\d+ ?页?)?[-—–－·• ]*|[ivxIVX]{1,6}"  # — 3 —, 第 3 页 共 9 页
)
"""A page number that is a line by itself."""

_WIDE_MARKS = frozenset("“”‘’—…·")  # narrow in Western text


def is_wide(char: str) -> bool:
    """Whether a character is as wide as a Chinese one, marks of Chinese text among them."""
    return east_asian_width(char) in ("W", "F") or char in _WIDE_MARKS
