"""Records: the documents of an archive, before they are checked."""

from __future__ import annotations

from typing import NamedTuple


class ScanError(ValueError):
    """A scan that cannot be done. The message says why, in words for the user."""


class Record(NamedTuple):
    """A document of an archive.

    It has a `text`, or a `problem` that says why there is none; where both are None, the document is the file
    at `path`, not read yet. `weight` is its share of the archive, in bytes.
    """

    id: str
    path: str
    text: str | None = None
    problem: str | None = None
    weight: int = 0
