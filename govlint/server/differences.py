"""What turns one text into another, in few and small edits: an editor keeps its cursor and marks."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from govlint.diagnostic import Edit
from govlint.document import Span
from govlint.edits import narrowed

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
            for row in range(first, last):
                if old[row] != new[row - first + new_first]:
                    changed = Edit(Span(starts[row], starts[row + 1]), new[row - first + new_first])
                    yield narrowed(before, changed)
        else:
            yield narrowed(before, Edit(Span(starts[first], starts[last]), "".join(new[new_first:new_last])))
