"""Scores candidates: a logistic model whose features each have a piecewise linear weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KNOTS = (-1.0, 0.0, 1.0, 2.0)
"""The places, in standard deviations from the mean, where the slope of a feature may change."""

LIMIT = 5.0
"""Standard deviations from the mean at which the values of features are cut off."""


@dataclass(frozen=True)
class Ranker:
    """The weights that `tools/build_model.py` learned.

    `means` and `deviations` are those of each feature in `features.NAMES`. `slopes` and `biases` come twice,
    for candidates of one character and of two; a row of slopes has the slope of a feature up to the first of
    `KNOTS` and the change of slope at each knot.
    """

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    slopes: tuple[tuple[tuple[float, ...], ...], ...]
    biases: tuple[float, float]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Ranker:
        """The ranker with the weights that a model file says in `Counts.about`."""
        return cls(
            tuple(data["means"]),
            tuple(data["deviations"]),
            tuple(tuple(tuple(row) for row in table) for table in data["slopes"]),
            tuple(data["biases"]),
        )

    def score(self, values: Sequence[float], length: int) -> float:
        """The log-odds that a candidate is what was meant; `length` is 1 or 2 characters."""
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
