"""A hash of what every result depends on besides text and settings: the code, models and rules of govlint,
its libraries, Python.

The files are read once. Their hash is cached together with their sizes and times; as long as these are the
same, the hash is taken to be the same.
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
_TIME_STEP = 2  # seconds; if a file is written twice within them, some disks give it the same time


def identity() -> str:
    """A hash that changes whenever the same text may get another result under the same settings. Raises
    OSError where a file cannot be read.
    """
    files = sorted(
        {*stamps(_PACKAGE), *stamps(builtin_folder())}
    )  # in an installation, the rules are inside the package
    libraries = os.path.dirname(os.path.dirname(regex.__file__))
    stamp = digest(repr((files, os.stat(libraries).st_mtime_ns, sys.version, pattern.ENGINE)).encode())
    name = f"identity-{digest(_PACKAGE.encode())}"
    known = cache.load(name)
    if isinstance(known, list) and len(known) == 2 and known[0] == stamp:
        return str(known[1])
    made = _of_content([path for path, _, _ in files])
    if max(written for _, written, _ in files) < (time.time() - _TIME_STEP) * 1e9:
        cache.store(name, [stamp, made])
    return made


def _of_content(paths: list[str]) -> str:
    from importlib.metadata import version

    parts = [sys.version, pattern.ENGINE, *(f"{name} {version(name)}" for name in _LIBRARIES)]
    for path in paths:
        with open(path, "rb") as file:
            parts.append(f"{os.path.basename(path)} {digest(file.read())}")
    return digest("\n".join(parts).encode())
