"""How often characters and words come in official texts, counted once and kept in a file."""

from __future__ import annotations

import json
import math
import os.path
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from govlint.spelling.container import ModelError, packed, unpacked
from govlint.spelling.table import Table, restored, stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OFFICIAL = os.path.join(os.path.dirname(__file__), "official.model")
_STEP = 0.17
_HIGHEST = 94
LEVELS = (0.0, *(level * _STEP for level in range(_HIGHEST + 1)))
"""Frequencies are kept as codes of one byte; this is the value of each code: log(1 + count) for n-grams,
log(1 + count per hundred million) for words.
"""


def code(value: float) -> int:
    """The code (from 1 up) whose value in `LEVELS` is nearest to a logarithm. Code 0 means never counted."""
    return min(max(round(value / _STEP), 0), len(LEVELS) - 2) + 1


@dataclass
class Counts:
    """How often n-grams and words were counted, and which characters are taken for each other.

    - `grams[n]` has the codes (places in `LEVELS`) of n-grams of 1 to 4 characters, in text as
      `candidates.plain` makes it; `words` has those of words.
    - `readings` are the sounds of a character; `loose` gives for each a sound in which zh and z, n and ng, l
      and n are the same; `shapes` are the characters that look like one.
    - `mirrored` has the pairs of characters backwards, `sounded` the words of two characters after their
      loose readings. Where they are None, they are made when first asked for.
    - `about` is what the model file says of itself.
    """

    grams: tuple[Table, ...]
    words: Table
    readings: Mapping[str, tuple[str, ...]]
    loose: Mapping[str, str]
    shapes: Mapping[str, str]
    about: Mapping[str, Any] = field(default_factory=dict)
    mirrored: Table | None = None
    sounded: Table | None = None

    def __post_init__(self) -> None:
        """Build the indexes by single characters."""
        self._by_sound: defaultdict[str, list[str]] = defaultdict(list)
        for char, readings in self.readings.items():
            for reading in readings:
                self._by_sound[reading].append(char)
        self._by_loose: defaultdict[str, dict[str, None]] = defaultdict(dict)  # in order, each once
        for reading, chars in self._by_sound.items():
            self._by_loose[self.loose[reading]].update(dict.fromkeys(chars))
        self._alike: dict[str, dict[str, str]] = {}
        self._rivals: dict[str, frozenset[str]] = {}
        self._after: dict[str, frozenset[str]] = {}
        self._before: dict[str, frozenset[str]] = {}
        self._sounds: dict[str, tuple[str, ...]] = {}
        self._homophones: dict[tuple[str, str], list[str]] = {}

    def alike(self, char: str) -> Mapping[str, str]:
        """The characters that one may be mistaken for, with the reason: `s` same sound, `f` similar sound,
        `h` similar shape.
        """
        if char not in self._alike:
            found: dict[str, str] = dict.fromkeys(self.shapes.get(char, ""), "h")
            readings = self.readings.get(char, ())
            for reading in readings:
                found.update(dict.fromkeys(self._by_loose[self.loose[reading]], "f"))
            for reading in readings:
                found.update(dict.fromkeys(self._by_sound[reading], "s"))
            found.pop(char, None)
            self._alike[char] = found
        return self._alike[char]

    def rivals(self, char: str) -> frozenset[str]:
        """The characters that one may be mistaken for."""
        if char not in self._rivals:
            self._rivals[char] = frozenset(self.alike(char))
        return self._rivals[char]

    def after(self, char: str) -> frozenset[str]:
        """The characters that were counted right after one."""
        if char not in self._after:
            self._after[char] = frozenset(pair[1] for pair in self.grams[2].beginning(char))
        return self._after[char]

    def before(self, char: str) -> frozenset[str]:
        """The characters that were counted right before one."""
        if char not in self._before:
            if self.mirrored is None:
                self.mirrored = self._reversed()
            self._before[char] = frozenset(pair[1] for pair in self.mirrored.beginning(char))
        return self._before[char]

    def _reversed(self) -> Table:
        return Table({pair[::-1]: code for pair, code in self.grams[2].items()})

    def sounds(self, char: str) -> tuple[str, ...]:
        """The loose readings of a character."""
        if char not in self._sounds:
            readings = self.readings.get(char, ())
            self._sounds[char] = tuple(dict.fromkeys(self.loose[reading] for reading in readings))
        return self._sounds[char]

    def homophones(self, pair: str) -> Iterator[str]:
        """The words of two characters that sound, loosely, like a pair, and that official texts use. A word
        comes once for each reading it shares with the pair.
        """
        for one in self.sounds(pair[0]):
            for other in self.sounds(pair[1]):
                yield from self._sounding(one, other)

    def _sounding(self, one: str, other: str) -> list[str]:
        """The words of two characters with these two loose readings."""
        if (one, other) not in self._homophones:
            if self.sounded is None:
                self.sounded = self._by_sounds()
            self._homophones[one, other] = [key[-2:] for key in self.sounded.beginning(f"{one} {other} ")]
        return self._homophones[one, other]

    def _by_sounds(self) -> Table:
        return Table(
            {
                f"{one} {other} {word}": 1
                for word in self.words
                if len(word) == 2 and self.grams[2][word] >= _USED
                for one in self.sounds(word[0])
                for other in self.sounds(word[1])
            }
        )

    def dumps(self) -> bytes:
        """The bytes of a model file."""
        by_sound = {reading: "".join(sorted(chars)) for reading, chars in sorted(self._by_sound.items())}
        alike = [dict(sorted(self.loose.items())), by_sound, dict(sorted(self.shapes.items()))]
        parts = [json.dumps(alike, ensure_ascii=False).encode("utf-8")]
        for table in (*self.grams[1:], self.words, self._reversed(), self._by_sounds()):
            parts += stored(table)
        return packed(self.about, parts)


_USED = code(math.log1p(3))


def loads(data: bytes) -> Counts:
    """The counts of a model file. Raises ModelError where it is none."""
    about, (alike, *tables) = unpacked(data)
    try:
        loose, by_sound, shapes = json.loads(alike)
        pairs = zip(tables[::2], tables[1::2], strict=True)  # of each table the keys and the codes
        *grams, words, mirrored, sounded = (restored(keys, codes) for keys, codes in pairs)
    except ValueError as error:
        raise ModelError(f"模型文件不完整（{error}）") from None
    readings: defaultdict[str, list[str]] = defaultdict(list)
    for reading, chars in by_sound.items():
        for char in chars:
            readings[char].append(reading)
    return Counts(
        (Table(), *grams),
        words,
        {char: tuple(found) for char, found in readings.items()},
        loose,
        shapes,
        about,
        mirrored,
        sounded,
    )


@lru_cache(maxsize=1)
def official() -> Counts:
    """The counts that come with govlint, read when first asked for."""
    with open(_OFFICIAL, "rb") as file:
        return loads(file.read())
