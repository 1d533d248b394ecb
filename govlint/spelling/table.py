"""Tables of codes by key, in memory or in a file's trie; a key that is not there has the code 0."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import marisa_trie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_CACHE_SIZE = 400_000  # keys of a table that are kept at hand, those asked for in vain too


class Table(dict[str, int]):
    """Codes from 1 to 255 by key. A key that is not there has the code 0; asking for it does not add it."""

    def __missing__(self, key: str) -> int:
        return 0

    def beginning(self, start: str) -> Iterator[str]:
        """The keys that begin with some characters, sorted. Nothing may be added to the table after that."""
        keys = self._sorted
        return takewhile(lambda key: key.startswith(start), islice(keys, bisect_left(keys, start), None))

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self)

    def opening(self, text: str) -> list[tuple[int, int]]:
        """The keys that a text begins with, shortest first: the length and the code of each."""
        return [(size, self[text[:size]]) for size in range(1, len(text) + 1) if self[text[:size]]]

    @property
    def has(self) -> Callable[[str], bool]:
        """Tells whether there is a key."""
        return self.__contains__


class StoredTable(Table):
    """A table whose keys are in a trie. What was asked for is kept in the dict itself, for speed, up to
    `_CACHE_SIZE` keys.
    """

    def __init__(self, trie: marisa_trie.Trie, codes: bytes) -> None:
        super().__init__()
        self.trie, self._codes = trie, codes

    def __missing__(self, key: str) -> int:
        if len(self) >= _CACHE_SIZE:
            self.clear()
        place = self.trie.get(key)
        code = self[key] = 0 if place is None else self._codes[place]
        return code

    def beginning(self, start: str) -> Iterator[str]:
        """The keys that begin with some characters."""
        return iter(self.trie.keys(start))

    def opening(self, text: str) -> list[tuple[int, int]]:
        """The keys that a text begins with, shortest first: the length and the code of each."""
        codes = self._codes
        return [(len(key), codes[place]) for key, place in self.trie.iter_prefixes_with_ids(text)]

    @property
    def has(self) -> Callable[[str], bool]:
        """Tells whether there is a key."""
        found: Callable[[str], bool] = self.trie.__contains__
        return found

    def beside(self, codes: bytes) -> StoredTable:
        """A table of the same keys with other codes."""
        return StoredTable(self.trie, codes)


def stored(table: Mapping[str, int]) -> list[bytes]:
    """The bytes of a table in memory: a trie of its keys, and the codes in the order of the trie."""
    trie = marisa_trie.Trie(sorted(table))
    codes = bytearray(len(trie))
    for key, code in table.items():
        codes[trie[key]] = code
    return [trie.tobytes(), bytes(codes)]


def restored(trie: bytes, codes: bytes) -> StoredTable:
    """The table that `stored` made bytes of. Raises ValueError for other bytes."""
    try:
        keys = marisa_trie.Trie().frombytes(trie)
    except RuntimeError as error:
        raise ValueError(str(error)) from None
    if len(keys) != len(codes):
        raise ValueError("键与值的数目不同")
    return StoredTable(keys, codes)
