"""Kind `ending`: how paragraphs of running text end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.checkers.checker import Checker
from govlint.diagnostic import Finding
from govlint.document import MASK, Span
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

# Reference marks of footnotes, and what stands for the end of an article.
# Nothing in it gives back what it has matched: a ruler of asterisks would take forever.
_REFERENCE = Regex(
    r"(?<!\s)(?:\s*+(?:[①-⑳]++|[\[〔［][\d⁰¹²³⁴-⁹]{1,2}(?:[-、,，—][\d⁰¹²³⁴-⁹]{1,2})*+[\]〕］]"
    r"|[*＊]++|[¹²³⁴-⁹]++|[■□▲●]))++\Z"
)
# What these end in, in folded text: a look at one character spares most lines the pattern.
_SIGNS = frozenset("]〕*■□▲●⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
# White space, characters without width, and what stands for a comment or a mark that is no prose.
_UNSEEN = " \t\u200b\u200c\u200d\ufeff" + MASK


@dataclass(frozen=True)
class EndingChecker(Checker):
    """Reports paragraphs of more than `longer_than` characters that do not end in one of `marks`. Reference
    marks behind them do not count.

    With `containing`, only paragraphs in which that pattern matches before the last character. Titles,
    headings, fields and table rows are not looked at. Where most of the long lines (more than three) end
    otherwise, the text is hard-wrapped: nothing is reported. The place is the last two characters. Values for
    the message: `match`, `last` (the last character).
    """

    marks: str
    longer_than: int
    containing: Regex | None = None

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding for each such paragraph."""
        long = []
        for line in document.paragraphs:
            said = document.folded[line.start : line.end].rstrip(_UNSEEN)
            if said[-1:] in _SIGNS:
                note = _REFERENCE.search(document.text[line.start : line.start + len(said)])
                said = said[: note.start()] if note else said
            if len(said.lstrip(_UNSEEN)) > self.longer_than:
                long.append((line.start, line.start + len(said), said[-1]))
        faulty = [one for one in long if one[-1] not in self.marks]
        if len(faulty) * 2 > len(long) and len(faulty) > 3:
            return
        for start, end, last in faulty:
            if self.containing and not self.containing.search(document.folded, Span(start, end - 1)):
                continue
            span = Span(max(start, end - 2), end)
            yield Finding(span, {"match": document.text[span.start : span.end], "last": last})
