"""Knows Word files that govlint marked, and removes its comments, so that they can be marked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.readers.docx.names import W
from govlint.readers.docx.package import Package
from govlint.reporters.docx.comments import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from lxml.etree import _Element as Element

_PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"

MARK = b"govlint"
"""What a marked copy has for the comment of its zip: one without findings is else like the draft itself."""


def is_marked(data: bytes) -> bool:
    """Whether the bytes of a Word file are a marked copy: as it was written, or with comments by govlint.
    Raises UnreadableError.
    """
    package = Package(data)
    comments = package.first("comments")
    return package.remark == MARK or (comments is not None and bool(_by_govlint(comments)))


def remove_earlier(package: Package) -> dict[str, str]:
    """Remove the comments by govlint, and return the texts of those that stay, by id: those that somebody
    answered, and those on a tracked change by govlint that is still to be accepted or rejected.
    """
    present = package.related(package.main, "comments")
    if not present:
        return {}
    root, main = package.part(present[0].target), package.part(package.main)
    own = _by_govlint(root)
    answered, pending = _answered(package), set(_pending(main))
    staying = {name for name in own if name in pending or _paragraphs(own[name]) & answered}
    gone = own.keys() - staying
    if gone:
        for name in gone:
            root.remove(own[name])
        _remove_marks(main, gone)
        package.changed |= {present[0].target, package.main}
    return {name: _text(own[name]) for name in staying}


def _by_govlint(comments: Element) -> dict[str, Element]:
    """The comments by govlint, by id."""
    return {
        comment.get(f"{W}id", ""): comment
        for comment in comments.iterfind(f"{W}comment")
        if comment.get(f"{W}author") == AUTHOR
    }


def _text(comment: Element) -> str:
    """The text of a comment, its paragraphs on lines."""
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in comment.iterfind(f"{W}p")
    )


def _paragraphs(comment: Element) -> set[str]:
    return {paragraph.get(_PARAGRAPH, "") for paragraph in comment.iterfind(f"{W}p")}


def _answered(package: Package) -> set[str]:
    """The ids of the paragraphs of comments that other comments answer."""
    threads = package.first("commentsExtended")
    found = () if threads is None else threads
    return {parent for entry in found if (parent := entry.get(f"{_EXTENDED}paraIdParent"))}


def _pending(main: Element) -> Iterator[str]:
    """The ids of comments with a tracked change by govlint in their range."""
    opened: set[str] = set()
    for element in main.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}ins", f"{W}del"):
        name = element.get(f"{W}id", "")
        if element.tag == f"{W}commentRangeStart":
            opened.add(name)
        elif element.tag == f"{W}commentRangeEnd":
            opened.discard(name)
        elif element.get(f"{W}author") == AUTHOR:
            yield from opened


def _remove_marks(main: Element, names: Set[str]) -> None:
    marks = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
    for mark in [element for element in main.iter(*marks) if element.get(f"{W}id") in names]:
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
        if parent.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in parent):
            run = parent.getparent()
            assert run is not None
            run.remove(parent)
