"""Edits made to a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import Edit
from govlint.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits, which are sorted by place and do not overlap."""
    pieces, done = [], 0
    for (start, end), replacement in edits:
        pieces += [text[done:start], replacement]
        done = end
    return "".join([*pieces, text[done:]])


def narrowed(text: str, edit: Edit) -> Edit:
    """The same edit without the characters at its beginning and end that it does not change."""
    (start, end), new = edit
    shorter = min(end - start, len(new))
    head = next((at for at in range(shorter) if text[start + at] != new[at]), shorter)
    most = shorter - head
    tail = next((at for at in range(most) if text[end - 1 - at] != new[-1 - at]), most)
    return Edit(Span(start + head, end - tail), new[head : len(new) - tail])
