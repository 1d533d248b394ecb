"""Regular expressions as rules use them: compiled when first needed, bounded in time.

Patterns are written for the `regex` module (variable-length lookbehind, possessive quantifiers, named
groups). Compiling one costs a tenth of a millisecond, so the compiled code is kept between runs: `regex`
offers it through the copy protocol, as data that its own constructor takes back.
"""

from __future__ import annotations

import copyreg
from bisect import bisect_right
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import regex

from govlint.literals import Analysis, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TIMEOUT = 5.0
"""Seconds one pattern may spend on one document before it is stopped."""

ENGINE = f"regex {regex.__version__}"
"""What compiled code is valid for."""


_compiled_code: dict[str, Any] = {}
_analyses: dict[str, Analysis] = {}


def known_code() -> dict[str, Any]:
    """Compiled code and analyses by pattern source, as JSON holds them: what to hand to `use_code` later."""
    return {source: [code, list(Regex(source).analysis)] for source, code in _compiled_code.items()}


def use_code(known: dict[str, Any]) -> None:
    """Take back what `known_code` gave, in this or an earlier process with the same `ENGINE`."""
    for source, (code, (literals, in_line, firsts)) in known.items():
        _compiled_code[source] = code
        _analyses[source] = Analysis(tuple(literals), in_line, firsts)


def _compile(source: str) -> regex.Pattern[str]:
    code = _compiled_code.get(source)
    if code is not None:
        flags, compiled, groups, names, lists, list_names, offset, chars, required, count = code
        names = {int(number): name for number, name in names.items()}
        pattern: regex.Pattern[str] = _constructor()(
            source, flags, compiled.encode("latin-1"), groups, names, lists, list_names, offset,
            tuple(chars), required, count,
        )  # fmt: skip
        return pattern
    pattern = regex.compile(source, regex.MULTILINE | regex.VERSION0)
    reduced = copyreg.dispatch_table[type(pattern)](pattern)
    if isinstance(reduced, tuple) and len(reduced[1]) == 11 and isinstance(reduced[1][2], bytes):
        _, flags, compiled, *rest = reduced[1]
        _compiled_code[source] = [flags, compiled.decode("latin-1"), *rest]
    return pattern


@cache
def _constructor() -> Any:
    """The function `regex` itself rebuilds a pattern with."""
    reduced = copyreg.dispatch_table[regex.Pattern](regex.compile(""))
    assert isinstance(reduced, tuple)
    return reduced[0]


def _windows(text: str, starts: Sequence[int], literals: tuple[str, ...]) -> list[tuple[int, int]]:
    """Spans of the lines that hold a literal; the whole text where most lines do."""
    hit = set()
    for literal in literals:
        at = text.find(literal)
        while at >= 0:
            line = bisect_right(starts, at)
            hit.add(line)
            at = text.find(literal, starts[line]) if line < len(starts) else -1
    if len(hit) * 2 > len(starts):
        return [(0, len(text))]
    ends = (*starts[1:], len(text))
    return [(starts[line - 1], ends[line - 1]) for line in sorted(hit)]


class Regex:
    """A pattern in multi-line mode (`^` and `$` match at lines).

    Every method raises TimeoutError when the match takes longer than `TIMEOUT` seconds.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Regex) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def __repr__(self) -> str:
        return f"Regex({self.source!r})"

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """The compiled pattern; raises `regex.error` where the source is not a pattern."""
        return _compile(self.source)

    @cached_property
    def analysis(self) -> Analysis:
        """What can be said of the pattern without running it."""
        if self.source not in _analyses:
            _analyses[self.source] = analyse(self.source)
        return _analyses[self.source]

    def matches(self, text: str, line_starts: Sequence[int]) -> Iterator[regex.Match[str]]:
        """Matches in a text, looked for only in lines that have what a match must contain."""
        analysis = self.analysis
        if not analysis.literals:
            yield from self.finditer(text)
        elif analysis.in_line:
            for start, end in _windows(text, line_starts, analysis.literals):
                yield from self.compiled.finditer(text, start, end, timeout=TIMEOUT)
        elif any(literal in text for literal in analysis.literals):
            yield from self.finditer(text)

    def finditer(self, text: str, span: tuple[int, int] | None = None) -> Iterator[regex.Match[str]]:
        """Matches in a text, or in a span of it (what lies before it is seen by lookbehinds only)."""
        start, end = span or (0, len(text))
        matches: Iterator[regex.Match[str]] = self.compiled.finditer(text, start, end, timeout=TIMEOUT)
        return matches

    def search(self, text: str, span: tuple[int, int] | None = None) -> regex.Match[str] | None:
        """The first match in a text, or in a span of it."""
        start, end = span or (0, len(text))
        return self.compiled.search(text, start, end, timeout=TIMEOUT)

    def match(self, text: str) -> regex.Match[str] | None:
        """A match at the beginning of the text."""
        return self.compiled.match(text, timeout=TIMEOUT)

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """A match of the whole text."""
        return self.compiled.fullmatch(text, timeout=TIMEOUT)


class Sieve:
    """Tells which of many patterns may match a text from its beginning to its end."""

    def __init__(self, patterns: Sequence[Regex]) -> None:
        import ahocorasick_rs

        self._always = []
        self._by_first: dict[str, list[int]] = {}
        self._by_literal: list[int] = []
        literals: list[str] = []
        for index, pattern in enumerate(patterns):
            analysis = pattern.analysis
            if analysis.literals:
                literals += analysis.literals
                self._by_literal += [index] * len(analysis.literals)
            elif analysis.firsts:
                for first in analysis.firsts:
                    self._by_first.setdefault(first, []).append(index)
            else:
                self._always.append(index)
        self._automaton = ahocorasick_rs.AhoCorasick(literals)

    def candidates(self, text: str) -> list[int]:
        """The indexes of the patterns that may match, in their order."""
        found = {*self._always, *self._by_first.get(text[:1], ())}
        for literal, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            found.add(self._by_literal[literal])
        return sorted(found)
