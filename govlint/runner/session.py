"""Checks files with the same settings, each by the rules that its configuration selects."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from govlint import config as configs
from govlint.collapsing import collapsed
from govlint.config import Config
from govlint.diagnostic import Notice, Severity
from govlint.document import encodable
from govlint.readers import Source, UnreadableError, read, read_bytes, refuse_table
from govlint.reasons import SettingsError, reason, unforeseen
from govlint.runner.report import FileReport, Found
from govlint.runner.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from govlint.conclusions import Exemption, LintResult
    from govlint.diagnostic import Diagnostic
    from govlint.document import Document
    from govlint.rule import Rule
    from govlint.runner.baseline import Baseline
    from govlint.runner.result_cache import ResultCache

    Linting = Callable[
        [Document, Sequence[Rule], Mapping[str, Sequence[str]], Sequence[Exemption]], LintResult
    ]

_NO_RULE = (
    "没有一条规则可用，等于没有检查：select、ignore 和 per-file-ignores 合起来（上级用 extend 带来的也算）"
    "把规则都去掉了"
)

_OPEN = "Word 或 WPS 里多半正开着这一份（旁边有 {}）：那里不要保存，关掉重新打开，否则这次的修改会被盖掉"


class NotCachedError(Exception):
    """Raised for a file whose result is not cached, by a session that does not run rules."""


@dataclass(slots=True)
class Session:
    """Checks and fixes files with the same settings. Configurations, rules and baselines are loaded once.

    A session with `runs_rules` false only returns cached results, and raises NotCachedError for other files.

    What goes wrong with a file is in the `problem` of its report. What is wrong with settings, configuration,
    rules or baseline is raised, as a SettingsError.
    """

    settings: Settings = field(default_factory=Settings)
    runs_rules: bool = True
    _configs: dict[str, Config] = field(default_factory=dict)
    _rules: dict[tuple[str | None, tuple[str, ...]], list[Rule]] = field(default_factory=dict)
    _allowed: dict[str | None, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    _baselines: dict[str, Baseline] = field(default_factory=dict)
    _result_cache: ResultCache | None = None

    def check(self, path: str) -> FileReport:
        """Check a file. Raises ConfigError, RuleError, SelectionError or BaselineError."""
        return self._check(path, lambda encoding: read(path, encoding))

    def check_bytes(self, data: bytes, path: str) -> FileReport:
        """Check bytes as if they were the content of the file at `path`. Raises as `check` does."""
        return self._check(path, lambda encoding: _received(data, path, encoding))

    def check_text(self, text: str, path: str, linting: Linting | None = None) -> FileReport:
        """Check a text as if it were the content of the file at `path`.

        It is already decoded, without a byte order mark, as an editor has it. `linting`, if given, is called
        in place of `linter.lint`. Raises as `check` does.
        """
        return self._check(path, lambda _: _held(text, path), partial(self._report, linting=linting))

    def fix(self, path: str) -> FileReport:
        """Fix a file as the settings say, write it, and report what remains. Raises as `check` does.

        A file that cannot be written stays as it was; the `problem` of its report says why.
        """
        return self.write(self.fix_content(path))

    def fix_content(self, path: str) -> FileReport:
        """Fix the content of a file as `fix` does, but write nothing: `rewriting` of the report has the
        bytes.
        """
        return self._check(path, lambda encoding: read(path, encoding), self._fixed)

    def fix_bytes(self, data: bytes, path: str) -> FileReport:
        """As `fix_content`, with bytes in place of the content of the file at `path`."""
        return self._check(path, lambda encoding: _received(data, path, encoding), self._fixed)

    def fix_text(self, text: str, path: str, linting: Linting | None = None) -> FileReport:
        """As `fix_content`, with a text as `check_text` takes it."""
        return self._check(path, lambda _: _held(text, path), partial(self._fixed, linting=linting))

    def write(self, report: FileReport) -> FileReport:
        """Write what `fix_content` made of a file, and return the report without its `rewriting`."""
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
                if lock := writing.opened_by(path):
                    report = replace(report, notices=(Notice(_OPEN.format(lock)), *report.notices))
        except (writing.UnwritableError, OSError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            return replace(self.check(path), problem=f"没有写成，原文件未动：{why}")
        return replace(report, rewriting=None)

    def _check(
        self,
        path: str,
        open_source: Callable[[str | None], Source],
        treat: Callable[[Source, Config], FileReport] | None = None,
    ) -> FileReport:
        config = self.config_for(path)
        if config.excludes(path):
            return FileReport(path, notices=(Notice("按配置中的 exclude，没有检查"),))
        try:
            with self.settings.clock.stage("reading"):
                source = open_source(self.settings.encoding or config.encoding)
            return (treat or self._report)(source, config)
        except (SettingsError, NotCachedError):
            raise
        except UnreadableError as error:
            problem = str(error)
        except Exception as error:  # a failure on one file must not end the run
            problem = unforeseen(error)
        self.rules_for(
            config, path
        )  # raises what is wrong with the settings, even where the file cannot be read
        return FileReport(path, problem=problem)

    def config_for(self, path: str) -> Config:
        """The configuration of a file: the one that the settings name, else the nearest in its folder or
        above. Raises ConfigError.
        """
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

    def require(self, config: Config) -> None:
        """Load what a configuration and the settings name. Raises as `check` does, before any file is
        checked.
        """
        path = config.path or "-"
        self.rules_for(config, path)
        self.allowed_in(config)
        self._knows(path, config)

    def rules_for(self, config: Config, path: str) -> list[Rule]:
        """The rules that apply to a file, with the severities that its configuration gives them."""
        from govlint.runner.choosing import active

        ignored = config.ignores_for(path)
        key = (config.path, ignored)
        if key not in self._rules:
            self._rules[key] = active(config, ignored, self.settings)
        return self._rules[key]

    def allowed_in(self, config: Config) -> dict[str, tuple[str, ...]]:
        """The texts that a configuration allows, by rule id, or by `*` for all rules."""
        from govlint.runner.choosing import allowed

        if config.path not in self._allowed:
            self._allowed[config.path] = allowed(config)
        return self._allowed[config.path]

    def _fixed(self, source: Source, config: Config, linting: Linting | None = None) -> FileReport:
        """Fix a source, and report what remains. Where it cannot be fixed, a notice says why."""
        from govlint.runner.fixing import fix_source

        def found(now: Source) -> tuple[Diagnostic, ...]:
            result = self._found(now, config, linting)
            # A rule that ran out of time might have pointed at any place, so nothing is safe to fix.
            return () if result.timed_out else result.findings

        made = fix_source(source, found, self._knows(source.path, config), unsafe=self.settings.fixing.unsafe)
        report = self._report(made.source, config, linting)
        return replace(
            report, notices=made.notices + report.notices, fixed=made.fixes, rewriting=made.rewriting
        )

    def _found(self, source: Source, config: Config, linting: Linting | None) -> Found:
        """What the rules find in a source, from the cache where the settings allow it."""
        if linting is not None or not self.settings.use_cache:
            return self._linted(source, config, linting)
        if self._result_cache is None:
            from govlint.runner.result_cache import ResultCache

            self._result_cache = ResultCache(self.settings)
        found = self._result_cache.load(source, config)
        if found is None:
            found = self._linted(source, config)
            self._result_cache.store(source, config, found)
        return found

    def _linted(self, source: Source, config: Config, linting: Linting | None = None) -> Found:
        if not self.runs_rules:
            raise NotCachedError
        clock = self.settings.clock
        with clock.stage("rules"):
            from govlint.linter import lint
            from govlint.runner.choosing import known_rules
            from govlint.runner.exempting import exemptions, needless

            rules, allowed = self.rules_for(config, source.path), self.allowed_in(config)
            known = known_rules(config)
            exempt, notices = exemptions(source, known)
            if not rules:
                notices.append(Notice(_NO_RULE))
        result = (linting or partial(lint, clock=clock))(source.document, rules, allowed, exempt)
        ran = {rule.id for rule in rules} - {*result.timed_out}
        notices += needless(result.unused, ran, known)
        return Found(result.findings, result.relations, tuple(notices), result.timed_out, result.limits)

    def _knows(self, path: str, config: Config) -> Callable[[Diagnostic], bool]:
        """A function that tells whether the baseline knows a finding in a file."""
        name = self.settings.baseline or config.baseline
        if not name or not self.settings.use_baseline:
            return lambda _: False
        if name not in self._baselines:
            from govlint.runner import baseline

            try:
                self._baselines[name] = baseline.load(name)
            except baseline.BaselineError as error:
                place = None if self.settings.baseline else config.places.get(("baseline", name))
                raise baseline.BaselineError(f"{place}: {error}" if place else str(error)) from None
        known = self._baselines[name]
        return lambda one: known.knows(one.fingerprint, path)

    def _report(self, source: Source, config: Config, linting: Linting | None = None) -> FileReport:
        found = self._found(source, config, linting)
        knows = self._knows(source.path, config)
        fresh = tuple(one for one in found.findings if not knows(one))
        count_known = len(found.findings) - len(fresh)
        if self.settings.changes is not None:
            fresh = tuple(self.settings.changes.touched(source, fresh))
        problem = None
        if found.timed_out:
            problem = f"规则 {'、'.join(found.timed_out)} 用时过长，已停止；其余规则照常检查"
        limit = next(
            level for level in (self.settings.fail_on, config.fail_on, Severity.warning) if level is not None
        )
        return FileReport(
            source.path,
            source.document,
            source.origin,
            collapsed(fresh, found.limits),
            findings=found.findings,
            problem=problem,
            notices=source.notices + found.notices,
            known=count_known,
            limit=limit,
            relations=found.relations,
            changeable=source.kind.changeable,
        )


def _received(data: bytes, path: str, encoding: str | None) -> Source:
    """The source of bytes that are to be taken for the file at `path`. Raises UnreadableError."""
    refuse_table(path)
    return read_bytes(data, path, encoding)


def _held(text: str, path: str) -> Source:
    """The source of a text that an editor has."""
    # Reading removes one byte order mark: this one, not one that the text itself begins with.
    return read_bytes(b"\xef\xbb\xbf" + encodable(text).encode(), path, "utf-8")
