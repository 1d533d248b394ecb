"""Checks many files, with several processes where that pays."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from govlint.runner.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.runner.report import FileReport
    from govlint.runner.settings import Settings

_CHUNK = 16  # files a worker takes at a time, at most
_MOST_JOBS = 61  # what Windows can wait for
_SOON = 0.5  # seconds for which files whose results are known are taken one by one
_WORTH_A_POOL = 64  # files from which starting processes pays


def run(
    paths: list[str], settings: Settings, jobs: int | None = None, *, mending: bool = False
) -> Iterator[FileReport]:
    """Check files, in order, or with `mending` make of them what fixing would (see `Session.mend`); with
    several processes where there are many.

    `jobs` is the number of processes, by default one for few files and the number of cores for many.
    """
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(paths) >= _WORTH_A_POOL else 1
    jobs = min(jobs, _MOST_JOBS)
    session = Session(settings)
    work = session.mend if mending else session.check
    if jobs == 1 or len(paths) < 2:
        yield from map(work, paths)
        return
    begin = time.monotonic()
    left = iter(paths)
    for path in left:
        yield work(path)  # settings that cannot be used are told here, not by every worker
        if session.looked or time.monotonic() - begin > _SOON:
            break
    paths = list(left)
    if not paths:
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    chunk = max(1, min(_CHUNK, len(paths) // (2 * jobs)))
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(settings,)) as pool:
        try:
            yield from pool.map(_mend if mending else _work, paths, chunksize=chunk)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in active_children():  # they would finish their files first
                worker.terminate()
            raise


_worker: list[Session] = []


def _start_worker(settings: Settings) -> None:
    import signal

    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C
    _worker[:] = [Session(settings)]


def _work(path: str) -> FileReport:
    return _worker[0].check(path)


def _mend(path: str) -> FileReport:
    # Written by the parent: a worker may be stopped at any moment.
    return _worker[0].mend(path)
