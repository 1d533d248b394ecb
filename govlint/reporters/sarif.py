"""SARIF 2.1.0: one run, with the rules that were broken.

Lines and columns are 1-based, columns count UTF-16 code units, ends are exclusive. Paths are relative to the
project. A result in a file without lines has a logical location instead of a region, and its message names
the place.
"""

from __future__ import annotations

import json
from string import Formatter
from typing import TYPE_CHECKING, Any

from govlint import __version__
from govlint.diagnostic import Severity
from govlint.document import encodable
from govlint.reporters.columns import Region, UnitColumns, utf16
from govlint.reporters.json_text import listed
from govlint.reporters.paths import as_uri
from govlint.reporters.replacements import replacements
from govlint.reporters.rules import explain
from govlint.reporters.wording import message_of, problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govlint.diagnostic import Diagnostic, Fix
    from govlint.document import Span
    from govlint.reporters import Reporter
    from govlint.rule import Rule
    from govlint.runner import FileReport

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "note"}
_PROBLEMS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "recommendation"}
_LONGEST = 1024  # characters; GitHub cuts longer texts


def reporter(rules_of: Callable[[str], Iterable[Rule]]) -> Reporter:
    """The reporter. `rules_of` returns all rules that apply to a file, by its path."""

    def report_sarif(reports: Iterable[FileReport]) -> Iterator[str]:
        run = _Run()
        yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{"results": ['
        yield from listed(run.results(reports, rules_of))
        rest = encodable(json.dumps(run.properties(), ensure_ascii=False))
        yield f"], {rest[1:]}]}}\n"

    return report_sarif


class _Run:
    """The rules broken and the problems met so far, which SARIF lists after the results."""

    def __init__(self) -> None:
        self._rules: dict[Rule, int] = {}  # the index of each rule in the list of rules
        self._notifications: list[dict[str, Any]] = []
        self._successful = True

    def results(
        self, reports: Iterable[FileReport], rules_of: Callable[[str], Iterable[Rule]]
    ) -> Iterator[dict[str, Any]]:
        """Yield the results of some files."""
        for report in reports:
            file = {"uri": as_uri(report.path)}
            if report.problem:
                self._successful = False
                self._notifications.append(_notification("error", problem_of(report), file))
            self._notifications += [_notification("note", notice.message, file) for notice in report.notices]
            if not report.diagnostics:
                continue
            rules = {rule.id: rule for rule in rules_of(report.path)}
            for result in _results(report, file):
                yield {"ruleIndex": self._index(rules[result["ruleId"]]), **result}

    def _index(self, rule: Rule) -> int:
        return self._rules.setdefault(rule, len(self._rules))

    def properties(self) -> dict[str, Any]:
        """The properties of the run, without its results."""
        return {
            "tool": {
                "driver": {
                    "name": "govlint",
                    "semanticVersion": __version__,
                    "language": "zh-CN",
                    "rules": list(map(_described, self._rules)),
                }
            },
            "invocations": [
                {
                    "executionSuccessful": self._successful,
                    "toolExecutionNotifications": self._notifications,
                }
            ],
            "language": "zh-CN",
            "columnKind": "utf16CodeUnits",
            "newlineSequences": ["\r\n", "\r", "\n"],
            "automationDetails": {"id": "govlint/"},
        }


def _results(report: FileReport, file: dict[str, str]) -> Iterator[dict[str, Any]]:
    if report.origin is None:
        return
    columns, fixes = UnitColumns(report.origin, utf16), replacements(report)
    for found in report.diagnostics:
        result: dict[str, Any] = {
            "ruleId": found.rule,
            "level": _LEVELS[Severity(found.severity)],
            "message": {"text": message_of(report.origin, found)},
            "locations": [_location(columns, file, found.span)],
            # By default, GitHub hashes the line: the same value for all findings of a rule in a paragraph.
            "partialFingerprints": {"primaryLocationLineHash": found.fingerprint},
        }
        if found.related:
            result["relatedLocations"] = _related(columns, file, found)
        if made := [_fix(columns, file, fix) for fix in fixes.get(id(found), [])]:
            result["fixes"] = made
        if found.evidence:
            result["properties"] = {"evidence": found.evidence._asdict()}
        yield result


def _location(columns: UnitColumns, file: dict[str, str], span: Span) -> dict[str, Any]:
    if not columns.origin.has_lines:
        place = columns.origin.place(span.start)
        return {
            "physicalLocation": {"artifactLocation": file},
            "logicalLocations": [{"fullyQualifiedName": place, "kind": "element"}],
        }
    return {"physicalLocation": {"artifactLocation": file, "region": _region(columns.region(span))}}


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.start_line,
        "startColumn": region.start_column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _related(columns: UnitColumns, file: dict[str, str], found: Diagnostic) -> list[dict[str, Any]]:
    return [
        {"id": number, **_location(columns, file, related.span), "message": {"text": related.message}}
        for number, related in enumerate(found.related, 1)
    ]


def _fix(columns: UnitColumns, file: dict[str, str], fix: Fix) -> dict[str, Any]:
    made = [
        {"deletedRegion": _region(columns.region(edit.span)), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": "可自动修改" if fix.safe else "可修改，须人工确认"},
        "artifactChanges": [{"artifactLocation": file, "replacements": made}],
    }


def _notification(level: str, text: str, file: dict[str, str]) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": file}}
    return {"level": level, "message": {"text": text}, "locations": [location]}


def _described(rule: Rule) -> dict[str, Any]:
    """A rule as a `reportingDescriptor`. In its message, an ellipsis stands for each value."""
    message = "".join(
        text + ("…" if value is not None else "") for text, value, _, _ in Formatter().parse(rule.message)
    )
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": _truncated(message)},
        "fullDescription": {"text": _truncated(rule.why.strip())},
        "help": {"text": _truncated(explain(rule))},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.on_by_default},
        "properties": {"tags": [rule.category], "problem.severity": _PROBLEMS[rule.severity]},
    }


def _truncated(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
