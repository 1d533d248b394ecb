"""The regular expressions of rules: compiled when first used, searched only where they can match, bounded in
time.

Patterns are written for the `regex` module, which has variable-length lookbehind, possessive quantifiers and
calls of groups. Compiling one takes a tenth of a millisecond or more, so the compiled code is kept between
runs: pickling a pattern gives its code, which the constructor takes back.
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

_FEW = 12  # up to so many literals, searching for each is faster than an automaton for all
TIMEOUT = 5.0
"""Seconds of the processor that the patterns of one rule may take on a document, apart from
`_PER_CHARACTER`: `regex` measures its own limit so, and a rule is no slower where the machine is busy.
"""
ALTOGETHER = 60.0
"""Seconds of the processor that all rules together may take on a document, apart from `_PER_CHARACTER`."""
_LEAST = 1e-3  # seconds that a match gets at least: `regex` takes 0 for no limit
_PER_CHARACTER = 2e-4  # seconds more for each character; the slowest rule takes half, on lists of names

ENGINE = f"regex {regex.__version__}"
"""The version of `regex`. Compiled code is valid for this version only."""


_compiled_code: dict[str, Any] = {}
_analyses: dict[str, Analysis] = {}


def known_code(but: Collection[str] = ()) -> dict[str, Any]:
    """The compiled code and the analysis of every pattern compiled so far, by source, as values for JSON.

    `use_code` takes them back in a later run. Sources in `but` are left out.
    """
    return {
        source: [code, list(Regex(source).analysis)]
        for source, code in list(_compiled_code.items())  # a copy: other threads may compile meanwhile
        if source not in but
    }


def use_code(known: dict[str, Any]) -> None:
    """Take back what `known_code` returned in this or an earlier process. `ENGINE` must be the same."""
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


class _Pieces:
    """The pieces of a text that the characters `ends` end: lines, or sentences. Asked from the beginning of
    the text to its end, it looks at each character once, however rare an end is.
    """

    def __init__(self, text: str, ends: str) -> None:
        self._text = text
        self._next = dict.fromkeys(ends, -1)  # the next of each end, behind what was asked for last

    def around(self, floor: int, start: int, stop: int) -> tuple[int, int]:
        """The span from `start` to `stop`, widened to whole pieces. It begins after the last end before
        `start`, but not before `floor`, and stops after the first end behind `stop`.
        """
        text = self._text
        first = max(text.rfind(end, floor, max(start, floor)) for end in self._next) + 1
        for end, known in self._next.items():
            if known < stop:
                at = text.find(end, stop)
                self._next[end] = at if at >= 0 else len(text)
        return max(first, floor), min(min(self._next.values()) + 1, len(text))


_clock = threading.local()


@contextmanager
def time_limit(characters: int) -> Iterator[None]:
    """Limit the time that all patterns matched inside this context take together.

    The limit is `TIMEOUT` seconds and a little more for each of the document's `characters`, or what is left
    of an `overall_limit` that it is set inside. It is checked during matches only: what else a checker does
    is not limited, and takes time in proportion to the text.
    """
    own = time.thread_time() + TIMEOUT + characters * _PER_CHARACTER
    _clock.deadline = min(own, getattr(_clock, "end", own))
    try:
        yield
    finally:
        del _clock.deadline


@contextmanager
def overall_limit(characters: int) -> Iterator[None]:
    """Limit the time that all rules take together whose `time_limit` is set inside this context.

    The limit is `ALTOGETHER` seconds and a little more for each of the document's `characters`: a text made
    to be slow for many rules is given up, too.
    """
    _clock.end = time.thread_time() + ALTOGETHER + characters * _PER_CHARACTER
    try:
        yield
    finally:
        del _clock.end


def remaining() -> float:
    """The seconds left of the time limit, as a `timeout` for a match; `TIMEOUT` where no limit is set. Raises
    TimeoutError where none are left.
    """
    deadline: float | None = getattr(_clock, "deadline", None)
    if deadline is None:
        return TIMEOUT
    left = deadline - time.thread_time()
    if left <= 0:
        raise TimeoutError
    return max(left, _LEAST)


@cache
def _constructor() -> Any:
    """The function that `regex` unpickles a pattern with."""
    reduced = copyreg.dispatch_table[regex.Pattern](regex.compile(""))
    assert isinstance(reduced, tuple)
    return reduced[0]


class Regex:
    """A pattern, compiled when first used, in multi-line mode (`^` and `$` match at line ends).

    Offsets and spans are in code points, end exclusive. Every method that matches raises TimeoutError when
    its time is up (see `time_limit`).
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
        """The compiled pattern. Raises `regex.error` where the source is not a pattern."""
        return _compile(self.source)

    @property
    def needs(self) -> tuple[str, ...]:
        """Texts of which every match contains at least one; empty where no such texts are known."""
        return self.analysis.literals

    def catches(self, name: str) -> bool:
        """Whether the pattern has a group called `name`. Compiled code kept from an earlier run answers this
        without being loaded.
        """
        code = _compiled_code.get(self.source)
        groups = self.compiled.groupindex if code is None else code[2]
        return name in groups

    @cached_property
    def analysis(self) -> Analysis:
        """What is known of the pattern without running it."""
        if self.source not in _analyses:
            _analyses[self.source] = analyse(self.source)
        return _analyses[self.source]

    @cached_property
    def _automaton(self) -> Any:
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(self.analysis.literals)

    def _windows(self, text: str) -> list[tuple[int, int]]:
        """The spans of a text in which a match may begin, in order, not touching each other.

        They are whole lines, or whole sentences, with a literal in them, or so near one that an assertion may
        see it. Where they would be more than half of the text, the only span is the whole text.
        """
        analysis = self.analysis
        ends = "\n" if analysis.beyond is None else "\n。"  # lines first: a text need not have any “。”
        reach = analysis.reach
        spans: set[tuple[int, int]] = set()
        if len(analysis.literals) > _FEW:
            stop, pieces = 0, _Pieces(text, ends)
            for _, at, end in self._automaton.find_matches_as_indexes(text):
                if end + reach > stop:
                    start, stop = pieces.around(stop, at - reach, end + reach)
                    spans.add((start, stop))
        else:
            for literal in analysis.literals:
                stop, at, pieces = 0, text.find(literal), _Pieces(text, ends)
                while at >= 0:
                    start, stop = pieces.around(stop, at - reach, at + len(literal) + reach)
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
        """Yield the same matches as `finditer`, searching only near the literals that every match
        contains.
        """
        analysis = self.analysis
        if not analysis.literals:
            yield from self.finditer(text)
        elif analysis.across is not None:
            # Lookbehinds see what stands before the window without more ado.
            for start, stop in self._windows(text):
                seen = stop + analysis.reach + 1  # 1 more, for `$` to see whether the line ends there
                for match in self.compiled.finditer(text, start, seen, timeout=remaining()):
                    if match.start() >= stop and stop < len(text):
                        break
                    yield match
        elif any(literal in text for literal in analysis.literals):
            yield from self.finditer(text)

    def finditer(self, text: str, span: tuple[int, int] | None = None) -> Iterator[regex.Match[str]]:
        """Yield the matches in a text, or in a span of it. Lookbehinds see the text before the span; nothing
        sees the text after it.
        """
        start, end = span or (0, len(text))
        matches: Iterator[regex.Match[str]] = self.compiled.finditer(text, start, end, timeout=remaining())
        return matches

    def overlapping(self, text: str, span: tuple[int, int]) -> Iterator[regex.Match[str]]:
        """Yield the matches in a span of a text, also those that begin inside another match."""
        matches: Iterator[regex.Match[str]] = self.compiled.finditer(
            text, *span, overlapped=True, timeout=remaining()
        )
        return matches

    def search(self, text: str, span: tuple[int, int] | None = None) -> regex.Match[str] | None:
        """The first match in a text, or in a span of it; None where there is none."""
        start, end = span or (0, len(text))
        return self.compiled.search(text, start, end, timeout=remaining())

    def match(self, text: str) -> regex.Match[str] | None:
        """The match at the beginning of a text; None where there is none."""
        return self.compiled.match(text, timeout=remaining())

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """The match of a whole text; None where it does not match."""
        return self.compiled.fullmatch(text, timeout=remaining())
