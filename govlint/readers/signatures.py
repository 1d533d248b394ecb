"""What files of each kind begin with."""

from __future__ import annotations

import re

ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
RTF = b"{\\rtf"
OLE = b"\xd0\xcf\x11\xe0"
"""What an old Word document, or a .docx with a password, begins with."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # stands in an OLE file that is a .docx with a password
# A zip whose first entry says so, not packed.
_OPEN_DOCUMENT = re.compile(
    rb"PK\x03\x04(?s:.{26})mimetype(?s:.{0,64}?)application/vnd\.oasis\.opendocument\.text"
)
_HEAD = 4096  # bytes that tell whether a file is a page
# Behind comments and instructions for the server, what only a page begins with.
_PAGE = re.compile(
    rb"(?:\s|<!--(?s:.)*?-->|<[?%](?s:.)*?[?%]>)*+<(?:!doctype\s+html|(?:html|head|body|title)[\s>])", re.I
)


def is_locked(data: bytes) -> bool:
    """Whether an OLE file is a .docx with a password."""
    return _LOCKED in data


def is_open_document(data: bytes) -> bool:
    """Whether a file is an OpenDocument text."""
    return _OPEN_DOCUMENT.match(data) is not None


def is_page(data: bytes) -> bool:
    """Whether a file begins as web pages do, in whatever encoding."""
    # Without its NULs and what a byte order mark is in Latin-1, markup in any encoding is ASCII.
    return _PAGE.match(data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")) is not None
