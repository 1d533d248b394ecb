"""Lines for the quickfix list of Vim: `path:line:column: level: rule message`.

Lines and columns are 1-based; columns count bytes of UTF-8, in which Vim holds texts. In a file without
lines, findings are on line 1, and the message names the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import Severity
from govlint.reporters.characters import on_one_line
from govlint.reporters.columns import UnitColumns, utf8
from govlint.reporters.wording import message_of, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.runner import FileReport


def report_vim(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield a line for each finding."""
    for report in reports:
        path, origin = on_one_line(report.path), report.origin
        if report.problem:
            yield f"{path}:1:1: error: {on_one_line(problem_of(report))}\n"
        if origin is None:
            continue
        columns = UnitColumns(origin, utf8)
        for found in report.diagnostics:
            line = column = 1
            if origin.has_lines:
                line, column, *_ = columns.region(found.span)
            message = on_one_line(message_of(origin, found))
            yield f"{path}:{line}:{column}: {Severity(found.severity).name}: {found.rule} {message}\n"
