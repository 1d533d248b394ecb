"""Descriptions of rules for people: one in full, or all in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.diagnostic import CATEGORY_NAMES, SEVERITY_NAMES
from govlint.reporters.display import width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govlint.rule import Rule

_SOURCES = {"law": "法规规定", "standard": "国家标准规定", "practice": "通行做法"}
_OFF = "默认不用：命令行写 --extend-select {rule.name}，或配置文件中写 extend-select: [{rule.id}]，才检查"
FIXES = {"safe": "可自动修改", "unsafe": "有修改建议，须人工确认", None: "不自动修改"}


def explain(rule: Rule) -> str:
    """The full description of a rule."""
    lines = [
        f"{rule.id} {rule.name}",
        f"类别：{CATEGORY_NAMES[rule.category]}    "
        f"级别：{SEVERITY_NAMES[rule.severity]}    {FIXES[rule.fix]}",
        f"提示：{rule.message}",
        f"理由：{rule.why.strip()}",
        f"依据：{basis(rule)}",
        *([] if rule.on_by_default else [_OFF.format(rule=rule)]),
        "会报告：",
        *(f"  {example.text.strip()}  →  “{example.match.strip()}”" for example in rule.bad),
        "不报告：",
        *(f"  {text.strip()}" for text in rule.good),
        f"忽略：配置文件中写 ignore: [{rule.id}]，或在 allow 中列出本来就对的文字；"
        f"Markdown 中写 <!-- govlint-disable-next-line {rule.id} -->",
    ]
    return "\n".join(lines)


def basis(rule: Rule) -> str:
    """The law, standard or practice that a rule is based on."""
    level, *reference = rule.source.split(maxsplit=1)
    return f"{_SOURCES[level]}{'，' + reference[0] if reference else ''}"


def listing(rules: Iterable[Rule]) -> str:
    """A line for each rule: id, level, name, message, and whether it is off by default."""
    rows = [
        (
            rule.id,
            SEVERITY_NAMES[rule.severity],
            rule.name,
            rule.message + ("" if rule.on_by_default else "（默认不用）"),
        )
        for rule in rules
    ]
    longest = max((width(name) for _, _, name, _ in rows), default=0)
    return "".join(
        f"{rule_id}  {level}  {name:{longest}}  {message}\n" for rule_id, level, name, message in rows
    )
