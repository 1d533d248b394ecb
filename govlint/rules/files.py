"""Rule files on disk: where the built-in ones are, and whether what the cache keeps of them is up to date."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from govlint import __version__, cache
from govlint.digest import digest, stamps
from govlint.matching import pattern
from govlint.reasons import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_loaded: dict[tuple[str, ...], Mapping[str, str]] = {}


def builtin_folder() -> str:
    """The folder of the built-in rules: inside the package when installed, beside it in a checkout.

    Raises SettingsError where there is none.
    """
    for parent in (_PACKAGE, os.path.dirname(_PACKAGE)):
        folder = os.path.join(parent, "lint_rules")
        if os.path.isdir(folder):
            return folder
    raise SettingsError(f"{_PACKAGE}:1: 安装不完整：找不到内置规则 lint_rules，请重新安装 govlint")


def entry_name(paths: Sequence[str]) -> str:
    """The name of the cache entry for the compiled rules of some files."""
    identity = "\0".join([_code_stamp(), pattern.ENGINE, sys.version, *map(os.path.abspath, paths)])
    return f"rules-{digest(identity.encode())}"


def is_fresh(entry: Any) -> bool:
    """Whether all files that a cache entry was made of still have the same content.

    Raises OSError where one cannot be read, TypeError or LookupError where `entry` is not a cache entry.
    """
    return all(digest_of(path) == known for path, known in entry["sources"].items())


def note_loaded(paths: Sequence[str], sources: Mapping[str, str]) -> None:
    """Remember that the rules of some files were loaded, with the hashes (by path) of all files they are made
    of.
    """
    _loaded[tuple(paths)] = sources


def sources(paths: Sequence[str]) -> Mapping[str, str] | None:
    """The hashes, by path, of the rule files and the word lists they name, as this process loaded them or as
    a fresh cache entry says. None where that cannot be told without loading the rules.
    """
    if tuple(paths) not in _loaded:
        try:
            entry = cache.load(entry_name(paths))
            if is_fresh(entry):
                note_loaded(paths, entry["sources"])
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return None
    return _loaded.get(tuple(paths))


def fingerprint(paths: Sequence[str]) -> str | None:
    """A hash of all that `sources` names; None where that is."""
    known = sources(paths)
    return None if known is None else digest(repr(list(known.values())).encode())


def forget() -> None:
    """Forget what was loaded, so that the files are looked at anew."""
    _loaded.clear()


def digest_of(path: str) -> str:
    """The hash of the content of a file."""
    with open(path, "rb") as file:
        return digest(file.read())


def _code_stamp() -> str:
    """What changes with the code of govlint: its version, and how its files look on disk."""
    return f"{__version__} {digest(repr(sorted(stamps(_PACKAGE))).encode())}"
