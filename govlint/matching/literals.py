"""Analyses patterns by their parse trees: which texts every match contains, so that texts without one need
not be searched, and how far a match looks.
"""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# The parser of `re` reads all that rules use but these; what stands in for them is wide enough.
_PROPERTIES = {r"\p{Han}": "\u3400-\u4dbf\u4e00-\u9fff", r"\p{Co}": "\ue000-\uf8ff"}
_TOKEN = re.compile(r"\\p\{\w+\}|\\.|(?P<opens>\[\^?\]?)|(?P<closes>\])", re.S)
# A call of a group elsewhere in the pattern: whatever it may match counts where the group stands.
_CALL, _CALLED = re.compile(r"\(\?&\w+\)"), "[\u4e00-\u9fff]{1,99}"
_parser: Any = import_module("re._parser")
# What `regex` reads otherwise than `re`, or what changes the meaning of the rest: flags other than x and m,
# POSIX classes, fuzzy matching.
_OTHER = re.compile(r"\(\?[xm]*[a-ln-wyzA-OQ-Z]|\[\[:|\{[eids]")
_MANY = 400  # literals beyond which looking for them costs more than it saves
_COMMON = frozenset("，。、；：“”（）的一是了和在年人大有为上中第0123456789 ")  # in nearly every line
# In most paragraphs: to look where they are is to look nearly everywhere.
_OFTEN = frozenset(
    [".", "%", "元", "万元", "亿元", "19", "20", "月", "日", "增长", "下降", "完成", "主要", "加快", "加大"]
)
_NARROW = 128  # codes up to which a range is listed
_WIDE = 12  # members of a character class that still count as literals
_LINE_END, _FULL_STOP = map(ord, "\n。")
REACH = 16
"""Characters beyond the ends of a line that what works line by line may look at."""


class Analysis(NamedTuple):
    """What can be said of a pattern without running it. The defaults say that nothing is known.

    - `literals`: texts of which every match contains at least one; none where there are no such texts.
    - `across`: how many characters beyond the line of a match its assertions may look at, `REACH` at most;
      None where a match may run over a line end, or an assertion looks further.
    - `firsts`: the characters that a match may begin with; empty where it may be any.
    - `beyond`: the same as `across` with “。” taken for a line end, too.
    - `looks_behind`: whether the pattern has lookbehinds.
    """

    literals: tuple[str, ...] = ()
    across: int | None = None
    firsts: str = ""
    beyond: int | None = None
    looks_behind: bool = True

    @property
    def in_line(self) -> bool:
        """Whether matches lie in one line, and assertions look at no other."""
        return self.across == 0

    @property
    def reach(self) -> int:
        """How many characters assertions may look at beyond the sentence (or, where `beyond` is None, the
        line) that a match lies in.
        """
        return (self.across if self.beyond is None else self.beyond) or 0


def analyse(source: str) -> Analysis:
    """Analyse the source of a `pattern.Regex`. What cannot be parsed is said to be unknown."""
    if _OTHER.search(source):
        return Analysis()
    plain = _unique_names(_CALL.sub(_CALLED, _without_properties(source)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _parser.parse(plain, re.MULTILINE)
    except (re.error, OverflowError, RecursionError):
        return Analysis()
    literals = _required(tree)
    if literals is None or len(literals) > _MANY:
        literals = set()
    firsts, empty = _firsts(tree)
    across = _across(tree, _LINE_END)
    beyond = None if across is None else _across(tree, _FULL_STOP)
    return Analysis(
        tuple(sorted(literals)),
        across,
        "" if firsts is None or empty else "".join(sorted(firsts)),
        None if across is None or beyond is None else max(across, beyond),
        _looks_behind(tree),
    )


def _without_properties(source: str) -> str:
    """A pattern with ranges for the properties that `re` does not know."""
    inside = False

    def plain(match: re.Match[str]) -> str:
        nonlocal inside
        if match["opens"] and not inside:
            inside = True
        elif match["closes"]:
            inside = False
        members = _PROPERTIES.get(match[0])
        if members is None:
            return match[0]
        return members if inside else f"[{members}]"

    return _TOKEN.sub(plain, source)


def _unique_names(source: str) -> str:
    """A pattern in which no two groups have the same name: `regex` allows that, `re` does not.

    A reference goes to the group of its name that stands nearest before it.
    """
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        sign, name = match[1], match[2]
        if sign == "<":
            seen[name] = seen.get(name, 0) + 1
        return f"(?P{sign}{name}_{seen.get(name, 0)}"

    return re.sub(r"\(\?P([<=])(\w+)", rename, source)


def _required(tree: Any) -> set[str] | None:
    """A set of texts of which everything that a sequence matches contains at least one; None where there is
    none.

    Of several such sets, the one to look for: rare texts first, then the longest, then the fewest.
    """
    candidates: list[set[str] | None] = []
    asserted: list[set[str] | None] = []
    run = {""}  # what the plain parts up to here may match
    previous: Any = None
    for part in tree:
        name, value = str(part[0]), part[1]
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
            # (甲|乙)\1 contains 甲甲 or 乙乙.
            words = _alternatives(previous[3])
            candidates.append({word * 2 for word in words} if words else None)
        previous = value if name == "SUBPATTERN" else None
    usable = [
        found for found in (*candidates, run, *asserted) if found and "" not in found and not found & _COMMON
    ]
    return max(usable, key=_worth) if usable else None


def _alternatives(tree: Any) -> set[str] | None:
    """All texts that a sequence may match, assertions apart; None where they are too many to list."""
    words = {""}
    for part in tree:
        name, value = str(part[0]), part[1]
        if name == "LITERAL":
            choices: set[str] | None = {chr(value)}
        elif name == "IN":
            # Not \d and \s: what they match is more than can be listed.
            listed = all(str(member[0]) != "CATEGORY" for member in value)
            choices = _class_members(value) if listed else None
            choices = choices if choices and len(choices) <= _WIDE else None
        elif name == "SUBPATTERN":
            choices = _alternatives(value[3])
        elif name == "BRANCH":
            branches = [_alternatives(branch) for branch in value[1]]
            choices = None if None in branches else {word for branch in branches for word in branch or ()}
        elif name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        else:
            choices = None
        if choices is None or len(words) * len(choices) > _MANY:
            return None
        words = {before + word for before in words for word in choices}
    return words


def _worth(literals: set[str]) -> tuple[bool, int, int]:
    return not literals & _OFTEN, min(map(len, literals)), -len(literals)


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
    return None


def _firsts(tree: Any) -> tuple[set[str] | None, bool]:
    """The characters a sequence may begin with (None: any), and whether it may match nothing."""
    found: set[str] = set()
    for part in tree:
        name, value = str(part[0]), part[1]
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
    if name == "SUBPATTERN":
        return _firsts(value[3])
    if name == "ATOMIC_GROUP":
        return _firsts(value)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        characters, empty = _firsts(value[2])
        return characters, empty or value[0] == 0
    if name == "BRANCH":
        found: set[str] = set()
        any_empty = False
        for branch in value[1]:
            characters, empty = _firsts(branch)
            if characters is None:
                return None, False
            found |= characters
            any_empty |= empty
        return found, any_empty
    return None, False


def _class_members(members: Any) -> set[str] | None:
    found: set[str] = set()
    for name, value in ((str(member[0]), member[1]) for member in members):
        if name == "LITERAL":
            found.add(chr(value))
        elif name == "RANGE" and value[1] - value[0] < _NARROW:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        elif name == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found |= set("0123456789")
        elif name == "CATEGORY" and str(value) == "CATEGORY_SPACE":
            found |= set(" \t")
        else:
            return None
    return found


def _across(tree: Any, mark: int) -> int | None:
    """How many characters beyond the next `mark` (the code of a line end or of “。”) assertions look at.

    None where the pattern itself may match the mark, or an assertion that may cross it is wider than `REACH`
    or has a group that captures.
    """
    furthest = 0
    for part in tree:
        name, value = str(part[0]), part[1]
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
        furthest = max(furthest, reach)
    return furthest


def _asserted(tree: Any, mark: int) -> int | None:
    """How many characters an assertion looks at from where it stands; None where that is more than `REACH`,
    or cannot be said.
    """
    width = int(tree.getwidth()[1])
    for inner in _assertions(tree, mark):
        if inner is None:
            return None
        width += int(inner.getwidth()[1])
    return None if width > REACH else width


def _assertions(tree: Any, mark: int) -> Iterator[Any]:
    """The assertions inside an assertion, at any depth; None for what makes it more than a look at a few
    characters: a group that captures, a condition on one, the ends of the text.
    """
    for part in tree:
        name, value = str(part[0]), part[1]
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


def _looks_behind(tree: Any) -> bool:
    """Whether there is a lookbehind in a part of a pattern, at any depth."""
    if isinstance(tree, tuple) and str(tree[0]) in ("ASSERT", "ASSERT_NOT") and tree[1][0] < 0:
        return True
    return isinstance(tree, (list, tuple, _parser.SubPattern)) and any(map(_looks_behind, tree))


def _crosses(tree: Any, mark: int) -> bool:
    """Whether a sequence may match or look at a mark (the code of a line end or of “。”)."""
    return any(_part_crosses(str(part[0]), part[1], mark) for part in tree)


def _part_crosses(name: str, value: Any, mark: int) -> bool:
    if name == "LITERAL":
        return bool(value == mark)
    if name == "NOT_LITERAL":
        return bool(value != mark)
    if name == "AT":
        return str(value) in ("AT_BEGINNING_STRING", "AT_END_STRING")
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
    negated = bool(members) and str(members[0][0]) == "NEGATE"
    holds = False
    for name, value in ((str(member[0]), member[1]) for member in members):
        if name == "LITERAL":
            holds |= value == mark
        elif name == "RANGE":
            holds |= value[0] <= mark <= value[1]
        elif name == "CATEGORY":
            space = "CATEGORY_SPACE" if mark == _LINE_END else "CATEGORY_NOT_SPACE"
            holds |= str(value) in (space, "CATEGORY_NOT_DIGIT", "CATEGORY_NOT_WORD")
    return holds != negated
