"""Runs and joints of a plain text. A run is text without a punctuation mark, a joint a place in it where a
mark may be missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.spelling.counts import Counts

LEAST = 4
"""The number of characters that a clause has at least."""

MOST = 200
"""Longer runs, in characters, are not looked at: a text without a mark for so long has no marks at all."""

_RUN = re.compile(r"[^|]{12,}")


class Joint(NamedTuple):
    """A joint: the place before the character at offset `at` of a plain text. `start` and `end` (exclusive)
    are the ends of its run.
    """

    start: int
    at: int
    end: int


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end (exclusive) of the runs of a plain text that have 12 to `MOST` characters."""
    return (run.span() for run in _RUN.finditer(text) if run.end() - run.start() <= MOST)


def joints(counts: Counts, text: str) -> Iterator[Joint]:
    """Yield the joints of a plain text, by place. Each has at least `LEAST` characters of its run on both
    sides.
    """
    for start, end in runs(text):
        for at in range(start + LEAST, end - LEAST + 1):
            if is_joint(counts, text, at):
                yield Joint(start, at, end)


def is_joint(counts: Counts, text: str, at: int) -> bool:
    """Whether a clause may end before offset `at` of a plain text.

    It may not inside a known word of up to four characters, before a figure, or beside a Latin letter.
    """
    is_word = counts.words.has
    return (
        text[at] not in "0a"
        and text[at - 1] != "a"
        and not is_word(text[at - 1 : at + 1])
        and not is_word(text[at - 2 : at + 1])
        and not is_word(text[at - 1 : at + 2])
        and not is_word(text[at - 3 : at + 1])
        and not is_word(text[at - 2 : at + 2])
        and not is_word(text[at - 1 : at + 3])
    )
