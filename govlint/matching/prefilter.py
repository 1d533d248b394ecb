"""Tells in one pass over a text which of many searches can find anything in it."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


class LiteralPrefilter:
    """Drops searches that cannot find anything in a text. The searches are numbered from 0.

    `needs[n]` holds texts of which search n needs at least one to find anything; where it is empty, the
    search always passes.
    """

    def __init__(self, needs: Sequence[Collection[str]]) -> None:
        import ahocorasick_rs

        self._always: frozenset[int] = frozenset(number for number, texts in enumerate(needs) if not texts)
        users: dict[str, list[int]] = {}
        for number, texts in enumerate(needs):
            for text in texts:
                users.setdefault(text, []).append(number)
        self._users = list(users.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(users))

    def passing(self, text: str) -> frozenset[int]:
        """The numbers of the searches that may find something in a text. Takes one pass over the text."""
        found = {match[0] for match in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        return self._always.union(*(self._users[index] for index in found))

    def passing_each(self, texts: Sequence[str]) -> list[set[int]]:
        """The result of `passing` for each of several texts, in one pass. The texts must not contain line
        feeds.
        """
        passing = [set(self._always) for _ in texts]
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        matches = self._automaton.find_matches_as_indexes("\n".join(texts), overlapping=True)
        for index, start, _ in matches:
            passing[bisect_right(starts, start) - 1].update(self._users[index])
        return passing
