"""Unified diffs of what fixing would change, as bytes for `patch -p0` and `git apply -p0`, or as text for a
terminal.

For a text or an HTML page, the lines are those of the file, byte for byte, in its encoding. For other files,
they are those of the text read from it; its diff says so, and in bytes each of its lines begins with `# `, so
that patch programs skip it.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.runner import FileReport, Rewriting

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_COLORS = {b"-": "red", b"+": "green", b"@": "cyan"}
_NO_END = b"\n\\ No newline at end of file\n"
_BEGIN = re.compile(rb"^(?=.)", re.M)
_SPECIAL = re.compile(rb'[\x00-\x1f"\\\x7f]')


def report_patch(reports: Iterable[FileReport]) -> Iterator[bytes]:
    """Yield the diffs of some files in their own encodings."""
    for report in reports:
        if report.rewriting is None:
            continue
        is_patch = _encoding(report.rewriting) is not None
        for line in _diff(report.path, report.rewriting):
            yield line if is_patch else _BEGIN.sub(b"# ", line)


def report_colored(reports: Iterable[FileReport]) -> Iterator[str]:
    """Yield the diffs of some files as coloured text."""
    for report in reports:
        if report.rewriting is None:
            continue
        encoding = _encoding(report.rewriting) or "utf-8"
        for number, line in enumerate(_diff(report.path, report.rewriting)):
            text = line.decode("utf-8" if number < 2 else encoding, "replace")
            yield click.style(text, bold=True) if number < 2 else click.style(text, fg=_COLORS.get(line[:1]))


def _diff(path: str, rewriting: Rewriting) -> Iterator[bytes]:
    """Yield the lines of the diff of one file; none where nothing changes. The first two lines name
    the file.
    """
    from difflib import unified_diff

    if rewriting.before == rewriting.after:
        return
    name, note = _quoted(os.fsencode(path)), ""
    if encoding := _encoding(rewriting):
        before, after = rewriting.before, rewriting.after
    else:
        before, after = _texts(rewriting)
        encoding, note = "utf-8", "（读出的文字，不能当补丁用）"
    yield b"--- " + name + note.encode(encoding) + b"\n"
    yield b"+++ " + name + note.encode(encoding) + b"\n"
    # Latin-1 decodes every byte, each to one character.
    old, new = ([line.decode("latin-1") for line in _LINE.findall(side)] for side in (before, after))
    lines = unified_diff(old, new)
    for number, line in enumerate(lines):
        if number > 1:
            data = line.encode("latin-1")
            yield data if data.endswith(b"\n") else data + _NO_END


def _encoding(rewriting: Rewriting) -> str | None:
    """The encoding of a text, if `patch` finds line ends in its bytes; None for other files, also
    for UTF-16.
    """
    encoding = rewriting.encoding
    return encoding if encoding and "\n".encode(encoding) == b"\n" else None


def _texts(rewriting: Rewriting) -> tuple[bytes, bytes]:
    """The text read from a file, before and after its fixes, in UTF-8."""
    before, after = rewriting.texts or (
        data.decode(rewriting.encoding or "utf-8").removeprefix("\ufeff") for data in rewriting[:2]
    )
    return before.encode("utf-8", "surrogatepass"), after.encode("utf-8", "surrogatepass")


def _quoted(name: bytes) -> bytes:
    """A file name as patches write it: followed by a tab if it has a space, in quotes and escaped if it has
    special characters.
    """
    if _SPECIAL.search(name):
        return b'"' + _SPECIAL.sub(lambda odd: b"\\%03o" % odd[0][0], name) + b'"'
    return name + b"\t" if b" " in name else name
