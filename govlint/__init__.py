"""govlint: a quality-check linter for Chinese government report text.

    >>> import govlint
    >>> [found.message for found in govlint.lint_text("全年投资XX万元。")]
    ['残留占位符“XX”，请填入实际内容']

Spans are pairs of code-point offsets into the text, from 0, end exclusive. `Document.position` converts an
offset to a line and column.
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

    `select` and `ignore` take a name or a list of names, as the command line does: rule ids, their
    letters, rule names, categories (typo, 错别字). A rule that is off by default is selected only by its id
    or rule name. No configuration file is read.

    Raises SelectionError where a name stands for no rule, RuleError where a rule in `extra` has the id or
    name of another (both are a SettingsError), TimeoutError where a rule runs out of time.
    """
    from govlint.document import Document
    from govlint.linter import lint_in_time

    return list(lint_in_time(Document(text), _chosen(select, ignore, extra)).diagnostics)


def fix_text(
    text: str,
    *,
    unsafe: bool = False,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    extra: Sequence[Rule] = (),
) -> tuple[str, list[Diagnostic]]:
    """Fix a text as `govlint check --fix` does, and return it with the diagnostics of what remains.

    `unsafe` allows fixes that a person should confirm. The other parameters and the errors are those of
    `lint_text`. The text is checked again after each round of fixes.
    """
    from govlint.document import Document
    from govlint.edits import applied
    from govlint.fixing import Round, settle
    from govlint.linter import lint_in_time

    rules = _chosen(select, ignore, extra)

    def check(now: str) -> Round:
        document = Document(now)
        return Round(document, lint_in_time(document, rules).findings)

    fixed = settle(text, check, applied, unsafe=unsafe).source
    return fixed, list(lint_in_time(Document(fixed), rules).diagnostics)


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


def lint_file(path: str, *, config: str | None = None, isolated: bool = False) -> FileReport:
    """Check a file as `govlint check` does: its encoding is detected, and the nearest configuration applies,
    unless `config` names another or `isolated` is true.

    A file that cannot be read gets a report with a `problem`. Raises ConfigError, RuleError or BaselineError,
    all of them a SettingsError.
    """
    from govlint import runner

    return runner.Session(runner.Settings(config=config, isolated=isolated)).check(path)


def fix_file(
    path: str, *, unsafe: bool = False, config: str | None = None, isolated: bool = False
) -> FileReport:
    """Fix a file in place as `govlint check --fix` does, and report what remains.

    `unsafe` allows fixes that a person should confirm. A file that cannot be read or written stays as it was,
    and gets a report with a `problem`. The other parameters and the errors are those of `lint_file`.
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
