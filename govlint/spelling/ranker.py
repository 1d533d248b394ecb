"""How much all that speaks for a candidate weighs: a logistic model over piecewise linear features."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

from govlint.spelling.features import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govlint.spelling.candidates import Candidate

KNOTS = (-1.0, 0.0, 1.0, 2.0)
"""Where, in standard deviations from the mean, the weight of a feature may change."""

LIMIT = 5.0
"""Standard deviations from the mean beyond which a feature says no more."""

RIVALS = ("rivals", "lead_gain", "lead_parsed")
"""Features that compare the candidates of one place: how many there are (log), and how far ahead of the best
other one (or behind the best) this one is.
"""

ALL = NAMES + RIVALS
_GAIN, _PARSED = NAMES.index("gain"), NAMES.index("parsed")
_FAR = 8.0  # a lead beyond which it says no more


@dataclass(frozen=True)
class Ranker:
    """Weights learned by `tools/build_model.py`: for each of `ALL` its mean and deviation and, for one
    character and for two, the slope up to the first knot and the change of slope at each.
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


def with_rivals(
    rows: Sequence[tuple[Candidate, list[float]]],
) -> list[tuple[Candidate, list[float]]]:
    """The candidates of one place with their features and those that compare them."""
    if not rows:
        return []
    many = log(len(rows))
    leads = []
    for place in (_GAIN, _PARSED):
        values = sorted([row[place] for _, row in rows], reverse=True)
        best, next_best = values[0], values[1] if len(values) > 1 else values[0] - LIMIT
        leads.append([row[place] - (next_best if row[place] == best else best) for _, row in rows])
    return [
        (candidate, [*row, many, max(min(gain, _FAR), -_FAR), max(min(parsed, _FAR), -_FAR)])
        for (candidate, row), gain, parsed in zip(rows, *leads, strict=True)
    ]
