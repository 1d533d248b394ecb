"""How a document lies in the file it was read from: what reports name as the place of a span.

A plain text is its file: its own offsets are the places. A page or a Word file is not, so its reader makes
an origin that knows where each character came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.document import Document, Position, Span


class Origin(Protocol):
    """Where the characters of a document stand in their file. Offsets given are the document's."""

    @property
    def has_lines(self) -> bool:
        """Whether the lines of `extent` are lines that a reader of the file can go to."""
        ...

    @property
    def source(self) -> Document:
        """The text that positions are counted in: the decoded file where that is a text, else what was read
        from it.
        """
        ...

    def extent(self, span: Span) -> tuple[Position, Position]:
        """Where a span starts and ends in `source`, for machines."""
        ...

    def place(self, offset: int) -> str:
        """Where an offset is, as a person finds it: `12:5`, `段落 12`, `表 2 行 3 列 1`."""
        ...

    def details(self, offset: int) -> Mapping[str, int | str]:
        """What else JSON says of an offset, such as the paragraph and the run of a Word file."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentOrigin:
    """What origins have in common whose positions are counted in the document itself."""

    document: Document

    @property
    def source(self) -> Document:
        """The document itself."""
        return self.document

    def extent(self, span: Span) -> tuple[Position, Position]:
        """The positions of the span itself."""
        return self.document.position(span.start), self.document.position(span.end)


@dataclass(frozen=True, slots=True)
class TextOrigin(DocumentOrigin):
    """The origin of a document that is its file, character by character."""

    @property
    def has_lines(self) -> bool:
        """Always: a text has lines."""
        return True

    def place(self, offset: int) -> str:
        """Line and column, 1-based, in code points."""
        position = self.document.position(offset)
        return f"{position.line}:{position.column}"

    def details(self, offset: int) -> Mapping[str, int | str]:  # noqa: ARG002 - the protocol's
        """Nothing: line and column say it all."""
        return {}
