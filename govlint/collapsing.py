"""Makes one diagnostic of many of one rule, so that a fault that runs through a document is told once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from govlint.diagnostic import Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from govlint.diagnostic import Diagnostic
    from govlint.rule import Rule

_RELATED = 30  # places that a collapsed diagnostic lists, besides its own
_MATCHES = 6  # texts that its message quotes


class Limit(NamedTuple):
    """How many diagnostics of a rule a document may have before they become one, and the message of that one;
    None for the message of the first, with their number.
    """

    most: int
    message: str | None = None


def limits(rules: Iterable[Rule]) -> dict[str, Limit]:
    """The limits of the rules that collapse, by the id of the rule."""
    return {rule.id: Limit(rule.collapse, rule.collapsed) for rule in rules if rule.collapse}


def collapsed(diagnostics: Sequence[Diagnostic], by_rule: Mapping[str, Limit]) -> tuple[Diagnostic, ...]:
    """The diagnostics of a document, in order of place, with one in place of all those of a rule that are
    more than its limit. It stands where the first of them does and has the fixes of all.
    """
    counts = Counter(one.rule for one in diagnostics)
    crowds: dict[str, list[Diagnostic]] = {
        rule: [] for rule, limit in by_rule.items() if counts[rule] > limit.most
    }
    if not crowds:
        return tuple(diagnostics)
    shown = []
    for one in diagnostics:
        crowd = crowds.get(one.rule)
        if crowd is None:
            shown.append(one)
            continue
        if not crowd:
            shown.append(one)  # the place of the crowd
        crowd.append(one)
    return tuple(
        _as_one(crowds[one.rule], by_rule[one.rule].message) if one.rule in crowds else one for one in shown
    )


def _as_one(crowd: Sequence[Diagnostic], message: str | None) -> Diagnostic:
    first, *others = crowd
    matches = list(dict.fromkeys(f"“{one.text}”" for one in crowd))
    quoted = "、".join(matches[:_MATCHES]) + ("等" if len(matches) > _MATCHES else "")
    said = message or "{first}（全文共 {collapsed} 处同类问题，此为第一处）"
    said = said.format(first=first.message, collapsed=len(crowd), matches=quoted)
    related = tuple(Related(one.span, one.message if message else "同类") for one in others[:_RELATED])
    return replace(
        first,
        message=" ".join(said.split()),
        related=first.related + related,
        fixes=tuple(fix for one in crowd for fix in one.fixes),
    )
