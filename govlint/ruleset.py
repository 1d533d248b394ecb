"""Loads rule files: parsed, checked, their examples run, and kept compiled for the next run."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from govlint import __version__, cache, pattern
from govlint.digest import digest
from govlint.rule import Rule, RuleError, make_rule
from govlint.selftest import own_faults

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMAT = "1"  # to be counted up when cache entries of older code will not do
_HERE = os.path.dirname(os.path.abspath(__file__))


def builtin_folder() -> str:
    """The built-in rules: inside the package when installed, beside it in a checkout."""
    for parent in (_HERE, os.path.dirname(_HERE)):
        folder = os.path.join(parent, "lint_rules")
        if os.path.isdir(folder):
            return folder
    raise RuleError(_HERE, 1, "", "安装不完整：找不到内置规则 lint_rules，请重新安装 govlint")


def builtin_rules() -> list[Rule]:
    """The rules that come with govlint."""
    folder = builtin_folder()
    return load_rules(
        sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".yaml"))
    )


def load_rules(paths: Iterable[str]) -> list[Rule]:
    """The rules of YAML files. Raises RuleError for anything that does not fit, examples included.

    Word lists are looked for beside the file that names them.
    """
    paths = list(paths)
    identity = "\0".join([__version__, _FORMAT, pattern.ENGINE, sys.version, *map(os.path.abspath, paths)])
    name = f"rules-{digest(identity.encode())}"
    rules = _from_cache(cache.load(name))
    return _compile(paths, name) if rules is None else rules


def _from_cache(entry: Any) -> list[Rule] | None:
    """The rules of a cache entry, or None where it is stale or not what this version wrote."""
    try:
        if any(_digest(path) != known for path, known in entry["sources"].items()):
            return None
        pattern.use_code(entry["code"])
        return [
            make_rule(data, path, line, entry["lists"].get(path, {}).__getitem__, checked=True)
            for path, line, data in entry["rules"]
        ]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return digest(file.read())


def _compile(paths: list[str], name: str) -> list[Rule]:
    lists: dict[str, dict[str, str]] = {}
    sources = {}
    entries = []
    rules: list[Rule] = []
    for path in paths:
        folder = os.path.dirname(os.path.abspath(path))

        own_lists = lists.setdefault(path, {})

        def read_list(file_name: str, folder: str = folder, own_lists: dict[str, str] = own_lists) -> str:
            list_path = os.path.join(folder, file_name)
            with open(list_path, encoding="utf-8") as file:
                own_lists[file_name] = file.read()
            sources[list_path] = _digest(list_path)
            return own_lists[file_name]

        for line, data in _entries(path):
            rule = make_rule(data, path, line, read_list)
            entries.append([path, line, data])
            rules.append(rule)
        sources[path] = _digest(path)
    require_unique(rules)
    for rule in rules:
        for fault in own_faults(rule):
            raise RuleError(rule.path, rule.line, rule.id, fault)
    cache.store(name, {"sources": sources, "rules": entries, "lists": lists, "code": pattern.known_code()})
    return rules


def require_unique(rules: Iterable[Rule]) -> None:
    """Raise RuleError where two rules share an id or a name."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        for key in (rule.id, rule.name):
            if key in seen:
                first = seen[key]
                raise RuleError(rule.path, rule.line, rule.id, f"{key} 已用于 {first.path}:{first.line}")
            seen[key] = rule


def _entries(path: str) -> list[tuple[int, Any]]:
    from govlint import lined_yaml

    try:
        with open(path, encoding="utf-8") as file:
            content = lined_yaml.parse(file.read())
    except OSError as error:
        raise RuleError(path, 1, "", f"读不到规则文件：{error.strerror or error}") from None
    except UnicodeDecodeError:
        raise RuleError(path, 1, "", "规则文件应为 UTF-8 编码") from None
    except lined_yaml.YamlError as error:
        raise RuleError(path, error.line, "", error.why) from None
    if not isinstance(content, list) or not all(isinstance(entry, lined_yaml.Mapping) for entry in content):
        raise RuleError(path, 1, "", "规则文件应为一列规则，每条以 “- id: …” 开头")
    return [(entry.line, entry) for entry in content]
