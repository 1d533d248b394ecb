"""How Chinese text is set on pages: page numbers, wide characters, raised figures."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

PAGE_NUMBER = re.compile(
    r"[-—–－·• ]*第? ?\d+ ?页?(?:[ ，,/]*共? ?\d+ ?页?)?[-—–－·• ]*|[ivxIVX]{1,6}"  # — 3 —, 第 3 页 共 9 页
)
"""A page number that is a line by itself."""

_WIDE_MARKS = frozenset("“”‘’—…·")  # narrow in Western text


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """A text set as superscript: its digits as superscript digits, which no rule takes for part of a figure.

    Notes are numbered with them (“企业¹36家”), and `m²` is no `m2`. As long as the text.
    """
    return text.translate(_RAISED)


def is_wide(char: str) -> bool:
    """Whether a character is as wide as a Chinese one, marks of Chinese text among them."""
    return east_asian_width(char) in ("W", "F") or char in _WIDE_MARKS
