"""The head of the page: the counts over all files, and the buttons that filter the list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govlint.diagnostic import CATEGORIES, CATEGORY_NAMES, SEVERITY_NAMES, Severity
from govlint.numbers.formula import Verdict
from govlint.reporters.page.characters import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.runner import FileReport


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one file. `number` is that of the file, from 1; `disagreeing` counts relations that do
    not hold, `known` findings in the baseline. An `excluded` file was not to be checked, an `unread`
    one could not be.
    """

    number: int
    path: str
    problem: str | None
    characters: int
    known: int
    disagreeing: int
    levels: Counter[Severity] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    excluded: bool = False
    unread: bool = False


def tally(number: int, report: FileReport) -> Tally:
    """The counts of the report on a file."""
    verdicts = Counter(relation.verdict for relation in report.relations)
    return Tally(
        number,
        report.path,
        report.problem,
        len(report.document.text) if report.document else 0,
        report.known,
        verdicts[Verdict.inconsistent],
        Counter(found.severity for found in report.diagnostics),
        Counter(found.category for found in report.diagnostics),
        report.excluded,
        report.document is None and not report.excluded,
    )


def all_levels(tallies: Sequence[Tally]) -> Counter[Severity]:
    """The number of findings of each level in all files."""
    return sum((one.levels for one in tallies), Counter())


def all_categories(tallies: Sequence[Tally]) -> Counter[str]:
    """The number of findings of each category in all files."""
    return sum((one.categories for one in tallies), Counter())


def title(tallies: Sequence[Tally]) -> str:
    """The title of the page: the path of the file, or the number of files."""
    return shown(tallies[0].path) if len(tallies) == 1 else f"{len(tallies)} 个文件"


def summary(tallies: Sequence[Tally]) -> str:
    """A sentence on what was checked and found."""
    levels = all_levels(tallies)
    excluded = sum(one.excluded for one in tallies)
    characters = sum(one.characters for one in tallies)
    unread = sum(one.unread for one in tallies)
    checked = f"检查了 {len(tallies) - excluded - unread} 个文件、{characters:,} 字，"
    if excluded:
        checked += f"{excluded} 个按 exclude 没有检查，"
    if excluded + unread == len(tallies):
        return f"{checked[:-1]}。"
    known = sum(one.known for one in tallies)
    rest = f"，基线中已有 {known} 处，未列出" if known else ""
    if not levels:
        return f'{checked}<span class="clean">没有发现问题</span>{rest}。'
    counts = "、".join(
        f'<b class="level {level.name}">{SEVERITY_NAMES[level]} {levels[level]}</b>'
        for level in _descending(levels)
    )
    return f"{checked}发现 {levels.total()} 处：{counts}{rest}。"


def problems(tallies: Sequence[Tally]) -> str:
    """A list of the files that could not be checked, or not to the end, with the reasons."""
    failed = [one for one in tallies if one.problem]
    if not failed:
        return ""
    items = "".join(
        f'<li><a href="#file-{one.number}">{shown(one.path)}</a>：{shown(one.problem or "")}</li>\n'
        for one in failed
    )
    return (
        f'<section class="problems" aria-label="未能检查的文件"><p>{len(failed)} 个文件未能检查或未查完</p>'
        f"<ul>\n{items}</ul></section>\n"
    )


def index(tallies: Sequence[Tally]) -> str:
    """A table of the files with their counts; empty where there is one file only."""
    if len(tallies) == 1:
        return ""
    names = "".join(
        f'<th scope="col">{SEVERITY_NAMES[level]}</th>' for level in sorted(Severity, reverse=True)
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="#file-{one.number}">{shown(one.path)}</a></th>'
        + "".join(f"<td>{one.levels[level] or '–'}</td>" for level in sorted(Severity, reverse=True))
        + f"<td>{one.disagreeing or '–'}</td></tr>\n"
        for one in tallies
    )
    return (
        '<details class="files" open><summary>各文件情况</summary><div class="scroll"><table>\n'
        f'<thead><tr><th scope="col">文件</th>{names}<th scope="col">数据不符</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div></details>\n"
    )


def level_buttons(levels: Counter[Severity]) -> str:
    """A button with the count for each level that has findings."""
    return "".join(
        _button("level", level.name, SEVERITY_NAMES[level], levels[level]) for level in _descending(levels)
    )


def category_buttons(categories: Counter[str]) -> str:
    """A button with the count for each category that has findings."""
    return "".join(
        _button("category", category, CATEGORY_NAMES[category], categories[category])
        for category in CATEGORIES.values()
        if categories[category]
    )


def file_chooser(tallies: Sequence[Tally]) -> str:
    """A list to choose one file or all files from."""
    options = "".join(
        f'<option value="{one.number}">{shown(one.path)}（{one.levels.total()}）</option>' for one in tallies
    )
    whole = f'<option value="">全部 {len(tallies)} 个文件</option>'
    return f'<select id="file" aria-label="文件">{whole}{options}</select>\n'


def _button(kind: str, value: str, name: str, count: int) -> str:
    return (
        f'<button type="button" class="{value}" data-{kind}="{value}" aria-pressed="false">'
        f"{name} <span>{count}</span></button>"
    )


def _descending(levels: Counter[Severity]) -> list[Severity]:
    return sorted(levels, reverse=True)
