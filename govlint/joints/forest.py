"""Trees grown one after another, each on what those before it left unexplained (gradient boosting)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Split(NamedTuple):
    """A question about one feature: is its value at most `threshold`, or, where `members` is not None, is it
    among them (a bit each)? `yes` and `no` are the splits to go on with, or, as -1 - n, the leaf n.
    """

    feature: int
    threshold: float
    members: int | None
    yes: int
    no: int


class Tree(NamedTuple):
    """Splits, the first asked first, and the values of leaves."""

    splits: tuple[Split, ...]
    leaves: tuple[float, ...]

    def value(self, features: Sequence[float]) -> float:
        """The value of the leaf that features lead to."""
        at = 0
        while at >= 0:
            feature, threshold, members, yes, no = self.splits[at]
            value = features[feature]
            holds = value <= threshold if members is None else members >> int(value) & 1
            at = yes if holds else no
        return self.leaves[-1 - at]


@dataclass(frozen=True)
class Forest:
    """Trees whose values add up to the log-odds of what they were taught."""

    trees: tuple[Tree, ...]

    def score(self, features: Sequence[float]) -> float:
        """The log-odds."""
        return sum(tree.value(features) for tree in self.trees)
