"""JUnit XML: a test suite for each file, a test case for each finding.

A finding that fails the run is a failure; any other is a passing case that says what was found. A file that
could not be checked is an error, a file without findings a passing case. Lines and columns are 1-based,
columns count code points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import SEVERITY_NAMES, Severity
from govlint.reporters.characters import on_one_line
from govlint.reporters.wording import problem_of, unfinished
from govlint.reporters.xml import HEAD, attributes, content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Diagnostic
    from govlint.readers.origin import Origin
    from govlint.runner import FileReport


def report_junit(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield the suites."""
    yield HEAD + '<testsuites name="govlint">\n'
    for report in reports:
        outcome = "<skipped/>" if report.excluded else ""
        name = "没有检查" if report.excluded else "没有发现问题"
        cases = list(_cases(report)) or [_case(report, name, "govlint", outcome)]
        failures = sum(found.severity >= report.limit for found in report.diagnostics)
        counts = {
            "tests": len(cases),
            "failures": failures,
            "errors": int(report.problem is not None),
            "skipped": int(report.excluded),
        }
        yield f"<testsuite{attributes(name=report.path, **counts)}>\n"
        yield from cases
        if report.notices:
            yield f"<system-out>{_text(*map(str, report.notices))}</system-out>\n"
        yield "</testsuite>\n"
    yield "</testsuites>\n"


def _cases(report: FileReport) -> Iterator[str]:
    if report.problem:
        outcome = f"<error{attributes(message=problem_of(report), type='problem')}/>"
        yield _case(report, unfinished(report), "govlint", outcome)
    if report.origin is None:
        return
    for found in report.diagnostics:
        place = report.origin.place(found.span.start)
        lines = {"line": report.origin.extent(found.span)[0].line} if report.origin.has_lines else {}
        name = f"{found.rule} {found.name} {place}"
        yield _case(report, name, f"govlint.{found.rule}", _outcome(report, report.origin, found), **lines)


def _outcome(report: FileReport, origin: Origin, found: Diagnostic) -> str:
    level = Severity(found.severity)
    place = f"{report.path}:{origin.place(found.span.start)}"
    told = _text(f"{place} {SEVERITY_NAMES[level]} {found.rule} {found.message}")
    if level < report.limit:
        return f"<system-out>{told}</system-out>"
    return f"<failure{attributes(message=found.message, type=level.name)}>{told}</failure>"


def _case(report: FileReport, name: str, classname: str, outcome: str, **more: object) -> str:
    written = attributes(name=name, classname=classname, file=report.path, **more)
    return f"<testcase{written}>{outcome}</testcase>\n"


def _text(*lines: str) -> str:
    return content("\n".join(map(on_one_line, lines)))
