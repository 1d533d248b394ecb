"""Parses rule files: a list of rules in YAML, with the definitions that their patterns use."""

from __future__ import annotations

from govlint.reasons import SAVE_AS_UTF8
from govlint.rule import RuleError
from govlint.rules import lined_yaml
from govlint.rules.definitions import KEY, DefinitionError, Definitions
from govlint.rules.lined_yaml import Mapping


def parse(path: str, content: bytes) -> list[Mapping]:
    """The rules of a file, not checked but for their definitions, which are put in. Raises RuleError."""
    definitions = Definitions()
    rules = []
    for entry in _entries(path, content):
        if KEY in entry:
            _define(definitions, entry, path)
        else:
            _put_in(definitions, entry, path)
            rules.append(entry)
    return rules


def _entries(path: str, content: bytes) -> list[Mapping]:
    try:
        entries = lined_yaml.parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RuleError.at(path, 1, "", f"规则文件应为 UTF-8 编码，{SAVE_AS_UTF8}") from None
    except lined_yaml.YamlError as error:
        raise RuleError.at(path, error.line, "", error.why) from None
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise RuleError.at(path, 1, "", "规则文件应为一列规则，每条以 “- id: …” 开头")
    return entries


def _define(definitions: Definitions, entry: Mapping, path: str) -> None:
    """Take in the definitions of an entry that has nothing else."""
    if others := [key for key in entry if key != KEY]:
        raise RuleError.at(path, entry.line_of(others[0]), "", f"{others[0]} 不能与 {KEY} 写在同一条里")
    given = entry[KEY]
    try:
        definitions.add(given)
    except DefinitionError as error:
        line = given.line_of(error.name) if isinstance(given, Mapping) else entry.line_of(KEY)
        raise RuleError.at(path, line, "", str(error)) from None


def _put_in(definitions: Definitions, entry: Mapping, path: str) -> None:
    """Put the definitions in the place of their names in the options of a rule."""
    options = entry.get("options")
    if isinstance(options, dict):
        try:
            entry["options"] = definitions.expanded(options)
        except DefinitionError as error:
            raise RuleError.at(path, entry.line_of("options"), str(entry.get("id", "")), str(error)) from None
