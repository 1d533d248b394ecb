"""Every alternative of a rule's patterns can decide something: none stands twice, or behind a shorter one."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, permutations, product
from pathlib import Path

import pytest

from govlint.matching.analysis import parsed
from govlint.rules.files import builtin_folder
from govlint.rules.parsing import parse

MOST = 400  # texts that a part of a pattern may stand for, for it to be looked at
SEARCHED = ("unless", "unless_line", "unless_document", "requires")
# What a pattern of a rule has and no other: quantities, each by some character; and the flags that change
# nothing in which text an alternative stands for.
OTHERS = [
    (re.compile(r"(?<!\\p)\{\{?[A-Za-z_]\w*(?::[^{}]*)?\}\}?"), "\uf8f0"),
    (re.compile(r"^\(\?s\)|(?<=\(\?)i(?=:)"), ""),
]
ALLOWED = {
    "另有：另",  # a list that has 另有 is used beside 另 in some rules, alone in others
    "场次：场",  # likewise the units that are looked for behind a slot
    "批次：批",
    *(f"{unit}：{unit[0]}" for unit in ("平方公里", "平方米", "公里", "公斤", "公顷")),  # told in a message
}
SOURCES = [
    pytest.param(key, source, id=f"{rule['id']}-{key}-{number}")
    for path in sorted(Path(builtin_folder()).glob("*.yaml"))
    for rule in parse(str(path), path.read_bytes())
    for key, value in rule.get("options", {}).items()
    for number, source in enumerate(value if isinstance(value, list) else [value])
    if isinstance(source, str) and re.search(r"[|\[(]", source)
]


@pytest.mark.parametrize(("key", "source"), SOURCES)
def test_every_alternative_can_decide(key, source):
    tree = parsed(plain(source))
    if tree is None:
        return  # a reference to a quantity

    dead = [*idle(tree)]
    if key in SEARCHED:
        dead += [f"{long}：{short}" for long, short in pairs(alternatives(tree)) if short in long]

    assert not {*dead} - ALLOWED


def plain(source):
    for pattern, text in OTHERS:
        source = pattern.sub(text, source)
    return source


def idle(tree):
    """The alternatives in a tree that cannot decide, each with the one that does."""
    for op, value in tree:
        name = op.name
        if name == "BRANCH":
            texts = Counter(chain.from_iterable(texts_of(branch) or () for branch in value[1]))
            yield from (f"{text}：{text}" for text, times in texts.items() if times > 1)
            for branch in value[1]:
                yield from idle(branch)
        elif name in ("ASSERT", "ASSERT_NOT"):
            covers = str.endswith if value[0] < 0 else str.startswith
            for long, short in pairs(alternatives(value[1])):
                if short and covers(long, short):
                    yield f"{long}：{short}"
            yield from idle(value[1])
        elif name == "SUBPATTERN" or name.endswith("_REPEAT"):
            yield from idle(value[-1])
        elif name == "ATOMIC_GROUP":
            yield from idle(value)


def pairs(groups):
    """Each text of one alternative beside each of another."""
    for one, other in permutations(groups, 2):
        yield from ((long, short) for long, short in product(one, other) if short)


def alternatives(tree):
    """The sets of texts that the alternatives of a tree stand for, of those that can be listed."""
    items = list(tree)
    if len(items) == 1 and items[0][0].name == "SUBPATTERN":
        return alternatives(items[0][1][-1])
    if len(items) == 1 and items[0][0].name == "BRANCH":
        return [texts for branch in items[0][1][1] for texts in alternatives(branch)]
    if len(items) == 1 and items[0][0].name == "IN":
        return [{text} for text in texts_of(items) or ()]
    texts = texts_of(items)
    return [texts] if texts else []


def texts_of(tree):
    """All texts that a tree matches, or None where they are too many or cannot be listed."""
    texts = {""}
    for op, value in tree:
        some = texts_of_one(op.name, value)
        if some is None or len(texts) * len(some) > MOST:
            return None
        texts = {before + after for before in texts for after in some}
    return texts


def texts_of_one(name, value):
    if name == "LITERAL":
        return {chr(value)}
    if name == "IN":
        return {chr(char) for _, char in value} if all(op.name == "LITERAL" for op, _ in value) else None
    if name == "SUBPATTERN":
        return texts_of(value[-1])
    if name == "MAX_REPEAT" and value[:2] == (0, 1):
        some = texts_of(value[2])
        return None if some is None else some | {""}
    if name == "BRANCH":
        branches = [texts_of(branch) for branch in value[1]]
        return None if None in branches else set().union(*branches)
    return None
