"""Markdown: the file is the document, with what is not prose hidden."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from govlint.document import Document, Span
from govlint.origin import TextOrigin
from govlint.readers import directives, text

if TYPE_CHECKING:
    from govlint.readers.source import Source

rewritten = text.rewritten

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_FENCE = re.compile(r"^[ ]{0,3}(?P<mark>`{3,}|~{3,}).*?(?:^[ ]{0,3}(?P=mark)[`~]*[ \t]*$|\Z)", re.S | re.M)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_CODE = re.compile(r"(?P<mark>`+)(?!`).+?(?<!`)(?P=mark)(?!`)")
_TARGET = re.compile(r"(?<=\])\((?:[^()\s]|\([^()\s]*+\))*+(?:\s++\"[^\"\n]*+\")?\)")
_ADDRESS = re.compile(r"<https?://[^>\s]*>|https?://[\w./?=&%#:~+-]+")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9*])(\*{1,3})(?=[^\s*])(?P<inner>[^*\n]+?)(?<=[^\s*])\1(?!\*)")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+", re.M)
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+", re.M)
_RULE = re.compile(r"^[ ]{0,3}(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+|=++[ \t]*+)$", re.M)
_TABLE_RULE = re.compile(
    r"^[ ]{0,3}\|?[ \t]*+:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-{2,}+:?[ \t]*+)*+\|?[ \t]*+$", re.M
)
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
    """Spans of front matter, code, comments, link targets, tags and markup signs."""
    spans = []
    for pattern in (_FRONT_MATTER, _FENCE, _COMMENT, _CODE, _TARGET, _ADDRESS, _TAG):
        spans += [Span(*match.span()) for match in pattern.finditer(text)]
    for pattern in (_HEADING, _BULLET, _RULE, _TABLE_RULE):
        spans += [Span(*match.span()) for match in pattern.finditer(text)]
    for match in _EMPHASIS.finditer(text):
        if not _SLOT.match(match["inner"]):
            spans += [Span(*match.span(1)), Span(match.end("inner"), match.end())]
    return spans
