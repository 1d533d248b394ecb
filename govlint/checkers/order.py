"""Kind `order`: well-known lists, whose members and their order are fixed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from govlint.checkers.checker import Checker
from govlint.diagnostic import Edit, Finding
from govlint.document import Span
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

_INTRODUCED = "”?(?:问题|工作|任务|要求|改革|战略布局|总体布局)?(?:（|，?即|：|，?包括)"  # 四风”问题，即…
_SUMMED_UP = "”?的?“?"  # …“四风”


class _List(NamedTuple):
    """A list: its members in their order, its names, if it has any, and a pattern of any member."""

    members: tuple[str, ...]
    names: tuple[str, ...]
    member: str

    @classmethod
    def of(cls, written: str) -> _List:
        """The list in one string of the option `lists`."""
        names, _, members = written.rpartition("：")
        each = tuple(members.split("、"))
        longest_first = sorted(each, key=len, reverse=True)
        return cls(
            each, tuple(filter(None, names.split("|"))), f"(?:{'|'.join(map(re.escape, longest_first))})"
        )


@dataclass(frozen=True)
class OrderChecker(Checker):
    """Reports a list with all its members, each once, in another order (`report: order`), or a list beside
    its name that lacks members (`report: missing`).

    `lists`: each a string of members parted by `、`, behind the names of the list, if it has any, parted by
    `|`, and `：`. In the text members may be parted by `、`, `和` or nothing. A list with `、` before or
    after it is part of a longer one and not reported.

    Values for the message: `match`; `right` (the members in their order, with the marks of the text) and a
    fix for `order`; `name` and `missing` (the members that lack) for `missing`.
    """

    lists: tuple[str, ...]
    report: Literal["order", "missing"] = "order"

    def __post_init__(self) -> None:
        """Raise ValueError where a list has a single member."""
        for written in self.lists:
            if len(_List.of(written).members) < 2:
                raise ValueError(f"lists 里的“{written}”只有一个成员，成员之间用顿号隔开")

    @cached_property
    def _forms(self) -> list[tuple[_List, Regex]]:
        pattern = _in_any_order if self.report == "order" else _beside_its_name
        lists = map(_List.of, self.lists)
        return [(one, Regex(pattern(one))) for one in lists if one.names or self.report == "order"]

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield the findings of each list of the rule in turn, in order of place."""
        text = document.folded
        for listed, pattern in self._forms:
            # Looking for the words first, most patterns need not be compiled.
            if self.report == "missing":
                if any(name in text for name in listed.names):
                    yield from _incomplete(text, listed, pattern)
            elif all(member in text for member in listed.members):
                yield from _disordered(text, listed, pattern)


def _in_any_order(listed: _List) -> str:
    return rf"(?<!、){listed.member}(?:[、和]?{listed.member}){{{len(listed.members) - 1}}}(?!、)"


def _beside_its_name(listed: _List) -> str:
    run = rf"(?P<at>{listed.member}(?:[、和]{listed.member}){{1,{len(listed.members) - 1}}})"
    name = f"(?P<name>{'|'.join(map(re.escape, listed.names))})"
    return rf"{name}{_INTRODUCED}{run}(?![、和等])|(?<!、){run}{_SUMMED_UP}{name}"


def _disordered(text: str, listed: _List, pattern: Regex) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        parts = _parts(match[0], listed.members)
        order = [part for part in parts if part in listed.members]
        if tuple(order) == listed.members or sorted(order) != sorted(listed.members):
            continue
        due = iter(listed.members)
        right = "".join(next(due) if part in listed.members else part for part in parts)
        span = Span(*match.span())
        yield Finding(span, {"match": match[0], "right": right}, (Edit(span, right),))


def _incomplete(text: str, listed: _List, pattern: Regex) -> Iterator[Finding]:
    for match in pattern.matches(text):
        there = _parts(match["at"], listed.members)
        if missing := [member for member in listed.members if member not in there]:
            values = {"match": match["at"], "name": match["name"], "missing": "、".join(missing)}
            yield Finding(Span(*match.span("at")), values)


def _parts(text: str, members: tuple[str, ...]) -> list[str]:
    """A run cut into members and what stands between them."""
    parts, at = [], 0
    while at < len(text):
        fitting = [member for member in members if text.startswith(member, at)]
        parts.append(max(fitting, key=len) if fitting else text[at])
        at += len(parts[-1])
    return parts
