"""Readers: bytes of a file to a Source, and edits back into bytes. Each format has a module of its own,
imported when such a file comes.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from govlint.readers.source import ReadOnlyError, Source, UnreadableError
from govlint.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.diagnostic import Edit

__all__ = [
    "SUFFIXES",
    "ReadOnlyError",
    "Source",
    "UnreadableError",
    "is_changeable",
    "read",
    "read_bytes",
    "rewritten",
]


class Format(NamedTuple):
    """A kind of file: the module that has `read(data, path, encoding) -> Source` and, where files can be
    changed, `rewritten(source, edits) -> bytes`; the suffixes such files have; what they are called.
    """

    module: str
    suffixes: tuple[str, ...]
    title: str


TEXT = Format("text", (".txt",), "文本")
MARKDOWN = Format("markdown", (".md", ".markdown"), "Markdown")
_BY_SUFFIX = (TEXT, MARKDOWN)

SUFFIXES = tuple(suffix for kind in _BY_SUFFIX for suffix in kind.suffixes)
"""What is read when a folder is named; a file named outright is read whatever its suffix."""


def read(path: str, encoding: str | None = None) -> Source:
    """Read a file. Raises UnreadableError with a reason a user understands."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except IsADirectoryError:
        readable = os.access(path, os.R_OK | os.X_OK)
        raise UnreadableError("是文件夹，不是文件" if readable else "没有读取这个文件夹的权限") from None
    except OSError as error:
        raise UnreadableError(f"读不到，{reason(error)}") from None
    return read_bytes(data, path, encoding)


def read_bytes(data: bytes, path: str, encoding: str | None = None) -> Source:
    """Make a Source of bytes; `path` says what they are. Raises UnreadableError."""
    source: Source = _module(recognise(path)).read(data, path, encoding)
    return source


def rewritten(source: Source, edits: Sequence[Edit]) -> bytes:
    """The bytes of a file with edits made to its text, sorted and apart; all else as it was.

    Raises ReadOnlyError where such a file cannot be changed.
    """
    kind = recognise(source.path)
    module = _module(kind)
    if not hasattr(module, "rewritten"):
        raise ReadOnlyError(f"{kind.title}文件只能检查，不能直接修改")
    data: bytes = module.rewritten(source, edits)
    return data


def recognise(path: str) -> Format:
    """The format of the file at a path."""
    suffix = os.path.splitext(path)[1].lower()
    return next((kind for kind in _BY_SUFFIX if suffix in kind.suffixes), TEXT)


def _module(kind: Format) -> Any:
    return import_module(f"govlint.readers.{kind.module}")


def is_changeable(source: Source) -> bool:
    """Whether `rewritten` can change a file of this kind."""
    return hasattr(_module(recognise(source.path)), "rewritten")
