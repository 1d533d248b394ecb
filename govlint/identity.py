"""What every result depends on besides the text and the settings: govlint's own code, models and rules, the
libraries, Python.

All of it is read once and its hash kept, with how the files looked then; as long as they look the same, a
result of before is as good as one made now.
"""

from __future__ import annotations

import os
import sys
import time

import regex

from govlint import cache, pattern
from govlint.digest import digest
from govlint.rulefiles import builtin_folder

_HERE = os.path.dirname(os.path.abspath(__file__))
_LIBRARIES = ("regex", "jieba", "marisa-trie", "ahocorasick-rs")
_SETTLED = 2  # seconds after which a file that is written again shows another time, on any disk


def identity() -> str:
    """A hash that changes whenever a text may come to another result under the same settings."""
    rules = builtin_folder()
    folders = [_HERE, *(os.path.join(_HERE, name) for name in ("checkers", "joints", "spelling"))]
    folders += [rules, os.path.join(rules, "words")]
    files = sorted(
        (entry for folder in folders for entry in os.scandir(folder) if entry.is_file()),
        key=lambda entry: entry.path,
    )
    stamps = [(entry.path, entry.stat().st_mtime_ns, entry.stat().st_size) for entry in files]
    libraries = os.path.dirname(os.path.dirname(regex.__file__))
    look = digest(repr((stamps, os.stat(libraries).st_mtime_ns, sys.version, pattern.ENGINE)).encode())
    name = f"identity-{digest(_HERE.encode())}"
    known = cache.load(name)
    if isinstance(known, list) and len(known) == 2 and known[0] == look:
        return str(known[1])
    made = _of_content([entry.path for entry in files])
    if max(stamp[1] for stamp in stamps) < (time.time() - _SETTLED) * 1e9:
        cache.store(name, [look, made])
    return made


def _of_content(paths: list[str]) -> str:
    from importlib.metadata import version

    parts = [sys.version, pattern.ENGINE, *(f"{name} {version(name)}" for name in _LIBRARIES)]
    for path in paths:
        with open(path, "rb") as file:
            parts.append(f"{os.path.basename(path)} {digest(file.read())}")
    return digest("\n".join(parts).encode())
