"""Table rows of a page: one line of cells parted by tabs, or lines, where the table only places columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govlint.document import Span

_LONG_CELL = 200  # characters of a cell in lines of its own that is a column of the page, not a table's cell


@dataclass(slots=True)
class PageText:
    """A bit of the text and the span it comes from; line ends and tabs are settled when their row ends."""

    text: str
    span: Span


@dataclass(slots=True)
class TableRow:
    """A table row while it is read: the line end before it, and for each cell the tab before it and the
    length of the page's text at that point. `breaks` are the line ends inside cells.
    """

    lead: PageText | None
    cells: list[tuple[PageText | None, int]] = field(default_factory=list)
    breaks: list[PageText] = field(default_factory=list)
    holds_rows: bool = False

    def settle(self, written: int) -> bool:
        """Make the row one line of cells, or several lines where its cells are only columns of the page.
        Returns whether it has any text. `written` is the length of the page's text now.
        """
        counts = [count for _, count in self.cells] + [written]
        lengths = [after - before for before, after in pairwise(counts)]
        is_layout = self.holds_rows or (bool(self.breaks) and max(lengths, default=0) > _LONG_CELL)
        has_text = False
        for (tab, _), length in zip(self.cells, lengths, strict=True):
            if tab and is_layout:
                tab.text = "\n" if has_text and length else ""
            has_text = has_text or length > 0
        if not has_text:
            for tab, _ in self.cells:
                if tab:
                    tab.text = ""
        if not is_layout and len(self.cells) > 1:
            for line_end in self.breaks:
                line_end.text = " "
        if self.lead and not has_text:
            self.lead.text = ""
        return has_text
