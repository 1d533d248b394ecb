"""What turns one text into another, in few and small edits: an editor keeps its cursor and marks."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from govlint.diagnostic import Edit
from govlint.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


def differences(before: str, after: str) -> Iterator[Edit]:
    """Edits of `before` that make it `after`, by place: of lines that changed only what changed in them."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start = 0
    starts = [start, *(start := start + len(line) for line in old)]
    for tag, first, last, new_first, new_last in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            continue
        if last - first == new_last - new_first:
            for row in range(last - first):
                yield from _narrowed(starts[first + row], old[first + row], new[new_first + row])
        else:
            yield from _narrowed(starts[first], "".join(old[first:last]), "".join(new[new_first:new_last]))


def _narrowed(start: int, old: str, new: str) -> Iterator[Edit]:
    """The edit of what is between the same beginning and the same end, if there is anything."""
    if old == new:
        return
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    most = shorter - head
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    yield Edit(Span(start + head, start + len(old) - tail), new[head : len(new) - tail])
