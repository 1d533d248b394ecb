"""A text in which every quantity is one character, so that patterns see how figures stand to each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from govlint.document import Span
from govlint.extraction import quantities
from govlint.pattern import Regex
from govlint.units import COUNTERS, DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from govlint.document import Document
    from govlint.quantity import Quantity

BARRIER = "\uf8ff"
"""Stands for text that is missing: no relation is drawn across it."""

_DIMENSION_MARKS = {dimension: chr(0xE000 + index) for index, dimension in enumerate(DIMENSIONS)}
_COUNTER_MARKS = {counter: chr(0xE100 + index) for index, counter in enumerate(COUNTERS)}
# What an operand may be limited to, and the marks that stands for; "" is no limit.
_KINDS = {
    **_DIMENSION_MARKS,
    **_COUNTER_MARKS,
    "count": f"{min(_COUNTER_MARKS.values())}-{max(_COUNTER_MARKS.values())}",
    "": f"{min(_DIMENSION_MARKS.values())}-{max(_COUNTER_MARKS.values())}",
}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# A year that is masked (20xx年) leaves no gap: which one it is does not matter to sums.
_MISSING = re.compile(
    r"(?:(?<![A-Za-z])(?!(?<=20)[xX×*]{2}年)[xX×*_=?？■□█◆○]{2,}|…|\.{3,}|_+|此处隐藏|省略内容|内容缺失)"
)
_OPERAND = re.compile(r"(?<!\\[pP])\{(?P<name>[A-Za-z]\w*)(?::(?P<kinds>[A-Za-z一-鿿 |]+))?\}")
_SENTENCE_END = re.compile("[。！？\n]")


class FigurePattern(Regex):
    r"""A pattern over `Figures.text`: `{T}` is any quantity, named T, `{P:percent}` one of a dimension,
    `{N:户|人}` one of these counters, `{D:T}` one of the dimension, or the counter, that T has.

    `[^\p{Co}]` keeps gaps free of quantities and of missing text. Raises ValueError for a dimension or
    counter that does not exist.
    """

    def __init__(self, source: str) -> None:
        super().__init__(_OPERAND.sub(_group, source))

    @property
    def seen(self) -> Callable[[Document], Figures]:
        """What the pattern is matched with, for `Document.derived`: one that runs over many lines and speaks
        of no quantity needs none to be looked for in all of them.
        """
        speaks = "\\p{Co}" in self.source or _PRIVATE.search(self.source)
        return figures if speaks or self.analysis.in_line else _unfigured

    @property
    def needs(self) -> tuple[str, ...]:
        """As of any pattern, where it is no mark: those a document does not hold."""
        literals = super().needs
        return () if any(map(_PRIVATE.search, literals)) else literals


def _group(match: re.Match[str]) -> str:
    name, kinds = match["name"], (match["kinds"] or "").split("|")
    if len(kinds) == 1 and re.search(rf"\{{{kinds[0]}[:}}]", match.string[: match.start()]):
        return f"(?P<{name}>(?P={kinds[0]}))"
    unknown = [kind for kind in kinds if kind not in _KINDS]
    if unknown:
        raise ValueError(f"没有量纲或量词 {unknown[0]}（量纲有：{'、'.join(DIMENSIONS)}）")
    return f"(?P<{name}>[{''.join(_KINDS[kind] for kind in kinds)}])"


def guard(seen: Figures, unless: FigurePattern | None) -> Callable[[Span], bool]:
    """Whether a pattern matches in a sentence, looked up once a sentence: one may hold a thousand figures."""

    @cache
    def matches(sentence: Span) -> bool:
        return unless is not None and unless.search(seen.text, sentence) is not None

    return matches


@dataclass(frozen=True)
class Figures:
    """The folded text with a mark for every quantity, approximators and all, and a `BARRIER` for gaps.

    `places` holds where the mark of each quantity stands in `text`, in code points.
    """

    text: str
    quantities: tuple[Quantity, ...]
    places: tuple[int, ...]

    @cached_property
    def line_starts(self) -> list[int]:
        """Where the lines of `text` begin."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def quantity_at(self, place: int) -> Quantity | None:
        """The quantity whose mark stands at a place of `text`, if one does."""
        index = bisect_left(self.places, place)
        found = index < len(self.places) and self.places[index] == place
        return self.quantities[index] if found else None

    def origin(self, place: int) -> int:
        """Where in the document the character at a place of `text` stands, if that is no mark."""
        before = bisect_left(self.places, place)
        return place + self.quantities[before - 1].span.end - self.places[before - 1] - 1 if before else place

    def within(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The quantities whose marks stand in a stretch of `text`."""
        return self.quantities[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def sentence(self, place: int) -> Span:
        """The sentence around a place of `text`, without the mark that ends it."""
        ends = self._sentence_ends
        index = bisect_left(ends, place)
        return Span(ends[index - 1] + 1 if index else 0, ends[index] if index < len(ends) else len(self.text))

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [match.start() for match in _SENTENCE_END.finditer(self.text)]


def figures(document: Document) -> Figures:
    """The figures of a document; use it through `Document.derived`."""
    found = quantities(document)
    pieces: list[str] = []
    places: list[int] = []
    length = done = 0
    for quantity in found:
        between = _between(document.folded[done : quantity.span.start])
        mark = _COUNTER_MARKS.get(quantity.base) or _DIMENSION_MARKS[quantity.dimension]
        pieces += [between, mark]
        length += len(between) + 1
        places.append(length - 1)
        done = quantity.span.end
    pieces.append(_between(document.folded[done:]))
    return Figures("".join(pieces), found, tuple(places))


def _unfigured(document: Document) -> Figures:
    """The figures of a document as if it had no quantities."""
    return Figures(_between(document.folded), (), ())


def _between(text: str) -> str:
    """Text between quantities: as long as it was, with barriers where something is missing."""
    return _MISSING.sub(lambda match: BARRIER * len(match[0]), _PRIVATE.sub("\ufffd", text))
