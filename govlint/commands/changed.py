"""The changes that `check` is asked to look at alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from govlint import changes
from govlint.commands.exits import fail
from govlint.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.changes import Changes


def changes_of(paths: tuple[str, ...], options: Mapping[str, Any]) -> Changes:
    """The changes that findings must touch to be listed: since a revision, or those of a diff."""
    revision, diff = options["diff_from"], options["diff_file"]
    if revision is not None and diff is not None:
        fail("--diff-from 和 --diff-file 只能用一个")
    if options["fix"] or options["diff"] or options["write_baseline"] is not None:
        fail("--diff-from、--diff-file 只列出问题，不能与 --fix、--diff、--write-baseline 同用")
    if "-" in paths and (diff == "-" or not options["stdin_filename"]):
        fail("只看改动的行时，从标准输入读的文稿要用 --stdin-filename 写明是哪个文件，补丁另从文件读")
    try:
        if diff is None:
            places = (options["stdin_filename"] if path == "-" else path for path in paths or (".",))
            return changes.since(revision, places)
        if diff == "-":
            return changes.told_by(sys.stdin.buffer.read() if sys.stdin else b"")
        with open(diff, "rb") as file:
            return changes.told_by(file.read())
    except changes.ChangesError as error:
        fail(str(error) if diff is None else f"{diff}: {error}")
    except OSError as error:
        fail(f"读不到 {diff}：{reason(error)}")
