"""Prints which slips of the pen in figures that agree are noticed, by rule and kind of slip.

    uv run benchmarks/mutations.py              relations in the good examples of the rules
    uv run benchmarks/mutations.py FOLDER       relations in the drafts of a folder

Every digit of every operand is changed, swapped with the next and dropped. No slip is what stays within the
rounding of the figures: the operand may still be the same, rounded or cut off, or the equation still holds
with every figure taken as rounded. `bound` are relations that only keep a figure from growing (parts within
a total, persons per household): most slips stay within. Left out are bounds of one figure (`P <= 100`) and
figures that are only counted (甲、乙分别增长5%、6%).
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

from govlint.document import Document, Span
from govlint.linter import lint
from govlint.numbers.figures import figures
from govlint.numbers.formula import Verdict
from govlint.rules.ruleset import builtin_rules
from govlint.runner import Session, Settings, find_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.diagnostic import CheckedRelation
    from govlint.numbers.quantity import Quantity

RULES = [
    rule
    for rule in builtin_rules()
    if rule.category in ("arithmetic", "consistency") and rule.kind not in ("parity", "announcement")
]
BY_ID = {rule.id: rule for rule in RULES}
AGREEING = (Verdict.consistent, Verdict.rounding)


def documents(paths: list[str]) -> Iterator[Document]:
    if not paths:
        yield from (Document(text) for rule in RULES for text in rule.good)
        return
    session = Session(Settings(select=("arithmetic", "consistency"), isolated=True))
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


def leaves(old: Quantity | None, text: str) -> bool:
    """Whether the figure at the place of an old one is no rounding of it. A year or rank is never rounded."""
    if old is None:
        return True
    new = next((one for one in figures(Document(text)).quantities if one.core.start == old.core.start), None)
    if new is None or new.base != old.base:
        return False
    low, high = old.wide
    return (low is not None and new.value < low) or (high is not None and new.value > high)


def is_bound(relation: CheckedRelation) -> bool:
    """Whether the relation only keeps a figure from growing, and leaves it room."""
    options = BY_ID[relation.rule].options
    evidence = relation.evidence
    if options.get("report") == "more" or "!=" in str(options.get("formula")):
        return True
    one_sided = re.search("[<>]=", str(options.get("formula")))
    return bool(one_sided) and evidence is not None and evidence.computed != evidence.printed


def holds(relation: CheckedRelation, relations: Sequence[CheckedRelation]) -> bool:
    """Whether an equation of the same rule at the same place still holds, every figure taken as rounded."""
    if "==" not in str(BY_ID[relation.rule].options.get("formula")):
        return False
    return any(
        one.rule == relation.rule and one.verdict is Verdict.consistent
        for one in relations
        if len(one.operands) == len(relation.operands)
    )


def main() -> None:
    noticed: Counter[tuple[str, str, str]] = Counter()
    tried: Counter[tuple[str, str, str]] = Counter()
    chance = random.Random(1)
    for document in documents(sys.argv[1:]):
        for relation in lint(document, RULES).relations:
            if relation.verdict not in AGREEING or len(relation.operands) < 2:
                continue
            line = document.line_at(relation.operands[0].start)
            if relation.operands[-1].end > line.end:  # the same thing in two places
                continue
            side = "bound" if is_bound(relation) else "equal"
            text = document.text[line.start : line.end]
            quantities = {one.core: one for one in figures(Document(text)).quantities}
            for operand in relation.operands:
                place = Span(operand.start - line.start, operand.end - line.start)
                old = quantities.get(place)
                if old is None and not text[place.start : place.end].isdecimal():
                    continue
                for kind, slipped in slips(text, place, chance):
                    if not leaves(old, slipped):
                        continue
                    result = lint(Document(slipped), RULES)
                    if not holds(relation, result.relations):
                        tried[side, relation.rule, kind] += 1
                        noticed[side, relation.rule, kind] += bool(result.diagnostics)
    for side, rule, kind in sorted(tried):
        print(told(f"{side} {rule} {kind:6}", noticed[side, rule, kind], tried[side, rule, kind]))
    for side in ("bound", "equal"):
        for kind in ("change", "swap", "drop"):
            of = sum(count for (one, _, other), count in tried.items() if (one, other) == (side, kind))
            seen = sum(count for (one, _, other), count in noticed.items() if (one, other) == (side, kind))
            if of:
                print(told(f"{side} all   {kind:6}", seen, of))


def told(what: str, seen: int, of: int) -> str:
    return f"{what} {seen:5} of {of:5}  {seen / of:.0%}"


if __name__ == "__main__":
    main()
