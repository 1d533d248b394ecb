"""Characters of a draft as HTML holds them: escaped, and none that a page may not have or does not show."""

from __future__ import annotations

import unicodedata
from html import escape

_LOST = "\ufffd"
# One sign for one control: a page may not hold controls, and whoever is told of them wants to see them.
_SIGNS = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"}
_SIGNS |= {ord("\n"): "↵", 0x7F: "␡"}
_SIGNS |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], _LOST)


def shown(text: str) -> str:
    """Text for a page, character by character."""
    return escape(text.translate(_SIGNS))


def shown_briefly(text: str, limit: int = 60) -> str:
    """Text for a place with little room, a line end as one sign, cut after `limit` characters."""
    text = text.replace("\r\n", "\n")
    if text and all(map(is_blank, text)):
        return "空格" if text.strip() == "" else "看不见的字符"
    return shown(text if len(text) <= limit else text[:limit] + "…")


def is_blank(char: str) -> bool:
    """Whether a character takes no ink: spaces, and what has no width."""
    return unicodedata.category(char) in ("Zs", "Cf") or char == "\t"
