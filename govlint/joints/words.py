"""Segments a run into words, and looks up the class (verb, noun …) of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.spelling.counts import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.spelling.counts import Counts
    from govlint.spelling.table import Table

CLASSES = "-vnadpcumqiltfrsxb0|"
"""The classes of words, a letter each: verb, noun, adjective, adverb, preposition, conjunction, particle,
numeral, measure word, idiom, phrase, time, direction, pronoun, place or name, other, distinguishing word,
figure, mark; `-` is an unknown word. A class is encoded as its index in this string.
"""
UNKNOWN, VERB, NOUN, PREPOSITION, PARTICLE, FIGURE, MARK = map(CLASSES.index, "-vnpu0|")

_ALONE = {"0": FIGURE, "|": MARK}  # by first character: these stand for no word (see `candidates.plain`)
_LONGEST = 5  # characters of the longest word looked up
# log(1e8), as word frequencies are per hundred million, and a penalty of about 1 for every word.
_OF_ALL = 19.5
_UNKNOWN_CHAR = -22.0  # the log-likelihood of a character that is taken for a word
_DIGIT = -6.0  # the same of a digit
_NEVER = -1e9
_WORTH = tuple(level - _OF_ALL for level in LEVELS)  # the log-likelihood of a word, by its code


@dataclass(frozen=True)
class Words:
    """The words of official texts. `counts` says how often each occurs, `tags` its class, as an index into
    `CLASSES`.
    """

    counts: Counts
    tags: Table

    def level(self, gram: str) -> float:
        """How often 1 to 4 characters occur in a row, as a value of `LEVELS`."""
        return LEVELS[self.counts.grams[len(gram)][gram]]

    def class_of(self, word: str) -> int:
        """The class of a word, as an index into `CLASSES`."""
        return _ALONE.get(word[0]) or self.tags[word]

    def parted(self, run: str) -> list[str]:
        """The words of the likeliest segmentation of a run; joined, they are the run.

        A character that begins no known word is a word by itself. Takes time in proportion to the length of
        the run.
        """
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
    """How many words make up the first `length` characters of the words `parted`.

    None where a word runs over that place, or no word stands before or after it.
    """
    for number, word in enumerate(parted):
        if length <= 0:
            return number if length == 0 and number else None
        length -= len(word)
    return None
