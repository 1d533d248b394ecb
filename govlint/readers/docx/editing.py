"""Edits to the text of a Word file, made in the runs it stands in."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from govlint.edits import narrowed
from govlint.readers.docx.names import BLANKS, MC, SPACE, W
from govlint.readers.docx.paragraph import read_text, text_boxes

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govlint.diagnostic import Edit
    from govlint.readers.docx.layout import Laid
    from govlint.readers.docx.pieces import Block, Piece

UNWRITABLE = re.compile("[^\t -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot stand in a line of a Word file: what XML does not know, and line ends."""


def mirror(block: Block) -> Element | None:
    """After a change in a text box, copy it into the version of the box that Word keeps for older programs.

    Returns that version; None where there is none.
    """
    box = next(block.element.iterancestors(f"{W}txbxContent"), None)
    choice = next(box.iterancestors(f"{MC}Choice"), None) if box is not None else None
    beside = choice.getparent() if choice is not None else None
    fallback = beside.find(f"{MC}Fallback") if beside is not None else None
    if box is None or choice is None or fallback is None:
        return None
    boxes, copies = list(text_boxes(choice)), list(text_boxes(fallback))
    if len(boxes) != len(copies) or box not in boxes:
        return None
    copy = copies[boxes.index(box)]
    copy[:] = [deepcopy(child) for child in box]
    return copy


def is_possible(laid: Laid, edit: Edit) -> bool:
    """Whether an edit can be made: it stays in one paragraph, puts in no line end, and takes away nothing
    that Word writes itself (numbers of lists, ends of paragraphs and cells) nor a formula.
    """
    span, text = narrowed(laid.text, edit)
    if UNWRITABLE.search(text):
        return False
    if span.start == span.end:
        return not text or beside(laid, span.start) is not None
    return all(piece.atom.child is not None for piece in laid.pieces.within(span))


def beside(laid: Laid, offset: int) -> tuple[Piece, int] | None:
    """The piece into which text inserted at an offset goes, and how many of its characters stand before that:
    the piece before the offset, else the one after it, in the same paragraph.
    """
    block = laid.pieces.block(offset)
    for at, into in ((offset - 1, offset), (offset, offset)):
        piece = laid.pieces.at(at)
        if piece and piece.atom.child is not None and block and block.start <= at < block.end:
            return piece, into - piece.start
    return None


def make(laid: Laid, edit: Edit) -> Block:
    """Make an edit that is possible, and return the block it changed. Later text keeps its place only in
    other elements: make edits from the last to the first.
    """
    span, text = narrowed(laid.text, edit)
    block = laid.pieces.block(span.start)
    assert block is not None
    if span.start == span.end:
        found = beside(laid, span.start)
        if text and found:
            piece, at = found
            _change(piece, at, at, text)
            mirror(block)
        return block
    # From the last: what comes first takes the new text.
    for piece in reversed(list(laid.pieces.within(span))):
        start, end = max(span.start, piece.start), min(span.end, piece.end)
        _change(piece, start - piece.start, end - piece.start, text if start == span.start else "")
    mirror(block)
    return block


def _change(piece: Piece, start: int, end: int, text: str) -> None:
    """Put text in the place of some characters of a piece."""
    child = piece.atom.child
    assert child is not None
    if child.tag == f"{W}t":
        old = read_text(child)
        write_text(child, old[:start] + text + old[end:])
    elif start < end:
        # In place, so that an edit before it still finds it.
        child.clear()
        child.tag = f"{W}t"
        write_text(child, text)
    else:
        fresh = etree.Element(f"{W}t", nsmap=child.nsmap)
        if start:
            child.addnext(fresh)
        else:
            child.addprevious(fresh)
        write_text(fresh, text)


def write_text(element: Element, text: str) -> None:
    """Set the text of a `w:t`; what follows a tab in it goes into elements after it."""
    first, *others = text.split("\t")
    _set_text(element, first)
    for other in reversed(others):
        fresh = etree.Element(f"{W}t", nsmap=element.nsmap)
        _set_text(fresh, other)
        element.addnext(fresh)
        element.addnext(etree.Element(f"{W}tab", nsmap=element.nsmap))


def _set_text(element: Element, text: str) -> None:
    """Set the text of a `w:t`, blanks at its ends to be kept."""
    element.text = text
    if text != text.strip(BLANKS):
        element.set(SPACE, "preserve")
