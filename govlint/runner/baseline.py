"""Baselines: files that list known findings by their fingerprints, so that only new findings are shown."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govlint.reasons import SettingsError, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govlint.diagnostic import Diagnostic

    Entry = dict[str, str]


class BaselineError(SettingsError):
    """A baseline file that cannot be read or written."""


@dataclass(frozen=True)
class Baseline:
    """A baseline file: its path, and for each fingerprint in it the names of the files it is listed for."""

    path: str
    names: Mapping[str, frozenset[str]]

    def knows(self, fingerprint: str, source: str) -> bool:
        """Whether a finding in the file at `source` is known: listed for that file, or for one that is not
        there any more, as where a file was renamed or the baseline was moved.
        """
        names = self.names.get(fingerprint)
        if names is None:
            return False
        return key(source, self.path) in names or any(not _is_there(name, self.path) for name in names)


def load(path: str) -> Baseline:
    """The baseline in a file. Raises BaselineError."""
    names: dict[str, set[str]] = {}
    for entry in _entries(path):
        names.setdefault(entry["fingerprint"], set()).add(entry["path"])
    return Baseline(path, {fingerprint: frozenset(found) for fingerprint, found in names.items()})


def _entries(path: str) -> list[Entry]:
    """The entries of a baseline file. Raises BaselineError."""
    try:
        with open(path, encoding="utf-8") as file:
            entries = json.load(file)["diagnostics"]
        if all(isinstance(one[key], str) for one in entries for key in ("path", "fingerprint")):
            return list(entries)
    except OSError as error:
        raise BaselineError(
            f"{path}: 读不到基线文件：{reason(error)}（先用 --write-baseline 生成）"
        ) from None
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    raise BaselineError(
        f"{path}: 不是 govlint 的基线文件，或已改坏；请改正，或删去它再用 --write-baseline 生成"
    )


def earlier(path: str) -> list[Entry]:
    """The entries of the baseline file that a new one is to replace; none where there is no such file, or
    nothing in it. Raises BaselineError where something else is there.
    """
    is_there = os.path.isfile(path) and os.path.getsize(path) > 0
    return _entries(path) if is_there else []


class Written(NamedTuple):
    """What was written to a baseline: how many entries are new, how many were kept, and how many were left
    out as those of files that are gone.
    """

    new: int
    kept: int
    gone: int


def write(
    path: str,
    before: Iterable[Entry],
    checked: Iterable[str],
    folders: Iterable[str],
    found: Iterable[tuple[str, Diagnostic]],
) -> Written:
    """Write a baseline file for findings, given as pairs of path and diagnostic. Of `before`, the entries it
    had, it keeps those for files not among those `checked`, save files that are gone from one of the
    `folders` checked as a whole: one gone from elsewhere may have been moved. Raises BaselineError.
    """
    names = {key(source, path) for source in checked}
    whole = tuple(os.path.join(os.path.abspath(folder), "") for folder in folders)
    others = [one for one in before if one["path"] not in names]
    kept = [
        one
        for one in others
        if _is_there(one["path"], path) or not _place(one["path"], path).startswith(whole)
    ]
    entries = [
        {
            "path": key(source, path),
            "rule": diagnostic.rule,
            "text": diagnostic.text[:80],
            "fingerprint": diagnostic.fingerprint,
        }
        for source, diagnostic in found
    ]
    content = json.dumps({"version": 1, "diagnostics": kept + entries}, ensure_ascii=False, indent=1) + "\n"
    from govlint import writing

    try:
        writing.save(path, [content.encode("utf-8", "backslashreplace")])
    except writing.UnwritableError as error:
        raise BaselineError(f"{path}: 写不了基线文件：{error}") from None
    return Written(len(entries), len(kept), len(others) - len(kept))


def _is_there(name: str, baseline: str) -> bool:
    """Whether there is the file that a baseline gives a name."""
    return os.path.exists(_place(name, baseline))


def _place(name: str, baseline: str) -> str:
    """The absolute path of the file that a baseline gives a name."""
    return os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(baseline)), name))


def key(source: str, baseline: str) -> str:
    """The name of a checked file in a baseline: its path relative to the folder of the baseline, with forward
    slashes.
    """
    folder, path = os.path.dirname(os.path.abspath(baseline)), os.path.abspath(source)
    with contextlib.suppress(ValueError):  # raised on Windows for a file on another drive
        path = os.path.relpath(path, folder)
    return path.replace(os.sep, "/")
