"""Kind `length`: pieces of text that are too long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.checkers.checker import Checker
from govlint.diagnostic import Finding
from govlint.document import MASK, Span
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

# Over folded lines: sentences with their closing marks, clauses without the marks between them.
_PIECES = {
    "sentence": Regex(r"[^。！？；]*(?:[。！？；]+[”’）》】]*|$)"),
    "clause": Regex(r"[^，、：。！？；]+"),
}


@dataclass(frozen=True)
class LengthChecker(Checker):
    """Reports lines, sentences or clauses (`unit`) of more than `limit` characters.

    With `containing`, only those in which that pattern matches at least `times` times. The place is the first
    `show` characters of the piece (0: all of it). Values for the message: `length` (in characters), `match`.
    """

    unit: Literal["line", "sentence", "clause"]
    limit: int
    containing: Regex | None = None
    times: int = 1
    show: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError where `times` says nothing."""
        if self.times < 1:
            raise ValueError("times 至少是 1")
        if self.times > 1 and self.containing is None:
            raise ValueError("times 是 containing 匹配的次数，要与 containing 同用")

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding for each such piece, in order of place."""
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
            return
        for line in document.lines:
            for piece in _PIECES[self.unit].finditer(document.folded, line.span):
                if piece[0].replace(MASK, " ").strip():
                    yield Span(*piece.span())
