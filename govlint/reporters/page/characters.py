"""Characters of a text as HTML: escaped, and replaced by signs where a page cannot hold or show them."""

from __future__ import annotations

import unicodedata
from html import escape

from govlint.document import REPLACEMENT
from govlint.reporters.characters import CONTROLS

# A page may not hold control characters. Each is replaced by one sign.
_SIGNS = {code: sign for code, sign in CONTROLS.items() if chr(code) != "\t"} | {ord("\n"): "↵"}
_SIGNS |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], REPLACEMENT)


def shown(text: str) -> str:
    """A text as HTML."""
    return escape(text.translate(_SIGNS))


def shown_briefly(text: str, limit: int = 60) -> str:
    """A text as HTML where there is little room: at most `limit` characters, line ends as signs; blanks are
    described in words.
    """
    text = text.replace("\r\n", "\n")
    if text and all(map(is_blank, text)):
        return "空格" if text.strip() == "" else "看不见的字符"
    return shown(text if len(text) <= limit else text[:limit] + "…")


def is_blank(char: str) -> bool:
    """Whether a character is invisible: a space, a tab, or a character without width."""
    return unicodedata.category(char) in ("Zs", "Cf") or char == "\t"
