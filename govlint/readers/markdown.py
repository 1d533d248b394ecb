"""Markdown: the file is the document, with what is not prose hidden.

Patterns, no parser: markdown-it-py tells blocks by line and inline markup not at all, so the places would
have to be searched for all the same. What is doubtful stays to be checked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html.entities import html5
from typing import TYPE_CHECKING

from govlint.document import Document, Span
from govlint.origin import TextOrigin
from govlint.readers import directives, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.readers.source import Source

rewritten = text.rewritten

_FRONT_MATTER = re.compile(
    r"\A(?:---[ \t]*\r?\n(?=[\w\"'][^\n:]*:[ \t\r\n]|---).*?^(?:---|\.\.\.)[ \t]*\r?$"
    r"|\+\+\+[ \t]*\r?\n.*?^\+\+\+[ \t]*\r?$)",
    re.S | re.M,
)
_FENCE = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,}).*?(?:^[ \t>]*(?P=mark)[`~]*[ \t]*\r?$|\Z)", re.S | re.M)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LIST_ITEM = re.compile(r"[ ]{0,3}(?:[-*+]|\d{1,9}[.)])[ \t]")
_CHINESE_MARK = re.compile("[，。；：！？、]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_CODE = re.compile(r"(?<!`)(?P<mark>`+)(?!`)(?:[^\n]|\n(?![ \t]*\r?\n))+?(?<!`)(?P=mark)(?!`)")
_LINK = re.compile(
    r"""(?P<open>!?\[)(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*+\])*+)
    (?P<target>\](?:\([ \t]*+(?:<[^<>\n]*+>|(?:[^()\s]|\([^()\s]*+\))*+)
    (?:[ \t]++(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\)))?+[ \t]*+\)|\[(?P<label>[^\[\]\n]*+)\]))""",
    re.X,
)
_DEFINITION = re.compile(
    r"""^[ ]{0,3}\[(?P<label>[^\[\]^\n][^\[\]\n]*+)\]:[ \t]*+
    (?:<[^<>\n]*+>|[^\s<\u4e00-\u9fff][^\s\u4e00-\u9fff]*+)
    (?:[ \t]++(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\)))?+[ \t]*+\r?$""",
    re.M | re.X,
)
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]++\]:?")
_ADDRESS = re.compile(r"<https?://[^>\s]*>|(?:https?://|(?<![\w.])www\.)[\w./?=&%#:~+-]+", re.A)
_TAG = re.compile(
    r"""</?[A-Za-z][A-Za-z0-9-]*+(?:\s++[A-Za-z_:][\w:.-]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+
    \s*+/?>|<[\w.+-]++@[\w.-]++>""",
    re.X | re.A,
)
_SCRIPT = re.compile(r"<(?P<name>script|style)\b.*?(?:</(?P=name)>|\Z)", re.S | re.I)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
_EMPHASIS = re.compile(
    r"""(?<![A-Za-z0-9*\\])(\*{1,3})(?=[^\s*])(?P<inner>[^*\n]+?)(?<=[^\s*])\1(?!\*)
    |(?<![\w\\])(_{1,3})(?=[^\s_])(?P<within>[^_\n]+?)(?<=[^\s_])\3(?!\w)
    |(?<![~\\])(~~)(?=[^\s~])(?P<struck>[^~\n]+?)(?<=[^\s~])~~(?!~)""",
    re.X,
)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
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
_WHOLE = (_FRONT_MATTER, _FENCE, _COMMENT, _SCRIPT, _DEFINITION, _RULE, _TABLE_RULE)
_SIGNS = (_HEADING, _BULLET, _QUOTE, _CODE, _ADDRESS, _TAG, _FOOTNOTE, _ESCAPE, _BREAK)
# A masked value such as **年 is no emphasis.
_SLOT = re.compile(r"[年月日省市县区镇乡村个%％元]")


def read(data: bytes, path: str, encoding: str | None) -> Source:
    """Markdown in the encoding named, else in the one it seems to be in. Raises UnreadableError."""
    source = text.read(data, path, encoding)
    content = source.document.text
    document = Document(content, masked=masked(content))
    return replace(
        source, document=document, origin=TextOrigin(document), directives=directives.parse(content)
    )


def masked(text: str) -> list[Span]:
    """Spans of front matter, code, comments, link targets, tags, references and markup signs."""
    spans = [Span(*match.span()) for pattern in _WHOLE + _SIGNS for match in pattern.finditer(text)]
    spans += _indented_code(text)
    spans += _links(text)
    for match in _EMPHASIS.finditer(text):
        inner = match.span("inner" if match["inner"] else "within" if match["within"] else "struck")
        if not _SLOT.match(text[inner[0] : inner[1]]):
            spans += [Span(match.start(), inner[0]), Span(inner[1], match.end())]
    spans += [Span(*match.span()) for match in _REFERENCE.finditer(text) if _is_reference(match)]
    for heading in _HEADING.finditer(text):
        line_end = text.find("\n", heading.end())
        if end := _HEADING_END.search(text, heading.end() - 1, line_end if line_end >= 0 else len(text)):
            spans.append(Span(*end.span()))
    return spans


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
            yield Span(*match.span("target"))


def _is_reference(match: re.Match[str]) -> bool:
    return match["name"] is None or f"{match['name']};" in html5
