"""Text for people: place, level, message, and the line with carets under the characters at fault."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from govlint.diagnostic import CATEGORIES, Severity
from govlint.reporters.display import cut, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Diagnostic
    from govlint.document import Document
    from govlint.origin import Origin
    from govlint.runner import FileReport

LEVELS = {Severity.error: "错误", Severity.warning: "警告", Severity.info: "提示"}
CATEGORY_NAMES = {
    "placeholder": "占位符",
    "arithmetic": "数字",
    "typo": "错别字",
    "punctuation": "标点",
    "boilerplate": "网页残留",
    "structure": "结构",
    "consistency": "前后一致",
    "wording": "表述",
    "style": "文风",
}
_EASY, _HARD = "[可自动修改]", "[可修改，须确认]"
_COLORS = {Severity.error: "red", Severity.warning: "yellow", Severity.info: "cyan"}


def report_text(reports: Iterable[FileReport]) -> Iterator[str]:
    """Every diagnostic with its line, then a summary by category."""
    levels, categories = Counter[Severity](), Counter[str]()
    files = problems = known = fixed = changed = easy = hard = 0
    fixing = False
    for report in reports:
        files += 1
        known += report.known
        fixing |= report.fixed is not None
        fixed += report.fixed or 0
        changed += bool(report.fixed)
        for notice in report.notices:
            yield f"{click.style(report.path, bold=True)}: 说明 {notice}\n\n"
        if report.problem:
            problems += 1
            failed = click.style("未能检查" if report.document is None else "没有做完", fg="red")
            yield f"{click.style(report.path, bold=True)}: {failed} {report.problem}\n\n"
        if report.document is None or report.origin is None:
            continue
        signs = _signs(report)
        easy += list(signs.values()).count(_EASY)
        hard += list(signs.values()).count(_HARD)
        for diagnostic in report.diagnostics:
            levels[diagnostic.severity] += 1
            categories[diagnostic.category] += 1
            sign = signs.get(id(diagnostic), "")
            yield _entry(report.path, report.document, report.origin, diagnostic, sign)
    if fixing:
        yield f"已修改 {fixed} 处、{changed} 个文件\n"
    yield _summary(files, problems, known, levels, categories)
    yield _hint(easy, hard)


def report_statistics(reports: Iterable[FileReport]) -> Iterator[str]:
    """How often each rule was broken, the most broken first."""
    counts: Counter[tuple[Severity, str, str]] = Counter()
    for report in reports:
        if report.problem:
            yield f"{report.path}: 未能检查 {report.problem}\n"
        counts.update((found.severity, found.rule, found.name) for found in report.diagnostics)
    for (severity, rule, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0][1])):
        yield f"{count:6}  {rule}  {LEVELS[severity]}  {name}\n"
    yield f"{counts.total():6}  合计\n"


def _signs(report: FileReport) -> dict[int, str]:
    """The signs of the findings (by identity) that fixing would do away with."""
    if report.document is None or not report.changeable:
        return {}
    if not any(found.fixes for found in report.diagnostics):
        return {}
    from govlint.fixing import eligible

    signs = {}
    for unsafe, sign in ((True, _HARD), (False, _EASY)):
        for choice in eligible(report.document, report.diagnostics, unsafe=unsafe):
            signs[id(choice.diagnostic)] = sign
    return signs


def _hint(easy: int, hard: int) -> str:
    if easy:
        more = f"（另有 {hard} 处要加 --unsafe-fixes）" if hard else ""
        return f"其中 {easy} 处可用 --fix 自动修改{more}\n"
    return f"其中 {hard} 处可用 --fix --unsafe-fixes 修改，改后请逐处确认\n" if hard else ""


def _entry(path: str, document: Document, origin: Origin, diagnostic: Diagnostic, sign: str) -> str:
    level = click.style(LEVELS[diagnostic.severity], fg=_COLORS[diagnostic.severity], bold=True)
    place = click.style(f"{path}:{origin.place(diagnostic.span.start)}", bold=True)
    line = document.line_at(diagnostic.span.start)
    shown, start, end = cut(
        document.text[line.start : line.end],
        diagnostic.span.start - line.start,
        min(diagnostic.span.end, line.end) - line.start,
    )
    row = origin.extent(diagnostic.span)[0].line if origin.has_lines else ""
    number = f"{row:>5} │ "
    carets = " " * width(shown[:start]) + click.style("^" * max(1, width(shown[start:end])), fg="red")
    margin = " " * 5 + " │ "
    message = f"{diagnostic.message} {click.style(sign, fg='green')}" if sign else diagnostic.message
    return f"{place} {level} {diagnostic.rule} {message}\n{number}{shown}\n{margin}{carets}\n\n"


def _summary(
    files: int, problems: int, known: int, levels: Counter[Severity], categories: Counter[str]
) -> str:
    parts = [f"检查了 {files} 个文件"]
    if problems:
        parts.append(f"其中 {problems} 个未能检查或未查完")
    total = levels.total()
    if total:
        counts = "、".join(f"{LEVELS[level]} {levels[level]}" for level in sorted(levels, reverse=True))
        parts.append(f"发现 {total} 处：{counts}")
    elif problems < files:
        parts.append("没有发现问题")
    if known:
        parts.append(f"基线中已有 {known} 处，未列出")
    text = "，".join(parts) + "\n"
    if total:
        order = {category: index for index, category in enumerate(CATEGORIES.values())}
        named = [
            f"{CATEGORY_NAMES[category]} {categories[category]}"
            for category in sorted(categories, key=lambda category: (-categories[category], order[category]))
        ]
        text += f"按类别：{'、'.join(named)}\n"
    return text
