"""Stories: the parts of a Word file that have paragraphs of their own (body, cells, text boxes, notes …)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govlint.readers.docx.names import MC, W
from govlint.readers.docx.paragraph import Fields, Paragraph, shown_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govlint.readers.docx.pieces import Steps

_CELL = 60  # characters; a cell with more holds prose


@dataclass(frozen=True, slots=True)
class JoinedParagraphs:
    """Paragraphs that look like one: the paragraph marks of all but the last are deleted or hidden."""

    members: tuple[Paragraph, ...]
    label: str

    @property
    def text(self) -> str:
        """The characters of the line they make."""
        return self.label + "".join(member.text for member in self.members)


@dataclass(frozen=True, slots=True)
class Story:
    """A part with paragraphs of its own: the body, a cell, a text box, a note, a header.

    `steps` are the way to it (as 表 2, 行 3). Its paragraphs are counted in it; those without text are not.
    """

    part: str
    steps: Steps
    fields: Fields
    host: Element | None = None
    counts: Counter[str] = field(default_factory=Counter)

    def next(self, kind: str) -> Steps:
        """The steps to the next thing of a kind (paragraph, table …) in this story, which is counted."""
        self.counts[kind] += 1
        return (*self.steps, (kind, self.counts[kind]))


def unwrapped(container: Element) -> Iterator[Element]:
    """The children of a container, those in content controls and the like among them."""
    for child in container:
        if child.tag in (f"{W}sdt", f"{W}customXml", f"{W}sdtContent"):
            yield from unwrapped(child)
        elif child.tag == f"{MC}AlternateContent":
            chosen = shown_of(child)
            if chosen is not None:
                yield from unwrapped(chosen)
        else:
            yield child


def is_prose(items: list[JoinedParagraphs | Element]) -> bool:
    """Whether a cell with these paragraphs and tables holds prose: long text, or whole sentences."""
    texts = [item.text for item in items if isinstance(item, JoinedParagraphs)]
    return sum(map(len, texts)) > _CELL or any("。" in text or "\n" in text for text in texts)
