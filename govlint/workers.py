"""Shares work between processes. Results come in order. An item that ends its process costs no other item its
result.

Processes do end: the system kills one that takes too much memory, and a damaged file may crash the library
that reads it.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from govlint import collector
from govlint.reasons import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    UnderWay = deque[tuple[list["T"], Future["R"] | None]]

T = TypeVar("T")
R = TypeVar("R")

LOST = "检查它的进程被系统终止，多半是内存不足或文件有毛病"
"""The `problem` of a file or document that ended its process."""

_MOST_JOBS = 61  # processes; Windows cannot wait for more
_AHEAD = 16  # chunks submitted for each process, so that the others have work while one has a long item
_ANSWER = 0.2  # seconds between calls of `is_stopping` while a result is awaited


class WorkersError(SettingsError):
    """Processes do not start, or die at once. The message says so, and what to do."""

    def __init__(self, why: str = "工作进程启动不了，多半是内存不足；请减少 --jobs") -> None:
        super().__init__(why)


def share_out(
    chunks: Iterable[list[T]],
    make: Callable[[], Callable[[list[T]], R]],
    jobs: int,
    lost: Callable[[T], R],
    is_stopping: Callable[[], bool] = lambda: False,
) -> Iterator[R]:
    """Yield the results of chunks, in order, until no chunks are left or `is_stopping` returns true.

    Each of the `jobs` processes calls `make` once, and calls the function that it returned with each chunk.
    Where a process died over a chunk, there are several results in place of one: those of parts of the chunk,
    and `lost(item)` for each item that ends its process by itself.

    Raises what the work raises, when its turn comes, and WorkersError where no process can be kept alive.
    """
    from concurrent.futures import wait

    jobs, chunks = min(jobs, _MOST_JOBS), iter(chunks)
    pool = _pool(make, jobs)
    under_way: UnderWay[T, R] = deque()
    finished = False
    try:
        under_way.extend((chunk, _begun(pool, chunk)) for chunk in islice(chunks, jobs * _AHEAD))
        while under_way and not is_stopping():
            chunk, future = under_way[0]
            if future is None:
                yield from _carefully(chunk, make, lost)
            elif not wait([future], timeout=_ANSWER).done:
                continue
            elif _is_cut_off(future):
                pool.shutdown()
                pool = _pool(make, jobs)
                under_way = _begun_again(under_way, pool, jobs)
                continue
            else:
                yield future.result()
            under_way.popleft()
            under_way.extend((chunk, _begun(pool, chunk)) for chunk in islice(chunks, 1))
        finished = not under_way
    finally:
        _close(pool, at_once=not finished)


def _begun_again(under_way: UnderWay[T, R], pool: ProcessPoolExecutor, jobs: int) -> UnderWay[T, R]:
    """The chunks that were under way when a process died, submitted to another pool.

    Those that may have been the cause are not submitted: they have no future, and are done by `_carefully`
    when their turn comes. Processes take chunks in order, so these are the first that were not done.
    """
    suspects = jobs
    again: UnderWay[T, R] = deque()
    for chunk, future in under_way:
        if future is None or not _is_cut_off(future):
            again.append((chunk, future))
        elif suspects:
            suspects -= 1
            again.append((chunk, None))
        else:
            again.append((chunk, _begun(pool, chunk)))
    return again


def _is_cut_off(future: Future[Any]) -> bool:
    """Whether a chunk has no result because a process of the pool died."""
    from concurrent.futures.process import BrokenProcessPool

    return isinstance(future.exception(), BrokenProcessPool)


def _carefully(
    chunk: list[T], make: Callable[[], Callable[[list[T]], R]], lost: Callable[[T], R]
) -> Iterator[R]:
    """Yield the results of a chunk that may have ended its process: of the whole chunk, else of its halves,
    and so on. Raises WorkersError where no process can be kept alive.
    """
    results = _alone(chunk, make)
    if results:
        yield from results
    elif len(chunk) > 1:
        middle = len(chunk) // 2
        yield from _carefully(chunk[:middle], make, lost)
        yield from _carefully(chunk[middle:], make, lost)
    elif _alone([], make):
        yield lost(chunk[0])
    else:
        raise WorkersError


def _alone(chunk: list[T], make: Callable[[], Callable[[list[T]], R]]) -> list[R]:
    """The result of a chunk in a process of its own; empty where that died."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(make, 1)
    results: list[R] = []
    try:
        results.append(_begun(pool, chunk).result())
    except BrokenProcessPool:
        pass
    finally:
        _close(pool, at_once=not results)
    return results


def _pool(make: Callable[[], Callable[[Any], Any]], jobs: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, initializer=_start, initargs=(make,))


def _begun(pool: ProcessPoolExecutor, chunk: list[T]) -> Future[Any]:
    """The future of a chunk that is submitted to a pool. Where the pool has just lost a process, the future
    says so. Raises WorkersError where the system starts no process.
    """
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    try:
        return pool.submit(_work, chunk)
    except BrokenProcessPool as error:
        cut_off: Future[Any] = Future()
        cut_off.set_exception(error)
        return cut_off
    except OSError:
        raise WorkersError from None


def _close(pool: ProcessPoolExecutor, *, at_once: bool) -> None:
    """End the processes of a pool; with `at_once`, also those that are working."""
    # Only these processes: a caller of the library may have others. Python 3.14 has `terminate_workers`.
    if at_once and pool._processes:
        for worker in list(pool._processes.values()):
            worker.terminate()
        # A result that a process was writing is incomplete. Reading it would wait until no process has the
        # pipe open for writing, and this process has.
        pool._result_queue._writer.close()  # type: ignore[attr-defined]
    # Wait nevertheless: a pool that is still closing when the program ends raises errors.
    pool.shutdown(cancel_futures=True)


_worker: list[Callable[[Any], Any]] = []


def _start(make: Callable[[], Callable[[Any], Any]]) -> None:
    import signal
    from threading import Thread

    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C
        Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    collector.collect_seldom()
    _worker[:] = [make()]


def _leave_with(parent: int) -> None:
    """End this process once its parent is gone. A parent that is killed cannot end it, and it would wait for
    work forever.
    """
    import time

    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _work(chunk: list[Any]) -> Any:
    return _worker[0](chunk)
