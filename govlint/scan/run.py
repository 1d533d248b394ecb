"""Runs a scan: from the archive through the processes into the store, a part at a time."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

from govlint.scan.checking import Rows
from govlint.scan.pool import check_all
from govlint.scan.record import Repeats

if TYPE_CHECKING:
    from collections.abc import Callable

    from govlint.scan.checking import Job
    from govlint.scan.journal import Store
    from govlint.scan.sources import Archive

# A part is written as soon as one of these is reached. Until then, rows are in memory, and lost by a kill.
_FINDINGS = 20_000
_DOCUMENTS = 5_000
_CHARACTERS = 8_000_000
_SECONDS = 10


def run(
    archive: Archive,
    job: Job,
    store: Store,
    jobs: int,
    is_stopping: Callable[[], bool] = lambda: False,
    on_progress: Callable[[int, int], None] = lambda _documents, _bytes: None,
    repeats: Repeats | None = None,
) -> bool:
    """Check the documents that are not done yet, write the output files, and return whether all documents are
    done.

    Where `is_stopping` returns true before that, the output files hold what was done, and the store can be
    resumed. `on_progress` is called with the documents and bytes done, of the whole archive; `repeats` counts
    ids. Raises as `pool.check_all` and `Store.commit` do.
    """
    records = islice((repeats or Repeats()).among(archive.records()), store.progress.done, None)
    waiting, since = Rows(), time.monotonic()
    for rows in check_all(records, job, jobs, is_stopping):
        waiting.add(rows)
        on_progress(store.progress.done + len(waiting.documents), store.progress.weight + waiting.weight)
        if (
            len(waiting.findings) >= _FINDINGS
            or len(waiting.documents) >= _DOCUMENTS
            or waiting.characters >= _CHARACTERS
            or time.monotonic() - since >= _SECONDS
        ):
            store.commit(waiting)
            waiting, since = Rows(), time.monotonic()
    stopped = is_stopping()  # read once: all is done even if a stop is asked for while the files are written
    store.commit(waiting)
    store.join()
    if not stopped:
        store.close()
    return not stopped
