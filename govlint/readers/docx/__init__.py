"""Word files (.docx): lines of text with the place of each character in the XML; edits change runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.document import Document, Span
from govlint.readers.docx import directives
from govlint.readers.docx.editing import is_possible, make
from govlint.readers.docx.layout import Laid, lay_out
from govlint.readers.docx.origin import origin_of
from govlint.readers.docx.package import Package
from govlint.readers.source import ReadOnlyError, Source
from govlint.readers.typesetting import PAGE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.diagnostic import Edit


def read(data: bytes, path: str, encoding: str | None) -> Source:  # noqa: ARG001 - it has its own
    """The text of a Word file. Raises UnreadableError."""
    found = open_document(data)
    document = Document(found.text, masked=_hidden(found))
    origin = origin_of(document, found.pieces.blocks)
    return Source(
        path,
        data,
        document,
        origin,
        tuple(directives.of(found, origin)),
        notices=tuple(directives.unread(found, origin)),
    )


def rewritten(source: Source, edits: Sequence[Edit]) -> bytes:
    """The file with edits made to its text, sorted and apart. Runs keep their format, new text takes that of
    the first run it replaces something of; parts without an edit stay byte for byte as they are.

    Raises ReadOnlyError for a file with a digital signature or restricted editing, and for an edit that
    `editable` refuses.
    """
    found = open_document(source.data)
    if found.package.signed:
        raise ReadOnlyError("有数字签名，改了签名就失效；可用 -o 审校.docx 另写一份审校稿")
    if found.package.restricted:
        raise ReadOnlyError("设了“限制编辑”；请先在 Word 里停止保护，或用 -o 审校.docx 另写一份审校稿")
    for edit in edits:
        if not is_possible(found, edit):
            place = source.origin.place(edit.span.start)
            raise ReadOnlyError(f"{place}要改的地方跨了段落，或是 Word 自动生成的编号，请在 Word 中修改")
    for edit in reversed(edits):
        found.package.changed.add(make(found, edit).part)
    return found.package.saved()


def editable(source: Source, edits: Sequence[Edit]) -> list[bool]:
    """For each edit, whether `rewritten` can make it in a file that may be changed: it must lie in one
    paragraph, have no line ends, and not touch a number that Word writes itself.
    """
    found = open_document(source.data)
    return [is_possible(found, edit) for edit in edits]


def open_document(data: bytes) -> Laid:
    """The text of a Word file, given as bytes, with the place of each character in the XML. Raises
    UnreadableError.
    """
    return lay_out(Package(data))


def _hidden(found: Laid) -> Iterator[Span]:
    """The spans of headers and footers that are a typed page number, or repeat a line of the body (as a rule
    the title) or of another header. They are right to repeat it, and it is checked where it stands first.
    """
    seen = set()
    for block in found.pieces.blocks:
        line = found.text[block.start : block.end].strip()
        if (
            line
            and block.steps[0][0] in ("header", "footer")
            and (line in seen or PAGE_NUMBER.fullmatch(line))
        ):
            yield Span(block.start, block.end)
        seen.add(line)
