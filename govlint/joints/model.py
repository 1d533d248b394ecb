"""The model file of joints: word classes, pairs that open and close clauses, the gate and the trees."""

from __future__ import annotations

import os.path
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from govlint.joints.forest import Forest
from govlint.joints.forest import loads as loads_forest
from govlint.joints.words import Words
from govlint.spelling.container import ModelError, packed, unpacked
from govlint.spelling.counts import official
from govlint.spelling.table import StoredTable, restored, stored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govlint.spelling.counts import Counts

_FILE = os.path.join(os.path.dirname(__file__), "joints.model")


@dataclass(frozen=True)
class Gate:
    """The log-odds of a mark by what the characters at a joint say alone: a first look, cheap and coarse.
    Joints whose score is below `least` are not looked at again.
    """

    weights: tuple[float, ...]
    bias: float
    least: float

    def passes(self, nearby: Sequence[float]) -> bool:
        """Whether a joint is worth a second look."""
        return self.bias + sum(map(float.__mul__, self.weights, nearby)) >= self.least


@dataclass(frozen=True)
class JointModel:
    """All that tells a joint where a mark is missing from one where none belongs."""

    words: Words
    gate: Gate
    forest: Forest
    about: Mapping[str, Any]

    def dumps(self) -> bytes:
        """The bytes of a model file, for the stored counts this model goes with."""
        assert isinstance(self.words.counts.words, StoredTable)
        keys = self.words.counts.words.trie
        tags = bytearray(len(keys))
        for word, place in keys.items():
            tags[place] = self.words.tags[word]
        gate = {"weights": self.gate.weights, "bias": self.gate.bias, "least": self.gate.least}
        return packed(
            {**self.about, "gate": gate},
            [bytes(tags), *stored(self.words.openers), *stored(self.words.closers), *self.forest.dumps()],
        )


def loads(data: bytes, counts: Counts) -> JointModel:
    """The model of a file and of the counts it was built with. Raises ModelError where they do not fit."""
    about, (tags, *parts) = unpacked(data)
    assert isinstance(counts.words, StoredTable)
    if len(tags) != len(counts.words.trie):
        raise ModelError("模型文件与词频不是同一次做的")
    try:
        openers, closers = restored(*parts[:2]), restored(*parts[2:4])
        forest = loads_forest(parts[4:])
    except (TypeError, ValueError) as error:
        raise ModelError(f"模型文件不完整（{error}）") from None
    gate = about.pop("gate")
    return JointModel(
        Words(counts, counts.words.beside(tags), openers, closers),
        Gate(tuple(gate["weights"]), gate["bias"], gate["least"]),
        forest,
        about,
    )


@lru_cache(maxsize=1)
def official_joints() -> JointModel:
    """The model that comes with govlint, read when first asked for."""
    with open(_FILE, "rb") as file:
        return loads(file.read(), official())
