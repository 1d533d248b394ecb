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
    from concurrent.futures import Future, ProcessPoolExecutor

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
    yield from _shared(lists, job, min(jobs, _MOST_JOBS), is_stopping)


def _shared(
    lists: Iterator[list[Record]], job: Job, jobs: int, is_stopping: Callable[[], bool]
) -> Iterator[Rows]:
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children

    pool = _pool(job, jobs)
    under_way = deque((chunk, _begun(pool, chunk)) for chunk in islice(lists, jobs * _AHEAD))
    finished = False
    try:
        while under_way:
            _, future = under_way[0]
            if not _is_ready(future, is_stopping):
                return
            try:
                rows = future.result()
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                pool = _pool(job, jobs)
                under_way = _taken_up(under_way, pool, job, jobs)
                continue
            under_way.popleft()
            under_way.extend((chunk, _begun(pool, chunk)) for chunk in islice(lists, 1))
            yield rows
        finished = True
    finally:
        pool.shutdown(wait=finished, cancel_futures=True)
        if not finished:
            for worker in active_children():  # they would finish what they have first
                worker.terminate()


UnderWay = deque[tuple[list[Record], "Future[Rows]"]]


def _taken_up(under_way: UnderWay, pool: ProcessPoolExecutor, job: Job, jobs: int) -> UnderWay:
    """What was under way when a worker came to its end, under way again. The chunk that did it, if one did,
    is among the first that are not done: work is taken in order, one chunk a worker.
    """
    from concurrent.futures import Future

    suspects = jobs
    again: UnderWay = deque()
    for chunk, future in under_way:
        if not future.cancelled() and future.exception() is None:
            again.append((chunk, future))
        elif suspects:
            suspects -= 1
            done: Future[Rows] = Future()
            done.set_result(_carefully(chunk, job))
            again.append((chunk, done))
        else:
            again.append((chunk, _begun(pool, chunk)))
    return again


def _begun(pool: ProcessPoolExecutor, chunk: list[Record]) -> Future[Rows]:
    """A chunk under way; where the pool has just come to its end, that is told with the chunk."""
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    try:
        return pool.submit(_work, chunk)
    except BrokenProcessPool as error:
        told: Future[Rows] = Future()
        told.set_exception(error)
        return told


def _carefully(chunk: list[Record], job: Job) -> Rows:
    """The rows of documents one of which may end the process that checks it. That one has a problem instead.

    Raises ScanError where no process lives.
    """
    rows = _alone(chunk, job)
    if rows is not None:
        return rows
    if len(chunk) > 1:
        middle = len(chunk) // 2
        rows = _carefully(chunk[:middle], job)
        rows.add(_carefully(chunk[middle:], job))
        return rows
    if _alone([], job) is None:
        raise ScanError("工作进程启动不了，多半是内存不足；请减少 --jobs，加 --resume 接着做")
    problem = "检查它的进程被系统终止，多半是内存不足或文件有毛病"
    return check([chunk[0]._replace(text=None, problem=problem)], job, Session(job.settings))


def _alone(chunk: list[Record], job: Job) -> Rows | None:
    """The rows of documents, made by a process of their own; None where it came to its end."""
    from concurrent.futures.process import BrokenProcessPool

    with _pool(job, 1) as pool:
        try:
            return pool.submit(_work, chunk).result()
        except BrokenProcessPool:
            return None


def _pool(job: Job, jobs: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, initializer=_start, initargs=(job,))


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
