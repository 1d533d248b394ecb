"""Checkers that read line by line: so of an edited text only the edited lines need be read again."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Protocol, Self

from govlint.checkers.checker import Checker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Finding
    from govlint.document import Document, Line, Span
    from govlint.pattern import Regex

_REACH = 80  # characters on each side in which an exception is looked for; long lines need not be read whole


class Clue(Protocol):
    """What a line gives away: a finding, a relation, or what it takes several of to tell."""

    @property
    def at(self) -> int:
        """An offset in the line."""
        ...

    def moved(self, by: int) -> Self:
        """The same where the line stands so many characters further on."""
        ...


class ByLine(Checker):
    """A checker in two steps. The clues of a line depend on that line alone, its kind, the line before and
    the line after it, and `govlint.literals.REACH` characters on each side; all other knowledge of the
    document goes into what is concluded.
    """

    @property
    def by_line(self) -> bool:
        """Whether that holds: what a rule's patterns look at may be more."""
        return True

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield what the clues of all lines come to, in order of place."""
        return self.conclude(document, self.clues(document))

    @abstractmethod
    def clues(self, document: Document) -> Iterator[Any]:
        """Yield the clues of every line, line by line."""

    def conclude(self, document: Document, clues: Iterable[Any]) -> Iterator[Any]:  # noqa: ARG002
        """Yield what the clues of a whole document come to: by themselves, they are what is found."""
        yield from clues


def reads_line(pattern: Regex | None) -> bool:
    """Whether matches of a pattern lie in a line and depend on little besides."""
    return pattern is None or pattern.analysis.across is not None


def guards_line(pattern: Regex | None) -> bool:
    """Whether that holds of a pattern matched within a span of a line only: it looks further by a lookbehind
    alone.
    """
    return pattern is None or reads_line(pattern) or not pattern.analysis.looks_behind


def overlaps(pattern: Regex, text: str, span: Span, line: Line) -> bool:
    """Whether a match near a place of a text, in its line, shares a character with it."""
    start, end = max(line.start, span.start - _REACH), min(max(line.end, span.end), span.end + _REACH)
    return any(
        match.start() < span.end and span.start < match.end()
        for match in pattern.overlapping(text, (start, end))
    )
