"""What a pattern must contain: read off its parse tree, so that texts without it need not be searched."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import Any

# The parser of `re` reads all that rules use but these; what stands in for them is wide enough.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_MANY = 160  # literals beyond which looking for them costs more than it saves
_COMMON = frozenset("，。、；：“”（）的一是了和在年人大有为上中0123456789 ")  # in nearly every line
_WIDE = 12  # members of a character class that still count as literals


@dataclass(frozen=True, slots=True)
class Analysis:
    """`literals`: texts one of which every match contains, or none where that cannot be said.

    `in_line`: whether matching looks at the characters of one line only.
    """

    literals: tuple[str, ...] = ()
    in_line: bool = False


def analyse(source: str) -> Analysis:
    """Analyse a pattern as `govlint.pattern.Regex` takes it."""
    parser: Any = __import__("re._parser", fromlist=["parse"])
    plain = source.replace(r"[\p{Han}", f"[{_HAN}").replace(r"\p{Han}", f"[{_HAN}]")
    plain = re.sub(r"\[([^\]\\]*)\[" + _HAN + r"\]", rf"[\1{_HAN}", plain)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(plain, re.MULTILINE)
    except (re.error, OverflowError, RecursionError):
        return Analysis()
    literals = _required(tree)
    if literals is None or len(literals) > _MANY or literals & _COMMON:
        literals = set()
    return Analysis(tuple(sorted(literals)), not _crosses(tree))


def _required(tree: Any) -> set[str] | None:
    """The best set of literals among the parts of a sequence: those that are longest, then fewest."""
    best: set[str] | None = None
    run = ""
    candidates: list[set[str] | None] = []
    for part in tree:
        name, value = str(part[0]), part[1]
        if name == "LITERAL":
            run += chr(value)
            continue
        if run:
            candidates.append({run})
            run = ""
        candidates.append(_part(name, value))
    if run:
        candidates.append({run})
    for candidate in candidates:
        if candidate is not None and (best is None or _worth(candidate) > _worth(best)):
            best = candidate
    return best


def _worth(literals: set[str]) -> tuple[int, int]:
    return min(map(len, literals)), -len(literals)


def _part(name: str, value: Any) -> set[str] | None:
    if name == "SUBPATTERN":
        return _required(value[3])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _required(value[2]) if value[0] > 0 else None
    if name == "ATOMIC_GROUP":
        return _required(value)
    if name == "ASSERT":
        return _required(value[1])
    if name == "BRANCH":
        found: set[str] = set()
        for branch in value[1]:
            literals = _required(branch)
            if literals is None:
                return None
            found |= literals
        return found
    if name == "IN":
        members = {chr(member[1]) for member in value if str(member[0]) == "LITERAL"}
        return members if len(members) == len(value) <= _WIDE else None
    return None


def _crosses(tree: Any) -> bool:
    """Whether a part of the pattern may look at a line end."""
    return any(_part_crosses(str(part[0]), part[1]) for part in tree)


def _part_crosses(name: str, value: Any) -> bool:
    if name == "LITERAL":
        return bool(value == 10)
    if name == "NOT_LITERAL":
        return bool(value != 10)
    if name == "AT":
        return str(value) in ("AT_BEGINNING_STRING", "AT_END_STRING")
    if name == "IN":
        return _class_has_line_end(value)
    if name == "SUBPATTERN":
        return _crosses(value[3])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _crosses(value[2])
    if name in ("ASSERT", "ASSERT_NOT"):
        return _crosses(value[1])
    if name == "ATOMIC_GROUP":
        return _crosses(value)
    if name == "BRANCH":
        return any(_crosses(branch) for branch in value[1])
    if name == "GROUPREF_EXISTS":
        return any(_crosses(branch) for branch in value[1:] if branch)
    return False


def _class_has_line_end(members: Any) -> bool:
    negated = bool(members) and str(members[0][0]) == "NEGATE"
    holds = False
    for name, value in ((str(member[0]), member[1]) for member in members):
        if name == "LITERAL":
            holds |= value == 10
        elif name == "RANGE":
            holds |= value[0] <= 10 <= value[1]
        elif name == "CATEGORY":
            holds |= str(value) in ("CATEGORY_SPACE", "CATEGORY_NOT_DIGIT", "CATEGORY_NOT_WORD")
    return holds != negated
