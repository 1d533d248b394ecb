"""Kind `repetition`: watermarks, titles and bodies that come more than once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.diagnostic import Finding, Related
from govlint.document import Line, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document

_TAIL = 60  # a watermark is looked for in the last characters of a paragraph
_TITLE_LINES = 30
_SENTENCE_END = "。！？；"
_ENDS = re.compile(f"[{_SENTENCE_END}][”’）]*")


@dataclass(frozen=True)
class RepetitionChecker:
    """Reports what stands in a document again and again.

    - `unit: tail`: the same characters at the end of `times` or more paragraphs; where they end like a
      sentence, only whole sentences of their own count. One finding a place.
    - `unit: line`: the same line `times` or more times. One finding a place.
    - `unit: title`: a title again in the lines after it. One finding a repeat.
    - `unit: body`: paragraphs that stand in the document before, in the same order, `at_least` characters
      or more of them. One finding a run, over the later copy.

    `at_least` is the shortest repeat that counts, in characters. Values for the message: `match`, `count`.
    """

    unit: Literal["tail", "line", "title", "body"]
    at_least: int
    times: int = 2

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield a finding a place or run."""
        if self.unit == "tail":
            yield from self._tails(document)
        elif self.unit == "line":
            yield from self._lines(document)
        elif self.unit == "title":
            yield from self._titles(document)
        else:
            yield from self._bodies(document)

    def _tails(self, document: Document) -> Iterator[Finding]:
        ends: list[tuple[str, int]] = []
        for line in document.paragraphs:
            content = document.folded[line.start : line.end].rstrip()
            if len(content) >= 2 * self.at_least:
                ends.append((content[-_TAIL:][::-1], line.start + len(content)))
        ends.sort()
        group: list[tuple[str, int]] = []
        shared = ""
        for tail, end in [*ends, ("", 0)]:
            common = _common_prefix(shared, tail) if group else tail
            if group and len(common) >= self.at_least:
                shared = common
            else:
                yield from self._group(document, group, shared)
                group, shared = [], tail
            group.append((tail, end))

    def _group(self, document: Document, group: list[tuple[str, int]], shared: str) -> Iterator[Finding]:
        if len(group) < self.times:
            return
        tail = shared[::-1]
        if tail[-1] in _SENTENCE_END + "”）":
            # Closing phrases recur in good prose; a whole sentence of its own does not.
            breaks = [found.end() for found in _ENDS.finditer(tail) if found.end() < len(tail)]
            tail = tail[breaks[0] :] if breaks else ""
        else:
            tail = tail[max((found.end() for found in _ENDS.finditer(tail)), default=0) :]
        tail = tail.lstrip()
        if len(tail) < self.at_least:
            return
        for end in sorted(end for _, end in group):
            yield _finding(document, Span(end - len(tail), end), len(group))

    def _lines(self, document: Document) -> Iterator[Finding]:
        places: dict[str, list[Span]] = defaultdict(list)
        for line in document.lines:
            content = document.folded[line.start : line.end].strip()
            if line.kind in ("text", "title", "field") and self.at_least <= len(content) <= _TAIL:
                start = line.start + document.folded[line.start : line.end].index(content[0])
                places[content].append(Span(start, start + len(content)))
        for content, spans in places.items():
            if len(spans) >= self.times and content[-1] not in "！：":
                for span in spans:
                    yield _finding(document, span, len(spans))

    def _titles(self, document: Document) -> Iterator[Finding]:
        head = [line for line in document.lines if line.kind != "blank"][:_TITLE_LINES]
        titles: dict[str, Line] = {}
        repeats: dict[str, int] = defaultdict(int)
        for line in head:
            content = re.sub(r"\s+", "", document.folded[line.start : line.end])
            if content in titles:
                repeats[content] += 1
                related = (Related(titles[content].span, "首次出现"),)
                yield _finding(document, line.span, repeats[content] + 1, related)
            elif line.kind == "title" and len(content) >= self.at_least:
                titles[content] = line

    def _bodies(self, document: Document) -> Iterator[Finding]:
        lines = [line for line in document.lines if line.kind != "blank"]
        contents = [document.folded[line.start : line.end].strip() for line in lines]
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


def _common_prefix(one: str, other: str) -> str:
    length = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    return one[: min(len(one), len(other)) if length is None else length]


def _finding(document: Document, span: Span, count: int, related: tuple[Related, ...] = ()) -> Finding:
    return Finding(span, {"match": document.text[span.start : span.end], "count": count}, related=related)
