"""Kind `lexicon`: wrong words and their right forms, from a word list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from govlint.checkers.by_line import ByLine, Has, guards_line
from govlint.diagnostic import Edit, Finding
from govlint.document import Span
from govlint.matching.pattern import Regex
from govlint.words.segmentation import is_whole
from govlint.words.wordlist import Entry, WordList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.document import Document


@dataclass(frozen=True)
class LexiconChecker(ByLine):
    """Reports the wrong forms of a word list, unless the guards of the entry excuse them. Of wrong forms that
    overlap, the first counts, and of those that begin at one place, the longest; those excused do not count.

    - `words`: the word list;
    - `unless_line`: no finding in a line in which this matches;
    - `requires`: no finding in a document in which this does not match.

    Values for the message: `match`, `right` (all right forms), `note`. There is a fix where the entry has a
    single right form.
    """

    words: WordList
    unless_line: Regex | None = None
    requires: Regex | None = None

    @property
    def by_line(self) -> bool:
        """Whether the exception looks at one line at a time."""
        return guards_line(self.unless_line)

    @property
    def needs(self) -> list[str]:
        """The wrong forms: without one of them there is nothing to find."""
        return self._wrong

    @cached_property
    def _wrong(self) -> list[str]:
        return self.words.wrong_forms()

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(self._wrong)

    def clues(self, document: Document) -> Iterator[Finding]:
        """Yield a finding for each wrong form, in order of place: guards look at its line alone."""
        found = self._automaton.find_matches_as_indexes(document.folded, overlapping=True)
        done = 0
        for index, start, end in sorted(found, key=lambda one: (one[1], -one[2])):
            entry = self.words.entry(index)
            span = Span(start, end)
            if start < done or _is_excused(entry, document, span) or self._is_excepted(document, start):
                continue
            done = end
            values = {
                "match": document.text[start:end],
                "right": "”或“".join(entry.right),
                "note": entry.note,
            }
            edits = (Edit(span, entry.right[0]),) if len(entry.right) == 1 else ()
            yield Finding(span, values, edits)

    def conclude(self, document: Document, clues: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings, unless the document lacks what they require."""
        for clue in clues:
            if self.requires and not document.derived(Has(self.requires)):
                return
            yield clue

    def _is_excepted(self, document: Document, start: int) -> bool:
        if self.unless_line is None:
            return False
        return self.unless_line.search(document.folded, document.line_at(start).span) is not None


def _is_excused(entry: Entry, document: Document, span: Span) -> bool:
    text = document.folded
    before = text[span.start - 1 : span.start]
    after = text[span.end : span.end + 1]
    return (
        (before != "" and before in entry.not_before)
        or (after != "" and after in entry.not_after)
        or (bool(entry.only_in) and not _inside(entry.only_in, entry.wrong, text, span))
        or _inside(entry.not_in, entry.wrong, text, span)
        or (entry.whole and not is_whole(document, span))
    )


def _inside(phrases: tuple[str, ...], wrong: str, text: str, span: Span) -> bool:
    """Whether the wrong form at a span stands inside an occurrence of one of the phrases."""
    for phrase in phrases:
        shift = phrase.find(wrong)
        while shift >= 0:
            start = span.start - shift
            if start >= 0 and text.startswith(phrase, start):
                return True
            shift = phrase.find(wrong, shift + 1)
    return False
