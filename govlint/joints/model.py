"""The model file of joints: word classes, the gate and the trees."""

from __future__ import annotations

import os.path
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from govlint.joints.forest import Forest
from govlint.joints.forest import loads as loads_forest
from govlint.joints.gate import Gate, Prefilter
from govlint.joints.words import Words
from govlint.spelling.container import ModelError, packed, unpacked
from govlint.spelling.counts import official
from govlint.spelling.table import StoredTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.spelling.counts import Counts

_FILE = os.path.join(os.path.dirname(__file__), "joints.model")


@dataclass(frozen=True)
class JointModel:
    """All that tells a joint where a mark is missing from one where none belongs."""

    words: Words
    gate: Gate
    forest: Forest
    about: Mapping[str, Any]

    @cached_property
    def prefilter(self) -> Prefilter:
        """The quick look that drops most joints before the gate."""
        return Prefilter(self.gate, self.words.counts)

    def dumps(self) -> bytes:
        """The bytes of a model file. It goes with the counts that the model was made of, and no others."""
        assert isinstance(self.words.counts.words, StoredTable)
        keys = self.words.counts.words.trie
        tags = bytearray(len(keys))
        for word, place in keys.items():
            tags[place] = self.words.tags[word]
        gate = {"weights": self.gate.weights, "bias": self.gate.bias, "least": self.gate.least}
        return packed(
            {**self.about, "gate": gate},
            [bytes(tags), *self.forest.dumps()],
        )


def loads(data: bytes, counts: Counts) -> JointModel:
    """The model of a file's bytes, with the counts it was built with. Raises ModelError where they do not fit
    together.
    """
    about, (tags, *parts) = unpacked(data)
    assert isinstance(counts.words, StoredTable)
    if len(tags) != len(counts.words.trie):
        raise ModelError("模型文件与词频不是同一次做的")
    try:
        forest = loads_forest(parts)
    except ValueError as error:
        raise ModelError(f"模型文件不完整（{error}）") from None
    gate = about.pop("gate")
    return JointModel(
        Words(counts, counts.words.beside(tags)),
        Gate(tuple(gate["weights"]), gate["bias"], gate["least"]),
        forest,
        about,
    )


@lru_cache(maxsize=1)
def official_joints() -> JointModel:
    """The model that comes with govlint, read when first asked for."""
    with open(_FILE, "rb") as file:
        return loads(file.read(), official())
