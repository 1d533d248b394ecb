"""Kind `repetition`: titles, paragraphs and sentences that come more than once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.checkers.checker import Checker
from govlint.diagnostic import Finding, Related
from govlint.document import MASK, Line, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

_FIRST_LINES = 30
_FIGURE = re.compile(r"\d")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")  # takes a line without an end whole: no way back
_CONTENTS = re.compile("目 *[录次]")
_DATE = re.compile(r"（?[\d二〇○零一三四五六七八九]{4}年.{1,3}月.{1,3}日）?")


@dataclass(frozen=True)
class RepetitionChecker(Checker):
    """Reports what stands in a document a second time, with a finding for each repeat.

    - `unit: title`: a title that comes again within the first `_FIRST_LINES` lines (blank ones apart), before
      any table of contents; not that of the organ that signs.
    - `unit: body`: a run of paragraphs that stand earlier in the document in the same order, `at_least`
      characters together. The place is the later copy.
    - `unit: sentence`: a sentence with figures that comes again.

    `at_least` is the shortest repeat to report, in characters. Values for the message: `match`, `count` (of a
    title, the times so far; of a sentence, 2; of a body, its paragraphs).
    """

    unit: Literal["title", "body", "sentence"]
    at_least: int

    def __post_init__(self) -> None:
        """Raise ValueError where nothing would be long enough to be one."""
        if self.at_least < 1:
            raise ValueError("at_least 至少是 1")

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding for each repeat, in order of place."""
        match self.unit:
            case "title":
                yield from self._titles(document)
            case "body":
                yield from self._bodies(document)
            case "sentence":
                yield from self._sentences(document)

    def _sentences(self, document: Document) -> Iterator[Finding]:
        first: dict[str, Span] = {}
        for match in _SENTENCE.finditer(document.folded):
            sentence = match[0].strip()
            if len(sentence) < self.at_least or sentence[-1] not in "。！？" or not _FIGURE.search(sentence):
                continue
            if MASK in sentence:  # masked texts look alike
                continue
            start = match.start() + match[0].index(sentence)
            span = Span(start, start + len(sentence))
            before = first.setdefault(sentence, span)
            if before != span:
                yield _finding(document, span, 2, (Related(before, "前一处"),))

    def _titles(self, document: Document) -> Iterator[Finding]:
        lines = [line for line in document.lines if line.kind != "blank"]
        contents = [
            re.sub(r"\s+", "", document.folded[line.start : line.end]) for line in lines[: _FIRST_LINES + 3]
        ]
        titles: dict[str, int] = {}
        repeats: dict[str, int] = defaultdict(int)
        for at, (line, content) in enumerate(zip(lines[:_FIRST_LINES], contents, strict=False)):
            if _CONTENTS.fullmatch(content):
                return
            if content in titles:
                if _signs(contents, titles[content], at):
                    continue
                repeats[content] += 1
                related = (Related(lines[titles[content]].span, "首次出现"),)
                yield _finding(document, line.span, repeats[content] + 1, related)
            elif line.kind == "title" and len(content) >= self.at_least:
                titles[content] = at

    def _bodies(self, document: Document) -> Iterator[Finding]:
        lines = [line for line in document.lines if line.kind != "blank"]
        contents = [_content(document, line) for line in lines]
        first: dict[str, int] = {}
        position = 0
        while position < len(lines):
            origin = first.get(contents[position])
            if origin is None:
                if lines[position].kind == "text":
                    first[contents[position]] = position
                position += 1
                continue
            run = 1
            while (
                origin + run < position
                and position + run < len(lines)
                and contents[origin + run] == contents[position + run]
            ):
                run += 1
            if sum(map(len, contents[position : position + run])) >= self.at_least:
                span = Span(lines[position].start, lines[position + run - 1].end)
                earlier = Span(lines[origin].start, lines[origin + run - 1].end)
                yield _finding(document, span, run, (Related(earlier, "前文相同处"),))
            position += run


def _signs(contents: list[str], first: int, again: int) -> bool:
    """Whether a line is the organ that signs a paper, named above its title before: sentences stand between,
    and it ends the paper, but for others who sign and the date.
    """
    after = contents[again + 1 : again + 4]
    dated = any(map(_DATE.fullmatch, after))
    return (dated or not after) and any(content.endswith("。") for content in contents[first:again])


def _content(document: Document, line: Line) -> str:
    """A line without blanks at its ends; as it is where part of it is masked, since masked texts look
    alike.
    """
    content = document.folded[line.start : line.end].strip()
    return document.text[line.start : line.end].strip() if MASK in content else content


def _finding(document: Document, span: Span, count: int, related: tuple[Related, ...]) -> Finding:
    return Finding(span, {"match": document.text[span.start : span.end], "count": count}, related=related)
