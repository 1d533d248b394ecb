"""Checks the documents of an archive, and makes rows of the results for the tables in `columns`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from govlint.diagnostic import CATEGORIES, Severity
from govlint.document import encodable
from govlint.edits import applied
from govlint.numbers.formula import Verdict
from govlint.reasons import unforeseen
from govlint.scan.cleaning import removals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Diagnostic
    from govlint.document import Document
    from govlint.runner import FileReport, Session, Settings
    from govlint.scan.record import Record

_AROUND = 24  # characters of its line that a row quotes on each side of a finding

OutputRow = tuple[Any, ...]


class Job(NamedTuple):
    """How documents are checked. `cleaning`: rows of the table `cleaned` are wanted, too."""

    settings: Settings
    cleaning: bool = False


@dataclass(slots=True)
class Rows:
    """The rows of some documents, by table, with totals.

    `weight` is in bytes, `characters` in code points. `unread` counts the documents that could not be
    checked, `unfinished` those that were not checked to the end; `first_problem` is the name of the first of
    all these with the reason.
    """

    findings: list[OutputRow] = field(default_factory=list)
    documents: list[OutputRow] = field(default_factory=list)
    cleaned: list[OutputRow] = field(default_factory=list)
    weight: int = 0
    characters: int = 0
    unread: int = 0
    unfinished: int = 0
    first_problem: str = ""

    def add(self, other: Rows) -> None:
        """Append the rows of later documents, and add up the totals."""
        self.findings += other.findings
        self.documents += other.documents
        self.cleaned += other.cleaned
        self.weight += other.weight
        self.characters += other.characters
        self.unread += other.unread
        self.unfinished += other.unfinished
        self.first_problem = self.first_problem or other.first_problem


def check(records: Iterable[Record], job: Job, session: Session) -> Rows:
    """Check documents, and return their rows. What goes wrong with a document is in its row; only what is
    wrong with the settings is raised, as by `Session.check`.
    """
    rows = Rows()
    for record in records:
        _check(record, job, session, rows)
    return rows


def _check(record: Record, job: Job, session: Session, rows: Rows) -> None:
    name, path = encodable(record.id), encodable(record.path)
    problem = record.problem
    report: FileReport | None = None
    if problem is None:
        report = _report(record, session)
        problem = report.problem
        if problem is None:
            said = [str(one) for one in report.notices if one.unread or report.document is None]
            problem = "；".join(said) or None
        rows.findings += [(name, path, *row) for row in findings(report)]
        if job.cleaning and report.document is not None:
            try:
                rows.cleaned.append((name, path, *_cleaned(report.document, report, session)))
            except Exception as error:  # a failure on one document must not end the scan
                problem = unforeseen(error)
    rows.documents.append((name, path, *_counts(report), problem and encodable(problem)))
    rows.weight += record.weight
    document = report.document if report else None
    rows.characters += len(document.text) if document else 0
    if problem is not None:
        rows.unread += document is None
        rows.unfinished += document is not None
        rows.first_problem = rows.first_problem or f"{name}：{problem}"


def _report(record: Record, session: Session) -> FileReport:
    if record.text is None:
        return session.check(record.path)
    return session.check_text(encodable(record.text), record.path)


def findings(report: FileReport) -> Iterator[OutputRow]:
    """Yield the findings of a report as rows of the table `findings`, without the columns `id` and `path`."""
    if report.document is None or report.origin is None:
        return
    for found in report.diagnostics:
        start, end = report.origin.extent(found.span)
        before, after = _around(report.document, found)
        yield (
            found.rule,
            found.name,
            found.category,
            Severity(found.severity).name,
            found.message,
            start.line,
            start.column,
            start.offset,
            end.offset,
            found.text,
            before,
            after,
            found.fingerprint,
        )


def _around(document: Document, found: Diagnostic) -> tuple[str, str]:
    start, end = found.span
    head, tail = document.line_at(start).start, document.line_at(end).end
    return (
        document.text[max(head, start - _AROUND) : start],
        document.text[end : max(end, min(tail, end + _AROUND))],
    )


def _counts(report: FileReport | None) -> Iterator[int]:
    diagnostics = report.diagnostics if report else ()
    levels = Counter(Severity(found.severity) for found in diagnostics)
    categories = Counter(found.category for found in diagnostics)
    verdicts = Counter(relation.verdict for relation in report.relations) if report else Counter()
    yield len(report.document.text) if report and report.document else 0
    yield from (levels[level] for level in (Severity.error, Severity.warning, Severity.info))
    yield from (categories[category] for category in CATEGORIES.values())
    yield verdicts[Verdict.consistent] + verdicts[Verdict.rounding]
    yield verdicts[Verdict.inconsistent]
    yield verdicts[Verdict.undecided]


def _cleaned(document: Document, report: FileReport, session: Session) -> tuple[str, list[OutputRow]]:
    """The text of a document without boilerplate, and the spans removed from it (see `columns.REMOVED`)."""
    if not any(found.category == "boilerplate" for found in report.diagnostics):
        return document.text, []
    config = session.config_for(report.path)
    made = removals(document, session.rules_for(config, report.path), report.findings)
    removed = [(rule, *span, document.text[slice(*span)], new) for (span, new), rule in made]
    return applied(document.text, [edit for edit, _ in made]), removed
