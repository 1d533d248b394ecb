"""Directives in comments that allow findings on purpose.

In Markdown and HTML: `<!-- govlint-disable PH001 -->` to `<!-- govlint-enable PH001 -->` or the end of the
file, `<!-- govlint-disable-line PH001 -->`, `<!-- govlint-disable-next-line PH001 -->`. Several ids are
parted by spaces or commas; without ids every rule is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govlint.document import Document, Span

_DIRECTIVE = re.compile(
    r"<!--\s*govlint-(?P<verb>disable-next-line|disable-line|disable|enable)(?P<ids>[^>]*?)-->"
)


@dataclass(frozen=True, slots=True)
class Directive:
    """Allow findings of some rules (ids or names; none means all) that begin inside `reach`."""

    place: Span
    rules: frozenset[str]
    reach: Span


def parse(text: str) -> tuple[Directive, ...]:
    """The directives of a text, in order of place."""
    matches = list(_DIRECTIVE.finditer(text))
    if not matches:
        return ()
    document = Document(text)
    found = []
    for index, match in enumerate(matches):
        rules = frozenset(re.split(r"[\s,，、]+", match["ids"].strip())) - {""}
        verb = match["verb"]
        line = document.line_at(match.start())
        if verb == "disable":
            end = next(
                (later.start() for later in matches[index + 1 :] if _ends(later, rules)),
                len(text),
            )
            reach = Span(match.end(), end)
        elif verb == "disable-line":
            reach = line.span
        elif verb == "disable-next-line":
            below = document.lines[line.row + 1 : line.row + 2]
            reach = below[0].span if below else Span(len(text), len(text))
        else:
            continue
        found.append(Directive(Span(*match.span()), rules, reach))
    return tuple(found)


def _ends(match: re.Match[str], rules: frozenset[str]) -> bool:
    """Whether a directive enables again what these rules name."""
    if match["verb"] != "enable":
        return False
    enabled = frozenset(re.split(r"[\s,，、]+", match["ids"].strip())) - {""}
    return not enabled or (bool(rules) and rules <= enabled)
