"""The text of a Word file in lines, and where each character of it stands.

A paragraph is a line; a line break in it begins another. A row of a table is one line with a bar after each
cell; of a cell with long or whole sentences the paragraphs come as lines of their own after the row, so that
they are checked as prose, and so do those of a row of one cell. A blank line parts two tables with nothing
between them. A text box comes right after the paragraph it hangs on; after the body come footnotes and
endnotes in the order they are referred to, then the headers and footers that are shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.document import Span
from govlint.readers.docx.names import R, W
from govlint.readers.docx.numbering import Numbering, place_of
from govlint.readers.docx.paragraph import Atom, Fields, Paragraph, read_paragraph
from govlint.readers.docx.pieces import Block, Piece, Pieces, Steps
from govlint.readers.docx.story import JoinedParagraphs, Story, is_prose, unwrapped
from govlint.readers.docx.styles import Styles, value, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govlint.readers.docx.package import Package

_NOTES = (("footnote", "footnotes"), ("endnote", "endnotes"))
_PAGE_PARTS = (("header", "headerReference"), ("footer", "footerReference"))


@dataclass(frozen=True, slots=True)
class Laid:
    """The text of a Word file, the pieces of XML it is made of, and the ranges of comments by their ids."""

    package: Package
    text: str
    pieces: Pieces
    comments: dict[str, Span]


def lay_out(package: Package) -> Laid:
    """The text of a package. Raises UnreadableError where a part of it cannot be read."""
    return _Layout(package).all()


class _Layout:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.first("styles"))
        self._numbering = Numbering(package.first("numbering"), self._styles)
        self._pieces = Pieces()
        self._chars: list[str] = []
        self._length = 0
        self._boxes: Counter[str] = Counter()
        self._notes: list[tuple[str, str]] = []
        self._ranges: dict[str, list[int]] = {}
        self._pending: list[str] = []

    def all(self) -> Laid:
        main = self._package.main
        root = self._package.part(main)
        body = root.find(f"{W}body")
        if body is not None:
            self._story(body, Story(main, (), Fields(body)))
        for kind, plural in _NOTES:
            self._notes_of(kind, plural)
        sections = [section for section in root.iter(f"{W}sectPr") if _is_current(section)]
        for kind, reference in _PAGE_PARTS:
            self._page_parts(kind, reference, sections)
        comments = {
            name: Span(found[0], max(found))
            for name, found in self._ranges.items()
            if found[0] <= self._length
        }
        return Laid(self._package, "".join(self._chars), self._pieces, comments)

    def _notes_of(self, kind: str, plural: str) -> None:
        related = self._package.related(self._package.main, plural)
        if not related:
            return
        part = related[0].target
        notes = {note.get(f"{W}id"): note for note in self._package.part(part).iterfind(f"{W}{kind}")}
        number = 0
        for name in [name for noted, name in self._notes if noted == kind]:
            if name in notes:
                number += 1
                note = notes.pop(name)
                self._story(note, Story(part, ((kind, number),), Fields(note)))

    def _page_parts(self, kind: str, reference: str, sections: list[Element]) -> None:
        """The headers, or the footers, that appear on any page, each once."""
        targets = {
            relation.id: relation.target for relation in self._package.related(self._package.main, kind)
        }
        settings = self._package.first("settings")
        even = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
        seen: list[str] = []
        for section in sections:
            for found in section.iterfind(f"{W}{reference}"):
                pages = found.get(f"{W}type", "default")
                target = targets.get(found.get(f"{R}id", ""))
                shown = {"first": section.find(f"{W}titlePg") is not None, "even": even}.get(pages, True)
                if target and shown and target not in seen:
                    seen.append(target)
                    root = self._package.part(target)
                    self._story(root, Story(target, ((kind, len(seen)),), Fields(root)))

    def _story(self, container: Element, story: Story) -> None:
        after_table = False
        for item in self._items(container, story):
            if isinstance(item, JoinedParagraphs):
                self._line(item, story)
            else:
                if after_table:
                    self._generated("\n")
                self._table(item, story)
            after_table = not isinstance(item, JoinedParagraphs)

    def _items(self, container: Element, story: Story) -> Iterator[JoinedParagraphs | Element]:
        """The paragraphs and tables of a container, in order."""
        waiting: list[Paragraph] = []
        for child in unwrapped(container):
            if child.tag == f"{W}p":
                paragraph = read_paragraph(child, self._styles, story.fields)
                self._notes += paragraph.notes
                waiting.append(paragraph)
                if not paragraph.joins:
                    yield self._group(waiting)
                    waiting = []
            elif child.tag == f"{W}tbl":
                if any(paragraph.atoms for paragraph in waiting):
                    yield self._group(waiting)
                    waiting = []
                yield child
            elif child.tag == f"{W}commentRangeStart":
                self._pending.append(child.get(f"{W}id", ""))
            elif child.tag == f"{W}commentRangeEnd":
                self._end_range(child.get(f"{W}id", ""), self._length)
        if any(paragraph.atoms for paragraph in waiting):
            yield self._group(waiting)

    def _group(self, members: list[Paragraph]) -> JoinedParagraphs:
        last = members[-1]
        properties = last.element.find(f"{W}pPr")
        label = ""
        if not last.joins:
            place = place_of(properties, last.style, self._styles)
            label = self._numbering.label(place, last.style)
        return JoinedParagraphs(tuple(members), label)

    def _line(self, group: JoinedParagraphs, story: Story) -> None:
        if self._pieces.blocks:
            self._generated("\n")
        blank = not group.text.strip()
        steps = story.steps if blank else story.next("paragraph")
        self._put(group, story, steps)
        self._boxes_of(group, story)

    def _put(self, group: JoinedParagraphs, story: Story, steps: Steps) -> None:
        """The characters of paragraphs that are one, and the blocks they stand in."""
        for number, member in enumerate(group.members):
            start = self._length
            if number == 0 and group.label:
                self._generated(group.label)
            for name in self._pending:
                self._ranges.setdefault(name, [start])
            self._pending.clear()
            text_start = self._length
            for atom in member.atoms:
                self._add(atom)
            self._marks(member, start, text_start)
            runs = tuple(text_start + run for run in member.runs)
            self._pieces.blocks.append(
                Block(start, text_start, self._length, steps, story.part, member.element, story.host, runs)
            )

    def _marks(self, paragraph: Paragraph, start: int, text_start: int) -> None:
        for mark in paragraph.marks:
            at = text_start + mark.at
            if mark.kind == "start":  # a number before the paragraph cannot be selected, and goes with it
                self._ranges.setdefault(mark.id, [at if mark.at else start])
            elif mark.kind == "end":
                self._end_range(mark.id, at)
            elif mark.id not in self._ranges:  # a comment on a place, not on a range: it means the paragraph
                self._ranges[mark.id] = [start, self._length]

    def _end_range(self, name: str, offset: int) -> None:
        if name in self._ranges:
            self._ranges[name].append(offset)

    def _boxes_of(self, group: JoinedParagraphs, story: Story) -> None:
        for member in group.members:
            for content, run in member.boxes:
                self._boxes[story.part] += 1
                steps = (*story.steps, ("textbox", self._boxes[story.part]))
                host = run if story.host is None else story.host
                self._story(content, Story(story.part, steps, Fields(content), host))

    def _table(self, table: Element, story: Story) -> None:
        steps = story.next("table")
        number = 0
        for row in unwrapped(table):
            properties = row.find(f"{W}trPr")
            if row.tag == f"{W}tr" and (properties is None or properties.find(f"{W}del") is None):
                number += 1
                self._row(row, Story(story.part, (*steps, ("table_row", number)), story.fields, story.host))

    def _row(self, row: Element, story: Story) -> None:
        """One line of the cells, and the lines of those that hold prose; an empty line where
        no other cell has text.
        """
        cells = []
        column = 1 + whole(value(row.find(f"{W}trPr"), "gridBefore"), 0)
        for cell in unwrapped(row):
            properties = cell.find(f"{W}tcPr")
            if cell.tag != f"{W}tc":
                continue
            if properties is None or properties.find(f"{W}cellDel") is None:
                steps = (*story.steps, ("table_column", column))
                inner = Story(story.part, steps, story.fields, story.host)
                cells.append((inner, list(self._items(cell, inner))))
            column += max(1, whole(value(properties, "gridSpan"), 1))
        prose = [len(cells) == 1 or is_prose(items) for _, items in cells]
        if not all(prose):
            if self._pieces.blocks:
                self._generated("\n")
            is_empty = not any(
                isinstance(item, JoinedParagraphs) and item.text.strip()
                for (_, items), apart in zip(cells, prose, strict=True)
                for item in items
                if not apart
            )
            for (inner, items), apart in zip(cells, prose, strict=True):
                self._cell([] if apart else items, inner)
                if not is_empty:
                    self._generated("|")
        for (inner, items), apart in zip(cells, prose, strict=True):
            for item in items:
                if not isinstance(item, JoinedParagraphs):
                    self._table(item, inner)
                elif apart:
                    self._line(item, inner)
                else:
                    self._boxes_of(item, inner)

    def _cell(self, items: list[JoinedParagraphs | Element], story: Story) -> None:
        written = False
        for item in items:
            if isinstance(item, JoinedParagraphs):
                if written and item.text.strip():
                    self._generated(" ")
                written |= bool(item.text.strip())
                steps = story.next("paragraph") if item.text.strip() else story.steps
                self._put(item, story, steps)

    def _generated(self, text: str) -> None:
        self._add(Atom(text))

    def _add(self, atom: Atom) -> None:
        self._pieces.pieces.append(Piece(self._length, atom))
        self._chars.append(atom.text)
        self._length += len(atom.text)


def _is_current(section: Element) -> bool:
    """Whether properties of a section are those it has, not those a tracked change did away with."""
    parent = section.getparent()
    return parent is None or parent.tag != f"{W}sectPrChange"
