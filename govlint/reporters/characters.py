"""Replaces characters that an output format cannot hold."""

from __future__ import annotations

from govlint.document import REPLACEMENT

CONTROLS = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
"""A visible sign for every control character of ASCII, since readers of a finding want to see which it is."""

# XML 1.0 allows the controls excepted here, no surrogates, and not the last two code points of the BMP.
_FOR_XML = {code: sign for code, sign in CONTROLS.items() if chr(code) not in "\t\n\r\x7f"}
_FOR_XML |= dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], REPLACEMENT)
# Terminals act on the controls from 0x80 to 0x9F, too.
_FOR_A_LINE = CONTROLS | {ord("\t"): " "} | dict.fromkeys(range(0x80, 0xA0), REPLACEMENT)
_FOR_A_LINE |= dict.fromkeys(map(ord, "\n\x85\u2028\u2029"), "↵")
# Marks of direction turn around what follows in the line. Surrogates stand for the bytes of a file name that
# are no text; the terminal gets them as escapes in any case, and their width must be known before.
_DIRECTIONS = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_FOR_A_LINE |= {code: f"\\u{code:04x}" for code in (*_DIRECTIONS, *range(0xD800, 0xE000))}
_FOR_LINES = {code: sign for code, sign in _FOR_A_LINE.items() if chr(code) not in "\r\n"}


def for_xml(text: str) -> str:
    """The text with characters replaced that XML 1.0 does not allow. It is not escaped."""
    return text.translate(_FOR_XML)


def on_lines(text: str) -> str:
    """The text with all replaced that `on_one_line` replaces, but CR and LF."""
    return text.translate(_FOR_LINES)


def on_one_line(text: str) -> str:
    """The text with line ends (whatever a program takes for one), control characters, marks of direction and
    lone surrogates replaced.
    """
    return text.replace("\r\n", "\n").translate(_FOR_A_LINE)
