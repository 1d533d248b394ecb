"""What styles say of a paragraph or a run: whether it is hidden or superscript, and how it is numbered."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from govlint.readers.docx.names import W

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element as Element


T = TypeVar("T")


class Numbered(NamedTuple):
    """The list a paragraph belongs to, and its level from 0; a level of None is for the list to say."""

    list: str
    level: int | None


class Styles:
    """The styles of a file, by id."""

    def __init__(self, root: Element | None) -> None:
        self._root = root
        self._answers: dict[tuple[str, str, Callable[..., object]], Any] = {}

    @cached_property
    def _by_id(self) -> dict[str, Element]:
        styles = self._root.iterfind(f"{W}style") if self._root is not None else ()
        return {style.get(f"{W}styleId", ""): style for style in styles}

    @cached_property
    def normal(self) -> str:
        """The id of the style of paragraphs that name none."""
        for name, style in self._by_id.items():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                return name
        return ""

    def hides(self, name: str) -> bool:
        """Whether text in a style is hidden."""
        return bool(self._said(name, "rPr", hidden))

    def raises(self, name: str) -> bool:
        """Whether text in a style is superscript."""
        return bool(self._said(name, "rPr", is_raised))

    def numbering_of(self, name: str) -> Numbered | None:
        """The list a paragraph of a style belongs to."""
        return self._said(name, "pPr", numbering_of)

    def _said(self, name: str, properties: str, ask: Callable[[Element | None], T | None]) -> T | None:
        """What the nearest style says, of a style and those it is based on; None where none says anything."""
        key = name, properties, ask
        if key not in self._answers:
            found = (ask(style.find(f"{W}{properties}")) for style in self._chain(name))
            self._answers[key] = next((said for said in found if said is not None), None)
        answer: T | None = self._answers[key]
        return answer

    def _chain(self, name: str) -> Iterator[Element]:
        """A style and those it is based on."""
        seen = set()
        while name in self._by_id and name not in seen:
            seen.add(name)
            style = self._by_id[name]
            yield style
            name = value(style, "basedOn")


def value(element: Element | None, child: str) -> str:
    """The `w:val` of a child, or nothing."""
    found = element.find(f"{W}{child}") if element is not None else None
    return found.get(f"{W}val", "") if found is not None else ""


def whole(text: str | None, default: int) -> int:
    """A whole number as attributes give it, or the default where they give none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def hidden(properties: Element | None) -> bool | None:
    """Whether properties of a run hide it; None where they do not say."""
    vanish = properties.find(f"{W}vanish") if properties is not None else None
    return None if vanish is None else vanish.get(f"{W}val") not in ("0", "false", "off")


def is_raised(properties: Element | None) -> bool | None:
    """Whether properties of a run make it superscript; None where they do not say."""
    said = value(properties, "vertAlign")
    return said == "superscript" if said else None


def numbering_of(properties: Element | None) -> Numbered | None:
    """The list that properties of a paragraph put it in; None where they do not say. List `0` is none."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    number = value(found, "numId")
    if not number:
        return None
    level = value(found, "ilvl")
    return Numbered(number, min(whole(level, 0), 8) if level else None)
