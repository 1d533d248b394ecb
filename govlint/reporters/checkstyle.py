"""Checkstyle XML: the errors of each file.

Lines and columns are 1-based, columns count code points. In a file without lines, errors are on line 1
without a column, and the message names the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import Severity
from govlint.reporters.wording import message_of, problem_of
from govlint.reporters.xml import HEAD, attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.runner import FileReport


def report_checkstyle(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield an element for each file, also for files without errors."""
    yield HEAD + '<checkstyle version="4.3">\n'
    for report in reports:
        yield f"<file{attributes(name=report.path)}>\n"
        yield from _errors(report)
        yield "</file>\n"
    yield "</checkstyle>\n"


def _errors(report: FileReport) -> Iterator[str]:
    origin = report.origin
    if report.problem:
        yield _error({"line": 1}, "error", problem_of(report), "govlint")
    if origin is None:
        return
    for found in report.diagnostics:
        place = {"line": 1}
        if origin.has_lines:
            start, _ = origin.extent(found.span)
            place = {"line": start.line, "column": start.column}
        level, message = Severity(found.severity).name, message_of(origin, found)
        yield _error(place, level, message, f"govlint.{found.rule}")


def _error(place: dict[str, int], severity: str, message: str, source: str) -> str:
    return f"<error{attributes(**place, severity=severity, message=message, source=source)}/>\n"
