"""Kind `sequence`: ordinals that should count up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from govlint import outline
from govlint.diagnostic import Finding, Related
from govlint.document import Span
from govlint.numerals import format_ordinal
from govlint.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document
    from govlint.outline import Marker, SeriesMarker


@dataclass(frozen=True)
class SequenceChecker:
    """Reports where numbering goes wrong.

    - `of: headings` follows 第一部分, 一、 （一） 1. （1） and ①, each level under its parent. A count that
      begins again at one is a new list (an appendix, a sub-list) and never a fault.
    - `of: series` follows 一是, 二是 … (or 一要, 二要 …) within a paragraph.
    - `report`: `gap` (a number is missing), `repeat` (a number comes twice or goes back), `start` (the first
      of its level is not one), `mixed` (一是 then 二要), `glued` (no mark before 二是).
    - `barrier`: where this matches, text is missing, and counting begins anew after it.

    Values for the message: `match`, `previous` (the ordinal before), `expected`.
    """

    of: Literal["headings", "series"]
    report: Literal["gap", "repeat", "start", "mixed", "glued"]
    barrier: Regex | None = None

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding a fault, in order of place."""
        if self.of == "headings":
            yield from self._headings(document)
        else:
            yield from self._series(document)

    def _headings(self, document: Document) -> Iterator[Finding]:
        barriers = [match.start() for match in self.barrier.finditer(document.folded)] if self.barrier else []
        last: dict[int, Marker] = {}
        for marker in document.derived(outline.markers):
            while barriers and barriers[0] < marker.span.start:
                barriers.pop(0)
                last.clear()
            previous = last.get(marker.level)
            last = {level: seen for level, seen in last.items() if level < marker.level}
            last[marker.level] = marker
            fault = _fault(previous.number if previous else None, marker.number)
            if fault != self.report or (fault == "start" and marker.level > 2):
                continue
            yield _finding(document, marker.span, marker.number, previous)

    def _series(self, document: Document) -> Iterator[Finding]:
        for run in document.derived(_runs):
            if self.report == "mixed":
                yield from _mixed(document, run)
            for previous, marker in pairwise((None, *run)):
                assert marker is not None
                if self.report == "glued":
                    if marker.glued:
                        # The place is the joint: the character before the ordinal and the ordinal itself.
                        span = Span(marker.span.start - 1, marker.span.end)
                        yield Finding(span, {"match": document.text[marker.span.start : marker.span.end]})
                elif _fault(previous.number if previous else None, marker.number) == self.report:
                    yield _finding(document, marker.span, marker.number, previous)


def _fault(previous: int | None, number: int) -> str | None:
    if previous is None:
        return "start" if number > 1 else None
    if number in (previous + 1, 1):
        return None
    return "gap" if number > previous + 1 else "repeat"


def _finding(document: Document, span: Span, number: int, previous: Marker | SeriesMarker | None) -> Finding:
    expected = previous.number + 1 if previous else 1
    values = {
        "match": document.text[span.start : span.end],
        "expected": format_ordinal(expected),
        "number": format_ordinal(number),
        "previous": document.text[previous.span.start : previous.span.end] if previous else "",
    }
    related = (Related(previous.span, "前一个序号"),) if previous else ()
    return Finding(span, values, related=related)


def _runs(document: Document) -> tuple[tuple[SeriesMarker, ...], ...]:
    """The 一是 … 二是 … runs: markers of one line that count up from one.

    A marker that no mark parts from the text before it may be part of a word (统一是); it belongs to a run
    only where it is the next number after the one before it, or opens a run that goes on.
    """
    runs: list[tuple[SeriesMarker, ...]] = []
    current: list[SeriesMarker] = []
    found = document.derived(outline.series)
    for marker, following in zip(found, [*found[1:], None], strict=True):
        fits = bool(current) and marker.line == current[0].line
        if marker.glued:
            continues = fits and marker.number == current[-1].number + 1
            opens = (
                marker.number == 1
                and following is not None
                and following.number == 2
                and following.line == marker.line
                and not following.glued
            )
            if not continues and not opens:
                continue
        if not fits or marker.number == 1:
            if len(current) > 1:
                runs.append(tuple(current))
            current = []
        current.append(marker)
    if len(current) > 1:
        runs.append(tuple(current))
    return tuple(runs)


def _mixed(document: Document, run: tuple[SeriesMarker, ...]) -> Iterator[Finding]:
    for previous, marker in pairwise(run):
        if marker.verb != previous.verb and marker.number == previous.number + 1:
            yield _finding(document, marker.span, marker.number, previous)
            return
