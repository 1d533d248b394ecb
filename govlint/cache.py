"""The compiled-rule cache: parsed rules and compiled patterns, kept in the user's own cache folder.

A cache that cannot be read, written or trusted is no error: the rules are compiled anew. Entries are JSON in
a folder of the user's own (mode 0700); one that somebody else could have written is not read.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from typing import Any

_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_KEPT = 60 * 24 * 3600  # seconds; an entry costs a third of a second to make anew


def cache_folder() -> str:
    """Where the system keeps caches of the current user (`GOVLINT_CACHE_DIR` overrides it)."""
    # platformdirs says the same and takes a fifth of the time a whole run may take.
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
    """Remove entries that have not been written anew for a long time."""
    oldest = time.time() - _KEPT
    for entry in os.scandir(folder):
        if entry.name.endswith((".json", ".part")) and entry.stat().st_mtime < oldest:
            os.unlink(entry.path)


def is_own(status: os.stat_result) -> bool:
    """Whether only the user could have written a file; on Windows, the rights of its folder see to that."""
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def load(name: str) -> Any:
    """The entry of a name, or None where there is none that can be trusted."""
    try:
        with open(os.path.join(cache_folder(), f"{name}.json"), "rb") as file:
            if not is_own(os.fstat(file.fileno())):
                return None
            return json.loads(file.read())
    except (OSError, ValueError):
        return None


def store(name: str, entry: Any) -> None:
    """Keep an entry, if it can be kept."""
    content = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    folder = cache_folder()
    with contextlib.suppress(OSError):
        put(os.path.join(folder, f"{name}.json"), content)
        _prune(folder)


def put(path: str, content: bytes) -> None:
    """Write a file of the cache, and the folder it stands in; readers see either the old or the new one
    whole. Raises OSError.
    """
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    # What `tempfile` does, without the time that importing it takes.
    scratch = f"{path}.{os.getpid()}-{os.urandom(4).hex()}.part"
    try:
        with open(os.open(scratch, _WRITING, 0o600), "wb") as file:
            file.write(content)
        os.replace(scratch, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(scratch)
