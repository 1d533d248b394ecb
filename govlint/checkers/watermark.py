"""Kind `watermark`: what a web site or a page header put between the paragraphs of a text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.checkers.checker import Checker
from govlint.diagnostic import Finding
from govlint.document import MASK, Span
from govlint.matching.pattern import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

_UNSEEN = " \t" + MASK
_MOST = 40  # tails looked at more closely, the best first
_TAIL = 60  # a watermark is looked for in the last characters of a paragraph
_MANY = 8  # places from which on a sentence that reads like the author's is a watermark
_SENTENCE_END = "。！？；"
_CLOSING = _SENTENCE_END + "”）"
_OPEN = "，、：“‘《（"  # a paragraph that ends so goes on in the next
_ENDS = Regex(f"[{_SENTENCE_END}][”’）]*")
_FOREIGN = Regex("[A-Za-z]{2,}|--|——|[@#/]")  # what a site's name has and a report's words have not


@dataclass(frozen=True)
class WatermarkChecker(Checker):
    """Reports text that comes again and again at the ends of paragraphs or as lines of its own, with a
    finding for each place.

    - `unit: tail`: the same characters at the end of at least `times` different paragraphs (or headings) that
      would be whole sentences without them.
    - `unit: line`: the same line at least `times` times, each time between other neighbours (else it is part
      of a longer repeat, or of a form with the same rows).

    What ends like a sentence is one only at `_MANY` places or with signs that reports do not have (Latin
    letters, `--`, `@`), in tails as a sentence of its own and at the end of most paragraphs: closing phrases
    recur in good prose.

    `at_least` is the length of the shortest watermark, in characters; what `unless` matches is none. Values
    for the message: `match`, `count` (of places).
    """

    unit: Literal["tail", "line"]
    at_least: int
    times: int = 2
    unless: Regex | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where nothing would be long enough to be one."""
        if self.at_least < 1:
            raise ValueError("at_least 至少是 1")

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding for each place, one watermark after the other."""
        yield from self._tails(document) if self.unit == "tail" else self._lines(document)

    def _tails(self, document: Document) -> Iterator[Finding]:
        folded = document.folded
        contents = {folded[line.start : line.end].strip(_UNSEEN) for line in document.paragraphs}
        long = [content for content in contents if len(content) >= 2 * self.at_least]
        for mark in self._marks(long):
            places = [
                Span(line.start + len(content) - len(mark), line.start + len(content))
                for line in document.lines
                if (content := folded[line.start : line.end].rstrip(_UNSEEN)).endswith(mark)
            ]
            if _FOREIGN.search(mark):
                places = [Span(*found.span()) for found in re.finditer(re.escape(mark), folded)]
            for place in places:
                yield _finding(document, place, len(places))

    def _marks(self, contents: list[str]) -> list[str]:
        """The watermarks at the ends of paragraphs. Of tails that end alike, the one that covers most
        characters over all places.
        """
        tails = sorted(content[-_TAIL:][::-1] for content in contents)
        scores: dict[str, int] = {}
        for shared, count in _shared_prefixes(tails):
            mark = _own_part(shared[::-1])
            if count >= self.times and len(mark) >= self.at_least and MASK not in mark:
                scores[mark] = max(scores.get(mark, 0), count * len(mark))
        marks: list[str] = []
        for mark in sorted(scores, key=lambda mark: (-scores[mark], mark))[:_MOST]:
            if any(mark.endswith(known) or known.endswith(mark) for known in marks):
                continue
            if self._is_watermark(mark, contents):
                marks.append(mark)
        return marks

    def _is_watermark(self, mark: str, contents: list[str]) -> bool:
        if self.unless and self.unless.search(mark):
            return False
        bearers = [content[: -len(mark)] for content in contents if content.endswith(mark)]
        if mark[-1] in _CLOSING and not _FOREIGN.search(mark):
            return len(bearers) >= _MANY and len(bearers) * 2 > len(contents)
        if sum(1 for rest in bearers if _ENDS.search(rest)) < self.times:
            return False
        # In hard-wrapped text, or where full stops were lost, lines end anywhere, so also alike.
        broken = [
            content for content in contents if content[-1] not in _CLOSING and not content.endswith(mark)
        ]
        return len(broken) * 2 <= len(contents)

    def _lines(self, document: Document) -> Iterator[Finding]:
        lines = [line for line in document.lines if line.kind != "blank"]
        contents = [document.folded[line.start : line.end].strip() for line in lines]
        places: dict[str, list[int]] = defaultdict(list)
        for index, (line, content) in enumerate(zip(lines, contents, strict=True)):
            if MASK in content:  # masked texts look alike
                continue
            if line.kind in ("text", "title") and self.at_least <= len(content) <= 2 * _TAIL:
                places[content].append(index)
        neighbours = ["", *contents, ""]
        for content, found in places.items():
            before = {neighbours[index] for index in found}
            after = {neighbours[index + 2] for index in found}
            if min(len(before), len(after)) < self.times or content[-1] in "！：":
                continue
            if content[-1] in _CLOSING and len(found) < _MANY and not _FOREIGN.search(content):
                continue
            if self.unless and self.unless.search(content):
                continue
            for index in found:
                line = lines[index]
                start = line.start + document.folded[line.start : line.end].index(content)
                yield _finding(document, Span(start, start + len(content)), len(found))


def _shared_prefixes(texts: list[str]) -> Iterator[tuple[str, int]]:
    """Every longest prefix that neighbours in a sorted list share, and how many share it."""
    open_runs: list[tuple[int, int]] = []  # (length shared, index where the run begins), lengths ascending
    for index, text in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        shared = len(_common_prefix(text, following))
        begin = index
        while open_runs and open_runs[-1][0] > shared:
            length, begin = open_runs.pop()
            yield text[:length], index - begin + 1
        if shared and (not open_runs or open_runs[-1][0] < shared):
            open_runs.append((shared, begin))


def _common_prefix(one: str, other: str) -> str:
    length = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    return one[: min(len(one), len(other)) if length is None else length]


def _own_part(tail: str) -> str:
    """A shared tail without the end of the sentence before it."""
    last = len(tail) if tail[-1] not in _CLOSING else len(tail.rstrip(_CLOSING))
    breaks = [found.end() for found in _ENDS.finditer(tail) if found.end() <= last]
    if tail[-1] in _OPEN or (tail[-1] in _CLOSING and not breaks):
        return ""
    return tail[breaks[0] if breaks else 0 :].lstrip()


def _finding(document: Document, span: Span, count: int) -> Finding:
    return Finding(span, {"match": document.text[span.start : span.end], "count": count})
