"""A Word file with a comment on the characters of each finding, and safe fixes as tracked changes.

Comments are added to a copy of the Word file itself; those of an earlier marking are removed. For a file of
another kind, a new Word file is made, with a paragraph for each line.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govlint.diagnostic import SEVERITY_NAMES
from govlint.document import Document, Span
from govlint.edits import narrowed
from govlint.readers import WORD, recognise
from govlint.readers.docx import open_document
from govlint.readers.docx.editing import is_possible
from govlint.reporters.docx.blank import blank
from govlint.reporters.docx.comments import Comments
from govlint.reporters.docx.earlier import MARK, remove_earlier
from govlint.reporters.docx.revisions import Revisions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from govlint.diagnostic import Edit
    from govlint.readers.docx.layout import Laid
    from govlint.runner import FileReport


class Annotated(NamedTuple):
    """The bytes of an annotated Word file, and the number of fixes made in it as tracked changes; `unmade` is
    the number of those that were to be, and could not.

    `suffix` is the one that Word opens the file by. `unsigned`: the file bore a digital signature, which is
    broken now.
    """

    data: bytes
    suffix: str
    fixed: int
    unmade: int
    unsigned: bool


def annotated(
    data: bytes,
    report: FileReport,
    reasons: Mapping[str, str],
    *,
    track_changes: bool = False,
    unsafe: bool = False,
) -> Annotated:
    """The Word file for a report, with its findings as comments.

    `data` are the bytes that were checked, `reasons` the reasons of rules, by id. With
    `track_changes`, safe fixes are made as tracked changes, which a reader can accept or reject, and `unsafe`
    ones, too, if these are asked for; of fixes that overlap, only the first is made.
    """
    assert report.document is not None
    assert report.origin is not None
    if recognise(report.path, data) is WORD:
        found = open_document(data)
        placed: Callable[[Span], Span] = _same
    else:
        found = open_document(blank(report.document))
        placed = _Moved(report.document, Document(found.text))
    comments = Comments(found, remove_earlier(found.package))
    revised = _Revised(found)
    safe: dict[int, list[list[Edit]]] = {}
    for diagnostic, fix in report.fixes(unsafe=unsafe) if track_changes else ():
        edits = [edit._replace(span=placed(edit.span)) for edit in fix.edits]
        safe.setdefault(id(diagnostic), []).append(edits)
    fixed = unmade = 0
    for diagnostic in report.diagnostics:
        lines = [f"{SEVERITY_NAMES[diagnostic.severity]} {diagnostic.rule} {diagnostic.message}"]
        if why := reasons.get(diagnostic.rule):
            lines.append(f"理由：{why}")
        fixes = safe.get(id(diagnostic), [])
        taken = sum(map(revised.take, fixes))
        unmade += len(fixes) - taken
        if taken:
            fixed += taken
            several = f" {taken} 处" if len(diagnostic.fixes) > 1 else ""
            lines.append(f"已改{several}，见修订，可接受或拒绝。")
        comments.add(placed(diagnostic.span), lines, report.origin.place(diagnostic.span.start))
    comments.finish()
    revisions = Revisions(found)
    for edit in reversed(revised.edits):  # backwards: a text inserted next to a change is to stand after it
        revisions.make(edit)
    unsigned = found.package.signed and bool(found.package.changed)
    return Annotated(found.package.saved(MARK), found.package.suffix, fixed, unmade, unsigned)


class _Revised:
    """The edits to make as tracked changes, by place. None of them overlap."""

    def __init__(self, found: Laid) -> None:
        self._found = found
        self.edits: list[Edit] = []

    def take(self, edits: Iterable[Edit]) -> bool:
        """Add the edits of a fix if all of them can be made and none overlaps an earlier one. Returns whether
        they were added.
        """
        edits = [narrowed(self._found.text, edit) for edit in edits]
        edits = [edit for edit in edits if edit.text or edit.span.start < edit.span.end]
        if not edits or not all(is_possible(self._found, edit) and self._is_free(edit) for edit in edits):
            return False
        for edit in edits:
            insort(self.edits, edit)
        return True

    def _is_free(self, edit: Edit) -> bool:
        at = bisect_left(self.edits, edit)
        before, after = self.edits[max(0, at - 1) : at], self.edits[at : at + 1]
        around = [(other, edit) for other in before] + [(edit, other) for other in after]
        # Two insertions at one place would have no order.
        return all(one.span.end <= other.span.start and one.span != other.span for one, other in around)


def _same(span: Span) -> Span:
    return span


@dataclass(frozen=True, slots=True)
class _Moved:
    """Maps spans of a document to another document with the same lines, at other offsets."""

    old: Document
    new: Document

    def __call__(self, span: Span) -> Span:
        return Span(self._offset(span.start), self._offset(span.end))

    def _offset(self, offset: int) -> int:
        line = self.old.line_at(offset)
        return self.new.lines[line.row].start + min(offset, line.end) - line.start
