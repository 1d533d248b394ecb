"""Documents read from a marked-up text without the marks: where they lie in it, and how it is edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.diagnostic import Edit
from govlint.document import Document, Span
from govlint.edits import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govlint.document import Position
    from govlint.readers.source import Source
    from govlint.readers.sourcemap import SourceMap


@dataclass(frozen=True, slots=True)
class MappedOrigin:
    """The origin of such a document: lines, columns and offsets are those of the marked-up text, `source`."""

    source: Document
    places: SourceMap

    @property
    def has_lines(self) -> bool:
        """Always: the source has lines."""
        return True

    def extent(self, span: Span) -> tuple[Position, Position]:
        """From where the first character comes from to behind where the last does."""
        start, end = self.places.span(span)
        return self.source.position(start), self.source.position(end)

    def place(self, offset: int) -> str:
        """Line and column of the source, 1-based, in code points."""
        length = self.places.length
        start = self.extent(Span(offset, min(offset + 1, length)))[0]
        return f"{start.line}:{start.column}"

    def details(self, offset: int) -> Mapping[str, int | str]:  # noqa: ARG002 - the protocol's
        """Nothing: line and column say it all."""
        return {}


def changed_part(source: Source, edit: Edit) -> Edit:
    """An edit of a document without what it leaves as it is, so that this stays between its marks. One that
    only adds text is returned as it is.
    """
    small = narrowed(source.document.text, edit)
    return small if small.span.start < small.span.end else edit


def edits_around_marks(source: Source, edit: Edit) -> Iterator[Edit]:
    """Yield edits of the marked-up text that make an edit of the document and leave the marks.

    Where the old text stands on both sides of a mark, the new text stands where the first of the old was.
    """
    origin = source.origin
    assert isinstance(origin, MappedOrigin)
    start, end = edit.span
    if start == end:
        yield Edit(origin.places.span(edit.span), edit.text)
        return
    pieces: list[Span] = []
    for offset in range(start, end):
        place = origin.places.character(offset)
        if pieces and pieces[-1].end == place.start:
            pieces[-1] = Span(pieces[-1].start, place.end)
        elif not pieces or pieces[-1] != place:
            pieces.append(place)
    for number, piece in enumerate(pieces):
        yield Edit(piece, "" if number else edit.text)
