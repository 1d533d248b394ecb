"""A text in which every quantity is one character, so that patterns see how figures stand to each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from govlint.document import Span
from govlint.matching.pattern import Regex
from govlint.numbers.extraction import quantities
from govlint.numbers.patterns import HAN
from govlint.numbers.units import BASES, DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from govlint.document import Document
    from govlint.numbers.quantity import Quantity

BARRIER = "\uf8ff"
"""Stands for missing text (……, ××): no relation is drawn across it."""

# Sorted, so that the marks of a dimension stand side by side.
_MARKS = {base: chr(0xE000 + index) for index, base in enumerate(sorted(BASES))}


def _range(dimension: str) -> str:
    marks = [mark for (one, _), mark in _MARKS.items() if one == dimension]
    return f"{marks[0]}-{marks[-1]}" if len(marks) > 1 else marks[0]


# What an operand may be limited to, and the marks that stands for; "" is no limit.
_KINDS = {
    **{dimension: _range(dimension) for dimension in DIMENSIONS},
    **{base: mark for (dimension, base), mark in _MARKS.items() if dimension == "count"},
    "": f"{min(_MARKS.values())}-{max(_MARKS.values())}",
}
MARK = re.compile("[\ue000-\uf8ff]")
"""What stands for a quantity, or for missing text, in the text of `Figures`."""
# A year that is masked (20xx年) leaves no gap: which one it is does not matter to sums.
_MISSING = re.compile(
    r"(?:(?<![A-Za-z])(?!(?<=20)[xX×*]{2}年)[xX×*_=?？■□█◆○]{2,}|…|\.{3,}|_+|此处隐藏|省略内容|内容缺失)"
)
_OPERAND = re.compile(r"(?<!\\[pP])\{(?P<name>[A-Za-z]\w*)(?::(?P<kinds>[A-Za-z一-鿿 |]+))?\}")
_SENTENCE_END = re.compile("[。！？\n]")


class FigurePattern(Regex):
    r"""A pattern over `Figures.text`, in which every quantity is a single character.

    `{T}` matches any quantity and names it T; `{P:percent}` only one of that dimension; `{N:户|人}` only one
    with one of these counters; `{D:T}` only one with the base unit of the quantity T before it (one counter,
    one currency).
    `[^\p{Co}]` in a gap keeps it free of quantities and of missing text. Raises ValueError for a dimension or
    counter that does not exist.
    """

    def __init__(self, source: str) -> None:
        super().__init__(_OPERAND.sub(_group, source))

    @property
    def seen(self) -> Callable[[Document], Figures]:
        """The function that makes the figures to match the pattern on; use it through `Document.derived`.

        It is `figures`, except for a pattern that names no quantity and may run over several lines: for that
        no quantities need be looked for.
        """
        speaks = "\\p{Co}" in self.source or MARK.search(self.source)
        return figures if speaks or self.analysis.in_line else _unfigured

    @property
    def needs(self) -> tuple[str, ...]:
        """Texts one of which a document must hold for the pattern to match. None where one of them is the
        mark of a quantity, which no document holds.
        """
        literals = super().needs
        return () if any(map(MARK.search, literals)) else literals


def _group(match: re.Match[str]) -> str:
    name, kinds = match["name"], (match["kinds"] or "").split("|")
    if len(kinds) == 1 and re.search(rf"\{{{kinds[0]}[:}}]", match.string[: match.start()]):
        return f"(?P<{name}>(?P={kinds[0]}))"
    unknown = [kind for kind in kinds if kind not in _KINDS]
    if unknown:
        raise ValueError(f"没有量纲或量词 {unknown[0]}（量纲有：{'、'.join(DIMENSIONS)}）")
    return f"(?P<{name}>[{''.join(_KINDS[kind] for kind in kinds)}])"


def guard(seen: Figures, unless: FigurePattern | None) -> Callable[[Span], str]:
    """A function that tells what a pattern matches in a sentence (a span of `seen.text`), with … for figures;
    "" where it does not match. Each sentence is searched once: it may hold a thousand figures.
    """

    @cache
    def matched(sentence: Span) -> str:
        match = unless.search(seen.text, sentence) if unless else None
        return MARK.sub("…", match[0]) or "…" if match else ""

    return matched


@dataclass(frozen=True)
class Figures:
    """The folded text of a document with every quantity replaced by one mark, and missing text by `BARRIER`.

    A mark is a private-use character that tells the dimension and the base unit; it stands for the whole
    quantity with its approximators (近3.5万元以上), and for a space that only sets it apart from a Han
    character, as word processors do (增长 8.2% 以上). `places` are the offsets of the marks in `text`, one
    for each of `quantities`, `ends` the offsets in the document of what follows them.
    """

    text: str
    quantities: tuple[Quantity, ...]
    places: tuple[int, ...]
    ends: tuple[int, ...]

    def quantity_at(self, place: int) -> Quantity | None:
        """The quantity whose mark is at an offset of `text`; None where there is no mark."""
        index = bisect_left(self.places, place)
        found = index < len(self.places) and self.places[index] == place
        return self.quantities[index] if found else None

    def origin(self, place: int) -> int:
        """The offset in the document of the character at an offset of `text` that is no mark."""
        before = bisect_left(self.places, place)
        return place + self.ends[before - 1] - self.places[before - 1] - 1 if before else place

    def within(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The quantities whose marks lie from `start` to `end` (exclusive) of `text`."""
        return self.quantities[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def sentence(self, place: int) -> Span:
        """The span of the sentence around an offset of `text`, without the punctuation that ends it."""
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
    ends: list[int] = []
    length = done = 0
    for quantity in found:
        start, end = _with_spaces(document.folded, quantity.span)
        between = _between(document.folded[done:start])
        mark = _MARKS[quantity.dimension, quantity.base]
        pieces += [between, mark]
        length += len(between) + 1
        places.append(length - 1)
        ends.append(end)
        done = end
    pieces.append(_between(document.folded[done:]))
    return Figures("".join(pieces), found, tuple(places), tuple(ends))


def _unfigured(document: Document) -> Figures:
    """The figures of a document as if it had no quantities."""
    return Figures(_between(document.folded), (), (), ())


def _with_spaces(text: str, span: Span) -> Span:
    """The span of a quantity with the single space that stands between it and a Han character, where the
    quantity has a digit or a sign on that side.
    """
    start, end = span
    han = HAN.compiled.match
    if text[start - 1 : start] == " " and start > 1 and han(text, start - 2) and not han(text, start):
        start -= 1
    if text[end : end + 1] == " " and not han(text, end - 1) and han(text, end + 1):
        end += 1
    return Span(start, end)


def _between(text: str) -> str:
    """The text between two quantities, at the same length: private-use characters replaced, so that none is
    taken for a mark, and missing text by barriers.
    """
    return _MISSING.sub(lambda match: BARRIER * len(match[0]), MARK.sub("\ufffd", text))
