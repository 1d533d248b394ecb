"""Short hashes that tell contents apart."""

from __future__ import annotations

try:
    # hashlib loads OpenSSL for the sake of hashes that are not used here.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b


def digest(data: bytes, size: int = 16) -> str:
    """The BLAKE2b hash of bytes, of `size` bytes, in hexadecimal."""
    return blake2b(data, digest_size=size).hexdigest()
