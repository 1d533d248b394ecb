"""Checks a text whose lines end with CR LF or CR as if they ended with LF: rules know no other line ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from govlint.diagnostic import Edit, Fix, Related
from govlint.document import Document, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govlint.conclusions import Exemption, LintResult
    from govlint.diagnostic import CheckedRelation, Diagnostic

_LINE_END = re.compile("\r\n?")


def in_lf(
    document: Document,
    exemptions: Sequence[Exemption],
    check: Callable[[Document, Sequence[Exemption]], LintResult],
) -> LintResult:
    """The result of `check` on a document with LF for every line end, with all places where the document has
    them. New line ends in fixes are like those of the document.
    """
    ends = [match.start() for match in re.finditer("\r\n", document.text)]
    shift = _Shift(ends, [end - number for number, end in enumerate(ends)])
    lf = Document(_LINE_END.sub("\n", document.text), masked=map(shift.there, document.masked))
    moved = [
        replace(one, reaches=tuple((ids, shift.there(span)) for ids, span in one.reaches))
        for one in exemptions
    ]
    result = check(lf, moved)
    given = {id(there): here for there, here in zip(moved, exemptions, strict=True)}
    return replace(
        result,
        findings=tuple(shift.diagnostic(document, one) for one in result.findings),
        relations=tuple(shift.relation(one) for one in result.relations),
        unused=tuple(given[id(one)] for one in result.unused),
    )


class _Shift(NamedTuple):
    """Moves offsets between a text and the same text with LF for CR LF: `ends` are the offsets of the line
    ends in the one, `lf_ends` in the other.
    """

    ends: Sequence[int]
    lf_ends: Sequence[int]

    def there(self, span: Span) -> Span:
        """A span of the text as one of the text with LF."""
        return Span(*(offset - bisect_left(self.ends, offset) for offset in span))

    def here(self, span: Span) -> Span:
        """A span of the text with LF as one of the text."""
        return Span(*(offset + bisect_left(self.lf_ends, offset) for offset in span))

    def diagnostic(self, document: Document, found: Diagnostic) -> Diagnostic:
        """A diagnostic of the text with LF as one of the text."""
        span = self.here(found.span)
        return replace(
            found,
            span=span,
            text=document.text[span.start : span.end],
            fixes=tuple(Fix(fix.safe, tuple(map(self._edit, fix.edits))) for fix in found.fixes),
            related=tuple(Related(self.here(one.span), one.message) for one in found.related),
        )

    def relation(self, found: CheckedRelation) -> CheckedRelation:
        """A relation of the text with LF as one of the text."""
        operands = tuple(map(self.here, found.operands))
        return found._replace(
            operands=operands, shown_at=self.here(Span(found.shown_at, found.shown_at)).start
        )

    def _edit(self, edit: Edit) -> Edit:
        text = edit.text.replace("\n", "\r\n") if self.ends else edit.text
        return Edit(self.here(edit.span), text)
