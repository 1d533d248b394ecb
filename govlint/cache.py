"""The compiled-rule cache: parsed rules and compiled patterns, kept in the user's own cache folder.

A cache that cannot be read, written or trusted is no error: the rules are compiled anew. Entries are JSON,
so a damaged or hostile file can do no more than be refused.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def cache_folder() -> Path:
    """Where the system keeps caches of the current user (`GOVLINT_CACHE_DIR` overrides it)."""
    # platformdirs says the same and takes a fifth of the time a whole run may take.
    if own := os.environ.get("GOVLINT_CACHE_DIR"):
        return Path(own)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base, "govlint")


def load(name: str) -> Any:
    """The entry of a name, or None where there is none that can be trusted."""
    path = cache_folder() / f"{name}.json"
    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid"):
                status = os.fstat(file.fileno())
                if status.st_uid != os.getuid() or status.st_mode & 0o022:
                    return None
            return json.loads(file.read())
    except (OSError, ValueError):
        return None


def store(name: str, entry: Any) -> None:
    """Keep an entry; readers see either the old or the new one whole."""
    folder = cache_folder()
    scratch = folder / f"{name}.{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(entry, file, ensure_ascii=False, separators=(",", ":"))
        scratch.replace(folder / f"{name}.json")
    except OSError:
        scratch.unlink(missing_ok=True) if folder.is_dir() and os.access(folder, os.W_OK) else None
