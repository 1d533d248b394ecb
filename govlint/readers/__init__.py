"""Readers: bytes of a file to a Document."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.document import Document
from govlint.readers.encoding import UnreadableError, decode
from govlint.reasons import reason

if TYPE_CHECKING:
    from govlint.readers.directives import Directive

SUFFIXES = (".txt", ".md")
"""What is read when a folder is named; a file named outright is read whatever its suffix."""

MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its document, and the directives in its comments."""

    path: str
    document: Document
    directives: tuple[Directive, ...] = ()


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
    """Make a Source of bytes; `path` says what they are (Markdown by its suffix). Raises UnreadableError."""
    text = decode(data, encoding)
    if os.path.splitext(path)[1].lower() in MARKDOWN:
        from govlint.readers import directives, markdown

        masked = markdown.masked(text)
        return Source(path, Document(text, masked=masked), directives.parse(text))
    return Source(path, Document(text))
