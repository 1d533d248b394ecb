"""The text under check, with its lines and paragraphs. It is never altered.

Every position is a code-point offset into `Document.text`, from 0; spans exclude their end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


class Span(NamedTuple):
    """Half-open pair of code-point offsets, 0-based."""

    start: int
    end: int

    def moved(self, by: int) -> Span:
        """The span `by` characters further on."""
        return Span(self.start + by, self.end + by)


class Cover:
    """What some spans cover together, whether or not they overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._ends = list(accumulate((span.end for span in ordered), max))

    def furthest(self, place: int) -> int:
        """How far the spans reach that begin at an offset or before it: the last of their ends, 0 where there
        is none. Found by binary search.
        """
        before = bisect_right(self._starts, place)
        return self._ends[before - 1] if before else 0


class Position(NamedTuple):
    """A place as people and JSON name it: line and column are 1-based code points, offset is 0-based."""

    line: int
    column: int
    offset: int


def _width_table() -> dict[str, str]:
    """What each character becomes when a text is folded: punctuation full-width; digits, letters, signs and
    spaces ASCII.

    No replacement is a key, so folding twice changes nothing more.
    """
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update(zip(",;:!?()", "，；：！？（）", strict=True))
    for mark in "，；：！？（）":
        del table[mark]
    table.update(dict.fromkeys("∶︰", "："))
    table.update(dict.fromkeys("﹡∗", "*"))
    table.update(dict.fromkeys(map(chr, [0xA0, 0x3000, 0x202F, 0x205F, *range(0x2000, 0x200B)]), " "))
    return table


_WIDTHS = _width_table()
# A text has few of these characters. Replacing them is faster than looking up every character.
_OTHER_WIDTH = re.compile(f"[{re.escape(''.join(_WIDTHS))}]")
MASK = "\ufffc"
"""Stands in folded text for what is not prose (code, comments): same length, matched by no rule."""
_CRLF = re.compile("\r\n?")
REPLACEMENT = "\ufffd"
"""Stands for a character that cannot be read or written."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_TABLE_ROW = Regex(r"[^|\n]*(?:\|[^|\n]*){2,}|[| \t]*\|[| \t]*|[^\t\n]*\S\t+\S[^\t\n]*\t[^\n]*")
_FIELD = Regex(r"[ \t]*(?:[\u4e00-\u9fff] *){2,8}：(?![^。]*[。！？]).{0,80}")
NUMBERED = Regex(
    r"[ \t]*(?:[一二三四五六七八九十]{1,3}[、.]|（[一二三四五六七八九十]{1,3}）|\d{1,2}(?:[、]|\.(?!\d))"
    r"|（\d{1,2}）|[①-⑳]|第[一二三四五六七八九十]{1,3}(?:部分|章|节|篇))"
)
"""The number that a heading or an item begins with, in folded text."""
_HEADING_LIMIT = 50
_TITLE_LIMIT = 60
_LONGEST_KNOWN = 400  # characters of a line whose kind is kept
_TITLE_LINES = 12


class Line(NamedTuple):
    """One physical line without its line end.

    `row` is 0-based. `kind` is one of blank, table (cells parted by bars or tabs), field (`名称：值`),
    title (a short line above the body), heading (numbered, short, no sentence end), text.
    """

    row: int
    start: int
    end: int
    kind: str

    @property
    def span(self) -> Span:
        """Where the line lies in the text."""
        return Span(self.start, self.end)


class Document:
    """A decoded text and its structure, without regard to rules or files.

    Lines end with CR LF, CR or LF only. U+2028, form feeds and others are ordinary characters, as they are
    for editors. `masked` spans (code, comments, markup) are hidden from all that rules read.

    Rules match patterns against `folded` or `original`. Both have the length of `text`, so an offset means
    the same place in all three. Whatever is computed from the text is kept.
    """

    def __init__(self, text: str, *, masked: Iterable[Span] = ()) -> None:
        self.text = text
        self.masked = tuple(masked)
        self._derived: dict[object, Any] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.text, self.masked)

    @cached_property
    def original(self) -> str:
        """The text with masked spans and lone surrogates replaced by filler of the same length (line ends in
        masked spans stay). CR LF reads as space LF, CR alone as LF.
        """
        text = encodable(self.text, MASK)
        if "\r" in text:
            text = _CRLF.sub(lambda end: " \n" if len(end[0]) == 2 else "\n", text)
        if not self.masked:
            return text
        pieces, done = [], 0
        for start, end in sorted(self.masked):
            start = max(start, done)
            if end > start:
                hidden = text[start:end]
                pieces += [text[done:start], re.sub(r"[^\n]", MASK, hidden)]
                done = end
        return "".join([*pieces, text[done:]])

    @cached_property
    def folded(self) -> str:
        """The text in one width: punctuation full-width, digits, letters, signs and spaces ASCII. So is a
        byte order mark that a text begins with (files lose theirs, rows of tables do not): a space.

        Same length as `text`, so offsets are the same.
        """
        folded = fold(self.original)
        marks = len(folded) - len(folded.lstrip("\ufeff"))
        return " " * marks + folded[marks:] if marks else folded

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line; a text of no characters has one line."""
        starts = [0]
        starts += [end.end() for end in re.finditer("\r\n|\r|\n", self.text)]
        return tuple(starts)

    def position(self, offset: int) -> Position:
        """Line and column of an offset from 0 to `len(text)`."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1, offset)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line, blank ones too, each with its kind."""
        starts = self.line_starts
        ends = [*starts[1:], len(self.text)]
        found, above_body, seen = [], True, 0
        for row, (start, stop) in enumerate(zip(starts, ends, strict=True)):
            end = stop
            while end > start and self.text[end - 1] in "\r\n":
                end -= 1
            content = self.folded[start:end].strip()
            kind_of = _known_line_kind if len(content) <= _LONGEST_KNOWN else _line_kind
            kind = kind_of(content, above_body and seen < _TITLE_LINES)
            seen += kind != "blank"
            above_body = above_body and kind in ("blank", "table", "field", "title")
            found.append(Line(row, start, end, kind))
        return tuple(found)

    def line_at(self, offset: int) -> Line:
        """The line that contains an offset."""
        return self.lines[bisect_right(self.line_starts, offset) - 1]

    @cached_property
    def paragraphs(self) -> tuple[Line, ...]:
        """Lines of running text: neither blank nor table, field, title or heading."""
        return tuple(line for line in self.lines if line.kind == "text")

    def passage(self, first: int, last: int) -> Document:
        """The lines from row `first` to row `last` (exclusive) as a document. Each line keeps the kind that
        it has here.
        """
        lines = self.lines[first:last]
        start = lines[0].start if lines else 0
        stop = self.line_starts[last] if last < len(self.lines) else len(self.text)
        inside = (Span(max(one.start, start), min(one.end, stop)).moved(-start) for one in self.masked)
        passage = Document(self.text[start:stop], masked=[one for one in inside if one.start < one.end])
        # Copied, not computed: without the lines around them, they might be of another kind.
        passage.folded = self.folded[start:stop]
        passage.lines = tuple(
            Line(row, line.start - start, line.end - start, line.kind) for row, line in enumerate(lines)
        )
        return passage

    def derived(self, compute: Callable[[Document], T]) -> T:
        """The result of `compute(self)`, which is computed once for each function (or equal callable) and
        kept.
        """
        if compute not in self._derived:
            self._derived[compute] = compute(self)
        result: T = self._derived[compute]
        return result


def encodable(text: str, filler: str = REPLACEMENT) -> str:
    """The text with lone surrogates replaced, so that it can be encoded as UTF-8. They come from escapes in
    JSON and from file names; most programs refuse them. The length stays the same.
    """
    return text if text.isascii() else _SURROGATE.sub(filler, text)


def fold(text: str) -> str:
    """A text folded as in `Document.folded`, except that line ends stay as they are."""
    for char in set(_OTHER_WIDTH.findall(text)):
        text = text.replace(char, _WIDTHS[char])
    return text


def _rebuilt(text: str, masked: tuple[Span, ...]) -> Document:
    """The document that is unpickled: only the text and its masks are sent between processes."""
    return Document(text, masked=masked)


def _line_kind(content: str, may_be_title: bool) -> str:
    """The kind of a line; `content` is its folded text without outer spaces."""
    if not content.strip(MASK + " "):
        return "blank"
    if ("|" in content or "\t" in content) and _TABLE_ROW.fullmatch(content):
        return "table"
    ends_sentence = content[-1] in "。！？；，、"
    if not ends_sentence and len(content) <= _HEADING_LIMIT and NUMBERED.match(content):
        return "heading"
    if "：" in content and _FIELD.fullmatch(content):
        return "field"
    if content[-1] == "：":  # a salutation begins the text
        return "text"
    if may_be_title and not ends_sentence and len(content) <= _TITLE_LIMIT and "。" not in content:
        return "title"
    return "text"


# At every key in an editor, nearly all lines are the same as before.
_known_line_kind = lru_cache(maxsize=8192)(_line_kind)
