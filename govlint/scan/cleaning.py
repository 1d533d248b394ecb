"""Removes from a text what a web page or a library site left in it: page heads and feet, watermarks, codes.

Findings of rules with `residue` are removed whole, together with the punctuation that only separated them
from the rest. Of other boilerplate rules, the fixes chosen by `govlint.fixing` are made. Nothing that keeps
two numbers apart is removed, and no part of a figure, so no number changes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from govlint.diagnostic import Edit
from govlint.document import Span
from govlint.fixing import eligible
from govlint.keeping import AROUND, joins_numbers
from govlint.numbers.figures import figures

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from govlint.diagnostic import Diagnostic
    from govlint.document import Document
    from govlint.rule import Rule

_BLANKS = " \t\u3000\xa0"
_PAUSES = "，、；：,;:"
_STOPS = "。！？!?"
# What is removed with the removals on both sides of it. Brackets and quotes are not: they have a partner.
_BETWEEN = re.compile(rf"[{_BLANKS}{_PAUSES}{_STOPS}.…·—|｜/_-]*")
_LEADING = re.compile(rf"[{_BLANKS}{_PAUSES}{_STOPS}]*[{_PAUSES}{_STOPS}]")


class Removal(NamedTuple):
    """An edit that cleans the text, and the id of the rule it is for."""

    edit: Edit
    rule: str


def removals(document: Document, rules: Iterable[Rule], found: Sequence[Diagnostic]) -> list[Removal]:
    """The edits that clean a document, sorted, not overlapping: those for the boilerplate among `found`, the
    findings of `rules` in it.
    """
    residue = {rule.id for rule in rules if rule.residue}
    found = [one for one in found if one.category == "boilerplate"]
    whole = _whole(document, [one for one in found if one.rule in residue])
    rest = [one for one in found if one.rule not in residue]
    # One fix beside the other is made, too: nothing is checked again between them.
    fixes = [
        Removal(edit, choice.diagnostic.rule)
        for choice in eligible(document, rest, unsafe=True)
        for edit in choice.fix.edits
    ]
    made: list[Removal] = []
    for removal in sorted([*whole, *fixes]):
        if not made or removal.edit.span.start >= made[-1].edit.span.end:
            made.append(removal)
    return _apart(document.text, _tidied(document, made, residue))


def _whole(document: Document, found: Sequence[Diagnostic]) -> list[Removal]:
    """A removal for each finding, except those that would leave half a figure."""
    return [Removal(Edit(one.span, ""), one.rule) for one in found if not _halves_figure(document, *one.span)]


def _apart(text: str, made: Iterable[Removal]) -> list[Removal]:
    """The removals without those that would make one number of two, when those before them are made."""
    kept: list[Removal] = []
    before, done = "", 0
    for removal in made:
        (start, end), new = removal.edit
        before = (before + text[done:start])[-AROUND:]
        if new or not joins_numbers(before, text[start:end], text[end : end + AROUND]):
            kept.append(removal)
            before += new
            done = end
        else:
            done = start
    return kept


def _halves_figure(document: Document, start: int, end: int) -> bool:
    """Whether a removal would take digits of a figure and leave the rest of it, as of 3.6万."""
    quantities = document.derived(figures).quantities
    for edge in (start, end):
        begun = bisect_left(quantities, edge, key=lambda one: one.core.start)
        if begun:  # only the last figure that begins before an edge can lie across it
            core, digits = quantities[begun - 1].core, quantities[begun - 1].digits
            if core.end > edge and start < core.start + len(digits):
                return True
    return False


def _tidied(document: Document, made: Sequence[Removal], residue: Container[str]) -> list[Removal]:
    """Removals widened so that no stray punctuation is left.

    Neighbouring removals with only punctuation between them are joined. The outermost also take punctuation
    that would be left doubled, or at the head of a line. A line with no text left is removed with its line
    end.
    """
    runs = _runs(document.text, made, residue)
    tidy: list[Removal] = []
    for run, later in zip(runs, [*runs[1:], None], strict=False):
        if any(removal.rule in residue for removal in run):
            floor = tidy[-1].edit.span.end if tidy else 0
            ceiling = later[0].edit.span.start if later else len(document.text)
            start, end = _reach(document, Span(_start(run[0]), _end(run[-1])), Span(floor, ceiling))
            edges = [start, *(_start(removal) for removal in run[1:]), end]
            run = [
                Removal(Edit(Span(*reach), ""), removal.rule)
                for reach, removal in zip(pairwise(edges), run, strict=True)
            ]
        tidy += run
    return tidy


def _runs(text: str, made: Sequence[Removal], residue: Container[str]) -> list[list[Removal]]:
    """The removals in groups: between those of one group stand only punctuation and blanks of the
    same line.
    """
    runs: list[list[Removal]] = []
    for removal in made:
        run = runs[-1] if runs else None
        if (
            run
            and not run[-1].edit.text
            and not removal.edit.text
            and (run[-1].rule in residue or removal.rule in residue)
            and _BETWEEN.fullmatch(text, _end(run[-1]), _start(removal))
            and not _joins(text, _start(run[0]), _end(removal))
        ):
            run.append(removal)
        else:
            runs.append([removal])
    return runs


def _joins(text: str, start: int, end: int) -> bool:
    return joins_numbers(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


def _reach(document: Document, removed: Span, free: Span) -> Span:
    """The span to remove with `removed`, stray punctuation included. It stays inside `free`, which no other
    removal touches.
    """
    text, (start, end) = document.text, removed
    first, last = document.line_at(start), document.line_at(max(start, end - 1))
    before = text[first.start : start].rstrip(_BLANKS)
    debris = _LEADING.match(text, end, min(last.end, free.end))
    if debris and not before:
        end = debris.end()
    elif debris and before[-1] in _PAUSES + _STOPS:
        at = first.start + len(before) - 1
        if before[-1] in _STOPS or debris[0].strip(_BLANKS)[0] in _PAUSES:
            end = debris.end()
        elif at >= free.start:  # the stop stays, the pause before the removal goes
            start = at
    if first.start >= free.start and not text[first.start : start].strip(_BLANKS):
        later = last.row + 1 < len(document.line_starts)
        following = document.line_starts[last.row + 1] if later else last.end
        if following <= free.end and not text[end : last.end].strip(_BLANKS):
            return Span(first.start, following)
    return Span(start, end)


def _start(removal: Removal) -> int:
    return removal.edit.span.start


def _end(removal: Removal) -> int:
    return removal.edit.span.end
