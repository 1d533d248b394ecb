"""The text of a document as the article of its page: title, headings, tables and paragraphs."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from govlint.outline import markers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document, Line
    from govlint.reporters.page.marking import Marking

_PART = 40  # paragraphs in one element, which a browser need not lay out while it is out of sight
_BARS = re.compile(r"\|")
_TABS = re.compile(r"\t+")
_RULE = re.compile(r"[|: \t]*-[|:\- \t]*")  # the line under the head of a Markdown table
# The heading elements, by the level of a marker. h1 is the page's heading, h2 a file's, h3 the title.
_ELEMENTS = ("h4", "h4", "h4", "h5", "h6", "h6", "h6")


def article(document: Document, marking: Marking) -> Iterator[str]:
    """Yield the lines of a document as HTML, `_PART` paragraphs at a time."""
    blocks = _blocks(document, marking)
    while part := "\n".join(islice(blocks, _PART)):
        yield f'<div class="part">\n{part}\n</div>\n'


def _blocks(document: Document, marking: Marking) -> Iterator[str]:
    levels = {
        document.line_at(marker.span.start).row: marker.level
        for marker in document.derived(markers)
        if not marker.inline
    }
    following = [*document.line_starts[1:], len(document.text)]
    rows: list[str] = []
    for line, after in zip(document.lines, following, strict=True):
        content = document.text[line.start : line.end]
        marked = marking.line(line, after)
        # Escaped text contains no "<", and the rule of a table no letters, so "<" and "data-" are from marks.
        is_empty = line.kind == "blank" and not content.strip() and "<" not in marked
        if rows and _RULE.fullmatch(content) and "data-" not in marked:
            continue
        if line.kind == "table":
            rows.append(_row(document, line, after, marking))
            continue
        if rows:
            yield _table(rows)
            rows = []
        if not is_empty:
            yield _paragraph(line, marked, content, levels.get(line.row, len(_ELEMENTS) - 1))
    if rows:
        yield _table(rows)


def _paragraph(line: Line, marked: str, content: str, level: int) -> str:
    if line.kind == "title":
        return f'<h3 class="title">{marked}</h3>'
    if line.kind == "heading":
        return f"<{_ELEMENTS[level]}>{marked}</{_ELEMENTS[level]}>"
    if line.kind == "field":
        return f'<p class="field">{marked}</p>'
    # Paragraphs of some drafts are indented with spaces already.
    return f"<p{' class=flush' if content[:1].isspace() else ''}>{marked}</p>"


def _table(rows: list[str]) -> str:
    return f'<div class="table"><table>\n{"".join(rows)}</table></div>'


def _row(document: Document, line: Line, following: int, marking: Marking) -> str:
    """A row of a table. The separators of its cells are left out, unless they are marked."""
    content = document.folded[line.start : line.end]
    cells, start = [], line.start
    for separator in (_BARS if "|" in content else _TABS).finditer(content):
        first, last = (line.start + at for at in separator.span())
        parting = marking.stretch(first, last)
        cells.append(marking.stretch(start, first) + (parting if "<" in parting else ""))
        start = last
    cells.append(marking.stretch(start, line.end) + marking.end_of_line(line, following))
    outer = cells[0].strip(), cells[-1].strip()
    kept = cells[0 if outer[0] else 1 : len(cells) if outer[1] else -1]
    return f"<tr>{''.join(f'<td>{cell.strip()}</td>' for cell in kept)}</tr>\n"
