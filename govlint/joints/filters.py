"""Filters that drop most joints where no mark is missing, before the costly features are computed.

`LinearFilter` scores a joint by the characters beside it; `ScoreBound` spares it most joints.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from govlint.joints.features import NEAR
from govlint.joints.runs import LEAST, Joint, is_joint, runs
from govlint.spelling.counts import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.spelling.counts import Counts

_CACHE_SIZE = 1 << 16  # pairs of characters whose part of the score is cached, on each side
_CLOSING = ("closes_1", "closes_2", "closes_3", "closing_2", "closing_3", "common_left", "common_pair_left")
_OPENING = ("opens_1", "opens_2", "opens_3", "opening_2", "opening_3", "common_right", "common_pair_right")
_THREES = ("three_left", "three_right")
_FOURS = ("four", "four_left", "four_right")


@dataclass(frozen=True)
class LinearFilter:
    """A linear model of the log-odds of a mark at a joint. Joints that score below `least` are dropped.

    `weights` has a weight for each number of `features.NEAR`: the filter sees only the characters beside the
    joint, not the words.
    """

    weights: tuple[float, ...]
    bias: float
    least: float

    def passes(self, nearby: Sequence[float]) -> bool:
        """Whether a joint scores `least` or more; `nearby` is what `features.near` gives for it."""
        return self.bias + sum(map(float.__mul__, self.weights, nearby)) >= self.least


class ScoreBound:
    """Drops joints that cannot pass a linear filter, by an upper bound of their score. It drops no others.

    The bound is computed from two characters on each side of the joint. The n-grams that reach further are
    bounded: a mark follows three characters at most as often as it follows the last two of them, and at most
    as often as the three occur; the frequency of three or four characters across the joint is between 0 and
    `LEVELS[-1]`.
    """

    def __init__(self, linear_filter: LinearFilter, counts: Counts) -> None:
        weights = dict(zip(NEAR, linear_filter.weights, strict=True))
        self._counts = counts
        self._closing = tuple(weights[name] for name in _CLOSING)
        self._opening = tuple(weights[name] for name in _OPENING)
        self._across = tuple(weights[name] for name in ("pair", *_THREES, "left", "right"))
        threes, fours = (sum(max(weights[name], 0.0) for name in some) for some in (_THREES, _FOURS))
        # Float addition is not associative: leave room for rounding.
        self._least_with_threes = linear_filter.least - linear_filter.bias - fours * LEVELS[-1] - 1e-9
        self._least = self._least_with_threes - threes * LEVELS[-1]
        self._left = lru_cache(_CACHE_SIZE)(self._worth_left)
        self._right = lru_cache(_CACHE_SIZE)(self._worth_right)

    def promising(self, text: str) -> Iterator[Joint]:
        """Yield the joints of a plain text (see `candidates.plain`) that may pass the filter, by place.

        Takes time in proportion to the length of the text.
        """
        left, right, counts = self._left, self._right, self._counts
        pairs, threes = counts.grams[2:4]
        together, three_left, three_right, length_left, length_right = self._across
        for start, end in runs(text):
            for at in range(start + LEAST, end - LEAST + 1):
                worth = (
                    left(text[at - 2 : at])
                    + right(text[at : at + 2])
                    + together * LEVELS[pairs[text[at - 1 : at + 1]]]
                    + length_left * (at - start)
                    + length_right * (end - at)
                )
                if worth >= self._least and is_joint(counts, text, at):
                    worth += three_left * LEVELS[threes[text[at - 2 : at + 1]]]
                    worth += three_right * LEVELS[threes[text[at - 1 : at + 2]]]
                    if worth >= self._least_with_threes:
                        yield Joint(start, at, end)

    def _worth_left(self, pair: str) -> float:
        """An upper bound of what the two characters before a joint add to its score."""
        return self._worth(pair[1], pair, pair[1] + "|", pair + "|", self._closing)

    def _worth_right(self, pair: str) -> float:
        return self._worth(pair[0], pair, "|" + pair[0], "|" + pair, self._opening)

    def _worth(
        self, one: str, two: str, one_marked: str, two_marked: str, weights: tuple[float, ...]
    ) -> float:
        singles, pairs, threes = self._counts.grams[1:4]
        mark_1, mark_2, mark_3, marked_2, marked_3, common, common_pair = weights
        often, often_two, marked = LEVELS[singles[one]], LEVELS[pairs[two]], LEVELS[threes[two_marked]]
        return (
            mark_1 * (LEVELS[pairs[one_marked]] - often)
            + mark_2 * (marked - often_two)
            + max(-mark_3, 0.0) * LEVELS[-1]
            + (marked_2 + max(marked_3, 0.0)) * marked
            + common * often
            + common_pair * often_two
        )
