"""Loads rule files: parsed, checked, their examples run, and kept compiled for the next run."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING, Any

from govlint import cache
from govlint.digest import digest
from govlint.matching import pattern
from govlint.reasons import reason
from govlint.rule import Rule, RuleError, make_rule
from govlint.rules.files import builtin_folder, entry_name, is_fresh, note_loaded
from govlint.rules.selftest import own_faults, use_once
from govlint.words.wordlist import list_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govlint.rules.lined_yaml import Mapping
    from govlint.rules.selftest import Fault

# Threads that begin together load rules one after the other: the first compiles them, the others find them in
# the cache, and no entry lacks the code that another thread compiled in the meantime.
_LOADING = Lock()


def builtin_rules() -> list[Rule]:
    """The rules that come with govlint; their examples are run by its tests."""
    folder = builtin_folder()
    names = sorted(name for name in os.listdir(folder) if name.endswith(".yaml"))
    return _load([os.path.join(folder, name) for name in names], lambda rules, _: use_once(rules))


def load_rules(paths: Iterable[str]) -> list[Rule]:
    """The rules of YAML files. Raises RuleError for anything that does not fit, examples included.

    Word lists are looked for beside the file that names them.
    """
    return _load(list(paths), _try_examples)


def _load(paths: list[str], use: Callable[[list[Rule], list[Mapping]], None]) -> list[Rule]:
    """The rules of files, from the cache where it has them.

    Else they are compiled, and `use` is called with them and with what they are made of, before the cache
    entry is written: patterns are compiled when first used, and only what was compiled is kept.
    """
    with _LOADING:
        name = entry_name(paths)
        rules = _from_cache(cache.load(name), paths)
        return _compile(paths, name, use) if rules is None else rules


def _try_examples(rules: list[Rule], written: list[Mapping]) -> None:
    """Raise RuleError where an example fails: for the first, with a note for each of the others."""
    errors = [
        RuleError.at(rule.path, _line_of(fault, data), rule.id, fault.why)
        for rule, data in zip(rules, written, strict=True)
        for fault in own_faults(rule)
    ]
    for other in errors[1:]:
        errors[0].add_note(str(other))
    if errors:
        raise errors[0]


def _line_of(fault: Fault, data: Mapping) -> int:
    """The line of what is at fault in a rule."""
    examples = data["examples"]
    if fault.key == "bad":
        line: int = examples["bad"][fault.number].line
        return line
    return int(examples.line_of("good")) if fault.key == "good" else data.line_of(fault.key)


def _from_cache(entry: Any, paths: list[str]) -> list[Rule] | None:
    """The rules of a cache entry; None where it is older than a file it was made of, or is no such entry."""
    try:
        if not is_fresh(entry):
            return None
        pattern.use_code(entry["code"])
        rules = [
            make_rule(data, paths[file], line, entry["lists"][file].__getitem__, checked=True)
            for file, line, data in entry["rules"]
        ]
        note_loaded(paths, entry["sources"])
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    return rules


def _compile(paths: list[str], name: str, use: Callable[[list[Rule], list[Mapping]], None]) -> list[Rule]:
    from govlint.rules.parsing import parse

    known = set(pattern.known_code())
    lists: list[dict[str, str]] = [{} for _ in paths]
    sources: dict[str, str] = {}
    entries = []
    written: list[Mapping] = []
    rules: list[Rule] = []
    for file_number, path in enumerate(paths):
        read_list = _list_reader(os.path.dirname(os.path.abspath(path)), lists[file_number], sources)
        content = _content(path)
        sources[os.path.abspath(path)] = digest(content)
        for data in parse(path, content):
            rules.append(make_rule(data, path, data.line, read_list, line_of=data.line_of))
            written.append(data)
            entries.append([file_number, data.line, data])
    require_unique(rules)
    use(rules, written)
    note_loaded(paths, sources)
    cache.store(
        name, {"sources": sources, "rules": entries, "lists": lists, "code": pattern.known_code(but=known)}
    )
    return rules


def _list_reader(folder: str, texts: dict[str, str], sources: dict[str, str]) -> Callable[[str], str]:
    """A function that reads a word list in a folder by its file name. It notes the text in `texts`, and the
    digest of the file, by its path, in `sources`.
    """

    def read_list(file_name: str) -> str:
        path = os.path.join(folder, file_name)
        with open(path, "rb") as file:
            content = file.read()
        sources[path] = digest(content)
        texts[file_name] = list_text(content, file_name)
        return texts[file_name]

    return read_list


def require_unique(rules: Iterable[Rule]) -> None:
    """Raise RuleError where two rules share an id or a name."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        for key in (rule.id, rule.name):
            if key in seen:
                first = seen[key]
                raise RuleError.at(rule.path, rule.line, rule.id, f"{key} 已用于 {first.path}:{first.line}")
            seen[key] = rule


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise RuleError(f"{path}: 读不到规则文件：{reason(error)}") from None
