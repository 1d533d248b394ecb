"""Repairs: the one slip of the pen that would explain why figures do not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.numbers.operands import Ordinal
from govlint.numbers.slips import ANOTHER_DIGIT, likely_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govlint.numbers.operands import Operand
    from govlint.numbers.quantity import Quantity


def repair(
    operands: Iterable[tuple[Operand, Callable[[Operand], bool]]], result: Operand, *, divides: bool = False
) -> str:
    """The slip of the pen in one figure that would make all agree, in words; empty where none would, or
    several equally likely ones.

    Each operand comes with a function that tells whether all would agree with another one in its place.
    `result` is the operand that the finding is about; `divides` tells that the figures are divided, so that
    too many digits would fit.
    """
    found: list[tuple[int, Quantity, str]] = []
    for one, agrees in operands:
        if isinstance(one, Ordinal):
            continue
        # A part so small that it might as well be missing explains nothing.
        needless = agrees(Ordinal(one.core, one.text, 0))
        for slip, other in likely_meant(one):
            if slip == ANOTHER_DIGIT and divides:
                continue
            if agrees(other) and not (needless and other.value < one.value):
                found.append((slip, one, f"（{one.text}若是{other.text}则相符）"))
    least = min((slip for slip, *_ in found), default=0)
    likely = [(one, said) for slip, one, said in found if slip == least]
    # That the result is another number is what the message says anyway.
    if len(likely) != 1 or (least == ANOTHER_DIGIT and likely[0][0] is result):
        return ""
    return likely[0][1]
