"""The numbering of a document: heading markers of every level and 一是/二是 series."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govlint.document import MASK, Span
from govlint.matching.pattern import Regex
from govlint.numbers.numerals import parse_ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

_CN = "[一二三四五六七八九十]{1,3}"
# The levels of GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）), with parts and chapters above them and circled
# numbers below.
_LEVELS = (
    rf"第(?P<n0>{_CN})(?:部分|篇)(?![的中里）]|规定|明确|论述|对)",
    rf"第(?P<n1>{_CN})章(?![的中里）]|第|规定|明确|论述|对)",
    rf"(?P<n2>{_CN})[、](?!{_CN}(?:年级|楼|组|标段|班|车间|单元))"
    "(?![一二三四五六七八九十百千两]{1,3}(?:[、是等]|级|产|次|类|线|轮|期|者|档|型|步|带|区|层))",
    rf"（(?P<n3>{_CN})）(?:[、.])?",
    r"(?P<n4>\d{1,2})[、.]",
    r"（(?P<n5>\d{1,2})）(?:[、.])?",
    r"(?P<n6>[①-⑳])",
)
DEPTH = len(_LEVELS)
"""The number of levels of markers."""
CHAPTER = 1
"""The level of 第一章, which may count on from part to part."""
SECTION = 3
"""The level of （一）."""
# At the beginning of a line, 二， is 二、 with the wrong mark.
_AT_LINE = Regex(r"^[ \t]*(?P<marker>" + "|".join(_LEVELS) + rf"|(?P<n2>{_CN})，(?=\p{{Han}}{{2}}))")
# Inside a line, items follow a mark. Those of the lower levels, which may also be references, follow one that
# ends a clause; the first may follow the words that lead in the list.
_IN_LINE = (
    Regex("(?<=[。！？；：，” ])(?P<marker>" + "|".join(_LEVELS[2:4]) + ")"),
    Regex(rf"[。；：](?P<marker>{'|'.join(_LEVELS[4:])})(?=\p{{Han}})(?!号)"),
    Regex(r"(?P<marker>（(?P<n5>1)）(?:[、.])?|(?P<n6>①))(?=\p{Han})(?!号)"),
)
_SERIES = Regex(
    rf"(?<![第其之唯专每同另单任万统合划归])(?P<n>{_CN})(?P<verb>[是要])|(?P<verb>第)(?P<n>{_CN})(?=[，、])"
)
# What a series may follow without being glued to it: marks, and 是, 为, 即 (目的就是一要…二要…), 坚持, 系.
_OPENERS = "是为即持系，。；：、！？…“”（）【】— \t\n·《》" + MASK


class Marker(NamedTuple):
    """The ordinal of a heading or item.

    `level` is 0 (第一部分, 第一篇), 1 = `CHAPTER` (第一章), 2 (一、), 3 = `SECTION` （一）, 4 (1.), 5 （1）
    or 6 (①). `number` is the value of the ordinal. `inline`: it is not at the beginning of its line.
    `doubtful`: it may be the whole part of a decimal (8.6个重大专项), or no ordinal (二，).
    """

    span: Span
    level: int
    number: int
    inline: bool
    doubtful: bool


class SeriesMarker(NamedTuple):
    """One of 一是, 二是 …, 一要, 二要 … or 第一，第二， …

    `verb` is 是, 要 or 第, `line` the 0-based row. `glued`: no mark separates it from the text before it; a
    第一， that is glued is a rank, and no marker.
    """

    span: Span
    number: int
    verb: str
    glued: bool
    line: int


def markers(document: Document) -> tuple[Marker, ...]:
    """The markers of headings and items, in order of place."""
    text = document.folded
    found = {}
    for pattern in (_AT_LINE, *_IN_LINE):
        for match in pattern.finditer(text):
            span = Span(*match.span("marker"))
            ordinal = next(value for name, value in match.groupdict().items() if name != "marker" and value)
            level = next(level for level in range(DEPTH) if match.groupdict().get(f"n{level}"))
            number = parse_ordinal(ordinal)
            if number and span.start not in found and document.line_at(span.start).kind != "table":
                doubtful = text[span.end - 1] == "，" or (
                    level == SECTION + 1 and text[span.end : span.end + 1].isdigit()
                )
                found[span.start] = Marker(span, level, number, pattern is not _AT_LINE, doubtful)
    return tuple(found[start] for start in sorted(found))


def series(document: Document) -> tuple[SeriesMarker, ...]:
    """The 一是/二是 markers in order of place; some may be words that only look like one (统一是)."""
    text = document.folded
    found = []
    for match in _SERIES.finditer(text):
        number = parse_ordinal(match["n"])
        if number is None:
            continue
        before = text[match.start() - 1 : match.start()]
        glued = bool(before) and before not in _OPENERS
        if glued and match["verb"] == "第":
            continue
        found.append(
            SeriesMarker(
                Span(*match.span()),
                number,
                match["verb"],
                glued,
                document.line_at(match.start()).row,
            )
        )
    return tuple(found)


def points(document: Document) -> dict[int, tuple[Marker | SeriesMarker, ...]]:
    """All series of markers that count up from one without a gap, by the offset of the first marker."""
    headings, ordinals = document.derived(markers), document.derived(series)
    found: dict[int, tuple[Marker | SeriesMarker, ...]] = {}
    for at, heading in enumerate(headings):
        if heading.number == 1:
            found[heading.span.start] = tuple(_same_level(headings, at))
    for at, point in enumerate(ordinals):
        if point.number == 1:
            found[point.span.start] = tuple(_same_series(ordinals, at))
    return found


def _same_level(headings: tuple[Marker, ...], at: int) -> Iterator[Marker]:
    """Yield the heading with index `at`, then those of its level that continue its count; lower levels are
    skipped.
    """
    first = headings[at]
    number = 0
    for heading in (headings[later] for later in range(at, len(headings))):
        if heading.level < first.level or (heading.level == first.level and heading.number != number + 1):
            return
        if heading.level == first.level:
            number += 1
            yield heading


def _same_series(ordinals: tuple[SeriesMarker, ...], at: int) -> Iterator[SeriesMarker]:
    """Yield the marker with index `at`, then those that continue its count, up to the next marker for one. A
    series of 第一， has others (一要……，二要……) inside its points: neither interrupts the other.
    """
    number = 0
    ranked = ordinals[at].verb == "第"
    for point in (ordinals[later] for later in range(at, len(ordinals))):
        if (point.verb == "第") != ranked:
            continue
        if point.number == 1 and number:
            return
        if point.number == number + 1:
            number += 1
            yield point
