"""HTML: a page that is one file, to be read in a browser, sent on, or printed.

The page loads nothing from a network. Without JavaScript it shows text, marks and list; with it, the list can
be filtered and stepped through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import CATEGORIES, SEVERITY_NAMES, Severity
from govlint.reporters.page import head
from govlint.reporters.page.article import article
from govlint.reporters.page.assembly import assemble
from govlint.reporters.page.characters import shown
from govlint.reporters.page.checks import checks
from govlint.reporters.page.entry import entry, explained, grouped
from govlint.reporters.page.marking import Mark, Marking
from govlint.reporters.wording import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govlint.document import Document
    from govlint.reporters import Reporter
    from govlint.rule import Rule
    from govlint.runner import FileReport


def reporter(rules_of: Callable[[str], Iterable[Rule]]) -> Reporter:
    """The reporter of pages.

    `rules_of` returns all rules that apply to a file, by its path; the page gives the reasons of those that
    are broken.
    """

    def report_html(reports: Iterable[FileReport]) -> Iterator[str]:
        # The head sums up all files, so nothing can be written before the last file is done.
        page = _Page()
        for report in reports:
            page.add(report, {rule.id: rule for rule in rules_of(report.path)})
        yield from page.pieces()

    return report_html


class _Page:
    """The page on the files added so far. Findings, relations and files are numbered from 1 over the whole
    page.
    """

    def __init__(self) -> None:
        self._tallies: list[head.Tally] = []
        self._texts: list[str] = []
        self._entries: dict[str, list[str]] = {category: [] for category in CATEGORIES.values()}
        self._rules: dict[Rule, None] = {}  # the rules that were broken, in order
        self._findings = self._relations = 1  # the numbers of the next finding and relation

    def add(self, report: FileReport, rules: dict[str, Rule]) -> None:
        """Add a file. `rules` are those that apply to it, by id."""
        number = len(self._tallies) + 1
        self._tallies.append(head.tally(number, report))
        parts = [
            f'<section class="file" id="file-{number}" data-file="{number}" '
            f'aria-labelledby="name-{number}">\n'
            f'<h2 id="name-{number}">{shown(report.path)} <small>{_extent(report)}</small></h2>\n'
        ]
        if report.problem:
            parts.append(f'<p class="notice problem">{shown(problem_of(report))}</p>\n')
        parts += [f'<p class="notice">说明：{shown(notice.message)}</p>\n' for notice in report.notices]
        if report.document is not None and report.origin is not None:
            marking = Marking(report.document.text, self._marks(report, report.document))
            parts += ['<article class="draft">\n', *article(report.document, marking), "</article>\n"]
            if report.relations:
                parts.append(checks(self._relations, report.relations, report.document, report.origin))
            for at, found in enumerate(report.diagnostics, self._findings):
                rule = rules[found.rule]
                self._rules[rule] = None
                made = entry(at, (number, report.path), report.document, report.origin, found, rule)
                self._entries[found.category].append(made)
        self._findings += len(report.diagnostics)
        self._relations += len(report.relations)
        self._texts.append("".join([*parts, "</section>\n"]))

    def _marks(self, report: FileReport, document: Document) -> Iterator[Mark]:
        for number, found in enumerate(report.diagnostics, self._findings):
            level = Severity(found.severity)
            message = f"{SEVERITY_NAMES[level]} {found.rule} {found.message}"
            yield Mark(found.span, f"m{number}", number, level, message)
            for at, related in enumerate(found.related, 1):
                yield Mark(related.span, f"r{number}-{at}")
        for number, relation in enumerate(report.relations, self._relations):
            for at, span in enumerate(relation.operands, 1):
                yield Mark(span, f"q{number}-{at}")
        yield from map(Mark, document.masked)

    def pieces(self) -> Iterator[str]:
        """Yield the page in pieces."""
        parts: dict[str, Iterable[str]] = {
            "kind": ["one" if len(self._tallies) == 1 else "many"],
            "name": ["检查报告"],
            "listed": ["问题"],
            "title": [head.title(self._tallies)],
            "summary": [head.summary(self._tallies)],
            "problems": [head.problems(self._tallies)],
            "index": [head.index(self._tallies)],
            "texts": self._texts,
            "count": [str(self._findings - 1)],
            "levels": [head.level_buttons(head.all_levels(self._tallies))],
            "categories": [head.category_buttons(head.all_categories(self._tallies))],
            "chooser": [head.file_chooser(self._tallies)],
            "entries": self._listed(),
            "rules": explained(self._rules),
        }
        yield from assemble(parts)

    def _listed(self) -> Iterator[str]:
        if self._findings == 1 and not all(one.excluded for one in self._tallies):
            yield '<p class="nothing"><span class="clean">没有发现问题</span></p>\n'
        yield from grouped(self._entries)


def _extent(report: FileReport) -> str:
    if report.document is None:
        return ""
    found = f"{len(report.diagnostics)} 处问题" if report.diagnostics else "没有发现问题"
    return f"{len(report.document.text):,} 字，{found}"
