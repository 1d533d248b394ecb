"""The runs of 一是 …, 二是 … in a document, for the kind `sequence`."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from govlint import outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document
    from govlint.outline import SeriesMarker

APART = 12
"""How many lines apart the ordinals of one list may be."""
OPEN = 8
"""How many lists of one form inside one another are kept in mind."""


def runs(document: Document) -> tuple[tuple[SeriesMarker, ...], ...]:
    """The 一是 … 二是 … runs: markers of one line that count up from one, and those of `_in_column`.

    A marker that no mark parts from the text before it may be part of a word (统一是); it belongs to a run
    only where it is the next number after the one before it, or opens a run that goes on.
    """
    nested = _Nested()
    found = document.derived(outline.series)
    for marker, following in zip_longest(found, found[1:]):
        if marker.glued and not nested.awaits(marker) and not _opens(marker, following):
            continue
        if not nested.shares_line(marker):
            nested.end_line()
        elif marker.number == 1 and not _doubled(document, nested.current, marker, following):
            nested.open()
        else:
            nested.resume(marker)
        nested.current.append(marker)
    nested.end_line()
    return (*(tuple(run) for run in nested.ended if len(run) > 1), *_in_column(document, found))


def _opens(marker: SeriesMarker, following: SeriesMarker | None) -> bool:
    """Whether a marker is the first of a run that goes on in its line."""
    return (
        marker.number == 1
        and following is not None
        and following.number == 2
        and following.line == marker.line
        and not following.glued
    )


class _Nested:
    """The runs of one line while its markers are read: `current`, `outer` ones that it stands inside or came
    after, and the `ended` ones of all lines so far.
    """

    def __init__(self) -> None:
        self.ended: list[list[SeriesMarker]] = []
        self.outer: list[list[SeriesMarker]] = []
        self.current: list[SeriesMarker] = []

    def shares_line(self, marker: SeriesMarker) -> bool:
        """Whether the marker stands in the line of the current run."""
        return bool(self.current) and marker.line == self.current[0].line

    def awaits(self, marker: SeriesMarker) -> bool:
        """Whether the marker is the next of the current run."""
        return self.shares_line(marker) and marker.number == self.current[-1].number + 1

    def end_line(self) -> None:
        """End every run."""
        self.ended += [*self.outer, self.current]
        self.outer, self.current = [], []

    def open(self) -> None:
        """Begin a run inside the current one."""
        self.outer.append(self.current)
        self.current = []
        self.ended += self.outer[:-OPEN]
        del self.outer[:-OPEN]

    def resume(self, marker: SeriesMarker) -> None:
        """Go back to the innermost run that the marker counts on from. It counts on from the current one if
        it can, unless its verb tells that it does not (一要……一是……，二是……。二要……).
        """
        last = self.current[-1]
        inside = marker.number == last.number + 1
        for at in reversed(range(len(self.outer))):
            before = self.outer[at][-1]
            if before.number + 1 == marker.number and (not inside or before.verb == marker.verb != last.verb):
                self.ended += [*self.outer[at + 1 :], self.current]
                self.current = self.outer[at]
                del self.outer[at:]
                return


def _doubled(
    document: Document, current: list[SeriesMarker], marker: SeriesMarker, following: SeriesMarker | None
) -> bool:
    """Whether the first ordinal of a run stands twice in its sentence, once behind a semicolon, and 二是
    comes next: 一是……；一是……；二是…… . Without it, 一是……，一是…… names two things.
    """
    return (
        [one.number for one in current] == [1]
        and following is not None
        and following.number == 2
        and following.line == marker.line
        and document.folded[marker.span.start - 1] == "；"
        and "。" not in document.folded[current[0].span.end : marker.span.start]
    )


def _in_column(document: Document, found: tuple[SeriesMarker, ...]) -> Iterator[tuple[SeriesMarker, ...]]:
    """Yield the runs whose markers each begin a line that has no other, without a heading, or a marker inside
    a line, between them.
    """
    in_line = Counter(marker.line for marker in found)
    headed = [document.line_at(marker.span.start).row for marker in document.derived(outline.markers)]
    run: list[SeriesMarker] = []
    for marker in found:
        start = document.lines[marker.line].start
        begins = in_line[marker.line] == 1 and not document.folded[start : marker.span.start].strip()
        if run and (
            not begins
            or marker.number == 1
            or (marker.verb == "第") != (run[-1].verb == "第")
            or marker.line - run[-1].line > APART
            or bisect_left(headed, run[-1].line) < bisect_left(headed, marker.line)
        ):
            if len(run) > 1:
                yield tuple(run)
            run = []
        if begins:
            run.append(marker)
    if len(run) > 1:
        yield tuple(run)
