"""Assembles a page: one HTML file with its style and script in it, which loads no others."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def assemble(
    parts: Mapping[str, Iterable[str]], styles: Sequence[str] = (), scripts: Sequence[str] = ()
) -> Iterator[str]:
    """Yield the page in pieces: `page.html` with its fields replaced by `parts`. `styles` and `scripts` name
    files in this folder that are added to the common ones.
    """
    style, script = (
        "".join(map(_content, names)) for names in (("page.css", *styles), ("page.js", *scripts))
    )
    fields: dict[str, Iterable[str]] = {
        "style": [style],
        "style_hash": [_hash(style)],
        "script": [script],
        "script_hash": [_hash(script)],
        **parts,
    }
    for literal, name, _, _ in Formatter().parse(_content("page.html")):
        yield literal
        yield from fields[name] if name else ()


def _content(name: str) -> str:
    return files("govlint.reporters.page").joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return b64encode(sha256(content.encode()).digest()).decode()
