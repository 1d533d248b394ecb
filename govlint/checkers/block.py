"""Kind `block`: runs of lines that belong to a web page, not to the text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from govlint.diagnostic import Finding, Related
from govlint.document import Line, Span
from govlint.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

_LONGEST = 400  # characters; page furniture comes in short lines
_BODY = 30  # characters of running text that make a line part of the body
_SHOWN = 12  # characters of a line in the message


@dataclass(frozen=True)
class BlockChecker:
    """Reports runs of page furniture, blank lines between them passed over: one finding a run.

    - `sure`: patterns of whole lines that are furniture wherever they stand;
    - `likely`: patterns of whole lines that are furniture next to a sure one, or two or more together above
      or below the body.

    Patterns see folded lines without outer spaces. Every line of the run goes along as related. Values for
    the message: `count` (lines), `where` (their line numbers), `first` (the beginning of the first).
    """

    sure: tuple[Regex, ...]
    likely: tuple[Regex, ...]

    @cached_property
    def _sure(self) -> Regex:
        return _any(self.sure)

    @cached_property
    def _likely(self) -> Regex:
        return _any(self.likely)

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding a run, in order of place."""
        lines = [line for line in document.lines if line.kind != "blank"]
        grades = [self._grade(document.folded[line.start : line.end].strip()) for line in lines]
        body = [
            index
            for index, (line, grade) in enumerate(zip(lines, grades, strict=True))
            if not grade and line.kind == "text" and line.end - line.start >= _BODY
        ]
        head, foot = (body[0], body[-1]) if body else (len(lines), -1)
        run: list[int] = []
        for index, grade in enumerate([*grades, ""]):
            if grade:
                run.append(index)
                continue
            sure = any(grades[member] == "sure" for member in run)
            outside = bool(run) and (run[-1] < head or run[0] > foot)
            if sure or (len(run) > 1 and outside):
                yield _finding(document, [lines[member] for member in run])
            run = []

    def _grade(self, content: str) -> str:
        if len(content) > _LONGEST:
            return ""
        if self._sure.fullmatch(content):
            return "sure"
        return "likely" if self._likely.fullmatch(content) else ""


def _any(patterns: tuple[Regex, ...]) -> Regex:
    return Regex("|".join(f"(?:{pattern.source})" for pattern in patterns))


def _finding(document: Document, lines: list[Line]) -> Finding:
    first, last = lines[0], lines[-1]
    text = document.text[first.start : first.end].strip()
    numbers = f"第 {first.index + 1} 行" if first is last else f"第 {first.index + 1}–{last.index + 1} 行"
    values = {
        "count": len(lines),
        "where": numbers,
        "first": text if len(text) <= _SHOWN else text[:_SHOWN] + "…",
        "match": document.text[first.start : last.end],
    }
    related = tuple(Related(line.span, "网页残留") for line in lines) if len(lines) > 1 else ()
    return Finding(Span(first.start, last.end), values, related=related)
