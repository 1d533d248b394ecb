"""Kind `sequence`: ordinals that should count up."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby, pairwise, zip_longest
from typing import TYPE_CHECKING, Literal, TypeVar

from govlint import outline
from govlint.checkers.figure_checker import FigureChecker, Relation
from govlint.checkers.series import APART, OPEN, runs
from govlint.diagnostic import Evidence, Finding, Related
from govlint.document import Span
from govlint.matching.pattern import Regex
from govlint.numbers.formula import Verdict
from govlint.numbers.numerals import format_circled, format_ordinal
from govlint.outline import Marker, SeriesMarker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.document import Document


M = TypeVar("M", Marker, SeriesMarker)

_CLAUSE_ENDS = ("情况下", "形势下", "背景下", "领导下", "支持下", "指导下", "基础上", "过程中", "同时")


@dataclass(frozen=True)
class SequenceChecker(FigureChecker):
    """Reports ordinals that are out of sequence.

    - `of: headings` follows 第一部分, 第一章, 一、 （一） 1. （1） and ①, each level under its parent;
      chapters may count on from part to part. A count that begins again at one is a new list (an appendix, a
      sub-list) and never a fault; nor is an ordinal whose predecessor stands inside the paragraph before it.
    - `of: series` follows 一是, 二是 … (or 一要, 二要 …, or 第一，第二，) within a line, or where they begin
      lines.
    - `report`: `gap` (a number is missing), `repeat` (a number comes twice or goes back), `start` (the first
      of a level is not one; of a series or a lower level, only where it is two and two follows), `mixed`
      (一是 then 二要), `glued` (no mark before 二是).
    - `barrier`: where this matches, text is missing; the ordinals after it need not follow those before it.

    Values for the message: `match`, `previous` (the ordinal before), `expected` (the one due). Rules that
    report gaps also yield a consistent relation for each numbering that counts up from one.
    """

    of: Literal["headings", "series"]
    report: Literal["gap", "repeat", "start", "mixed", "glued"]
    barrier: Regex | None = None

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield the faults in order of place; then, for a rule that reports gaps, faultless numbering."""
        faults = self._headings(document) if self.of == "headings" else self._series(document)
        for fault in faults:
            yield Relation(Verdict.inconsistent, (fault.span,), None, fault)
        if self.report == "gap":
            kind = Marker if self.of == "headings" else SeriesMarker
            for run in document.derived(outline.points).values():
                if len(run) > 1 and isinstance(run[0], kind):
                    yield _whole(document, run)

    def _headings(self, document: Document) -> Iterator[Finding]:
        for fault, marker, previous in document.derived(_HeadingFaults(self.barrier)):
            if fault == self.report:
                yield _finding(document, marker.span, previous)

    def _series(self, document: Document) -> Iterator[Finding]:
        for run in document.derived(runs):
            if self.report == "mixed":
                yield from _mixed(document, run)
            before = _lead(document, run[0])
            for marker, following in zip_longest(run, run[1:]):
                previous, before = before, _meant(before, marker, following)
                if self.report == "glued":
                    if marker.glued and not _is_led_in(document, marker):
                        # The place is the joint: the character before the ordinal and the ordinal itself.
                        span = Span(marker.span.start - 1, marker.span.end)
                        yield Finding(span, {"match": document.text[marker.span.start : marker.span.end]})
                elif _fault(previous.number if previous else None, marker.number) == self.report and (
                    self.report != "start" or before != marker
                ):
                    yield _finding(document, marker.span, previous)


@dataclass(frozen=True)
class _HeadingFaults:
    """Finds the faults in the headings of a document: (fault, marker, the marker it should follow)."""

    barrier: Regex | None

    def __call__(self, document: Document) -> tuple[tuple[str, Marker, Marker | None], ...]:
        found = document.derived(outline.markers)
        barriers = [match.start() for match in self.barrier.finditer(document.folded)] if self.barrier else []
        faults = [*self._counted(document, barriers, [marker for marker in found if not marker.inline])]
        for _, members in groupby(found, key=lambda marker: document.line_at(marker.span.start).row):
            # A list inside a line may go on from the ordinal that begins it; 一、 rarely does (七、四五○吨).
            row = [marker for marker in members if marker.inline or marker.level >= outline.SECTION]
            faults += [fault for fault in self._counted(document, barriers, row) if fault[1].inline]
        return tuple(faults)

    def _counted(
        self, document: Document, barriers: list[int], found: list[Marker]
    ) -> Iterator[tuple[str, Marker, Marker | None]]:
        # The next of the barriers. After one that nothing came before, a start is still due.
        gap = bisect_left(barriers, found[0].span.start) if found else 0
        lists = _OpenLists()
        last = 0
        for marker, following in zip(found, _later(found), strict=True):
            since, last = last, marker.span.start
            while gap < len(barriers) and barriers[gap] < marker.span.start:
                gap += 1
                lists.hide()
            if lists.begins_after_gap(marker):
                continue
            previous = lists.previous(marker)
            resumes = previous is not None and marker.number == previous.number + 1
            if marker.doubtful and not resumes:
                continue
            if marker.inline and previous is None and marker.number != 1:
                continue  # items of another text: 涉及2.……；5.……
            if not resumes and marker.number != 1:
                fault = _fault(previous.number if previous else None, marker.number)
                certain = _meant(previous, marker, following) != marker
                if (
                    fault
                    and not (fault == "start" and not certain and marker.level > outline.SECTION)
                    and not _follows_inside(document, marker, since)
                ):
                    yield fault, marker, previous
            lists.add(marker, _meant(previous, marker, following))


class _OpenLists:
    """Per level the markers a count may go on from: the last one, and before it those of lists that a list of
    the same form interrupted.
    """

    def __init__(self) -> None:
        self._lists: dict[int, list[Marker]] = {}
        self._hidden: set[int] = set()

    def hide(self) -> None:
        """Note that text is missing: what came before it is no measure any more."""
        self._hidden = set(range(outline.DEPTH))

    def begins_after_gap(self, marker: Marker) -> bool:
        """Whether the marker is the first of its level after missing text; the count then goes on from it."""
        if marker.level not in self._hidden:
            return False
        self._hidden.discard(marker.level)
        self._lists[marker.level] = [marker]
        return True

    def previous(self, marker: Marker) -> Marker | None:
        """The marker that this one counts on from, innermost list first; else the last of its level."""
        lists = self._lists.get(marker.level)
        at = self._resumed(marker)
        return lists[-1 if at is None else at] if lists else None

    def add(self, marker: Marker, meant: Marker) -> None:
        """Add a marker, with the number it should have (`meant`): it goes on with a list, or begins one; the
        lists inside the one it goes on with end, and the headings of lower levels.
        """
        lists = self._lists.setdefault(marker.level, [])
        at = self._resumed(marker)
        if at is not None or marker.number != 1:
            del lists[at or 0 :]
        lists.append(meant)
        del lists[:-OPEN]
        self._lists = {
            level: kept
            for level, kept in self._lists.items()
            if level <= marker.level or level == outline.CHAPTER
        }

    def _resumed(self, marker: Marker) -> int | None:
        lists = self._lists.get(marker.level, [])
        return next((at for at in reversed(range(len(lists))) if lists[at].number == marker.number - 1), None)


def _lead(document: Document, first: SeriesMarker) -> SeriesMarker | None:
    """The ordinal that the first of a run counts on from, if it stands in a line above (要做到：一是……)."""
    found = document.derived(outline.series)
    at = bisect_left(found, first.span, key=lambda one: one.span)
    before = found[at - 1] if at else None
    if before is None or first.line - before.line > APART or before.number != first.number - 1:
        return None
    return before


def _is_led_in(document: Document, marker: SeriesMarker) -> bool:
    """Whether text leads in a first ordinal that no mark parts from it (我局一是……，二是……), unlike a clause
    that stands before the whole sentence (在任务繁重的情况下一是……).
    """
    return marker.number == 1 and not document.folded.endswith(_CLAUSE_ENDS, 0, marker.span.start)


def _later(found: Sequence[Marker]) -> list[Marker | None]:
    """For each marker, the next of its level with none of an upper level between them."""
    later: list[Marker | None] = []
    nearest: dict[int, Marker] = {}
    for marker in reversed(found):
        later.append(nearest.get(marker.level))
        nearest = {level: one for level, one in nearest.items() if level <= marker.level}
        nearest[marker.level] = marker
    return later[::-1]


def _meant(previous: M | None, marker: M, following: M | None) -> M:
    """The marker with the number it should have, where the following shows that it is a slip (as in
    一、二、四、四、 and 一、二、二、四、, or 二、二、三、 at the start) or that they are swapped: the
    following is not to be blamed for it.
    """
    if following is None or marker.number == 1:
        return marker
    if previous is None:
        return marker._replace(number=1) if marker.number == following.number == 2 else marker
    due = previous.number + 1
    if following.number == due + 1 or (following.number == due and marker.number == due + 1):
        return marker._replace(number=due)
    return marker


def _fault(previous: int | None, number: int) -> str | None:
    if previous is None:
        return "start" if number > 1 else None
    if number == previous + 1:
        return None
    return "gap" if number > previous + 1 else "repeat"


def _follows_inside(document: Document, marker: Marker, since: int) -> bool:
    """Whether the ordinal due before a marker stands in the text between offset `since` and the marker: the
    list begins inside a paragraph (要做到：（1）……), or at the beginning of a line one of its brackets is
    missing, or it is in the other numerals: （2） between （一） and （三）.
    """
    before = _in_form(document.folded[slice(*marker.span)], marker.number - 1)
    text, end = document.folded, marker.span.start
    if text.find(before, since, end) >= 0:
        return True
    if before[0] != "（" or before[-1] != "）":
        return False
    slips = (before[1:], before[:-1], f"（{marker.number - 1}）")
    return any(re.search(rf"(?:^|\n) *{re.escape(slip)}", text[since:end]) for slip in slips)


def _finding(document: Document, span: Span, previous: Marker | SeriesMarker | None) -> Finding:
    match = document.text[span.start : span.end]
    values = {
        "match": match,
        "expected": _in_form(match, previous.number + 1 if previous else 1),
        # As it should be, where it is a slip itself.
        "previous": _in_form(document.text[slice(*previous.span)], previous.number) if previous else "",
    }
    related = (Related(previous.span, "前一个序号"),) if previous else ()
    return Finding(span, values, related=related)


def _whole(document: Document, run: tuple[Marker | SeriesMarker, ...]) -> Relation:
    """The consistent relation of ordinals that count up from one without a gap."""
    ordinals = [document.text[point.span.start : point.span.end].strip("、") for point in run]
    evidence = Evidence("、".join(ordinals), str(len(run)), ordinals[-1], "连续")
    return Relation(Verdict.consistent, tuple(point.span for point in run), evidence)


def _in_form(ordinal: str, value: int) -> str:
    """An ordinal with another value, in the same form: （三） and 5 give （五）."""
    if re.search(r"\d", ordinal):
        return re.sub(r"\d+", str(value), ordinal)
    if re.search("[①-⑳]", ordinal):
        return format_circled(value)
    return re.sub("[一二三四五六七八九十]+", format_ordinal(value), ordinal)


def _mixed(document: Document, run: tuple[SeriesMarker, ...]) -> Iterator[Finding]:
    for previous, marker in pairwise(run):
        if marker.verb != previous.verb and marker.number == previous.number + 1:
            yield _finding(document, marker.span, previous)
            return
