"""Finds the rules that users name: by id, the beginning of one, rule name or category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import CATEGORIES, CATEGORY_NAMES
from govlint.reasons import SettingsError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govlint.rule import Rule


_CATEGORIES = frozenset((*CATEGORIES, *CATEGORY_NAMES, *CATEGORY_NAMES.values()))


class SelectionError(SettingsError):
    """A `name` that stands for no rule."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name

    def __reduce__(self) -> tuple[type[SelectionError], tuple[str, str]]:
        # An error is made anew of its `args`, which is the message alone; workers send it to their parent.
        return type(self), (self.name, str(self))


def several(names: str | Iterable[str]) -> tuple[str, ...]:
    """The names that a caller of the library gives: several, or a single one as a string."""
    return (names,) if isinstance(names, str) else tuple(names)


def resolve(names: Iterable[str], rules: Sequence[Rule]) -> frozenset[str]:
    """The ids that names stand for: an id (PH001), its letters or a prefix of it (PH, PH0), a rule name
    (letter-slot) or a category (placeholder, 占位符). Raises SelectionError.
    """
    ids: set[str] = set()
    for name in names:
        prefix = name.upper()
        matched = {
            rule.id
            for rule in rules
            if name in (rule.name, rule.category, CATEGORY_NAMES[rule.category])
            or (len(name) >= 2 and rule.id.startswith(prefix))
        }
        if not matched and name not in _CATEGORIES and prefix not in _CATEGORIES:
            hint = _hint_at_marks(name) or nearest(name, _known(name, rules))
            raise SelectionError(name, f"没有规则 {name}{hint}（govlint rules list 列出全部规则）")
        ids |= matched
    return frozenset(ids)


def _hint_at_marks(name: str) -> str:
    """What to say where several names, or the brackets around them, are written with full-width marks."""
    brackets = "，方括号用半角" if any(mark in name for mark in "［］【】") else ""
    return f"：几个规则之间用半角逗号{brackets}" if brackets or any(mark in name for mark in "、，；") else ""


def _known(name: str, rules: Sequence[Rule]) -> list[str]:
    """What a name that no rule goes by may have been meant for."""
    if not name.isascii():
        return list(CATEGORY_NAMES.values())
    return [rule.id if name[2:].isdigit() else rule.name for rule in rules]


def switched_on(names: Iterable[str], rules: Sequence[Rule]) -> frozenset[str]:
    """The ids of the rules that names select. A rule that is off by default must be named in full, by its id
    or its rule name. Raises SelectionError.
    """
    names = tuple(names)
    off = {
        rule.id
        for rule in rules
        if not rule.on_by_default and not any(name == rule.name or name.upper() == rule.id for name in names)
    }
    return resolve(names, rules) - off
