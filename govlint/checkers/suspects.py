"""The base of checkers that look for suspect places, and drop those that the document has more than once."""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.by_line import ByLine, guards_line, overlaps
from govlint.matching.pattern import Regex
from govlint.spelling.candidates import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Finding
    from govlint.document import Document

DAMAGE = re.compile(r"[A-Za-z*_=?？■□█◆○�…×]")
"""Characters that stand for missing text or are left of damaged text: words beside them cannot be judged."""


class Suspect(NamedTuple):
    """A finding, and the characters around it in the plain text, by which a repetition is known."""

    finding: Finding
    context: str

    @property
    def at(self) -> int:
        """Where the finding is."""
        return self.finding.at

    def moved(self, by: int) -> Suspect:
        """The same suspect with its line `by` characters further on."""
        return Suspect(self.finding.moved(by), self.context)


@dataclass(frozen=True)
class SuspectChecker(ByLine):
    """A checker that reports suspects. What stands in the document more than once is taken to be meant so.

    - `unless`: a place is no suspect where a match of this shares a character with it.
    """

    unless: Regex | None = None

    @property
    def by_line(self) -> bool:
        """Whether `unless` looks at one line at a time."""
        return guards_line(self.unless)

    @abstractmethod
    def suspects(self, document: Document) -> Iterator[Suspect]:
        """Yield the suspect places of each line; what the rest of the document has does not count yet."""

    def clues(self, document: Document) -> Iterator[Suspect]:
        """Yield the suspects that `unless` does not excuse."""
        for suspect in self.suspects(document):
            line = document.line_at(suspect.at)
            if not (self.unless and overlaps(self.unless, document.folded, suspect.finding.span, line)):
                yield suspect

    def conclude(self, document: Document, clues: Iterable[Suspect]) -> Iterator[Finding]:
        """Yield the findings whose context stands in the document only once."""
        import ahocorasick_rs

        suspects = list(clues)
        contexts = sorted({suspect.context for suspect in suspects})
        if not contexts:
            return
        automaton = ahocorasick_rs.AhoCorasick(contexts)
        places = automaton.find_matches_as_indexes(document.derived(plain_text), overlapping=True)
        times = Counter(context for context, _, _ in places)
        for suspect in suspects:
            if times[bisect_left(contexts, suspect.context)] < 2:
                yield suspect.finding
