"""Places that are suspect by themselves, and that a document vindicates by having them again."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.by_line import ByLine, guards_line, overlaps
from govlint.pattern import Regex
from govlint.spelling.candidates import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Finding
    from govlint.document import Document

DAMAGE = re.compile(r"[A-Za-z*_=?？■□█◆○�…×]")
"""What stands for missing text, or is left of damage: the words beside it cannot be judged."""


class Suspect(NamedTuple):
    """A finding, and the characters of the plain text that tell its place from others."""

    finding: Finding
    context: str

    @property
    def at(self) -> int:
        """Where the finding is."""
        return self.finding.at

    def moved(self, by: int) -> Suspect:
        """The same where its line stands so many characters further on."""
        return Suspect(self.finding.moved(by), self.context)


@dataclass(frozen=True)
class SuspectChecker(ByLine):
    """A checker whose clues are suspects: what stands in the document again is meant so.

    - `unless`: nothing is suspect where a match of this shares a character with the place.
    """

    unless: Regex | None = None

    @property
    def by_line(self) -> bool:
        """Whether what is right looks at one line at a time."""
        return guards_line(self.unless)

    @abstractmethod
    def suspects(self, document: Document) -> Iterator[Suspect]:
        """Yield the places that are suspect by themselves, line by line."""

    def clues(self, document: Document) -> Iterator[Suspect]:
        """Yield the suspects that nothing excuses."""
        for suspect in self.suspects(document):
            line = document.line_at(suspect.at)
            if not (self.unless and overlaps(self.unless, document.folded, suspect.finding.span, line)):
                yield suspect

    def conclude(self, document: Document, clues: Iterable[Suspect]) -> Iterator[Finding]:
        """Yield what stands in the document once."""
        text = document.derived(plain_text)
        for suspect in clues:
            if text.find(suspect.context, text.find(suspect.context) + 1) < 0:
                yield suspect.finding
