"""The formats that are read, and how a file is known to be of one."""

from __future__ import annotations

import os
from typing import NamedTuple

from govlint.readers.signatures import OLE, RTF, ZIP, is_locked, is_open_document, is_page
from govlint.readers.signatures import PDF as PDF_MARK


class Format(NamedTuple):
    """A kind of file: the module that reads it, the suffixes such files have, and what they are called.

    `changeable`: the module has `rewritten`. `picky`: not every edit can be made, and it has `editable`.
    """

    module: str
    suffixes: tuple[str, ...]
    title: str
    changeable: bool = True
    picky: bool = False


TEXT = Format("text", (".txt",), "文本")
MARKDOWN = Format("markdown", (".md", ".markdown"), "Markdown")
HTML = Format("html", (".html", ".htm", ".shtml", ".xhtml"), "网页", picky=True)
WORD = Format("docx", (".docx", ".docm", ".dotx", ".dotm"), "Word ", picky=True)
CONVERTED = Format(
    "converted",
    (".doc", ".dot", ".wps", ".wpt", ".odt", ".ott", ".rtf"),
    ".doc、.wps、.odt、.rtf ",
    changeable=False,
)
PDF = Format("pdf", (".pdf",), "PDF ", changeable=False)
_BY_SUFFIX = (TEXT, MARKDOWN, HTML, WORD, CONVERTED, PDF)

SUFFIXES = tuple(suffix for kind in _BY_SUFFIX for suffix in kind.suffixes)
"""What is read when a folder is named; a file named outright is read whatever its suffix, but for tables."""


def recognise(path: str, data: bytes) -> Format:
    """The format of a file: by its bytes where they tell, else by the suffix of its path."""
    if data.startswith(OLE):
        return WORD if is_locked(data) else CONVERTED
    if data.startswith(RTF) or is_open_document(data):
        return CONVERTED
    if data.startswith(ZIP):
        return WORD
    if data.startswith(PDF_MARK):
        return PDF
    if is_page(data):
        return HTML
    suffix = os.path.splitext(path)[1].lower()
    return next((kind for kind in _BY_SUFFIX if suffix in kind.suffixes), TEXT)
