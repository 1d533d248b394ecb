"""Readers: bytes of a file to a Source, and edits back into bytes. Each format has a module of its own,
imported when such a file comes.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from govlint.readers import signatures
from govlint.readers.others import refuse_table
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
    "editable",
    "is_changeable",
    "load",
    "read",
    "read_bytes",
    "refuse_table",
    "rewritten",
]


class Format(NamedTuple):
    """A kind of file: the module that reads it, the suffixes such files have, and what they are called.

    `changeable`: the module has `rewritten`. `picky`: not every edit can be made, and it has `editable`.
    """

    module: str
    suffixes: tuple[str, ...]
    title: str
    changeable: bool = True
    picky: bool = False


class _Module(Protocol):
    """What the module of a format has; the last two only as its `Format` says."""

    def read(self, data: bytes, path: str, encoding: str | None) -> Source: ...

    def rewritten(self, source: Source, edits: Sequence[Edit]) -> bytes: ...

    def editable(self, source: Source, edits: Sequence[Edit]) -> list[bool]: ...


TEXT = Format("text", (".txt",), "文本")
MARKDOWN = Format("markdown", (".md", ".markdown"), "Markdown")
HTML = Format("html", (".html", ".htm", ".shtml", ".xhtml"), "网页", picky=True)
WORD = Format("docx", (".docx", ".docm", ".dotx", ".dotm"), "Word ", picky=True)
CONVERTED = Format(
    "converted",
    (".doc", ".dot", ".wps", ".wpt", ".odt", ".ott", ".rtf"),
    ".doc、.wps、.odt、.rtf ",
    changeable=False,
)
PDF = Format("pdf", (".pdf",), "PDF ", changeable=False)
_BY_SUFFIX = (TEXT, MARKDOWN, HTML, WORD, CONVERTED, PDF)

SUFFIXES = tuple(suffix for kind in _BY_SUFFIX for suffix in kind.suffixes)
"""What is read when a folder is named; a file named outright is read whatever its suffix, but for tables."""


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
    return _module(recognise(path, data)).read(data, path, encoding)


def rewritten(source: Source, edits: Sequence[Edit]) -> bytes:
    """The bytes of a file after edits to its text, which must be sorted and must not overlap. All else in the
    file stays as it was.

    Raises ReadOnlyError where such a file cannot be changed.
    """
    kind = recognise(source.path, source.data)
    if not kind.changeable:
        raise ReadOnlyError(
            f"{kind.title}文件只能检查，不能直接修改；可用 -o 审校.docx --track-changes 写成修订，"
            "或另存为 .docx 再改"
        )
    return _module(kind).rewritten(source, edits)


def recognise(path: str, data: bytes) -> Format:
    """The format of a file: by its bytes where they tell, else by the suffix of its path."""
    if data.startswith(signatures.OLE):
        return WORD if signatures.is_locked(data) else CONVERTED
    if data.startswith(signatures.RTF) or signatures.is_open_document(data):
        return CONVERTED
    if data.startswith(signatures.ZIP):
        return WORD
    if data.startswith(signatures.PDF):
        return PDF
    if signatures.is_page(data):
        return HTML
    suffix = os.path.splitext(path)[1].lower()
    return next((kind for kind in _BY_SUFFIX if suffix in kind.suffixes), TEXT)


def editable(source: Source, edits: Sequence[Edit]) -> list[bool]:
    """For each edit, whether `rewritten` can make it."""
    kind = recognise(source.path, source.data)
    return _module(kind).editable(source, edits) if kind.picky else [True] * len(edits)


def is_changeable(source: Source) -> bool:
    """Whether `rewritten` can change a file of this kind."""
    return recognise(source.path, source.data).changeable


def _module(kind: Format) -> _Module:
    return cast("_Module", import_module(f"govlint.readers.{kind.module}"))
