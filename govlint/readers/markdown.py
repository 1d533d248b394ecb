"""Markdown: the file without marks inside its lines (emphasis, links, escapes), and with what is not prose
hidden. So a figure in bold reads as one; places are those of the file.

Patterns, no parser: markdown-it-py tells blocks by line and inline markup not at all, so the places would
have to be searched for all the same. What is doubtful stays to be checked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

from govlint.document import Document, Span
from govlint.readers import directives, text
from govlint.readers.mapped import MappedOrigin, changed_part, edits_around_marks
from govlint.readers.origin import TextOrigin
from govlint.readers.sourcemap import SourceMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.diagnostic import Edit
    from govlint.readers.source import Source

_COMMENT = r"<!--(?s:.*?)(?:-->|\Z)"
_SCRIPT = r"<(?P<element>(?i:script|style))\b(?s:.*?)(?:</(?i:(?P=element))>|\Z)"
# What stands apart from the paragraphs, whatever they hold; of two the first to begin counts.
_BLOCK = re.compile(
    rf"""\A(?:---[ \t]*\r?\n(?=[\w"'][^\n:]*:[ \t\r\n]|---)(?s:.*?)^(?:---|\.\.\.)[ \t]*\r?$
    |\+\+\+[ \t]*\r?\n(?s:.*?)^\+\+\+[ \t]*\r?$)
    |^[ \t>]*(?P<fence>`{{3,}}(?![^\n]*`)|~{{3,}})(?s:.*?)(?:^[ \t>]*(?P=fence)[`~]*[ \t]*\r?$|\Z)
    |^[ ]{{0,3}}(?:(?P<comment>{_COMMENT})|{_SCRIPT})""",
    re.M | re.X,
)
_INLINE = re.compile(rf"(?<!\\)(?:(?P<ticks>`+)|(?P<comment>{_COMMENT})|{_SCRIPT})")
_TICKS = re.compile(r"`+|\n(?=[ \t]*\r?\n)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LIST_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,9}[.)])[ \t]")
_CHINESE_MARK = re.compile("[，。；：！？、]")
# A line end inside a paragraph: none that a blank line follows, or what begins a block of another kind.
_SOFT_END = r"\n(?![ \t>]*+(?:\r?$|\#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|[-=_*`~]{3}|\|))"
_BLANK = rf"(?:[ \t\r]|{_SOFT_END})"
_UNBROKEN = re.compile(r"[^\r\n]+")
_LINK = re.compile(
    rf"""(?P<open>(?<!\\)!?\[)(?P<text>(?:[^\[\]\n]|{_SOFT_END}|\[[^\[\]\n]*+\])*+)
    (?P<target>(?<!\\)\](?:\([ \t]*+(?:<[^<>\n]*+>|(?:[^()\s]|\([^()\s]*+\))*+)
    (?:{_BLANK}++(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\)))?+{_BLANK}*+\)|\[(?P<label>[^\[\]\n]*+)\]))""",
    re.X | re.M,
)
_DEFINITION = re.compile(
    r"""^[ ]{0,3}\[(?P<label>[^\[\]^\n][^\[\]\n]*+)\]:[ \t]*+
    (?:<[^<>\n]*+>|[^\s<\u4e00-\u9fff][^\s\u4e00-\u9fff]*+)
    (?:[ \t]++(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\)))?+[ \t]*+\r?$""",
    re.M | re.X,
)
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]++\]:?")
_ADDRESS = re.compile(r"<https?://[^<>\s]*+>|(?:https?://|(?<![\w.])www\.)[\w./?=&%#:~+-]+", re.A)
_TAG = re.compile(
    r"""</?[A-Za-z][A-Za-z0-9-]*+(?:\s++[A-Za-z_:][\w:.-]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+
    \s*+/?>|<[\w.+-]++@[\w.-]++>""",
    re.X | re.A,
)
_EMPHASIS_TAG = re.compile(r"</?(?:b|i|u|s|em|del|ins|mark|strong|span|font|small)(?:[ \t][^<>\n]*+)?>", re.I)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
# What is not the sign of emphasis at hand, and one that is escaped.
_STARLESS, _DASHLESS, _WAVELESS = (rf"(?:\\\{sign}|[^{sign}\n]|{_SOFT_END})" for sign in "*_~")
_IN_BOLD = rf"(?<![A-Za-z0-9*\\])\*(?=[^\s*]){_STARLESS}+?(?<=[^\s\\])\*(?!\*(?!\*))"
_EMPHASIS = re.compile(
    rf"""(?<![A-Za-z0-9*\\])\*\*(?=[^\s*])(?P<bold>(?:{_STARLESS}|{_IN_BOLD})+?)(?<=[^\s\\])\*\*(?!\*)
    |(?<![A-Za-z0-9*\\])(\*(?:\*\*)?)(?=[^\s*])(?P<inner>{_STARLESS}+?)(?<=[^\s\\])\2(?!\*)
    |(?<![\w\\])(_{{1,3}})(?=[^\s_])(?P<within>{_DASHLESS}+?)(?<=[^\s\\])\4(?!\w)
    |(?<![~\\])~~(?=[^\s~])(?P<struck>{_WAVELESS}+?)(?<=[^\s\\])~~(?!~)
    |(?<![=\\])==(?=[\w“《])(?![万亿千百十多余户人亩公条座处所家项名次个年月日%元])(?P<marked>(?:[^=\n，。；、：]|{_SOFT_END}){{1,40}}?)(?<=[^\s=])==(?!=)""",
    re.X | re.M,
)
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_BREAK = re.compile(r"(?:(?<! )[ ]{2,}+|(?<!\\)\\)(?=\r?$)", re.M)
_QUOTE = re.compile(r"^[ ]{0,3}>[> \t]*", re.M)
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+", re.M)
_HEADING_END = re.compile(r"(?<=[ \t])#+[ \t]*(?=\r?$)", re.M)
_BULLET = re.compile(r"^(?:[ ]{0,3}>)*[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", re.M)
_RULE = re.compile(
    r"^[ ]{0,3}(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+|=++[ \t]*+)\r?$", re.M
)
_TABLE_RULE = re.compile(
    r"^(?=[^\n]*\|)[ ]{0,3}\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+\r?$", re.M
)
_WHOLE = (_DEFINITION, _RULE, _TABLE_RULE)
_SIGNS = (_HEADING, _BULLET, _QUOTE, _ADDRESS, _TAG, _BREAK)
_INSIDE = (_FOOTNOTE, _ESCAPE, _EMPHASIS_TAG)
_INNER = ("bold", "inner", "within", "struck", "marked")
# A masked value such as **年 is no emphasis.
_SLOT = re.compile(r"[年月日省市县区镇乡村个%％元]")
_UNIT = re.compile(r"[万亿]?元|(?:公[里顷斤]|[余多万亿]?[户人亩座处所家项名次条件吨米万亿])(?![一-龥])")


def read(data: bytes, path: str, encoding: str | None) -> Source:
    """Markdown in the encoding named, else in the one it seems to be in. Raises UnreadableError."""
    source = text.read(data, path, encoding)
    content = source.document.text
    apart = list(_set_apart(content))
    hidden = [part.span for part in apart]
    places, pieces = _without(content, _marks(content, hidden))
    shown = "".join(pieces)
    masked = [Span(*map(places.offset, span)) for span in _masked(content, hidden)]
    document = Document(shown, masked=masked)
    comments = [part.span for part in apart if part.is_comment]
    return replace(
        source,
        document=document,
        origin=TextOrigin(document) if shown == content else MappedOrigin(source.document, places),
        directives=directives.parse(content, comments, places.offset),
    )


def rewritten(source: Source, edits: Sequence[Edit]) -> bytes:
    """The file with edits made to its text: marks, encoding and line ends as they were. The backslash of a
    character that is replaced goes with it, unless the new text has that character too. Raises ReadOnlyError
    as for plain text.
    """
    if isinstance(source.origin, MappedOrigin):
        edits = [made for edit in edits for made in _in_source(source, edit)]
    return text.rewritten(source, edits)


def _in_source(source: Source, edit: Edit) -> Iterator[Edit]:
    """Edits of the file that make an edit of the text."""
    edit = changed_part(source, edit)
    start, end = source.origin.extent(edit.span)
    escaped = set(_ESCAPE.findall(source.origin.source.text, start.offset, end.offset))
    kept = "".join(f"\\{char}" if f"\\{char}" in escaped else char for char in edit.text)
    return edits_around_marks(source, edit._replace(text=kept))


def _without(content: str, marks: list[Span]) -> tuple[SourceMap, list[str]]:
    """What is left of a text without some marks, which are in order and apart. An escaped character comes
    from itself and its backslash, so that what replaces the one replaces both.
    """
    pieces: list[tuple[str, Span]] = []
    done = 0
    for mark in marks:
        pieces.append((content[done : mark.start], Span(done, mark.start)))
        if content[mark.start] == "\\":
            pieces.append((content[mark.end - 1], mark))
        done = mark.end
    pieces.append((content[done:], Span(done, len(content))))
    return SourceMap.of(pieces), [shown for shown, _ in pieces]


class _Part(NamedTuple):
    """Front matter, code, a script or a comment: what is not prose whatever signs it holds."""

    span: Span
    is_comment: bool


def _set_apart(text: str) -> Iterator[_Part]:
    """The parts of a text that are no prose, in order of place; none begins inside another, so a comment in
    code is code and a fence in a comment is a comment.
    """
    blocks = [_Part(Span(*match.span()), match["comment"] is not None) for match in _BLOCK.finditer(text)]
    blocks += [_Part(span, is_comment=False) for span in _indented_code(text)]
    done = 0
    for block in sorted(blocks):
        if block.span.start >= done:
            yield from _within(text, Span(done, block.span.start))
            yield block
        elif block.span.end > done:
            yield _Part(Span(done, block.span.end), is_comment=False)
        done = max(done, block.span.end)
    yield from _within(text, Span(done, len(text)))


def _within(text: str, span: Span) -> Iterator[_Part]:
    """Code, scripts and comments inside paragraphs."""
    closing = _closing_ticks(text, span)
    at, end = span
    while match := _INLINE.search(text, at, end):
        at = match.end()
        if match["ticks"]:
            if match.start() not in closing:
                continue
            at = closing[match.start()]
        yield _Part(Span(match.start(), at), match["comment"] is not None)


def _closing_ticks(text: str, span: Span) -> dict[int, int]:
    """By where a run of backticks begins, where the next one as long in its paragraph ends."""
    closing: dict[int, int] = {}
    last: dict[int, int] = {}  # where the last run of a length begins
    for run in _TICKS.finditer(text, *span):
        if run[0] == "\n":
            last.clear()
            continue
        length = len(run[0])
        if length in last:
            closing[last[length]] = run.end()
        last[length] = run.start()
    return closing


def _masked(text: str, hidden: list[Span]) -> list[Span]:
    """What is no prose, and the spans of addresses, tags, references and the signs of lines."""
    spans = [*hidden]
    spans += [Span(*match.span()) for pattern in _WHOLE + _SIGNS for match in pattern.finditer(text)]
    spans += [Span(*match.span()) for match in _REFERENCE.finditer(text) if _is_reference(match)]
    for heading in _HEADING.finditer(text):
        line_end = text.find("\n", heading.end())
        if end := _HEADING_END.search(text, heading.end() - 1, line_end if line_end >= 0 else len(text)):
            spans.append(Span(*end.span()))
    return spans


def _marks(text: str, hidden: list[Span]) -> list[Span]:
    """The marks inside lines, in order of place and apart: of emphasis, links, escapes, and tags of
    emphasis. Text on both sides of one reads on.
    """
    marks = [Span(*match.span()) for pattern in _INSIDE for match in pattern.finditer(text)]
    marks += _links(text)
    marks += _emphasis(text, Span(0, len(text)))
    made: list[Span] = []
    covered = iter(sorted(hidden))
    cover = next(covered, None)
    for mark in sorted(marks):
        while cover and cover.end <= mark.start:
            cover = next(covered, None)
        if cover and cover.start < mark.end:
            continue
        if not made or mark.start >= made[-1].end:
            made.append(mark)
    return made


def _emphasis(text: str, span: Span) -> Iterator[Span]:
    """The marks of emphasis in a part of a text, also of such as stands in other emphasis."""
    for match in _EMPHASIS.finditer(text, *span):
        inner = Span(*next(match.span(name) for name in _INNER if match[name]))
        runs_on = "\n" in match[0]  # values are masked line by line as often as words of two lines are bold
        if not _SLOT.match(text, *inner) and not (runs_on and _UNIT.match(text, *inner)):
            yield Span(match.start(), inner.start)
            yield Span(inner.end, match.end())
        yield from _emphasis(text, inner)


def _indented_code(text: str) -> Iterator[Span]:
    """Blocks indented by four spaces that are no part of a list and have no Chinese punctuation: drafts
    pasted into Markdown keep their indented first lines, and those are to be checked.
    """
    start, after_blank, in_list = -1, True, False
    for line in _LINE.finditer(text):
        content = line[0]
        is_blank = content.isspace()
        if not is_blank and not content.startswith(("    ", "\t")):
            yield from _as_code(text, start, line.start())
            start, in_list = -1, bool(_LIST_ITEM.match(content))
        elif not is_blank and start < 0 and after_blank and not in_list:
            start = line.start()
        after_blank = is_blank
    yield from _as_code(text, start, len(text))


def _as_code(text: str, start: int, end: int) -> Iterator[Span]:
    if start >= 0 and not _CHINESE_MARK.search(text, start, end):
        yield Span(start, end)


def _links(text: str) -> Iterator[Span]:
    """The brackets and targets of links and images; of [text][label] only where the label is defined."""
    labels = {match["label"].casefold() for match in _DEFINITION.finditer(text)}
    for match in _LINK.finditer(text):
        label = match["label"]
        if label is None or (label or match["text"]).casefold() in labels:
            yield Span(*match.span("open"))
            for part in _UNBROKEN.finditer(text, *match.span("target")):  # line ends stay
                yield Span(*part.span())


def _is_reference(match: re.Match[str]) -> bool:
    return match["name"] is None or f"{match['name']};" in html5
