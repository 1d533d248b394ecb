"""GitLab Code Quality: an array of issues.

GitLab shows only the description and the line of an issue. It stops reading at an invalid entry, and keeps
one of several with the same fingerprint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govlint.diagnostic import Severity
from govlint.digest import digest
from govlint.reporters.json_text import listed
from govlint.reporters.paths import in_project
from govlint.reporters.wording import message_of, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.runner import FileReport

_LEVELS = {Severity.error: "major", Severity.warning: "minor", Severity.info: "info"}


def report_gitlab(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield the array."""
    yield "["
    yield from listed(_issues(reports))
    yield "]\n"


def _issues(reports: Iterable[FileReport]) -> Iterator[dict[str, Any]]:
    for report in reports:
        path, origin = in_project(report.path), report.origin
        if report.problem:
            yield _issue(path, problem_of(report), "govlint", "blocker", "", 1, 1)
        if origin is None:
            continue
        for found in report.diagnostics:
            first = last = 1  # for a file without lines
            if origin.has_lines:
                start, end = origin.extent(found.span)
                first, last = start.line, end.line
            description = f"{found.rule} {message_of(origin, found)}"
            level = _LEVELS[Severity(found.severity)]
            yield _issue(path, description, found.rule, level, found.fingerprint, first, last)


def _issue(
    path: str, description: str, name: str, level: str, fingerprint: str, first: int, last: int
) -> dict[str, Any]:
    identity = f"{path}\0{fingerprint}".encode("utf-8", "surrogatepass")
    return {
        "description": description,
        "check_name": name,
        "fingerprint": digest(identity),
        "severity": level,
        "location": {"path": path, "lines": {"begin": first, "end": last}},
    }
