"""Checks files: finds them, reads them, runs the rules their configuration asks for."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from govlint import baseline as baselines
from govlint import config as configs
from govlint.config import Config
from govlint.linter import lint
from govlint.readers import SUFFIXES, Source, read, read_bytes
from govlint.readers.encoding import UnreadableError
from govlint.ruleset import builtin_rules, load_rules, require_unique
from govlint.selection import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.diagnostic import Diagnostic
    from govlint.document import Document
    from govlint.rule import Rule

_CHUNK = 16  # files a worker takes at a time
_WORTH_A_POOL = 64  # files from which starting processes pays


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line or a caller asks for, over what configuration files say.

    `config` names the one configuration file to use; `isolated` uses none. `select` replaces what the
    configuration selects, `ignore` adds to what it ignores.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    baseline: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file.

    `problem` says why it could not be checked, or not to the end (then `diagnostics` are what was found);
    `notices` are remarks that are no findings; `known` counts findings that the baseline knows.
    """

    path: str
    document: Document | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str | None = None
    notices: tuple[str, ...] = ()
    known: int = 0


@dataclass(slots=True)
class Session:
    """Files under one group of settings. Rules and configurations are loaded once."""

    settings: Settings = field(default_factory=Settings)
    _configs: dict[str, Config] = field(default_factory=dict)
    _rules: dict[tuple[str | None, tuple[str, ...]], list[Rule]] = field(default_factory=dict)
    _allowed: dict[str | None, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def check(self, path: str) -> FileReport:
        """Check a file. Raises ConfigError, RuleError, SelectionError or BaselineError."""
        config = self.config_for(path)
        rules = self.rules_for(config, path)
        try:
            source = read(path, self.settings.encoding or config.encoding)
        except UnreadableError as error:
            return FileReport(path, problem=str(error))
        return self._report(source, config, rules)

    def check_bytes(self, data: bytes, path: str) -> FileReport:
        """Check bytes as if they were the content of a file at `path`. Raises as `check` does."""
        config = self.config_for(path)
        rules = self.rules_for(config, path)
        try:
            source = read_bytes(data, path, self.settings.encoding or config.encoding)
        except UnreadableError as error:
            return FileReport(path, problem=str(error))
        return self._report(source, config, rules)

    def config_for(self, path: str) -> Config:
        """The configuration of a file: the one named in the settings, else the nearest above it."""
        if self.settings.isolated:
            return Config()
        if self.settings.config is not None:
            return self._config_at(self.settings.config)
        folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
        if folder not in self._configs:
            found = configs.find(folder)
            self._configs[folder] = self._config_at(found) if found else Config()
        return self._configs[folder]

    def _config_at(self, path: str) -> Config:
        if path not in self._configs:
            self._configs[path] = configs.load(path)
        return self._configs[path]

    def rules_for(self, config: Config, path: str) -> list[Rule]:
        """The rules that apply to a file, with the severities its configuration gives them."""
        ignored = config.ignores_for(path)
        key = (config.path, ignored)
        if key not in self._rules:
            self._rules[key] = self._active(config, ignored)
        return self._rules[key]

    def _active(self, config: Config, ignored: tuple[str, ...]) -> list[Rule]:
        rules = known_rules(config)
        severity = {
            rule_id: level for name, level in config.severity.items() for rule_id in resolve([name], rules)
        }
        chosen = self.settings.select or config.select
        selected = resolve(chosen, rules) if chosen else {rule.id for rule in rules}
        dropped = resolve((*config.ignore, *ignored, *self.settings.ignore), rules)
        return [
            replace(rule, severity=severity.get(rule.id, rule.severity))
            for rule in rules
            if rule.id in selected and rule.id not in dropped
        ]

    def _allowed_in(self, config: Config) -> dict[str, tuple[str, ...]]:
        if config.path not in self._allowed:
            allowed: dict[str, tuple[str, ...]] = {}
            for name, texts in config.allow.items():
                for rule_id in ["*"] if name == "*" else resolve([name], known_rules(config)):
                    allowed[rule_id] = allowed.get(rule_id, ()) + texts
            self._allowed[config.path] = allowed
        return self._allowed[config.path]

    def _report(self, source: Source, config: Config, rules: list[Rule]) -> FileReport:
        result = lint(source.document, rules, self._allowed_in(config))
        diagnostics, notices = _without_allowed(source, result.diagnostics)
        known: frozenset[str] = frozenset()
        baseline = self.settings.baseline or config.baseline
        if baseline:
            known = _baseline(baseline).get(baselines.key(source.path, baseline), frozenset())
        fresh = tuple(found for found in diagnostics if found.fingerprint not in known)
        problem = None
        if result.timed_out:
            problem = f"规则 {'、'.join(result.timed_out)} 用时过长，已停止；其余规则照常检查"
        return FileReport(
            source.path, source.document, fresh, problem, notices, len(diagnostics) - len(fresh)
        )


@cache
def _builtin() -> tuple[Rule, ...]:
    return tuple(builtin_rules())


@cache
def _extra(paths: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(load_rules(paths))


@cache
def _baseline(path: str) -> dict[str, frozenset[str]]:
    return baselines.load(path)


def known_rules(config: Config) -> tuple[Rule, ...]:
    """The built-in rules and those a configuration adds."""
    if not config.rules:
        return _builtin()
    rules = _builtin() + _extra(config.rules)
    require_unique(rules)
    return rules


def _without_allowed(
    source: Source, diagnostics: tuple[Diagnostic, ...]
) -> tuple[tuple[Diagnostic, ...], tuple[str, ...]]:
    """Diagnostics that no directive allows, and a notice for each directive that allowed none."""
    if not source.directives:
        return diagnostics, ()
    used = set()
    kept = []
    for found in diagnostics:
        allowing = [
            directive
            for directive in source.directives
            if directive.reach.start <= found.span.start < directive.reach.end
            and (not directive.rules or {found.rule, found.name, found.category} & directive.rules)
        ]
        used.update(allowing)
        if not allowing:
            kept.append(found)
    notices = []
    for directive in source.directives:
        if directive not in used:
            line = source.document.position(directive.place.start).line
            rules = "、".join(sorted(directive.rules))
            notices.append(f"第 {line} 行的忽略指令{rules and ' ' + rules} 没有用到，可以删去")
    return tuple(kept), tuple(notices)


def find_files(paths: Iterable[str], session: Session) -> Iterator[str]:
    """The files to check: those named, and in folders every .txt and .md that is not hidden or excluded.

    Paths that do not exist are passed on, for `Session.check` to say so.
    """
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, names, files in os.walk(path):
            names[:] = sorted(
                name
                for name in names
                if not name.startswith(".") and not _excluded(os.path.join(folder, name), session)
            )
            for name in sorted(files):
                found = os.path.join(folder, name)
                if (
                    name.lower().endswith(SUFFIXES)
                    and not name.startswith(".")
                    and not _excluded(found, session)
                ):
                    yield os.path.normpath(found)


def _excluded(path: str, session: Session) -> bool:
    config = session.config_for(path)
    return bool(config.exclude) and config.excludes(path)


def run(paths: list[str], settings: Settings, jobs: int | None = None) -> Iterator[FileReport]:
    """Check files, in order; with several processes where there are many.

    `jobs` is the number of processes, by default one for few files and the number of cores for many.
    """
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(paths) >= _WORTH_A_POOL else 1
    session = Session(settings)
    if jobs == 1 or len(paths) < 2:
        yield from map(session.check, paths)
        return
    from concurrent.futures import ProcessPoolExecutor

    for path in paths[:1]:  # settings that cannot be used are told here, not by every worker
        yield session.check(path)
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(settings,)) as pool:
        try:
            yield from pool.map(_work, paths[1:], chunksize=_CHUNK)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_worker: list[Session] = []


def _start_worker(settings: Settings) -> None:
    import signal

    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C
    _worker[:] = [Session(settings)]


def _work(path: str) -> FileReport:
    return _worker[0].check(path)
