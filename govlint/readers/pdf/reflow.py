"""Joins printed lines into the paragraphs that they were before printing."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from govlint.document import Span
from govlint.readers.typesetting import PAGE_NUMBER, is_wide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_EDGE = 0.12  # of the height of a page, at its head and foot, where page numbers and running heads are
_SAME_SIZE = 0.15  # by which sizes may differ in a paragraph
_FARTHEST = 3.0  # sizes from a line to the next of its paragraph
_INDENT = 0.9  # sizes by which the first line of a paragraph is indented, at least
_SLACK = 1.0  # sizes a full line may lack besides what its next character and marks would have taken
_OPEN_SLACK = 4.0  # the same where the line ends no sentence and the next is not indented, though others are
_ENOUGH = 4  # lines of a page that show the edges of their column
_SENTENCE_END = re.compile(r"[。！？；：…!?;:][”’）)》】]*$")
# What cannot be parted at a line end.
_TOKEN = re.compile(r"[（“‘《(\[]*(?:[0-9A-Za-z.,%％．]{1,12}|.)[，。；：、！？”’）》】％%]*")
# The upper levels of headings and articles; numbers of lower ones, （2） and ①, stand inside paragraphs too.
_NUMBERED = re.compile(r"(?:第|（)?[一二三四五六七八九十]{1,3}[、）章节条部]")
_DIGITS = re.compile(r"\d+")


class PrintedLine(NamedTuple):
    """A line on a page, with its place in points from the bottom left and the width of its characters.

    `across` is 0 for lines turned as most of their page is; those turned otherwise have a number for each
    way.
    """

    page: int  # 1-based
    height: float  # of the page
    text: str
    left: float
    right: float
    base: float
    size: float
    across: int = 0


class PrintedText(NamedTuple):
    """The text from `start` up to the next one is printed in one line of a page; both are 1-based."""

    start: int
    page: int
    row: int


class _Column(NamedTuple):
    """The edges of the lines that stand above one another, and whether first lines are indented."""

    left: float
    right: float
    indented: bool


class _Piece(NamedTuple):
    """A line, its row on its page, and whether it goes on with the paragraph of the line before it. The row
    of page numbers and running heads is 0.
    """

    line: PrintedLine
    row: int
    goes_on: bool = False


def reflowed(lines: Sequence[PrintedLine]) -> tuple[str, tuple[PrintedText, ...], list[Span]]:
    """The text made of printed lines, where each part of it is printed, and the spans of page
    numbers and running heads, the row of which is 0.
    """
    text: list[str] = []
    printed: list[PrintedText] = []
    hidden: list[Span] = []
    length = 0
    last = ""
    for line, row, goes_on in _in_order(_rows_merged(lines)):
        if not goes_on:
            between = "\n" if last else ""
        else:
            between = " " if last.isascii() and last.isalpha() and line.text[0].isascii() else ""
        length += len(between)
        printed.append(PrintedText(length, line.page, row))
        if not row:
            hidden.append(Span(length, length + len(line.text)))
        text += between, line.text
        length += len(line.text)
        last = line.text[-1]
    return "".join(text), tuple(printed), hidden


def _in_order(lines: Sequence[PrintedLine]) -> Iterator[_Piece]:
    """The lines as they are read: what lies across, page numbers and running heads come behind the paragraph
    that their page ends in, which may go on on the next.
    """
    furniture = _furniture(lines)
    pieces = _pieces([line for number, line in enumerate(lines) if number not in furniture])
    aside = [piece for piece in pieces if piece.line.across]
    aside += [_Piece(lines[number], 0) for number in sorted(furniture)]
    waiting = deque(sorted(aside, key=lambda piece: piece.line.page))
    for piece in pieces:
        if piece.line.across:
            continue
        while not piece.goes_on and waiting and waiting[0].line.page < piece.line.page:
            yield waiting.popleft()
        yield piece
    yield from waiting


def _pieces(lines: Sequence[PrintedLine]) -> list[_Piece]:
    rows, columns = _rows(lines), _columns(lines)
    above: dict[tuple[int, int], int] = {}
    pieces = []
    for number, line in enumerate(lines):
        way = line.across and line.page, line.across  # what lies across does not go on over the page
        last = above.get(way)
        goes_on = last is not None and joins(lines[last], line, columns[last], columns[number])
        pieces.append(_Piece(line, rows[number], goes_on))
        above[way] = number
    return pieces


def joins(line: PrintedLine, following: PrintedLine, column: _Column, next_column: _Column) -> bool:
    """Whether a line and the next one belong to one paragraph: the line is full, does not end a sentence, and
    the next is not indented. Where first lines are indented, any next line without indent belongs to it.
    """
    size = line.size
    if "\t" in line.text or "\t" in following.text or abs(size - following.size) > _SAME_SIZE * size:
        return False
    down = line.base - following.base
    if line.page == following.page and not (
        0 < down < _FARTHEST * size or following.left > line.right  # the next column begins higher up
    ):
        return False
    token = _TOKEN.match(following.text)
    width = sum(1.0 if is_wide(char) else 0.6 for char in token[0]) if token else 0.0
    ends = bool(_SENTENCE_END.search(line.text))
    indent = following.left - next_column.left
    is_flush = next_column.indented and indent < 0.5 * size
    slack = _OPEN_SLACK if is_flush and not ends else _SLACK
    if column.right - line.right >= (width + slack) * size:
        return False
    if indent >= _INDENT * size:  # the next paragraph, unless all of this one is indented
        is_alike = abs(line.left - column.left - indent) < 0.5 * size
        return not ends and is_alike and not any(_NUMBERED.match(one.text) for one in (line, following))
    return not ends or (next_column.indented and not _NUMBERED.match(following.text))


def _rows_merged(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines, where those side by side (cells of a table) are made one, with tabs between them."""
    merged: list[PrintedLine] = []
    for line in lines:
        last = merged[-1] if merged else None
        if (
            last
            and (last.page, last.across) == (line.page, line.across)
            and abs(last.base - line.base) < 0.3 * last.size
            and line.left >= last.right
        ):
            merged[-1] = last._replace(text=f"{last.text}\t{line.text}", right=line.right)
        else:
            merged.append(line)
    return merged


def _furniture(lines: Sequence[PrintedLine]) -> set[int]:
    """The indices of lines that are page numbers, or are at the same place of several pages."""
    edge = [
        number
        for number, line in enumerate(lines)
        if not _EDGE * line.height < line.base < (1 - _EDGE) * line.height
    ]
    pages = defaultdict(set)
    for number in edge:
        pages[_furniture_key(lines[number])].add(lines[number].page)
    return {
        number
        for number in edge
        if PAGE_NUMBER.fullmatch(lines[number].text.strip()) or len(pages[_furniture_key(lines[number])]) > 1
    }


def _furniture_key(line: PrintedLine) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.base / 3)


def _rows(lines: Sequence[PrintedLine]) -> list[int]:
    """The row of each line on its page, from the top; what lies across is counted behind the rest."""
    rows = [0] * len(lines)
    order = sorted(
        range(len(lines)), key=lambda number: (lines[number].page, lines[number].across, -lines[number].base)
    )
    above, row = None, 0
    for number in order:
        line = lines[number]
        if above is None or above.page != line.page:
            row = 1
        elif above.across != line.across or above.base - line.base > 0.3 * line.size:
            row += 1
        above = line
        rows[number] = row
    return rows


def _columns(lines: Sequence[PrintedLine]) -> list[_Column]:
    """The column each line stands in: lines of one size whose extents overlap, on its page where these are
    enough to tell, else in the whole file.
    """
    found: dict[int, _Column] = {}
    indented = set()
    for by_page, enough in ((True, _ENOUGH), (False, 1)):
        groups: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            groups[line.page if by_page else 0, line.across, round(line.size)].append(number)
        for (*_, size), numbers in groups.items():
            for members in _overlapping(lines, numbers):
                if len(members) >= enough:
                    column = _column([lines[number] for number in members])
                    if column.indented:
                        indented.add(size)
                    for number in members:
                        found.setdefault(number, column)
    # A page may hold the middle of one paragraph: whether first lines are indented, others tell.
    return [
        found[number]._replace(indented=round(line.size) in indented) for number, line in enumerate(lines)
    ]


def _overlapping(lines: Sequence[PrintedLine], numbers: list[int]) -> Iterable[list[int]]:
    """Groups of lines whose extents from left to right overlap."""
    members: list[int] = []
    reach = 0.0
    for number in sorted(numbers, key=lambda number: lines[number].left):
        if members and lines[number].left >= reach:
            yield members
            members = []
        reach = max(reach, lines[number].right) if members else lines[number].right
        members.append(number)
    yield members


def _column(lines: Sequence[PrintedLine]) -> _Column:
    """The edges that two lines keep to, so that one that juts out makes none; of few lines the outermost."""
    size = lines[0].size
    lefts = sorted(line.left for line in lines)
    rights = sorted((line.right for line in lines), reverse=True)
    left, right = lefts[0], rights[0]
    if len(lines) > _ENOUGH:
        left = next((one for one, other in pairwise(lefts) if other - one < 0.5 * size), left)
        right = next((one for one, other in pairwise(rights) if one - other < size), right)
    indented = any(_INDENT * size <= one - left < 4 * size for one in lefts)
    return _Column(left, right, indented)
