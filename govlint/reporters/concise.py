"""One line for each finding (`concise`), or findings under the names of their files (`grouped`), for people.

Places are as in the text format: lines and columns are 1-based, columns count code points; in a Word file the
place is a paragraph. Whatever a text or file name contains, a finding takes one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govlint.diagnostic import SEVERITY_NAMES
from govlint.reporters.characters import on_one_line
from govlint.reporters.display import width
from govlint.reporters.text import COLORS, Summary
from govlint.reporters.wording import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Severity
    from govlint.runner import FileReport


def report_concise(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield a line for each problem, notice and finding."""
    for report in reports:
        yield from remarks(report)
        yield from findings(report)


def report_grouped(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield the files that have problems, notices or findings, each under its name, then a summary."""
    summary = Summary()
    for report in reports:
        summary.add(report)
        lines = [*_remarks(report), *_aligned(report)]
        if lines:
            yield click.style(on_one_line(report.path), bold=True) + "\n"
            yield from (f"  {line}\n" for line in lines)
            yield "\n"
    yield summary.text()


def remarks(report: FileReport) -> Iterator[str]:
    """Yield a line for the problem of a file, and one for each notice."""
    path = click.style(on_one_line(report.path), bold=True)
    yield from (f"{path}: {remark}\n" for remark in _remarks(report))


def findings(report: FileReport) -> Iterator[str]:
    """Yield a line for each finding of a file."""
    if report.origin is None:
        return
    for found in report.diagnostics:
        place = f"{on_one_line(report.path)}:{report.origin.place(found.span.start)}"
        message = on_one_line(found.message)
        yield f"{click.style(place, bold=True)} {_level(found.severity)} {found.rule} {message}\n"


def _remarks(report: FileReport) -> Iterator[str]:
    if report.problem:
        yield f"{click.style(unfinished(report), fg='red')} {on_one_line(report.problem)}"
    yield from (f"说明 {on_one_line(notice.message)}" for notice in report.notices)


def _aligned(report: FileReport) -> Iterator[str]:
    if report.origin is None:
        return
    places = [report.origin.place(found.span.start) for found in report.diagnostics]
    longest = max(map(width, places), default=0)
    for place, found in zip(places, report.diagnostics, strict=True):
        gap = " " * (longest - width(place))
        yield f"{place}{gap}  {_level(found.severity)}  {found.rule}  {on_one_line(found.message)}"


def _level(severity: Severity) -> str:
    return click.style(SEVERITY_NAMES[severity], fg=COLORS[severity], bold=True)
