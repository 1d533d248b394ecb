"""Parts a run into words, and tells the class (verb, noun …) of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.spelling.counts import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.spelling.counts import Counts
    from govlint.spelling.table import Table

CLASSES = "-vnadpcumqiltfrsxb0|"
"""Classes of words, each by its letter: verb, noun, adjective, adverb, preposition, conjunction, particle,
numeral, measure word, idiom, phrase, time, direction, pronoun, place or name, other, distinguishing word,
figure, mark; `-` is not known. A class is told by its place in this string.
"""
UNKNOWN, VERB, NOUN, PREPOSITION, PARTICLE, FIGURE, MARK = map(CLASSES.index, "-vnpu0|")

_ALONE = {"0": FIGURE, "|": MARK}  # what begins with these is no word
_LONGEST = 5
_OF_ALL = 19.5  # log of what word codes count by, and a little for every word more
_UNKNOWN_CHAR = -22.0
_DIGIT = -6.0
_NEVER = -1e9
_WORTH = tuple(level - _OF_ALL for level in LEVELS)  # of a word, by its code


@dataclass(frozen=True)
class Words:
    """The words of official texts: how often each was counted, and its class (`tags`, as places in
    `CLASSES`).
    """

    counts: Counts
    tags: Table

    def level(self, gram: str) -> float:
        """How often (a value of `LEVELS`) one to four characters were counted together."""
        return LEVELS[self.counts.grams[len(gram)][gram]]

    def class_of(self, word: str) -> int:
        """The class of a word, as its place in `CLASSES`."""
        return _ALONE.get(word[0]) or self.tags[word]

    def parted(self, run: str) -> list[str]:
        """The words of a run, parted in the likeliest way."""
        known = self.counts.words
        best = [0.0] + [_NEVER] * len(run)
        sizes = [0] * len(best)
        for at in range(len(run)):
            alone = best[at] + (_DIGIT if run[at] == "0" else _UNKNOWN_CHAR)
            if alone > best[at + 1]:
                best[at + 1], sizes[at + 1] = alone, 1
            for size, code in known.opening(run[at : at + _LONGEST]):
                worth = best[at] + _WORTH[code]
                if worth > best[at + size]:
                    best[at + size], sizes[at + size] = worth, size
        words = []
        at = len(run)
        while at:
            words.append(run[at - sizes[at] : at])
            at -= sizes[at]
        return words[::-1]


def cut_at(parted: Sequence[str], length: int) -> int | None:
    """How many words make up the first `length` characters; None where that cuts a word, or no word is before
    or after the cut.
    """
    for number, word in enumerate(parted):
        if length <= 0:
            return number if length == 0 and number else None
        length -= len(word)
    return None
