"""What could have been meant: places official texts never have, and what sounds or looks like them."""

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
"""Characters of `plain` text in front of and behind the document's own."""

_NUMERALS = frozenset("一二三四五六七八九十")
_USUAL = code(math.log1p(5))  # a word that official texts use as often as this is what was meant
_DIGIT, _LETTER, _OTHER = re.compile(r"\d"), re.compile(r"[A-Za-z]"), re.compile(r"[^\u4e00-\u9fff0a]")


class Candidate(NamedTuple):
    """Characters from `start` of plain text (without its margin) that `word` may have been meant for."""

    start: int
    length: int
    word: str


def plain(folded: str) -> str:
    """A folded text as it is counted: digits are 0, letters a, what is not Han otherwise |. A margin of | is
    put on both sides; margins apart, it is as long as it was.
    """
    text = _OTHER.sub("|", _LETTER.sub("a", _DIGIT.sub("0", folded)))
    return f"{'|' * MARGIN}{text}{'|' * MARGIN}"


def plain_text(document: Document) -> str:
    """The plain text of a document; use it through `Document.derived`."""
    return plain(document.folded)


def candidates(counts: Counts, text: str) -> Iterator[Candidate]:
    """What may have been meant in a plain text, by place."""
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
    """Characters that one may have been meant for, where every three with it are unheard of."""
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
    """Words that two characters may have been meant for, where every three with both are unheard of."""
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
