"""The model file of joints: word classes, pairs that open and close clauses, the gate and the trees."""

from __future__ import annotations

import json
import os.path
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from govlint.joints.forest import Forest, Split, Tree
from govlint.joints.words import Words
from govlint.spelling.counts import FIRST_CODE, ModelError, official

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govlint.spelling.counts import Counts

_FILE = os.path.join(os.path.dirname(__file__), "joints.model")
_UNREAD = Split(0, 0.0, None, 0, 0)
SCALE = 1000
"""Parts of one that the values of leaves are told in."""


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

    def dumps(self) -> str:
        """The text of a model file, for the counts this model goes with."""
        lines = [json.dumps(dict(self.about), ensure_ascii=False)]
        words = sorted(self.words.counts.words, key=lambda word: (len(word), word))  # as they are in its file
        lines.append("".join(self.words.tags.get(word, "-") for word in words))
        for pairs in (self.words.openers, self.words.closers):
            keys = sorted(pairs)
            lines += [" ".join(keys), "".join(chr(FIRST_CODE + pairs[key]) for key in keys)]
        lines.append(json.dumps([self.gate.bias, self.gate.least, *self.gate.weights]))
        thresholds = sorted({split.threshold for tree in self.forest.trees for split in tree.splits})
        places = {threshold: place for place, threshold in enumerate(thresholds)}
        lines.append(json.dumps(thresholds))
        lines += [" ".join(_told(tree, places)) for tree in self.forest.trees]
        return "\n".join(lines) + "\n"


def loads(text: str, counts: Counts) -> JointModel:
    """The model of a file and of the counts it was built with. Raises ModelError where they do not fit."""
    lines = text.rstrip("\n").split("\n")
    try:
        tags = {word: letter for word, letter in zip(counts.words, lines[1], strict=True) if letter != "-"}
        openers, closers = (
            dict(zip(lines[at].split(" "), _codes(lines[at + 1]), strict=True)) for at in (2, 4)
        )
        bias, least, *weights = json.loads(lines[6])
        thresholds = json.loads(lines[7])
        return JointModel(
            Words(counts, tags, openers, closers),
            Gate(tuple(weights), bias, least),
            Forest(tuple(_tree(line, thresholds) for line in lines[8:])),
            json.loads(lines[0]),
        )
    except (IndexError, ValueError) as error:
        raise ModelError(f"模型文件不完整，或与词频不是同一次做的（{error}）") from None


def _codes(line: str) -> list[int]:
    return [ord(char) - FIRST_CODE for char in line]


def _told(tree: Tree, places: Mapping[float, int], at: int = 0) -> Iterator[str]:
    """A tree from one of its splits or leaves on: the question, what follows a yes, what follows a no."""
    if at < 0:
        yield str(round(tree.leaves[-1 - at] * SCALE))
        return
    split = tree.splits[at]
    if split.members is None:
        yield f"{split.feature}<{places[split.threshold]}"
    else:
        yield f"{split.feature}={split.members}"
    yield from _told(tree, places, split.yes)
    yield from _told(tree, places, split.no)


def _tree(line: str, thresholds: Sequence[float]) -> Tree:
    """The tree that `_told` tells of. Raises ValueError where none is told to its end."""
    splits: list[Split] = []
    leaves: list[float] = []
    tokens = iter(line.split(" "))

    def read() -> int:
        token = next(tokens, "")
        sign = "<" if "<" in token else "="
        feature, asks, value = token.partition(sign)
        if not asks:
            leaves.append(int(token) / SCALE)
            return -len(leaves)
        number = len(splits)
        splits.append(_UNREAD)
        threshold, members = (thresholds[int(value)], None) if sign == "<" else (0.0, int(value))
        yes, no = read(), read()
        splits[number] = Split(int(feature), threshold, members, yes, no)
        return number

    read()
    return Tree(tuple(splits), tuple(leaves))


@lru_cache(maxsize=1)
def official_joints() -> JointModel:
    """The model that comes with govlint, read when first asked for."""
    with open(_FILE, encoding="utf-8", newline="\n") as file:
        return loads(file.read(), official())
