"""Directives in comments that allow findings on purpose.

In Markdown and HTML: `<!-- govlint-disable PH001 -->` to `<!-- govlint-enable PH001 -->` or the end of the
file, `<!-- govlint-disable-line PH001 -->`, `<!-- govlint-disable-next-line PH001 -->`. Several ids are
parted by spaces or commas; without ids every rule is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from govlint.document import Document, Span

if TYPE_CHECKING:
    from collections.abc import Callable

_DIRECTIVE = re.compile(r"<!--\s*govlint-(?P<verb>[\w-]+)(?P<ids>[^>]*?)-->")
_NAME = re.compile(r"[^\s,，、]+")
_VERBS = ("disable-next-line", "disable-line", "disable", "enable")


@dataclass(frozen=True, slots=True)
class Directive:
    """Allow findings of one rule or group (by name; None means all) that begin inside `reach`.

    `place` is where in its file it stands, in words; `reach` is of the document. `unknown` is the verb of a
    directive there is no such, which allows nothing. `stands` is what of a text file it is written with: its
    comment, or in one that names several its name, with what parts that from the others.
    """

    place: str
    name: str | None
    reach: Span
    unknown: str | None = None
    stands: Span | None = None


def parse(text: str, offset: Callable[[int], int] = int) -> tuple[Directive, ...]:
    """The directives of a text, in order of place; one that names several rules counts as several.

    `offset` makes offsets of the text those of the document read from it, where that is another. A line is
    one of the text.
    """
    matches = list(_DIRECTIVE.finditer(text))
    if not matches:
        return ()
    document = Document(text)
    found = []
    for index, match in enumerate(matches):
        if match["verb"] == "enable":
            continue
        place = f"第 {document.position(match.start()).line} 行"
        if match["verb"] not in _VERBS:
            found.append(Directive(place, None, Span(0, 0), match["verb"], Span(*match.span())))
            continue
        for name, stands in _named(match):
            if match["verb"] == "disable":
                ends = (later.start() for later in matches[index + 1 :] if _enables(later, name))
                start, end = match.end(), next(ends, len(text))
            else:
                row = document.line_at(match.start()).row + (match["verb"] == "disable-next-line")
                lines = document.lines[row : row + 1]
                start, end = lines[0].span if lines else (len(text), len(text))
            found.append(Directive(place, name, Span(offset(start), offset(end)), stands=stands))
    return tuple(found)


def _named(match: re.Match[str]) -> list[tuple[str | None, Span]]:
    """The names in a directive, each with what is deleted to delete it; None of one without a name."""
    names = list(_NAME.finditer(match.string, *match.span("ids")))
    if len(names) < 2:
        return [(names[0][0] if names else None, Span(*match.span()))]
    first, second, *_ = names
    return [
        (first[0], Span(first.start(), second.start())),
        *((name[0], Span(before.end(), name.end())) for before, name in pairwise(names)),
    ]


def _enables(match: re.Match[str], name: str | None) -> bool:
    """Whether a directive enables again what another disabled."""
    names = [enabled for enabled, _ in _named(match)]
    return match["verb"] == "enable" and (names == [None] or name in names)
