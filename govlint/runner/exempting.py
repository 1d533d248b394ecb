"""The exemptions that the comments of a file ask for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from govlint.conclusions import Exemption
from govlint.diagnostic import Notice
from govlint.document import Span
from govlint.readers import TEXT
from govlint.readers.directives import VERBS
from govlint.rules.selection import SelectionError, resolve, switched_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from govlint.readers import Source
    from govlint.readers.directives import Directive
    from govlint.rule import Rule

_Ids = frozenset[str] | None  # of rules; None: of all
_Reaches = list[tuple[_Ids, Span]]


def exemptions(source: Source, rules: Sequence[Rule]) -> tuple[list[Exemption], list[Notice]]:
    """The exemptions that the comments of a file ask for, and a notice for each comment that names
    no rule or ends nothing, and one for comments where none are read.
    """
    found: list[tuple[Directive, _Reaches]] = []
    notices = _unread(source)
    meant = cache(lambda name: resolve([name], rules))  # files name few rules, but may name one often
    open_ends = _OpenEnds(frozenset(rule.id for rule in rules))
    for directive in source.directives:
        if directive.verb not in VERBS:
            message = f"{directive.place}：没有 govlint-{directive.verb} 这种指令"
            notices.append(Notice(message, directive.stands))
            continue
        try:
            ids = None if directive.name is None else meant(directive.name)
        except SelectionError as error:
            notices.append(Notice(f"{directive.place}的忽略指令：{error}", directive.stands))
            continue
        if directive.verb == "enable":
            if not open_ends.end(ids, directive.reach.start):
                notices.append(_ends_nothing(directive))
            continue
        reaches: _Reaches = [(ids, directive.reach)]
        if directive.verb == "disable":
            open_ends.add(ids, reaches)
        found.append((directive, reaches))
    return [
        Exemption(one.place, one.name or "", tuple(reaches), one.stands) for one, reaches in found
    ], notices


def _unread(source: Source) -> list[Notice]:
    text = source.document.text
    if "<!-- govlint" in text and not source.directives and source.kind is TEXT:
        line = source.document.position(text.index("<!-- govlint")).line
        return [Notice(f"第 {line} 行：只有 Markdown 和网页里可以写忽略的注释")]
    return []


class _OpenEnds:
    """What was disabled and not enabled again so far: the reaches of exemptions, by the rules that the last
    of them, which has no end yet, is for.
    """

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._of: dict[_Ids, list[_Reaches]] = {}

    def add(self, ids: _Ids, reaches: _Reaches) -> None:
        """Add the reaches of an exemption, the last of which is for the rules named."""
        self._of.setdefault(ids, []).append(reaches)

    def end(self, ids: _Ids, place: int) -> bool:
        """End all there is for the rules named, at an offset. Returns whether there was anything."""
        ended = [open_for for open_for in self._of if self._common(open_for, ids)]
        for open_for in ended:
            left = self._all(open_for) - self._all(ids)
            for reaches in self._of.pop(open_for):
                _, (start, end) = reaches.pop()
                reaches.append((open_for, Span(start, place)))
                if left:
                    reaches.append((left, Span(place, end)))
                    self.add(left, reaches)
        return bool(ended)

    def _common(self, ids: _Ids, others: _Ids) -> bool:
        return not self._all(ids).isdisjoint(self._all(others))

    def _all(self, ids: _Ids) -> frozenset[str]:
        return self._known if ids is None else ids


def _ends_nothing(directive: Directive) -> Notice:
    name = f" {directive.name}" if directive.name else ""
    message = f"{directive.place}的 govlint-enable{name}：前面没有要结束的忽略，可以删去"
    return Notice(message, directive.stands, needless=True)


def needless(unused: Iterable[Exemption], ran: Set[str], rules: Sequence[Rule]) -> Iterator[Notice]:
    """Yield a notice for each exemption that exempted nothing though all that it is for `ran` (ids). What
    another rule might find there, nobody knows. Rules that are off by default count only where they are named
    in full.
    """
    default = frozenset(rule.id for rule in rules if rule.on_by_default)
    for one in unused:
        if (switched_on([one.name], rules) if one.name else default) <= ran:
            name = f" {one.name} " if one.name else ""
            message = f"{one.place}的忽略指令{name}没有用到，可以删去"
            yield Notice(message, one.stands, needless=True)
