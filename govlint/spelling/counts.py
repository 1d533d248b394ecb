"""How often characters and words occur in official texts."""

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
_STEP = 0.17  # between the values of neighbouring codes
_HIGHEST = 94
LEVELS = (0.0, *(level * _STEP for level in range(_HIGHEST + 1)))
"""The value of each code. A frequency is stored as a code of one byte; its value is log(1 + count) for
n-grams, log(1 + count per hundred million words) for words.
"""


def code(value: float) -> int:
    """The code, from 1 up, whose value in `LEVELS` is nearest to `value`. Code 0 means that something never
    occurs.
    """
    return min(max(round(value / _STEP), 0), len(LEVELS) - 2) + 1


@dataclass
class Counts:
    """How often n-grams and words occur, and which characters are taken for each other.

    - `grams[n]` has the codes (indexes into `LEVELS`) of n-grams of 1 to 4 characters, in text as
      `candidates.plain` makes it; `words` has those of words.
    - `readings` maps a character to its readings. `loose` maps a reading to one in which zh and z, n and ng,
      l and n are the same. `shapes` maps a character to those that look like it.
    - `mirrored` has the bigrams backwards; `sounded` has the words of two characters, each behind its loose
      readings. Where they are None, they are built when first needed.
    - `about` is what the model file says of itself.

    Indexes by character are built as they are needed and kept.
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
        """The characters that `char` may be mistaken for, each with the reason: `s` for the same sound, `f`
        for a similar sound, `h` for a similar shape.
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
        """The characters that `char` may be mistaken for."""
        if char not in self._rivals:
            self._rivals[char] = frozenset(self.alike(char))
        return self._rivals[char]

    def after(self, char: str) -> frozenset[str]:
        """The characters that occur right after `char`."""
        if char not in self._after:
            self._after[char] = frozenset(pair[1] for pair in self.grams[2].beginning(char))
        return self._after[char]

    def before(self, char: str) -> frozenset[str]:
        """The characters that occur right before `char`."""
        if char not in self._before:
            if self.mirrored is None:
                self.mirrored = self._reversed()
            self._before[char] = frozenset(pair[1] for pair in self.mirrored.beginning(char))
        return self._before[char]

    def _reversed(self) -> Table:
        return Table({pair[::-1]: code for pair, code in self.grams[2].items()})

    def sounds(self, char: str) -> tuple[str, ...]:
        """The loose readings of a character, each once."""
        if char not in self._sounds:
            readings = self.readings.get(char, ())
            self._sounds[char] = tuple(dict.fromkeys(self.loose[reading] for reading in readings))
        return self._sounds[char]

    def homophones(self, pair: str) -> Iterator[str]:
        """Yield the common words of two characters that have loose readings in common with `pair`. A word
        comes once for each combination of readings it shares.
        """
        for one in self.sounds(pair[0]):
            for other in self.sounds(pair[1]):
                yield from self._sounding(one, other)

    def _sounding(self, one: str, other: str) -> list[str]:
        """The common words of two characters whose loose readings are `one` and `other`."""
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
        """The bytes of a model file with these counts."""
        by_sound = {reading: "".join(sorted(chars)) for reading, chars in sorted(self._by_sound.items())}
        alike = [dict(sorted(self.loose.items())), by_sound, dict(sorted(self.shapes.items()))]
        parts = [json.dumps(alike, ensure_ascii=False).encode("utf-8")]
        for table in (*self.grams[1:], self.words, self._reversed(), self._by_sounds()):
            parts += stored(table)
        return packed(self.about, parts)


_USED = code(math.log1p(3))  # two-character words that occur less than 3 times are no candidates


def loads(data: bytes) -> Counts:
    """The counts in the bytes of a model file. Raises ModelError where it is damaged."""
    about, (alike, *tables) = unpacked(data)
    try:
        loose, by_sound, shapes = json.loads(alike)
        pairs = zip(tables[::2], tables[1::2], strict=True)  # the keys of each table, and its codes
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
    """The counts that come with govlint. They are read at the first call."""
    with open(_OFFICIAL, "rb") as file:
        return loads(file.read())
