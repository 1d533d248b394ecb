"""Gradient-boosted decision trees: their leaf values are added, and each tree was grown on the errors of
those before it.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SCALE = 1000  # leaf values are stored as whole thousandths
_STEP = 50  # the score is compared with a floor after every so many trees
_MARGIN = 0.1  # how far below the lowest partial score seen in learning a floor lies


class Split(NamedTuple):
    """An inner node of a tree: a yes-or-no question about one feature, given by its index.

    Where `members` is 0, the question is whether the value is at most `threshold`. Else the value is a whole
    number n, and the question is whether bit n of `members` is set. `yes` and `no` are the nodes that follow;
    a float is a leaf.
    """

    feature: int
    threshold: float
    members: int
    yes: Split | float
    no: Split | float


@dataclass
class Forest:
    """Trees whose leaf values add up to log-odds.

    The splits of all trees are numbered together; `features`, `thresholds`, `members`, `yes` and `no` hold
    one field of every split, by its number. An entry of `yes` or `no` is the number of the next split, or
    `-(n + 1)` for leaf n. `roots` holds the first node of each tree.

    `floors` lets `score` stop early. It holds, for every `_STEP` trees, the lowest partial score of any
    example whose final score was `aim` or more, less a margin.
    """

    roots: list[int] = field(default_factory=list)
    features: list[int] = field(default_factory=list)
    thresholds: list[float] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    yes: list[int] = field(default_factory=list)
    no: list[int] = field(default_factory=list)
    leaves: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    aim: float = math.inf

    @classmethod
    def of(cls, trees: Iterable[Split | float]) -> Forest:
        """The forest of some trees, each given by its root: a split or, for a tree of one node, a leaf."""
        forest = cls()
        for tree in trees:
            forest.roots.append(forest._add(tree))
        return forest

    def _add(self, node: Split | float) -> int:
        if not isinstance(node, Split):
            self.leaves.append(round(node * _SCALE) / _SCALE)
            return -len(self.leaves)
        number = len(self.features)
        self.features.append(node.feature)
        self.thresholds.append(_rounded(node.threshold))
        self.members.append(node.members)
        self.yes.append(0)
        self.no.append(0)
        self.yes[number], self.no[number] = self._add(node.yes), self._add(node.no)
        return number

    def score(self, values: Sequence[float], least: float = -math.inf) -> float:
        """The log-odds for the values of all features.

        A caller that needs no score below `least` passes it. Where `least` is `aim` or more, adding stops as
        soon as a partial score is below its floor, and minus infinity is returned: hardly any example
        recovers from there. Takes time in proportion to the depths of the trees together.
        """
        floors = self.floors if least >= self.aim else ()
        total = 0.0
        for number, total in enumerate(self._standings(values)):
            if floors and total < floors[number]:
                return -math.inf
        return total

    def learn_floors(self, rows: Iterable[Sequence[float]], aim: float) -> None:
        """Set `floors` and `aim` from examples, given as rows of feature values."""
        lowest: list[float] = []
        for values in rows:
            standings = list(self._standings(values))
            if standings[-1] >= aim:
                lowest = list(map(min, lowest or standings, standings))
        self.aim, self.floors = aim, [_rounded(score - _MARGIN) for score in lowest]

    def _standings(self, values: Sequence[float]) -> Iterator[float]:
        """Yield the partial score after every `_STEP` trees, and last the score after all trees."""
        splits, leaves = self._splits, self.leaves
        total = 0.0
        for start in range(0, len(self.roots), _STEP):
            for at in self.roots[start : start + _STEP]:
                while at >= 0:
                    feature, threshold, among, yes, no = splits[at]
                    value: Any = values[feature]  # a whole number where `among` is not 0
                    at = yes if (among >> value & 1 if among else value <= threshold) else no
                total += leaves[-1 - at]
            yield total

    @cached_property
    def _splits(self) -> list[tuple[int, float, int, int, int]]:
        """The splits as tuples of their fields: one lookup a split instead of five."""
        return list(zip(self.features, self.thresholds, self.members, self.yes, self.no, strict=True))

    def dumps(self) -> list[bytes]:
        """The lists as bytes, little-endian: 4-byte integers, then 4-byte floats."""
        leaves = [round(leaf * _SCALE) for leaf in self.leaves]
        whole = (self.roots, self.features, self.members, self.yes, self.no, leaves)
        return [
            *(struct.pack(f"<{len(numbers)}i", *numbers) for numbers in whole),
            *(
                struct.pack(f"<{len(numbers)}f", *numbers)
                for numbers in (self.thresholds, [self.aim, *self.floors])
            ),
        ]


def loads(parts: Sequence[bytes]) -> Forest:
    """The forest that `Forest.dumps` wrote. Raises ValueError where the bytes are not those of a forest."""
    try:
        roots, features, members, yes, no, leaves = (_unpacked(part, "i") for part in parts[:-2])
        thresholds, (aim, *floors) = (_unpacked(part, "f") for part in parts[-2:])
    except struct.error as error:
        raise ValueError(str(error)) from None
    leaves = [leaf / _SCALE for leaf in leaves]
    return Forest(roots, features, thresholds, members, yes, no, leaves, floors, aim)


def _unpacked(part: bytes, kind: str) -> list[Any]:
    return list(struct.unpack(f"<{len(part) // 4}{kind}", part))


def _rounded(number: float) -> float:
    """A number rounded to what a 4-byte float can hold, so that saving and loading does not change it."""
    kept: float = struct.unpack("<f", struct.pack("<f", number))[0]
    return kept
