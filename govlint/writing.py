"""Writes files whole or not at all: beside the place, then moved into it."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from stat import S_IMODE, S_ISREG
from typing import IO, TYPE_CHECKING

from govlint.reasons import why_unwritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WRITABLE = 0o222


class UnwritableError(ValueError):
    """A file that cannot be written; the message is the reason, in words for the user."""


def replace_content(path: str, before: bytes, after: bytes) -> None:
    """Give a file other bytes: the one a link leads to, its mode and owner kept.

    Raises UnwritableError where it is read-only or holds something else than `before`, OSError where the
    system refuses; then it is as it was.
    """
    real = os.path.realpath(path)
    status = os.stat(real)
    if not status.st_mode & _WRITABLE or not os.access(real, os.W_OK):
        raise UnwritableError("文件是只读的")
    with open(real, "rb") as file:
        if file.read() != before:
            raise UnwritableError("检查期间文件被别的程序改过，请再运行一次")
    _write_whole(real, after, status)


def write_new(path: str, content: bytes, like: str) -> None:
    """Write a file, and the folders it stands in, with the mode of another. Raises OSError."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    _write_whole(path, content, os.stat(like))


def save(path: str, pieces: Iterable[bytes]) -> None:
    """Write a result to a file, whole or not at all, also where a run breaks off.

    Where `path` is a link, the file it leads to is written; its mode is kept. Devices and pipes are written
    to directly. Raises UnwritableError where the system refuses, and whatever making the pieces raises.
    """
    foreign: list[OSError] = []

    def made() -> Iterator[bytes]:
        try:
            yield from pieces
        except OSError as error:
            foreign.append(error)
            raise

    try:
        _save(path, made())
    except OSError as error:
        if error in foreign:
            raise
        raise UnwritableError(why_unwritten(path, error)) from None


def _save(path: str, pieces: Iterable[bytes]) -> None:
    try:
        status = os.stat(path)
    except FileNotFoundError:
        status = None
    if status is not None and not S_ISREG(status.st_mode):
        with open(path, "wb") as stream:
            stream.writelines(pieces)
        return
    real = os.path.realpath(path)
    if status is not None and not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    with _placed(real, status) as file:
        file.writelines(pieces)


def _write_whole(path: str, content: bytes, status: os.stat_result) -> None:
    with _placed(path, status) as file:
        file.write(content)


@contextmanager
def _placed(path: str, status: os.stat_result | None) -> Iterator[IO[bytes]]:
    """A scratch file to write, which is then moved to `path`. It gets the mode and owner that `status` has.
    Its name is random, so that no other file or run has it.
    """
    scratch = os.path.join(os.path.dirname(path), f".govlint-{os.urandom(8).hex()}.part")
    # Until it has the mode of the other, nobody else may read it.
    mode = 0o666 if status is None else 0o600
    try:
        with open(scratch, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if status is not None:
            with suppress(OSError, AttributeError):  # the owner may be changed by the system's own user only
                os.chown(scratch, status.st_uid, status.st_gid)
            os.chmod(scratch, S_IMODE(status.st_mode))
        os.replace(scratch, path)
    finally:
        with suppress(OSError):
            os.unlink(scratch)


def inside(folder: str, path: str) -> str | None:
    """Where a file goes in a folder that files are written to: at its path from the current folder. None
    where that lies outside the folder, also by a link.
    """
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return None
    target = os.path.join(folder, relative)
    root = os.path.realpath(folder)
    lies_inside = os.path.realpath(target).startswith(os.path.join(root, ""))
    return target if lies_inside else None
