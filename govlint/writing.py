"""Writes files whole or not at all: beside the place, then moved into it."""

from __future__ import annotations

import os
from contextlib import suppress
from stat import S_IMODE
from typing import TYPE_CHECKING, Any

from govlint.reasons import unwritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
    """Write a result, beside the place and moved into it: a run that breaks off leaves no half a file.

    Raises UnwritableError where the system refuses, and whatever making the pieces raises.
    """
    scratch = f"{path}.part"
    file = _unless_refused(path, open, scratch, "wb")
    try:
        for piece in pieces:
            _unless_refused(path, file.write, piece)
        _unless_refused(path, file.close)
        _unless_refused(path, os.replace, scratch, path)
    finally:
        with suppress(OSError):  # what did not go into the file is tried once more
            file.close()
        with suppress(OSError):
            os.unlink(scratch)


def _unless_refused(path: str, act: Callable[..., Any], *arguments: object) -> Any:
    """What a step of writing a file returns. An error of the system is of this file: not so one that comes of
    what is written.
    """
    try:
        return act(*arguments)
    except OSError as error:
        raise UnwritableError(unwritten(path, error)) from None


def _write_whole(path: str, content: bytes, status: os.stat_result) -> None:
    from tempfile import mkstemp

    descriptor, scratch = mkstemp(".part", ".govlint-", os.path.dirname(path))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        with suppress(OSError, AttributeError):  # the owner may be changed by the system's own user only
            os.chown(scratch, status.st_uid, status.st_gid)
        os.chmod(scratch, S_IMODE(status.st_mode))
        os.replace(scratch, path)
    finally:
        with suppress(FileNotFoundError):
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
