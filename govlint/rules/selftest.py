"""Runs the examples that every rule carries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import regex

from govlint.checkers.options import alternatives
from govlint.document import Document
from govlint.edits import applied
from govlint.linter import lint, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.conclusions import LintResult
    from govlint.rule import BadExample, Rule


_REPEATED = re.compile(r"\{\d*,\d*\}")
_CURLY = re.compile("[‘“].*[’”]")


class Fault(NamedTuple):
    """A sentence on what is wrong with a rule, and where it is: under the key `bad`, `good`, `message`,
    `fix` or `options`, in an example by its number there.
    """

    why: str
    key: str
    number: int = 0


def own_faults(rule: Rule) -> Iterator[Fault]:
    """The faults of a rule's own examples when it runs alone.

    A bad example must give exactly one diagnostic, over `match`, and none to fix again once it is fixed; a
    good one must give none.
    """
    for number, example in enumerate(rule.bad):
        result = _tried(rule, example.text, "bad", number)
        if isinstance(result, Fault):
            yield result
        else:
            for why in _bad_faults(rule, example, result):
                yield Fault(why, "bad", number)
    if rule.fix and not any(example.fix is not None for example in rule.bad):
        yield Fault("有 fix 的规则至少要有一个 bad 例写明 fix（改后的全文）", "fix")
    if not rule.fix and rule.options.get("replace") is not None:
        yield Fault("写了 replace，还要写 fix: safe（自动修改）或 fix: unsafe（须人工确认）才会改", "options")
    for number, text in enumerate(rule.good):
        result = _tried(rule, text, "good", number)
        if isinstance(result, Fault):
            yield result
            continue
        for diagnostic in result.diagnostics:
            why = f"good 例“{_short(text)}”不应报告，却在“{_short(diagnostic.text)}”处报告"
            yield Fault(why, "good", number)


def cross_faults(rule: Rule, rules: Sequence[Rule]) -> Iterator[Fault]:
    """Good examples of a rule that some other rule reports."""
    for number, text in enumerate(rule.good):
        for diagnostic in lint(Document(text), rules).diagnostics:
            if diagnostic.rule != rule.id:
                why = (
                    f"good 例“{_short(text)}”应在所有规则下都不报告，"
                    f"却被 {diagnostic.rule} 报告：{diagnostic.message}"
                )
                yield Fault(why, "good", number)


def use_once(rules: Sequence[Rule]) -> None:
    """Run one rule of each kind, the one with most options, over a good example of each, so that the patterns
    that checkers use by themselves are compiled. Those in options were when the rules were made.
    """
    of_kinds = {rule.kind: rule for rule in sorted(rules, key=lambda rule: len(rule.options))}.values()
    document = Document("\n".join(rule.good[0] for rule in of_kinds))
    for rule in of_kinds:
        run(rule, document)


def _tried(rule: Rule, text: str, key: str, number: int) -> LintResult | Fault:
    """What the rule finds in an example, or the fault that keeps it from being run to the end."""
    what = f"{key} 例“{_short(text)}”"
    try:
        result = lint(Document(text), [rule])
    except KeyError as error:
        return Fault(_no_value(rule, what, error.args[0]), "message")
    except (IndexError, ValueError, regex.error) as error:
        return Fault(f"试跑 {what}时出错：{error}", key, number)
    if result.timed_out:
        return Fault(f"试跑 {what}用时过长，请改写正则表达式", key, number)
    return result


def _no_value(rule: Rule, what: str, name: str) -> str:
    from govlint.checkers.kinds import KIND_NOTES

    usable = KIND_NOTES[rule.kind].values
    return f"message 中的 {{{name}}} 没有值（可用：{usable}；{what}）"


def _bad_faults(rule: Rule, example: BadExample, result: LintResult) -> Iterator[str]:
    diagnostics = result.diagnostics
    if len(diagnostics) != 1:
        places = "、".join(f"“{_short(diagnostic.text)}”" for diagnostic in diagnostics)
        found = f"{len(diagnostics)} 处{'：' + places if places else _hint(rule)}"
        yield f"bad 例“{_short(example.text)}”应恰好报告一处，实际 {found}"
        return
    diagnostic = diagnostics[0]
    if diagnostic.text != example.match:
        yield f"bad 例“{_short(example.text)}”应报告“{example.match}”，实际是“{diagnostic.text}”"
    if example.message is not None and diagnostic.message != example.message:
        yield f"bad 例“{_short(example.text)}”的提示应为“{example.message}”，实际是“{diagnostic.message}”"
    edits = sorted(edit for fix in diagnostic.fixes for edit in fix.edits)
    fixed = applied(example.text, edits)
    if example.fix is not None and (not edits or fixed != example.fix):
        yield f"bad 例“{_short(example.text)}”改后应为“{_short(example.fix)}”，实际是“{_short(fixed)}”"
    elif edits and (again := _fixed_again(rule, fixed)):
        yield (
            f"bad 例“{_short(example.text)}”改成“{_short(fixed)}”以后，还会在“{_short(again)}”处报告，"
            "会一改再改；请使改好的写法不再报告（如在正则里用后顾断言、unless 排除）"
        )


def _fixed_again(rule: Rule, fixed: str) -> str:
    """The text that the rule would fix in what it has fixed; empty where there is none."""
    diagnostics = lint(Document(fixed), [rule]).diagnostics
    return next((diagnostic.text for diagnostic in diagnostics if diagnostic.fixes), "")


def _hint(rule: Rule) -> str:
    """What a pattern that finds nothing may have been meant to say; empty where that cannot be told."""
    written = alternatives(rule.options.get("pattern"))
    if not isinstance(written, str):
        return ""
    if _CURLY.fullmatch(written):
        return "；正则是用弯引号括起的，弯引号也算正则的字，请用半角引号"
    half = next((mark for mark in ",;" if mark in _REPEATED.sub("", written)), None)
    if half is None or rule.options.get("view") == "original":
        return ""
    return f"；正则里有半角的“{half}”，正文里的标点都当作全角来找，请写成全角"


def _short(text: str) -> str:
    text = text.strip().replace("\n", "⏎")
    return text if len(text) <= 40 else text[:40] + "…"
