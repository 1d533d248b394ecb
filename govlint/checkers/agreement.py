"""Kind `agreement`: one thing that is given different values in several places."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.figure_checker import LineFigureChecker, Relation, relation_of, require_groups
from govlint.diagnostic import Evidence, Finding, Related
from govlint.document import Span
from govlint.numbers.figures import FigurePattern, figures
from govlint.numbers.numerals import parse
from govlint.numbers.slips import is_slip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from govlint.document import Document


class _Mention(NamedTuple):
    what: str
    span: Span
    text: str
    digits: str
    value: Fraction

    @property
    def at(self) -> int:
        return self.span.start

    def moved(self, by: int) -> _Mention:
        return self._replace(span=self.span.moved(by))


@dataclass(frozen=True)
class AgreementChecker(LineFigureChecker):
    """Reports a thing whose value is not the same in all places of the document.

    - `pattern` finds a mention: `(?P<what>…)` is the thing as it is named, in one piece or several, `{V}` its
      quantity or `(?P<V>\\d{4})` its number.
    - `slips`: report only values that differ by a slip of the pen (a digit changed, two swapped, one lost or
      doubled; another unit). Other differences are left undecided: the values may be of another year or
      another scope.

    Mentions with an approximator, or with no number, are left out. Values for the message: `what`, `V` and
    `previous` (both values as printed).
    """

    pattern: FigurePattern
    slips: bool = True

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern lacks a group."""
        require_groups(self.pattern, "what", "V")

    def clues(self, document: Document) -> Iterator[_Mention]:
        """Yield every mention."""
        seen = document.derived(figures)
        for match in self.pattern.matches(seen.text):
            what = "".join(match.captures("what"))
            quantity = seen.quantity_at(match.start("V"))
            if quantity is None:
                number = parse(match["V"] or "", "smart")
                if number is not None:
                    span = Span(seen.origin(match.start("V")), seen.origin(match.end("V")))
                    yield _Mention(what, span, match["V"], match["V"], number)
            elif not quantity.approx:
                yield _Mention(what, quantity.core, quantity.text, quantity.digits, quantity.value)

    def conclude(self, document: Document, clues: Iterable[_Mention]) -> Iterator[Relation]:  # noqa: ARG002
        """Yield a relation for every two successive mentions of a thing."""
        mentions: dict[str, list[_Mention]] = {}
        for mention in clues:
            mentions.setdefault(mention.what, []).append(mention)
        for found in mentions.values():
            for previous, mention in pairwise(found):
                yield self._relation(previous, mention)

    def _relation(self, previous: _Mention, mention: _Mention) -> Relation:
        what = mention.what
        operands = (previous.span, mention.span)
        evidence = Evidence(f"{what}：{previous.text}", previous.text, mention.text)
        finding = Finding(
            mention.span,
            {"what": what, "V": mention.text, "previous": previous.text},
            related=(Related(previous.span, f"前面是{previous.text}"),),
            evidence=evidence,
        )
        return relation_of(
            operands,
            evidence,
            finding,
            agrees=previous.value == mention.value,
            # The same digits make another value in another unit only.
            decided=not self.slips
            or previous.digits == mention.digits
            or is_slip(previous.text, mention.text),
            doubt="不像笔误，可能不是同一年、同一口径的数",
        )
