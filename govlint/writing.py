"""Writes files completely or not at all: to a file beside the place, which is then moved there."""

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
    """A file that cannot be written. The message says why, in words for the user."""


def replace_content(path: str, before: bytes, after: bytes) -> None:
    """Replace the content of a file. Where `path` is a link, the file it leads to is replaced; mode and owner
    stay.

    Raises UnwritableError where the file is read-only or its content is not `before`, OSError where the
    system refuses. In each case the file stays as it was.
    """
    real = os.path.realpath(path)
    status = os.stat(real)
    if not status.st_mode & _WRITABLE or not os.access(real, os.W_OK):
        raise UnwritableError("文件是只读的")
    with open(real, "rb") as file:
        if file.read() != before:
            raise UnwritableError("检查期间文件被别的程序改过，请再运行一次")
    _write_whole(after, real, status)


def opened_by(path: str) -> str | None:
    """The file by which an office program says that it has the file at `path` open; None where there is none.
    Word replaces the first characters of a long name.
    """
    folder, name = os.path.split(path)
    locks = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#")
    return next((lock for lock in locks if os.path.exists(os.path.join(folder, lock))), None)


def write_new(path: str, content: bytes, like: str) -> None:
    """Write a file with the mode of the file `like`, and create the folders above it. Raises OSError."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    _write_whole(content, path, os.stat(like))


def save(path: str, pieces: Iterable[bytes]) -> None:
    """Write a result to a file, completely or not at all, even if the run is interrupted.

    Where `path` is a link, the file it leads to is replaced, and its mode kept. Devices and pipes are written
    to directly. Raises UnwritableError where the system refuses, and whatever `pieces` raise.
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
    """A context manager that yields a name for a new file. At its end, the file written there is moved to
    where `path` leads, with the mode and owner of the file that was there.

    Until then nobody else may read it, and its name is its own. Raises OSError as `target` does, and where
    the system refuses.
    """
    return _placed(*target(path))


def target(path: str) -> tuple[str, os.stat_result | None]:
    """The path that `path` leads to through links, and the status of the file there; None where there is none
    yet.

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
    # In a folder of its own: a library that writes the file may choose its mode, or refuse to overwrite.
    folder = os.path.join(os.path.dirname(path), f".govlint-{os.urandom(8).hex()}.part")
    os.mkdir(folder, 0o700)
    try:
        scratch = os.path.join(folder, os.path.basename(path))
        yield scratch
        move(scratch, path, status)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move(scratch: str, path: str, status: os.stat_result | None = None) -> None:
    """Move a finished file to `path`, on the same disk, after its content is safely written, with the mode
    and owner of `status`, if given. Raises OSError.
    """
    sync(scratch)
    if status is not None:
        with suppress(OSError, AttributeError):  # only root may change the owner
            os.chown(scratch, status.st_uid, status.st_gid)
        os.chmod(scratch, S_IMODE(status.st_mode))
    os.replace(scratch, path)


def sync(path: str) -> None:
    """Wait until the content of a file is on the disk. Raises OSError."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def inside(folder: str, path: str) -> str | None:
    """The path in `folder` for a file that is written there: the same as its path relative to the current
    folder. None where that is outside `folder`, also by a link.
    """
    try:
        relative = os.path.relpath(path)
    except ValueError:  # raised on Windows for a file on another drive
        return None
    target = os.path.join(folder, relative)
    root = os.path.realpath(folder)
    lies_inside = os.path.realpath(target).startswith(os.path.join(root, ""))
    return target if lies_inside else None
