"""Trees grown one after another, each on what those before it left unexplained (gradient boosting)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SCALE = 1000  # parts of one that the values of leaves are told in


class Split(NamedTuple):
    """A question about one feature: is its value at most `threshold`, or, where `members` is not 0, is it
    among them (a bit each)? `yes` and `no` are what to go on with.
    """

    feature: int
    threshold: float
    members: int
    yes: Split | float
    no: Split | float


@dataclass
class Forest:
    """Trees whose leaves add up to the log-odds of what they were taught.

    Splits lie in lists, one for each of their fields; what follows is a split by its number, or, as -1 - n,
    the leaf n. `roots` are where trees begin.
    """

    roots: list[int] = field(default_factory=list)
    features: list[int] = field(default_factory=list)
    thresholds: list[float] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    yes: list[int] = field(default_factory=list)
    no: list[int] = field(default_factory=list)
    leaves: list[float] = field(default_factory=list)

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

    def score(self, values: Sequence[float]) -> float:
        """The log-odds by the values of features."""
        features, thresholds, members = self.features, self.thresholds, self.members
        yes, no, leaves = self.yes, self.no, self.leaves
        total = 0.0
        for root in self.roots:
            at = root
            while at >= 0:
                value, among = values[features[at]], members[at]
                holds = among >> int(value) & 1 if among else value <= thresholds[at]
                at = yes[at] if holds else no[at]
            total += leaves[-1 - at]
        return total

    def dumps(self) -> list[bytes]:
        """The lists as bytes, low byte first."""
        leaves = [round(leaf * _SCALE) for leaf in self.leaves]
        whole = (self.roots, self.features, self.members, self.yes, self.no, leaves)
        return [
            *(struct.pack(f"<{len(numbers)}i", *numbers) for numbers in whole),
            struct.pack(f"<{len(self.thresholds)}f", *self.thresholds),
        ]


def loads(parts: Sequence[bytes]) -> Forest:
    """The forest of such bytes. Raises ValueError where they are none."""
    try:
        roots, features, members, yes, no, leaves = (
            list(struct.unpack(f"<{len(part) // 4}i", part)) for part in parts[:-1]
        )
        thresholds = list(struct.unpack(f"<{len(parts[-1]) // 4}f", parts[-1]))
    except (IndexError, struct.error) as error:
        raise ValueError(str(error)) from None
    return Forest(roots, features, thresholds, members, yes, no, [leaf / _SCALE for leaf in leaves])


def _rounded(number: float) -> float:
    """A number as a file of four bytes each keeps it."""
    kept: float = struct.unpack("<f", struct.pack("<f", number))[0]
    return kept
