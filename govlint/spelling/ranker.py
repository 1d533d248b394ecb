"""Scores candidates by a logistic model in which each feature has a piecewise linear weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KNOTS = (-1.0, 0.0, 1.0, 2.0)
"""Where the slope of a feature may change, in standard deviations from its mean."""

LIMIT = 5.0
"""Values of features are clipped to this many standard deviations from their mean."""


@dataclass(frozen=True)
class Ranker:
    """The weights that `tools/build_model.py` learned.

    `means` and `deviations` have an entry for each feature in `features.NAMES`. `slopes` and `biases` have
    two entries, for candidates of one character and of two. In `slopes[n]`, the row of a feature holds its
    slope below the first of `KNOTS`, then the change of slope at each knot.
    """

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    slopes: tuple[tuple[tuple[float, ...], ...], ...]
    biases: tuple[float, float]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Ranker:
        """The ranker with the weights in `data`, as a model file has them in `Counts.about`."""
        return cls(
            tuple(data["means"]),
            tuple(data["deviations"]),
            tuple(tuple(tuple(row) for row in table) for table in data["slopes"]),
            tuple(data["biases"]),
        )

    def score(self, values: Sequence[float], length: int) -> float:
        """The log-odds that a candidate of `length` (1 or 2) characters was meant. `values` are its
        features.
        """
        total = self.biases[length - 1]
        for value, mean, deviation, row in zip(
            values, self.means, self.deviations, self.slopes[length - 1], strict=True
        ):
            x = (value - mean) / deviation
            x = LIMIT if x > LIMIT else -LIMIT if x < -LIMIT else x
            total += row[0] * x
            for knot, change in zip(KNOTS, row[1:], strict=True):
                if x <= knot:
                    break
                total += change * (x - knot)
        return total
