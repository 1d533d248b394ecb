"""Records: the documents of an archive, before they are checked."""

from __future__ import annotations

import re
from typing import NamedTuple

_LONE = re.compile("[\ud800-\udfff]")


class ScanError(ValueError):
    """A scan that cannot be made; the message is the reason, in words for the user."""


class Record(NamedTuple):
    """A document of an archive. Where it has neither text nor problem, it is the file at `path`, still to be
    read.

    `problem` says why there is no text. `weight` is its share of the archive, in bytes.
    """

    id: str
    path: str
    text: str | None = None
    problem: str | None = None
    weight: int = 0


def writable(text: str) -> str:
    """A text of the same length that every format can hold: lone halves of characters, which JSON escapes and
    file names can bring, replaced.
    """
    return text if text.isascii() else _LONE.sub("\ufffd", text)
