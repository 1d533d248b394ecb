"""Stores cached results as bytes: a small file for each in the user's cache folder, with a limit on the total
size.

An entry that is damaged or not the user's own counts as missing. Its checksum covers its key, so no entry is
taken for another. Where the limit is reached, the entries that were not used for longest are removed. Several
processes may read and write at once: files are replaced in one step, and a result that is gone is computed
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
_BLOCK = 4096  # bytes; a file takes a multiple of this on disk
_SHARE = 16  # old entries are removed each time that 1/16 of the limit has been written
# The length of this file is the number of blocks written since entries were last removed. Several processes
# may append to it at once.
_LEDGER = "written"
_DAY = 24 * 3600
_CHECK = 32  # characters of the checksum


def bound() -> int:
    """The limit in bytes on disk: `GOVLINT_CACHE_SIZE`, in MB, where that is a number; 0 turns the
    cache off.
    """
    try:
        return int(max(float(os.environ.get("GOVLINT_CACHE_SIZE") or _SIZE), 0) * _MEGABYTE)
    except (ValueError, OverflowError):
        return _SIZE * _MEGABYTE


def load(key: str) -> bytes | None:
    """The entry stored under a key; None where there is none. Its time is updated once a day, as a sign of
    use.
    """
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
    """Store an entry under a key. Nothing is raised where the system does not allow it, and an entry larger
    than 1/16 of the limit is not stored.
    """
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
    """Remove the entries not used for longest until the rest fits into `limit` bytes, and files left by
    interrupted writes.
    """
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
