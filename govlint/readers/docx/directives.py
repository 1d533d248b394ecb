"""The Word comments that allow findings on purpose: `govlint: 忽略 PU004`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govlint.diagnostic import CATEGORIES, CATEGORY_NAMES, Notice
from govlint.readers.directives import Directive
from govlint.readers.docx.names import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govlint.document import Span
    from govlint.readers.docx.layout import Laid
    from govlint.readers.origin import Origin

_CATEGORY = "|".join(CATEGORY_NAMES.values())
# The names end with their line or before --; what follows is a reason. Word begins a comment with a capital.
_BEGINNING = re.compile(
    rf"\s*govlint\s*[:：]\s*忽略[^\S\n]*[:：]?(?P<names>(?:(?!--|\n)[\sA-Za-z0-9,，、-]|{_CATEGORY})*)", re.I
)
# Names in a paragraph of their own. One that begins with the name of a category may as well be a reason.
_KNOWN = rf"(?:(?:{'|'.join(CATEGORIES)})\d{{0,3}}(?![A-Za-z0-9])|{_CATEGORY})"
_BELOW = re.compile(
    rf"\s*\n\s*(?P<names>{_KNOWN}(?:(?:[^\S\n]|[,，、])+{_KNOWN})*)(?:(?<=\d)|[^\S\n]*(?:\n|--|\Z))", re.I
)
_MEANT = re.compile(r"govlint\s*(?:[:：]|忽略)", re.I)


def of(laid: Laid, origin: Origin) -> Iterator[Directive]:
    """Yield the directives in the comments of a file, each for the range that its comment is on."""
    for text, span in _comments(laid):
        if match := _BEGINNING.match(text):
            for name in _names(text, match):
                yield Directive(origin.place(span.start), name, span)


def unread(laid: Laid, origin: Origin) -> Iterator[Notice]:
    """Yield a notice for each comment that looks like a directive and is none."""
    for text, span in _comments(laid):
        if _MEANT.search(text) and not _BEGINNING.match(text):
            place = origin.place(span.start)
            yield Notice(f"{place}的批注没有起作用：要放过这里，批注开头写“govlint: 忽略 TY001”（规则编号）")


def _names(text: str, match: re.Match[str]) -> list[str | None]:
    """The rules that a directive names; None for all of them."""
    below = _BELOW.match(text, match.end()) if not match["names"].strip() else None
    names: list[str | None] = [
        name for name in re.split(r"[\s,，、]+", (below or match)["names"]) if name.strip("-")
    ]
    if not names:  # a word that is no name is taken for one, so that its author is told
        word = re.match(r"\w+", text[match.end() :])
        names = [word[0] if word else None]
    return names


def _comments(laid: Laid) -> Iterator[tuple[str, Span]]:
    """Yield what the comments on the text of a file say, each with its range."""
    comments = laid.package.first("comments") if laid.comments else None
    for comment in comments if comments is not None else ():
        span = laid.comments.get(comment.get(f"{W}id", ""))
        if span:
            yield _text_of(comment), span


def _text_of(comment: Element) -> str:
    """What a comment says, with line ends before its paragraphs and for its line breaks."""
    parts = comment.iter(f"{W}t", f"{W}br", f"{W}p")
    return "".join((part.text or "") if part.tag == f"{W}t" else "\n" for part in parts)
