"""Kind `order`: well-known lists whose members have a fixed order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from govlint.checkers.checker import Checker
from govlint.diagnostic import Edit, Finding
from govlint.document import Span
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document


@dataclass(frozen=True)
class OrderChecker(Checker):
    """Reports a list that has all its members, each once, but in another order.

    `lists`: each a string of members parted by `、`. In the text they may be parted by `、`, `和` or nothing.
    A list with `、` before or after it is part of a longer one and not reported. Values for the message:
    `match`, `right` (the members in their order, with the marks of the text).
    """

    lists: tuple[str, ...]

    @cached_property
    def _forms(self) -> tuple[tuple[tuple[str, ...], Regex], ...]:
        forms = []
        for members in (tuple(listed.split("、")) for listed in self.lists):
            one = "|".join(re.escape(member) for member in sorted(members, key=len, reverse=True))
            pattern = rf"(?<!、)(?:{one})(?:[、和]?(?:{one})){{{len(members) - 1}}}(?!、)"
            forms.append((members, Regex(pattern)))
        return tuple(forms)

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield the findings of each list of the rule in turn, in order of place."""
        text = document.folded
        for members, pattern in self._forms:
            if not all(member in text for member in members):
                continue
            for match in pattern.finditer(text):
                parts = _parts(match[0], members)
                order = [part for part in parts if part in members]
                if tuple(order) == members or sorted(order) != sorted(members):
                    continue
                due = iter(members)
                right = "".join(next(due) if part in members else part for part in parts)
                span = Span(*match.span())
                yield Finding(span, {"match": match[0], "right": right}, (Edit(span, right),))


def _parts(text: str, members: tuple[str, ...]) -> list[str]:
    """A run cut into members and what stands between them."""
    parts, at = [], 0
    while at < len(text):
        fitting = [member for member in members if text.startswith(member, at)]
        parts.append(max(fitting, key=len) if fitting else text[at])
        at += len(parts[-1])
    return parts
