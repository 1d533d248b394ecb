"""The result of reading a file, and the errors that readers raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.readers.kinds import TEXT, Format

if TYPE_CHECKING:
    from govlint.diagnostic import Notice
    from govlint.document import Document
    from govlint.readers.directives import Directive
    from govlint.readers.origin import Origin


class UnreadableError(ValueError):
    """A file that cannot be read; the message is the reason, in words for the user."""


class ReadOnlyError(ValueError):
    """A file that can be checked but not changed; the message is the reason, in words for the user."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read. `document` is its text, `origin` tells where in the file each character of that stands.

    `directives` are the suppression comments in it. `encoding` is the name that Python has for the encoding
    of a text; None for other files. `notices` say what was not read of it. `kind` is the format that it was
    read as, which `read_bytes` sets.
    """

    path: str
    data: bytes
    document: Document
    origin: Origin
    directives: tuple[Directive, ...] = ()
    encoding: str | None = None
    notices: tuple[Notice, ...] = ()
    kind: Format = TEXT
