"""Analyses patterns by their parse trees: which texts every match contains, and how far a match looks."""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from typing import Any, NamedTuple

from govlint.matching.literals import firsts, required
from govlint.matching.reach import furthest

# The parser of `re` knows no properties. `\w` stands for them inside a class and outside: like them it is one
# character of many, and neither a line end nor “。”.
_ESCAPE = re.compile(r"\\(?:(?P<property>p\{(?:Han|Co)\})|.)", re.S)
# The parser of `re` knows no call of a group, `(?&name)`. A stand-in is enough: what the group itself may
# match is analysed where the group stands.
_CALL, _CALLED = re.compile(r"\(\?&\w+\)"), "[\u4e00-\u9fff]{1,99}"
_parser: Any = import_module("re._parser")
# Patterns with these are not analysed, since `regex` reads them otherwise than `re`: flags other than x and
# m, POSIX classes, fuzzy matching.
_OTHER = re.compile(r"\(\?[xm]*[a-ln-wyzA-OQ-Z]|\[:[^][]+:\]|\{[\d<=]*[deis]")


class Analysis(NamedTuple):
    """What is known of a pattern without running it. The defaults say that nothing is known.

    - `literals`: texts of which every match contains at least one; empty where no such texts are known.
    - `across`: how many characters beyond the line of a match its assertions may look at, `REACH` at most;
      None where a match may contain a line end, or an assertion looks further.
    - `firsts`: the characters that a match may begin with, but for spaces and digits of other kinds than
      ASCII; empty where it may be any.
    - `beyond`: as `across`, but “。” ends a line, too; None also where no `literals` are known.
    - `looks_behind`: whether the pattern has lookbehinds, or what is written like one.
    """

    literals: tuple[str, ...] = ()
    across: int | None = None
    firsts: str = ""
    beyond: int | None = None
    looks_behind: bool = True

    @property
    def in_line(self) -> bool:
        """Whether a match lies in one line and no assertion looks at another line."""
        return self.across == 0

    @property
    def reach(self) -> int:
        """How many characters assertions may look at beyond the sentence that a match lies in; beyond its
        line where `beyond` is None.
        """
        return (self.across if self.beyond is None else self.beyond) or 0


def analyse(source: str) -> Analysis:
    """The analysis of a pattern, by its source. Where the source cannot be parsed, nothing is known."""
    try:
        tree = parsed(source)
        return Analysis() if tree is None else _of_tree(tree, source)
    except RecursionError:
        return Analysis()


def parsed(source: str) -> Any | None:
    """The parse tree of a pattern, as `re._parser.parse` returns it; None where `re` reads it otherwise than
    `regex`, or not at all. Raises RecursionError where it is nested too deep.
    """
    if _OTHER.search(source):
        return None
    plain = _unique_names(_CALL.sub(_CALLED, _without_properties(source)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _parser.parse(plain, re.MULTILINE)
    except (re.error, OverflowError):
        return None


def _of_tree(tree: Any, source: str) -> Analysis:
    """The analysis of a pattern by its parse tree. Raises RecursionError where it is nested too deep."""
    literals = tuple(sorted(required(tree)))
    across = furthest(tree, ord("\n"))
    # Only what is searched near its literals is searched by sentences.
    beyond = furthest(tree, ord("。")) if literals and across is not None else None
    return Analysis(
        literals,
        across,
        "".join(sorted(firsts(tree))),
        None if across is None or beyond is None else max(across, beyond),
        "(?<=" in source or "(?<!" in source,
    )


def _without_properties(source: str) -> str:
    """The pattern with `\\w` for properties (as Han)."""
    return _ESCAPE.sub(lambda match: r"\w" if match["property"] else match[0], source)


def _unique_names(source: str) -> str:
    """The pattern with its groups renamed so that no two have one name, which `regex` allows and `re` does
    not.

    A reference goes to the last group of its name before it.
    """
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        sign, name = match[1], match[2]
        if sign == "<":
            seen[name] = seen.get(name, 0) + 1
        return f"(?P{sign}{name}_{seen.get(name, 0)}"

    return re.sub(r"\(\?P([<=])(\w+)", rename, source)
