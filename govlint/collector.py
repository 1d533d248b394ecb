"""Settings of Python's garbage collector, for processes of govlint's own.

Nearly everything that a run makes is freed when its last reference goes, or is needed until the end. Looking
for cycles as often as Python does by default finds none, and costs a tenth of the time.
"""

from __future__ import annotations

import gc
import sys

_YOUNG = 100_000  # objects made and not freed between two collections; Python's own setting is 700


def collect_seldom() -> None:
    """Let this process look for cycles seldom. Those that it leaves do not pile up: some tens of megabytes
    at most wait for the next collection.
    """
    gc.set_threshold(_YOUNG)


def leave_all() -> None:
    """Free nothing any more: the process is about to end, and its memory goes back to the system as a
    whole. DuckDB is let free what it holds, since it reports the rest as leaked, on standard error.
    """
    if "duckdb" not in sys.modules:
        gc.freeze()
