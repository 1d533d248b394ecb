"""Writes files whole or not at all: beside the place, then moved into it."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager, suppress
from stat import S_IMODE, S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

from govlint.reasons import why_unwritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

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
    _write_whole(after, real, status)


def write_new(path: str, content: bytes, like: str) -> None:
    """Write a file, and the folders it stands in, with the mode of another. Raises OSError."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    _write_whole(content, path, os.stat(like))


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
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as stream:
            stream.writelines(pieces)
        return
    with placed(path) as scratch, open(scratch, "xb") as file:
        file.writelines(pieces)


def _write_whole(content: bytes, path: str, status: os.stat_result) -> None:
    with _placed(path, status) as scratch, open(scratch, "xb") as file:
        file.write(content)


def placed(path: str) -> AbstractContextManager[str]:
    """The name for a new file to write, which is then moved to where a path leads, with the mode and owner of
    the file there. Until then nobody else may read it; nothing else that runs or lies beside it has its name.

    Raises OSError as `target` does, and where the system refuses.
    """
    return _placed(*target(path))


def target(path: str) -> tuple[str, os.stat_result | None]:
    """Where a path leads, and the status of the file there, None where there is none yet.

    Raises OSError where no file can be put there: for a folder, a device or a pipe, or a read-only file.
    """
    real = os.path.realpath(path)
    try:
        status = os.stat(real)
    except FileNotFoundError:
        return real, None
    if S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not S_ISREG(status.st_mode):
        raise OSError(errno.ENOTSUP, "是管道或设备，不是文件", path)
    if not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    return real, status


@contextmanager
def _placed(path: str, status: os.stat_result | None) -> Iterator[str]:
    # A folder of its own: what writes the file may not care for a name that is taken, or for modes.
    folder = os.path.join(os.path.dirname(path), f".govlint-{os.urandom(8).hex()}.part")
    os.mkdir(folder, 0o700)
    try:
        scratch = os.path.join(folder, os.path.basename(path))
        yield scratch
        move(scratch, path, status)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move(scratch: str, path: str, status: os.stat_result | None = None) -> None:
    """Move a finished file into a place on the same disk, once nothing of it can be lost, with the mode
    and owner of `status`, if given. Raises OSError.
    """
    sync(scratch)
    if status is not None:
        with suppress(OSError, AttributeError):  # the owner may be changed by the system's own user only
            os.chown(scratch, status.st_uid, status.st_gid)
        os.chmod(scratch, S_IMODE(status.st_mode))
    os.replace(scratch, path)


def sync(path: str) -> None:
    """Have a file safely on the disk. Raises OSError."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


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
