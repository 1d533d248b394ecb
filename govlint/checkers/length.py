"""Kind `length`: pieces of text that are too long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.checkers.checker import Checker
from govlint.diagnostic import Finding
from govlint.document import Span
from govlint.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document


@dataclass(frozen=True)
class LengthChecker(Checker):
    """Reports lines, sentences or clauses of more than `limit` characters.

    With `containing`, only those in which that pattern matches `times` times or more. The place is
    the piece's first `show` characters (default: the whole piece). Values for the message: `length`, `match`.
    """

    unit: Literal["line", "sentence", "clause"]
    limit: int
    containing: Regex | None = None
    times: int = 1
    show: int = 0

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding a piece, in order of place."""
        for start, end in self._pieces(document):
            if end - start <= self.limit:
                continue
            if self.containing and not self._contains(self.containing, document, Span(start, end)):
                continue
            shown = Span(start, min(end, start + self.show) if self.show else end)
            yield Finding(shown, {"length": end - start, "match": document.text[shown.start : shown.end]})

    def _contains(self, pattern: Regex, document: Document, span: Span) -> bool:
        return sum(1 for _ in pattern.finditer(document.folded, span)) >= self.times

    def _pieces(self, document: Document) -> Iterator[Span]:
        if self.unit == "line":
            yield from (line.span for line in document.lines)
        elif self.unit == "sentence":
            yield from document.sentences()
        else:
            yield from document.clauses()
