"""Messages for formats that have one text field for all there is to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govlint.diagnostic import Diagnostic
    from govlint.readers.origin import Origin
    from govlint.runner import FileReport


def message_of(origin: Origin, found: Diagnostic) -> str:
    """The message of a finding. In a file without lines it begins with the place, which nothing else in these
    formats names.
    """
    if origin.has_lines:
        return found.message
    return f"{origin.place(found.span.start)}：{found.message}"


def problem_of(report: FileReport) -> str:
    """Why a file was not checked, or not to the end."""
    return f"{unfinished(report)}：{report.problem}"


def unfinished(report: FileReport) -> str:
    """Whether a problem kept a file from being checked at all, or from being checked to the end, in words."""
    return "未能检查" if report.document is None else "没有做完"
