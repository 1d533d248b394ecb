"""Checks files: finds them, reads them, runs the rules their configuration asks for."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from govlint import baseline as baselines
from govlint import config as configs
from govlint.config import Config, ConfigError
from govlint.diagnostic import Notice, Severity
from govlint.linter import Exemption, lint
from govlint.readers import (
    SUFFIXES,
    ReadOnlyError,
    Source,
    UnreadableError,
    editable,
    is_changeable,
    read,
    read_bytes,
    rewritten,
)
from govlint.reasons import reason
from govlint.rule import RuleError
from govlint.ruleset import builtin_rules, load_rules, require_unique
from govlint.selection import SelectionError, resolve, switched_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from govlint.changes import Changes
    from govlint.diagnostic import Diagnostic, Edit
    from govlint.document import Document
    from govlint.fixing import Look
    from govlint.linter import LintResult, Worked
    from govlint.origin import Origin
    from govlint.rule import Rule

    Linting = Callable[
        [Document, Sequence[Rule], Mapping[str, Sequence[str]], Sequence[Exemption]], LintResult
    ]

SETTINGS_ERRORS = (baselines.BaselineError, ConfigError, RuleError, SelectionError)
"""What is raised where the settings, a configuration, or what these name cannot be used."""

_CHUNK = 16  # files a worker takes at a time, at most
_MOST_JOBS = 61  # what Windows can wait for
_WORTH_A_POOL = 64  # files from which starting processes pays


class Fixing(NamedTuple):
    """How files are fixed: `unsafe` makes the fixes that want a reader, too; with a `folder`, files are
    written there, changed or not, and stay as they are where they stand.
    """

    unsafe: bool = False
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line or a caller asks for, over what configuration files say.

    `config` names the one configuration file to use; `isolated` uses none. `select` replaces what the
    configuration selects, `extend_select` adds to either, `ignore` adds to what it ignores. `use_baseline`
    off shows what any baseline knows. With `changes`, only findings that touch them count.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    baseline: str | None = None
    use_baseline: bool = True
    encoding: str | None = None
    fail_on: Severity | None = None
    extend_select: tuple[str, ...] = ()
    fixing: Fixing = field(default_factory=Fixing)
    changes: Changes | None = None


class Rewriting(NamedTuple):
    """A file before and after its fixes, and in what encoding if it is a text or a page; else `texts` are
    what was read from it, before and after.
    """

    before: bytes
    after: bytes
    encoding: str | None = None
    texts: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file.

    `problem` says why it could not be checked, or not to the end (then `diagnostics` are what was found);
    `notices` are remarks that are no findings; `known` counts findings that the baseline knows; `limit` is
    the level from which a finding fails the run, by the settings or the file's configuration; `relations` are
    those between its figures; `origin` says where the document lies in the file; `changeable` whether files
    of this kind can be fixed.

    Of a file that was to be fixed, all this is what remains; `fixed` is the number of fixes (None: it was
    not to be). `rewriting` is what they make of the file as long as that is not written.
    """

    path: str
    document: Document | None = None
    origin: Origin | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    problem: str | None = None
    notices: tuple[Notice, ...] = ()
    known: int = 0
    limit: Severity = Severity.warning
    relations: tuple[Worked, ...] = ()
    changeable: bool = False
    fixed: int | None = None
    rewriting: Rewriting | None = None

    @property
    def failed(self) -> bool:
        """Whether a finding fails the run."""
        return any(found.severity >= self.limit for found in self.diagnostics)


@dataclass(slots=True)
class Session:
    """Files under one group of settings. Rules and configurations are loaded once."""

    settings: Settings = field(default_factory=Settings)
    _configs: dict[str, Config] = field(default_factory=dict)
    _rules: dict[tuple[str | None, tuple[str, ...]], list[Rule]] = field(default_factory=dict)
    _allowed: dict[str | None, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def check(self, path: str) -> FileReport:
        """Check a file. Raises ConfigError, RuleError, SelectionError or BaselineError."""
        return self._check(path, lambda encoding: read(path, encoding))

    def check_bytes(self, data: bytes, path: str) -> FileReport:
        """Check bytes as if they were the content of a file at `path`. Raises as `check` does."""
        return self._check(path, lambda encoding: read_bytes(data, path, encoding))

    def check_text(self, text: str, path: str, linting: Linting = lint) -> FileReport:
        """Check a text that an editor holds of the file at `path`: nothing of it is taken for a byte order
        mark, no encoding is asked. `linting` runs the rules. Raises as `check` does.
        """
        return self._check(path, lambda _: _held(text, path), partial(self._report, linting=linting))

    def fix(self, path: str) -> FileReport:
        """Fix a file as the settings say, and check what comes of it. Raises as `check` does.

        A file that cannot be written is as it was, and the report says why.
        """
        return self.write(self.mend(path))

    def mend(self, path: str) -> FileReport:
        """Make of a file what `fix` would, in the report's `rewriting`; nothing is written."""
        return self._check(path, lambda encoding: read(path, encoding), self._mended)

    def mend_bytes(self, data: bytes, path: str) -> FileReport:
        """Make of bytes what `fix` would of a file with that content at `path`."""
        return self._check(path, lambda encoding: read_bytes(data, path, encoding), self._mended)

    def mend_text(self, text: str, path: str, linting: Linting = lint) -> FileReport:
        """Make of a text what `fix` would of the file at `path` that an editor holds it of."""
        return self._check(path, lambda _: _held(text, path), partial(self._mended, linting=linting))

    def write(self, report: FileReport) -> FileReport:
        """Write what `mend` made of a file. Nothing of it is left in the report that comes back."""
        from govlint import writing

        path, rewriting, folder = report.path, report.rewriting, self.settings.fixing.folder
        if rewriting is None:
            return report
        try:
            if folder is not None:
                target = writing.inside(folder, path)
                if target is None:
                    raise writing.UnwritableError(f"不在当前文件夹之内，不能写到 {folder} 中的同名位置")
                writing.write_new(target, rewriting.after, path)
            elif rewriting.after != rewriting.before:
                writing.replace_content(path, rewriting.before, rewriting.after)
        except (writing.UnwritableError, OSError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            return replace(self.check(path), problem=f"没有写成，原文件未动：{why}")
        return replace(report, rewriting=None)

    def _check(
        self,
        path: str,
        open_source: Callable[[str | None], Source],
        treat: Callable[[Source, Config, list[Rule]], FileReport] | None = None,
    ) -> FileReport:
        config = self.config_for(path)
        if config.excludes(path):
            return FileReport(path, notices=(Notice("按配置中的 exclude，没有检查"),))
        rules = self.rules_for(config, path)
        try:
            source = open_source(self.settings.encoding or config.encoding)
        except UnreadableError as error:
            return FileReport(path, problem=str(error))
        return (treat or self._report)(source, config, rules)

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
        broad_first = sorted(
            config.severity.items(), key=lambda item: -len(_resolve(config, "severity", [item[0]]))
        )
        severity = {
            rule_id: level for name, level in broad_first for rule_id in _resolve(config, "severity", [name])
        }
        for _, names in config.per_file_ignores:  # names are checked whether or not a file matches
            _resolve(config, "per-file-ignores", names)
        dropped = _resolve(config, "per-file-ignores", ignored) | _resolve(config, "ignore", config.ignore)
        dropped |= resolve(self.settings.ignore, rules)
        if self.settings.select:
            selected = switched_on(self.settings.select, rules)
        else:
            by_default = frozenset(rule.id for rule in rules if rule.on_by_default)
            selected = _resolve(config, "select", config.select, switched_on) or by_default
            selected |= _resolve(config, "extend-select", config.extend_select, switched_on)
        selected |= switched_on(self.settings.extend_select, rules)
        return [
            replace(rule, severity=severity.get(rule.id, rule.severity))
            for rule in rules
            if rule.id in selected - dropped
        ]

    def allowed_in(self, config: Config) -> dict[str, tuple[str, ...]]:
        """The texts that a configuration lists as right on purpose, by rule id or `*`."""
        if config.path not in self._allowed:
            allowed: dict[str, tuple[str, ...]] = {}
            for name, texts in config.allow.items():
                for rule_id in ["*"] if name == "*" else _resolve(config, "allow", [name]):
                    allowed[rule_id] = allowed.get(rule_id, ()) + texts
            self._allowed[config.path] = allowed
        return self._allowed[config.path]

    def _mended(
        self, source: Source, config: Config, rules: list[Rule], linting: Linting = lint
    ) -> FileReport:
        """The report of a source once fixed; where it cannot be, of the source itself and why not."""
        from govlint import fixing

        known = self._known(source, config)

        def look(now: Source) -> Look:
            result, _ = self._linted(now, config, rules, linting)
            # Where a rule did not get to its end, what it would point at is unknown.
            found = () if result.timed_out else result.diagnostics
            return fixing.Look(now.document, found, known, lambda edits: editable(now, edits))

        def change(now: Source, edits: tuple[Edit, ...]) -> Source:
            return read_bytes(rewritten(now, edits), now.path, now.encoding)

        notices: tuple[Notice, ...] = ()
        try:
            settled = fixing.settle(source, look, change, unsafe=self.settings.fixing.unsafe)
        except (ReadOnlyError, UnreadableError) as error:  # a part that only writing asks for may be damaged
            settled = fixing.Settled(source, 0)
            notices = (Notice(f"没有修改：{error}"),)
        if settled.quarrelling:
            notices = (Notice(f"规则 {'、'.join(settled.quarrelling)} 的修改互相抵消，没有采用"),)
        if settled.beyond:
            notices += (Notice(f"有 {settled.beyond} 处跨了段落、格子或在自动编号里，没有修改，请手工改"),)
        now = settled.source
        plain = now.encoding is not None
        rewriting = Rewriting(
            source.data,
            now.data,
            now.encoding if plain else None,
            None if plain else (source.document.text, now.document.text),
        )
        report = self._report(now, config, rules, linting)
        return replace(report, notices=notices + report.notices, fixed=settled.made, rewriting=rewriting)

    def _linted(
        self, source: Source, config: Config, rules: list[Rule], linting: Linting
    ) -> tuple[LintResult, list[Notice]]:
        exemptions, notices = _exemptions(source, known_rules(config))
        result = linting(source.document, rules, self.allowed_in(config), exemptions)
        return result, notices + [_unused(exemption) for exemption in result.unused]

    def _known(self, source: Source, config: Config) -> frozenset[str]:
        """The fingerprints of findings in a file that the baseline knows."""
        baseline = self.settings.baseline or config.baseline
        if baseline and self.settings.use_baseline:
            return _baseline(baseline).get(baselines.key(source.path, baseline), frozenset())
        return frozenset()

    def _report(
        self, source: Source, config: Config, rules: list[Rule], linting: Linting = lint
    ) -> FileReport:
        result, notices = self._linted(source, config, rules, linting)
        known = self._known(source, config)
        fresh = tuple(found for found in result.diagnostics if found.fingerprint not in known)
        count_known = len(result.diagnostics) - len(fresh)
        if self.settings.changes is not None:
            fresh = tuple(found for found in fresh if self.settings.changes.touch(source, found))
        problem = None
        if result.timed_out:
            problem = f"规则 {'、'.join(result.timed_out)} 用时过长，已停止；其余规则照常检查"
        limit = next(
            level for level in (self.settings.fail_on, config.fail_on, Severity.warning) if level is not None
        )
        return FileReport(
            source.path,
            source.document,
            source.origin,
            fresh,
            problem,
            tuple(notices),
            count_known,
            limit,
            result.relations,
            is_changeable(source),
        )


def _resolve(
    config: Config,
    key: str,
    names: Iterable[str],
    ids_of: Callable[[Iterable[str], Sequence[Rule]], frozenset[str]] = resolve,
) -> frozenset[str]:
    """The ids that names in a configuration stand for; a name that is none is told with its place."""
    try:
        return ids_of(names, known_rules(config))
    except SelectionError as error:
        raise ConfigError(f"{config.places[key]}: {key}：{error}") from None


def _exemptions(source: Source, rules: Sequence[Rule]) -> tuple[list[Exemption], list[Notice]]:
    """What the directives of a file exempt, and a notice for each that names no rule."""
    exemptions, notices = [], []
    for directive in source.directives:
        if directive.unknown:
            message = f"{directive.place}：没有 govlint-{directive.unknown} 这种指令"
            notices.append(Notice(message, directive.stands))
            continue
        try:
            ids = None if directive.name is None else resolve([directive.name], rules)
        except SelectionError as error:
            notices.append(Notice(f"{directive.place}的忽略指令：{error}", directive.stands))
        else:
            exemptions.append(
                Exemption(directive.place, directive.name or "", ids, directive.reach, directive.stands)
            )
    return exemptions, notices


def _unused(exemption: Exemption) -> Notice:
    name = f" {exemption.name} " if exemption.name else ""
    return Notice(f"{exemption.place}的忽略指令{name}没有用到，可以删去", exemption.stands, needless=True)


@cache
def _builtin() -> tuple[Rule, ...]:
    return tuple(builtin_rules())


@cache
def _extra(paths: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(load_rules(paths))


@cache
def _baseline(path: str) -> dict[str, frozenset[str]]:
    return baselines.load(path)


def forget() -> None:
    """Read rule files and baselines anew when they are next asked for: they may have changed."""
    _extra.cache_clear()
    _baseline.cache_clear()


def _held(text: str, path: str) -> Source:
    """What is read of a text that an editor holds of a file."""
    try:
        data = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair, which no file can have
        data = re.sub("[\ud800-\udfff]", "\ufffd", text).encode()
    # The mark before it is taken off again; so the text keeps one of its own.
    return read_bytes(b"\xef\xbb\xbf" + data, path, "utf-8")


def known_rules(config: Config) -> tuple[Rule, ...]:
    """The built-in rules and those a configuration adds."""
    if not config.rules:
        return _builtin()
    rules = _builtin() + _extra(config.rules)
    require_unique(rules)
    return rules


def find_files(paths: Iterable[str], session: Session, suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[str]:
    """The files to check: those named, and in folders those of `suffixes` that are not hidden or excluded.

    Paths that do not exist and folders that cannot be read are passed on, for `Session.check` to say so.
    """
    unreadable: list[str] = []
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, names, files in os.walk(path, onerror=lambda error: unreadable.append(error.filename)):
            names[:] = sorted(
                name
                for name in names
                if not name.startswith(".") and not _excluded(os.path.join(folder, name), session)
            )
            for name in sorted(files):
                found = os.path.join(folder, name)
                if (
                    name.lower().endswith(suffixes)
                    and not name.startswith((".", "~$"))  # ~$: what Word puts beside a file it has open
                    and (os.path.isfile(found) or not os.path.exists(found))  # reading a pipe has no end
                    and not _excluded(found, session)
                ):
                    yield os.path.normpath(found)
    yield from unreadable


def _excluded(path: str, session: Session) -> bool:
    config = session.config_for(path)
    return bool(config.exclude) and config.excludes(path)


def run(
    paths: list[str], settings: Settings, jobs: int | None = None, *, mending: bool = False
) -> Iterator[FileReport]:
    """Check files, in order, or with `mending` make of them what fixing would (see `Session.mend`); with
    several processes where there are many.

    `jobs` is the number of processes, by default one for few files and the number of cores for many.
    """
    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(paths) >= _WORTH_A_POOL else 1
    jobs = min(jobs, _MOST_JOBS)
    session = Session(settings)
    work = session.mend if mending else session.check
    if jobs == 1 or len(paths) < 2:
        yield from map(work, paths)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    yield work(paths[0])  # settings that cannot be used are told here, not by every worker
    chunk = max(1, min(_CHUNK, len(paths) // (2 * jobs)))
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(settings,)) as pool:
        try:
            yield from pool.map(_mend if mending else _work, paths[1:], chunksize=chunk)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in active_children():  # they would finish their files first
                worker.terminate()
            raise


_worker: list[Session] = []


def _start_worker(settings: Settings) -> None:
    import signal

    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C
    _worker[:] = [Session(settings)]


def _work(path: str) -> FileReport:
    return _worker[0].check(path)


def _mend(path: str) -> FileReport:
    # Written by the parent: a worker may be stopped at any moment.
    return _worker[0].mend(path)
