"""Characters of a draft as HTML holds them: escaped, and none that a page may not have or does not show."""

from __future__ import annotations

import unicodedata
from html import escape

from govlint.reporters.characters import CONTROLS, LOST

# One sign for one control: a page may not hold controls.
_SIGNS = {code: sign for code, sign in CONTROLS.items() if chr(code) != "\t"} | {ord("\n"): "↵"}
_SIGNS |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], LOST)


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
