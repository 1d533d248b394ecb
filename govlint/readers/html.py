"""HTML: the text of a page as its reader sees it, page furniture and all; places are those of the source."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from govlint.document import Document
from govlint.readers import directives, text
from govlint.readers.encoding import Decoded, decode
from govlint.readers.mapped import MappedOrigin, changed_part, edits_around_marks
from govlint.readers.page import read_page
from govlint.readers.source import ReadOnlyError, Source, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.diagnostic import Edit

_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHARSET_WITHIN = 4096  # bytes
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}


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
        Document(page.text),
        MappedOrigin(source, page.places),
        directives.parse(decoded.text, page.comments, page.places.offset),
        decoded.encoding,
    )


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
    edit = changed_part(source, edit)
    if not all(editable(source, [edit])):
        line = source.origin.extent(edit.span)[0].line
        raise ReadOnlyError(f"第 {line} 行要改的地方跨了段落或表格的格子，请在网页源文件里手工修改")
    escaped = edit.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    yield from edits_around_marks(source, edit._replace(text=escaped))


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
