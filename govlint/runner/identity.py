"""What every result depends on besides the text and the settings: govlint's own code, models and rules, the
libraries, Python.

All of it is read once and its hash kept, with how the files looked then; as long as they look the same, a
result of before is as good as one made now.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import regex

from govlint import cache
from govlint.digest import digest
from govlint.matching import pattern
from govlint.rules.files import builtin_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LIBRARIES = ("regex", "jieba", "marisa-trie", "ahocorasick-rs")
_SETTLED = 2  # seconds after which a file that is written again shows another time, on any disk


def identity() -> str:
    """A hash that changes whenever a text may come to another result under the same settings. Raises OSError
    where files cannot be read.
    """
    stamps = sorted({*_stamps(_PACKAGE), *_stamps(builtin_folder())})  # as installed, one lies in the other
    libraries = os.path.dirname(os.path.dirname(regex.__file__))
    look = digest(repr((stamps, os.stat(libraries).st_mtime_ns, sys.version, pattern.ENGINE)).encode())
    name = f"identity-{digest(_PACKAGE.encode())}"
    known = cache.load(name)
    if isinstance(known, list) and len(known) == 2 and known[0] == look:
        return str(known[1])
    made = _of_content([path for path, _, _ in stamps])
    if max(stamp[1] for stamp in stamps) < (time.time() - _SETTLED) * 1e9:
        cache.store(name, [look, made])
    return made


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """The files in a folder and those below it, when each was written, and its size."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stamps(entry.path)
        else:
            status = entry.stat()
            yield entry.path, status.st_mtime_ns, status.st_size


def _of_content(paths: list[str]) -> str:
    from importlib.metadata import distributions

    installed = {str(one.name).lower().replace("_", "-"): one.version for one in distributions()}
    parts = [sys.version, pattern.ENGINE, *(f"{name} {installed.get(name)}" for name in _LIBRARIES)]
    for path in paths:
        with open(path, "rb") as file:
            parts.append(f"{os.path.basename(path)} {digest(file.read())}")
    return digest("\n".join(parts).encode())
