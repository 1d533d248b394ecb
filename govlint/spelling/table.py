"""Tables that map strings to codes of one byte, in memory or in a trie of a model file."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import marisa_trie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_CACHE_SIZE = 400_000  # keys of a `StoredTable` whose codes are cached, missing keys included


class Table(dict[str, int]):
    """A mapping of keys to codes from 1 to 255. The code of a missing key is 0; looking it up does not add
    it.
    """

    def __missing__(self, key: str) -> int:
        return 0

    def beginning(self, start: str) -> Iterator[str]:
        """Yield the keys that begin with `start`, sorted. After the first call, nothing may be added to the
        table.
        """
        keys = self._sorted
        return takewhile(lambda key: key.startswith(start), islice(keys, bisect_left(keys, start), None))

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self)

    def opening(self, text: str) -> list[tuple[int, int]]:
        """The keys that `text` begins with, shortest first, as pairs of length and code."""
        return [(size, self[text[:size]]) for size in range(1, len(text) + 1) if self[text[:size]]]

    @property
    def has(self) -> Callable[[str], bool]:
        """The function that tells whether a key is in the table."""
        return self.__contains__


class StoredTable(Table):
    """A table whose keys are in a trie. The dict itself caches up to `_CACHE_SIZE` codes looked up before."""

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
        """Yield the keys that begin with `start`, in the order of the trie."""
        return iter(self.trie.keys(start))

    def opening(self, text: str) -> list[tuple[int, int]]:
        """The keys that `text` begins with, shortest first, as pairs of length and code."""
        codes = self._codes
        return [(len(key), codes[place]) for key, place in self.trie.iter_prefixes_with_ids(text)]

    @property
    def has(self) -> Callable[[str], bool]:
        """The function that tells whether a key is in the table."""
        found: Callable[[str], bool] = self.trie.__contains__
        return found

    def beside(self, codes: bytes) -> StoredTable:
        """A table with the same keys and other codes, which are in the order of the trie."""
        return StoredTable(self.trie, codes)


def stored(table: Mapping[str, int]) -> list[bytes]:
    """The parts of a model file that hold a table: a trie of its keys, and the codes in the order of the
    trie.
    """
    trie = marisa_trie.Trie(sorted(table))
    codes = bytearray(len(trie))
    for key, code in table.items():
        codes[trie[key]] = code
    return [trie.tobytes(), bytes(codes)]


def restored(trie: bytes, codes: bytes) -> StoredTable:
    """The table in two parts that `stored` wrote. Raises ValueError where they are damaged."""
    try:
        keys = marisa_trie.Trie().frombytes(trie)
    except RuntimeError as error:
        raise ValueError(str(error)) from None
    if len(keys) != len(codes):
        raise ValueError("键与值的数目不同")
    return StoredTable(keys, codes)
