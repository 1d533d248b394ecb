"""Adds comments to a Word file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from govlint.document import Span
from govlint.readers.docx.names import WORD, W
from govlint.readers.docx.styles import value, whole
from govlint.reporters.characters import for_xml
from govlint.reporters.docx.splitting import split_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from govlint.readers.docx.layout import Laid
    from govlint.readers.docx.package import Package
    from govlint.readers.docx.pieces import Block

AUTHOR = "govlint"
_INITIALS = "gl"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STYLES = {
    "annotation reference": ("character", "CommentReference", '<w:rPr><w:sz w:val="21"/></w:rPr>'),
    "annotation text": ("paragraph", "CommentText", '<w:pPr><w:jc w:val="left"/></w:pPr>'),
}
"""The styles that comments need, by the name Word knows them by: type, usual id, content."""


class Comments:
    """The comments of a file, to which findings are added.

    Word allows no comments in headers, footers and notes; findings there are listed in one comment on the
    first paragraph. Older versions of Word allow none in text boxes; findings there are commented on at the
    anchor of the box.
    """

    def __init__(self, laid: Laid, staying: Mapping[str, str]) -> None:
        """`staying` are the texts of the comments that an earlier marking left, by id: they are not made
        again.
        """
        self._laid = laid
        self._staying = {
            (laid.comments[name].start, text) for name, text in staying.items() if name in laid.comments
        }
        self._main = laid.package.part(laid.package.main)
        self._root: Element | None = None
        self._elsewhere: list[str] = []
        self._next = 0
        self._reference = self._text = ""

    def add(self, span: Span, lines: Sequence[str], place: str) -> None:
        """Comment on a span; each of `lines` becomes a paragraph. `place` names the span to the reader where
        the comment has to be put elsewhere.
        """
        block = self._laid.pieces.block(span.start)
        if block is None or block.part != self._laid.package.main:
            self._elsewhere += [f"{place}：{lines[0]}", *lines[1:]]
            return
        if block.host is not None:
            self._put(block.host, block.host, [f"{place}：{lines[0]}", *lines[1:]])
            return
        span = self._within(span, block)
        if (span.start, "\n".join(lines)) in self._staying:
            return
        split_run(self._laid.pieces, span.start)
        split_run(self._laid.pieces, span.end)
        anchors = [
            piece.atom.anchor for piece in self._laid.pieces.within(span) if piece.atom.anchor is not None
        ]
        if anchors:
            self._put(anchors[0], anchors[-1], lines)
        else:
            self._put_in(block.element, lines)

    def finish(self) -> None:
        """Add the comment that lists what could not be commented on at its place."""
        if self._elsewhere:
            lines = ["页眉、页脚、脚注、尾注里不能加批注，其中的问题列在这里：", *self._elsewhere]
            paragraph = next(self._main.iter(f"{W}p"), None)
            if paragraph is None:
                body = self._main.find(f"{W}body")
                paragraph = etree.Element(f"{W}p")
                (self._main if body is None else body).insert(0, paragraph)
            self._put_in(paragraph, lines)

    def _within(self, span: Span, block: Block) -> Span:
        """The span to comment on for a finding: part of one container, with characters that are in the file.

        A number that Word generates is not in the file; the first character after it stands for it.
        """
        pieces = self._laid.pieces
        last = pieces.block(max(span.start, span.end - 1))
        if last is None or last.element.getparent() is not block.element.getparent():
            span = Span(span.start, min(span.end, block.end))
        if not any(piece.atom.anchor is not None for piece in pieces.within(span)):
            at = block.text_start if span.start <= block.text_start else span.start - 1
            if block.text_start < block.end:
                at = max(block.text_start, min(at, block.end - 1))
                return Span(at, at + 1)
        return span

    def _put(self, first: Element, last: Element, lines: Sequence[str]) -> None:
        start, end, reference = self._comment(lines)
        first.addprevious(start)
        last.addnext(end)
        end.addnext(reference)

    def _put_in(self, paragraph: Element, lines: Sequence[str]) -> None:
        """Comment on a whole paragraph."""
        start, end, reference = self._comment(lines)
        properties = paragraph.find(f"{W}pPr")
        paragraph.insert(0 if properties is None else 1, start)
        paragraph.extend([end, reference])

    def _comment(self, lines: Sequence[str]) -> tuple[Element, Element, Element]:
        """Create a comment. Returns the start and end mark of its range, and the run that refers to it."""
        root = self._comments()
        name, self._next = str(self._next), self._next + 1
        comment = etree.SubElement(
            root,
            f"{W}comment",
            {
                f"{W}id": name,
                f"{W}author": AUTHOR,
                f"{W}date": now(),
                f"{W}initials": _INITIALS,
            },
        )
        for number, line in enumerate(lines):
            paragraph = etree.SubElement(comment, f"{W}p")
            if self._text:
                properties = etree.SubElement(paragraph, f"{W}pPr")
                etree.SubElement(properties, f"{W}pStyle", {f"{W}val": self._text})
            if number == 0:
                paragraph.append(self._marked("annotationRef", {}))
            text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
            text.text = for_xml(line)
        self._laid.package.changed.add(self._laid.package.main)
        return (
            etree.Element(f"{W}commentRangeStart", {f"{W}id": name}, nsmap=self._main.nsmap),
            etree.Element(f"{W}commentRangeEnd", {f"{W}id": name}, nsmap=self._main.nsmap),
            self._marked("commentReference", {f"{W}id": name}),
        )

    def _marked(self, tag: str, attributes: dict[str, str]) -> Element:
        """A run with one element, in the style of references to comments."""
        run = etree.Element(f"{W}r", nsmap=self._main.nsmap)
        if self._reference:
            properties = etree.SubElement(run, f"{W}rPr")
            etree.SubElement(properties, f"{W}rStyle", {f"{W}val": self._reference})
        etree.SubElement(run, f"{W}{tag}", attributes)
        return run

    def _comments(self) -> Element:
        """The root element of the comments part, which is created if missing."""
        if self._root is None:
            package = self._laid.package
            self._reference, self._text = (_style(package, name) for name in _STYLES)
            present = package.related(package.main, "comments")
            if present:
                self._root = package.part(present[0].target)
                package.changed.add(present[0].target)
            else:
                self._root = etree.Element(f"{W}comments", nsmap={"w": WORD})
                folder = package.main.rpartition("/")[0]
                name = f"{folder}/comments.xml".lstrip("/")
                while name in package:
                    name = name.replace(".xml", "_.xml")
                package.add(name, self._root, "comments", _TYPE)
            names = [
                element.get(f"{W}id")
                for element in (
                    *self._root,
                    *self._main.iter(f"{W}commentRangeStart", f"{W}commentReference"),
                )
            ]
            self._next = max((whole(name, -1) for name in names), default=-1) + 1
        return self._root


def now() -> str:
    """The time as Word writes it: local time, although with a Z."""
    return datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def _style(package: Package, name: str) -> str:
    """The id of a style, given by its name. The style is added if missing; empty where the file has no
    styles.
    """
    related = package.related(package.main, "styles")
    if not related:
        return ""
    root = package.part(related[0].target)
    ids = {}
    for style in root.iterfind(f"{W}style"):
        ids[style.get(f"{W}styleId", "")] = value(style, "name").lower()
    for found, title in ids.items():
        if title == name:
            return found
    kind, fresh, content = _STYLES[name]
    while fresh in ids:
        fresh += "_"
    root.append(
        etree.fromstring(
            f'<w:style xmlns:w="{WORD}" w:type="{kind}" w:styleId="{fresh}"><w:name w:val="{name}"/>'
            f"<w:uiPriority w:val='99'/><w:unhideWhenUsed/>{content}</w:style>"
        )
    )
    package.changed.add(related[0].target)
    return fresh
