"""What styles say of a paragraph or a run: whether it is hidden or superscript, and how it is numbered."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from govlint.readers.docx.names import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element


class Numbered(NamedTuple):
    """The list a paragraph belongs to, and its level from 0; a level of None is for the list to say."""

    list: str
    level: int | None


class Styles:
    """The styles of a file, by id."""

    def __init__(self, root: Element | None) -> None:
        self._root = root
        self._hidden: dict[str, bool] = {}
        self._raised: dict[str, bool] = {}
        self._numbered: dict[str, Numbered | None] = {}

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
        if name not in self._hidden:
            found = (hidden(style.find(f"{W}rPr")) for style in self._chain(name))
            self._hidden[name] = next((said for said in found if said is not None), False)
        return self._hidden[name]

    def raises(self, name: str) -> bool:
        """Whether text in a style is superscript."""
        if name not in self._raised:
            found = (is_raised(style.find(f"{W}rPr")) for style in self._chain(name))
            self._raised[name] = next((said for said in found if said is not None), False)
        return self._raised[name]

    def numbering_of(self, name: str) -> Numbered | None:
        """The list a paragraph of a style belongs to."""
        if name not in self._numbered:
            found = (numbering_of(style.find(f"{W}pPr")) for style in self._chain(name))
            self._numbered[name] = next((said for said in found if said is not None), None)
        return self._numbered[name]

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
