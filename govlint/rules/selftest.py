"""Runs the examples that every rule carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

from govlint.document import Document
from govlint.edits import applied
from govlint.keeping import keeps_numbers
from govlint.linter import lint, run
from govlint.rules import hints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.conclusions import LintResult
    from govlint.rule import BadExample, Rule


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
    refused: list[bool] = []  # for each bad example with a fix, whether it would change a number
    for number, example in enumerate(rule.bad):
        result = _tried(rule, example.text, "bad", number)
        if isinstance(result, Fault):
            yield result
        else:
            for why in _bad_faults(rule, example, result):
                yield Fault(why, "bad", number)
            edits = [edit for found in result.diagnostics for fix in found.fixes for edit in fix.edits]
            if edits:
                refused.append(not all(keeps_numbers(example.text, edit) for edit in edits))
    if refused and all(refused):
        yield Fault(
            "自动修改从不动数，各个 bad 例的改法都动了数，不会照改：请删去 fix，把改法写在 message 里", "fix"
        )
    if rule.fix and not any(example.fix is not None for example in rule.bad):
        yield Fault("有 fix 的规则至少要有一个 bad 例写明 fix（改后的全文）", "fix")
    if rule.fix and rule.category == "placeholder":
        yield Fault("占位符一类（PH）的规则从不自动修改，请删去 fix，或改用别的类别的编号", "fix")
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
        hint = (
            hints.of_several(rule) if diagnostics else hints.of_nothing(rule, example.text, result.relations)
        )
        found = f"{len(diagnostics)} 处{'：' if places else ''}{places}{hint}"
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
        yield (
            f"bad 例“{_short(example.text)}”改后应为“{_short(example.fix)}”，"
            f"实际是“{_short(fixed)}”{hints.of_fix(rule)}"
        )
    elif edits and (again := _fixed_again(rule, fixed)):
        yield (
            f"bad 例“{_short(example.text)}”改成“{_short(fixed)}”以后，还会在“{_short(again)}”处报告，"
            f"会一改再改；请使改好的写法不再报告（{hints.against_endless_fixes(rule)}）"
        )


def _fixed_again(rule: Rule, fixed: str) -> str:
    """The text that the rule would fix in what it has fixed; empty where there is none."""
    diagnostics = lint(Document(fixed), [rule]).diagnostics
    return next((diagnostic.text for diagnostic in diagnostics if diagnostic.fixes), "")


def _short(text: str) -> str:
    text = text.strip().replace("\n", "⏎")
    return text if len(text) <= 40 else text[:40] + "…"
