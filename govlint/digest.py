"""Short hashes of contents, and stamps that show changes of files without reading them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    # hashlib would load OpenSSL, for hashes that are not used here.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b


def digest(data: bytes, size: int = 16) -> str:
    """The BLAKE2b hash of some bytes, `size` bytes long, in hexadecimal."""
    return blake2b(data, digest_size=size).hexdigest()


def stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, modification time (in nanoseconds) and size (in bytes) of each file in a folder and below
    it, compiled Python excepted. Raises OSError.
    """
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from stamps(entry.path)
        else:
            status = entry.stat()
            yield entry.path, status.st_mtime_ns, status.st_size
