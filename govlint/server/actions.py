"""Code actions on findings: fixes, and ways to allow or ignore a finding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from govlint.server.commentable import commentable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.diagnostic import Diagnostic, Fix
    from govlint.document import Span
    from govlint.server.checked import Checked

FIX_ALL = "source.fixAll.govlint"
ALLOW = "govlint.allow"
"""The command that allows a text. Its arguments are the URI of the document and the text."""

# The categories of findings that may be right on purpose: a name, a quotation, a term of the house. What is
# left unfilled, comes from a web page, or is no word (figures, numbering, marks) never is.
_ON_PURPOSE = frozenset({"typo", "wording", "style", "consistency"})
_LONGEST = 20  # characters of a text that may be allowed as a word
_WORD = re.compile(r"\w")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURE = re.compile(r"\d|[〇零一二两三四五六七八九十百千万亿]{2}")
_MOST = 50  # actions of each kind in one answer: nobody looks through more, and a text may have thousands
_SHOWN = 12  # characters of a text that a title quotes


class Asked(NamedTuple):
    """A client's request for code actions.

    `only` are the kinds it wants (none: all), `diagnostics` those it names. `versioned`: its edits may name a
    version of the document.
    """

    only: tuple[str, ...]
    diagnostics: tuple[types.Diagnostic, ...]
    versioned: bool

    def wants(self, kind: str) -> bool:
        """Whether the client wants actions of a kind, by itself or as part of a wider kind."""
        return not self.only or any(kind == one or kind.startswith(f"{one}.") for one in self.only)


@dataclass(frozen=True)
class Actions:
    """The actions for one request, at a span of a text as checked."""

    checked: Checked
    span: Span
    asked: Asked

    def offered(self) -> Iterator[types.CodeAction]:
        """Yield fixes first, then ways to allow or ignore a finding, then the action that makes all safe
        fixes. Of each kind the first `_MOST`.
        """
        if self.asked.wants(types.CodeActionKind.QuickFix):
            for made in (self._fixes, self._allowing, self._ignoring):
                yield from islice(chain.from_iterable(map(made, self._found[:_MOST])), _MOST)
            yield from islice(self._deleting(), _MOST)
        if self.asked.wants(FIX_ALL) and self._any_safe():
            # Its edit takes rounds of checking, so it is computed only when the action is chosen.
            yield types.CodeAction(
                "改好全部有把握的问题（govlint）", kind=FIX_ALL, data={"uri": self.checked.uri}
            )

    @cached_property
    def _found(self) -> list[Diagnostic]:
        """The findings that the client names, if it means this version, and those at the span.

        Names are needed besides the span: a client may convert the ranges of diagnostics to another unit.
        """
        named = self._named("fingerprint")
        here = {one.fingerprint for one in self.checked.touching(self.span)}
        return [one for one in self.checked.report.diagnostics if one.fingerprint in named | here]

    def _named(self, key: str) -> set[object]:
        """The values under `key` in the data of the client's diagnostics, if these are of this version."""
        return {
            one.data[key]
            for one in self.asked.diagnostics
            if isinstance(one.data, dict)
            and key in one.data
            and one.data.get("version") == self.checked.version
        }

    def _any_safe(self) -> bool:
        return any(fix.safe for fixes in self.checked.fixable.values() for fix in fixes)

    def _fixes(self, diagnostic: Diagnostic) -> Iterator[types.CodeAction]:
        for fix in self.checked.fixable.get(diagnostic.fingerprint, ()):
            title = f"{self._title(fix)}（{diagnostic.rule}{'' if fix.safe else '，须确认'}）"
            edits = [self.checked.edit(edit) for edit in fix.edits]
            yield self._quick(
                title, self._echoed("fingerprint", diagnostic.fingerprint), edits, best=fix.safe
            )

    def _quick(
        self, title: str, echoed: list[types.Diagnostic], edits: list[types.TextEdit], *, best: bool = False
    ) -> types.CodeAction:
        return types.CodeAction(
            title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=echoed,
            is_preferred=best or None,
            edit=changes(self.checked, edits, versioned=self.asked.versioned),
        )

    def _title(self, fix: Fix) -> str:
        if len(fix.edits) > 1:
            return f"修改 {len(fix.edits)} 处"
        (start, end), new = fix.edits[0]
        old = self.checked.report.document.text[start:end] if self.checked.report.document else ""
        if not old:
            return f"补上“{_short(new)}”"
        return f"改为“{_short(new)}”" if new else f"删去“{_short(old)}”"

    def _echoed(self, key: str, value: str) -> list[types.Diagnostic]:
        """The client's own diagnostics with `value` under `key` in their data. An action returns them to say
        what it is for, without the fixes in them: one finding may have hundreds.
        """
        return [
            types.Diagnostic(
                one.range,
                one.message,
                one.severity,
                one.code,
                one.code_description,
                one.source,
                one.tags,
                one.related_information,
                {name: known for name, known in one.data.items() if name != "fixes"},
            )
            for one in self.asked.diagnostics
            if isinstance(one.data, dict) and one.data.get(key) == value
        ]

    def _allowing(self, diagnostic: Diagnostic) -> Iterator[types.CodeAction]:
        text = self._word(diagnostic)
        if text is not None:
            title = f"忽略这个词“{_short(text)}”（写入 .govlint.yaml）"
            yield types.CodeAction(
                title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=self._echoed("fingerprint", diagnostic.fingerprint),
                command=types.Command(title, ALLOW, arguments=[self.checked.uri, text]),
            )

    def _word(self, diagnostic: Diagnostic) -> str | None:
        """The text to allow for a finding; None where it cannot be meant as it stands. A single character
        would allow too much, so it is joined by the ideographs beside it.
        """
        document, (start, end) = self.checked.report.document, diagnostic.span
        if document is None or end - start > _LONGEST or not _may_be_meant(diagnostic):
            return None
        if end - start == 1:
            start -= start > 0 and bool(_HAN.match(document.text[start - 1]))
            end += bool(_HAN.match(document.text[end : end + 1]))
        text = document.text[start:end]
        return text if end - start > 1 and _WORD.search(text) and text.isprintable() else None

    def _ignoring(self, diagnostic: Diagnostic) -> Iterator[types.CodeAction]:
        comment = f"<!-- govlint-disable-line {diagnostic.rule} -->"
        at = self._line_end(diagnostic)
        if at in self._commentable:
            written = types.TextEdit(self.checked.positions.range(at, at), comment)
            echoed = self._echoed("fingerprint", diagnostic.fingerprint)
            yield self._quick(f"本行忽略 {diagnostic.rule}", echoed, [written])

    def _line_end(self, diagnostic: Diagnostic) -> int:
        return self.checked.positions.line_end(self.checked.extent(diagnostic.span).start)

    @cached_property
    def _commentable(self) -> frozenset[int]:
        """The ends of lines of the findings that take a comment."""
        ends = sorted({self._line_end(one) for one in self._found[:_MOST]})
        return frozenset(commentable(self.checked.text, self.checked.report.path, ends))

    def _deleting(self) -> Iterator[types.CodeAction]:
        """Yield deletions of the comments that notices call needless. A line with nothing else is deleted
        whole.
        """
        named = self._named("notice")
        for notice, span in self.checked.notices:
            here = span.start <= self.span.end and self.span.start <= span.end
            if notice.needless and (here or notice.message in named):
                positions = self.checked.positions
                gone = types.TextEdit(positions.range(*positions.with_line(span)), "")
                echoed = self._echoed("notice", notice.message)
                yield self._quick("删去没有用到的忽略指令", echoed, [gone], best=True)


def _may_be_meant(diagnostic: Diagnostic) -> bool:
    """Whether the text of a finding may be right on purpose, so that it is worth allowing everywhere."""
    about_figures = diagnostic.evidence is not None or _FIGURE.search(diagnostic.text)
    return diagnostic.category in _ON_PURPOSE and not about_figures


def changes(checked: Checked, edits: Sequence[types.TextEdit], *, versioned: bool) -> types.WorkspaceEdit:
    """Edits of one text. If `versioned`, the client applies them only to the version that was checked."""
    if not versioned:
        return types.WorkspaceEdit(changes={checked.uri: list(edits)})
    named = types.OptionalVersionedTextDocumentIdentifier(checked.uri, checked.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(named, list(edits))])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
