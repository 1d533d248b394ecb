"""PDF files, read-only: printed lines are joined into paragraphs, and each character keeps its page and line.

Spaces and line ends that come of printing are removed. Page numbers and running heads stay as lines of their
own, hidden from the rules, as every page rightly has them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.diagnostic import Notice
from govlint.document import Document
from govlint.readers.origin import DocumentOrigin
from govlint.readers.others import EMPTY
from govlint.readers.pdf.reflow import PrintedText, reflowed
from govlint.readers.source import Source, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MISSING = '读 PDF 需要 pypdfium2，请 pip install "govlint[pdf]"，或另存为 .docx'
_REMEDY = "请先做文字识别（OCR），或找原稿检查"


@dataclass(frozen=True, slots=True)
class PdfOrigin(DocumentOrigin):
    """Where the text of a PDF file is printed: pages, and on a page lines from the top, both 1-based."""

    printed: tuple[PrintedText, ...]

    @property
    def has_lines(self) -> bool:
        """Never: a line of the text is a paragraph of the file."""
        return False

    def place(self, offset: int) -> str:
        """Page and printed line."""
        printed = self._at(offset)
        return f"第 {printed.page} 页第 {printed.row} 行"

    def details(self, offset: int) -> Mapping[str, int | str]:
        """Page and printed line; the `line` of a position is that of the text."""
        printed = self._at(offset)
        return {"page": printed.page, "page_line": printed.row}

    def _at(self, offset: int) -> PrintedText:
        return self.printed[max(0, bisect_right(self.printed, offset, key=lambda one: one.start) - 1)]


def read(data: bytes, path: str, encoding: str | None) -> Source:  # noqa: ARG001 - it has none
    """The text of a PDF file. Raises UnreadableError."""
    if not data:
        raise UnreadableError(EMPTY)
    try:
        from govlint.readers.pdf.printed import printed_lines
    except ImportError:
        raise UnreadableError(_MISSING) from None
    lines, pictured = printed_lines(data)
    text, printed, hidden = reflowed(lines)
    read_pages = {one.page for one in printed if one.row}
    unread = [page for page in pictured if page not in read_pages]
    if not lines or (unread and not read_pages):
        raise UnreadableError(f"没有文字层，可能是扫描件；{_REMEDY}")
    notices = [Notice(f"第 {_listed(unread)} 页是图片，没有文字层，没有看；{_REMEDY}", unread=True)]
    document = Document(text, masked=hidden)
    origin = PdfOrigin(document, printed)
    return Source(path, data, document, origin, notices=tuple(notices if unread else ()))


def _listed(pages: Sequence[int]) -> str:
    """Numbers of pages, in order, such as “2、5—7”."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
