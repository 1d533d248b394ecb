"""Regular expressions as rules use them: compiled when first needed, bounded in time.

Patterns are written for the `regex` module (variable-length lookbehind, possessive quantifiers, named
groups). Compiling one costs a tenth of a millisecond, so the compiled code is kept between runs: `regex`
offers it through the copy protocol, as data that its own constructor takes back.
"""

from __future__ import annotations

import copyreg
from functools import cached_property
from typing import TYPE_CHECKING, Any

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document, Span

TIMEOUT = 5.0
"""Seconds one pattern may spend on one document before it is stopped."""

ENGINE = f"regex {regex.__version__}"
"""What compiled code is valid for."""

_compiled_code: dict[str, Any] = {}


def known_code() -> dict[str, Any]:
    """Compiled code by pattern source, as data that JSON holds: what to hand to `use_code` later."""
    return dict(_compiled_code)


def use_code(code: dict[str, Any]) -> None:
    """Take back what `known_code` gave, in this or an earlier process with the same `ENGINE`."""
    _compiled_code.update(code)


def _compile(source: str) -> regex.Pattern[str]:
    code = _compiled_code.get(source)
    if code is not None:
        flags, compiled, *rest = code
        groups, names, lists, list_names, offset, chars, req_flags, count = rest
        names = {int(number): name for number, name in names.items()}
        pattern: regex.Pattern[str] = _constructor()(
            source, flags, compiled.encode("latin-1"), groups, names, lists, list_names, offset,
            tuple(chars), req_flags, count,
        )  # fmt: skip
        return pattern
    pattern = regex.compile(source, regex.MULTILINE | regex.VERSION0)
    reduced = copyreg.dispatch_table[type(pattern)](pattern)
    if isinstance(reduced, tuple) and len(reduced[1]) == 11 and isinstance(reduced[1][2], bytes):
        _, flags, compiled, *rest = reduced[1]
        _compiled_code[source] = [flags, compiled.decode("latin-1"), *rest]
    return pattern


def _constructor() -> Any:
    """The function `regex` itself rebuilds a pattern with."""
    reduced = copyreg.dispatch_table[regex.Pattern](regex.compile(""))
    assert isinstance(reduced, tuple)
    return reduced[0]


class Regex:
    """A pattern in multi-line mode (`^` and `$` match at lines).

    Every method raises TimeoutError when the match takes longer than `TIMEOUT` seconds.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    def __repr__(self) -> str:
        return f"Regex({self.source!r})"

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """The compiled pattern; raises `regex.error` where the source is not a pattern."""
        return _compile(self.source)

    def finditer(self, text: str, span: Span | None = None) -> Iterator[regex.Match[str]]:
        """Matches in a text, or in a span of it (what lies before it is seen by lookbehinds only)."""
        start, end = span or (0, len(text))
        matches: Iterator[regex.Match[str]] = self.compiled.finditer(text, start, end, timeout=TIMEOUT)
        return matches

    def search(self, text: str, span: Span | None = None) -> regex.Match[str] | None:
        """The first match in a text, or in a span of it."""
        start, end = span or (0, len(text))
        return self.compiled.search(text, start, end, timeout=TIMEOUT)

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """A match of the whole text."""
        return self.compiled.fullmatch(text, timeout=TIMEOUT)

    def overlaps(self, document: Document, span: Span, view: str) -> bool:
        """Whether a match within the span's line shares a character with the span."""
        reach = 80  # an exception names the words around a match; long lines need not be read whole
        line = document.line_at(span.start)
        window = (max(line.start, span.start - reach), min(max(line.end, span.end), span.end + reach))
        matches = self.compiled.finditer(view, *window, overlapped=True, timeout=TIMEOUT)
        return any(found.start() < span.end and span.start < found.end() for found in matches)
