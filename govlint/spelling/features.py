"""Features: the numbers by which the ranker compares a candidate with what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.spelling.candidates import MARGIN, Candidate
from govlint.spelling.counts import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govlint.spelling.counts import Counts
    from govlint.spelling.table import Table

NAMES = (
    "char", "char_other", "left", "right", "left_other", "right_other",
    "three_left", "three_mid", "three_right", "four_left", "four_mid", "four_right",
    "said", "said_other", "gain", "parsed", "same_sound", "near_sound", "shape",
    "edge_left", "edge_right", "after_digit",
    "follows_other", "precedes_other", "follows", "precedes",
    "threes", "fours", "no_left", "no_right", "alone", "least_other", "most",
    "word_none", "word_long", "other_none", "other_long", "word", "other_word", "word_gain",
    "small", "known_before", "known_after",
    "pair", "pair_other", "pair_word", "pair_other_word",
)  # fmt: skip
"""The names of the numbers that `features` computes. `_other` and `other_` mark those of the candidate; the
others are of what is printed.
"""

WINDOW = 6
"""The number of characters on each side of a place that features depend on at most."""

_SMALL = frozenset("的地得做作他她它在再像象")  # mixed up so often that a mistake says little
_AROUND = 3  # characters on each side of a place that its n-grams reach to
_LONGEST = 5  # characters of the longest word looked up
_BACKOFF = -0.92  # stupid backoff, log 0.4 (Brants et al. 2007)
_OF_ALL = 18.42  # log(1e8): word frequencies are per hundred million words
_WORTH = tuple(level - _OF_ALL for level in LEVELS)  # the log-likelihood of a word, by its code
_NEVER = -1e9
_KNOWN = 2  # the lowest code whose value is not 0: rarer words count as unknown
# Candidates that gain less likelihood are dropped before ranking: 99.5 % of what the ranker finds gains more.
# The first bound is on the likelihood of the segmentation, the second on that and the n-grams together.
_LEAST_PARSED = 2.0
_LEAST_TOGETHER = 9.0


def features(counts: Counts, text: str, rivals: Sequence[Candidate]) -> list[tuple[Candidate, list[float]]]:
    """The candidates of one place that stand a chance, each with the numbers named by `NAMES`.

    `rivals` are all candidates of the place, at least one and all of one length; `text` is the plain text.
    Takes time in proportion to the number of candidates, whatever the length of the text.
    """
    length = rivals[0].length
    at = rivals[0].start + MARGIN
    end = at + length
    start, stop = max(at - WINDOW, MARGIN - 1), end + WINDOW
    parsing = _Parsing(counts.words, text[start:at], text[end:stop])
    parsed_old = parsing.of(text[at:end])
    likely = []
    for candidate in rivals:
        parsed = parsing.of(candidate.word) - parsed_old
        if parsed >= _LEAST_PARSED:
            likely.append((candidate, parsed))
    if not likely:
        return []
    old = text[at - _AROUND : end + _AROUND]
    said = _said(counts, old, length)
    rows = []
    printed = None
    for candidate, parsed in likely:
        new = old[:_AROUND] + candidate.word + old[-_AROUND:]
        gain = _said(counts, new, length) - said
        if gain + parsed / 2 >= _LEAST_TOGETHER:
            printed = printed or _Printed(counts, old, length, said)
            rows.append((candidate, _row(counts, printed, new, candidate, parsed, gain)))
    return rows


class _Printed:
    """What the features need of the printed characters. It is the same for all candidates of a place."""

    def __init__(self, counts: Counts, old: str, length: int, said: float) -> None:
        self.text, self.said = old[_AROUND : _AROUND + length], said
        self.before, self.after = old[:_AROUND], old[-_AROUND:]
        singles, pairs, right = counts.grams[1], counts.grams[2], 2 + length
        self.left = LEVELS[pairs[old[2:4]]]
        self.right = LEVELS[pairs[old[right : right + 2]]]
        self.common = sum([LEVELS[singles[char]] for char in self.text]) / length
        self.first, self.last = LEVELS[singles[old[2]]], LEVELS[singles[self.after[0]]]
        self.size, self.known = _covering(counts.words, old, length)


def _row(
    counts: Counts, printed: _Printed, new: str, candidate: Candidate, parsed: float, gain: float
) -> list[float]:
    length, word, right = candidate.length, candidate.word, 2 + candidate.length
    singles, pairs, threes, fours = counts.grams[1:]
    left_other = LEVELS[pairs[new[2:4]]]
    right_other = LEVELS[pairs[new[right : right + 2]]]
    three = (
        LEVELS[threes[new[1:4]]],
        LEVELS[max([threes[new[k : k + 3]] for k in range(2, 2 + length)])],
        LEVELS[threes[new[right : right + 3]]],
    )
    four = (
        LEVELS[max([fours[new[k : k + 4]] for k in range(3)])],
        LEVELS[max([fours[new[k : k + 4]] for k in range(1, length + 2)])],
        LEVELS[fours[new[right : right + 4]]],
    )
    how = _how(counts, printed.text, word)
    common = sum([LEVELS[singles[char]] for char in word]) / length
    size, known = _covering(counts.words, new, length)
    double = length == 2
    return [
        printed.common, common, printed.left, printed.right, left_other, right_other,
        *three, *four,
        printed.said, printed.said + gain, gain, parsed, how == "s", how == "f", how == "h",
        printed.before[-1] in "|0a", printed.after[0] in "|0a", printed.before[-1] == "0",
        max(left_other - printed.first, -6.0), max(right_other - printed.last, -6.0),
        max(printed.left - printed.first, -6.0), max(printed.right - printed.last, -6.0),
        sum([value > 0 for value in three]), sum([value > 0 for value in four]),
        printed.left == 0, printed.right == 0, printed.left == printed.right == 0,
        min(left_other, right_other), max(printed.left, printed.right),
        printed.size == 0, printed.size >= 3, size == 0, size >= 3,
        printed.known, known, known - printed.known,
        printed.text in _SMALL, threes[printed.before] > 0, threes[printed.after] > 0,
        LEVELS[pairs[printed.text]] if double else 0.0, LEVELS[pairs[word]] if double else 0.0,
        LEVELS[counts.words[printed.text]] if double else 0.0,
        LEVELS[counts.words[word]] if double else 0.0,
    ]  # fmt: skip


def _how(counts: Counts, printed: str, word: str) -> str:
    if len(printed) == 1:
        return counts.alike(printed)[word]
    exact = all(
        set(counts.readings[one]) & set(counts.readings[other])
        for one, other in zip(printed, word, strict=True)
    )
    return "s" if exact else "f"


def _said(counts: Counts, text: str, length: int) -> float:
    """The log-likelihood of the `length` characters in the middle of `text` and the three after them.

    Each is predicted from up to three characters before it, by n-grams with stupid backoff. `text` has
    `_AROUND` more characters on each side.
    """
    total = 0.0
    for at in range(_AROUND, 2 * _AROUND + length):
        for order in (4, 3, 2, 1):
            gram = text[at - order + 1 : at + 1]
            count = counts.grams[order][gram]
            if order == 1:
                total += LEVELS[count] - 14.0
            elif count:
                total += min(LEVELS[count] - LEVELS[counts.grams[order - 1][gram[:-1]]], 0.0)
                break
            total += _BACKOFF
    return total


def _covering(words: Mapping[str, int], text: str, length: int) -> tuple[int, float]:
    """The longest known word that covers the `length` characters at offset `_AROUND`: its length, and how
    common it is as a value of `LEVELS`. 0 and 0.0 where there is none.
    """
    for size in range(_LONGEST, max(2, length) - 1, -1):
        best = 0
        for start in range(max(0, _AROUND + length - size), min(_AROUND, len(text) - size) + 1):
            best = max(best, words[text[start : start + size]])
        if best >= _KNOWN:
            return size, LEVELS[best]
    return 0, 0.0


class _Parsing:
    """Segments the text around one place, with one candidate after the other at the place.

    What stands before and after the place is segmented once, so a candidate costs the same whatever stands
    there.
    """

    def __init__(self, words: Table, head: str, tail: str) -> None:
        self.words, self.head, self.tail = words, head[-_LONGEST + 1 :], tail[: _LONGEST - 1]
        self.before = _forward(words, head)[-_LONGEST:]
        self.after = _backward(words, tail)[:_LONGEST]

    def of(self, middle: str) -> float:
        """The log-likelihood of the likeliest segmentation where `middle` stands at the place."""
        run = self.head + middle + self.tail
        start = len(self.head)
        stop = start + len(middle)
        best = self.before + [_NEVER] * len(middle)
        whole = _NEVER
        for at in range(stop):
            alone = best[at] - _OF_ALL  # any character may be a word by itself
            if at + 1 == stop:
                whole = max(whole, alone + self.after[0])
            elif at >= start:
                best[at + 1] = max(best[at + 1], alone)
            for size, code in self.words.opening(run[at : at + _LONGEST]):
                end, worth = at + size, best[at] + _WORTH[code]
                if end >= stop:
                    whole = max(whole, worth + self.after[end - stop])
                elif end > start and worth > best[end]:
                    best[end] = worth
        return whole


def _forward(words: Table, run: str) -> list[float]:
    """The log-likelihood of the likeliest segmentation of `run[:n]`, for every n."""
    best = [0.0] + [_NEVER] * len(run)
    for at in range(len(run)):
        best[at + 1] = max(best[at + 1], best[at] - _OF_ALL)
        for size, code in words.opening(run[at : at + _LONGEST]):
            worth = best[at] + _WORTH[code]
            if worth > best[at + size]:
                best[at + size] = worth
    return best


def _backward(words: Table, run: str) -> list[float]:
    """The log-likelihood of the likeliest segmentation of `run[n:]`, for every n."""
    best = [_NEVER] * len(run) + [0.0]
    for at in range(len(run) - 1, -1, -1):
        best[at] = best[at + 1] - _OF_ALL
        for size, code in words.opening(run[at : at + _LONGEST]):
            worth = best[at + size] + _WORTH[code]
            if worth > best[at]:
                best[at] = worth
    return best
