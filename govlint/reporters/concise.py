"""A line a finding (`concise`), or findings under the name of their file (`grouped`), for people.

Places are as in the text format: 1-based lines and columns, columns in code points; the paragraph of a Word
file. Every finding is one line, whatever the draft or the name of its file holds.
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
    """A line for each problem, notice and finding; nothing for a file without any."""
    for report in reports:
        yield from remarks(report)
        yield from findings(report)


def report_grouped(reports: Iterable[FileReport]) -> Iterator[str]:
    """The files with problems, notices or findings, each under its name, then a summary."""
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
    """The problem and the notices of a file, a line each."""
    path = click.style(on_one_line(report.path), bold=True)
    yield from (f"{path}: {remark}\n" for remark in _remarks(report))


def findings(report: FileReport) -> Iterator[str]:
    """The findings of a file, a line each."""
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
