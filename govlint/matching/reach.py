"""Finds, in the parse tree of a pattern, how far a match looks beyond its line or sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REACH = 16
"""The number of characters beyond the ends of a line that a check line by line may depend on."""
_LINE_END = ord("\n")


def children(name: str, value: Any) -> list[Any]:
    """The sequences that a part of a parse tree is made of: what is repeated, the branches, what an assertion
    looks for. `name` and `value` are the part as `re._parser.parse` returns it.
    """
    if name in ("SUBPATTERN", "ASSERT", "ASSERT_NOT") or name.endswith("_REPEAT"):
        return [value[-1]]
    if name == "ATOMIC_GROUP":
        return [value]
    if name == "BRANCH":
        return list(value[1])
    return [branch for branch in value[1:] if branch] if name == "GROUPREF_EXISTS" else []


def furthest(tree: Any, mark: int) -> int | None:
    """How many characters beyond the next `mark` (the code point of a line end or “。”) the assertions of a
    pattern may look at.

    None where a match may contain the mark, or an assertion that may look across it is wider than `REACH` or
    has a capturing group. `tree` is what `re._parser.parse` returns.
    """
    most = 0
    for part in tree:
        name, value = part[0].name, part[1]
        reaches: list[int | None]
        if name in ("ASSERT", "ASSERT_NOT"):
            reaches = [_asserted(value[1], mark) if _crosses(value[1], mark) else 0]
        elif inner := children(name, value):
            reaches = [furthest(one, mark) for one in inner]
        else:
            reaches = [None if _part_crosses(name, value, mark) else 0]
        for reach in reaches:
            if reach is None:
                return None
            most = max(most, reach)
    return most


def _asserted(tree: Any, mark: int) -> int | None:
    """How many characters an assertion looks at from where it stands; None where they are more than `REACH`
    or cannot be counted.
    """
    width = int(tree.getwidth()[1])
    for inner in _assertions(tree, mark):
        if inner is None:
            return None
        width += int(inner.getwidth()[1])
    return None if width > REACH else width


def _assertions(tree: Any, mark: int) -> Iterator[Any]:
    """Yield the assertions inside an assertion, at any depth.

    None stands for a part whose reach cannot be counted: a capturing group, a condition on one, the ends of
    the text.
    """
    for part in tree:
        name, value = part[0].name, part[1]
        if name in ("ASSERT", "ASSERT_NOT"):
            yield value[1]
        elif (
            name == "GROUPREF_EXISTS"
            or (name == "SUBPATTERN" and value[0] is not None)
            or (name == "AT" and _part_crosses(name, value, mark))
        ):
            yield None
        for inner in children(name, value):
            yield from _assertions(inner, mark)


def _crosses(tree: Any, mark: int) -> bool:
    """Whether a sequence may match or look at a mark, given by its code point."""
    return any(_part_crosses(part[0].name, part[1], mark) for part in tree)


def _part_crosses(name: str, value: Any, mark: int) -> bool:
    if name == "LITERAL":
        return bool(value == mark)
    if name == "NOT_LITERAL":
        return bool(value != mark)
    if name == "AT":
        return value.name in ("AT_BEGINNING_STRING", "AT_END_STRING")
    if name == "ANY":
        return mark != _LINE_END
    if name == "IN":
        return _class_has(value, mark)
    return any(_crosses(inner, mark) for inner in children(name, value))


def _class_has(members: Any, mark: int) -> bool:
    negated = bool(members) and members[0][0].name == "NEGATE"
    holds = False
    for name, value in ((member[0].name, member[1]) for member in members):
        if name == "LITERAL":
            holds |= value == mark
        elif name == "RANGE":
            holds |= value[0] <= mark <= value[1]
        elif name == "CATEGORY":
            space = "CATEGORY_SPACE" if mark == _LINE_END else "CATEGORY_NOT_SPACE"
            holds |= value.name in (space, "CATEGORY_NOT_DIGIT", "CATEGORY_NOT_WORD")
    return holds != negated
