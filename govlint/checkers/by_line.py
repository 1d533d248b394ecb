"""The base of checkers that read line by line: after an edit, only the edited lines are read again."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from govlint.checkers.checker import Checker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Finding
    from govlint.document import Document, Line, Span
    from govlint.matching.pattern import Regex

_NEAR = 80  # characters on each side in which an exception is looked for; long lines need not be read whole


class Clue(Protocol):
    """What a checker notes of one line: a finding, a relation, or a part of what several lines tell."""

    @property
    def at(self) -> int:
        """An offset in the line."""
        ...

    def moved(self, by: int) -> Self:
        """The same clue with its line `by` characters further on."""
        ...


class ByLine(Checker):
    """A checker that works in two steps: `clues` reads the lines, `conclude` makes findings of all clues.

    The clues of a line may depend only on that line, its kind, the lines right before and after it, and
    `matching.reach.REACH` characters on each side. What depends on the rest of the document belongs in
    `conclude`, which is run anew after every edit.
    """

    @property
    def by_line(self) -> bool:
        """Whether this rule keeps to that: its patterns may look further than one line."""
        return True

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield what the clues of all lines come to, in order of place."""
        return self.conclude(document, self.clues(document))

    @abstractmethod
    def clues(self, document: Document) -> Iterator[Any]:
        """Yield the clues of all lines, in order of the lines."""

    def conclude(self, document: Document, clues: Iterable[Any]) -> Iterator[Any]:  # noqa: ARG002
        """Yield the findings, or the relations of a `FigureChecker`, that all clues of a document come to.
        Here, the clues themselves.
        """
        yield from clues


@dataclass(frozen=True)
class Has:
    """Whether a pattern occurs anywhere in the folded text of a document."""

    pattern: Regex

    def __call__(self, document: Document) -> bool:
        """Search the whole text; `document.derived` keeps the answer."""
        return self.pattern.search(document.folded) is not None


def reads_line(pattern: Regex | None) -> bool:
    """Whether every match of a pattern lies in one line and depends on no more than `REACH` characters around
    it. True where there is no pattern.
    """
    return pattern is None or pattern.analysis.across is not None


def guards_line(pattern: Regex | None) -> bool:
    """Whether a pattern that is only ever matched within a span of one line depends on that line and `REACH`
    characters around it: outside such a span, only lookbehinds can look. True where there is no pattern.
    """
    return pattern is None or reads_line(pattern) or not pattern.analysis.looks_behind


def overlaps(pattern: Regex, text: str, span: Span, line: Line) -> bool:
    """Whether a match of a pattern shares a character with a span of a text. Looked for within the line, up
    to `_NEAR` characters on each side.
    """
    start, end = max(line.start, span.start - _NEAR), min(max(line.end, span.end), span.end + _NEAR)
    return any(
        match.start() < span.end and span.start < match.end()
        for match in pattern.overlapping(text, (start, end))
    )
