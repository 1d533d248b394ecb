"""Kind `enumeration`: how many are named, and how many the text says they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.checkers.figure_checker import (
    LineFigureChecker,
    Relation,
    count_items,
    relation_of,
    require_groups,
)
from govlint.diagnostic import Evidence, Finding, Related
from govlint.document import Span
from govlint.matching.pattern import Regex
from govlint.numbers.numerals import parse_ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document


@dataclass(frozen=True)
class EnumerationChecker(LineFigureChecker):
    """Reports lists that do not have as many items as the number beside them says.

    - `pattern` finds both: `(?P<items>…)` is the list, `(?P<n>…)` the number, Arabic or Chinese; where the
      group matches more than once, the numbers are added up (四化一堤).
    - `separator` matches what parts the items; `maybe` what may part two items or stand inside one (和).
    - `report`: `different` (more or fewer items than n), or `more` (for lists that need not be complete).
    - `at_most`: report a number that is off by this much at most; one further off counts something else.

    Values for the message: `items`, `count` (of items), `n` (as printed).
    """

    pattern: Regex
    separator: Regex
    maybe: Regex | None = None
    report: Literal["different", "more"] = "different"
    at_most: int = 2

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern lacks a group."""
        require_groups(self.pattern, "items", "n")

    def clues(self, document: Document) -> Iterator[Relation]:
        """Yield every list with a number beside it."""
        for match in self.pattern.matches(document.folded):
            numbers = [parse_ordinal(number) for number in match.captures("n")]
            if None in numbers or None in match.group("items", "n"):
                continue
            number = sum(one for one in numbers if one)
            first, last = match.spans("n")[0], match.spans("n")[-1]
            items, span = Span(*match.span("items")), Span(first[0], last[1])
            yield self._relation(
                document, items, span, number, *count_items(match["items"], self.separator, self.maybe)
            )

    def _relation(
        self, document: Document, items: Span, span: Span, number: int, least: int, most: int
    ) -> Relation:
        operands = tuple(sorted((items, span)))
        listed, printed = document.text[items.start : items.end], document.text[span.start : span.end]
        enough = number >= least if self.report == "more" else least <= number <= most
        count = least if self.report == "more" else min(max(least, number), most)
        evidence = Evidence(listed, str(count), printed, "≤" if self.report == "more" else "共")
        values = {"items": listed, "count": count, "n": printed}
        finding = Finding(span, values, related=(Related(items, f"列出 {count} 项"),), evidence=evidence)
        near = abs(count - number) <= self.at_most
        doubt = f"列出 {count} 项，与所说的相差太多，可能说的不是这几项"
        return relation_of(operands, evidence, finding, agrees=enough, decided=near, doubt=doubt)
