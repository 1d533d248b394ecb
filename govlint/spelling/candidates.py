"""Finds candidates: where a text has characters that official texts never have together, words that sound or
look like them and that official texts do have there.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from govlint.spelling.counts import code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document
    from govlint.spelling.counts import Counts

MARGIN = 4
"""How many characters `plain` puts before and after a text."""

_NUMERALS = frozenset("一二三四五六七八九十")
_USUAL = code(math.log1p(5))  # a word that official texts use as often as this is what was meant
_DIGIT, _LETTER, _OTHER = re.compile(r"\d"), re.compile(r"[A-Za-z]"), re.compile(r"[^\u4e00-\u9fff0a]")


class Candidate(NamedTuple):
    """A word that may have been meant instead of the `length` characters from `start` on, an offset in the
    document.
    """

    start: int
    length: int
    word: str


def plain(folded: str) -> str:
    """A folded text in the form in which texts are counted: every digit is 0, every Latin letter a,
    everything else but Han characters |; with `MARGIN` characters | before and after it. Otherwise lengths
    are the same.
    """
    text = _OTHER.sub("|", _LETTER.sub("a", _DIGIT.sub("0", folded)))
    return f"{'|' * MARGIN}{text}{'|' * MARGIN}"


def plain_text(document: Document) -> str:
    """The plain text of a document; use it through `Document.derived`."""
    return plain(document.folded)


def candidates(counts: Counts, text: str) -> Iterator[Candidate]:
    """The candidates for all places of a plain text, in order of place."""
    seen = list(map(counts.grams[3].has, [text[at : at + 3] for at in range(len(text) - 2)]))
    # Text repeats itself: what a few characters may have been meant for is worked out once.
    singles: dict[str, tuple[str, ...]] = {}
    doubles: dict[str, tuple[str, ...]] = {}
    at = seen.index(False, MARGIN - 2) if False in seen[MARGIN - 2 :] else -1
    while 0 <= at < len(text) - MARGIN:
        if not seen[at - 1] and at >= MARGIN:
            if not seen[at - 2]:
                around = text[at - 3 : at + 4]
                if around not in singles:
                    singles[around] = tuple(_single(counts, text, at))
                for word in singles[around]:
                    yield Candidate(at - MARGIN, 1, word)
            if text[at + 1] in counts.readings and text[at] in counts.readings:
                around = text[at - 1 : at + 3]
                if around not in doubles:
                    doubles[around] = tuple(_double(counts, text, at))
                for word in doubles[around]:
                    yield Candidate(at - MARGIN, 2, word)
        try:
            at = seen.index(False, at + 1)
        except ValueError:
            return


def _single(counts: Counts, text: str, at: int) -> Iterator[str]:
    """The characters that may have been meant by the one at an offset, when no three characters in a
    row that contain it was ever counted.
    """
    char = text[at]
    if char in _NUMERALS:
        return
    alike = counts.rivals(char)
    before, after = text[at - 1], text[at + 1]
    counted, word = counts.grams[3].has, counts.words.has
    left, right = text[at - 2 : at], text[at + 1 : at + 3]
    following, preceding = alike & counts.after(before), alike & counts.before(after)
    found = {other for other in following if counted(left + other)}
    found |= {other for other in preceding if counted(other + right)}
    yield from found
    for other in (following & preceding) - found:
        if (
            counted(before + other + after)
            or word(left + other)
            or word(before + other + after)
            or word(other + right)
            or word(left + other + after)
            or word(before + other + right)
            or word(text[at - 3] + left + other)
            or word(other + text[at + 1 : at + 4])
        ):
            yield other


def _double(counts: Counts, text: str, at: int) -> Iterator[str]:
    """The words that may have been meant by the two characters from an offset on, when no three characters in
    a row that contain both were ever counted.
    """
    pair = text[at : at + 2]
    if pair[0] in _NUMERALS or (counts.words[pair] and counts.grams[2][pair] >= _USUAL):
        return
    before, first, last, after = text[at - 1], text[at], text[at + 1], text[at + 2]
    counted = counts.grams[3].has
    found = {
        word
        for word in counts.homophones(pair)
        if (counted(before + word) or counted(word + after)) and word[0] != first and word[1] != last
    }
    yield from found
