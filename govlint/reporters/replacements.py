"""Fixes that another program can make, as replacements in the text of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import Edit, Fix
from govlint.document import Span

if TYPE_CHECKING:
    from govlint.document import Document
    from govlint.readers.origin import Origin
    from govlint.runner import FileReport


def replacements(report: FileReport) -> dict[int, list[Fix]]:
    """The fixes that may be made, and are plain replacements in the file, by the `id()` of their diagnostics.
    Their spans are those of the document.
    """
    document, origin = report.document, report.origin
    if document is None or origin is None or not origin.has_lines:
        return {}
    fixes: dict[int, list[Fix]] = {}
    for diagnostic, fix in report.fixes(unsafe=True):
        if all(is_plain(document, origin, edit) for edit in fix.edits):
            fixes.setdefault(id(diagnostic), []).append(fix)
    return fixes


def is_plain(document: Document, origin: Origin, edit: Edit) -> bool:
    """Whether an edit of the document replaces the very same characters in the file.

    On an HTML page it may not: characters may be separated by tags, or have to be written as references
    (`&nbsp;`).
    """
    if origin.source is document:
        return True
    (start, end), text = edit
    first, last = origin.extent(edit.span)
    same = origin.source.text[first.offset : last.offset] == document.text[start:end]
    return same and not any(mark in text for mark in "&<>\r\n\t")


def joined(document: Document, fix: Fix) -> Edit:
    """The edits of a fix as one edit, which includes the text between them."""
    edits = sorted(fix.edits)
    start = done = edits[0].span.start
    pieces = []
    for (at, end), text in edits:
        pieces += [document.text[done:at], text]
        done = end
    return Edit(Span(start, done), "".join(pieces))
