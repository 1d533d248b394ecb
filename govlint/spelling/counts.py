"""How often characters and words stand together in official texts, as counted once and kept in a file."""

from __future__ import annotations

import json
import math
import os.path
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OFFICIAL = os.path.join(os.path.dirname(__file__), "official.model")
_STEP = 0.17
FIRST_CODE = 32
"""The code point that stands for the code zero: the codes are printable ASCII."""
_LAST = 126
LEVELS = tuple(level * _STEP for level in range(_LAST - FIRST_CODE + 1))
"""What each code stands for: log(1 + count) for n-grams, log(1 + count per hundred million) for words."""


class ModelError(ValueError):
    """A model file that cannot be used."""


def code(value: float) -> int:
    """The code of a logarithm, 0 up to the last of `LEVELS`."""
    return min(max(round(value / _STEP), 0), len(LEVELS) - 1)


@dataclass
class Counts:
    """Codes (places in `LEVELS`) of n-grams of 1 to 4 characters and of words, and which characters are
    taken for each other: by sound (`readings`, exact; `loose`, with zh/z, n/ng, l/n told no more) and by
    shape.

    Text is as `candidates.plain` makes it. `mirrored` are the pairs of characters, written backwards, sorted.
    """

    grams: tuple[Mapping[str, int], ...]
    words: Mapping[str, int]
    readings: Mapping[str, tuple[str, ...]]
    loose: Mapping[str, str]
    shapes: Mapping[str, str]
    about: Mapping[str, Any] = field(default_factory=dict)
    mirrored: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Index what is looked up by a single character."""
        self._by_sound: dict[str, list[str]] = {}
        self._by_loose: dict[str, list[str]] = {}
        for char, readings in self.readings.items():
            for reading in readings:
                self._by_sound.setdefault(reading, []).append(char)
            for sound in {self.loose[reading] for reading in readings}:
                self._by_loose.setdefault(sound, []).append(char)
        self._alike: dict[str, dict[str, str]] = {}
        self._after: dict[str, frozenset[str]] = {}
        self._before: dict[str, frozenset[str]] = {}
        if not self.mirrored:
            self.mirrored = sorted(pair[::-1] for pair in self.grams[2])
        self._pairs = sorted(self.grams[2])
        self._homophones: dict[str, list[str]] | None = None
        self._sounds: dict[str, tuple[str, ...]] = {}

    def alike(self, char: str) -> Mapping[str, str]:
        """The characters one may be taken for, and why: `s` same sound, `f` a sound near it, `h` shape."""
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

    def after(self, char: str) -> frozenset[str]:
        """The characters counted right after one."""
        if char not in self._after:
            self._after[char] = _seconds(self._pairs, char)
        return self._after[char]

    def before(self, char: str) -> frozenset[str]:
        """The characters counted right before one."""
        if char not in self._before:
            self._before[char] = _seconds(self.mirrored, char)
        return self._before[char]

    def sounds(self, char: str) -> tuple[str, ...]:
        """The loose readings of a character."""
        if char not in self._sounds:
            self._sounds[char] = tuple({self.loose[reading]: None for reading in self.readings.get(char, ())})
        return self._sounds[char]

    def homophones(self, pair: str) -> set[str]:
        """Words of two characters that sound, loosely, like a pair."""
        if self._homophones is None:
            self._homophones = {}
            for word in self._common_pairs():
                for one in self.sounds(word[0]):
                    for other in self.sounds(word[1]):
                        self._homophones.setdefault(f"{one} {other}", []).append(word)
        return {
            word
            for one in self.sounds(pair[0])
            for other in self.sounds(pair[1])
            for word in self._homophones.get(f"{one} {other}", ())
        }

    def _common_pairs(self) -> Iterable[str]:
        """Words of two characters that official texts use."""
        common = code(math.log1p(3))
        return (gram for gram, count in self.grams[2].items() if count >= common and gram in self.words)

    def dumps(self) -> str:
        """The text of a model file."""
        by_length: dict[int, dict[str, int]] = {length: {} for length in _TABLES[4:]}
        for word, value in self.words.items():
            by_length[len(word)][word] = value
        tables = [*self.grams[1:], *by_length.values()]
        lines = [json.dumps(dict(self.about), ensure_ascii=False)]
        for table in tables:
            keys = sorted(table)
            lines += ["".join(keys), "".join(chr(FIRST_CODE + table[key]) for key in keys)]
        lines.append(" ".join(f"{reading}={sound}" for reading, sound in sorted(self.loose.items())))
        by_sound = {reading: "".join(sorted(chars)) for reading, chars in self._by_sound.items()}
        lines.append(" ".join(f"{reading}={chars}" for reading, chars in sorted(by_sound.items())))
        lines.append(" ".join(f"{char}{alike}" for char, alike in sorted(self.shapes.items())))
        lines.append("".join(self.mirrored))
        return "\n".join(lines) + "\n"


def _seconds(pairs: list[str], char: str) -> frozenset[str]:
    """The second characters of sorted pairs that begin with one."""
    return frozenset(
        pair[1] for pair in pairs[bisect_left(pairs, char) : bisect_left(pairs, chr(ord(char) + 1))]
    )


_TABLES = (1, 2, 3, 4, 1, 2, 3, 4, 5)  # lengths of the keys: n-grams, then words


def loads(text: str) -> Counts:
    """The counts of a model file. Raises ModelError where it is none."""
    lines = text.split("\n")
    try:
        tables = []
        for number, length in enumerate(_TABLES):
            codes = lines[2 + 2 * number].encode("ascii").translate(_DECODED)
            tables.append(dict(zip(_split(lines[1 + 2 * number], length), codes, strict=True)))
        sounds, chars_by_sound, shapes, mirrored = lines[1 + 2 * len(_TABLES) :][:4]
        readings: dict[str, list[str]] = {}
        for entry in chars_by_sound.split(" "):
            reading, chars = entry.split("=")
            for char in chars:
                readings.setdefault(char, []).append(reading)
        words: dict[str, int] = {}
        for table in tables[4:]:
            words.update(table)
        return Counts(
            ({}, *tables[:4]),
            words,
            {char: tuple(found) for char, found in readings.items()},
            dict(entry.split("=") for entry in sounds.split(" ")),
            {entry[0]: entry[1:] for entry in shapes.split(" ")},
            json.loads(lines[0]),
            _split(mirrored, 2),
        )
    except (IndexError, ValueError) as error:
        raise ModelError(f"模型文件不完整（{error}）") from None


def _split(keys: str, length: int) -> list[str]:
    return [keys[at : at + length] for at in range(0, len(keys), length)]


_DECODED = bytes(max(byte - FIRST_CODE, 0) for byte in range(256))


@lru_cache(maxsize=1)
def official() -> Counts:
    """The counts that come with govlint, read when first asked for."""
    with open(_OFFICIAL, encoding="utf-8", newline="\n") as file:
        return loads(file.read())
