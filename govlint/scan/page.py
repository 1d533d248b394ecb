"""The summary of a scan as an HTML page: tables by rule, folder and year, and samples of the findings.

The page has the style and script of the report page (`reporters.page`), and its ways to filter the list.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govlint.diagnostic import CATEGORIES, CATEGORY_NAMES, SEVERITY_NAMES, Severity
from govlint.reporters.page import head
from govlint.reporters.page.assembly import assemble
from govlint.reporters.page.characters import shown, shown_briefly
from govlint.reporters.page.entry import EntryHead, explained, grouped, item, why
from govlint.rules.ruleset import builtin_rules
from govlint.scan.counting import cells_of, column_titles, common_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govlint.rule import Rule
    from govlint.scan.counting import FindingCounts, FindingGroup, SummaryTable
    from govlint.scan.reading import StoredRow

SAMPLES = 8
"""The number of findings shown of a group, at most."""
SAMPLED = ("message", "line", "column", "text", "before", "after")
"""The columns of findings that samples show, where a table has them."""

_KEYS = ("rule", "place", "year")  # attributes by which the list is filtered, in the order of the tables


def page_of(path: str, counts: FindingCounts, tables: Sequence[SummaryTable]) -> Iterator[str]:
    """Yield the page on the table of findings at `path`, in pieces."""
    samples = _samples(tables)
    known = {rule.id: rule for rule in builtin_rules()}
    places = [{name: at for at, (name, _) in enumerate(table.rows)} for table in tables]
    entries: dict[str, list[str]] = {}
    for number, sample in enumerate(samples, 1):
        rows = [own.get(name) for own, name in zip(places, counts.names(sample), strict=True)]
        keys = " ".join(
            f'data-{key}="{row}"' for key, row in zip(_KEYS, rows, strict=True) if row is not None
        )
        made = _entry(number, sample, keys, known.get(sample["rule"]))
        entries.setdefault(_category(sample["rule"]), []).append(made)
    levels = Counter(Severity[sample["severity"]] for sample in samples)
    categories = Counter(_category(sample["rule"]) for sample in samples)
    parts: dict[str, Iterable[str]] = {
        "kind": ["many"],
        "title": [shown(path)],
        "name": ["汇总报告"],
        "listed": ["例子"],
        "summary": [_said(counts)],
        "problems": [_problems(counts)],
        "index": [],
        "texts": [_table(counts, table) for table in tables if table.rows],
        "count": [str(len(samples))],
        "levels": [head.level_buttons(levels)],
        "categories": [head.category_buttons(categories)],
        "chooser": [],
        "entries": grouped(entries),
        "rules": explained(known[rule] for rule in {sample["rule"] for sample in samples} & known.keys()),
    }
    yield from assemble(parts, ["summary.css"], ["summary.js"])


def _samples(tables: Sequence[SummaryTable]) -> list[StoredRow]:
    """The samples of all groups that are shown, each once, sorted by document."""
    kept: dict[int, StoredRow] = {}
    for table in tables:
        for _, group in table.rows:
            kept |= {id(sample): sample for sample in group.samples[:SAMPLES]}
    return sorted(
        kept.values(),
        key=lambda one: (str(one["id"]), str(one["path"]), one.get("line") or 0, one["rule"]),
    )


def _category(rule: str) -> str:
    return CATEGORIES[rule[:2]]


def _entry(number: int, sample: StoredRow, keys: str, rule: Rule | None) -> str:
    place = ":".join(str(sample[name]) for name in ("line", "column") if sample.get(name))
    message = sample.get("message") or f"{sample['rule']} {sample['name']}"
    heading = EntryHead(
        Severity[sample["severity"]], _category(sample["rule"]), str(sample["id"]), place, str(message)
    )
    details = _quote(sample) + (why(rule) if rule else "")
    return item(number, f"f{number}", heading, keys, details)


def _quote(sample: StoredRow) -> str:
    """The text of a finding with its context, as HTML; empty where the table of findings does not have it."""
    text = sample.get("text")
    if text is None:
        return ""
    before, after = (shown(str(sample.get(name) or "")) for name in ("before", "after"))
    return f'<p class="quote">{before}<b>{shown_briefly(str(text))}</b>{after}</p>\n'


def _said(counts: FindingCounts) -> str:
    """A sentence on what was checked and found, as HTML."""
    whole = counts.whole
    checked = f"检查了 {whole.checked:,} 篇、{whole.characters:,} 字，" if whole.checked else ""
    if not whole.total and counts.problems and not whole.checked:
        return "一篇也没能检查。"
    if not whole.total:
        return f'{checked}<span class="clean">没有发现问题</span>。'
    levels = "、".join(
        f'<b class="level {level.name}">{SEVERITY_NAMES[level]} {whole.levels[level.name]:,}</b>'
        for level in sorted(Severity, reverse=True)
        if whole.levels[level.name]
    )
    rate = f"，平均每万字 {whole.rate:.2f} 处" if whole.rate is not None else ""
    return f"{checked}{whole.documents:,} 篇里有 {whole.total:,} 处问题：{levels}{rate}。"


def _problems(counts: FindingCounts) -> str:
    """The documents that could not be checked, or not to the end, with the reasons, as HTML; where there are
    many, the first.
    """
    if not counts.problems:
        return ""
    items = "".join(f"<li>{shown(name)}：{shown(problem)}</li>\n" for name, problem in counts.reasons)
    more = f"，下面是前 {len(counts.reasons)} 篇" if counts.problems > len(counts.reasons) else ""
    return (
        '<section class="problems" aria-label="没能检查或没有查完的文稿">'
        f"<p>{counts.problems:,} 篇没能检查或没有查完{more}</p><ul>\n{items}</ul></section>\n"
    )


def _table(counts: FindingCounts, table: SummaryTable) -> str:
    key, title = _KEYS[table.index], shown(table.title)
    names = [title, *column_titles(counts)]
    columns = "".join(f'<th scope="col"><button type="button">{name}</button></th>' for name in names)
    columns += '<th scope="col" class="common">最多的规则</th>' if table.has_rules else ""
    rows = "".join(_row(counts, table, at, name, group) for at, (name, group) in enumerate(table.rows))
    more = f'<p class="more">另有 {table.more:,} 行没有列出，--top 可列出更多</p>\n' if table.more else ""
    return (
        f'<section class="files tally" aria-labelledby="table-{key}">\n<h2 id="table-{key}">按{title} '
        f"<small>{len(table.rows) + table.more:,} 行</small></h2>\n"
        f'<input type="search" class="filter" placeholder="查找{title}" aria-label="查找{title}" hidden>\n'
        f'<div class="scroll"><table>\n<thead><tr>{columns}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div>\n{more}</section>\n"
    )


def _row(counts: FindingCounts, table: SummaryTable, at: int, name: str, group: FindingGroup) -> str:
    category = "" if table.has_rules else f" <small>{CATEGORY_NAMES[_category(name)]}</small>"
    cells = "".join(f"<td>{cell if cell != '0' else '–'}</td>" for cell in cells_of(counts, group))
    common = f'<td class="common">{shown(common_rules(group))}</td>' if table.has_rules else ""
    return (
        f'<tr><th scope="row"><button type="button" data-{_KEYS[table.index]}="{at}" aria-pressed="false">'
        f"{shown(name)}</button>{category}</th>{cells}{common}</tr>\n"
    )
