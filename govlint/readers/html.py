"""HTML: the text of a page as its reader sees it, page furniture and all; places are those of the source."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.diagnostic import Edit
from govlint.document import Document, Span
from govlint.edits import narrowed
from govlint.readers import directives, text
from govlint.readers.encoding import Decoded, decode
from govlint.readers.page import read_page
from govlint.readers.source import ReadOnlyError, Source, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govlint.document import Position
    from govlint.readers.page import Page
    from govlint.readers.sourcemap import SourceMap

_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHARSET_WITHIN = 4096  # bytes
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}


@dataclass(frozen=True, slots=True)
class PageOrigin:
    """Where the text of a page lies in the page: lines, columns and offsets are those of the source."""

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


def read(data: bytes, path: str, encoding: str | None) -> Source:
    """The visible text of a page: in the encoding named, else that of a byte order mark, UTF-8, what the page
    says, what it seems to be. Raises UnreadableError.
    """
    decoded = _decoded(data, encoding)
    page = read_page(decoded.text)
    source = Document(decoded.text)
    return Source(
        path,
        data,
        Document(page.text, masked=_said_again(page)),
        PageOrigin(source, page.places),
        directives.parse(decoded.text, page.comments, page.places.offset),
        decoded.encoding,
    )


def _said_again(page: Page) -> list[Span]:
    """The title of a page, if the page says it again, as most do: it was checked there."""
    title, rest = ("".join(part.split()) for part in (page.text[: page.title], page.text[page.title :]))
    return [Span(0, page.title)] if title and title in rest else []


def rewritten(source: Source, edits: Sequence[Edit]) -> bytes:
    """The page with edits made to its text: tags, encoding and line ends as they were.

    An edit across tags puts its new text where the first of the old that changes was and deletes the rest
    around the tags. Raises ReadOnlyError where an edit touches the line ends or tabs that tags make, or would
    add some.
    """
    return text.rewritten(source, [made for edit in edits for made in _in_source(source, edit)])


def editable(source: Source, edits: Sequence[Edit]) -> list[bool]:
    """For each edit whether `rewritten` can make it: it neither touches nor adds line ends and tabs."""
    shown = source.document.text
    return [not set("\r\n\t") & set(shown[edit.span.start : edit.span.end] + edit.text) for edit in edits]


def _in_source(source: Source, edit: Edit) -> Iterator[Edit]:
    """Edits of the source that make an edit of the text."""
    origin = source.origin
    assert isinstance(origin, PageOrigin)
    small = narrowed(source.document.text, edit)
    if small.span.start < small.span.end:  # what stays as it is stays in its tags
        edit = small
    start, end = edit.span
    old, new = source.document.text[start:end], edit.text
    if not all(editable(source, [edit])):
        line = origin.extent(edit.span)[0].line
        raise ReadOnlyError(f"第 {line} 行要改的地方跨了段落或表格的格子，请在网页源文件里手工修改")
    escaped = new.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not old:
        yield Edit(origin.places.span(edit.span), escaped)
        return
    pieces: list[Span] = []
    for offset in range(start, end):
        place = origin.places.character(offset)
        if pieces and pieces[-1].end == place.start:
            pieces[-1] = Span(pieces[-1].start, place.end)
        elif not pieces or pieces[-1] != place:
            pieces.append(place)
    for number, piece in enumerate(pieces):
        yield Edit(piece, "" if number else escaped)


def _decoded(data: bytes, encoding: str | None) -> Decoded:
    if encoding is not None:
        return decode(data, encoding)
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    name = _DECLARED.get(declared[1].decode().lower()) if declared else None
    if name and not _is_utf8(data):
        with suppress(UnreadableError):  # what a page says of itself may be wrong
            return decode(data, name)
    if b"\0" in data and not _is_utf16(data) and _is_utf8(data):  # stray NULs, which browsers drop
        return decode(data, "utf-8")
    return decode(data)


def _is_utf16(data: bytes) -> bool:
    """Whether every `<` has a NUL on one side, always the same."""
    return b"<" in data and data.count(b"<") in (data.count(b"<\0"), data.count(b"\0<"))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
