"""The lines printed on the pages of a PDF file, put together from its characters.

PDFium gives each character with its place; its own lines are not used, since a quotation mark in another font
is often drawn after the rest of its line, and gaps between Chinese and digits come out as spaces.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from ctypes import byref, c_double
from math import cos, isfinite
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


class _Char(NamedTuple):
    """A printed character, its number on the page and its place in points from the bottom left."""

    text: str
    number: int
    left: float
    right: float
    height: float
    base: float  # of the line it stands on
    level: bool  # not turned


def printed_lines(data: bytes) -> list[PrintedLine]:
    """The lines of a file, in the order in which it has them. Raises UnreadableError."""
    try:
        with closing(pypdfium2.PdfDocument(data)) as file:
            return [line for number in range(len(file)) for line in _lines_of(file, number)]
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError("PDF 有打开密码，请去掉密码另存后再检查") from None
        raise UnreadableError("PDF 文件已损坏，或不是 PDF") from None


def _lines_of(file: pypdfium2.PdfDocument, number: int) -> list[PrintedLine]:
    with closing(file[number]) as page, closing(page.get_textpage()) as text:
        height = page.get_height()
        chars = list(_chars(text))
    if any(char.level for char in chars):  # what lies across is a watermark
        chars = [char for char in chars if char.level]
    segments = [segment for row in _rows(chars) for segment in _segments(row)]
    segments.sort(key=lambda segment: min(char.number for char in segment))
    return [_line(number + 1, height, segment) for segment in segments]


def _chars(page: pypdfium2.PdfTextPage) -> Iterator[_Char]:
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
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
        if all(
            map(isfinite, (box.left, box.right, box.top, box.bottom, y.value))
        ):  # broken files have others
            is_level = cos(raw.FPDFText_GetCharAngle(page, number)) > 0.99
            yield _Char(text, number, box.left, box.right, box.top - box.bottom, y.value, is_level)


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


def _line(page: int, height: float, chars: list[_Char]) -> PrintedLine:
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
    return PrintedLine(page, height, text, chars[0].left, max(char.right for char in chars), base, size)
