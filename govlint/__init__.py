"""govlint: a quality-check linter for Chinese government report text.

    >>> import govlint
    >>> [found.message for found in govlint.lint_text("全年投资XX万元。")]
    ['残留占位符“XX”，请填入实际内容']

Spans are half-open pairs of code-point offsets into the text; `Document.position` makes lines and columns
of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.config import ConfigError
    from govlint.diagnostic import Diagnostic, Edit, Fix, Related, Severity
    from govlint.document import Document, Position, Span
    from govlint.reasons import SettingsError
    from govlint.rule import Rule, RuleError
    from govlint.rules.ruleset import load_rules
    from govlint.rules.selection import SelectionError
    from govlint.runner import FileReport

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "Diagnostic",
    "Document",
    "Edit",
    "FileReport",
    "Fix",
    "Position",
    "Related",
    "Rule",
    "RuleError",
    "SelectionError",
    "SettingsError",
    "Severity",
    "Span",
    "fix_file",
    "fix_text",
    "lint_file",
    "lint_text",
    "load_rules",
]

_MODULE_OF = {
    "ConfigError": "config",
    "Diagnostic": "diagnostic",
    "Document": "document",
    "Edit": "diagnostic",
    "FileReport": "runner",
    "Fix": "diagnostic",
    "Position": "document",
    "Related": "diagnostic",
    "Rule": "rule",
    "RuleError": "rule",
    "SelectionError": "rules.selection",
    "SettingsError": "reasons",
    "Severity": "diagnostic",
    "Span": "document",
    "load_rules": "rules.ruleset",
}


def lint_text(
    text: str,
    *,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    extra: Sequence[Rule] = (),
) -> list[Diagnostic]:
    """Check a text with the built-in rules and `extra` ones, and return the diagnostics by place.

    `select` and `ignore` take rule ids, their letters, rule names and categories (typo, 错别字), as the
    command line does, a list of them or a single one; of a rule that is off by default, `select` takes only
    the id or the name. No configuration file is read. Raises SelectionError for a name that no rule goes
    by, RuleError for an id or name that `extra` shares with another rule (both are a SettingsError), and
    TimeoutError when a rule ran out of time.
    """
    from govlint.document import Document

    return list(_lint(Document(text), _chosen(select, ignore, extra)))


def fix_text(
    text: str,
    *,
    unsafe: bool = False,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    extra: Sequence[Rule] = (),
) -> tuple[str, list[Diagnostic]]:
    """Fix a text as `govlint check --fix` does, and return it with the diagnostics of what remains.

    `unsafe` makes the fixes that want a reader, too. The rest is as with `lint_text`.
    """
    from govlint.document import Document
    from govlint.edits import applied
    from govlint.fixing import Round, settle

    rules = _chosen(select, ignore, extra)

    def check(now: str) -> Round:
        document = Document(now)
        return Round(document, _lint(document, rules))

    fixed = settle(text, check, applied, unsafe=unsafe).source
    return fixed, list(check(fixed).diagnostics)


def _chosen(select: str | Sequence[str], ignore: str | Sequence[str], extra: Sequence[Rule]) -> list[Rule]:
    from govlint import runner
    from govlint.config import Config
    from govlint.rules import selection
    from govlint.rules.ruleset import require_unique

    select, ignore = selection.several(select), selection.several(ignore)
    rules = (*runner.known_rules(Config()), *extra)
    require_unique(rules)
    chosen = (
        selection.switched_on(select, rules) if select else {rule.id for rule in rules if rule.on_by_default}
    )
    chosen = chosen - selection.resolve(ignore, rules)
    return [rule for rule in rules if rule.id in chosen]


def _lint(document: Document, rules: list[Rule]) -> tuple[Diagnostic, ...]:
    from govlint.linter import lint

    result = lint(document, rules)
    if result.timed_out:
        raise TimeoutError(f"规则 {'、'.join(result.timed_out)} 用时过长")
    return result.diagnostics


def lint_file(path: str, *, config: str | None = None, isolated: bool = False) -> FileReport:
    """Check a file as `govlint check` does: its encoding told, its nearest configuration obeyed.

    What could not be read is said in the report's `problem`. Raises ConfigError or RuleError.
    """
    from govlint import runner

    return runner.Session(runner.Settings(config=config, isolated=isolated)).check(path)


def fix_file(
    path: str, *, unsafe: bool = False, config: str | None = None, isolated: bool = False
) -> FileReport:
    """Fix a file in place as `govlint check --fix` does, and report what remains.

    What could not be read or written is said in the report's `problem`. Raises as `lint_file` does.
    """
    from govlint import runner

    fixing = runner.Fixing(unsafe)
    return runner.Session(runner.Settings(config=config, isolated=isolated, fixing=fixing)).fix(path)


def __getattr__(name: str) -> Any:
    # The names above are imported when first used: a command that needs none of them starts faster.
    if name in _MODULE_OF:
        from importlib import import_module

        return getattr(import_module(f"govlint.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module 'govlint' has no attribute {name!r}")
