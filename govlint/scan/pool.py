"""Shares the work on an archive between processes; what comes back is in the order of the archive."""

from __future__ import annotations

import os
import sys
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from govlint.runner import Session
from govlint.scan.checking import Job, Rows, check
from govlint.scan.record import Record, ScanError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

_CHUNK = 60_000  # characters a process takes at a time: a tenth of a second's work
_MOST = 256  # documents it takes at a time
_AHEAD = 16  # chunks under way for each process, so that the others have work while one has a long document
_BYTES = 3  # of a character in a file, most often
_MOST_JOBS = 61  # what Windows can wait for
_ANSWER = 0.2  # seconds after which a wish to stop is heard


def chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Records in lists of like length in characters; a long document makes a list by itself."""
    chunk: list[Record] = []
    size = 0
    for record in records:
        length = record.weight // _BYTES if record.text is None else len(record.text)
        if chunk and (size + length > _CHUNK or len(chunk) >= _MOST):
            yield chunk
            chunk, size = [], 0
        chunk.append(record)
        size += length
    if chunk:
        yield chunk


def checked(
    records: Iterable[Record], job: Job, jobs: int, is_stopping: Callable[[], bool]
) -> Iterator[Rows]:
    """The rows of records, chunk by chunk, until there are no more or it is time to stop."""
    lists = chunks(records)
    if jobs == 1:
        session = Session(job.settings)
        for chunk in lists:
            if is_stopping():
                return
            yield check(chunk, job, session)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children

    jobs = min(jobs, _MOST_JOBS)
    pool = ProcessPoolExecutor(jobs, initializer=_start, initargs=(job,))
    finished = False
    try:
        under_way = deque(pool.submit(_work, chunk) for chunk in islice(lists, jobs * _AHEAD))
        while under_way:
            if not _is_ready(under_way[0], is_stopping):
                return
            rows = under_way.popleft().result()
            under_way.extend(pool.submit(_work, chunk) for chunk in islice(lists, 1))
            yield rows
        finished = True
    except BrokenProcessPool:
        raise ScanError("有工作进程被系统终止，多半是内存不足；请减少 --jobs，加 --resume 接着做") from None
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:
            for worker in active_children():  # they would finish what they have first
                worker.terminate()


def _is_ready(future: Future[Rows], is_stopping: Callable[[], bool]) -> bool:
    """Wait for what comes next; False where it is time to stop."""
    from concurrent.futures import wait

    while not is_stopping():
        if wait([future], timeout=_ANSWER).done:
            return True
    return False


_worker: list[tuple[Job, Session]] = []


def _start(job: Job) -> None:
    import signal
    from threading import Thread

    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C
        Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    _worker[:] = [(job, Session(job.settings))]


def _leave_with(parent: int) -> None:
    """End this process once its parent is gone: killed, it could not say so, and this one would wait for work
    forever.
    """
    import time

    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _work(chunk: list[Record]) -> Rows:
    job, session = _worker[0]
    return check(chunk, job, session)
