"""Chooses which fixes to make, and makes them until there is nothing left to fix.

No input or output happens here. A fix is refused where it would change a number, fill a placeholder, or touch
the place of a finding that stays: the user must still find there what the finding says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from govlint.document import Span
from govlint.keeping import keeps_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from govlint.diagnostic import Diagnostic, Edit, Fix
    from govlint.document import Document

S = TypeVar("S")

_ROUNDS = 10  # rounds of checking and fixing; a text that is not done by then never is
_PASSAGE = 16  # characters; a longer finding can still be found after an edit inside it


class Choice(NamedTuple):
    """A fix that may be made, and the diagnostic it is of."""

    diagnostic: Diagnostic
    fix: Fix


def _all_editable(edits: Sequence[Edit]) -> list[bool]:
    return [True] * len(edits)


def _unknown(_: Diagnostic) -> bool:
    return False


class Round(NamedTuple):
    """A text as checked in one round of fixing.

    Diagnostics that a baseline `knows` are not fixed. `editable` tells for each of some edits whether the
    file can take it.
    """

    document: Document
    diagnostics: Sequence[Diagnostic]
    knows: Callable[[Diagnostic], bool] = _unknown
    editable: Callable[[Sequence[Edit]], Sequence[bool]] = _all_editable


@dataclass(frozen=True)
class Settled(Generic[S]):
    """The result of `settle`: the fixed text, and `made`, the number of fixes made.

    `circular` are fixes that led back to where they began, so that none of them was made: rule ids with the
    texts fixed. `conflicting` are the ids of rules whose fixes would never end, so that none was made.
    `uneditable` is the number of fixes left over because the file cannot take them.
    """

    source: S
    made: int
    circular: tuple[tuple[str, str], ...] = ()
    conflicting: tuple[str, ...] = ()
    uneditable: int = 0


def settle(
    source: S,
    check: Callable[[S], Round],
    change: Callable[[S, tuple[Edit, ...]], S],
    *,
    unsafe: bool = False,
) -> Settled[S]:
    """Check and fix a text in rounds until nothing is left to fix.

    `check` checks the text, `change` returns it with edits made (sorted, not overlapping); both may raise,
    and nothing is caught. `unsafe` allows fixes that a person should confirm.

    Where a text comes again, the fixes since then lead in a circle. They are left out, and all begins anew;
    so it does without a rule that makes longer what its own fix wrote in an earlier round, which has no end,
    and without the rules of the last round where `_ROUNDS` rounds are not enough. Each round checks
    the whole text, so the time is that of a check times the number of rounds, at most `_ROUNDS` + 1 for each
    time it begins.
    """
    circular: frozenset[tuple[str, str]] = frozenset()
    conflicting: frozenset[str] = frozenset()
    while True:
        attempt = _Attempt(source, check, change, unsafe, circular, conflicting)
        settled = attempt.run()
        if settled is not None:
            return settled
        circular, conflicting = circular | attempt.turning, conflicting | attempt.endless


class _Attempt(Generic[S]):
    """Rounds of fixing that begin with one text, without the fixes that are `circular` (rule ids with the
    texts fixed) and the rules that are `conflicting`.

    Where they come to no end, `turning` or `endless` has more of these.
    """

    def __init__(
        self,
        source: S,
        check: Callable[[S], Round],
        change: Callable[[S, tuple[Edit, ...]], S],
        unsafe: bool,
        circular: frozenset[tuple[str, str]],
        conflicting: frozenset[str],
    ) -> None:
        self._now, self._check, self._change, self._unsafe = source, check, change, unsafe
        self._circular, self._conflicting = circular, conflicting
        self.turning: set[tuple[str, str]] = set()
        self.endless: set[str] = set()
        self._made = 0
        self._kept: set[tuple[str, Span]] | None = None  # what a baseline knew, where it is now
        self._fixed: list[set[tuple[str, str]]] = []  # in each round
        self._seen: dict[str, int] = {}  # texts, and the rounds that began with them
        self._written: dict[str, set[int]] = {}  # the offsets of what the fixes of each rule wrote

    def run(self) -> Settled[S] | None:
        """The result; None where the rounds come to no end."""
        for _ in range(_ROUNDS + 1):
            now = self._check(self._now)
            text = now.document.text
            if text in self._seen:
                self.turning = set().union(*self._fixed[self._seen[text] :])
                return None
            self._seen[text] = len(self._fixed)
            possible = eligible(now.document, now.diagnostics, unsafe=self._unsafe, out=self._left_out(now))
            within = _within_reach(possible, now.editable)
            chosen = choose(within)
            if not chosen:
                return self._settled(len(possible) - len(within))
            self.endless = _growing(chosen, self._written)
            if self.endless:
                return None
            self._make(chosen)
        self.endless = {choice.diagnostic.rule for choice in chosen}
        return None

    def _left_out(self, now: Round) -> list[Diagnostic]:
        """The diagnostics that are not fixed: those that a baseline knows, and those of fixes without end."""
        if self._kept is None:
            self._kept = {(one.rule, one.span) for one in now.diagnostics if now.knows(one)}
        return [
            one
            for one in now.diagnostics
            if (one.rule, one.span) in self._kept
            or (one.rule, one.text) in self._circular
            or one.rule in self._conflicting
        ]

    def _make(self, chosen: Sequence[Choice]) -> None:
        edits = tuple(sorted(edit for choice in chosen for edit in choice.fix.edits))
        moved = _mover(edits)
        self._now = self._change(self._now, edits)
        self._made += len(chosen)
        self._fixed.append({(one.rule, one.text) for one, _ in chosen})
        self._kept = {(rule, moved(span)) for rule, span in self._kept or ()}
        self._written = _written(self._written, chosen, moved)

    def _settled(self, uneditable: int) -> Settled[S]:
        circular, conflicting = tuple(sorted(self._circular)), tuple(sorted(self._conflicting))
        return Settled(self._now, self._made, circular, conflicting, uneditable)


def _growing(chosen: Sequence[Choice], written: Mapping[str, set[int]]) -> set[str]:
    """The ids of rules of which a fix makes longer what a fix of the same rule wrote; `written` has the
    offsets of that.
    """
    growing = set()
    for diagnostic, fix in chosen:
        own = written.get(diagnostic.rule, set())
        for (start, end), new in fix.edits:
            # What is put between two characters continues what ends or begins there.
            place = range(start, end) if start < end else range(start - 1, start + 1)
            if len(new) > end - start and not own.isdisjoint(place):
                growing.add(diagnostic.rule)
    return growing


def _written(
    before: Mapping[str, set[int]], chosen: Sequence[Choice], moved: Callable[[Span], Span]
) -> dict[str, set[int]]:
    """The offsets of what the fixes of each rule wrote, after the fixes `chosen`, too, are made. `moved` is
    the `_mover` of their edits; what they replace is written no longer.
    """
    replaced = {offset for _, fix in chosen for edit in fix.edits for offset in range(*edit.span)}
    after = {
        rule: {moved(Span(offset, offset)).start for offset in offsets - replaced}
        for rule, offsets in before.items()
    }
    for diagnostic, fix in chosen:
        for edit in fix.edits:
            end = moved(edit.span).end
            after.setdefault(diagnostic.rule, set()).update(range(end - len(edit.text), end))
    return after


def choose(possible: Iterable[Choice]) -> list[Choice]:
    """The fixes to make in one round, in order of place.

    Of fixes that touch each other, the first is chosen; of fixes at one place, that of the most severe
    finding. The others wait for the next round.
    """
    chosen: list[Choice] = []
    taken: list[Span] = []
    for choice in sorted(
        possible,
        key=lambda one: (min(one.fix.edits).span, -one.diagnostic.severity, one.diagnostic.rule),
    ):
        spans = [edit.span for edit in choice.fix.edits]
        if not any(_meets(taken, span) for span in spans):
            chosen.append(choice)
            for span in spans:
                insort(taken, span)
    return chosen


def eligible(
    document: Document,
    diagnostics: Sequence[Diagnostic],
    *,
    unsafe: bool = False,
    out: Iterable[Diagnostic] = (),
) -> list[Choice]:
    """The fixes that may be made, in this round or a later one, in the order of `diagnostics`.

    `unsafe` allows fixes that a person should confirm. Diagnostics in `out` (compared by identity) are not
    fixed.

    Takes time in proportion to the number of findings and to the number of characters that fixes replace.
    """
    left = set(map(id, out))
    choices = [
        Choice(diagnostic, fix)
        for diagnostic in diagnostics
        if diagnostic.category != "placeholder" and id(diagnostic) not in left
        for fix in diagnostic.fixes
        if (unsafe or fix.safe) and all(keeps_numbers(document.text, edit) for edit in fix.edits)
    ]
    return _harmless(choices, diagnostics)


def _harmless(choices: Sequence[Choice], diagnostics: Sequence[Diagnostic]) -> list[Choice]:
    """The choices that do not touch what people must find as it is.

    That is the places of findings that no choice fixes, and the places of fixes that are not chosen. So
    refusing one fix may cause others to be refused. An edit touches a place if they share a character or
    border on each other. Takes time in proportion to the number of findings and the characters that fixes
    replace.
    """
    standing = dict(enumerate(choices))
    # Two spans share a character or border on each other if and only if they have an offset in common, where
    # the end counts as one.
    touching: dict[int, list[int]] = {}
    for number, choice in standing.items():
        for edit in choice.fix.edits:
            for offset in range(edit.span.start, edit.span.end + 1):
                touching.setdefault(offset, []).append(number)
    left = Counter(id(choice.diagnostic) for choice in choices)
    evidence = _unfixed(diagnostics, choices)
    while evidence:
        for offset in _offsets(evidence.pop()):
            for number in touching.pop(offset, ()):
                refused = standing.pop(number, None)
                if refused is None:
                    continue
                evidence += [edit.span for edit in refused.fix.edits]
                left[id(refused.diagnostic)] -= 1
                if not left[id(refused.diagnostic)]:
                    evidence += _places(refused.diagnostic)
    return list(standing.values())


def _within_reach(
    choices: Sequence[Choice], editable: Callable[[Sequence[Edit]], Sequence[bool]]
) -> list[Choice]:
    """The fixes whose edits the file can take, all of them."""
    edits = [edit for choice in choices for edit in choice.fix.edits]
    possible = dict(zip(edits, editable(edits), strict=True)) if edits else {}
    return [choice for choice in choices if all(possible[edit] for edit in choice.fix.edits)]


def _unfixed(diagnostics: Sequence[Diagnostic], choices: Sequence[Choice]) -> list[Span]:
    """The places that people must find as they are: of findings without a choice, and of fixes not chosen."""
    fixed = {id(choice.diagnostic) for choice in choices}
    made = {id(choice.fix) for choice in choices}
    spans: list[Span] = []
    for diagnostic in diagnostics:
        if id(diagnostic) not in fixed:
            spans += _places(diagnostic)
        spans += [edit.span for fix in diagnostic.fixes if id(fix) not in made for edit in fix.edits]
    return spans


def _places(diagnostic: Diagnostic) -> list[Span]:
    return [diagnostic.span, *(related.span for related in diagnostic.related)]


def _offsets(span: Span) -> Iterable[int]:
    """The offsets at which no edit may begin, end or lie: all of a span, its end included; of a passage only
    the two ends.
    """
    return range(span.start, span.end + 1) if span.end - span.start <= _PASSAGE else span


def _meets(taken: list[Span], span: Span) -> bool:
    """Whether a span shares a character with any of the spans `taken`, or borders on it. `taken` is sorted,
    and its spans do not overlap.
    """
    at = bisect_left(taken, span)
    return (at > 0 and taken[at - 1].end >= span.start) or (at < len(taken) and taken[at].start <= span.end)


def _mover(edits: Sequence[Edit]) -> Callable[[Span], Span]:
    """The function that maps a span of a text to where it is after some edits.

    The edits are sorted. The span must not cut through any of them.
    """
    ends = [edit.span.end for edit in edits]
    grown = [0, *accumulate(map(_growth, edits))]  # by how much the text before each end has grown

    def moved(span: Span) -> Span:
        start, end = (offset + grown[bisect_right(ends, offset)] for offset in span)
        return Span(start, end)

    return moved


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.span.end - edit.span.start)
