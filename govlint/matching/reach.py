"""Finds, in the parse tree of a pattern, how far a match looks beyond its line or sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REACH = 16
"""The number of characters beyond the ends of a line that a check line by line may depend on."""
_LINE_END = ord("\n")


def furthest(tree: Any, mark: str) -> int | None:
    """How many characters beyond the next `mark`, a line end or “。”, the assertions of a pattern may look
    at.

    None where a match may contain the mark, or an assertion that may look across it is wider than `REACH` or
    has a capturing group. `tree` is what `re._parser.parse` returns.
    """
    return _across(tree, ord(mark))


def _across(tree: Any, mark: int) -> int | None:
    """The answer of `furthest` for a sequence of parts; `mark` is the code point of the mark."""
    most = 0
    for part in tree:
        name, value = part[0].name, part[1]
        if name in ("ASSERT", "ASSERT_NOT"):
            reach = _asserted(value[1], mark) if _crosses(value[1], mark) else 0
        elif name in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT", "ATOMIC_GROUP"):
            reach = _across(value if name == "ATOMIC_GROUP" else value[-1], mark)
        elif name in ("BRANCH", "GROUPREF_EXISTS"):
            branches = value[1] if name == "BRANCH" else [branch for branch in value[1:] if branch]
            reaches = [_across(branch, mark) for branch in branches]
            reach = None if None in reaches else max(filter(None, reaches), default=0)
        else:
            reach = None if _part_crosses(name, value, mark) else 0
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
            yield from _assertions(value[1], mark)
        elif name == "GROUPREF_EXISTS" or (name == "AT" and _part_crosses(name, value, mark)):
            yield None
        elif name == "SUBPATTERN":
            if value[0] is not None:
                yield None
            yield from _assertions(value[3], mark)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _assertions(branch, mark)
        elif name.endswith("_REPEAT"):
            yield from _assertions(value[2], mark)
        elif name == "ATOMIC_GROUP":
            yield from _assertions(value, mark)


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
    if name == "SUBPATTERN":
        return _crosses(value[3], mark)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _crosses(value[2], mark)
    if name in ("ASSERT", "ASSERT_NOT"):
        return _crosses(value[1], mark)
    if name == "ATOMIC_GROUP":
        return _crosses(value, mark)
    if name == "BRANCH":
        return any(_crosses(branch, mark) for branch in value[1])
    if name == "GROUPREF_EXISTS":
        return any(_crosses(branch, mark) for branch in value[1:] if branch)
    return False


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
