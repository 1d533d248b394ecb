"""Edits made to a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govlint.diagnostic import Edit


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made that are sorted by place and do not overlap."""
    pieces, done = [], 0
    for (start, end), replacement in edits:
        pieces += [text[done:start], replacement]
        done = end
    return "".join([*pieces, text[done:]])
