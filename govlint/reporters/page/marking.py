"""The text of a document as HTML, with marks on what findings and relations point to.

Marks may overlap. The text is split at every start and end of a mark, and each piece belongs to all marks
over it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from govlint.reporters.page.characters import is_blank, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govlint.diagnostic import Severity
    from govlint.document import Line, Span


class Mark(NamedTuple):
    """A marked span of the text. Links lead to its element by `key`, the id.

    There are three kinds of marks. The mark of a finding has the finding's number (from 1), level and
    message. The mark of a place that a finding or relation refers to has only a key. The mark of hidden text
    (code, comments) has none of these.
    """

    span: Span
    key: str = ""
    number: int = 0
    level: Severity | None = None
    message: str = ""


class Marking:
    """A text with its marks. All offsets are in code points."""

    def __init__(self, text: str, marks: Iterable[Mark]) -> None:
        self._text = text
        self._at: dict[int, list[Mark]] = {}  # empty marks, by offset
        stretches: list[Mark] = []
        for mark in marks:
            if mark.span.start == mark.span.end:
                self._at.setdefault(mark.span.start, []).append(mark)
            else:
                stretches.append(mark)
        self._by_start = sorted(stretches, key=lambda mark: mark.span.start)
        self._starts = [mark.span.start for mark in self._by_start]
        self._by_end = sorted(stretches, key=lambda mark: mark.span.end)
        self._ends = [mark.span.end for mark in self._by_end]
        self._edges = sorted({*self._starts, *self._ends, *self._at})
        self._over = list(self._coverings())

    def _coverings(self) -> Iterator[tuple[Mark, ...]]:
        """Yield, for each edge, the marks over the text from there to the next edge."""
        over: list[Mark] = []
        coming = iter([*self._by_start, None])
        following = next(coming)
        for edge in self._edges:
            over = [mark for mark in over if mark.span.end > edge]
            while following is not None and following.span.start == edge:
                over.append(following)
                following = next(coming)
            yield tuple(over)

    def line(self, line: Line, following: int) -> str:
        """A line as HTML, with the marks at its end. `following` is the offset at which the next
        line begins.
        """
        return self.stretch(line.start, line.end) + self.end_of_line(line, following)

    def stretch(self, start: int, end: int) -> str:
        """The text from `start` to `end` as HTML, with the marks that overlap it and the empty
        marks in it.
        """
        pieces = []
        edge = bisect_right(self._edges, start) - 1
        while start < end:
            if start in self._at:
                pieces.append(_empty(self._at[start], "point"))
            stop = min(end, self._edges[edge + 1]) if edge + 1 < len(self._edges) else end
            pieces.append(self._piece(start, stop, self._over[edge] if edge >= 0 else ()))
            start, edge = stop, edge + 1
        return "".join(pieces)

    def end_of_line(self, line: Line, following: int) -> str:
        """The marks at the end of a line that no character of the line shows: empty ones, and those that
        begin or end at the line end.
        """
        offsets = range(line.end, max(following, line.end + 1))
        points = [mark for offset in offsets for mark in self._at.get(offset, ())]
        begin = self._by_start[bisect_left(self._starts, line.end) : bisect_left(self._starts, following)]
        close = self._by_end[bisect_right(self._ends, line.end) : bisect_right(self._ends, following)]
        ends = [*begin, *(mark for mark in close if mark.level is not None and mark not in begin)]
        return (_empty(points, "point") if points else "") + (_empty(ends, "end", line.end) if ends else "")

    def _piece(self, start: int, stop: int, over: Sequence[Mark]) -> str:
        content = self._text[start:stop]
        if not over:
            return shown(content)
        ids = [mark.key for mark in over if mark.key and mark.span.start == start]
        look = "thin" if all(map(is_blank, content)) else ""
        return _element(over, shown(content), ids, look, [mark for mark in over if mark.span.end == stop])


def _empty(marks: Sequence[Mark], look: str, line_end: int | None = None) -> str:
    """An element for marks where there is no character to mark. `line_end` is the offset of the line end, if
    that is where it is.
    """
    ids = [mark.key for mark in marks if mark.key and (line_end is None or mark.span.start >= line_end)]
    return _element(marks, "", ids, look, marks)


def _element(marks: Sequence[Mark], content: str, ids: list[str], look: str, ending: Sequence[Mark]) -> str:
    """The element for a piece of text, and for all `marks` over it; `ending` are those that end with it. An
    element has one id; for further `ids`, empty elements are put before it.
    """
    anchors = "".join(f'<span id="{key}"></span>' for key in ids[1:])
    own = f' id="{ids[0]}"' if ids else ""
    places = " ".join(mark.key for mark in marks if mark.key and mark.level is None)
    own += f' data-p="{places}"' if places else ""
    found = sorted(
        (mark for mark in marks if mark.level is not None),
        key=lambda mark: (mark.span.end - mark.span.start, mark.number),
    )
    if not found:
        markup = any(not mark.key for mark in marks)
        return f'{anchors}<span class="{"markup" if markup else "place"}"{own}>{content}</span>'
    level = max(mark.level for mark in found if mark.level is not None)
    looks = " ".join(filter(None, ("mark", level.name, look, "several" if len(found) > 1 else "")))
    numbers = " ".join(str(mark.number) for mark in found)
    # On paper, the number of a finding is printed after its last character, to find it in the list.
    last = "，".join(map(str, sorted(mark.number for mark in found if mark in ending)))
    own += f' data-n="{last}"' if last else ""
    said = escape("\n".join(mark.message for mark in found))
    own += f' aria-label="{said}"' if not content else ""
    return (
        f'{anchors}<a class="{looks}" href="#f{found[0].number}" data-f="{numbers}"{own} title="{said}">'
        f"{content}</a>"
    )
