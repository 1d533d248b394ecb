"""Checks many files, with several processes where that pays."""

from __future__ import annotations

import os
import time
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from govlint.readers import CONVERTED, PDF, recognise
from govlint.runner.report import FileReport
from govlint.runner.session import NotCachedError, Session
from govlint.workers import LOST, share_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govlint.runner.settings import Settings

_CHUNK = 16  # files that a process takes at a time, at most
_SOON = 0.5  # seconds that cached results are read for before processes are started
_WORTH_A_POOL = 64  # files; for fewer, starting processes takes longer than it saves


def run(
    paths: list[str], settings: Settings, jobs: int | None = None, *, fixing: bool = False
) -> Iterator[FileReport]:
    """Check files and yield their reports, in order. With `fixing`, their content is fixed, too (see
    `Session.fix_content`).

    `jobs` is the number of processes; the default is one for few files, else the number of cores. A file that
    ends its process gets a report with a `problem`. Raises as `Session.check` does, and WorkersError where no
    process can be kept alive.
    """
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(paths) >= _WORTH_A_POOL else 1
    session = Session(settings)
    if jobs == 1 or len(paths) < 2:
        yield from map(_work_of(session, fixing), paths)
        return
    done = 0
    for report in _cached(paths, settings, fixing):
        yield report
        done += 1
    count = len(paths) - done
    if not count:
        return
    # Raises what is wrong with the settings; and processes that are forked now have the rules already.
    session.check_text("", os.path.join(os.path.dirname(paths[done]), "-"))
    left = iter(paths[done:])
    length = max(1, min(_CHUNK, count // (2 * jobs)))
    chunks = iter(lambda: list(islice(left, length)), [])
    for reports in share_out(chunks, partial(_chunk_work, settings, fixing), min(jobs, count), _lost):
        yield from reports


def _cached(paths: list[str], settings: Settings, fixing: bool) -> Iterator[FileReport]:
    """Yield the reports of the first files, up to the first whose result is not cached, for `_SOON` seconds
    at most.

    That is quicker than starting processes. Files that might crash the process that reads them are left to
    others.
    """
    work = _work_of(Session(settings, runs_rules=False), fixing)
    begin = time.monotonic()
    for path in paths:
        if time.monotonic() - begin > _SOON or recognise(path, b"") in (PDF, CONVERTED):
            return
        try:
            report = work(path)
        except NotCachedError:
            return
        yield report


def _work_of(session: Session, fixing: bool) -> Callable[[str], FileReport]:
    # A process may be stopped at any moment, so it writes nothing: the parent writes what was fixed.
    return session.fix_content if fixing else session.check


def _chunk_work(settings: Settings, fixing: bool) -> Callable[[list[str]], list[FileReport]]:
    work = _work_of(Session(settings), fixing)
    return lambda paths: [work(path) for path in paths]


def _lost(path: str) -> list[FileReport]:
    return [FileReport(path, problem=LOST)]
