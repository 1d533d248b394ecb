"""One version of a text as checked: its findings, and the diagnostics that an editor is sent."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lsprotocol import types

from govlint.diagnostic import Severity
from govlint.document import Span
from govlint.readers.origin import TextOrigin
from govlint.rules.files import builtin_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govlint.diagnostic import Diagnostic, Edit, Fix, Notice
    from govlint.rule import Rule
    from govlint.runner import FileReport
    from govlint.server.positions import Positions

SOURCE = "govlint"

_LEVELS = {
    Severity.error: types.DiagnosticSeverity.Error,
    Severity.warning: types.DiagnosticSeverity.Warning,
    Severity.info: types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True)
class Checked:
    """The result of checking one version of a text.

    `serial` is the number of this check; no other check has it, not even in another run of the server.
    `positions` are those of the text as the editor has it. `rules` are those that apply to it, by id. `site`
    is the address of the documentation, or None.
    """

    uri: str
    version: int | None
    serial: int
    text: str
    positions: Positions
    report: FileReport
    rules: Mapping[str, Rule]
    site: str | None = None

    @cached_property
    def diagnostics(self) -> list[types.Diagnostic]:
        """The diagnostics for the editor: first one that says why the text was not checked to its end, if so;
        then the findings by place; then the notices that have a place.
        """
        shown = [self._shown(diagnostic) for diagnostic in self.report.diagnostics]
        shown += [self._noticed(notice, span) for notice, span in self.notices]
        if self.report.problem:
            shown.insert(0, problem(self.report.problem))
        return shown

    @cached_property
    def fixable(self) -> dict[str, list[Fix]]:
        """The fixes that may be offered, by the fingerprint of the finding."""
        found: dict[str, list[Fix]] = {}
        if self.report.changeable:
            for diagnostic, fix in self.report.fixes(unsafe=True):
                if self._is_verbatim(fix):
                    found.setdefault(diagnostic.fingerprint, []).append(fix)
        return found

    @cached_property
    def notices(self) -> list[tuple[Notice, Span]]:
        """The notices that have a place, each with its span in the text."""
        return [(notice, notice.span) for notice in self.report.notices if notice.span is not None]

    def page(self, rule_id: str) -> types.CodeDescription | None:
        """The page of the documentation on a rule. None for a rule of the user's own, or without a
        documentation site.
        """
        rule = self.rules.get(rule_id)
        if self.site is None or rule is None or os.path.dirname(rule.path) != builtin_folder():
            return None
        return types.CodeDescription(f"{self.site.rstrip('/')}/rules/{rule_id}/index.html")

    def touching(self, span: Span) -> Iterator[Diagnostic]:
        """Yield the findings that share a character with a span of the text, or border on it."""
        for diagnostic in self.report.diagnostics:
            start, end = self.extent(diagnostic.span)
            if start <= span.end and span.start <= end:
                yield diagnostic

    def extent(self, span: Span) -> Span:
        """The span of the editor's text for a span of the document."""
        if self.report.origin is None:
            return span
        start, end = self.report.origin.extent(span)
        return Span(start.offset, end.offset)

    def range(self, span: Span) -> types.Range:
        """The editor's range for a span of the document."""
        return self.positions.range(*self.extent(span))

    def edit(self, edit: Edit) -> types.TextEdit:
        """An edit of the document as an edit of the editor's text."""
        return types.TextEdit(self.range(edit.span), edit.text)

    def _shown(self, diagnostic: Diagnostic) -> types.Diagnostic:
        return types.Diagnostic(
            self.range(diagnostic.span),
            diagnostic.message,
            severity=_LEVELS[diagnostic.severity],
            code=diagnostic.rule,
            code_description=self.page(diagnostic.rule),
            source=SOURCE,
            related_information=[
                types.DiagnosticRelatedInformation(
                    types.Location(self.uri, self.range(related.span)), related.message
                )
                for related in diagnostic.related
            ],
            data=self._data(diagnostic),
        )

    def _noticed(self, notice: Notice, span: Span) -> types.Diagnostic:
        severity = types.DiagnosticSeverity.Hint if notice.needless else types.DiagnosticSeverity.Information
        return types.Diagnostic(
            self.positions.range(*span),
            notice.message,
            severity=severity,
            source=SOURCE,
            tags=[types.DiagnosticTag.Unnecessary] if notice.needless else None,
            data={"version": self.version, "notice": notice.message},
        )

    def _data(self, diagnostic: Diagnostic) -> dict[str, object]:
        """The data that the client sends back with a request for actions. It identifies the finding even if
        the client changes the range.
        """
        return {
            "version": self.version,
            "fingerprint": diagnostic.fingerprint,
            "name": diagnostic.name,
            "fixes": [
                {"safe": fix.safe, "edits": [_plain(self.edit(edit)) for edit in fix.edits]}
                for fix in diagnostic.fixes
                if self._is_verbatim(fix)
            ],
        }

    def _is_verbatim(self, fix: Fix) -> bool:
        """Whether the characters that a fix changes stand in the text just as in the document, without tags
        or references, and the new ones need no escaping.
        """
        document = self.report.document
        assert document is not None
        if isinstance(self.report.origin, TextOrigin):
            return True
        return all(
            self.text[slice(*self.extent(edit.span))] == document.text[slice(*edit.span)]
            and not any(mark in edit.text for mark in "<>&\r\n\t")
            for edit in fix.edits
        )


def problem(message: str, line: int = 0) -> types.Diagnostic:
    """A diagnostic that is not a finding, on a line counted from 0."""
    place = types.Range(types.Position(line, 0), types.Position(line + 1, 0))
    return types.Diagnostic(place, message, severity=types.DiagnosticSeverity.Error, source=SOURCE)


def _plain(edit: types.TextEdit) -> dict[str, object]:
    start, end = edit.range.start, edit.range.end
    return {
        "range": {
            "start": {"line": start.line, "character": start.character},
            "end": {"line": end.line, "character": end.character},
        },
        "newText": edit.new_text,
    }
