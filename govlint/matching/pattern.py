"""Regular expressions as rules use them: compiled when first needed, bounded in time.

Patterns are written for the `regex` module (variable-length lookbehind, possessive quantifiers, named
groups). Compiling one costs a tenth of a millisecond, so the compiled code is kept between runs: `regex`
offers it through the copy protocol, as data that its own constructor takes back.
"""

from __future__ import annotations

import copyreg
import threading
import time
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import regex

from govlint.matching.analysis import Analysis, analyse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_FEW = 12  # literals up to which looking for them one by one is cheaper than an automaton
TIMEOUT = 5.0
"""Seconds the patterns of one rule may spend on a document of ordinary length before they are stopped."""
_LEAST = 1e-3  # seconds, as no time at all would mean no limit
_PER_CHARACTER = 2e-5  # seconds more for each, many times what the slowest rule takes

ENGINE = f"regex {regex.__version__}"
"""What compiled code is valid for."""


_compiled_code: dict[str, Any] = {}
_analyses: dict[str, Analysis] = {}


def known_code(but: Collection[str] = ()) -> dict[str, Any]:
    """The compiled code and the analysis of every pattern compiled so far, by source, as JSON can hold them.

    `use_code` takes them back in a later run. Patterns whose sources are in `but` are left out.
    """
    return {
        source: [code, list(Regex(source).analysis)]
        for source, code in list(_compiled_code.items())  # other threads may compile meanwhile
        if source not in but
    }


def use_code(known: dict[str, Any]) -> None:
    """Take back what `known_code` gave, in this or an earlier process with the same `ENGINE`."""
    for source, (code, (literals, *others)) in known.items():
        _compiled_code[source] = code
        _analyses[source] = Analysis(tuple(literals), *others)


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


def _between(text: str, ends: str, floor: int, start: int, stop: int) -> tuple[int, int]:
    """The span from `start` to `stop` widened to whole pieces of a text: from behind the last of the
    characters `ends` before it (but not before `floor`) to behind the first of them after it.
    """
    first = max([floor - 1, *[text.rfind(end, floor, max(start, floor)) for end in ends]]) + 1
    last = len(text)
    for end in ends:
        at = text.find(end, stop, last)
        last = last if at < 0 else at + 1
    return first, last


_clock = threading.local()


@contextmanager
def time_limit(characters: int) -> Iterator[None]:
    """Limit the time of all patterns matched inside this context together: `TIMEOUT` seconds, and a little
    more for every character of the text. Nothing else is limited; what else a checker does takes time in
    proportion to the text.
    """
    _clock.deadline = time.monotonic() + TIMEOUT + characters * _PER_CHARACTER
    try:
        yield
    finally:
        del _clock.deadline


def remaining() -> float:
    """Seconds left of the time limit, for the `timeout` of a match; `TIMEOUT` where no limit is set."""
    deadline: float | None = getattr(_clock, "deadline", None)
    if deadline is None:
        return TIMEOUT
    left = deadline - time.monotonic()
    return left if left > _LEAST else _LEAST


@cache
def _constructor() -> Any:
    """The function `regex` itself rebuilds a pattern with."""
    reduced = copyreg.dispatch_table[regex.Pattern](regex.compile(""))
    assert isinstance(reduced, tuple)
    return reduced[0]


class Regex:
    """A pattern, compiled when first used, in multi-line mode (`^` and `$` match at line ends).

    Every method that matches raises TimeoutError when its time is up (see `time_limit`).
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

    @property
    def needs(self) -> tuple[str, ...]:
        """Texts of which a text must contain at least one for the pattern to match; none: not known."""
        return self.analysis.literals

    def catches(self, name: str) -> bool:
        """Whether the pattern has a group of that name. Where compiled code is kept, it is not loaded."""
        code = _compiled_code.get(self.source)
        groups = self.compiled.groupindex if code is None else code[2]
        return name in groups

    @cached_property
    def analysis(self) -> Analysis:
        """What can be said of the pattern without running it."""
        if self.source not in _analyses:
            _analyses[self.source] = analyse(self.source)
        return _analyses[self.source]

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(self.analysis.literals)

    def _windows(self, text: str) -> list[tuple[int, int]]:
        """The spans of a text in which a match may begin, in order and apart: whole lines, or sentences, that
        have one of the literals in them or so near that an assertion may see it. The whole text, where that
        would be most of it.
        """
        analysis = self.analysis
        ends = "\n" if analysis.beyond is None else "。\n"
        reach = analysis.reach
        spans: set[tuple[int, int]] = set()
        if len(analysis.literals) > _FEW:
            stop = 0
            for _, at, end in self._automaton.find_matches_as_indexes(text):
                if end + reach > stop:
                    start, stop = _between(text, ends, stop, at - reach, end + reach)
                    spans.add((start, stop))
        else:
            for literal in analysis.literals:
                stop, at = 0, text.find(literal)
                while at >= 0:
                    start, stop = _between(text, ends, stop, at - reach, at + len(literal) + reach)
                    spans.add((start, stop))
                    at = text.find(literal, max(stop - reach - len(literal), at) + 1)
        windows: list[tuple[int, int]] = []
        for start, stop in sorted(spans):
            if windows and start <= windows[-1][1]:
                windows[-1] = windows[-1][0], max(stop, windows[-1][1])
            else:
                windows.append((start, stop))
        if 2 * sum(stop - start for start, stop in windows) > len(text):
            return [(0, len(text))]
        return windows

    def matches(self, text: str) -> Iterator[regex.Match[str]]:
        """The matches in a text, the same as those of `finditer`, looked for only near what they must
        contain.
        """
        analysis = self.analysis
        if not analysis.literals:
            yield from self.finditer(text)
        elif analysis.across is not None:
            # Assertions look as far behind the window as they need.
            for start, stop in self._windows(text):
                seen = stop + analysis.reach + 1  # one for what looks whether the line ends there
                for match in self.compiled.finditer(text, start, seen, timeout=remaining()):
                    if match.start() >= stop:
                        break
                    yield match
        elif any(literal in text for literal in analysis.literals):
            yield from self.finditer(text)

    def finditer(self, text: str, span: tuple[int, int] | None = None) -> Iterator[regex.Match[str]]:
        """The matches in a text, or in a span of it. Lookbehinds see what lies before the span; nothing sees
        what lies after it.
        """
        start, end = span or (0, len(text))
        matches: Iterator[regex.Match[str]] = self.compiled.finditer(text, start, end, timeout=remaining())
        return matches

    def overlapping(self, text: str, span: tuple[int, int]) -> Iterator[regex.Match[str]]:
        """The matches in a span of a text, also those that begin inside another one."""
        matches: Iterator[regex.Match[str]] = self.compiled.finditer(
            text, *span, overlapped=True, timeout=remaining()
        )
        return matches

    def search(self, text: str, span: tuple[int, int] | None = None) -> regex.Match[str] | None:
        """The first match in a text, or in a span of it."""
        start, end = span or (0, len(text))
        return self.compiled.search(text, start, end, timeout=remaining())

    def match(self, text: str) -> regex.Match[str] | None:
        """A match at the beginning of the text."""
        return self.compiled.match(text, timeout=remaining())

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """A match of the whole text."""
        return self.compiled.fullmatch(text, timeout=remaining())
