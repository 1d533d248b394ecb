"""The model file of joints: word classes, the weights of the linear filter, and the trees."""

from __future__ import annotations

import os.path
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from govlint.joints.filters import LinearFilter, ScoreBound
from govlint.joints.forest import Forest
from govlint.joints.forest import loads as loads_forest
from govlint.joints.words import Words
from govlint.spelling.container import ModelError, packed, unpacked
from govlint.spelling.counts import official
from govlint.spelling.table import StoredTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.spelling.counts import Counts

_FILE = os.path.join(os.path.dirname(__file__), "joints.model")
_LINEAR_FILTER = "gate"  # its key in the model file


@dataclass(frozen=True)
class JointModel:
    """What tells a joint where a mark is missing from one where none belongs.

    `linear_filter` and `forest` score joints, `words` segments the text around them, `about` is the head of
    the model file.
    """

    words: Words
    linear_filter: LinearFilter
    forest: Forest
    about: Mapping[str, Any]

    @cached_property
    def score_bound(self) -> ScoreBound:
        """The upper bound of what `linear_filter` scores."""
        return ScoreBound(self.linear_filter, self.words.counts)

    def dumps(self) -> bytes:
        """The bytes of a model file. It can be loaded only with the counts that the model was built with."""
        assert isinstance(self.words.counts.words, StoredTable)
        keys = self.words.counts.words.trie
        tags = bytearray(len(keys))
        for word, place in keys.items():
            tags[place] = self.words.tags[word]
        return packed(
            {**self.about, _LINEAR_FILTER: asdict(self.linear_filter)},
            [bytes(tags), *self.forest.dumps()],
        )


def loads(data: bytes, counts: Counts) -> JointModel:
    """The model in the bytes of a model file; `counts` must be those it was built with. Raises ModelError
    where they are not, or the bytes are no model file.
    """
    about, (tags, *parts) = unpacked(data)
    assert isinstance(counts.words, StoredTable)
    if len(tags) != len(counts.words.trie):
        raise ModelError("模型文件与词频不是同一次做的")
    try:
        forest = loads_forest(parts)
    except ValueError as error:
        raise ModelError(f"模型文件不完整（{error}）") from None
    linear = about.pop(_LINEAR_FILTER)
    return JointModel(
        Words(counts, counts.words.beside(tags)),
        LinearFilter(tuple(linear["weights"]), linear["bias"], linear["least"]),
        forest,
        about,
    )


@lru_cache(maxsize=1)
def official_joints() -> JointModel:
    """The model that comes with govlint. It is read at the first call."""
    with open(_FILE, "rb") as file:
        return loads(file.read(), official())
