"""Kind `majority`: one finding for a whole document, by how often two patterns match in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from govlint.checkers.checker import Checker
from govlint.diagnostic import Finding, Related
from govlint.document import Span
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

_RELATED = 20  # places listed beside the first


@dataclass(frozen=True)
class MajorityChecker(Checker):
    """Reports `form` once, at its first match, where its number compares so with the matches of `against`:

    - `when: rarely`: `against` matches at least `at_least` times, and more than five times as often as
      `form`;
    - `when: often`: `form` matches at least `at_least` times, and not so rarely.

    Patterns see the text as it stands. Values for the message: `match`, `count` (matches of `form`),
    `others` (matches of `against`). The other places of `form` go along as related.
    """

    form: Regex
    against: Regex
    when: Literal["often", "rarely"]
    at_least: int

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield one finding or none."""
        places = [Span(*match.span()) for match in self.form.matches(document.original)]
        if not places:
            return
        others = sum(1 for _ in self.against.matches(document.original))
        rarely = len(places) * 5 < others
        if self.when == "often":
            reported = len(places) >= self.at_least and not rarely
        else:
            reported = others >= self.at_least and rarely
        if not reported:
            return
        first = places[0]
        values = {
            "match": document.text[first.start : first.end],
            "count": len(places),
            "others": others,
        }
        related = tuple(Related(place, "同类") for place in islice(places, 1, 1 + _RELATED))
        yield Finding(first, values, related=related)
