"""The figures of a document for a reviewer: which agree, which do not, and which nothing checked."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from govlint.document import Cover, Span
from govlint.numbers.figures import figures
from govlint.numbers.formula import Verdict
from govlint.reporters.cells import quoted
from govlint.reporters.characters import on_one_line
from govlint.reporters.display import excerpt
from govlint.reporters.json import place_of
from govlint.reporters.json_text import as_text
from govlint.reporters.wording import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import CheckedRelation
    from govlint.document import Document
    from govlint.numbers.quantity import Quantity
    from govlint.readers.origin import Origin
    from govlint.runner import FileReport

_COLORS = {Verdict.inconsistent: "red", Verdict.undecided: "yellow"}
_COLUMNS = ("文件", "行", "列", "位置", "结论", "规则", "文中", "算式", "算得", "原文", "原因")
_UNCHECKED = "未核对"


def report_table(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield, for each file, a line for each relation and a line with the figures that are in none; then the
    counts.
    """
    counts: Counter[Verdict] = Counter()
    unchecked = 0
    for report in reports:
        path = on_one_line(report.path)
        if report.problem:
            yield f"{path}: {unfinished(report)} {on_one_line(report.problem)}\n"
        if report.document is None or report.origin is None:
            continue
        for relation in report.relations:
            counts[relation.verdict] += 1
            verdict = click.style(relation.verdict.value, fg=_COLORS.get(relation.verdict))
            place = report.origin.place(relation.shown_at)
            shown = on_one_line(working(report.document, relation))
            yield f"{path}:{place} {verdict} {relation.rule} {shown}\n"
        rest = _in_no_relation(report)
        unchecked += len(rest)
        if rest:
            texts = on_one_line("、".join(one.text for one in rest))
            yield f"{path}: {_UNCHECKED}的数据 {len(rest)} 个：{texts}\n"
    told = [verdict for verdict in Verdict if counts[verdict] or verdict is not Verdict.rounding]
    said = "、".join(f"{verdict.value} {counts[verdict]}" for verdict in told)
    yield f"核对了 {counts.total()} 处关系：{said}；另有 {unchecked} 个数据不在可核对的关系中\n"


def report_csv(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield a row for each relation and for each figure that is in none. The first piece is a byte order
    mark, for Excel.
    """
    yield "\ufeff" + _row(_COLUMNS)
    for report in reports:
        document, origin = report.document, report.origin
        if report.problem:
            yield _row((report.path, "", "", "", unfinished(report), "", "", "", "", report.problem, ""))
        if document is None or origin is None:
            continue
        for relation in report.relations:
            evidence = relation.evidence
            yield _row(
                (
                    report.path,
                    *_cells(origin, relation.shown_at),
                    relation.verdict.value,
                    relation.rule,
                    evidence.printed if evidence else _figures(document, relation),
                    evidence.formula if evidence else "",
                    evidence.computed if evidence else "",
                    document.text[relation.operands[0].start : relation.operands[-1].end],
                    relation.why,
                )
            )
        for one in _in_no_relation(report):
            place = one.span
            around = _around(document, place)
            where = _cells(origin, place.start)
            yield _row((report.path, *where, _UNCHECKED, "", one.text, "", "", around, ""))


def report_json(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield one object: relations and figures by file. The `value` of a figure is in units of its `base`."""
    files, problems = [], []
    for report in reports:
        if report.problem:
            problems.append({"path": report.path, "message": report.problem})
        document, origin = report.document, report.origin
        if document is None or origin is None:
            continue
        files.append(
            {
                "path": report.path,
                "relations": [
                    {
                        "rule": relation.rule,
                        "verdict": relation.verdict.name,
                        "operands": [_place(document, origin, span) for span in relation.operands],
                        "evidence": relation.evidence and relation.evidence._asdict(),
                        "why": relation.why or None,
                    }
                    for relation in report.relations
                ],
                "unchecked": [
                    _place(document, origin, one.span)
                    | {"value": float(one.value), "base": one.base, "dimension": one.dimension}
                    for one in _in_no_relation(report)
                ],
            }
        )
    yield as_text({"version": 1, "files": files, "problems": problems}) + "\n"


def _in_no_relation(report: FileReport) -> list[Quantity]:
    assert report.document is not None
    related = Cover(span for relation in report.relations for span in relation.operands)
    return [
        one
        for one in report.document.derived(figures).quantities
        if related.furthest(one.core.end - 1) <= one.core.start
    ]


def working(document: Document, relation: CheckedRelation) -> str:
    """How a relation was calculated; its figures where it could not be, and why."""
    why = f"（{relation.why}）" if relation.why else ""
    return (relation.evidence.working if relation.evidence else _figures(document, relation)) + why


def _figures(document: Document, relation: CheckedRelation) -> str:
    return "、".join(document.text[span.start : span.end] for span in relation.operands)


def _around(document: Document, place: Span) -> str:
    line = document.line_at(place.start)
    shown, _, _ = excerpt(
        document.text[line.start : line.end], place.start - line.start, place.end - line.start
    )
    return shown


def _cells(origin: Origin, offset: int) -> tuple[object, object, str]:
    """The cells for a place: line and column, and the name of the place for a file without lines. They are
    separate since a spreadsheet reads 12:5 as a time.
    """
    if not origin.has_lines:
        return "", "", origin.place(offset)
    start, _ = origin.extent(Span(offset, offset))
    return start.line, start.column, ""


def _place(document: Document, origin: Origin, span: Span) -> dict[str, Any]:
    return {**place_of(origin, span), "text": document.text[span.start : span.end]}


def _row(cells: Iterable[object]) -> str:
    """A line of CSV."""
    row = io.StringIO()
    csv.writer(row).writerow([quoted(str(cell)) for cell in cells])
    return row.getvalue()
