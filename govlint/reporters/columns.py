"""Converts spans to lines and columns as other programs count them: columns in UTF-16 code units or UTF-8
bytes.

Lines and columns of regions are 1-based, ends exclusive. Lines are those of the document, which end with
CR LF, CR or LF.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from govlint.document import Position, Span
    from govlint.readers.origin import Origin

_STEP = 512  # code points between two offsets whose column is stored


class Region(NamedTuple):
    """Lines and columns of a span in the file."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int

    @property
    def is_on_one_line(self) -> bool:
        """Whether the region ends on the line it starts on."""
        return self.start_line == self.end_line


def utf16(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8(text: str) -> int:
    """The length of a text in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class UnitCounts:
    """Counts the units before the offsets of a text, and the other way round. `units` returns the length of a
    text in these units; a text is as long as its characters together.

    A paragraph is one line of thousands of characters, with many findings on it. To count each column from
    the start of the line would take too long, so the units before every `_STEP`th code point are summed once.
    """

    text: str
    units: Callable[[str], int]

    def before(self, offset: int) -> int:
        """The units of the text before an offset."""
        step = offset // _STEP
        return self._sums[step] + self.units(self.text[step * _STEP : offset])

    def offset(self, count: int) -> int:
        """The offset that a number of units stands before: of the start of a character where they end inside
        it, of the end of the text where there are not so many.
        """
        step = bisect_right(self._sums, count) - 1
        left = count - self._sums[step]
        for offset in range(step * _STEP, len(self.text)):
            left -= self.units(self.text[offset])
            if left < 0:
                return offset
        return len(self.text)

    @cached_property
    def _sums(self) -> tuple[int, ...]:
        """The units before every `_STEP`th code point; the last are those of the whole text."""
        steps = (self.units(self.text[at : at + _STEP]) for at in range(0, len(self.text), _STEP))
        return tuple(accumulate(steps, initial=0))


@dataclass(frozen=True)
class UnitColumns:
    """Converts spans of a document to regions of its file. `units` returns the length of a text in the unit
    of columns.
    """

    origin: Origin
    units: Callable[[str], int]

    def region(self, span: Span) -> Region:
        """The region of a span."""
        start, end = self.origin.extent(span)
        return Region(start.line, self._column(start), end.line, self._column(end))

    def _column(self, position: Position) -> int:
        line_start = position.offset - (position.column - 1)
        return self._counts.before(position.offset) - self._counts.before(line_start) + 1

    @cached_property
    def _counts(self) -> UnitCounts:
        return UnitCounts(self.origin.source.text, self.units)
