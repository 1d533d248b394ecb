"""Kind `block`: runs of lines that belong to a web page, not to the text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.by_line import ByLine
from govlint.diagnostic import Finding, Related
from govlint.document import Line, Span
from govlint.matching.pattern import Regex
from govlint.matching.prefilter import LiteralPrefilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.document import Document

_LONGEST = 400  # characters; page furniture comes in short lines
_BODY = 60  # characters of running text that make a line part of the body
_VALUE = 30  # characters of a value that stands in the line after its label
_TITLE = 60  # characters of the title of another text
_SHOWN = 12  # characters of a line in the message
_STOPS = "。！？；"
_PAUSES = "，、："
_SPACES = Regex(r"[\s\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True)
class BlockChecker(ByLine):
    """Reports lines left over from a web page (menus, buttons, source lines): one finding for each run of
    them. Blank lines do not end a run.

    - `sure`: patterns of whole lines that belong to the page wherever they stand;
    - `edge`: patterns of whole lines that do so above or below the body;
    - `likely`: patterns of whole lines that do so in a run with `sure` lines, or with `edge` lines at the
      edge;
    - `labels`: patterns of labels whose value may stand in a line of its own: a short line between a label
      and another line of the page belongs to the run;
    - `lists`: patterns of headings over lists of other texts, which are lines of the page, too: below the
      body, the titles down to the next line of the page or the end of the text belong to the run.

    Patterns are held against the whole folded line, once with each run of spaces narrowed to one, once
    without spaces (索 引 号). Every line of the run goes along as related. Values for the message: `count`
    (of lines), `where` (the same in words), `first` (the beginning of the first line), `match` (the whole
    run).
    """

    sure: tuple[Regex, ...] = ()
    edge: tuple[Regex, ...] = ()
    likely: tuple[Regex, ...] = ()
    labels: tuple[Regex, ...] = ()
    lists: tuple[Regex, ...] = ()

    @cached_property
    def _graded(self) -> tuple[tuple[str, Regex], ...]:
        named = (("sure", self.sure), ("edge", self.edge), ("likely", self.likely))
        return tuple((grade, pattern) for grade, patterns in named for pattern in patterns)

    @cached_property
    def _prefilter(self) -> LiteralPrefilter:
        # Texts are looked for in lines without spaces.
        needs = ([text.replace(" ", "") for text in pattern.analysis.literals] for _, pattern in self._graded)
        # Where nothing is left of a text, the pattern needs none.
        return LiteralPrefilter([texts if all(texts) else [] for texts in needs])

    @cached_property
    def _labels(self) -> Regex | None:
        return _any(self.labels) if self.labels else None

    @cached_property
    def _lists(self) -> Regex | None:
        return _any(self.lists) if self.lists else None

    def clues(self, document: Document) -> Iterator[_Graded]:
        """Yield every line that is not blank, with what can be said of it without the other lines."""
        contents = document.derived(_contents)
        passing = self._prefilter.passing_each([content.squeezed for content in contents])
        for content, numbers in zip(contents, passing, strict=True):
            line, grade = content.line, self._grade(content, numbers)
            is_short = len(content.narrowed) <= _VALUE
            is_label = bool(grade or is_short) and any(map(self._is_label, content.forms))
            is_body = not grade and line.kind == "text" and line.end - line.start >= _BODY
            is_heading = bool(grade) and any(map(self._is_heading, content.forms))
            yield _Graded(
                line.span, grade, is_label, is_short, is_body, is_heading, content.is_title, content.is_prose
            )

    def conclude(self, document: Document, clues: Iterable[_Graded]) -> Iterator[Finding]:
        """Yield a finding for each run: where the body begins and ends takes all lines to tell."""
        lines = list(clues)
        grades = [line.grade for line in lines]
        for index in range(1, len(lines) - 1):
            before, after = grades[index - 1], grades[index + 1]
            if not grades[index] and before and after and lines[index - 1].is_label and lines[index].is_short:
                grades[index] = "likely"
        for index in list(_listed(lines, grades)):
            grades[index] = "likely"
        body = [index for index, line in enumerate(lines) if line.is_body and not grades[index]]
        head, foot = (body[0], body[-1]) if body else (len(lines), -1)
        run: list[int] = []
        for index, grade in enumerate([*grades, ""]):
            if grade:
                run.append(index)
                continue
            found = {grades[member] for member in run}
            outside = bool(run) and (run[-1] < head or run[0] > foot)
            if "sure" in found or (outside and "edge" in found):
                yield _finding(document, [lines[member].span for member in run])
            run = []

    def _is_label(self, form: str) -> bool:
        return self._labels is not None and self._labels.fullmatch(form) is not None

    def _is_heading(self, form: str) -> bool:
        return self._lists is not None and self._lists.fullmatch(form) is not None

    def _grade(self, content: _Content, numbers: set[int]) -> str:
        """The grade (sure, edge or likely) of the first pattern that matches, of the patterns numbered; empty
        where none does.
        """
        if len(content.squeezed) <= _LONGEST:
            for number in sorted(numbers):
                grade, pattern = self._graded[number]
                firsts = pattern.analysis.firsts
                if firsts and content.squeezed[0] not in firsts:
                    continue
                if any(map(pattern.fullmatch, content.forms)):
                    return grade
        return ""


class _Graded(NamedTuple):
    """A line that is not blank, with the grade its patterns give it (empty: none matches), and whether it may
    be a label, is short enough for the value of one, is part of the body, heads a list of other texts, may be
    one of their titles, or is a sentence.
    """

    span: Span
    grade: str
    is_label: bool
    is_short: bool
    is_body: bool
    is_heading: bool
    is_title: bool
    is_prose: bool

    @property
    def at(self) -> int:
        return self.span.start

    def moved(self, by: int) -> _Graded:
        return _Graded(self.span.moved(by), *self[1:]) if by else self


class _Content(NamedTuple):
    """A line that is not blank, its folded text with runs of spaces narrowed to one, and without spaces."""

    line: Line
    narrowed: str
    squeezed: str

    @property
    def forms(self) -> set[str]:
        return {self.narrowed, self.squeezed}

    @property
    def is_prose(self) -> bool:
        return self.line.kind == "text" and self.squeezed[-1] in _STOPS

    @property
    def is_title(self) -> bool:
        """Whether it may be the title of another text: no numbered item, no field, no part of a sentence."""
        kind, last = self.line.kind, self.squeezed[-1]
        return kind in ("text", "title") and len(self.squeezed) <= _TITLE and last not in _STOPS + _PAUSES


def _contents(document: Document) -> tuple[_Content, ...]:
    """The lines of a document that are not blank."""
    found = []
    for line in document.lines:
        words = [word for word in _SPACES.compiled.split(document.folded[line.start : line.end]) if word]
        if words:
            found.append(_Content(line, " ".join(words), "".join(words)))
    return tuple(found)


def _listed(lines: list[_Graded], grades: list[str]) -> Iterator[int]:
    """Yield the numbers of the lines below the headings of lists, after the last sentence of the text. Where
    anything but titles stands there before the next line of the page, they may be the author's.
    """
    prose = [index for index, line in enumerate(lines) if line.is_prose and not grades[index]]
    for index in range(prose[-1] + 1 if prose else len(lines), len(lines)):
        if lines[index].is_heading:
            later = range(index + 1, len(lines))
            end = next((one for one in later if grades[one] or not lines[one].is_title), len(lines))
            if end == len(lines) or grades[end]:
                yield from range(index + 1, end)


def _any(patterns: tuple[Regex, ...]) -> Regex:
    return Regex("|".join(f"(?:{pattern.source})" for pattern in patterns))


def _finding(document: Document, lines: list[Span]) -> Finding:
    first, last = lines[0], lines[-1]
    text = document.text[first.start : first.end].strip()
    values = {
        "count": len(lines),
        "where": "这一行" if len(lines) == 1 else f"从这里起 {len(lines)} 行",
        "first": text if len(text) <= _SHOWN else text[:_SHOWN] + "…",
        "match": document.text[first.start : last.end],
    }
    related = tuple(Related(line, "网页残留") for line in lines) if len(lines) > 1 else ()
    return Finding(Span(first.start, last.end), values, related=related)
