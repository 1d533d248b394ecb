"""Finds, in the parse tree of a pattern, texts that every match contains and characters that a match may
begin with.

A document that contains none of these texts need not be searched.
"""

from __future__ import annotations

from typing import Any

from govlint.matching.reach import children

_MANY = 400  # more literals than this are not searched for: that would cost more than it saves
_COMMON = frozenset("，。、；：“”（）的一是了和在年人大有为上中第0123456789 ")  # in nearly every line
# Literals found in most paragraphs: looking for them rules out too few places to be worth it.
_OFTEN = frozenset(
    [".", "%", "元", "万元", "亿元", "19", "20", "月", "日", "增长", "下降", "完成", "主要", "加快", "加大"]
)
_NARROW = 128  # a range in a character class is expanded if it has at most so many characters
_WIDE = 12  # a character class is expanded into literals if it has at most so many members


def required(tree: Any) -> frozenset[str]:
    """Texts of which every match of a pattern contains at least one; empty where no such texts are known.
    `tree` is what `re._parser.parse` returns.
    """
    found = _required_by(tree)
    return frozenset() if found is None or len(found) > _MANY else frozenset(found)


def firsts(tree: Any) -> frozenset[str]:
    """The characters that a match may begin with; empty where it may be any, or a match may be empty."""
    found, empty = _firsts_of(tree)
    return frozenset() if found is None or empty else frozenset(found)


def _required_by(tree: Any) -> set[str] | None:
    """Texts of which every match of a sequence contains at least one; None where no such texts are known.

    Where there are several such sets, the one that is found least often: sets without a text of `_OFTEN` come
    first, then those whose shortest text is longer, then smaller ones.
    """
    candidates: list[set[str] | None] = []
    asserted: list[set[str] | None] = []
    run = {""}  # all texts that the parts since the last unlisted one may match
    previous: Any = None
    for part in tree:
        name, value = part[0].name, part[1]
        words = _alternatives([part])
        if name == "ASSERT":
            asserted.append(_part(name, value))
        if words is not None and len(run) * len(words) <= _MANY:
            run = {before + word for before in run for word in words}
        else:
            candidates.append(run)
            run = {""} if words is None else words
            if words is None:
                candidates.append(_part(name, value))
        if name == "GROUPREF" and previous is not None and previous[0] == value:
            # A match of (甲|乙)\1 contains 甲甲 or 乙乙.
            words = _alternatives(previous[3])
            candidates.append({word * 2 for word in words} if words else None)
        previous = value if name == "SUBPATTERN" else None
    usable = [
        found for found in (*candidates, run, *asserted) if found and "" not in found and not found & _COMMON
    ]
    return max(usable, key=_worth) if usable else None


def _alternatives(tree: Any) -> set[str] | None:
    """All texts that a sequence may match, without its assertions; None where they are more than `_MANY` or
    cannot be listed.
    """
    words = {""}
    for part in tree:
        name, value = part[0].name, part[1]
        if name == "LITERAL":
            choices: set[str] | None = {chr(value)}
        elif name == "IN":
            # \d and \s match more characters than can be listed.
            listed = all(member[0].name != "CATEGORY" for member in value)
            choices = _class_members(value) if listed else None
            choices = choices if choices and len(choices) <= _WIDE else None
        elif name in ("SUBPATTERN", "BRANCH"):
            choices = _of_all(children(name, value))
        elif name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        else:
            choices = None
        if choices is None or len(words) * len(choices) > _MANY:
            return None
        words = {before + word for before in words for word in choices}
    return words


def _of_all(branches: Any) -> set[str] | None:
    """All texts that one of several sequences may match; None as in `_alternatives`."""
    texts: set[str] = set()
    for branch in branches:
        words = _alternatives(branch)
        if words is None:
            return None
        texts |= words
    return texts


def _worth(literals: set[str]) -> tuple[bool, int, int]:
    return not literals & _OFTEN, min(map(len, literals)), -len(literals)


def _part(name: str, value: Any) -> set[str] | None:
    """Texts of which every match of a part contains at least one; None as in `_required_by`."""
    if name in ("ASSERT_NOT", "GROUPREF_EXISTS") or (name.endswith("_REPEAT") and value[0] == 0):
        return None
    found: set[str] = set()
    for inner in children(name, value):
        literals = _required_by(inner)
        if literals is None:
            return None
        found |= literals
    return found or None


def _firsts_of(tree: Any) -> tuple[set[str] | None, bool]:
    """The characters that a match of a sequence may begin with (None: any), and whether it may be empty."""
    found: set[str] = set()
    for part in tree:
        name, value = part[0].name, part[1]
        characters, empty = _part_firsts(name, value)
        if characters is None:
            return None, False
        found |= characters
        if not empty:
            return found, False
    return found, True


def _part_firsts(name: str, value: Any) -> tuple[set[str] | None, bool]:
    if name == "LITERAL":
        return {chr(value)}, False
    if name == "IN":
        return _class_members(value), False
    if name in ("ASSERT", "ASSERT_NOT", "AT"):
        return set(), True
    inner = children(name, value)
    if not inner or name == "GROUPREF_EXISTS":
        return None, False
    found: set[str] = set()
    may_be_empty = name.endswith("_REPEAT") and value[0] == 0
    for one in inner:
        characters, empty = _firsts_of(one)
        if characters is None:
            return None, False
        found |= characters
        may_be_empty |= empty
    return found, may_be_empty


def _class_members(members: Any) -> set[str] | None:
    found: set[str] = set()
    for name, value in ((member[0].name, member[1]) for member in members):
        if name == "LITERAL":
            found.add(chr(value))
        elif name == "RANGE" and value[1] - value[0] < _NARROW:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif name == "CATEGORY" and value.name == "CATEGORY_DIGIT":
            found |= set("0123456789")
        elif name == "CATEGORY" and value.name == "CATEGORY_SPACE":
            found |= set(" \t")
        else:
            return None
    return found
