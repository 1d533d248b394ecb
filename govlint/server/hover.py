"""What an editor shows over a finding: its rule, the reason, and the calculation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from govlint.diagnostic import SEVERITY_NAMES
from govlint.reporters.rules import FIXES, basis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.diagnostic import Diagnostic
    from govlint.document import Span
    from govlint.server.checked import Checked

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


def hover(checked: Checked, span: Span, *, markdown: bool) -> types.Hover | None:
    """The description of the findings at a span of the text, in Markdown or as plain text; None where there
    are none.
    """
    found = list(checked.touching(span))
    if not found:
        return None
    sections = ["\n\n".join(_lines(checked, diagnostic, markdown=markdown)) for diagnostic in found]
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    value = ("\n\n---\n\n" if markdown else "\n\n").join(sections)
    return types.Hover(types.MarkupContent(kind, value), _around(checked, found))


def _lines(checked: Checked, diagnostic: Diagnostic, *, markdown: bool) -> list[str]:
    def plain(text: str) -> str:
        return _MARKUP.sub(r"\\\1", text) if markdown else text

    strong = "**" if markdown else ""
    rule = checked.rules.get(diagnostic.rule)
    lines = [
        f"{strong}{SEVERITY_NAMES[diagnostic.severity]} {diagnostic.rule}{strong} {plain(diagnostic.name)}",
        plain(diagnostic.message),
    ]
    if diagnostic.evidence:
        lines.append(plain(f"算式：{diagnostic.evidence.objection}"))
    if rule:
        lines += [plain(f"理由：{rule.why.strip()}"), plain(f"依据：{basis(rule)}（{FIXES[rule.fix]}）")]
    page = checked.page(diagnostic.rule)
    if page and markdown:
        lines.append(f"[{diagnostic.rule} 的说明和例子](<{page.href}>)")
    return lines


def _around(checked: Checked, found: Sequence[Diagnostic]) -> types.Range:
    """The range of the shortest of some findings."""
    shortest = min(found, key=lambda one: one.span.end - one.span.start)
    return checked.range(shortest.span)
