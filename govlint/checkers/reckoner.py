"""What the kinds that work figures out have in common: relations, and findings of those that do not hold."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.by_line import ByLine, reads_line
from govlint.checkers.checker import Checker
from govlint.figures import FigurePattern
from govlint.formula import Verdict
from govlint.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.diagnostic import Evidence, Finding
    from govlint.document import Document, Span


class Relation(NamedTuple):
    """Figures set in relation: the verdict, the spans of the operands, the working where it is decided, and
    a finding where the figures disagree.
    """

    verdict: Verdict
    operands: tuple[Span, ...]
    evidence: Evidence | None = None
    finding: Finding | None = None

    @property
    def at(self) -> int:
        """Where its first operand begins."""
        return self.operands[0].start

    def moved(self, by: int) -> Relation:
        """The same relation so many characters further on."""
        if not by:
            return self
        return Relation(
            self.verdict,
            tuple([span.moved(by) for span in self.operands]),
            self.evidence,
            self.finding and self.finding.moved(by),
        )


class Reckoner(Checker):
    """A checker whose findings are those of its relations."""

    @abstractmethod
    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield every relation it knows how to work out, whatever comes of it."""

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding a relation that does not hold."""
        return (relation.finding for relation in self.relations(document) if relation.finding)


class PatternReckoner(Reckoner):
    """A reckoner whose relations are found by `pattern`."""

    pattern: Regex

    @property
    def needs(self) -> tuple[str, ...]:
        """Texts one of which a document must hold."""
        return self.pattern.needs


class LineReckoner(PatternReckoner, ByLine):
    """A reckoner whose pattern, and guard if it has one, looks at one line."""

    unless: FigurePattern | None = None

    @property
    def by_line(self) -> bool:
        """Whether the patterns of the rule do, and those of figures no further at all: a figure is longer in
        the text than the mark that they see.
        """
        patterns = (self.pattern, self.unless)
        return all(
            pattern.analysis.in_line if isinstance(pattern, FigurePattern) else reads_line(pattern)
            for pattern in patterns
        )

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield the relations that the clues of the lines come to."""
        return self.conclude(document, self.clues(document))


def relation_of(
    operands: tuple[Span, ...], evidence: Evidence, finding: Finding, *, agrees: bool, decided: bool
) -> Relation:
    """The relation of what agrees, of what cannot be decided, or of what the finding tells of."""
    if agrees:
        return Relation(Verdict.consistent, operands, evidence)
    if not decided:
        return Relation(Verdict.undecided, operands)
    return Relation(Verdict.inconsistent, operands, evidence, finding)


def count_items(items: str, separator: Regex, maybe: Regex | None) -> tuple[int, int]:
    """The least and the greatest number of items a list may have."""
    least = 1 + sum(1 for _ in separator.finditer(items))
    return least, least + (sum(1 for _ in maybe.finditer(items)) if maybe else 0)
