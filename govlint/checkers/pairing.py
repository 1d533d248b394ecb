"""Kind `pairing`: brackets and quotation marks that open and close."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from govlint.checkers.checker import Checker
from govlint.diagnostic import Edit, Finding, Related
from govlint.document import Line, Span
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

# `1）`, `（1)`, `一）`, `a)` in front of an item: a closing bracket that was never opened.
_ITEM = Regex(r"(?:^|[。；，：、\s])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")
_ITEM_LENGTH = 5
_ENDS = "，。；、！？：）》"  # what follows a quotation, and begins none
_NAMES = {  # of both marks of a pair, without 前 and 后
    "“”": "引号",
    "‘’": "单引号",
    "（）": "括号",
    "《》": "书名号",
    "〈〉": "单书名号",
    "〔〕": "六角括号",
    "【】": "方头括号",
    "［］": "方括号",
}
_QUOTED = 20  # characters between two marks that may be a quotation with a mark the wrong way round


@dataclass(frozen=True)
class PairingChecker(Checker):
    """Reports marks that have no partner in their line.

    - `pairs`: strings of two characters, the opening mark and the closing one;
    - `report`: `unclosed` (opened, never closed), `unopened` (closed, never opened), `reopened` (opened
      again before it was closed: told at the first where the second has its partner, so that the first is
      the one never closed, else at the second) or `reversed` (a quotation mark that points the wrong way:
      an opening one where punctuation follows, or a closing one in front of a short quotation).

    A quotation that runs over several paragraphs opens each of them anew and closes the last: such
    openings are not reported. The fix of a reversed mark is its partner. Values for the message: `mark`,
    `partner`, and in words (前引号, 后引号) `mark_name`, `partner_name`.
    """

    pairs: tuple[str, ...]
    report: Literal["unclosed", "unopened", "reopened", "reversed"]

    def __post_init__(self) -> None:
        if any(len(pair) != 2 for pair in self.pairs):
            raise ValueError("pairs 的每一项应为前后两个标点，例如 “”")

    @property
    def needs(self) -> tuple[str, ...]:
        """The marks themselves."""
        return tuple("".join(self.pairs))

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding for each such mark, pair by pair, in order of place."""
        for pair in self.pairs:
            opening, closing = pair[0], pair[1]
            if opening not in document.folded and closing not in document.folded:
                continue
            names = _names(pair)
            faults = document.derived(_Faults(opening, closing))
            for kind, offset, other in faults:
                if kind != self.report:
                    continue
                mark = document.folded[offset]
                missing = opening if mark == closing else closing
                related = () if other is None else (_other_opening(offset, other, names[opening]),)
                span = Span(offset, offset + 1)
                edits = (Edit(span, missing),) if kind == "reversed" else ()
                values = {
                    "mark": mark,
                    "partner": missing,
                    "mark_name": names[mark],
                    "partner_name": names[missing],
                }
                yield Finding(span, values, edits, related)


def _names(pair: str) -> dict[str, str]:
    """What each mark of a pair is called: itself where the pair has no name."""
    name = _NAMES.get(pair)
    return {mark: f"{side}{name}" if name else f"「{mark}」" for side, mark in zip("前后", pair, strict=True)}


def _other_opening(offset: int, other: int, name: str) -> Related:
    return Related(Span(other, other + 1), f"{'前' if other < offset else '后'}一个{name}")


@dataclass(frozen=True)
class _Faults:
    """Finds what is wrong with one pair of marks in a document: what to report, the offset of the mark, and,
    of a mark opened again, the offset of the other one.
    """

    opening: str
    closing: str

    def __call__(self, document: Document) -> tuple[tuple[str, int, int | None], ...]:
        marks: dict[int, list[int]] = {}
        for match in re.finditer(f"[{re.escape(self.opening + self.closing)}]", document.folded):
            marks.setdefault(document.line_at(match.start()).row, []).append(match.start())
        found: list[tuple[str, int, int | None]] = []
        for index, offsets in marks.items():
            found += self._in_line(document, document.lines[index], offsets)
        return tuple(found)

    def _in_line(
        self, document: Document, line: Line, offsets: list[int]
    ) -> Iterator[tuple[str, int, int | None]]:
        text = document.folded
        nests = self.opening in "（《〈〔【［"
        open_at: list[int] = []
        told = -1  # the last mark reported as reopened
        for offset, following in zip_longest(offsets, offsets[1:]):
            if text[offset] == self.opening:
                if open_at and not nests:
                    before = open_at.pop()
                    if self._ends(text, offset, line):
                        yield "reversed", offset, None
                        continue
                    is_whole = following is not None and text[following] == self.closing
                    never_closed, other = (before, offset) if is_whole else (offset, before)
                    if never_closed != told:
                        yield "reopened", never_closed, other
                    told = never_closed
                open_at.append(offset)
            elif open_at:
                open_at.pop()
            elif not nests and following is not None and self._begins(text, offset, following, line):
                yield "reversed", offset, None
                open_at.append(offset)
            elif not _ITEM.search(text[max(line.start, offset - _ITEM_LENGTH) : offset]):
                yield "unopened", offset, None
        if open_at and (nests or not self._goes_on(document, line)):
            for offset in open_at:
                yield "unclosed", offset, None

    def _begins(self, text: str, offset: int, following: int, line: Line) -> bool:
        """Whether a closing mark stands before a short quotation that the following mark ends."""
        inside = text[offset + 1 : following]
        is_end = text[following] == self.closing or self._ends(text, following, line)
        return is_end and 0 < len(inside) <= _QUOTED and not any(mark in _ENDS for mark in inside)

    def _ends(self, text: str, offset: int, line: Line) -> bool:
        """Whether a mark is followed by what ends a quotation. A line end may also stand in one."""
        return offset + 1 < line.end and text[offset + 1] in _ENDS

    def _goes_on(self, document: Document, line: Line) -> bool:
        """Whether the next line opens the quotation anew."""
        later = (document.lines[row] for row in range(line.row + 1, len(document.lines)))
        below = next((other for other in later if other.kind != "blank"), None)
        return below is not None and document.folded[below.start : below.end].lstrip().startswith(
            self.opening
        )
