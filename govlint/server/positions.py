"""Converts offsets to positions as an editor counts them: lines from 0, columns in the negotiated unit.

The position codec of pygls is not used: it takes U+2028, form feeds and others for line ends, which they are
neither for editors nor for `Document`.
"""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol import types

from govlint.document import Document, Span
from govlint.reporters.columns import UnitCounts, utf8, utf16

_UNITS = {
    types.PositionEncodingKind.Utf8: utf8,
    types.PositionEncodingKind.Utf16: utf16,
    types.PositionEncodingKind.Utf32: len,
}


class Positions:
    """Converts positions in one text. Offsets count code points, from 0; columns count from 0, in the unit of
    `encoding`.
    """

    def __init__(self, text: str, encoding: types.PositionEncodingKind) -> None:
        self._text = text
        self._starts = Document(text).line_starts
        self._counts = UnitCounts(text, _UNITS[encoding])

    def at(self, offset: int) -> types.Position:
        """The position of an offset, which is at most the length of the text."""
        row = self._row(offset)
        before = self._counts.before
        return types.Position(row, before(offset) - before(self._starts[row]))

    def range(self, start: int, end: int) -> types.Range:
        """The range from one offset to another."""
        return types.Range(self.at(start), self.at(end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position. A position beyond a line is taken for the end of the line; one inside a
        character for its start.
        """
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._line(position.line)
        return min(end, self._counts.offset(self._counts.before(start) + position.character))

    def span(self, range_: types.Range) -> Span:
        """The span of a range."""
        return Span(self.offset(range_.start), self.offset(range_.end))

    def with_line(self, span: Span) -> Span:
        """The span, widened to its whole line with the line end where that has nothing else but
        white space.
        """
        row = self._row(span.start)
        start, end = self._line(row)
        if span.end > end or (self._text[start : span.start] + self._text[span.end : end]).strip():
            return span
        return Span(start, self._next(row))

    def line_end(self, offset: int) -> int:
        """The offset of the end of the line that contains `offset`, before its line end."""
        return self._line(self._row(offset)).end

    def whole(self) -> types.Range:
        """The range of the whole text."""
        return self.range(0, len(self._text))

    def _row(self, offset: int) -> int:
        """The line that contains an offset."""
        return bisect_right(self._starts, offset) - 1

    def _line(self, row: int) -> Span:
        """A line without its line end."""
        start, stop = self._starts[row], self._next(row)
        if self._text.endswith("\r\n", start, stop):
            return Span(start, stop - 2)
        return Span(start, stop - self._text.endswith(("\r", "\n"), start, stop))

    def _next(self, row: int) -> int:
        """Where a line stops, behind its line end."""
        return self._starts[row + 1] if row + 1 < len(self._starts) else len(self._text)
