"""A cache of what the rules found in a document, kept from run to run.

The key is a hash of all that a result depends on: the format, the text as read, its hidden parts and the
directives in its comments; the rules selected by settings and configuration, with their severities and
allowed texts; the user's rule files and word lists; and `identity`. Baseline, changes, level and output
format do not change what rules find, so they are not part of it.

Settings that are wrong get no results. So where there is a cached result, neither settings nor rules need be
looked at.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govlint.collapsing import Limit
from govlint.diagnostic import CheckedRelation, Diagnostic, Edit, Evidence, Fix, Notice, Related, Severity
from govlint.digest import digest
from govlint.document import Span
from govlint.rules.files import fingerprint
from govlint.runner import result_store
from govlint.runner.identity import identity
from govlint.runner.report import Found

if TYPE_CHECKING:
    from govlint.config import Config
    from govlint.readers import Source
    from govlint.runner.settings import Settings


class ResultCache:
    """The cached results for some settings."""

    def __init__(self, settings: Settings) -> None:
        asked = (settings.select, settings.extend_select, settings.ignore)
        try:
            self._settings: str | None = repr((identity(), asked))
        except OSError:  # a file is being replaced: nothing is cached
            self._settings = None
        self._said: dict[tuple[str | None, tuple[str, ...]], str | None] = {}

    def load(self, source: Source, config: Config) -> Found | None:
        """What was found in a source under a configuration; None where that is not cached."""
        key = self._key(source, config)
        entry = result_store.load(key) if key else None
        try:
            return None if entry is None else _unpacked(json.loads(entry))
        except (ValueError, TypeError, LookupError):
            return None

    def store(self, source: Source, config: Config, found: Found) -> None:
        """Cache what was found in a source. The rules of the configuration must have been loaded. What came
        of a rule that ran out of time is not cached.
        """
        key = self._key(source, config)
        if key and not found.timed_out:
            text = json.dumps(_packed(found), ensure_ascii=False, separators=(",", ":"))
            result_store.store(key, text.encode("utf-8", "surrogatepass"))

    def _key(self, source: Source, config: Config) -> str | None:
        if self._settings is None:
            return None
        ignored = config.ignores_for(source.path)
        place = (config.path, ignored)
        if place not in self._said:
            own = fingerprint(config.rules) if config.rules else ""
            said = repr((own, ignored, _said_by(config)))
            self._said[place] = None if own is None else self._settings + said
        said_here, document = self._said[place], source.document
        if said_here is None:
            return None
        parts = (said_here, source.kind.module, document.masked, source.directives, document.text)
        return digest("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"))


def _said_by(config: Config) -> tuple[object, ...]:
    """What in a configuration decides on the result. Names that it ignores for other files are included: one
    that stands for no rule is an error for every file.
    """
    return (
        config.select,
        config.extend_select,
        config.ignore,
        tuple(config.severity.items()),
        sorted({name for _, names in config.per_file_ignores for name in names}),
        tuple(config.allow.items()),
    )


def _packed(found: Found) -> list[Any]:
    return [
        [
            [
                one.rule,
                one.name,
                one.category,
                one.severity,
                one.message,
                one.span,
                one.text,
                one.fixes,
                one.related,
                one.fingerprint,
                one.evidence,
            ]
            for one in found.findings
        ],
        [
            [one.rule, one.verdict.name, one.operands, one.shown_at, one.evidence, one.why]
            for one in found.relations
        ],
        [[one.message, one.span, one.needless] for one in found.notices],
        found.limits,
    ]


def _unpacked(packed: list[Any]) -> Found:
    findings, relations, notices, limits = packed
    return Found(
        tuple(map(_diagnostic, findings)),
        _relations(relations),
        tuple([Notice(message, span and Span(*span), needless) for message, span, needless in notices]),
        limits={rule: Limit(*limit) for rule, limit in limits.items()},
    )


def _diagnostic(packed: list[Any]) -> Diagnostic:
    rule, name, category, severity, message, span, text, fixes, related, fingerprint, evidence = packed
    return Diagnostic(
        rule=rule,
        name=name,
        category=category,
        severity=Severity(severity),
        message=message,
        span=Span(*span),
        text=text,
        fixes=tuple([Fix(safe, tuple([Edit(Span(*at), new) for at, new in edits])) for safe, edits in fixes]),
        related=tuple([Related(Span(*at), said) for at, said in related]),
        fingerprint=fingerprint,
        evidence=evidence and Evidence(*evidence),
    )


def _relations(packed: list[Any]) -> tuple[CheckedRelation, ...]:
    if not packed:
        return ()
    from govlint.numbers.formula import Verdict

    return tuple(
        CheckedRelation(
            rule,
            Verdict[verdict],
            tuple([Span(*span) for span in operands]),
            shown_at,
            evidence and Evidence(*evidence),
            why,
        )
        for rule, verdict, operands, shown_at, evidence, why in packed
    )
