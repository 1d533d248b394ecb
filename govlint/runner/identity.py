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

from govlint import cache
from govlint.digest import digest, stamps
from govlint.matching import pattern
from govlint.rules.files import builtin_folder

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LIBRARIES = ("regex", "jieba", "marisa-trie", "ahocorasick-rs")
_SETTLED = 2  # seconds after which a file that is written again shows another time, on any disk


def identity() -> str:
    """A hash that changes whenever a text may come to another result under the same settings. Raises OSError
    where files cannot be read.
    """
    files = sorted({*stamps(_PACKAGE), *stamps(builtin_folder())})  # as installed, one lies in the other
    libraries = os.path.dirname(os.path.dirname(regex.__file__))
    look = digest(repr((files, os.stat(libraries).st_mtime_ns, sys.version, pattern.ENGINE)).encode())
    name = f"identity-{digest(_PACKAGE.encode())}"
    known = cache.load(name)
    if isinstance(known, list) and len(known) == 2 and known[0] == look:
        return str(known[1])
    made = _of_content([path for path, _, _ in files])
    if max(written for _, written, _ in files) < (time.time() - _SETTLED) * 1e9:
        cache.store(name, [look, made])
    return made


def _of_content(paths: list[str]) -> str:
    from importlib.metadata import version

    parts = [sys.version, pattern.ENGINE, *(f"{name} {version(name)}" for name in _LIBRARIES)]
    for path in paths:
        with open(path, "rb") as file:
            parts.append(f"{os.path.basename(path)} {digest(file.read())}")
    return digest("\n".join(parts).encode())
