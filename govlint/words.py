"""Word segmentation of short passages, with jieba's dictionary but without loading it.

Rules ask where words end only around a few suspects. jieba takes a second to load its dictionary for that;
looking up the words of one passage in the dictionary's file takes five milliseconds, and the maximum
probability path over them is jieba's own (`jieba.lcut(text, HMM=False)`).
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING

from govlint.document import Span
from govlint.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govlint.document import Document

_TOTAL = log(60_101_967)  # the sum of all frequencies in the dictionary of jieba 0.42.1
_CONTEXT = 12  # characters on each side of a span that are segmented with it
_LONGEST = 16  # characters of the longest word of the dictionary
_SCANS = 16  # look-ups in the file after which reading it whole is cheaper
_HAN = Regex("[\u4e00-\u9fd5]+")


class _Dictionary:
    """The frequencies of words in jieba's dictionary file, a line a word: word, frequency, part of speech."""

    def __init__(self, content: bytes) -> None:
        self._content = b"\n" + content
        self._scans = 0
        self._table: dict[str, int] | None = None

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """The frequency of each of the words that the dictionary has."""
        if self._table is not None:
            return {word: self._table[word] for word in words if word in self._table}
        self._scans += 1
        if self._scans > _SCANS:
            lines = (line.split(" ") for line in self._content.decode("utf-8").split("\n") if line)
            self._table = {line[0]: int(line[1]) for line in lines}
            return self.frequencies(words)
        return self._looked_up(list(words))

    def _looked_up(self, words: list[str]) -> dict[str, int]:
        import ahocorasick_rs

        automaton = ahocorasick_rs.BytesAhoCorasick([f"\n{word} ".encode() for word in words])
        found = {}
        for index, _, end in automaton.find_matches_as_indexes(self._content):
            found[words[index]] = int(self._content[end : end + 12].split(b" ", 1)[0])
        return found


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
    """The words of a passage of ideographs."""
    words = {
        text[start:end]
        for start in range(len(text))
        for end in range(start + 1, min(len(text), start + _LONGEST) + 1)
    }
    frequencies = _dictionary().frequencies(words)
    # best[i]: the log probability of the likeliest words from i to the end, and where the first of them ends
    best = [(0.0, 0)] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
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


def is_whole(document: Document, span: Span) -> bool:
    """Whether no word of the text straddles either edge of a span of ideographs."""
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
