"""Pages of the documentation that are made of the rules and the kinds of rules themselves."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from govlint.checkers import KINDS
from govlint.checkers.kinds import KIND_NOTES
from govlint.diagnostic import CATEGORIES, CATEGORY_NAMES, SEVERITY_NAMES
from govlint.document import Document
from govlint.linter import lint
from govlint.reporters.kinds import shape
from govlint.reporters.rules import FIXES, basis
from govlint.schemas.inputs import options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.diagnostic import Diagnostic
    from govlint.rule import BadExample, Rule

_TITLE_LENGTH = 18


def title(rule: Rule) -> str:
    """What a rule is called in lists: the beginning of its message, its values left open."""
    said = re.sub("…+", "…", re.sub(r"[{]\w+[}]", "…", rule.message))
    first = re.split("[，；。：]", said)[0]
    return f"{rule.id} {first if len(first) <= _TITLE_LENGTH else first[:_TITLE_LENGTH] + '…'}"


def rule_page(rule: Rule) -> str:
    """All there is to say of a rule, its examples with what is found in them.

    Texts are written as HTML: nothing in them may be taken for Markdown.
    """
    return "\n".join(_rule_parts(rule))


def _rule_parts(rule: Rule) -> Iterator[str]:
    yield f"# {title(rule)}\n"
    yield f"<p>{_text(rule.why.strip())}</p>\n"
    facts = {
        "名称": f"<code>{rule.name}</code>",
        "级别": SEVERITY_NAMES[rule.severity],
        "类别": f"{CATEGORY_NAMES[rule.category]} <code>{rule.id[:2]}</code> <code>{rule.category}</code>",
        "提示": _text(rule.message),
        "依据": _text(basis(rule)),
        "修改": FIXES[rule.fix],
        "种类": f'<a href="../kinds.md#{rule.kind}"><code>{rule.kind}</code></a>',
    }
    if not rule.on_by_default:
        facts["默认"] = f"不用；命令行写 <code>--extend-select {rule.name}</code> 打开"
    rows = "".join(f"<tr><th>{name}</th><td>{fact}</td></tr>" for name, fact in facts.items())
    yield f"<table>{rows}</table>\n"
    yield "## 会报告\n"
    for example in rule.bad:
        yield f"<blockquote>{_bad(rule, example)}</blockquote>\n"
    yield "## 不报告\n"
    for text in rule.good:
        yield f"<blockquote><p>{_text(text.strip())}</p></blockquote>\n"
    yield "## 怎样放过\n"
    yield f"""\
- 不用这条规则：配置文件里写 `ignore: [{rule.id}]`，或者命令行写 `--ignore {rule.id}`。
- 某些文件不用：`per-file-ignores: {{模板/*.txt: [{rule.id}]}}`。
- 本来就这样写的字词：列入配置文件的 `allow`，落在其中的不报。
- 只放过一处：Markdown 和网页里在上一行写 `<!-- govlint-disable-next-line {rule.id} -->`，\
Word 里给那几个字加批注 `govlint: 忽略 {rule.id}`。
- 改变级别：`severity: {{{rule.id}: info}}`。
"""


def _bad(rule: Rule, example: BadExample) -> str:
    (found,) = lint(Document(example.text), [rule]).diagnostics
    parts = [f"<p>{_marked(example.text, found)}</p>", f"<p>→ {_text(found.message)}</p>"]
    if example.fix is not None:
        parts.append(f"<p>改为：{_text(example.fix.strip())}</p>")
    return "".join(parts)


def _marked(text: str, found: Diagnostic) -> str:
    start, end = found.span
    return f"{_text(text[:start].lstrip())}<mark>{_text(text[start:end])}</mark>{_text(text[end:].rstrip())}"


def _text(text: str) -> str:
    """Text for HTML; what cannot be seen is named."""
    shown = re.sub(
        r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]",
        lambda mark: f"␣U+{ord(mark[0]):04X}␣",
        text,
    )
    return escape(shown).replace("\n", "<br>").replace("\t", "&emsp;")


def index_page(rules: Sequence[Rule]) -> str:
    """All rules, by category."""
    parts = [
        "# 全部规则\n",
        f"共 {len(rules)} 条。**错误**确定无疑，**警告**很可能，**提示**供参考（不影响退出码）。"
        "命令行里 `govlint rule 编号` 说的与各页相同。\n",
    ]
    for letters, category in CATEGORIES.items():
        parts.append(f"## {CATEGORY_NAMES[category]} {letters}\n")
        rows = "".join(
            f'<tr><td><a href="{rule.id}.md">{rule.id}</a></td><td>{SEVERITY_NAMES[rule.severity]}</td>'
            f"<td>{_text(rule.message)}{'' if rule.on_by_default else '（默认不用）'}</td>"
            f"<td>{FIXES[rule.fix]}</td></tr>"
            for rule in rules
            if rule.id.startswith(letters)
        )
        head = "<tr><th>编号</th><th>级别</th><th>提示</th><th>修改</th></tr>"
        parts.append(f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>\n")
    return "\n".join(parts)


def kinds_page(rules: Sequence[Rule]) -> str:
    """The kinds of rules and their options, as the checkers declare them."""
    parts = ["# 规则的种类\n", "一条规则的 `kind` 说怎样找，`options` 是它的选项。带 * 的选项必须写。\n"]
    for kind in KINDS:
        notes = KIND_NOTES[kind]
        parts.append(f"## {kind}\n\n<p>{_text(notes.reports)}</p>\n")
        rows = "".join(
            f"<tr><td><code>{option.name}</code>{'*' if option.required else ''}</td>"
            f"<td>{shape(option.schema, _code)}</td>"
            f"<td>{'' if option.required else _default(option.default)}</td>"
            f"<td>{_text(notes.options[option.name])}</td></tr>"
            for option in options(kind)
        )
        head = "<tr><th>选项</th><th>填什么</th><th>默认</th><th>意思</th></tr>"
        parts.append(f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>\n")
        parts.append(f"<p>提示里可以引用：{_text(notes.values)}。</p>\n")
        users = [f'<a href="rules/{rule.id}.md">{rule.id}</a>' for rule in rules if rule.kind == kind]
        parts.append(f"<p>用它的规则：{'、'.join(users)}。</p>\n")
    return "\n".join(parts)


def _default(value: object) -> str:
    if value is None or value == ():
        return "不写"
    return _code(str(value).lower() if isinstance(value, bool) else value)


def _code(value: object) -> str:
    return f"<code>{_text(str(value))}</code>"
