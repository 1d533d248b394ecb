"""Segments short passages into words, by jieba's dictionary but without loading it.

Rules ask for word boundaries around a few suspects only. jieba takes a second to load its dictionary; looking
up the words of one passage in the dictionary file takes a millisecond. The result is that of
`jieba.lcut(text, HMM=False)`.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING

from govlint.document import Span
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from govlint.document import Document

_TOTAL = log(60_101_967)  # the sum of all frequencies in the dictionary of jieba 0.42.1
_CONTEXT = 12  # characters on each side of a span that are segmented together with it
_LONGEST = 16  # characters of the longest word of the dictionary
_CACHE_SIZE = 1 << 13  # entries of each of the two caches of lookups in the dictionary file
_HAN = Regex("[\u4e00-\u9fd5]+")


class _Dictionary:
    """Looks up words in the content of jieba's dictionary file, without parsing all of it.

    A line of the file is a word, its frequency and its part of speech. Lines are sorted by the first
    ideograph of the word; words with the same first two ideographs stand together.
    """

    def __init__(self, content: bytes) -> None:
        self._content = b"\n%b\n" % content.strip()
        # Words that begin with a letter stand before the first ideograph, unsorted.
        self._first = max(self._content.find("\n一 ".encode()), 0)
        self.beginning = lru_cache(_CACHE_SIZE)(self._beginning)
        self._block = lru_cache(_CACHE_SIZE)(self._found)

    def _beginning(self, start: str) -> dict[str, int]:
        """The frequencies of all words that begin with `start`, two characters; if it is a single one, of
        just that word.
        """
        key = f"\n{start} ".encode() if len(start) == 1 else f"\n{start}".encode()
        content, found = self._content, {}
        at = content.find(key, *self._block(start[0]))
        while at >= 0 and content.startswith(key, at):
            end = content.find(b"\n", at + 1)
            word, frequency, _ = content[at + 1 : end].decode("utf-8").split(" ")
            found[word] = int(frequency)
            at = end
        return found

    def _found(self, char: str) -> tuple[int, int]:
        """The span of bytes that holds the lines of all words beginning with `char`, line ends on both sides
        included.
        """
        key = char.encode()
        return self._before(key), self._before(key + b"\xff") + 1

    def _before(self, key: bytes) -> int:
        """The offset of the line end before the first line that is not less than `key`, by binary search."""
        content = self._content
        low, high = self._first, len(content) - 1
        while low < high:
            middle = content.rfind(b"\n", low, (low + high) // 2 + 1)
            behind = content.find(b"\n", middle + 1)
            if content[middle + 1 : middle + 1 + len(key)] < key:
                low = behind
            else:
                high = middle
        return low


@cache
def _dictionary() -> _Dictionary:
    from importlib.util import find_spec

    package = find_spec("jieba")
    assert package is not None
    assert package.origin is not None
    with open(os.path.join(os.path.dirname(package.origin), "dict.txt"), "rb") as file:
        return _Dictionary(file.read())


@lru_cache(maxsize=4096)
def segment(text: str) -> tuple[str, ...]:
    """The words of a passage of ideographs; joined, they are the passage. Takes time in proportion to its
    length.
    """
    known = _dictionary().beginning
    # best[i]: the log probability of the likeliest segmentation of text[i:], and where its first word ends
    best = [(0.0, 0)] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        frequencies = {**known(text[start]), **known(text[start : start + 2])}
        best[start] = max(
            (log(frequencies.get(text[start:end]) or 1) - _TOTAL + best[end][0], end)
            for end in range(start + 1, min(len(text), start + _LONGEST) + 1)
            if end == start + 1 or text[start:end] in frequencies
        )
    cut, at = [], 0
    while at < len(text):
        cut.append(text[at : best[at][1]])
        at = best[at][1]
    return tuple(cut)


def is_in_longer_word(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is part of a longer word of the dictionary that has at least three
    characters.
    """
    known = _dictionary().beginning
    least = max(3, end - start + 1)
    return any(
        text[first : first + size] in known(text[first : first + 2])
        for first in range(max(0, end - _LONGEST), start + 1)
        for size in range(max(least, end - first), min(_LONGEST, len(text) - first) + 1)
    )


def is_whole(document: Document, span: Span) -> bool:
    """Whether both ends of a span of ideographs are word boundaries of the text around it."""
    start, end = max(0, span.start - _CONTEXT), span.end + _CONTEXT
    passage = next(
        (
            Span(*match.span())
            for match in _HAN.finditer(document.text, Span(start, min(end, len(document.text))))
            if match.start() <= span.start and span.end <= match.end()
        ),
        span,
    )
    edge = passage.start
    for word in segment(document.text[passage.start : passage.end]):
        past = edge + len(word)
        if edge < span.start < past or edge < span.end < past:
            return False
        edge = past
    return True
