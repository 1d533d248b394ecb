"""Converts spans to lines and columns as other programs count them: columns in UTF-16 code units or UTF-8
bytes.

Lines and columns are 1-based, ends exclusive. Lines are those of the document, which end with CR LF, CR or
LF.
"""

from __future__ import annotations

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
class UnitColumns:
    """Converts spans of a document to regions of its file. `units` returns the length of a text in the unit
    of columns.

    A paragraph is one line of thousands of characters, with many findings on it. To count each column from
    the start of the line would take too long, so the units before every `_STEP`th code point are summed once.
    """

    origin: Origin
    units: Callable[[str], int]

    def region(self, span: Span) -> Region:
        """The region of a span."""
        start, end = self.origin.extent(span)
        return Region(start.line, self._column(start), end.line, self._column(end))

    def _column(self, position: Position) -> int:
        line_start = position.offset - (position.column - 1)
        return self._before(position.offset) - self._before(line_start) + 1

    def _before(self, offset: int) -> int:
        """The units of the text before an offset."""
        step = offset // _STEP
        return self._sums[step] + self.units(self.origin.source.text[step * _STEP : offset])

    @cached_property
    def _sums(self) -> tuple[int, ...]:
        """The units before every `_STEP`th code point."""
        text = self.origin.source.text
        steps = (self.units(text[at : at + _STEP]) for at in range(0, len(text), _STEP))
        return tuple(accumulate(steps, initial=0))
