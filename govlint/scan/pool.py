"""Checks the documents of an archive in several processes. Results come in the order of the archive."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from govlint.runner import Session
from govlint.scan.checking import Job, Rows, check
from govlint.scan.record import Record, ScanError
from govlint.workers import LOST, WorkersError, share_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_CHUNK = 60_000  # characters that a process takes at a time: a tenth of a second's work
_MOST = 256  # documents that it takes at a time, at most
_BYTES = 3  # bytes of a character, to estimate the length of a file: most are ideographs in UTF-8


def chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield records in lists of up to `_CHUNK` characters and `_MOST` documents. A longer document is a list
    by itself.
    """
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


def check_all(
    records: Iterable[Record], job: Job, jobs: int, is_stopping: Callable[[], bool]
) -> Iterator[Rows]:
    """Check records in `jobs` processes, and yield the rows of a chunk at a time, until no records are left
    or `is_stopping` returns true.

    Raises what is wrong with the settings, as `Session.check` does, and ScanError where no process can be
    kept alive.
    """
    if jobs == 1:
        work = _work_of(job)
        for chunk in chunks(records):
            if is_stopping():
                return
            yield work(chunk)
        return
    try:
        yield from share_out(chunks(records), partial(_work_of, job), jobs, partial(_lost, job), is_stopping)
    except WorkersError as error:
        raise ScanError(f"{error}，加 --resume 接着做") from None


def _work_of(job: Job) -> Callable[[list[Record]], Rows]:
    session = Session(job.settings)
    return lambda records: check(records, job, session)


def _lost(job: Job, record: Record) -> Rows:
    return check([record._replace(text=None, problem=LOST)], job, Session(job.settings))
