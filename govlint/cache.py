"""Files in the user's cache folder: entries by name, such as the compiled rules.

Entries are JSON behind a checksum, in a folder of mode 0700. An entry that cannot be read or is damaged, or
that somebody else could have written, counts as missing; one that cannot be written is not stored. Neither
raises an error: what is missing is made again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
import zlib
from typing import Any

_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_CHECK = 8  # characters of the checksum; a hash would take a fiftieth of the time of a short run
_KEPT = 60 * 24 * 3600  # seconds; to make an entry again takes a third of a second


def cache_folder() -> str:
    """The system's cache folder for the current user; `GOVLINT_CACHE_DIR` overrides it."""
    # platformdirs would do, but takes a fifth of the time of a short run.
    if own := os.environ.get("GOVLINT_CACHE_DIR"):
        return own
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "govlint")


def _prune(folder: str) -> None:
    """Remove entries that were written long ago."""
    oldest = time.time() - _KEPT
    for entry in os.scandir(folder):
        if entry.name.endswith((".json", ".part")) and entry.stat().st_mtime < oldest:
            os.unlink(entry.path)


def is_own(status: os.stat_result) -> bool:
    """Whether only the user could have written a file. On Windows, the permissions of the folder
    ensure that.
    """
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def load(name: str) -> Any:
    """The entry with a name; None where there is none that can be trusted."""
    try:
        with open(os.path.join(cache_folder(), f"{name}.json"), "rb") as file:
            if not is_own(os.fstat(file.fileno())):
                return None
            data = file.read()
        content = data[_CHECK:]
        return json.loads(content) if data[:_CHECK] == _check(content) else None
    except (OSError, ValueError):
        return None


def store(name: str, entry: Any) -> None:
    """Store an entry under a name. Nothing is raised where the system refuses."""
    content = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    folder = cache_folder()
    with contextlib.suppress(OSError):
        put(os.path.join(folder, f"{name}.json"), _check(content) + content)
        _prune(folder)


def _check(content: bytes) -> bytes:
    return b"%08x" % zlib.crc32(content)


def put(path: str, content: bytes) -> None:
    """Write a file of the cache, and create its folder. Readers see either the old or the new content. Raises
    OSError.
    """
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    # As `tempfile` does it; importing that takes too long.
    scratch = f"{path}.{os.getpid()}-{os.urandom(4).hex()}.part"
    try:
        with open(os.open(scratch, _WRITING, 0o600), "wb") as file:
            file.write(content)
        os.replace(scratch, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(scratch)
