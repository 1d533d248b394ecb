"""Kind `pattern`: a regular expression with guards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from govlint.checkers.by_line import ByLine, Has, guards_line, overlaps, reads_line
from govlint.diagnostic import Edit, Finding
from govlint.document import Span, fold
from govlint.matching.pattern import Regex
from govlint.words.segmentation import is_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import regex

    from govlint.document import Document

_GROUP = re.compile(r"\\g<(\w+)>")
_QUANTITY = re.compile(r"(?<!\\[pP])\{[A-Z]\w*(?::[^{}]*)?\}")  # what figure patterns write for one
_NAMED = re.compile(r"\(\?P?<(\w+)>")


@dataclass(frozen=True)
class PatternChecker(ByLine):
    """Reports every match of `pattern`; where it has a group named `at`, the place is that group.

    - `view`: the text to match, `folded` (the default: punctuation full-width, digits and letters ASCII, so
      that one pattern fits both widths) or `original`;
    - `unless`: no finding where a match of this shares a character with the place;
    - `unless_line`, `unless_document`: no finding in a line or document in which this matches;
    - `requires`: no finding in a document in which this does not match;
    - `lines`: only in lines of these kinds (see `govlint.document.Line`);
    - `whole`: a group; only where both its ends are word boundaries (see `words.segmentation.is_whole`);
    - `replace`: what the fix puts in the place, with `\\g<name>` for groups as they stand in the text. Where
      such a group took no part in the match there is no fix.

    Values for the message: `match` and every named group, as they stand in the text.
    """

    pattern: Regex
    view: Literal["folded", "original"] = "folded"
    unless: Regex | None = None
    unless_line: Regex | None = None
    unless_document: Regex | None = None
    requires: Regex | None = None
    lines: tuple[Literal["table", "field", "title", "heading", "text"], ...] = ()
    whole: str | None = None
    replace: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where the pattern has a quantity, or `replace` or `whole` names a group that the
        pattern does not have.
        """
        if quantity := _QUANTITY.search(self.pattern.source):
            raise ValueError(
                f"pattern 里的 {quantity[0]} 只在核对数据的种类（relation 等）里是数量，这里要写正则，如 \\d+"
            )
        # Read off the source: compiling a pattern when the rules are loaded would take longer.
        names = _NAMED.findall(self.pattern.source)
        for name in _GROUP.findall(self.replace or ""):
            if name not in names:
                usable = "、".join(f"\\g<{one}>" for one in dict.fromkeys(names))
                hint = f"可用：{usable}" if usable else "要引用的部分先起名，写成 (?P<名称>…)"
                raise ValueError(f"replace 里的 \\g<{name}> 在 pattern 中没有（{hint}）")
        if self.whole is not None and self.whole not in names:
            raise ValueError(f"whole 写的组 {self.whole} 在 pattern 中没有，先起名，写成 (?P<{self.whole}>…)")

    @property
    def needs(self) -> tuple[str, ...]:
        """Texts one of which every match contains, folded."""
        return tuple(map(fold, self.pattern.analysis.literals))

    @property
    def by_line(self) -> bool:
        """Whether the pattern and its guards look at one line at a time."""
        return reads_line(self.pattern) and guards_line(self.unless) and guards_line(self.unless_line)

    def clues(self, document: Document) -> Iterator[Finding]:
        """Yield a finding for each match that its own line does not excuse."""
        text = document.folded if self.view == "folded" else document.original
        for match in self.pattern.matches(text):
            span = _place(match)
            if self._is_excused(document, text, span) or self._cuts_word(document, match):
                continue
            yield Finding(span, _values(document, match, span), self._edits(document, match, span))

    def conclude(self, document: Document, clues: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings, unless the document excuses them all (`unless_document`, `requires`)."""
        for clue in clues:
            if self.unless_document and document.derived(Has(self.unless_document)):
                return
            if self.requires and not document.derived(Has(self.requires)):
                return
            yield clue

    def _edits(self, document: Document, match: regex.Match[str], span: Span) -> tuple[Edit, ...]:
        if self.replace is None:
            return ()
        groups = {name: Span(*match.span(name)) for name in _GROUP.findall(self.replace)}
        if any(place.start < 0 for place in groups.values()):
            return ()
        # The groups of the text, not of the folded view: 3,200 must not become 3，200.
        new = _GROUP.sub(lambda group: document.text[slice(*groups[group[1]])], self.replace)
        return (Edit(span, new),)

    def _is_excused(self, document: Document, text: str, span: Span) -> bool:
        line = document.line_at(span.start)
        return bool(
            (self.lines and line.kind not in self.lines)
            or (self.unless and overlaps(self.unless, text, span, line))
            or (self.unless_line and self.unless_line.search(text, line.span))
        )

    def _cuts_word(self, document: Document, match: regex.Match[str]) -> bool:
        if self.whole is None or match.start(self.whole) < 0:
            return False
        return not is_whole(document, Span(*match.span(self.whole)))


def _place(match: regex.Match[str]) -> Span:
    """The group named `at`, or the whole match where there is none or it took no part."""
    named = "at" in match.re.groupindex and match.start("at") >= 0
    return Span(*match.span("at" if named else 0))


def _values(document: Document, match: regex.Match[str], span: Span) -> dict[str, object]:
    text = document.text
    values: dict[str, object] = {
        name: text[match.start(name) : match.end(name)] if match.start(name) >= 0 else ""
        for name in match.re.groupindex
    }
    return values | {"match": text[span.start : span.end]}
