"""Plain text: the file is the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.document import Document
from govlint.edits import applied
from govlint.readers.encoding import decode
from govlint.readers.origin import TextOrigin
from govlint.readers.source import ReadOnlyError, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.diagnostic import Edit


def read(data: bytes, path: str, encoding: str | None) -> Source:
    """The text of bytes in the encoding named, else in the one they seem to be in. Raises UnreadableError."""
    decoded = decode(data, encoding)
    document = Document(decoded.text)
    return Source(path, data, document, TextOrigin(document), encoding=decoded.encoding)


def rewritten(source: Source, edits: Sequence[Edit]) -> bytes:
    """The file with edits made: encoding, byte order mark and line ends as they were. Raises ReadOnlyError
    where its bytes would not come back from its text even without an edit.
    """
    decoded = decode(source.data, source.encoding)
    if decoded.encoded(decoded.text) != source.data:
        raise ReadOnlyError(f"有 {decoded.encoding.upper()} 编码存不回去的字节，请先另存为 UTF-8")
    return decoded.encoded(applied(decoded.text, edits))
