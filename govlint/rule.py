"""A rule: one entry of a YAML file, checked key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING, Any

from govlint.checkers import KINDS, Checker
from govlint.checkers.options import OptionError, bind
from govlint.diagnostic import CATEGORIES, Severity
from govlint.matching.pattern import Regex
from govlint.reasons import SettingsError, as_written, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

REQUIRED = ("id", "name", "severity", "message", "why", "source", "kind", "options", "examples")
OPTIONAL = ("fix", "collapse", "collapsed", "shadows", "residue", "default")
COLLAPSED = ("collapsed", "matches")
"""The extra values for the message of findings that became one: their number, and the texts they are over."""
SOURCE = Regex(r"\s*(?:(?:law|standard)\s+\S|practice(?:\s|$))")
_ID = Regex(r"[A-Z]{2}\d{3}")
_FIRST_OWN = 901  # the number that rules of users begin with
RULE_NAME = Regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class RuleError(SettingsError):
    """A rule file that cannot be used. The message is `path:line: id: why`, or `path: why` for one
    that cannot be read.
    """

    @classmethod
    def at(cls, path: object, line: int, rule: str, why: str) -> RuleError:
        """The error for a rule at a 1-based line. `rule` is its id; empty where the error is of no rule."""
        return cls(f"{path}:{line}: {rule + ': ' if rule else ''}{why}")


@dataclass(frozen=True, slots=True)
class BadExample:
    """A text in which the rule finds exactly one fault, whose text is `match`. `fix` is the whole text after
    fixing.
    """

    text: str
    match: str
    fix: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rule:
    """What to look for, how certain a finding is, and what to say to the user.

    - `rank` decides which of several rules tells a fault that all of them find. It is the severity that the
      rule was written with, or a higher one that a configuration gives it: a rule that is only made milder
      still speaks for the others.
    - `fix` says whether the checker's edits are made by `--fix` (`safe`), only on request (`unsafe`), or not
      at all (None).
    - More than `collapse` findings in one document become one, with the message `collapsed` if there is one.
    - `shadows`: findings of other rules that share text with a finding of this one are dropped.
    - `residue`: what the rule finds is not part of the text; cleaning removes it whole.
    - A rule that is not `on_by_default` runs only if it is selected.
    - `checker` is made from `options`.
    """

    id: str
    name: str
    severity: Severity
    rank: Severity
    message: str
    why: str
    source: str
    kind: str
    options: Mapping[str, object]
    bad: tuple[BadExample, ...]
    good: tuple[str, ...]
    fix: str | None
    collapse: int | None
    collapsed: str | None
    shadows: bool
    residue: bool
    on_by_default: bool
    path: str
    line: int
    checker: Checker

    @property
    def category(self) -> str:
        """The category that the letters of the id stand for."""
        return CATEGORIES[self.id[:2]]

    @property
    def precedence(self) -> tuple[int, bool]:
        """What is least of the rule that tells a fault which others find, too: of equal rank, a rule of the
        user's own goes before a built-in one.
        """
        return -self.rank, int(self.id[2:]) < _FIRST_OWN

    def at_level(self, severity: Severity) -> Rule:
        """The rule with the severity that a configuration gives it."""
        return replace(self, severity=severity, rank=max(self.rank, severity))


def make_rule(
    data: Mapping[str, Any],
    path: str,
    line: int,
    read_list: Callable[[str], str],
    *,
    line_of: Callable[[str], int] | None = None,
    checked: bool = False,
) -> Rule:
    """Make a rule from one YAML mapping. `read_list` returns the content of a word list, by its file name.

    Data that was `checked` before is not checked again. Raises RuleError, with the line that `line_of`
    returns for the key at fault, else with the line of the rule.
    """
    name = data.get("id")
    rule_id = name if isinstance(name, str) else ""

    def fail(key: str, why: str) -> RuleError:
        return RuleError.at(path, line_of(key) if line_of else line, rule_id, why)

    if not checked:
        _check(data, rule_id, fail)
    bad, good = _examples(data["examples"], fail)
    try:
        checker = bind(KINDS[data["kind"]], data["options"], read_list, checked=checked)
    except OptionError as error:
        raise fail("options", str(error)) from None
    return Rule(
        id=rule_id,
        name=data["name"],
        severity=Severity[data["severity"]],
        rank=Severity[data["severity"]],
        message=data["message"],
        why=data["why"],
        source=data["source"],
        kind=data["kind"],
        options=data["options"],
        bad=bad,
        good=good,
        fix=data.get("fix"),
        collapse=data.get("collapse"),
        collapsed=data.get("collapsed"),
        shadows=data.get("shadows", False),
        residue=data.get("residue", False),
        on_by_default=data.get("default", True),
        path=path,
        line=line,
        checker=checker,
    )


def _check(data: Mapping[str, Any], rule_id: str, fail: Callable[[str, str], RuleError]) -> None:
    """Raise RuleError where a key is missing, unknown, or has a value it may not have.

    Examples and the options of the kind are not checked here.
    """
    for key in data:
        if key not in REQUIRED + OPTIONAL:
            raise fail(key, f"没有键 {key}{nearest(key, REQUIRED + OPTIONAL)}")
    for key in REQUIRED:
        if key not in data:
            raise fail("id", f"缺少键 {key}")
    for key in ("id", "name", "message", "why", "source", "kind"):
        if not isinstance(data[key], str) or not data[key].strip():
            raise fail(key, f"{key} 应为文字，且不能为空")
    _values(data["message"], "message", fail)
    if not _ID.fullmatch(rule_id) or rule_id[:2] not in CATEGORIES:
        prefixes = "、".join(f"{letters}（{category}）" for letters, category in CATEGORIES.items())
        raise fail("id", f"id 应为类别的两个字母加三位数字，类别有 {prefixes}")
    if not RULE_NAME.fullmatch(data["name"]):
        raise fail("name", f"name 应为小写英文词，用连字符相连，而不是 {as_written(data['name'])}")
    if not isinstance(data["severity"], str) or data["severity"] not in Severity.__members__:
        raise fail("severity", f"severity 只能是 error、warning、info，而不是 {as_written(data['severity'])}")
    if not SOURCE.match(data["source"]):
        raise fail("source", "source 应为 law 或 standard 加空格和文号、条款，或 practice（惯例）")
    if "fix" in data and data["fix"] not in ("safe", "unsafe"):
        raise fail("fix", "fix 只能是 safe 或 unsafe")
    if data.get("fix") == "safe" and data["severity"] == "info":
        raise fail("fix", "info 一级的只是提示，不能不问就改：fix 应为 unsafe，确定无疑的应改 severity")
    collapse = data.get("collapse")
    if "collapse" in data and (type(collapse) is not int or collapse < 1):
        raise fail("collapse", "collapse 应为正整数：同一文件超过这么多处时合并为一处")
    if "collapsed" in data:
        if collapse is None or not isinstance(data["collapsed"], str):
            raise fail("collapsed", "collapsed 应为文字（合并为一处时的提示），与 collapse 同用")
        if unknown := _values(data["collapsed"], "collapsed", fail) - set(COLLAPSED):
            raise fail("collapsed", f"collapsed 中没有值 {{{min(unknown)}}}（可用：{'、'.join(COLLAPSED)}）")
    for key in ("shadows", "residue"):
        if type(data.get(key, False)) is not bool:
            raise fail(key, f"{key} 只能是 true 或 false")
    if type(data.get("default", True)) is not bool:
        raise fail("default", "default 只能是 on 或 off")
    if data["kind"] not in KINDS:
        raise fail(
            "kind", f"没有 kind {data['kind']}{nearest(data['kind'], KINDS)}（可用：{'、'.join(KINDS)}）"
        )
    if not isinstance(data["options"], Mapping):
        raise fail("options", "options 应为键值对")


def _values(message: str, key: str, fail: Callable[[str, str], RuleError]) -> set[str]:
    """The names of the values that a message takes."""
    try:
        fields = [
            (field, form, how) for _, field, form, how in Formatter().parse(message) if field is not None
        ]
    except ValueError:
        raise fail(key, f"{key} 中的花括号应成对，里面写值的名称，例如 {{match}}") from None
    if any(form or how or not str(field).isidentifier() for field, form, how in fields):
        raise fail(key, f"{key} 的花括号里只写值的名称，例如 {{match}}")
    return {str(field) for field, _, _ in fields}


def _examples(
    examples: Any, fail: Callable[[str, str], RuleError]
) -> tuple[tuple[BadExample, ...], tuple[str, ...]]:
    if not isinstance(examples, Mapping) or set(examples) != {"bad", "good"}:
        raise fail("examples", "examples 应有 bad 和 good 两组")
    bad, good = examples["bad"], examples["good"]
    if not isinstance(bad, list) or not isinstance(good, list) or len(bad) < 2 or len(good) < 2:
        raise fail("examples", "bad 和 good 各需至少两例（good 里放容易误报的写法）")
    if not all(isinstance(text, str) for text in good):
        raise fail("examples", "good 的每一例应为文字")
    fields = {"text", "match", "fix", "message"}
    made = []
    for example in bad:
        if not isinstance(example, Mapping) or not {"text", "match"} <= set(example) <= fields:
            raise fail("examples", "bad 的每一例应有 text 和 match，可有 fix 和 message")
        if not all(isinstance(value, str) for value in example.values()):
            raise fail("examples", f"bad 中 {example['text']!r} 的各项应为文字（像数字的要加引号）")
        made.append(BadExample(**example))
    return tuple(made), tuple(good)
