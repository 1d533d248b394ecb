"""Readers: bytes of a file to a Source, and edits back into bytes. Each format has a module of its own,
imported when such a file comes.
"""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from govlint.readers.kinds import CONVERTED, HTML, MARKDOWN, PDF, SUFFIXES, TEXT, WORD, Format, recognise
from govlint.readers.others import refuse_table
from govlint.readers.source import ReadOnlyError, Source, UnreadableError
from govlint.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.diagnostic import Edit

__all__ = [
    "CONVERTED",
    "HTML",
    "MARKDOWN",
    "PDF",
    "SUFFIXES",
    "TEXT",
    "WORD",
    "ReadOnlyError",
    "Source",
    "UnreadableError",
    "editable",
    "load",
    "read",
    "read_bytes",
    "recognise",
    "refuse_table",
    "rewritten",
]


class _Module(Protocol):
    """What the module of a format has; the last two only as its `Format` says."""

    def read(self, data: bytes, path: str, encoding: str | None) -> Source: ...

    def rewritten(self, source: Source, edits: Sequence[Edit]) -> bytes: ...

    def editable(self, source: Source, edits: Sequence[Edit]) -> list[bool]: ...


def read(path: str, encoding: str | None = None) -> Source:
    """Read a file. Raises UnreadableError with a reason a user understands, also for a table."""
    return read_bytes(load(path), path, encoding)


def load(path: str) -> bytes:
    """The bytes of a file that may be a draft. Raises UnreadableError, also for a table."""
    refuse_table(path)
    try:
        with open(path, "rb") as file:
            return file.read()
    except IsADirectoryError:
        readable = os.access(path, os.R_OK | os.X_OK)
        raise UnreadableError("是文件夹，不是文件" if readable else "没有读取这个文件夹的权限") from None
    except OSError as error:
        raise UnreadableError(f"读不到，{reason(error)}") from None


def read_bytes(data: bytes, path: str, encoding: str | None = None) -> Source:
    """Make a Source of bytes; `path` says what they are. Raises UnreadableError."""
    kind = recognise(path, data)
    return replace(_module(kind).read(data, path, encoding), kind=kind)


def rewritten(source: Source, edits: Sequence[Edit]) -> bytes:
    """The bytes of a file after edits to its text, which must be sorted and must not overlap. All else in the
    file stays as it was.

    Raises ReadOnlyError where such a file cannot be changed.
    """
    if not source.kind.changeable:
        raise ReadOnlyError(
            f"{source.kind.title}文件只能检查，不能直接修改；可用 -o 审校.docx --track-changes 写成修订，"
            "或另存为 .docx 再改"
        )
    return _module(source.kind).rewritten(source, edits)


def editable(source: Source, edits: Sequence[Edit]) -> list[bool]:
    """For each edit, whether `rewritten` can make it."""
    return _module(source.kind).editable(source, edits) if source.kind.picky else [True] * len(edits)


def _module(kind: Format) -> _Module:
    return cast("_Module", import_module(f"govlint.readers.{kind.module}"))
