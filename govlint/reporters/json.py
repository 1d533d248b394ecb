"""JSON: one object with all diagnostics (`json`), or a diagnostic on each line (`jsonl`).

Lines and columns are 1-based, offsets 0-based; columns and offsets count code points. Ends are exclusive.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from govlint.diagnostic import Severity
from govlint.numbers.formula import Verdict
from govlint.reporters.json_text import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Diagnostic, Edit
    from govlint.document import Span
    from govlint.readers.origin import Origin
    from govlint.runner import FileReport


def report_json(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield one object: diagnostics, problems (of files that could not be checked), notices, summary."""
    diagnostics, problems, notices = [], [], []
    summary: dict[str, Any] = {"files": 0, "characters": 0, "error": 0, "warning": 0, "info": 0, "known": 0}
    summary["fixed"] = 0
    verdicts: Counter[Verdict] = Counter()
    for report in reports:
        verdicts.update(relation.verdict for relation in report.relations)
        summary["files"] += report.document is not None
        summary["known"] += report.known
        summary["fixed"] += report.fixed or 0
        if report.problem:
            problems.append({"path": report.path, "message": report.problem})
        notices += [{"path": report.path, "message": notice.message} for notice in report.notices]
        if report.document is None or report.origin is None:
            continue
        summary["characters"] += len(report.document.text)
        for diagnostic in report.diagnostics:
            summary[diagnostic.severity.name] += 1
            diagnostics.append(as_data(report.path, report.origin, diagnostic))
    summary["relations"] = {
        "consistent": verdicts[Verdict.consistent] + verdicts[Verdict.rounding],
        "inconsistent": verdicts[Verdict.inconsistent],
        "undecided": verdicts[Verdict.undecided],
    }
    result = {
        "version": 1,
        "diagnostics": diagnostics,
        "problems": problems,
        "notices": notices,
        "summary": summary,
    }
    yield as_text(result) + "\n"


def report_jsonl(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield a line for each diagnostic. A file that could not be checked is a line with `path` and
    `problem`.
    """
    for report in reports:
        if report.problem:
            yield as_text({"path": report.path, "problem": report.problem}) + "\n"
        if report.origin is not None:
            for diagnostic in report.diagnostics:
                yield as_text(as_data(report.path, report.origin, diagnostic)) + "\n"


def as_data(path: str, origin: Origin, diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as values for JSON."""
    return {
        "path": path,
        "rule": diagnostic.rule,
        "name": diagnostic.name,
        "category": diagnostic.category,
        "severity": Severity(diagnostic.severity).name,
        "message": diagnostic.message,
        **place_of(origin, diagnostic.span),
        "text": diagnostic.text,
        "fixes": [
            {
                "applicability": "safe" if fix.safe else "unsafe",
                "edits": [_edit(origin, edit) for edit in fix.edits],
            }
            for fix in diagnostic.fixes
        ],
        "related": [
            {**place_of(origin, related.span), "message": related.message} for related in diagnostic.related
        ],
        "evidence": diagnostic.evidence and diagnostic.evidence._asdict(),
        "fingerprint": diagnostic.fingerprint,
    }


def place_of(origin: Origin, span: Span) -> dict[str, dict[str, int | str]]:
    """The start and end of a span in the file, as values for JSON."""
    start, end = origin.extent(span)
    return {
        "start": {**start._asdict(), **origin.details(span.start)},
        "end": {**end._asdict(), **origin.details(span.end)},
    }


def _edit(origin: Origin, edit: Edit) -> dict[str, int | str]:
    start, end = origin.extent(edit.span)
    return {"start": start.offset, "end": end.offset, "text": edit.text}
