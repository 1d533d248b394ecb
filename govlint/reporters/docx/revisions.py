"""Adds tracked changes to a Word file: deleted and inserted text, for a reader to accept or reject."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from govlint.readers.docx.editing import beside, mirror, write_text
from govlint.readers.docx.names import W
from govlint.readers.docx.styles import whole
from govlint.reporters.docx.comments import AUTHOR, now
from govlint.reporters.docx.splitting import runs_of, split_run

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from govlint.diagnostic import Edit
    from govlint.readers.docx.layout import Laid

_INSERTED = (f"{W}ins", f"{W}moveTo")


class Revisions:
    """The tracked changes of a file, to which edits are added."""

    def __init__(self, laid: Laid) -> None:
        self._laid = laid
        self._next = -1

    def make(self, edit: Edit) -> None:
        """Make an edit as a tracked change. It must be one that `is_possible` allows and `narrowed`
        returned.
        """
        span, text = edit
        pieces = self._laid.pieces
        block = pieces.block(span.start)
        assert block is not None
        self._laid.package.changed.add(block.part)
        if span.start < span.end:
            runs = runs_of(pieces, span)
            for run in runs:
                self._strike(run)
            if text:
                self._insert(runs[0], text, after=True)
        else:
            split_run(pieces, span.start)
            found = beside(self._laid, span.start)
            assert found is not None
            piece, at = found
            assert piece.atom.anchor is not None
            self._insert(piece.atom.anchor, text, after=at > 0)
        copy = mirror(block)
        if copy is not None:
            for change in copy.iter(f"{W}ins", f"{W}del"):
                change.set(f"{W}id", self._number())

    def _strike(self, run: Element) -> None:
        deleted = self._change("del", run)
        run.addprevious(deleted)
        deleted.append(run)
        for text in run.iterfind(f"{W}t"):
            text.tag = f"{W}delText"

    def _insert(self, beside: Element, text: str, *, after: bool) -> None:
        """Insert text before or after a run, with the properties of that run."""
        place = beside
        parent = place.getparent()
        if parent is not None and parent.tag == f"{W}del":
            place, parent = parent, parent.getparent()
        if parent is not None and parent.tag in _INSERTED:  # a change by someone else, which keeps its author
            self._split(parent, place, after=after)
            place = parent
        inserted = self._change("ins", beside)
        run = etree.SubElement(inserted, f"{W}r")
        properties = beside.find(f"{W}rPr")
        if properties is not None:
            run.append(deepcopy(properties))
        write_text(etree.SubElement(run, f"{W}t"), text)
        if after:
            place.addnext(inserted)
        else:
            place.addprevious(inserted)

    def _split(self, change: Element, place: Element, *, after: bool) -> None:
        """Split a tracked insertion at `place`: what stands after it (else before it) moves to a second
        insertion.
        """
        moved = [*place.itersiblings(preceding=not after)]
        if moved:
            other = etree.Element(change.tag, dict(change.attrib), nsmap=change.nsmap)
            other.set(f"{W}id", self._number())
            if after:
                change.addnext(other)
            else:
                change.addprevious(other)
                moved.reverse()
            other.extend(moved)

    def _change(self, tag: str, beside: Element) -> Element:
        attributes = {f"{W}id": self._number(), f"{W}author": AUTHOR, f"{W}date": now()}
        return etree.Element(f"{W}{tag}", attributes, nsmap=beside.nsmap)

    def _number(self) -> str:
        """An id that no tracked change has in any part of the file."""
        if self._next < 0:
            parts = {block.part for block in self._laid.pieces.blocks}
            names = (
                whole(element.get(f"{W}id"), 0)
                for part in parts
                for element in self._laid.package.part(part).iter(f"{W}*")
            )
            self._next = max(names, default=0)
        self._next += 1
        return str(self._next)
