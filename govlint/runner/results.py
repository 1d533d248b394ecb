"""The results of earlier runs: one small file each in the user's own cache folder, bounded in size.

An entry that cannot be read or trusted, or is not whole, counts as missing; its check value covers its name,
so that no entry is taken for another. Where the bound is reached, the entries unused for longest are removed.
Several processes may read and write at once: files are put in place whole, and one that is gone is just made
again.
"""

from __future__ import annotations

import contextlib
import os
import time

from govlint.cache import cache_folder, is_own, put
from govlint.digest import digest

_MEGABYTE = 1_000_000
_SIZE = 64  # MB the entries may take on disk, unless GOVLINT_CACHE_SIZE says otherwise
_BLOCK = 4096  # bytes that a file takes on disk at least
_SHARE = 16  # once this part of the bound (1/16) has been written, old entries are looked for and removed
# This file grows by one byte for each block written since entries were last removed. Several processes may
# append to it at once.
_LEDGER = "written"
_DAY = 24 * 3600
_CHECK = 32  # characters of the check value


def bound() -> int:
    """The bytes that entries may take on disk: GOVLINT_CACHE_SIZE, in MB, where it is a number."""
    try:
        return int(max(float(os.environ.get("GOVLINT_CACHE_SIZE") or _SIZE), 0) * _MEGABYTE)
    except (ValueError, OverflowError):
        return _SIZE * _MEGABYTE


def load(key: str) -> bytes | None:
    """The entry of a key, or None."""
    if not bound():
        return None
    path = os.path.join(_folder(), key)
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if not is_own(status):
                return None
            data = file.read()
    except OSError:
        return None
    if status.st_mtime < time.time() - _DAY:
        with contextlib.suppress(OSError):
            os.utime(path)  # used again: not among the oldest any more
    entry = data[_CHECK:]
    return entry if data[:_CHECK] == _check(key, entry) else None


def store(key: str, entry: bytes) -> None:
    """Keep an entry, if it can be kept."""
    limit = bound()
    data = _check(key, entry) + entry
    if len(data) > limit // _SHARE:
        return
    folder = _folder()
    with contextlib.suppress(OSError):
        put(os.path.join(folder, key), data)
        with open(os.path.join(folder, _LEDGER), "ab", buffering=0) as ledger:
            ledger.write(b"." * _blocks(len(data)))
            written = ledger.tell() * _BLOCK
        if written > limit // _SHARE:
            _drop_oldest(folder, limit - 2 * (limit // _SHARE))


def _folder() -> str:
    return os.path.join(cache_folder(), "results")


def _check(key: str, entry: bytes) -> bytes:
    return digest(key.encode() + entry, _CHECK // 2).encode()


def _blocks(size: int) -> int:
    return -(-size // _BLOCK)


def _drop_oldest(folder: str, limit: int) -> None:
    """Remove the oldest entries until the rest fits into `limit` bytes, and files of interrupted writes."""
    with open(os.path.join(folder, _LEDGER), "wb"):
        pass
    entries = []
    for entry in os.scandir(folder):
        with contextlib.suppress(OSError):  # another process removed it
            status = entry.stat()
            if entry.name.endswith(".part") and status.st_mtime < time.time() - _DAY:
                os.unlink(entry.path)
            elif entry.name != _LEDGER:
                entries.append((status.st_mtime, _blocks(status.st_size) * _BLOCK, entry.path))
    kept = _BLOCK  # the ledger
    for _, size, path in sorted(entries, reverse=True):
        kept += size
        if kept > limit:
            with contextlib.suppress(OSError):
                os.unlink(path)
