"""What a rule that does not do what its examples say may have been meant to do, in words for its author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govlint.checkers.options import alternatives
from govlint.checkers.pattern import PatternChecker
from govlint.checkers.relation import RelationChecker
from govlint.document import Document, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.diagnostic import CheckedRelation
    from govlint.numbers.figures import FigurePattern
    from govlint.rule import Rule

_REPEATED = re.compile(r"\{\d*,\d*\}")
_CURLY = re.compile("[‘“].*[’”]")
_QUOTES = re.compile("[“”\"‘’']")
_STRAIGHT = re.compile("[\"']")
_REFERENCE = re.compile(r"\\\d|\$\d|\$\{\w+\}|\{\w+\}")
_UNITED = re.compile(r"(\{[A-Za-z]\w*(?::[^{}]*)?\})(?:[万亿]?(?:元|人|户|亩|吨|个)|[项件名家次%])")
_COLLAPSING = ("watermark",)  # kinds that report every place of what they count


def of_nothing(rule: Rule, text: str, relations: Sequence[CheckedRelation]) -> str:
    """What to say where a rule finds nothing in a text; empty where that cannot be told. `relations` are
    those that it sees there.
    """
    if relations:
        return "；" + "；".join(f"对上了，结论是{_concluded(one, text)}" for one in relations)
    if isinstance(rule.checker, RelationChecker):
        return _of_no_relation(rule, rule.checker.pattern, text)
    return _of_pattern(rule, text)


def _concluded(relation: CheckedRelation, text: str) -> str:
    """The verdict on some figures of a text, and how it was come to."""
    figures = "、".join(text[span.start : span.end] for span in relation.operands)
    why = f"（{relation.why}）" if relation.why else ""
    return f"{relation.verdict.value}：{relation.evidence.working if relation.evidence else figures}{why}"


def _of_no_relation(rule: Rule, pattern: FigurePattern, text: str) -> str:
    """What to say where the pattern of a relation brings none about in a text."""
    if pattern.search(Document(text).derived(pattern.seen).text):
        return "；正则对上了，但公式里的数不全，或 same 里的数单位不同，没有核对"
    united = _UNITED.search(str(alternatives(rule.options["pattern"])))
    if united:
        return f"；正则没有对上：单位归花括号里的数，“{united[0]}”只写 {united[1]}"
    return f"；正则没有对上{_of_pattern(rule, text)}"


def _of_pattern(rule: Rule, text: str) -> str:
    """What to say of the pattern of a rule that finds nothing in a text; empty where that cannot be told."""
    if rule.kind == "term" and not rule.options.get("to_the_end"):
        return "；末尾两个字里丢掉、写错一个的，要 to_the_end: true 才报"
    written = alternatives(rule.options.get("pattern"))
    if not isinstance(written, str):
        return ""
    if _CURLY.fullmatch(written) and not _QUOTES.search(text):
        return "；正则是用弯引号括起的，弯引号也算正则的字，请用半角引号"
    if _CURLY.search(written) and _STRAIGHT.search(text):
        return '；例子里的引号是直的，正则里是弯的：引号不论全角半角，两种都要找的写成 [“"]、[”"]'
    if rule.options.get("view") == "original":
        return ""
    return _of_width(rule, written, text)


def _of_width(rule: Rule, written: str, text: str) -> str:
    """What to say where a pattern has characters of the width that the text is not searched in."""
    half = next((mark for mark in ",;" if mark in _REPEATED.sub("", written)), None)
    if half is None and isinstance(rule.checker, PatternChecker):
        match = rule.checker.pattern.search(text)  # as it is, not folded
        pairs = zip(match[0], fold(match[0]), strict=True) if match else ()
        half = next((char for char, other in pairs if char != other and char.isascii()), None)
    if half is not None:
        return f"；正则里有半角的“{half}”，正文里的标点都当作全角来找，请写成全角"
    wide = next((char for char in written if fold(char) != char and not char.isascii()), None)
    if wide is not None:
        name = "全角空格" if wide.isspace() else f"全角的“{wide}”"
        return f"；正则里有{name}，正文里的数字、字母、% 和空格都当作半角来找，请写成半角"
    return ""


def of_several(rule: Rule) -> str:
    """What to say where a rule finds more than the one fault of an example."""
    if rule.kind in _COLLAPSING and rule.collapse is None:
        return "；这个种类每一处都报，要合成一处的加一行 collapse: 1"
    return ""


def of_fix(rule: Rule) -> str:
    """What to say where a rule does not make of an example what it should."""
    if not isinstance(rule.checker, PatternChecker):
        return ""
    new = rule.options.get("replace")
    if new is None:
        return "；没有写 replace（改成什么）"
    if reference := _REFERENCE.search(str(new)):
        return f"；replace 里的“{reference[0]}”照原样写进去了，要引用原文写 \\g<组名>"
    return ""


def against_endless_fixes(rule: Rule) -> str:
    """How to keep a rule from reporting what it has fixed."""
    if rule.kind == "lexicon":
        return "在词表的 not_in 列写上改好的写法，或用 not_before、not_after 列"
    return "如在正则里用后顾断言、unless 排除"
