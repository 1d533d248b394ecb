"""Finds small edits that turn one text into another, so that an editor keeps its cursor and marks."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from govlint.diagnostic import Edit
from govlint.document import Span
from govlint.edits import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST = 4_000  # lines that are paired one by one


def differences(before: str, after: str) -> Iterator[Edit]:
    """Yield edits that turn `before` into `after`, by place. Of a changed line they replace only what
    changed.

    Where both have the same number of lines, as after most fixes, and where more than `_MOST` lines may have
    changed, it takes time in proportion to the length; else, at worst, in the square of the lines.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start = 0
    starts = [start, *(start := start + len(line) for line in old)]
    for first, last, new_first, new_last in _changed(old, new):
        if last - first == new_last - new_first:
            for row in range(first, last):
                if old[row] != new[row - first + new_first]:
                    changed = Edit(Span(starts[row], starts[row + 1]), new[row - first + new_first])
                    yield narrowed(before, changed)
        else:
            yield narrowed(before, Edit(Span(starts[first], starts[last]), "".join(new[new_first:new_last])))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the blocks of lines that differ, in order: start and end (exclusive) in `old`, then in `new`."""
    if len(old) == len(new):
        yield 0, len(old), 0, len(new)
        return
    head = _count_equal(old, new)
    tail = _count_equal(old[head:][::-1], new[head:][::-1])
    if len(old) + len(new) - 2 * (head + tail) > _MOST:
        yield head, len(old) - tail, head, len(new) - tail
        return
    # autojunk does not pair lines that occur often, as blank ones do: that would take minutes.
    matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=True)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            yield head + first, head + last, head + new_first, head + new_last


def _count_equal(one: Sequence[str], other: Sequence[str]) -> int:
    """The number of equal lines at the beginning of both."""
    shorter = min(len(one), len(other))
    return next((row for row in range(shorter) if one[row] != other[row]), shorter)
