"""Kind `parity`: as many figures as things they are said of (甲、乙分别增长5%、6%)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from govlint.numbers.figures import BARRIER, FigurePattern, figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document


@dataclass(frozen=True)
class ParityChecker(LineFigureChecker):
    """Reports lists that have more or fewer items than figures (甲、乙分别增长5%、6%、7%).

    - `pattern` finds both, over text in which every quantity is one character: `(?P<items>…)` is the list,
      `{V}` the first figure; all figures from there to the end of the match are counted.
    - `separator` matches what parts the items; `maybe` what may part two items or stand inside one (和), or
      makes two of one (城乡).

    A list of one item is left undecided: the others stand further back. Values for the message: `items`,
    `count` (of items), `figures`, `n` (the number of figures).
    """

    pattern: FigurePattern
    separator: Regex
    maybe: Regex | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern lacks a group."""
        require_groups(self.pattern, "items", "V")

    def clues(self, document: Document) -> Iterator[Relation]:
        """Yield every list with figures."""
        seen = document.derived(figures)
        for match in self.pattern.matches(seen.text):
            if None in match.group("items", "V"):
                continue
            given = seen.within(match.start("V"), match.end())
            least, most = count_items(match["items"], self.separator, self.maybe)
            items = Span(seen.origin(match.start("items")), seen.origin(match.end("items")))
            operands = (items, *(one.core for one in given))
            listed = document.text[items.start : items.end]
            printed = "、".join(one.text for one in given)
            count = min(max(least, len(given)), most)
            evidence = Evidence(listed, str(count), str(len(given)), "共")
            values = {"items": listed, "count": count, "figures": printed, "n": len(given)}
            finding = Finding(
                Span(given[0].span.start, given[-1].span.end),
                values,
                related=(Related(items, f"列出 {count} 项"),),
                evidence=evidence,
            )
            yield relation_of(
                operands,
                evidence,
                finding,
                agrees=least <= len(given) <= most,
                decided=least > 1 and BARRIER not in match[0],
                doubt="前面列出的不全：只看到一项，或有缺字",
            )
