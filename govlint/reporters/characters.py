"""Characters that an output format cannot hold, and what stands for them."""

from __future__ import annotations

LOST = "\ufffd"
CONTROLS = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
"""A sign for every control character of ASCII: whoever is told of one wants to see it."""

_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), LOST)
# Of the controls XML 1.0 has these three; of the surrogates and the last two codes it has none.
_FOR_XML = {code: sign for code, sign in CONTROLS.items() if chr(code) not in "\t\n\r\x7f"}
_FOR_XML |= _SURROGATES | dict.fromkeys([0xFFFE, 0xFFFF], LOST)
# A terminal heeds the other controls (0x80 to 0x9F) as well.
_FOR_A_LINE = CONTROLS | {ord("\t"): " "} | dict.fromkeys(range(0x80, 0xA0), LOST)
_FOR_A_LINE |= dict.fromkeys(map(ord, "\n\x85\u2028\u2029"), "↵")


def encodable(text: str) -> str:
    """Text that can be written as UTF-8: a lone surrogate is lost."""
    return text if text.isascii() else text.translate(_SURROGATES)


def for_xml(text: str) -> str:
    """Text that XML 1.0 can hold, not escaped yet."""
    return text.translate(_FOR_XML)


def on_one_line(text: str) -> str:
    """Text with no line end and no control character, whoever may count lines."""
    return text.replace("\r\n", "\n").translate(_FOR_A_LINE)
