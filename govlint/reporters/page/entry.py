"""The entries of the page's list of findings."""

from __future__ import annotations

import os
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from govlint.diagnostic import CATEGORIES, CATEGORY_NAMES, SEVERITY_NAMES, Severity
from govlint.reporters.page.characters import shown, shown_briefly
from govlint.reporters.rules import FIXES, basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from govlint.diagnostic import Diagnostic, Evidence, Fix
    from govlint.document import Document
    from govlint.readers.origin import Origin
    from govlint.rule import Rule

_FIXES = 3  # fixes of a finding that are shown; a finding that stands for many has one for each


def entry(
    number: int, file: tuple[int, str], document: Document, origin: Origin, found: Diagnostic, rule: Rule
) -> str:
    """The entry of a finding. `number` is that of the finding over the whole page; `file` is the number of
    the file over the whole page, and its path.
    """
    details = "".join(
        [
            "".join(_fix(document, fix) for fix in found.fixes[:_FIXES]),
            f'<p class="fix">等 {len(found.fixes)} 处</p>\n' if len(found.fixes) > _FIXES else "",
            _working(found.evidence) if found.evidence else "",
            _related(number, origin, found),
        ]
    )
    head = EntryHead(
        Severity(found.severity), found.category, file[1], origin.place(found.span.start), found.message
    )
    return item(number, f"m{number}", head, f'data-file="{file[0]}"', f"{details}{why(rule)}")


class EntryHead(NamedTuple):
    """The head of an entry: level and category of the finding, path of the file, place in it, message."""

    level: Severity
    category: str
    path: str
    place: str
    message: str


def item(number: int, target: str, head: EntryHead, keys: str, details: str) -> str:
    """An entry that links to the element with the id `target`.

    `keys` are attributes that the list is filtered by besides level and category; `keys` and `details` are
    HTML.
    """
    level = head.level
    name = os.path.basename(head.path)
    folder = head.path.removesuffix(name)
    return (
        f'<li class="entry {level.name}" id="f{number}" data-level="{level.name}" '
        f'data-category="{head.category}" {keys}>\n'
        f'<a class="go" href="#{target}"><span class="top"><b class="level">{SEVERITY_NAMES[level]}</b> '
        f'<span class="where"><span class="path"><span class="folder">{shown(folder)}</span>'
        f'<span class="name">{shown(name)}</span></span> '
        f'<span class="at">{shown(head.place)}</span></span> '
        f'<span class="number">{number}</span></span> '
        f'<span class="message">{shown(head.message)}</span></a>\n'
        f"{details}</li>\n"
    )


def why(rule: Rule) -> str:
    """The reason of a rule, as an element that readers can unfold."""
    return (
        f'<details class="why"><summary>{rule.id} 为什么</summary>'
        f"<p>{shown(rule.why.strip())}</p><p>依据：{shown(basis(rule))}</p></details>\n"
    )


def grouped(entries: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the entries under the names of their categories, in the order of the categories."""
    for category in CATEGORIES.values():
        if own := entries.get(category):
            yield (
                f'<section class="group" data-category="{category}"><h3>{CATEGORY_NAMES[category]} '
                f'<span class="count">{len(own)}</span></h3>\n<ol>\n'
            )
            yield from own
            yield "</ol></section>\n"


def explained(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield the reasons of rules for the printed page, where nothing can be unfolded."""
    for rule in sorted(rules, key=lambda rule: rule.id):
        yield f"<dt>{rule.id}</dt><dd>{shown(rule.why.strip())}（依据：{shown(basis(rule))}）</dd>\n"


def _fix(document: Document, fix: Fix) -> str:
    steps = []
    for edit in fix.edits:
        old = shown_briefly(document.text[edit.span.start : edit.span.end])
        new = shown_briefly(edit.text)
        if old and new:
            steps.append(f"<del>{old}</del> → <ins>{new}</ins>")
        else:
            steps.append(f"删去 <del>{old}</del>" if old else f"加上 <ins>{new}</ins>")
    note = FIXES["safe" if fix.safe else "unsafe"]
    return f'<p class="fix">{"；".join(steps)} <span class="note">{note}</span></p>\n'


def _working(evidence: Evidence) -> str:
    if evidence.sign != "=":  # no result that the text gives another figure for
        return f'<dl class="working"><div><dt>核算</dt><dd>{shown(evidence.objection)}</dd></div></dl>\n'
    formula, computed = shown(evidence.formula), shown(evidence.computed)
    result = f" = <b>{computed}</b>" if computed != formula else ""
    return (
        f'<dl class="working"><div><dt>核算</dt><dd>{formula}{result}</dd></div>'
        f"<div><dt>文中</dt><dd><b>{shown(evidence.printed)}</b></dd></div></dl>\n"
    )


def _related(number: int, origin: Origin, found: Diagnostic) -> str:
    """Links to the related places of a finding. Places with the same message are listed together."""
    if not found.related:
        return ""
    links = [
        (related.message, f'<a href="#r{number}-{at}">{shown(origin.place(related.span.start))}</a>')
        for at, related in enumerate(found.related, 1)
    ]
    groups = [
        f"{shown(message)} {'、'.join(link for _, link in group)}"
        for message, group in groupby(links, key=lambda pair: pair[0])
    ]
    return f'<p class="related">{"；".join(groups)}</p>\n'
