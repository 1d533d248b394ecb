"""GitHub workflow commands, which become annotations, followed by a plain list with a line for each finding.

Lines and columns are 1-based, columns count UTF-16 code units, ends are exclusive. GitHub ignores the columns
of a range over several lines, and shows at most ten annotations of a level for a step; the list has all
findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govlint.diagnostic import Severity
from govlint.reporters.characters import on_lines
from govlint.reporters.columns import UnitColumns, utf16
from govlint.reporters.concise import findings, remarks
from govlint.reporters.paths import in_project
from govlint.reporters.text import Summary
from govlint.reporters.wording import message_of, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from govlint.document import Span
    from govlint.runner import FileReport

_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "notice"}


def report_github(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield the commands and the list of each file, then the summary."""
    summary = Summary()
    for report in reports:
        summary.add(report)
        yield from _commands(report)
        for line in (*remarks(report), *findings(report)):
            yield _inert(click.unstyle(line))
    yield summary.text()


def _commands(report: FileReport) -> Iterator[str]:
    path, origin = in_project(report.path), report.origin
    if report.problem:
        yield _command("error", {"title": unfinished(report), "file": path}, report.problem)
    for notice in report.notices:
        yield _command("notice", {"title": "说明", "file": path}, notice.message)
    if origin is None:
        return
    columns = UnitColumns(origin, utf16)
    for found in report.diagnostics:
        place = _place(columns, found.span) if origin.has_lines else {}
        properties = {"title": f"{found.rule} {found.name}", "file": path, **place}
        yield _command(_LEVELS[Severity(found.severity)], properties, message_of(origin, found))


def _place(columns: UnitColumns, span: Span) -> dict[str, int]:
    region = columns.region(span)
    if not region.is_on_one_line:
        return {"line": region.start_line, "endLine": region.end_line}
    return {
        "line": region.start_line,
        "endLine": region.end_line,
        "col": region.start_column,
        "endColumn": region.end_column,
    }


def _command(name: str, properties: Mapping[str, object], message: str) -> str:
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {written}::{_data(on_lines(message))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _inert(line: str) -> str:
    """A line of the list that cannot be taken for a command, whatever a text or file name contains."""
    line = line.replace("##[", "## [")
    return f"./{line}" if line.lstrip().startswith("::") else line
