"""Kind `term`: long fixed terms with one character wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from govlint.checkers.by_line import ByLine, guards_line, overlaps
from govlint.diagnostic import Edit, Finding
from govlint.document import Cover, Span, fold
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

# Put into a term, or in place of one of its marks, these are no slip.
_PARTICLES = "的了之和与及暨将把抓地也才就是"
_SHORTEST = 5  # characters of a term: of shorter ones, each half is a common word
_LEAST_LEFT = 2  # characters left on each side of a lost or changed one: one may begin another word


class _Anchor(NamedTuple):
    """A text that a damaged term still has: its first or its last half, or the whole with the two characters
    where the halves meet swapped.
    """

    text: str
    term: str
    part: str


@dataclass(frozen=True)
class TermChecker(ByLine):
    """Reports what differs from a fixed term by one character: one doubled, two neighbours swapped; one lost,
    or another one put in or in its place. What is written like another of the terms is right.

    - `terms`: the terms, of at least `_SHORTEST` characters.
    - `lost`: how many characters a term needs so that a lost one is reported; 0 for never.
    - `changed`: how many it needs so that another character is, in its place or added; 0 for never. Marks and
      particles (全面建成了小康社会) may be put in, and left out.
    - `to_the_end`: also where the last character is the lost or the wrong one. A term that goes on in other
      words (人民代表大会制 of 人民代表大会制定) must then not be among `terms`.
    - `unless`: no finding where a match of this shares a character with the place.

    Values for the message: `match`, `right` (the term). The fix puts the term in its place.
    """

    terms: tuple[str, ...]
    lost: int
    changed: int
    to_the_end: bool = False
    unless: Regex | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where a term is too short."""
        for term in self.terms:
            if len(term) < _SHORTEST:
                raise ValueError(f"terms 里的“{term}”太短，至少 {_SHORTEST} 个字")

    @property
    def by_line(self) -> bool:
        """Whether `unless` looks at one line at a time."""
        return guards_line(self.unless)

    @property
    def needs(self) -> list[str]:
        """The parts of terms: without one of them there is nothing to find."""
        return [anchor.text for anchor in self._anchors]

    @cached_property
    def _anchors(self) -> list[_Anchor]:
        anchors = []
        for term in map(fold, self.terms):
            half = len(term) // 2
            swapped = term[: half - 1] + term[half] + term[half - 1] + term[half + 1 :]
            anchors += [
                _Anchor(term[:half], term, "first"),
                _Anchor(term[half:], term, "last"),
                _Anchor(swapped, term, "swapped"),
            ]
        return anchors

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick([*self.needs, *map(fold, self.terms)])

    def clues(self, document: Document) -> Iterator[Finding]:
        """Yield a finding for each damaged term, in order of place."""
        text = document.folded
        right: list[Span] = []
        damaged: dict[Span, str] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if index >= len(self._anchors):
                right.append(Span(start, end))
            elif span := self._damaged(text, self._anchors[index], start, end):
                damaged.setdefault(span, self._anchors[index].term)
        if not damaged:
            return
        cover = Cover(right)
        done = 0
        for span, term in sorted(damaged.items(), key=lambda one: (one[0].start, -one[0].end)):
            if span.start < done or cover.furthest(span.start) >= span.end:
                continue
            if self.unless and overlaps(self.unless, text, span, document.line_at(span.start)):
                continue
            done = span.end
            values = {"match": document.text[slice(*span)], "right": term}
            yield Finding(span, values, (Edit(span, term),))

    def _damaged(self, text: str, anchor: _Anchor, start: int, end: int) -> Span | None:
        """The span of the damaged term around an anchor; None where the term is whole, or another text."""
        if anchor.part == "swapped":
            return Span(start, end)
        rest = len(anchor.term) - len(anchor.text)
        if anchor.part == "first":
            length = self._length(anchor.term, text[end : end + rest + 1], rest, to_the_end=self.to_the_end)
            return None if length is None else Span(start, end + length)
        before = text[max(0, start - rest - 1) : start][::-1]
        length = self._length(anchor.term[::-1], before, rest, to_the_end=False)
        return None if length is None else Span(start - length, end)

    def _length(self, term: str, text: str, rest: int, *, to_the_end: bool) -> int | None:
        """How many characters of `text` are the last `rest` characters of the term with one of them wrong;
        None where none or more is.
        """
        wanted = term[-rest:]
        same = 0
        while same < min(rest, len(text)) and text[same] == wanted[same]:
            same += 1
        if same == rest:
            return None
        swapped = wanted[same : same + 2][::-1] + wanted[same + 2 :]
        if text.startswith(swapped, same):
            return rest
        counts = to_the_end or same + _LEAST_LEFT < rest
        if text.startswith(wanted[same:], same + 1):
            doubled = text[same] == term[len(term) - rest + same - 1]
            if doubled or (0 < self.changed <= len(term) and _is_wrong(text[same])):
                return rest + 1
        changes = counts and 0 < self.changed <= len(term) and _is_wrong(text[same : same + 1])
        # The last character is wrong if its clause ends with it (…总书纪，), else lost (…总书重要讲话).
        changes = changes and (same + 1 < rest or not _is_han(text[rest : rest + 1]))
        if changes and text.startswith(wanted[same + 1 :], same + 1):
            return rest
        loses = counts and 0 < self.lost <= len(term) and _is_wrong(wanted[same])
        return rest - 1 if loses and text.startswith(wanted[same + 1 :], same) else None


def _is_wrong(char: str) -> bool:
    """Whether a character that is put in or lost damages a term: marks and particles do not."""
    return _is_han(char) and char not in _PARTICLES


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
