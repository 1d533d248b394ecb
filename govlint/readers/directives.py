"""Directives in comments that allow findings on purpose.

In Markdown and HTML: `<!-- govlint-disable PH -->` to `<!-- govlint-enable PH001 -->` (for that rule) or the
end of the file, `<!-- govlint-disable-line PH001 -->`, `<!-- govlint-disable-next-line PH001 -->`. Several
ids are parted by spaces or commas; without ids every rule is meant. A reason may follow, after ` -- ` or,
behind an id, a colon. What is a comment the readers say: the same characters in code or in a script are none.
Every character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from govlint.document import Document, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_OPENING, _CLOSING = "<!--", "-->"
VERBS = ("disable-next-line", "disable-line", "disable", "enable")
"""What a directive may ask for."""
_BEGINNING = re.compile(rf"<!--\s*govlint(?:-|\s+(?=(?:{'|'.join(VERBS)})(?![\w-])))(?P<verb>[\w-]+)")
_NAME = re.compile(r"[^\s,，、:：]+")
_NAMES = re.compile(r"[\s,，、:：]*(?:(?!--)[^\s,，、:：]+[\s,，、]*)*")


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that allows findings of one rule or group (`name`; None: of all rules) which begin inside
    `reach`, a span of the document.

    What `verb` is `disable` reaches to the end of the document, unless what is `enable` ends it at the start
    of its own reach; a verb that is none of `VERBS` allows nothing. `place` tells in words where the comment
    stands in its file. `stands` is the part of a text file to delete with the directive: its comment, or,
    where the comment names several rules, this name and the separator.
    """

    place: str
    name: str | None
    reach: Span
    verb: str = "disable-line"
    stands: Span | None = None


class _Comment(NamedTuple):
    """A comment that is a directive: its verb and the names in it, each with the span to delete with the
    name. One that names no rule has the single name None.
    """

    span: Span
    verb: str
    named: Sequence[tuple[str | None, Span]]


def parse(text: str, comments: Iterable[Span], offset: Callable[[int], int] = int) -> tuple[Directive, ...]:
    """The directives among the comments of a text, in order of place; one that names several rules counts as
    several.

    `comments` are in order of place. `offset` makes offsets of the text those of the document read from it,
    where that is another. A line is one of the text.
    """
    ours = [comment for span in comments if (comment := _comment(text, span))]
    if not ours:
        return ()
    document = Document(text)
    found: list[Directive] = []
    for span, verb, named in ours:
        place = f"第 {document.position(span.start).line} 行"
        if verb not in VERBS:
            found.append(Directive(place, None, Span(0, 0), verb, span))
            continue
        reach = Span(*map(offset, _reach(document, span, verb)))
        found += [Directive(place, name, reach, verb, stands) for name, stands in named]
    return tuple(found)


def _reach(document: Document, span: Span, verb: str) -> Span:
    """What a directive with a verb reaches in the text that it stands in."""
    end = len(document.text)
    if verb == "disable":
        return Span(span.end, end)
    if verb == "enable":
        return Span(span.start, end)
    row = document.line_at(span.start).row + (verb == "disable-next-line")
    lines = document.lines[row : row + 1]
    return lines[0].span if lines else Span(end, end)


def _comment(text: str, span: Span) -> _Comment | None:
    """The directive in a comment; None where the comment is none, or is not closed."""
    end = span.end - len(_CLOSING)
    if span.start + len(_OPENING) > end or not text.startswith(_CLOSING, end):
        return None
    match = _BEGINNING.match(text, span.start, end)
    if match is None:
        return None
    listed = _NAMES.match(text, match.end(), end)
    names = list(_NAME.finditer(text, match.end(), listed.end() if listed else end))
    if len(names) < 2:
        return _Comment(span, match["verb"], [(names[0][0] if names else None, span)])
    stands = [Span(names[0].start(), names[1].start())]
    stands += [Span(before.end(), name.end()) for before, name in pairwise(names)]
    named = [(name[0], stand) for name, stand in zip(names, stands, strict=True)]
    return _Comment(span, match["verb"], named)
