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

_CHUNK = 16  # files a process takes at a time, at most
_SOON = 0.5  # seconds for which files whose results are known are taken one by one
_WORTH_A_POOL = 64  # files from which starting processes pays


def run(
    paths: list[str], settings: Settings, jobs: int | None = None, *, fixing: bool = False
) -> Iterator[FileReport]:
    """Check files in order, in several processes where there are many; with `fixing`, also fix their content
    (see `Session.fix_content`). The report of a file that ended its process says so in its `problem`.

    `jobs` is the number of processes, by default one for few files and the number of cores for many. Raises
    as `Session.check` does, and WorkersError where no process lives.
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
    # What is wrong with the settings is told here; and where processes are forked, they have the rules.
    session.check_text("", os.path.join(os.path.dirname(paths[done]), "-"))
    left = iter(paths[done:])
    length = max(1, min(_CHUNK, count // (2 * jobs)))
    chunks = iter(lambda: list(islice(left, length)), [])
    for reports in share_out(chunks, partial(_chunk_work, settings, fixing), min(jobs, count), _lost):
        yield from reports


def _cached(paths: list[str], settings: Settings, fixing: bool) -> Iterator[FileReport]:
    """The reports of the first files, as long as their results are remembered and little time has passed:
    that is quicker than to start processes. Files that might end the process are not even read.
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
    # What fixing changes is written by the parent: a process may be stopped at any moment.
    return session.fix_content if fixing else session.check


def _chunk_work(settings: Settings, fixing: bool) -> Callable[[list[str]], list[FileReport]]:
    work = _work_of(Session(settings), fixing)
    return lambda paths: [work(path) for path in paths]


def _lost(path: str) -> list[FileReport]:
    return [FileReport(path, problem=LOST)]
