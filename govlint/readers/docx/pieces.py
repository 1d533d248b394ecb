"""The map from the characters of a document to the XML of the Word file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govlint.document import Span
    from govlint.readers.docx.paragraph import Atom

Steps = tuple[tuple[str, int], ...]
"""The way to a paragraph, as (what, 1-based number): (("table", 2), ("table_row", 3) …)."""


class Piece(NamedTuple):
    """The characters of one atom, the first at `start` of the document."""

    start: int
    atom: Atom

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.atom.text)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or what of it stands in one line: `start` is its first character, `text_start` the first
    after a number that Word puts before it; `runs` are the offsets of its runs. `part` is the part it stands
    in, `element` its `w:p`, `host` the run of the part that holds the text box it is in.
    """

    start: int
    text_start: int
    end: int
    steps: Steps
    part: str
    element: Element
    host: Element | None
    runs: tuple[int, ...]


@dataclass(slots=True)
class Pieces:
    """All pieces of a document, in order and without gaps, and its blocks."""

    pieces: list[Piece] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def index(self, offset: int) -> int:
        """The number of the piece that holds an offset, or of the last before it."""
        return bisect_right(self.pieces, offset, key=lambda one: one.start) - 1

    def within(self, span: Span) -> Iterator[Piece]:
        """The pieces that have characters in a span."""
        if span.start >= span.end:
            return
        for at in range(max(0, self.index(span.start)), len(self.pieces)):
            piece = self.pieces[at]
            if piece.start >= span.end:
                return
            yield piece

    def at(self, offset: int) -> Piece | None:
        """The piece that holds the character at an offset, if there is one."""
        number = self.index(offset) if offset >= 0 else -1
        return self.pieces[number] if number >= 0 and offset < self.pieces[number].end else None

    def block(self, offset: int) -> Block | None:
        """The block that holds an offset; the end of a line belongs to the block before it."""
        number = bisect_right(self.blocks, offset, key=lambda one: one.start) - 1
        return self.blocks[max(number, 0)] if self.blocks else None

    def replace(self, at: int, pieces: list[Piece]) -> None:
        """Put pieces in the place of one that covers the same characters."""
        self.pieces[at : at + 1] = pieces
