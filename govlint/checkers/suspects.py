"""Places that are suspect by themselves, and that a document vindicates by having them again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.by_line import ByLine
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


class SuspectChecker(ByLine):
    """A checker whose clues are suspects: what stands in the document again is meant so."""

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding a place, in order."""
        return self.conclude(document, self.clues(document))

    def conclude(self, document: Document, clues: Iterable[Suspect]) -> Iterator[Finding]:
        """Yield what stands in the document once."""
        text = document.derived(plain_text)
        for suspect in clues:
            if text.find(suspect.context, text.find(suspect.context) + 1) < 0:
                yield suspect.finding
