"""Which characters of a file the characters of a text read from it come from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.document import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Tells for every character of a text which span of the source it comes from.

    The text is cut into runs, in order and without gaps: run i begins at `starts[i]` and comes from the span
    `spans[i]` of the source. Where both have the same length, characters correspond one by one; otherwise
    every character of the run comes from the whole span (`&nbsp;`, a line end that a tag makes).
    """

    starts: tuple[int, ...]
    spans: tuple[Span, ...]
    length: int  # of the text

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, Span]]) -> SourceMap:
        """The map of the text made of these pieces, each given with the span that it comes from."""
        starts: list[int] = []
        spans: list[Span] = []
        length, even = 0, False
        for text, span in pieces:
            if not text:
                continue
            is_even = len(text) == span.end - span.start
            if even and is_even and spans[-1].end == span.start:
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                starts.append(length)
                spans.append(span)
            even = is_even
            length += len(text)
        return cls(tuple(starts), tuple(spans), length)

    def character(self, offset: int) -> Span:
        """The span of the source that one character of the text comes from."""
        run = bisect_right(self.starts, offset) - 1
        span = self.spans[run]
        if not self._is_even(run):
            return span
        at = span.start + offset - self.starts[run]
        return Span(at, at + 1)

    def span(self, span: Span) -> Span:
        """The span of the source that a span of the text comes from, with the markup inside it. For an empty
        span, the place behind the character before it, or the beginning.
        """
        if not self.length:
            return Span(0, 0)
        if span.start < span.end:
            return Span(self.character(span.start).start, self.character(span.end - 1).end)
        at = self.character(span.start - 1).end if span.start else self.character(0).start
        return Span(at, at)

    def offset(self, source_offset: int) -> int:
        """The first character of the text that comes from an offset of the source or from behind it."""
        run = bisect_right(self.spans, source_offset, key=lambda span: span.end)
        if run == len(self.spans):
            return self.length
        inside = max(0, source_offset - self.spans[run].start)
        return self.starts[run] + inside if self._is_even(run) else self._start(run + (inside > 0))

    def _start(self, run: int) -> int:
        return self.starts[run] if run < len(self.starts) else self.length

    def _is_even(self, run: int) -> bool:
        return self._start(run + 1) - self.starts[run] == self.spans[run].end - self.spans[run].start
