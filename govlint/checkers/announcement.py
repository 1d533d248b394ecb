"""Kind `announcement`: how many points are announced, and how many headings or 一是 … follow."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint import outline
from govlint.checkers.figure_checker import PatternFigureChecker, Relation, relation_of, require_groups
from govlint.diagnostic import Evidence, Finding, Related
from govlint.document import Span
from govlint.matching.pattern import Regex
from govlint.numbers.numerals import parse_ordinal
from govlint.outline import Marker, SeriesMarker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document


@dataclass(frozen=True)
class AnnouncementChecker(PatternFigureChecker):
    """Reports an announced number of points (做好五项工作) that differs from how many numbered points follow.

    - `pattern` finds the announcement up to where the first point begins. `(?P<n>…)` is the number;
      `(?P<what>…)`, if there is one, is a word that every point must contain, or nothing is said.
    - `at_most`: report a number that is off by this much at most; one further off counts something else.

    A single numbered point is left undecided. Values for the message: `n` (as printed), `count` (of points),
    `last` (the last ordinal).
    """

    pattern: Regex
    at_most: int = 2

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern lacks the number."""
        require_groups(self.pattern, "n")

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield every announcement that numbered points follow."""
        found = document.derived(outline.points)
        for match in self.pattern.matches(document.folded) if found else ():
            number = parse_ordinal(match["n"] or "")
            points = found.get(match.end())
            if number is None or points is None:
                continue
            if _is_broken(document, points[-1]):
                continue
            what = match["what"] if self.pattern.catches("what") else None
            if what and not all(what in _line_of(document, point) for point in points):
                continue
            yield _relation(document, Span(*match.span("n")), number, points, self.at_most)


def _is_broken(document: Document, last: Marker | SeriesMarker) -> bool:
    """Whether a series goes on after what counts up: its ordinals are out of order, and not its number."""
    if not isinstance(last, SeriesMarker):
        return False
    found = document.derived(outline.series)
    at = bisect_right(found, last.span, key=lambda one: one.span)
    later = found[at] if at < len(found) else None
    return later is not None and not later.glued and later.number != 1 and later.line - last.line <= 1


def _relation(
    document: Document,
    span: Span,
    number: int,
    points: tuple[Marker | SeriesMarker, ...],
    at_most: int,
) -> Relation:
    ordinals = [document.text[point.span.start : point.span.end] for point in points]
    operands = (span, *(point.span for point in points))
    printed = document.text[span.start : span.end]
    listed = "、".join(ordinal.strip("、") for ordinal in ordinals)
    evidence = Evidence(listed, str(len(points)), printed, "共")
    values = {"n": printed, "count": len(points), "last": ordinals[-1]}
    related = (Related(points[-1].span, f"后面的第 {len(points)} 项，也是最后一项"),)
    finding = Finding(span, values, related=related, evidence=evidence)
    near = len(points) > 1 and abs(number - len(points)) <= at_most
    return relation_of(
        operands,
        evidence,
        finding,
        agrees=number == len(points),
        decided=near,
        doubt="后面的序号可能不是所说的那几项",
    )


def _line_of(document: Document, point: Marker | SeriesMarker) -> str:
    line = document.line_at(point.span.start)
    end = document.folded.find("。", point.span.start, line.end)
    return document.folded[point.span.start : line.end if end < 0 else end]
