"""Decision trees whose scores add up, each grown on what those before it got wrong (gradient boosting)."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SCALE = 1000  # parts of one that the values of leaves are told in
_STEP = 50  # trees after which is asked whether the others can still matter
_MARGIN = 0.1  # by which a score may stand lower than any has stood


class Split(NamedTuple):
    """An inner node of a tree: a question about the value of one feature, given by its number.

    Where `members` is 0 the question is whether the value is at most `threshold`; else, whether the bit of
    the value (a whole number) is set in `members`. `yes` and `no` are the nodes to go on with, or leaves.
    """

    feature: int
    threshold: float
    members: int
    yes: Split | float
    no: Split | float


@dataclass
class Forest:
    """Trees whose leaves add up to log-odds.

    The splits of all trees are numbered, and each of their fields is a list by that number; `yes` and `no`
    hold the number of the next split, or -1 - n for the leaf n. `roots` are the first nodes of the trees.

    `floors` are the lowest scores seen after every `_STEP` trees among examples that came to `aim` in the
    end, less a margin: what stands lower is given up.
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
        """The forest of trees, each by its first split or its only leaf."""
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
        """The log-odds for the values of the features.

        Where `least` is `aim` or more, the score is given up and minus infinity returned as soon as it stands
        below a floor: it would hardly have come to `least`.
        """
        floors = self.floors if least >= self.aim else ()
        total = 0.0
        for number, total in enumerate(self._standings(values)):
            if floors and total < floors[number]:
                return -math.inf
        return total

    def learn_floors(self, rows: Iterable[Sequence[float]], aim: float) -> None:
        """Learn the floors from examples (rows of feature values): how low those that came to `aim` stood."""
        lowest: list[float] = []
        for values in rows:
            standings = list(self._standings(values))
            if standings[-1] >= aim:
                lowest = list(map(min, lowest or standings, standings))
        self.aim, self.floors = aim, [_rounded(score - _MARGIN) for score in lowest]

    def _standings(self, values: Sequence[float]) -> Iterator[float]:
        """The score after every `_STEP` trees, and after all of them."""
        splits, leaves = self._splits, self.leaves
        total = 0.0
        for start in range(0, len(self.roots), _STEP):
            for at in self.roots[start : start + _STEP]:
                while at >= 0:
                    feature, threshold, among, yes, no = splits[at]
                    value: Any = values[feature]  # a whole number where it is asked for members
                    at = yes if (among >> value & 1 if among else value <= threshold) else no
                total += leaves[-1 - at]
            yield total

    @cached_property
    def _splits(self) -> list[tuple[int, float, int, int, int]]:
        """The splits, each with its fields together, for speed."""
        return list(zip(self.features, self.thresholds, self.members, self.yes, self.no, strict=True))

    def dumps(self) -> list[bytes]:
        """The lists as bytes, low byte first."""
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
    """The forest that `Forest.dumps` made bytes of. Raises ValueError for other bytes."""
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
    """A number as it comes back from a float of four bytes."""
    kept: float = struct.unpack("<f", struct.pack("<f", number))[0]
    return kept
