"""Kind `pairing`: brackets and quotation marks that open and close."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from govlint.diagnostic import Finding, Related
from govlint.document import Line, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

# `1）`, `（1)`, `一）`, `a)` in front of an item: a closing bracket that was never opened.
_ITEM = re.compile(r"(?:^|[。；，：、\s])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")
_ITEM_LENGTH = 5


@dataclass(frozen=True)
class PairingChecker:
    """Reports marks without a partner in their paragraph.

    - `pairs`: strings of two characters, opening and closing;
    - `report`: `unclosed` (opened, never closed), `unopened` (closed, never opened) or `reopened` (opened
      again before it was closed: the second mark points the wrong way, or a closing one is missing).

    A quotation that runs over several paragraphs opens each of them anew and closes the last: such
    openings are not reported. Values for the message: `mark`, `partner`.
    """

    pairs: tuple[str, ...]
    report: Literal["unclosed", "unopened", "reopened"]

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding a mark, by pair and in order of place."""
        for pair in self.pairs:
            opening, closing = pair[0], pair[1]
            if opening not in document.folded and closing not in document.folded:
                continue
            faults = document.derived(_Faults(opening, closing))
            for kind, offset, partner in faults:
                if kind != self.report:
                    continue
                mark, missing = (closing, opening) if kind == "unopened" else (opening, closing)
                related = (
                    () if partner is None else (Related(Span(partner, partner + 1), f"前一个“{opening}”"),)
                )
                yield Finding(Span(offset, offset + 1), {"mark": mark, "partner": missing}, related=related)


@dataclass(frozen=True)
class _Faults:
    """What is wrong with one pair of marks in a document: (kind, offset, offset of the earlier mark)."""

    opening: str
    closing: str

    def __call__(self, document: Document) -> tuple[tuple[str, int, int | None], ...]:
        found: list[tuple[str, int, int | None]] = []
        lines = [line for line in document.lines if line.kind != "blank"]
        for line, following in zip_longest(lines, lines[1:]):
            found += self._in_line(document, line, following)
        return tuple(found)

    def _in_line(
        self, document: Document, line: Line, following: Line | None
    ) -> Iterator[tuple[str, int, int | None]]:
        text = document.folded
        nests = self.opening in "（《〈〔【［"
        open_at: list[int] = []
        for offset in range(line.start, line.end):
            char = text[offset]
            if char == self.opening:
                if open_at and not nests:
                    yield "reopened", offset, open_at.pop()
                open_at.append(offset)
            elif char == self.closing:
                if open_at:
                    open_at.pop()
                elif not _ITEM.search(text[line.start : offset][-_ITEM_LENGTH:]):
                    yield "unopened", offset, None
        runs_on = following is not None and text[following.start : following.end].strip().startswith(
            self.opening
        )
        for offset in open_at:
            if not runs_on:
                yield "unclosed", offset, None
