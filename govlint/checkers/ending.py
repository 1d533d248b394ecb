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
    """Reports paragraphs of more than `longer_than` characters that do not end in one of `marks`.

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
            content = document.folded[line.start : line.end].rstrip(_UNSEEN)
            end = line.start + len(content)
            if content[-1:] in _SIGNS:
                note = _REFERENCE.search(document.text[line.start : end])
                end = line.start + note.start() if note else end
            if len(content.lstrip(_UNSEEN)) > self.longer_than:
                long.append((end, document.folded[max(end - 1, line.start)]))
        faulty = [(end, last) for end, last in long if last not in self.marks]
        if len(faulty) * 2 > len(long) and len(faulty) > 3:
            return
        for end, last in faulty:
            line = document.line_at(end - 1)
            if self.containing and not self.containing.search(document.folded, Span(line.start, end - 1)):
                continue
            span = Span(max(line.start, end - 2), end)
            yield Finding(span, {"match": document.text[span.start : span.end], "last": last})
