"""JSON: one object with all diagnostics (`json`), or one diagnostic a line (`jsonl`).

Lines and columns are 1-based, columns and offsets count code points, offsets are 0-based, ends exclusive.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from govlint.diagnostic import Severity
from govlint.formula import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Diagnostic
    from govlint.document import Document, Span
    from govlint.runner import FileReport


def report_json(reports: Iterable[FileReport]) -> Iterator[str]:
    """One object: diagnostics, problems (files that could not be checked), notices and a summary."""
    diagnostics, problems, notices = [], [], []
    summary: dict[str, Any] = {"files": 0, "characters": 0, "error": 0, "warning": 0, "info": 0, "known": 0}
    verdicts: Counter[Verdict] = Counter()
    for report in reports:
        verdicts.update(worked.relation.verdict for worked in report.relations)
        summary["files"] += 1
        summary["known"] += report.known
        if report.problem:
            problems.append({"path": report.path, "message": report.problem})
        notices += [{"path": report.path, "message": notice} for notice in report.notices]
        if report.document is None:
            continue
        summary["characters"] += len(report.document.text)
        for diagnostic in report.diagnostics:
            summary[diagnostic.severity.name] += 1
            diagnostics.append(as_data(report.path, report.document, diagnostic))
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
    """One diagnostic a line; a file that could not be checked is a line with `path` and `problem`."""
    for report in reports:
        if report.problem:
            yield as_text({"path": report.path, "problem": report.problem}) + "\n"
        if report.document is not None:
            for diagnostic in report.diagnostics:
                yield as_text(as_data(report.path, report.document, diagnostic)) + "\n"


def as_data(path: str, document: Document, diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as JSON holds it."""
    return {
        "path": path,
        "rule": diagnostic.rule,
        "name": diagnostic.name,
        "category": diagnostic.category,
        "severity": Severity(diagnostic.severity).name,
        "message": diagnostic.message,
        **place_of(document, diagnostic.span),
        "text": diagnostic.text,
        "fixes": [
            {
                "applicability": "safe" if fix.safe else "unsafe",
                "edits": [
                    {"start": edit.span.start, "end": edit.span.end, "text": edit.text} for edit in fix.edits
                ],
            }
            for fix in diagnostic.fixes
        ],
        "related": [
            {**place_of(document, related.span), "message": related.message} for related in diagnostic.related
        ],
        "evidence": diagnostic.evidence and diagnostic.evidence._asdict(),
        "fingerprint": diagnostic.fingerprint,
    }


def place_of(document: Document, span: Span) -> dict[str, dict[str, int]]:
    """Where a span starts and ends."""
    return {
        "start": document.position(span.start)._asdict(),
        "end": document.position(span.end)._asdict(),
    }


def as_text(value: Any) -> str:
    """A value as JSON, Chinese as it is."""
    # A lone surrogate cannot be written as UTF-8; such texts are escaped whole.
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return text
