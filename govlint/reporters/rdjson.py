"""Reviewdog Diagnostic Format: one object (`rdjson`), or a diagnostic on each line (`rdjsonl`).

Lines and columns are 1-based, columns count bytes of UTF-8, ends are exclusive. In a file without lines, the
message names the place.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govlint.diagnostic import Severity
from govlint.document import encodable
from govlint.reporters.columns import Region, UnitColumns, utf8
from govlint.reporters.json_text import listed
from govlint.reporters.replacements import is_plain, joined, replacements
from govlint.reporters.wording import message_of, problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Fix
    from govlint.document import Document
    from govlint.runner import FileReport

_SOURCE = {"name": "govlint"}


def report_rdjson(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield a `DiagnosticResult`."""
    yield f'{{"source": {json.dumps(_SOURCE)}, "diagnostics": ['
    yield from listed(_diagnostics(reports))
    yield "]}\n"


def report_rdjsonl(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield a `Diagnostic` on each line, with its source."""
    for diagnostic in _diagnostics(reports):
        yield encodable(json.dumps({**diagnostic, "source": _SOURCE}, ensure_ascii=False)) + "\n"


def _diagnostics(reports: Iterable[FileReport]) -> Iterator[dict[str, Any]]:
    for report in reports:
        if report.problem:
            yield {"message": problem_of(report), "location": {"path": report.path}, "severity": "ERROR"}
        if report.document is None or report.origin is None:
            continue
        columns, fixes = UnitColumns(report.origin, utf8), replacements(report)
        for found in report.diagnostics:
            location: dict[str, Any] = {"path": report.path}
            if report.origin.has_lines:
                location["range"] = _range(columns.region(found.span))
            diagnostic: dict[str, Any] = {
                "message": message_of(report.origin, found),
                "location": location,
                "severity": Severity(found.severity).name.upper(),
                "code": {"value": found.rule},
            }
            if suggestions := list(_suggestions(report.document, columns, fixes.get(id(found), []))):
                diagnostic["suggestions"] = suggestions
            yield diagnostic


def _suggestions(document: Document, columns: UnitColumns, fixes: list[Fix]) -> Iterator[dict[str, Any]]:
    """Yield each fix as one replacement, since reviewdog applies suggestions one by one. A fix with edits on
    several lines is left out.
    """
    for fix in fixes:
        edit = joined(document, fix)
        region = columns.region(edit.span)
        if is_plain(document, columns.origin, edit) and (len(fix.edits) == 1 or region.is_on_one_line):
            yield {"range": _range(region), "text": edit.text}


def _range(region: Region) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": region.start_line, "column": region.start_column},
        "end": {"line": region.end_line, "column": region.end_column},
    }
