"""Prints which slips of the pen in figures that agree are noticed, by rule and kind of slip.

    uv run benchmarks/mutations.py              relations in the good examples of the rules
    uv run benchmarks/mutations.py FOLDER       relations in the drafts of a folder

Every digit of every operand is changed, swapped with the next and dropped. Slips that stay within what the
printed number may have been rounded from are no slips, and are left out. Bounds (`P <= 100`) are left out
too: most slips stay below.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from typing import TYPE_CHECKING

from govlint.document import Document
from govlint.figures import figures
from govlint.formula import Verdict
from govlint.linter import lint
from govlint.ruleset import builtin_rules
from govlint.runner import Session, Settings, find_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Span
    from govlint.quantity import Quantity

RULES = [rule for rule in builtin_rules() if rule.category == "arithmetic"]
AGREEING = (Verdict.consistent, Verdict.rounding)


def documents(paths: list[str]) -> Iterator[Document]:
    if not paths:
        yield from (Document(text) for rule in RULES for text in rule.good)
        return
    session = Session(Settings(select=("arithmetic",), isolated=True))
    for path in find_files(paths, session):
        document = session.check(path).document
        if document:
            yield document


def slips(text: str, span: Span, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The kind of slip and the text with it, for every digit of a figure."""
    digits = [at for at in range(span.start, span.end) if text[at].isascii() and text[at].isdecimal()]
    for at in digits:
        other = chance.choice([digit for digit in "123456789" if digit != text[at]])
        yield "change", text[:at] + other + text[at + 1 :]
        if at + 1 in digits and text[at] != text[at + 1]:
            yield "swap", text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if len(digits) > 1:
            yield "drop", text[:at] + text[at + 1 :]


def leaves(old: Quantity, text: str) -> bool:
    """Whether the figure at the place of an old one is no rounding of it."""
    new = next((one for one in figures(Document(text)).quantities if one.core.start == old.core.start), None)
    if new is None or new.base != old.base:
        return False
    low, high = old.wide
    return (low is not None and new.value < low) or (high is not None and new.value > high)


def main() -> None:
    noticed: Counter[tuple[str, str]] = Counter()
    tried: Counter[tuple[str, str]] = Counter()
    chance = random.Random(1)
    for document in documents(sys.argv[1:]):
        for worked in lint(document, RULES).relations:
            if worked.relation.verdict not in AGREEING or len(worked.relation.operands) < 2:
                continue
            line = document.line_at(worked.relation.operands[0].start)
            text = document.text[line.start : line.end]
            for operand in worked.relation.operands:
                place = type(operand)(operand.start - line.start, operand.end - line.start)
                old = next(one for one in figures(Document(text)).quantities if one.core == place)
                for kind, slipped in slips(text, place, chance):
                    if leaves(old, slipped):
                        tried[worked.rule, kind] += 1
                        noticed[worked.rule, kind] += bool(lint(Document(slipped), RULES).diagnostics)
    for key in sorted(tried):
        print(f"{key[0]} {key[1]:6} {noticed[key]:5} of {tried[key]:5}  {noticed[key] / tried[key]:.0%}")
    for kind in ("change", "swap", "drop"):
        all_tried = sum(count for (_, of), count in tried.items() if of == kind)
        all_noticed = sum(count for (_, of), count in noticed.items() if of == kind)
        if all_tried:
            print(f"all   {kind:6} {all_noticed:5} of {all_tried:5}  {all_noticed / all_tried:.0%}")


if __name__ == "__main__":
    main()
