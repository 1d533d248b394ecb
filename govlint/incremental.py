"""Checks one text again and again as it is edited: the same result as `lint`, for a fraction of the work.

Rules that work line by line (see `govlint.checkers.by_line`) read only the lines that changed and their
neighbours. For all other lines the clues of the last check are kept, moved to where the lines stand now.
Rules that look at the whole document are run every time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from govlint.checkers.by_line import ByLine
from govlint.conclusions import Yielded, conclude
from govlint.line_ends import in_lf
from govlint.linter import at_work, attempt, prefilter, run
from govlint.matching.reach import REACH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from govlint.checkers.by_line import Clue
    from govlint.conclusions import Exemption, LintResult
    from govlint.document import Document
    from govlint.rule import Rule


class StoppedError(BaseException):
    """A check was stopped because its result is no longer wanted.

    A BaseException, so that code which turns errors into reports lets it pass.
    """


class _Lines(NamedTuple):
    """The lines of a text, to compare with those of the last check.

    `contents` has all that rules see of each line, apart from its place: its text with the line end, the same
    of `Document.original` (empty where that is equal), and its kind. `starts` has the offset of each line,
    and last the length of the text.
    """

    contents: list[tuple[str, str, str]]
    starts: Sequence[int]

    def before(self, row: int) -> int:
        """The first row that the clues of a row may depend on."""
        reached = max(self.starts[row] - REACH, 0)
        while self.starts[row] > reached:
            row -= 1
        return row

    def after(self, row: int) -> int:
        """The end (exclusive) of the rows from `row` on that the clues of the row above it may depend on."""
        last = len(self.contents)
        reached = min(self.starts[row] + REACH, self.starts[last])
        while self.starts[row] < reached:
            row += 1
        return row


class _Change(NamedTuple):
    """The rows to check again: `first` to `last` (exclusive) of the new text, in place of `first` to
    `old_last` (exclusive) of the old one. What was found in all other rows is kept.
    """

    first: int
    last: int
    old_last: int


class _Known(NamedTuple):
    """What is kept of a check: the rules, the lines, and the clues of each rule that works line by line, by
    the index of the rule.
    """

    rules: tuple[Rule, ...]
    lines: _Lines
    clues: Mapping[int, Sequence[Clue]]


@dataclass
class Incremental:
    """Checks one text again and again, and keeps what the last check found in each line. To be used in one
    thread.
    """

    _known: _Known | None = field(default=None)

    def lint(
        self,
        document: Document,
        rules: Sequence[Rule],
        allowed: Mapping[str, Sequence[str]] | None = None,
        exemptions: Sequence[Exemption] = (),
        stopped: Callable[[], bool] = bool,
    ) -> LintResult:
        """Check the text as it is now, with the same result as `linter.lint`.

        `stopped` is called before each rule. Where it returns true, StoppedError is raised, and what is kept
        of the last full check stays as it was. Rules that work line by line take time in proportion to the
        lines that changed, all others to the whole text.
        """
        if "\r" in document.text:
            return in_lf(
                document,
                exemptions,
                lambda lf, moved: self.lint(lf, rules, allowed, moved, stopped),
            )
        lines = _lines(document)
        known = self._known
        if known is None or not _same(known.rules, rules):
            known = _Known(tuple(rules), _Lines([], (0,)), {})
        change = _change(known.lines, lines)
        fresh = _clues(document, lines, known.rules, change, stopped)
        timed_out = {number for number, clues in fresh.items() if clues is None}
        start, old_end = lines.starts[change.first], known.lines.starts[change.old_last]
        by = lines.starts[change.last] - old_end
        together: dict[int, list[Any]] = {}
        for number in {*fresh, *known.clues} - timed_out:
            kept = known.clues.get(number, ())
            clues = [clue for clue in kept if clue.at < start]
            clues += fresh.get(number) or ()
            clues += [clue.moved(by) for clue in kept if clue.at >= old_end]
            together[number] = clues
        yielded = []
        passing = prefilter(known.rules).passing(document.folded)
        for number, rule in enumerate(known.rules):
            if stopped():
                raise StoppedError
            if number in timed_out:
                yielded.append(Yielded(rule, timed_out=True))
            elif isinstance(rule.checker, ByLine) and rule.checker.by_line:
                work = partial(rule.checker.conclude, document, together.get(number, []))
                yielded.append(attempt(rule, document, work))
            elif number in passing:
                yielded.append(run(rule, document))
        # If a rule ran out of time, not all its clues are known.
        self._known = None if timed_out else _Known(known.rules, lines, together)
        return conclude(document, yielded, allowed, exemptions)


def _same(one: Sequence[Rule], other: Sequence[Rule]) -> bool:
    return len(one) == len(other) and all(map(lambda left, right: left is right, one, other))


def _lines(document: Document) -> _Lines:
    starts = (*document.line_starts, len(document.text))
    text, shown = document.text, document.original
    return _Lines(
        [
            (text[start:end], shown[start:end] if shown is not text else "", line.kind)
            for line, start, end in zip(document.lines, starts, starts[1:], strict=False)
        ],
        starts,
    )


def _change(old: _Lines, new: _Lines) -> _Change:
    """The rows that differ between two texts, and their neighbours whose clues may depend on them."""
    most = min(len(old.contents), len(new.contents))
    first = next((row for row in range(most) if old.contents[row] != new.contents[row]), most)
    most -= first
    tail = next((row for row in range(most) if old.contents[-1 - row] != new.contents[-1 - row]), most)
    if first == len(old.contents) == len(new.contents):
        return _Change(first, first, first)
    last = new.after(len(new.contents) - tail)
    return _Change(new.before(first), last, last + len(old.contents) - len(new.contents))


def _clues(
    document: Document,
    lines: _Lines,
    rules: Sequence[Rule],
    change: _Change,
    stopped: Callable[[], bool],
) -> dict[int, list[Clue] | None]:
    """The clues in the changed lines, by the index of the rule; None for a rule that ran out of time.

    Raises StoppedError.
    """
    if change.first == change.last:
        return {}
    top = lines.before(change.first)
    passage = document.passage(top, lines.after(change.last))
    shift = lines.starts[top]
    start, end = lines.starts[change.first], lines.starts[change.last]
    found: dict[int, list[Clue] | None] = {}
    for number in sorted(prefilter(tuple(rules)).passing(passage.folded)):
        checker = rules[number].checker
        if stopped():
            raise StoppedError
        if not isinstance(checker, ByLine) or not checker.by_line:
            continue
        try:
            with at_work(rules[number], document):
                clues = [clue.moved(shift) for clue in checker.clues(passage)]
        except TimeoutError:
            found[number] = None
        else:
            found[number] = [clue for clue in clues if start <= clue.at < end]
    return found
