"""What readers make of a file, and the errors they raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govlint.document import Document
    from govlint.origin import Origin
    from govlint.readers.directives import Directive


class UnreadableError(ValueError):
    """A file that cannot be read; the message is the reason, in words for the user."""


class ReadOnlyError(ValueError):
    """A file that can be checked but not changed; the message is the reason, in words for the user."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its bytes, its document, where that lies in the file, and the directives in its
    comments. `encoding` is that of a text, by the name Python has for it.
    """

    path: str
    data: bytes
    document: Document
    origin: Origin
    directives: tuple[Directive, ...] = ()
    encoding: str | None = None
