"""Kind `enumeration`: how many are named, and how many the text says they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.checkers.reckoner import Reckoner, Relation
from govlint.diagnostic import Evidence, Finding, Related
from govlint.document import Span
from govlint.formula import Verdict
from govlint.numerals import parse_ordinal
from govlint.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document


@dataclass(frozen=True)
class EnumerationChecker(Reckoner):
    """Reports lists whose items are not as many as the number beside them.

    - `pattern` finds both: `(?P<items>…)` the list, `(?P<n>…)` the number, Arabic or Chinese.
    - `separator` parts the items.
    - `report`: `different` (more or fewer than n), or `more` (of a list that need not be whole).
    - `at_most`: how far off n may be; a number further off counts something else.

    Values for the message: `items`, `count` (of items), `n` (as printed).
    """

    pattern: Regex
    separator: Regex
    report: Literal["different", "more"] = "different"
    at_most: int = 2

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern lacks a group."""
        for name in ("items", "n"):
            if not self.pattern.catches(name):
                raise ValueError(f"pattern 里没有分组 (?P<{name}>…)")

    def relations(self, document: Document) -> Iterator[Relation]:
        """Yield every list with a number beside it."""
        for match in self.pattern.matches(document.folded, document.line_starts):
            number = parse_ordinal(match["n"])
            if number is None:
                continue
            items, span = Span(*match.span("items")), Span(*match.span("n"))
            listed = document.text[items.start : items.end]
            count = 1 + sum(1 for _ in self.separator.finditer(match["items"]))
            evidence = Evidence(listed, str(count), match["n"])
            if count == number:
                yield Relation(Verdict.consistent, (items, span), evidence)
            elif abs(count - number) > self.at_most or (self.report == "more" and count < number):
                yield Relation(Verdict.undecided, (items, span))
            else:
                values = {"items": listed, "count": count, "n": match["n"]}
                related = (Related(items, f"列出 {count} 项"),)
                finding = Finding(span, values, related=related, evidence=evidence)
                yield Relation(Verdict.inconsistent, (items, span), evidence, finding)
