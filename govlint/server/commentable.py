"""Finds the lines of a text that take a comment at their end."""

from __future__ import annotations

from codecs import BOM_UTF8
from itertools import pairwise
from typing import TYPE_CHECKING

from govlint.diagnostic import Edit
from govlint.document import Span
from govlint.edits import applied
from govlint.readers import HTML, MARKDOWN, read_bytes, recognise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.document import Document
    from govlint.readers import Source

_PROBE = "<!-- govlint-disable-line -->"
_TRIES = 4  # readings of the text with comments in it


def commentable(text: str, path: str, ends: Sequence[int]) -> Sequence[int]:
    """Those of some ends of lines, given in order, where a comment is a directive and changes nothing else of
    what is read from a text under a path. A line may end inside a tag, code or another comment, or with a
    backslash.

    All are tried together, then without those that take none, a few times in all: most take one, and reading
    a text takes time.
    """
    if recognise(path, _encoded(text)) not in (HTML, MARKDOWN):
        return ()
    before = read_bytes(_encoded(text), path, "utf-8")
    was = _rows(before.document)
    for _ in range(_TRIES):
        tried = applied(text, [Edit(Span(at, at), _PROBE) for at in ends])
        made = read_bytes(_encoded(tried), path, "utf-8")
        rows, reaches = _rows(made.document), _reaches(made, ends)
        if None in reaches:
            ends = [at for at, reach in zip(ends, reaches, strict=True) if reach is not None]
        elif rows == was and len(made.directives) == len(before.directives) + len(ends):
            return ends
        else:
            parts = [_rows_inside(made.document, reach) for reach in reaches if reach is not None]
            ends = [at for at, part in zip(ends, parts, strict=True) if rows[part] == was[part]]
    return ()


def _encoded(text: str) -> bytes:
    # Reading removes one byte order mark: this one, not one that the text itself begins with.
    return BOM_UTF8 + text.encode("utf-8", "replace")


def _reaches(made: Source, ends: Sequence[int]) -> list[Span | None]:
    """What the comments put at some ends of lines reach, in the text read with them; None for each that is no
    directive there.
    """
    reaches = {directive.stands: directive.reach for directive in made.directives}
    places = (at + index * len(_PROBE) for index, at in enumerate(ends))
    return [reaches.get(Span(place, place + len(_PROBE))) for place in places]


def _rows(document: Document) -> list[str]:
    """The lines of a document, with their line ends and without the comments."""
    edges = pairwise((*document.line_starts, len(document.text)))
    return [document.text[start:end].replace(_PROBE, "") for start, end in edges]


def _rows_inside(document: Document, span: Span) -> slice:
    """The rows of a document that a span is on."""
    first, last = (document.position(at).line for at in span)
    return slice(first - 1, last)
