"""Where the text of a Word file stands in it, as people count: 段落 12, 表 2 行 3 列 1, 脚注 3."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govlint.readers.origin import DocumentOrigin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.document import Document
    from govlint.readers.docx.pieces import Block, Steps

_NAMES = {
    "paragraph": "段落",
    "table": "表",
    "table_row": "行",
    "table_column": "列",
    "textbox": "文本框",
    "footnote": "脚注",
    "endnote": "尾注",
    "header": "页眉",
    "footer": "页脚",
}


class PlacedParagraph(NamedTuple):
    """A paragraph from its first character on: the way to it, its part, and the offsets of its runs."""

    start: int
    text_start: int
    steps: Steps
    part: str
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WordOrigin(DocumentOrigin):
    """The origin of a document that is the text of a Word file. All numbers are 1-based.

    Paragraphs are counted where they stand (the body, a cell, a text box, a note), those without text and
    those in tables not; tables in the body; columns by the grid, so that a merged cell counts for all it
    covers; notes in the order they are referred to.
    """

    paragraphs: tuple[PlacedParagraph, ...]

    @property
    def has_lines(self) -> bool:
        """Never: a reader of the file sees paragraphs."""
        return False

    def place(self, offset: int) -> str:
        """The paragraph, cell or note; the first paragraph of a cell or a note goes by its name alone."""
        steps = self._at(offset).steps
        if len(steps) > 1 and steps[-1] == ("paragraph", 1) and steps[-2][0] != "textbox":
            steps = steps[:-1]
        return " ".join(f"{_NAMES[what]} {number}" for what, number in steps) or "空段落"

    def details(self, offset: int) -> Mapping[str, int | str]:
        """The steps of the way, the part, the run in the paragraph and the character in the run; those two
        are missing for a number that Word puts before a paragraph. Of tables in tables the innermost is told.
        """
        paragraph = self._at(offset)
        found: dict[str, int | str] = {"part": paragraph.part, **dict(paragraph.steps)}
        run = bisect_right(paragraph.runs, offset)
        if run and offset >= paragraph.text_start:
            found["run"] = run
            found["character"] = offset - paragraph.runs[run - 1] + 1
        return found

    def _at(self, offset: int) -> PlacedParagraph:
        number = bisect_right(self.paragraphs, offset, key=lambda found: found.start)
        return self.paragraphs[max(0, number - 1)]


def origin_of(document: Document, blocks: list[Block]) -> WordOrigin:
    """The origin of a document made of blocks."""
    paragraphs = tuple(
        PlacedParagraph(block.start, block.text_start, block.steps, block.part, block.runs)
        for block in blocks
    )
    return WordOrigin(document, paragraphs or (PlacedParagraph(0, 0, (), "", ()),))
