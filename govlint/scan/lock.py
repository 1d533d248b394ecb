"""A lock on a file, held by one process. The system releases it when the process ends, even by a kill."""

from __future__ import annotations

import errno
import os
import sys

_AT = 1 << 20  # the byte that is locked, behind all content: on Windows nobody else can read a locked byte
_LONGEST = 20  # digits of the number of a process
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class HeldError(Exception):
    """A lock that another process holds; its text is the number of that process, or empty."""


def take(path: str) -> int:
    """Lock a file, created if it is not there, and return a descriptor: closing it releases the lock.

    Processes forked from this one do not hold the lock. On a file system without locks, none is held. Raises
    HeldError, and OSError where the file cannot be written.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _HELD:
            holder = os.read(descriptor, _LONGEST).decode("ascii", "replace")
            os.close(descriptor)
            raise HeldError(holder) from None
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return descriptor


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        os.lseek(descriptor, _AT, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _AT)
