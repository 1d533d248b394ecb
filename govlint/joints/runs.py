"""Runs of text without a mark, and the joints in them where one may be missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.spelling.counts import Counts

LEAST = 4
"""Characters that a clause has at least."""

_RUN = re.compile(r"[^|]{12,}")


class Joint(NamedTuple):
    """A place in a plain text before the character `at`, and the run it lies in; `end` is exclusive."""

    start: int
    at: int
    end: int


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Where runs of a plain text begin and end that are long enough for two clauses and more."""
    return (run.span() for run in _RUN.finditer(text))


def joints(counts: Counts, text: str) -> Iterator[Joint]:
    """The joints of a plain text, by place, that leave a clause on both sides."""
    for start, end in runs(text):
        for at in range(start + LEAST, end - LEAST + 1):
            if is_joint(counts, text, at):
                yield Joint(start, at, end)


def is_joint(counts: Counts, text: str, at: int) -> bool:
    """Whether a clause may end before a character of a plain text: no known word is cut, no figure begins."""
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
