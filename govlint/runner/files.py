"""Finds the files to check."""

from __future__ import annotations

import os
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from govlint.config import ConfigError
from govlint.readers import SUFFIXES
from govlint.readers.others import office_suffix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govlint.runner.session import Session

_PIPE = "管道或设备"


def find_files(
    paths: Iterable[str],
    session: Session,
    suffixes: tuple[str, ...] = SUFFIXES,
    left: Counter[str] | None = None,
    faults: list[str] | None = None,
) -> Iterator[str]:
    """Yield the paths of the files to check: those in `paths`, and, in folders among them, files with one of
    `suffixes` that are neither hidden nor excluded. A folder that several of `paths` lead to is walked once;
    links to folders in it are not followed.

    Paths that do not exist and folders that cannot be read are yielded too: `Session.check` says what is
    wrong with them. `left` counts, by suffix, the office files in the folders that are of no readable kind,
    and pipes and devices with a suffix of a readable one. `faults` collects what is wrong with
    configurations, and what lies under such a one is passed by; without `faults`, ConfigError is raised.
    """
    excluded = partial(_excluded, session=session, faults=faults)
    left = Counter() if left is None else left
    unreadable: list[str] = []
    paths = list(paths)
    named = {os.path.realpath(path) for path in paths if os.path.isdir(path)}
    walked: set[str] = set()  # of those named
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, names, files in os.walk(path, onerror=lambda error: unreadable.append(error.filename)):
            real = os.path.realpath(folder)
            if real in walked:
                names.clear()
                continue
            if real in named:
                walked.add(real)
            names[:] = sorted(
                name
                for name in names
                if not name.startswith(".") and not excluded(os.path.join(folder, name))
            )
            for name in sorted(files):
                yield from _wanted(os.path.join(folder, name), excluded, suffixes, left)
    yield from unreadable


def _wanted(
    path: str, excluded: Callable[[str], bool], suffixes: tuple[str, ...], left: Counter[str]
) -> Iterator[str]:
    """Yield the path of a file in a folder if it is to be checked, or count it among those `left`."""
    name = os.path.basename(path)
    wanted = name.lower().endswith(suffixes)
    other = None if wanted else office_suffix(name)
    # ~$: the lock file of Word for an open file
    if not (wanted or other) or name.startswith((".", "~$")) or excluded(path):
        return
    if not _may_be_read(path):
        other = _PIPE
    if other is None:
        yield os.path.normpath(path)
    else:
        left[other] += 1


def not_looked_at(left: Counter[str]) -> str:
    """A sentence on the files that `find_files` passed by."""
    listed = "、".join(f"{suffix} {count} 个" for suffix, count in sorted(left.items()))
    return f"另有 {left.total()} 个文件不是文稿，没有看：{listed}"


def _may_be_read(path: str) -> bool:
    """Whether a path is that of a file, or of nothing: reading a pipe may never end."""
    return os.path.isfile(path) or not os.path.exists(path)


def _excluded(path: str, session: Session, faults: list[str] | None) -> bool:
    try:
        config = session.config_for(path)
    except ConfigError as error:
        if faults is None:
            raise
        if str(error) not in faults:
            faults.append(str(error))
        return True
    return bool(config.exclude) and config.excludes(path)
