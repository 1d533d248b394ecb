"""Splits runs of a Word file, so that a comment or a change can begin and end inside what was one run."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from govlint.readers.docx.editing import write_text
from govlint.readers.docx.names import W
from govlint.readers.docx.paragraph import Atom
from govlint.readers.docx.pieces import Piece

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govlint.document import Span
    from govlint.readers.docx.pieces import Pieces


def split_run(pieces: Pieces, offset: int) -> None:
    """Split the run at `offset`, so that one run ends and another begins there, with the same properties.

    What cannot be split (a formula, a phonetic guide) stays whole.
    """
    number = pieces.index(offset)
    if number < 0:
        return
    piece = pieces.pieces[number]
    child = piece.atom.child
    if child is None or offset >= piece.end:
        return
    if piece.start < offset:
        text, anchor = piece.atom.text, piece.atom.anchor
        at = offset - piece.start
        rest = etree.Element(f"{W}t", nsmap=child.nsmap)
        child.addnext(rest)
        write_text(child, text[:at])
        write_text(rest, text[at:])
        halves = Atom(text[:at], anchor, child), Atom(text[at:], anchor, rest)
        pieces.replace(number, [Piece(piece.start, halves[0]), Piece(offset, halves[1])])
        number += 1
        child = rest
    if number and pieces.pieces[number - 1].atom.anchor is pieces.pieces[number].atom.anchor:
        _split_before(pieces, number, child)


def runs_of(pieces: Pieces, span: Span) -> list[Element]:
    """The runs that hold the characters of a span and nothing else, split off where necessary."""
    split_run(pieces, span.start)
    split_run(pieces, span.end)
    runs = []
    for number in range(pieces.index(span.start), pieces.index(span.end - 1) + 1):
        child = pieces.pieces[number].atom.child
        assert child is not None
        before, after = child.getprevious(), child.getnext()
        if before is not None and before.tag != f"{W}rPr":
            _split_before(pieces, number, child)
        if after is not None:
            _split_before(pieces, number + 1, after)
        run = pieces.pieces[number].atom.anchor
        assert run is not None
        runs.append(run)
    return runs


def _split_before(pieces: Pieces, number: int, child: Element) -> None:
    """Split a run before one of its children. `number` is the index of the first piece that moves to the new
    run.
    """
    run = child.getparent()
    assert run is not None
    fresh = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        fresh.append(deepcopy(properties))
    moved = [child, *child.itersiblings()]
    run.addnext(fresh)
    fresh.extend(moved)
    while number < len(pieces.pieces) and pieces.pieces[number].atom.anchor is run:
        piece = pieces.pieces[number]
        pieces.pieces[number] = piece._replace(atom=piece.atom._replace(anchor=fresh))
        number += 1
