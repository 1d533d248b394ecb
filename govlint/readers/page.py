"""The text of a page as its reader sees it, and where in the source each character stands.

Blocks, line breaks and table rows make lines, the cells of a row are parted by tabs; what a browser does not
show is left out. A single line break after a comma ends no line: the sentence goes on. Of style sheets only
`display`, `white-space` and underlines in `style` attributes are heeded. Spaces that are underlined, with no
text beside them, are a gap to be filled in: they stay as many as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from govlint.document import NUMBERED, Span, fold
from govlint.readers.elements import BLOCKS, CELLS, HIDDEN, ONE_ANOTHER, ROWS, SPACED, VOID, style_of
from govlint.readers.markup import tokens
from govlint.readers.rows import PageText, TableRow
from govlint.readers.sourcemap import SourceMap
from govlint.readers.typesetting import is_wide, raised

if TYPE_CHECKING:
    from govlint.readers.markup import Token

_WORDS = re.compile(r"[^ \t\n\r\f\0]+|[ \t\n\r\f]+|\0+")
_SPACES = frozenset(" \t\n\r\f")
_GOES_ON = "，、"
# Between the title and the name of the site; not the dash of 2024-2025.
_PARTS_TITLE = re.compile(r"[_|｜]+|(?<!\d)[-–—]+|[-–—]+(?!\d)")


class Page(NamedTuple):
    """The visible text of a page, the map from it to the source, and the comments in the source, in order.
    The title that a browser shows above the page is the first line, unless the page says it again.
    """

    text: str
    places: SourceMap
    comments: tuple[Span, ...]


def read_page(source: str) -> Page:
    """Read a page, however broken its markup."""
    reading = _Reading(source)
    for token in tokens(source):
        if token.kind == "start":
            reading.open(token)
        elif token.kind == "end":
            reading.close(token)
        elif token.kind == "comment":
            reading.comments.append(Span(token.start, token.end))
        elif not reading.hidden:
            reading.write(token)
    return reading.page()


class _Element(NamedTuple):
    name: str
    hidden: bool
    spaced: bool
    block: bool
    underlined_from: int | None = None  # the characters that were written when its underline, if any, began


class _Reading:
    """Builds the text of a page from its tokens, one after the other."""

    def __init__(self, source: str) -> None:
        self.comments: list[Span] = []
        self._source = source
        self._pieces: list[PageText] = []
        self._stack = [_Element("", False, False, False)]
        # Open elements by name, a level for every open table: an end tag reaches no further out.
        self._levels: list[Counter[str]] = [Counter()]
        self._rows: list[TableRow | None] = []  # the open row of every open table
        self._pending: PageText | None = None  # a space or line end, written only if text follows
        self._in_line = False  # whether the line or cell has text yet
        self._only_br = False  # whether the pending line end is that of a single `br`
        self._written = 0  # characters of visible text
        self._title = 0  # pieces of it

    @property
    def hidden(self) -> bool:
        """Whether text at this point would be invisible in a browser."""
        return self._stack[-1].hidden

    def open(self, token: Token) -> None:
        """Begin an element; open elements that it implicitly closes are ended first."""
        name, span = token.name, Span(token.start, token.end)
        self._end_before(name, span)
        shown_as, spaced, underlined = style_of(token.attributes)
        is_block = not shown_as.startswith(("inline", "contents")) if shown_as else name in BLOCKS
        above = self._stack[-1]
        hidden = (
            above.hidden
            or name in HIDDEN
            or (above.name == "head" and name != "title")
            # A page that hides all of itself shows it again by script.
            or (name not in ("html", "body") and (shown_as == "none" or "hidden" in token.attributes))
        )
        if not hidden:
            if name in CELLS:
                self._begin_cell(span)
            elif is_block:
                self._break(span)
            elif name == "br":
                is_first = self._pending is None or self._pending.text == " "
                self._break(span)
                self._only_br = is_first
        if name in VOID or (token.closed and ":" in name):
            return
        if spaced is None:
            spaced = above.spaced or name in SPACED
        line_from = above.underlined_from
        if line_from is None and not is_block and (underlined or name == "u"):
            line_from = self._written
        self._stack.append(_Element(name, hidden, spaced, is_block, line_from))
        self._levels[-1][name] += 1
        if name == "table":
            self._levels.append(Counter())
            if self._rows and (row := self._rows[-1]):
                row.holds_rows = True
            self._rows.append(None)

    def close(self, token: Token) -> None:
        """End an element, and those left open inside it."""
        span = Span(token.start, token.end)
        if token.name == "table" and len(self._levels) > 1:
            while len(self._stack) > 1 and self._stack[-1].name != "table":
                self._pop(span)
            self._pop(span)
        elif token.name not in ("body", "html"):  # what comes behind them still belongs to the page
            was_open = self._end(token.name, span)
            if not was_open and token.name in ("p", "br"):
                self._break(span)

    def write(self, token: Token) -> None:
        """Add text, its spaces as a browser shows them."""
        if token.kind == "reference":
            if token.text:
                self._add_word(token.text, Span(token.start, token.end))
            return
        for word in _WORDS.finditer(self._source, token.start, token.end):
            if self._is_gap(word[0], word.end()):
                self._add(word[0], Span(*word.span()))
            elif word[0][0] != "\0":
                self._add_word(word[0], Span(*word.span()))

    def page(self) -> Page:
        """End all elements, and return the page."""
        while self._rows:
            self._end_row(Span(len(self._source), len(self._source)))
            self._rows.pop()
        pieces = self._pieces
        if _says_again(_text(pieces[: self._title]), _text(pieces[self._title :])):
            start = self._title
            while pieces[start].text in ("", "\n"):  # nor is the line end behind the title wanted
                start += 1
            pieces = pieces[start:]
        places = SourceMap.of((piece.text, piece.span) for piece in pieces)
        return Page(_text(pieces), places, tuple(self.comments))

    def _end(self, name: str, span: Span) -> bool:
        """End the innermost open element with a name in the same table; returns whether there was one."""
        if not self._levels[-1][name]:
            return False
        while self._stack[-1].name != name:
            self._pop(span)
        self._pop(span)
        return True

    def _pop(self, span: Span) -> None:
        element = self._stack.pop()
        if element.name == "table":
            self._end_row(span)
            self._rows.pop()
            self._levels.pop()
        elif element.name == "tr":
            self._end_row(span)
        self._levels[-1][element.name] -= 1
        if element.block and not element.hidden:
            self._break(span)

    def _end_before(self, name: str, span: Span) -> None:
        """End the elements that the beginning of another one implicitly closes."""
        if name in BLOCKS:
            if self._levels[0]["head"] and name != "title":
                self._end("head", span)
            self._end("p", span)
        if name in ONE_ANOTHER and self._stack[-1].name == name:
            self._end(name, span)
        if name in CELLS or name in ROWS:
            for cell in CELLS:
                self._end(cell, span)
        if name in ROWS:
            self._end("tr", span)
            self._end_row(span)

    def _begin_cell(self, span: Span) -> None:
        if not self._rows:  # a row without its table
            self._rows.append(None)
        row = self._rows[-1]
        if row is None:
            lead = PageText("\n", span) if self._in_line else None
            if lead:
                self._pieces.append(lead)
            row = self._rows[-1] = TableRow(lead)
        tab = PageText("\t", span) if row.cells else None
        if tab:
            self._pieces.append(tab)
        row.cells.append((tab, self._written))
        self._pending = None
        self._in_line = False

    def _end_row(self, span: Span) -> None:
        if self._rows and (row := self._rows[-1]):
            self._rows[-1] = None
            had_text = row.settle(self._written)
            self._in_line = had_text or bool(row.lead)
            self._pending = None
            self._break(span)

    def _break(self, span: Span) -> None:
        """End the line, if it has text and more follows."""
        self._only_br = False
        if self._in_line and not self.hidden and not (self._pending and self._pending.text == "\n"):
            self._pending = PageText("\n", span)

    def _add_word(self, text: str, span: Span) -> None:
        """Add a run of spaces or of other characters."""
        if text[0] not in _SPACES:
            self._add(raised(text) if self._levels[-1]["sup"] else text, span)
        elif self._stack[-1].spaced:
            self._keep_spaces(text, span)
        elif self._in_line and not self._pending:
            self._pending = PageText(" ", span)

    def _is_gap(self, text: str, end: int) -> bool:
        """Whether a run of characters that ends at `end` is spaces, and all that is underlined there."""
        return (
            self._stack[-1].underlined_from == self._written
            and not text.strip(" ")
            and self._source.startswith("</", end)
        )

    def _keep_spaces(self, text: str, span: Span) -> None:
        """Add spaces and line ends that count; line ends before the text of a line are dropped."""
        kept = text if self._in_line else text.lstrip("\r\n")
        if not kept:
            return
        self._add(kept, span if kept == text else Span(span.end - len(kept), span.end))
        self._in_line = kept[-1] not in "\r\n"
        if self._rows and (row := self._rows[-1]) and ("\n" in kept or "\r" in kept):
            row.holds_rows = True

    def _add(self, text: str, span: Span) -> None:
        """Add visible text, and the space or line end before it."""
        leads = self._title == len(self._pieces)  # all before it is the title, or nothing is
        pending, self._pending = self._pending, None
        joins = pending and (
            self._joins(pending.span, text[0], span.start) if pending.text == " " else self._goes_on(text)
        )
        if pending and not joins:
            self._pieces.append(pending)
            if pending.text == "\n" and self._rows and (row := self._rows[-1]):
                row.breaks.append(pending)
        self._pieces.append(PageText(text, span))
        if leads and self._stack[-1].name == "title":
            self._title = len(self._pieces)
        self._in_line = True
        self._written += len(text)

    def _goes_on(self, following: str) -> bool:
        """Whether the pending line end stands inside a sentence: a `br` behind a comma, where neither an
        indent nor the number of an item follows.
        """
        return (
            self._only_br
            and self._pieces[-1].text[-1] in _GOES_ON
            and not following[0].isspace()
            and not NUMBERED.match(fold(following))
        )

    def _joins(self, space: Span, following: str, start: int) -> bool:
        """Whether a space is a line end of the source inside Chinese text: as CSS has it, none."""
        before = self._pieces[-1]
        return (
            before.span.end == space.start
            and space.end == start
            and any(mark in self._source[space.start : space.end] for mark in "\r\n")
            and is_wide(before.text[-1])
            and is_wide(following)
        )


def _text(pieces: list[PageText]) -> str:
    return "".join(piece.text for piece in pieces)


def _says_again(title: str, body: str) -> bool:
    """Whether a body has its title in it, as most do; the name of the site may follow in the title."""
    first = _PARTS_TITLE.split(title)[0]
    title, first, body = ("".join(text.split()) for text in (title, first, body))
    return bool(title) and (first or title) in body
