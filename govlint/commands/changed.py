"""The changes that `check` is asked to look at alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from govlint import changes
from govlint.commands.exits import fail
from govlint.reasons import reason

if TYPE_CHECKING:
    from govlint.changes import Changes
    from govlint.commands.check_options import CheckOptions


def changes_of(asked: CheckOptions, paths: tuple[str, ...]) -> Changes | None:
    """The changes that findings must touch to be listed, if any: since a revision, or those of a diff.

    Leaves where they cannot be told.
    """
    revision, diff = asked.diff_from, asked.diff_file
    try:
        if revision is not None:
            places = ((asked.stdin_filename or path) if path == "-" else path for path in paths or (".",))
            return changes.since(revision, places)
        if diff is None:
            return None
        if diff == "-":
            return changes.of_diff(sys.stdin.buffer.read() if sys.stdin else b"")
        with open(diff, "rb") as file:
            return changes.of_diff(file.read())
    except changes.ChangesError as error:
        fail(str(error) if diff is None else f"{diff}: {error}")
    except OSError as error:
        fail(f"读不到 {diff}：{reason(error)}")
