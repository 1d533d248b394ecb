"""Messages on files and findings, for formats that have a single text for all there is to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govlint.diagnostic import Diagnostic
    from govlint.readers.origin import Origin
    from govlint.runner import FileReport


def message_of(origin: Origin, found: Diagnostic) -> str:
    """The message of a finding. In a file without lines it begins with the place: nothing else names it."""
    if origin.has_lines:
        return found.message
    return f"{origin.place(found.span.start)}：{found.message}"


def problem_of(report: FileReport) -> str:
    """What kept a file from being checked, or from being checked to the end."""
    return f"{unfinished(report)}：{report.problem}"


def unfinished(report: FileReport) -> str:
    """What a problem means for a file."""
    return "未能检查" if report.document is None else "没有做完"
