"""HTML taken apart into tags, comments, text and character references, as a browser's tokenizer does.

Not `html.parser`: it raises on some broken markup (`<![n`), takes time that grows with the square of the
input on other (`<a <a <a …`: 20 s for 60 kB), and differs between releases of Python. Here nothing raises
and every character is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RAW = frozenset({"script", "style", "noscript", "iframe", "noembed", "noframes", "xmp"})
"""Elements whose content is no markup, up to their end tag; no reader of the page sees it."""
_PLAIN = frozenset({"title", "textarea"})  # content is text and references, up to the end tag

_SPECIAL = re.compile("[<&]")
_NAME = re.compile(r"[A-Za-z][^ \t\n\r\f/>]*+")
_ATTRIBUTE = re.compile(
    r"""[ \t\n\r\f/]*+(?:(?P<end>>)|(?P<name>=?[^ \t\n\r\f/>=]*+)
    (?:[ \t\n\r\f]*+=[ \t\n\r\f]*+
    (?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>(?!["'])[^ \t\n\r\f>]*+)))?+)""",
    re.X,
)
_COMMENT_END = re.compile("--!?>")
_NUMBER = re.compile(r"&#(?:[Xx]0*(?P<hexadecimal>[0-9A-Fa-f]+)|0*(?P<decimal>[0-9]+));?")
_LONGEST = 7  # digits of a number that is a character's; `int` raises from some thousands on
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});?")


class Token(NamedTuple):
    """A stretch of a page, [start, end) in code points of its source.

    `text` is what a reference stands for; of a text token it is the source itself and left empty here.
    `name` (of tags) and the names of attributes are in lower case.
    """

    kind: Literal["text", "reference", "start", "end", "comment"]
    start: int
    end: int
    name: str = ""
    text: str = ""
    attributes: Mapping[str, str] = {}
    closed: bool = False  # ends with `/>`


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a page, without gaps but for the content of RAW elements, which is left out.

    Leaves out nothing else, whatever the input: what is no markup is text.
    """
    last_directive_end = source.rfind("%>")
    at = done = 0
    while special := _SPECIAL.search(source, at):
        token = _token(source, special.start(), last_directive_end)
        if token is None:
            at = special.end()
            continue
        if token.start > done:
            yield Token("text", done, token.start)
        yield token
        at = done = token.end
        if token.kind == "start" and token.name in RAW | _PLAIN:
            closing = re.compile(rf"</{token.name}(?=[ \t\n\r\f/>])", re.I).search(source, at)
            stop = closing.start() if closing else len(source)
            if token.name in _PLAIN:
                yield from _references(source, at, stop)
            at = done = stop
    if done < len(source):
        yield Token("text", done, len(source))


def _token(source: str, start: int, last_directive_end: int) -> Token | None:
    """What begins at a `<` or `&`; None where that is text."""
    if source[start] == "&":
        return _reference(source, start)
    following = source[start + 1 : start + 3]
    if source.startswith("<!--", start):
        closing = _COMMENT_END.search(source, start + 2)
        return Token("comment", start, closing.end() if closing else len(source))
    if following[:1] == "%":  # a directive of a server page: JSP, ASP
        if start >= last_directive_end:
            return None
        return Token("comment", start, source.index("%>", start) + 2)
    if following[:1] in ("!", "?") or (len(following) == 2 and following[0] == "/"):
        tag = _NAME.match(source, start + 2) if following[0] == "/" else None
        if tag:
            return _tag(source, start, tag, "end")
        mark = "?>" if source.startswith(("<?php", "<?="), start) else ">"
        closing_at = source.find(mark, start)
        return Token("comment", start, len(source) if closing_at < 0 else closing_at + len(mark))
    tag = _NAME.match(source, start + 1)
    return _tag(source, start, tag, "start") if tag else None


def _tag(source: str, start: int, name: re.Match[str], kind: Literal["start", "end"]) -> Token:
    """A tag up to its `>`, or to the end of the page. A quotation mark never closed is part of a name."""
    attributes: dict[str, str] = {}
    at = name.end()
    while attribute := _ATTRIBUTE.match(source, at):
        at = attribute.end()
        if attribute["end"] or at == len(source):
            break
        value = attribute["double"] or attribute["single"] or attribute["bare"] or ""
        attributes.setdefault(attribute["name"].lower(), value)
    return Token(kind, start, at, name[0].lower(), "", attributes, source.endswith("/>", start, at))


def _references(source: str, start: int, stop: int) -> Iterator[Token]:
    """Text and references between two offsets."""
    done = start
    at = source.find("&", start, stop)
    while at >= 0:
        token = _reference(source, at)
        if token and token.end <= stop:
            if at > done:
                yield Token("text", done, at)
            yield token
            done = token.end
        at = source.find("&", max(done, at + 1), stop)
    if done < stop:
        yield Token("text", done, stop)


def _reference(source: str, start: int) -> Token | None:
    """A character reference. Of a name without semicolon the longest beginning counts that is one."""
    if number := _NUMBER.match(source, start):
        return Token("reference", start, number.end(), text=_numbered(number))
    named = _NAMED.match(source, start)
    if named is None:
        return None
    name = named[0][1:]
    for length in range(len(name), 1, -1):
        if name[:length] in html5:
            return Token("reference", start, start + 1 + length, text=html5[name[:length]])
    return None


def _numbered(number: re.Match[str]) -> str:
    """What a reference by number stands for, as browsers have it."""
    digits = number["decimal"] or number["hexadecimal"]
    if len(digits) > _LONGEST:
        return "\ufffd"
    return unescape(f"&#{digits};" if number["decimal"] else f"&#x{digits};")
