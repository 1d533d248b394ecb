"""How much all that speaks for a candidate weighs: a logistic model over piecewise linear features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KNOTS = (-1.0, 0.0, 1.0, 2.0)
"""Where, in standard deviations from the mean, the weight of a feature may change."""

LIMIT = 5.0
"""Standard deviations from the mean beyond which a feature says no more."""


@dataclass(frozen=True)
class Ranker:
    """Weights learned by `tools/build_model.py`: the mean and the deviation of each of `features.NAMES` and,
    for one character and for two, its slope up to the first knot and the change of slope at each.
    """

    means: tuple[float, ...]
    deviations: tuple[float, ...]
    slopes: tuple[tuple[tuple[float, ...], ...], ...]
    biases: tuple[float, float]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Ranker:
        """The ranker whose weights a model file tells."""
        return cls(
            tuple(data["means"]),
            tuple(data["deviations"]),
            tuple(tuple(tuple(row) for row in table) for table in data["slopes"]),
            tuple(data["biases"]),
        )

    def score(self, values: Sequence[float], length: int) -> float:
        """The log-odds that a candidate of a length is what was meant."""
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
