"""The base of checkers that work with figures: they find relations, and report those that do not hold."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.by_line import ByLine, reads_line
from govlint.checkers.checker import Checker
from govlint.matching.pattern import Regex
from govlint.numbers.figures import FigurePattern
from govlint.numbers.formula import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.diagnostic import Evidence, Finding
    from govlint.document import Document, Span


class Relation(NamedTuple):
    """Figures that a text sets in relation to each other (a total and its parts).

    `operands` are the spans of the figures; `evidence` is the working, where the verdict is decided, and
    `why` the reason where it is not, in words for the user; `finding` is there where the figures disagree.
    """

    verdict: Verdict
    operands: tuple[Span, ...]
    evidence: Evidence | None = None
    finding: Finding | None = None
    why: str = ""

    @property
    def at(self) -> int:
        """Where its first operand begins."""
        return self.operands[0].start

    def moved(self, by: int) -> Relation:
        """The same relation `by` characters further on."""
        if not by:
            return self
        return Relation(
            self.verdict,
            tuple([span.moved(by) for span in self.operands]),
            self.evidence,
            self.finding and self.finding.moved(by),
            self.why,
        )


class FigureChecker(Checker):
    """A checker that yields relations, and reports the findings of those that do not hold.

    The linter asks it for `relations`, which `govlint numbers` lists whether they hold or not.
    """

    @abstractmethod
    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield every relation of this kind in a document, whatever the verdict."""

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield the finding of each relation that does not hold."""
        return (relation.finding for relation in self.relations(document) if relation.finding)


class PatternFigureChecker(FigureChecker):
    """A checker of figures whose relations are found by `pattern`."""

    pattern: Regex

    @property
    def needs(self) -> tuple[str, ...]:
        """Texts one of which every match of the pattern contains."""
        return self.pattern.needs


class LineFigureChecker(PatternFigureChecker, ByLine):
    """A checker of figures that works line by line. `unless` is its guard, for kinds that have one."""

    unless: FigurePattern | None = None

    @property
    def by_line(self) -> bool:
        """Whether the patterns of the rule look at one line at a time. Patterns of figures must not look
        beyond it at all: they count a figure as one character, and in the text it is longer.
        """
        patterns = (self.pattern, self.unless)
        return all(
            pattern.analysis.in_line if isinstance(pattern, FigurePattern) else reads_line(pattern)
            for pattern in patterns
        )

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield the relations that the clues of all lines come to."""
        return self.conclude(document, self.clues(document))


def require_groups(pattern: Regex, *names: str, option: str = "pattern") -> None:
    """Raise ValueError where the pattern of an option lacks one of these groups; those in capitals are
    quantities.
    """
    for name in names:
        if not pattern.catches(name):
            written = f"{{{name}}}" if name.isupper() else f"(?P<{name}>…)"
            raise ValueError(f"{option} 里没有 {name}，写成 {written}")


def require_chance(chance: int | None) -> None:
    """Raise ValueError where a chance in per cent is none that can be fallen below, or always is."""
    if chance is not None and not 1 <= chance <= 99:
        raise ValueError("chance 是百分数，应在 1 到 99 之间")


def hindrance(*, missing: bool, approximate: bool, word: str) -> str:
    """Why a relation over missing text, of approximate figures, or in a sentence with such a word is
    undecided; "" where nothing hinders it.
    """
    if missing:
        return "中间缺了字"
    if approximate:
        return "有约数或区间"
    return because_of(word) if word else ""


def because_of(word: str) -> str:
    """Why a relation in a sentence with such a word is undecided."""
    return f"句中有“{word}”，不能照算"


def undecided(operands: tuple[Span, ...], why: str) -> Relation:
    """A relation that cannot be checked, and why."""
    return Relation(Verdict.undecided, operands, why=why)


def relation_of(
    operands: tuple[Span, ...],
    evidence: Evidence,
    finding: Finding,
    *,
    agrees: bool,
    decided: bool,
    doubt: str,
) -> Relation:
    """The relation with the verdict `consistent` where the figures agree, else `undecided` unless `decided`,
    else `inconsistent` with the finding. `doubt` is why it is undecided.
    """
    if agrees:
        return Relation(Verdict.consistent, operands, evidence)
    if not decided:
        return undecided(operands, doubt)
    return Relation(Verdict.inconsistent, operands, evidence, finding)


def count_items(items: str, separator: Regex, maybe: Regex | None) -> tuple[int, int]:
    """The least and the greatest number of items in a list. `separator` parts items; `maybe` matches what may
    part two items or stand inside one (和).
    """
    least = 1 + sum(1 for _ in separator.finditer(items))
    return least, least + (sum(1 for _ in maybe.finditer(items)) if maybe else 0)
