"""Converts offsets to positions as an editor counts them: lines from 0, columns in the negotiated unit.

The position codec of pygls is not used: it takes U+2028, form feeds and others for line ends, which they are
neither for editors nor for `Document`.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol import types

from govlint.document import Span

_BYTES = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
    types.PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
_LINE_END = re.compile("\r\n|\r|\n")


class Positions:
    """Converts positions in one text. Offsets count code points, from 0; columns count from 0, in the unit of
    `encoding`.
    """

    def __init__(self, text: str, encoding: types.PositionEncodingKind) -> None:
        self._text = text
        self._codec, self._width = _BYTES[encoding]
        ends = list(_LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]

    def at(self, offset: int) -> types.Position:
        """The position of an offset, which is at most the length of the text."""
        line = bisect_right(self._starts, offset) - 1
        return types.Position(line, self._units(self._text[self._starts[line] : offset]))

    def range(self, start: int, end: int) -> types.Range:
        """The range from one offset to another."""
        return types.Range(self.at(start), self.at(end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position. A position beyond a line is taken for the end of the line; one inside a
        character for its start.
        """
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[position.line], self._ends[position.line]
        column = 0
        for offset in range(start, end):
            column += self._units(self._text[offset])
            if column > position.character:
                return offset
        return end

    def span(self, range_: types.Range) -> Span:
        """The span of a range."""
        return Span(self.offset(range_.start), self.offset(range_.end))

    def _units(self, text: str) -> int:
        """The number of columns that part of a line takes."""
        return len(text.encode(self._codec, "surrogatepass")) // self._width

    def with_line(self, span: Span) -> Span:
        """The span, widened to its whole line with the line end where that has nothing else but
        white space.
        """
        row = bisect_right(self._starts, span.start) - 1
        start, end = self._starts[row], self._ends[row]
        if span.end > end or (self._text[start : span.start] + self._text[span.end : end]).strip():
            return span
        return Span(start, self._starts[row + 1] if row + 1 < len(self._starts) else end)

    def line_end(self, offset: int) -> int:
        """The offset of the end of the line that contains `offset`, before its line end."""
        return self._ends[bisect_right(self._starts, offset) - 1]

    def whole(self) -> types.Range:
        """The range of the whole text."""
        return self.range(0, len(self._text))
