"""A table of files, with the number of findings of each level."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govlint.diagnostic import SEVERITY_NAMES, Severity
from govlint.reporters.characters import on_one_line
from govlint.reporters.display import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.runner import FileReport


def report_table(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield a row for each file, in order, then the totals. A file that could not be checked has the reason
    in the last column.

    Widths count terminal columns, of which a Chinese character takes two.
    """
    levels = sorted(SEVERITY_NAMES, reverse=True)
    rows: list[tuple[str, list[int], str]] = []
    fixing = False
    checked = 0
    for report in reports:
        found = Counter(Severity(diagnostic.severity) for diagnostic in report.diagnostics)
        characters = len(report.document.text) if report.document else 0
        fixing |= report.fixed is not None
        numbers = [*(found[level] for level in levels), report.fixed or 0, characters]
        checked += report.document is not None
        rest = "；".join(map(str, report.notices)) if report.excluded else report.problem or ""
        rows.append((on_one_line(report.path), numbers, on_one_line(rest)))
    heads = [*(SEVERITY_NAMES[level] for level in levels), "已修改", "字数"]
    totals = [sum(numbers[index] for _, numbers, _ in rows) for index in range(len(heads))]
    rows.append((f"合计 {checked} 个文件", totals, ""))
    shown = [index for index, head in enumerate(heads) if fixing or head != "已修改"]
    first = max(width(path) for path, _, _ in rows)
    widths = {
        index: max(width(heads[index]), len(str(max(row[index] for _, row, _ in rows)))) for index in shown
    }
    yield _line("文件", first, [(heads[index], widths[index]) for index in shown], "")
    for path, numbers, problem in rows:
        yield _line(path, first, [(str(numbers[index]), widths[index]) for index in shown], problem)


def _line(path: str, first: int, cells: list[tuple[str, int]], rest: str) -> str:
    """A row: the path aligned to the left, numbers to the right."""
    padded = path + " " * (first - width(path))
    row = "  ".join([padded, *(" " * (wide - width(cell)) + cell for cell, wide in cells), rest])
    return row.rstrip() + "\n"
