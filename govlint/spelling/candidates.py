"""Finds candidates: words that may have been meant where a text has other characters.

A place is suspect where official texts never have its characters in a row. A candidate sounds or looks like
what is printed there, and official texts have it between these neighbours.
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
"""The number of characters that `plain` adds on each side of a text."""

_NUMERALS = frozenset("一二三四五六七八九十")
_USUAL = code(math.log1p(5))  # a two-character word that occurs at least 5 times is never suspect
_DIGIT, _LETTER, _OTHER = re.compile(r"\d"), re.compile(r"[A-Za-z]"), re.compile(r"[^\u4e00-\u9fff0a]")


class Candidate(NamedTuple):
    """A word that may have been meant instead of `length` printed characters. `start` is their offset in the
    document.
    """

    start: int
    length: int
    word: str


def plain(folded: str) -> str:
    """A folded text in the form whose n-grams are counted.

    Every digit becomes `0`, every Latin letter `a`, any other character but Han characters `|`. `MARGIN`
    times `|` is added on each side, so offset n of the document is offset n + `MARGIN` here.
    """
    text = _OTHER.sub("|", _LETTER.sub("a", _DIGIT.sub("0", folded)))
    return f"{'|' * MARGIN}{text}{'|' * MARGIN}"


def plain_text(document: Document) -> str:
    """The plain text of a document. Call it through `Document.derived`, which keeps the result."""
    return plain(document.folded)


def candidates(counts: Counts, text: str) -> Iterator[Candidate]:
    """Yield the candidates for all places of a plain text, by place.

    Takes time in proportion to the length of the text.
    """
    seen = list(map(counts.grams[3].has, [text[at : at + 3] for at in range(len(text) - 2)]))
    # Texts repeat themselves: the candidates of each context are computed once.
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
    """Yield the characters that may have been meant by the one at offset `at`, where none of the three
    trigrams that contain it was ever counted.
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
    """Yield the two-character words that may have been meant by the characters at offset `at` and after it,
    where neither of the trigrams that contain both was ever counted.
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
