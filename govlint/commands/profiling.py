"""`check --profile`: a table of where the time went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.clock import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.clock import Stopwatch

_LEAST = 0.001  # the share of the time from which a rule has a line of its own


def table(clock: Stopwatch, files: int) -> Iterator[str]:
    """The lines of the table: stages, then rules, those that took longest first."""
    stages, rules = clock.stages, clock.rules
    in_rules = sum(rules.values())
    total = sum(stages.values()) + in_rules
    named = [(spent, STAGES.get(name, "其余")) for name, spent in stages.items()]
    yield f"用时：{files} 个文件，共 {total * 1e3:.1f} 毫秒\n"
    yield from _lines([*named, (in_rules, f"各条规则，共 {len(rules)} 条")], total)
    slow = [(spent, f"{rule} {name}") for (rule, name), spent in rules.items() if spent >= _LEAST * total]
    quick = len(rules) - len(slow)
    yield "其中各条规则：\n"
    yield from _lines(slow, total)
    if quick:
        yield from _lines([(in_rules - sum(spent for spent, _ in slow), f"其他 {quick} 条规则")], total)


def _lines(rows: list[tuple[float, str]], total: float) -> Iterator[str]:
    for spent, name in sorted(rows, reverse=True):
        yield f"{spent * 1e3:10.2f} 毫秒 {spent / total:6.1%}  {name}\n"
