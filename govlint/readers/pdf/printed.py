"""The lines printed on the pages of a PDF file, put together from its characters.

PDFium gives each character with its place; its own lines are not used, since a quotation mark in another font
is often drawn after the rest of its line, and gaps between Chinese and digits come out as spaces.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from ctypes import byref, c_double
from math import atan2, cos, isfinite, pi
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

import pypdfium2
from pypdfium2 import raw

from govlint.readers.pdf.reflow import PrintedLine
from govlint.readers.source import UnreadableError
from govlint.readers.typesetting import is_wide, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ON_LINE = 0.45  # sizes a raised or lowered figure may be off its line
_RAISED = 0.15  # sizes from which a smaller character above its line is superscript
_SMALLER = 0.8  # of the height of a line, at most
_COLUMN_GAP = 2.0  # sizes from which a gap parts columns
_WORD_GAP = 0.25  # sizes from which a gap parts words
_RADICALS = range(0x2F00, 0x2FE0)  # some fonts say the radical where they print the character
_BLANKS = " \t\u3000\xa0"
_QUARTERS = (1, 3)  # turns by which the sides of a page change places
_ITALIC = 0.05  # of its height by which a character leans at least that is italic
_FEW = 3  # lines of a page that may all be its number and running heads


class Printed(NamedTuple):
    """The lines of a file, in the order in which it has them, and which of the pages with next to no lines
    have pictures; these are 1-based.
    """

    lines: list[PrintedLine]
    pictured: list[int]


class _Paper(NamedTuple):
    """The edges of what is seen of a page as it was set, in points of its own; they may begin anywhere."""

    left: float
    bottom: float
    right: float
    top: float


class _Place(NamedTuple):
    """Where a character is printed, in points from the bottom left of the page as one holds it to read it."""

    left: float
    right: float
    height: float
    base: float  # of the line it stands on


class _Char(NamedTuple):
    """A printed character, its number on the page and its place. `turn` is by how many quarters it is turned
    counterclockwise; None where it slants.
    """

    text: str
    number: int
    left: float
    right: float
    height: float
    base: float
    turn: int | None


def printed_lines(data: bytes) -> Printed:
    """The lines of a file. Raises UnreadableError."""
    printed = Printed([], [])
    try:
        with closing(pypdfium2.PdfDocument(data)) as file:
            for number in range(len(file)):
                with closing(file[number]) as page:
                    lines = _lines_of(page, number + 1)
                    printed.lines.extend(lines)
                    if len(lines) <= _FEW and _has_pictures(page):
                        printed.pictured.append(number + 1)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("PDF 有打开密码，请去掉密码另存后再检查") from None
        raise UnreadableError("PDF 文件已损坏，或不是 PDF") from None
    return printed


def _has_pictures(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))


def _lines_of(page: pypdfium2.PdfPage, number: int) -> list[PrintedLine]:
    paper = _Paper(*page.get_bbox())
    width, height = paper.right - paper.left, paper.top - paper.bottom
    with closing(page.get_textpage()) as text:
        chars = list(_chars(text, paper))
    return [
        _line(number, width if turn in _QUARTERS else height, segment, across)
        for across, (turn, alike) in enumerate(_by_turn(chars))
        for segment in sorted(
            (segment for row in _rows(alike) for segment in _segments(row)),
            key=lambda segment: min(char.number for char in segment),
        )
    ]


def _by_turn(chars: Sequence[_Char]) -> Iterator[tuple[int, list[_Char]]]:
    """The characters that are read together, those that most are turned like first: a table may be set
    sideways under a level head. What slants is a watermark, unless there is nothing else.
    """
    turns = Counter(char.turn for char in chars if char.turn is not None)
    if not turns:
        yield 0, list(chars)
    for turn, _ in turns.most_common():
        yield turn, [char for char in chars if char.turn == turn]


def _turn(matrix: raw.FS_MATRIX) -> int | None:
    """The quarters that a character with a matrix is turned counterclockwise. Its line tells, not its
    uprights as PDFium's own angle does: those of an italic lean.
    """
    angle = atan2(matrix.b, matrix.a)
    quarters = round(angle / (pi / 2))
    return quarters % 4 if cos(angle - quarters * pi / 2) > 0.99 else None


def _lean(matrix: raw.FS_MATRIX) -> float:
    """By how much of its height an upright of a character leans to a side."""
    area = matrix.a * matrix.d - matrix.b * matrix.c
    return abs((matrix.a * matrix.c + matrix.b * matrix.d) / area) if area else 0.0


def _place(turn: int | None, box: raw.FS_RECTF, x: float, y: float, paper: _Paper, lean: float) -> _Place:
    """The place of a character on the page turned upright; `x` and `y` are of its origin."""
    left, bottom, right, top = paper
    match turn:
        case 1:
            start = y - bottom
            place = _Place(box.bottom - bottom, box.top - bottom, box.right - box.left, right - x)
        case 2:
            start = right - x
            place = _Place(right - box.right, right - box.left, box.top - box.bottom, top - y)
        case 3:
            start = top - y
            place = _Place(top - box.top, top - box.bottom, box.right - box.left, x - left)
        case _:
            start = x - left
            place = _Place(box.left - left, box.right - left, box.top - box.bottom, y - bottom)
    if lean > _ITALIC:  # its box is wider than what it takes of its line
        width = place.right - place.left - lean * place.height
        return place._replace(left=start, right=start + width)
    return place


def _chars(page: pypdfium2.PdfTextPage, paper: _Paper) -> Iterator[_Char]:
    box, x, y, matrix = raw.FS_RECTF(), c_double(), c_double(), raw.FS_MATRIX()
    high = 0
    for number in range(page.count_chars()):
        if raw.FPDFText_IsGenerated(page, number) == 1:  # a space or line end that is not in the file
            continue
        code = raw.FPDFText_GetUnicode(page, number)
        if 0xD800 <= code < 0xDC00:  # half of a character beyond the basic plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        text = normalize("NFKC", chr(code)) if code in _RADICALS else chr(code)
        if not text.isprintable() and text not in _BLANKS:
            continue
        raw.FPDFText_GetLooseCharBox(page, number, byref(box))
        raw.FPDFText_GetCharOrigin(page, number, byref(x), byref(y))
        raw.FPDFText_GetMatrix(page, number, byref(matrix))
        edges = box.left, box.right, box.top, box.bottom, x.value, y.value
        if all(map(isfinite, (*edges, matrix.a, matrix.b, matrix.c, matrix.d))):  # broken files have others
            turn = _turn(matrix)
            place = _place(turn, box, x.value, y.value, paper, _lean(matrix))
            yield _Char(text, number, *place, turn)


def _rows(chars: Sequence[_Char]) -> Iterator[list[_Char]]:
    """Characters that stand on one line of the page."""
    row: list[_Char] = []
    for char in sorted(chars, key=lambda char: -char.base):
        if row and row[0].base - char.base > _ON_LINE * max(row[0].height, char.height):
            yield row
            row = []
        row.append(char)
    if row:
        yield row


def _segments(row: Sequence[_Char]) -> Iterator[list[_Char]]:
    """The characters of a row from left to right, parted where columns are."""
    size = _size(row)
    segment: list[_Char] = []
    for char in sorted(row, key=lambda char: (char.left, char.number)):
        if char.text in _BLANKS and not segment:
            continue
        last = segment[-1] if segment else None
        if last and char.text == last.text and char.number > last.number + 1 and _covers(last, char):
            continue  # printed twice to look bold
        if last and char.text not in _BLANKS and char.left - _last_seen(segment).right >= _COLUMN_GAP * size:
            yield _stripped(segment)
            segment = []
        segment.append(char)
    if segment:
        yield _stripped(segment)


def _covers(char: _Char, other: _Char) -> bool:
    return other.left - char.left < 0.3 * (char.right - char.left)


def _last_seen(segment: list[_Char]) -> _Char:
    return next(char for char in reversed(segment) if char.text not in _BLANKS)


def _stripped(segment: list[_Char]) -> list[_Char]:
    while segment[-1].text in _BLANKS:
        segment.pop()
    return segment


def _size(chars: Sequence[_Char]) -> float:
    """The width of Chinese characters where there are any, else the height of a line, in points."""
    widths = Counter(round(char.right - char.left, 1) for char in chars if is_wide(char.text[0]))
    return max(1.0, widths.most_common(1)[0][0] if widths else max(char.height for char in chars))


def _line(page: int, height: float, chars: list[_Char], across: int) -> PrintedLine:
    size = _size(chars)
    base = Counter(round(char.base, 1) for char in chars).most_common(1)[0][0]
    tall = max(char.height for char in chars)
    text = ""
    for before, char in zip([chars[0], *chars], chars, strict=False):
        narrow = before.text.isascii() and char.text.isascii() and " " not in (before.text, char.text)
        if narrow and char.left - before.right > _WORD_GAP * size:
            text += " "
        is_raised = char.base - base > _RAISED * size and char.height < _SMALLER * tall
        text += raised(char.text) if is_raised else char.text
    right = max(char.right for char in chars)
    return PrintedLine(page, height, text, chars[0].left, right, base, size, across)
