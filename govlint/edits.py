"""Edits made to a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import Edit
from govlint.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made that are sorted by place and do not overlap."""
    pieces, done = [], 0
    for (start, end), replacement in edits:
        pieces += [text[done:start], replacement]
        done = end
    return "".join([*pieces, text[done:]])


def narrowed(text: str, edit: Edit) -> Edit:
    """An edit less what it leaves as it is at its beginning and its end."""
    (start, end), new = edit
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Edit(Span(start, end), new)
