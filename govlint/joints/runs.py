"""Runs of text without a punctuation mark, and the joints in them where one may be missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.spelling.counts import Counts

LEAST = 4
"""The fewest characters that a clause has."""

MOST = 200
"""The most characters of a run that is looked at: text that has no mark for longer has no marks at all."""

_RUN = re.compile(r"[^|]{12,}")


class Joint(NamedTuple):
    """The place before the character at offset `at` of a plain text, in the run from `start` to `end`
    (exclusive).
    """

    start: int
    at: int
    end: int


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Where the runs of a plain text begin and end that have 12 to `MOST` characters."""
    return (run.span() for run in _RUN.finditer(text) if run.end() - run.start() <= MOST)


def joints(counts: Counts, text: str) -> Iterator[Joint]:
    """The joints of a plain text with at least `LEAST` characters of the run on each side, in order."""
    for start, end in runs(text):
        for at in range(start + LEAST, end - LEAST + 1):
            if is_joint(counts, text, at):
                yield Joint(start, at, end)


def is_joint(counts: Counts, text: str, at: int) -> bool:
    """Whether a clause may end before the character at an offset of a plain text: no known word of up to four
    characters is cut there, no figure begins, and no Latin letter is beside it.
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
