"""Chooses the rules that apply to a file, by settings and configuration."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from govlint import config as configs
from govlint.config import ConfigError
from govlint.reasons import SettingsError
from govlint.rules import files as rulefiles
from govlint.rules.ruleset import builtin_rules, load_rules, require_unique
from govlint.rules.selection import SelectionError, resolve, switched_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from govlint.config import Config
    from govlint.rule import Rule
    from govlint.runner.settings import Settings

    _IdsOf = Callable[[Iterable[str], Sequence[Rule]], frozenset[str]]


def active(config: Config, ignored: tuple[str, ...], settings: Settings) -> list[Rule]:
    """The rules that settings and configuration select, with the severities that the configuration gives
    them.

    `ignored` are the names that `per-file-ignores` leaves out for the file. Raises ConfigError, RuleError or
    SelectionError.
    """
    rules = known_rules(config)
    broad_first = sorted(
        config.severity.items(), key=lambda item: -len(_resolve(config, "severity", [item[0]]))
    )
    severity = {
        rule_id: level for name, level in broad_first for rule_id in _resolve(config, "severity", [name])
    }
    for _, names in config.per_file_ignores:  # names are checked whether or not a file matches
        _resolve(config, "per-file-ignores", names)
    dropped = _resolve(config, "per-file-ignores", ignored) | _resolve(config, "ignore", config.ignore)
    dropped |= _asked(config, settings.ignore)
    if settings.select:
        selected = _asked(config, settings.select, switched_on)
    else:
        by_default = frozenset(rule.id for rule in rules if rule.on_by_default)
        selected = _resolve(config, "select", config.select, switched_on) if config.select else by_default
        selected |= _resolve(config, "extend-select", config.extend_select, switched_on)
    selected |= _asked(config, settings.extend_select, switched_on)
    chosen = selected - dropped
    return [rule.at_level(severity.get(rule.id, rule.severity)) for rule in rules if rule.id in chosen]


def allowed(config: Config) -> dict[str, tuple[str, ...]]:
    """The texts that a configuration allows, by rule id, or by `*` for all rules. Raises ConfigError."""
    texts_of: dict[str, tuple[str, ...]] = {}
    for name, texts in config.allow.items():
        for rule_id in ["*"] if name == "*" else _resolve(config, "allow", [name]):
            texts_of[rule_id] = texts_of.get(rule_id, ()) + texts
    return texts_of


def _resolve(config: Config, key: str, names: Sequence[str], ids_of: _IdsOf = resolve) -> frozenset[str]:
    """The ids of the rules that `names` stand for; they are listed under `key` of a configuration.

    Raises ConfigError, with the place of the key, where a name stands for no rule.
    """
    try:
        return _asked(config, names, ids_of)
    except SelectionError as error:
        raise ConfigError(f"{config.places[key, error.name]}: {key}：{error}") from None


def _asked(config: Config, names: Sequence[str], ids_of: _IdsOf = resolve) -> frozenset[str]:
    """The ids of the rules that `names` stand for under a configuration.

    Raises SelectionError where a name stands for no rule. The message says so where it is a rule of a
    configuration further up that is not extended.
    """
    try:
        return ids_of(names, known_rules(config))
    except SelectionError as error:
        for path in configs.above(config.path) if config.path else ():
            if _is_known_at(path, error.name):
                where = os.path.relpath(path, os.path.dirname(os.path.abspath(config.path or "")))
                why = f"{error.name} 是上级 {where} 里的规则，在这里不生效"
                extend = f"要用请在 {config.path} 里写 extend: {where}"
                raise SelectionError(error.name, f"{why}；{extend}") from None
        raise


def _is_known_at(path: str, name: str) -> bool:
    """Whether a name stands for a rule under the configuration in a file; false where that cannot be used."""
    try:
        resolve([name], known_rules(configs.load(path)))
    except SettingsError:
        return False
    return True


@cache
def _builtin() -> tuple[Rule, ...]:
    return tuple(builtin_rules())


@cache
def _extra(paths: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(load_rules(paths))


def known_rules(config: Config) -> tuple[Rule, ...]:
    """The built-in rules and those of the rule files that a configuration names. Raises RuleError."""
    if not config.rules:
        return _builtin()
    rules = _builtin() + _extra(config.rules)
    require_unique(rules)
    return rules


def forget() -> None:
    """Drop the rules of rule files, so that those that changed are read again."""
    rulefiles.forget()
    _extra.cache_clear()
