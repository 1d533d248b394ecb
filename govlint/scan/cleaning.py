"""Cleans a text of what a web page or a library site left in it: page heads and feet, watermarks, codes.

Findings of rules with `residue` are removed whole; for other boilerplate rules, the fixes that govlint.fixing
chooses are made. No number changes: what stands between two digits stays.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from govlint.diagnostic import Edit
from govlint.document import Span
from govlint.fixing import choose, eligible
from govlint.linter import lint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govlint.diagnostic import Diagnostic
    from govlint.document import Document
    from govlint.rule import Rule


class Removal(NamedTuple):
    """An edit that cleans, and the rule that asks for it."""

    edit: Edit
    rule: str


def removals(
    document: Document, rules: Sequence[Rule], allowed: Mapping[str, Sequence[str]] | None = None
) -> list[Removal]:
    """The edits that clean a text, sorted and not overlapping. `allowed` is as for `lint`."""
    asked = _singly(tuple(rules))
    residue = {rule.id for rule in asked if rule.residue}
    found = lint(document, asked, allowed).diagnostics
    whole = _whole(document, [one for one in found if one.rule in residue])
    rest = [one for one in found if one.rule not in residue]
    fixes = [
        Removal(edit, choice.diagnostic.rule)
        for choice in choose(eligible(document, rest, unsafe=True))
        for edit in choice.fix.edits
    ]
    made: list[Removal] = []
    for removal in sorted([*whole, *fixes]):
        if not made or removal.edit.span.start >= made[-1].edit.span.end:
            made.append(removal)
    return made


@lru_cache(maxsize=16)
def _singly(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The boilerplate rules among these, changed to never collapse their findings: a collapsed finding does
    not list all of its places.
    """
    return tuple(replace(rule, collapse=None) for rule in rules if rule.category == "boilerplate")


def _whole(document: Document, found: Sequence[Diagnostic]) -> list[Removal]:
    """The removal of whole findings; of whole lines, with their line end."""
    text, made = document.text, []
    for diagnostic in found:
        start, end = diagnostic.span
        if start and end < len(text) and text[start - 1].isdigit() and text[end].isdigit():
            continue
        first, last = document.line_at(start), document.line_at(max(start, end - 1))
        if start == first.start and end == last.end:
            later = last.row + 1 < len(document.line_starts)
            end = document.line_starts[last.row + 1] if later else end
        made.append(Removal(Edit(Span(start, end), ""), diagnostic.rule))
    return made
