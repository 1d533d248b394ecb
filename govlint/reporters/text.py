"""Text for people: place, level and message, then the line with carets under the span.

Whatever a text or file name contains, place, level and message take one line.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from govlint.diagnostic import CATEGORIES, CATEGORY_NAMES, SEVERITY_NAMES, Severity
from govlint.reporters.characters import on_one_line
from govlint.reporters.display import excerpt, width
from govlint.reporters.wording import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Diagnostic
    from govlint.document import Document
    from govlint.readers.origin import Origin
    from govlint.runner import FileReport

_EASY, _HARD = "[可自动修改]", "[可修改，须确认]"
_BAR = " │ "
COLORS = {Severity.error: "red", Severity.warning: "yellow", Severity.info: "cyan"}


def report_text(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield each diagnostic with its line, then a summary by category."""
    summary = Summary()
    easy = hard = 0
    for report in reports:
        summary.add(report)
        path = on_one_line(report.path)
        for notice in report.notices:
            yield f"{click.style(path, bold=True)}: 说明 {on_one_line(notice.message)}\n\n"
        if report.problem:
            failed = click.style(unfinished(report), fg="red")
            yield f"{click.style(path, bold=True)}: {failed} {on_one_line(report.problem)}\n\n"
        if report.document is None or report.origin is None:
            continue
        signs = _signs(report)
        easy += list(signs.values()).count(_EASY)
        hard += list(signs.values()).count(_HARD)
        for diagnostic in report.diagnostics:
            sign = signs.get(id(diagnostic), "")
            yield _entry(path, report.document, report.origin, diagnostic, sign)
    yield summary.text()
    yield _hint(easy, hard)


def report_statistics(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield how often each rule was broken, in descending order."""
    counts: Counter[tuple[Severity, str, str]] = Counter()
    for report in reports:
        if report.problem:
            yield f"{on_one_line(report.path)}: {unfinished(report)} {on_one_line(report.problem)}\n"
        counts.update((found.severity, found.rule, found.name) for found in report.diagnostics)
    for (severity, rule, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0][1])):
        yield f"{count:6}  {rule}  {SEVERITY_NAMES[severity]}  {name}\n"
    yield f"{counts.total():6}  合计\n"


def _signs(report: FileReport) -> dict[int, str]:
    """The sign for each finding that fixing would remove, by the `id()` of the diagnostic."""
    if report.document is None or not report.changeable:
        return {}
    signs = {id(found): _HARD for found, _ in report.fixes(unsafe=True)}
    return signs | {id(found): _EASY for found, _ in report.fixes(unsafe=False)}


def _hint(easy: int, hard: int) -> str:
    if easy:
        more = f"（另有 {hard} 处要加 --unsafe-fixes）" if hard else ""
        return f"其中 {easy} 处可用 --fix 自动修改{more}\n"
    return f"其中 {hard} 处可用 --fix --unsafe-fixes 修改，改后请逐处确认\n" if hard else ""


def _entry(path: str, document: Document, origin: Origin, diagnostic: Diagnostic, sign: str) -> str:
    level = click.style(SEVERITY_NAMES[diagnostic.severity], fg=COLORS[diagnostic.severity], bold=True)
    place = click.style(f"{path}:{origin.place(diagnostic.span.start)}", bold=True)
    line = document.line_at(diagnostic.span.start)
    shown, start, end = excerpt(
        document.text[line.start : line.end],
        diagnostic.span.start - line.start,
        min(diagnostic.span.end, line.end) - line.start,
    )
    row = origin.extent(diagnostic.span)[0].line if origin.has_lines else ""
    number = f"{row:>5}{_BAR}"
    carets = " " * width(shown[:start]) + click.style("^" * max(1, width(shown[start:end])), fg="red")
    margin = " " * (len(number) - len(_BAR)) + _BAR
    message = on_one_line(diagnostic.message) + (f" {click.style(sign, fg='green')}" if sign else "")
    return f"{place} {level} {diagnostic.rule} {message}\n{number}{shown}\n{margin}{carets}\n\n"


@dataclass(slots=True)
class Summary:
    """Counts over the reports added so far.

    `files` counts the files checked, `excluded` and `unread` those that were not; some of those checked are
    `unfinished`, some `blank`, without text. `known` counts findings in the baseline. `fixing` is whether
    files were to be fixed, `fixed` the number of fixes, `changed` the number of files they changed;
    `unchangeable` files could not be.
    """

    files: int = 0
    excluded: int = 0
    unread: int = 0
    unfinished: int = 0
    blank: int = 0
    known: int = 0
    fixing: bool = False
    fixed: int = 0
    changed: int = 0
    unchangeable: int = 0
    levels: Counter[Severity] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)

    def add(self, report: FileReport) -> None:
        """Add the report on a file."""
        checked = report.document is not None
        self.files += checked
        self.excluded += report.excluded
        self.unread += not checked and not report.excluded
        self.unfinished += checked and report.problem is not None
        self.blank += report.document is not None and not report.document.text.strip()
        self.known += report.known
        self.fixing |= report.fixed is not None
        self.fixed += report.fixed or 0
        self.changed += bool(report.fixed)
        self.unchangeable += report.unchangeable
        self.levels.update(found.severity for found in report.diagnostics)
        self.categories.update(found.category for found in report.diagnostics)

    def text(self) -> str:
        """Two or three lines: what was fixed, what was found, and in which categories."""
        parts = [f"检查了 {self.files} 个文件"]
        if self.excluded:
            parts.append(f"{self.excluded} 个按 exclude 没有检查")
        if self.unfinished:
            parts.append(f"其中 {self.unfinished} 个没有做完")
        if self.unread:
            parts.append(f"另有 {self.unread} 个未能检查")
        total = self.levels.total()
        if total:
            counts = "、".join(
                f"{SEVERITY_NAMES[level]} {self.levels[level]}" for level in sorted(self.levels, reverse=True)
            )
            parts.append(f"发现 {total} 处：{counts}")
        elif 0 < self.blank == self.files:
            parts.append("没有可以检查的文字")
        elif self.unfinished < self.files:
            parts.append("没有发现问题")
        if self.known:
            parts.append(f"基线中已有 {self.known} 处，未列出")
        text = "，".join(parts) + "\n"
        if self.fixing:
            left = f"，有 {self.unchangeable} 个文件不能直接修改，见上" if self.unchangeable else ""
            text = f"已修改 {self.fixed} 处、{self.changed} 个文件{left}\n{text}"
        return f"{text}按类别：{self._by_category()}\n" if total else text

    def _by_category(self) -> str:
        order = {category: index for index, category in enumerate(CATEGORIES.values())}
        counts = self.categories
        return "、".join(
            f"{CATEGORY_NAMES[category]} {counts[category]}"
            for category in sorted(counts, key=lambda category: (-counts[category], order[category]))
        )
