"""Unified diffs: which lines of which files they add or change, as git, diff, svn and others write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HUNK = re.compile(rb"(@{2,}) ((?:-\d{1,9}(?:,\d{1,9})? )+)\+(\d{1,9})(?:,(\d{1,9}))? @")
# git says this in English, diff in the language of its user.
_BINARY = re.compile("(?:Binary files|二进制文件) (.+) (?:and|和) (.+) (?:differ|不同)\\Z".encode())
_GIT_NAMES = re.compile(rb'diff --git ("(?:[^"\\]|\\.)*"|.+?) ("(?:[^"\\]|\\.)*"|\S.*)')
_ESCAPE = re.compile(rb'\\([0-7]{1,3}|[abtnvfr"\\])')
_PLAIN = dict(zip(b'abtnvfr"\\', b'\a\b\t\n\v\f\r"\\', strict=True))
_NOTHING = b"/dev/null"
# What git puts before a name on the old and the new side: a/ b/, and with diff.mnemonicPrefix these.
_PREFIXES = {b"a/": (b"b/",), b"i/": (b"w/",), b"c/": (b"i/", b"w/"), b"o/": (b"w/",), b"1/": (b"2/",)}


class DiffError(ValueError):
    """A text that is no unified diff; the message says why."""


@dataclass(slots=True)
class FileDiff:
    """What a diff says of one file: its name as the new side has it, and the lines it adds or changes there
    (1-based), or None where that is not told by lines, as of a binary file.
    """

    name: bytes
    lines: list[int] | None


def parse(data: bytes) -> list[FileDiff]:
    """The files of a diff that are still there afterwards, in its order. Raises DiffError."""
    reader = _Reader(_utf8(data).split(b"\n"))
    while reader.at < len(reader.rows):
        reader.read_row()
    if not reader.known and data.strip():
        raise DiffError("不是 unified diff（git diff、diff -u 的结果）")
    return reader.files


class _Reader:
    """Reads a diff row by row: `at` is the next one, `files` are those found so far, and `known` tells
    whether there was a row that only a diff has.
    """

    def __init__(self, rows: list[bytes]) -> None:
        self.rows, self.at, self.known = rows, 0, False
        self.files: list[FileDiff] = []
        self._current: FileDiff | None = None  # the file that the next hunk changes
        self._announced = b""

    def read_row(self) -> None:
        row = self.rows[self.at].rstrip(b"\r")
        self.at += 1
        for pattern, only_in_diffs, take in _ROWS:
            if match := pattern.match(row):
                self.known |= only_in_diffs
                take(self, match)
                return

    def _head(self, match: re.Match[bytes]) -> None:
        self._announced = _announced(match.string)

    def _remark(self, _match: re.Match[bytes]) -> None:
        """A row that changes nothing; it may be all that git has to say."""

    def _renamed(self, match: re.Match[bytes]) -> None:
        self._announced = _unquoted(match.string[match.end() :])

    def _names(self, match: re.Match[bytes]) -> None:
        following = self.rows[self.at] if self.at < len(self.rows) else b""
        if not following.startswith(b"+++ "):  # may be any text
            return
        self.at += 1
        self.known = True
        old, new = _named(match.string), _named(following.rstrip(b"\r"))
        self._current = None
        if new != _NOTHING:
            self._current = FileDiff(_bare(old, new, self._announced), [])
            self.files.append(self._current)

    def _hunk(self, match: re.Match[bytes]) -> None:
        added, self.at = _hunk(self.rows, self.at, match)
        if self._current is not None and self._current.lines is not None:
            self._current.lines += added

    def _broken_hunk(self, _match: re.Match[bytes]) -> None:
        if self._current is not None:
            raise DiffError(f"第 {self.at} 行应写明改动的是哪些行")

    def _binary_patch(self, _match: re.Match[bytes]) -> None:
        self.files.append(FileDiff(self._announced, None))

    def _binary(self, match: re.Match[bytes]) -> None:
        if match[2] != _NOTHING:  # only git says the name before
            self.files.append(FileDiff(self._announced or _bare(match[1], match[2], b""), None))


# The rows that say something, the first that fits; whether only a diff has such a row; what is done with it.
_ROWS = (
    (re.compile(rb"diff --(?:git|cc|combined) "), True, _Reader._head),
    (re.compile(rb"Submodule |\* Unmerged path "), True, _Reader._remark),
    (re.compile(rb"rename to "), False, _Reader._renamed),
    (re.compile(rb"--- "), False, _Reader._names),
    (_HUNK, False, _Reader._hunk),
    (re.compile(rb"@@ -"), False, _Reader._broken_hunk),
    (re.compile(rb"GIT binary patch\Z"), False, _Reader._binary_patch),
    (_BINARY, True, _Reader._binary),
)


def _utf8(data: bytes) -> bytes:
    """The diff without a byte order mark; redirected by PowerShell, it comes as UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _hunk(rows: list[bytes], at: int, match: re.Match[bytes]) -> tuple[list[int], int]:
    """The lines that a hunk adds, and the row after it.

    Lines are counted as its head says: one that reads `--- a` may be a line taken away. The hunk of a merge
    has a column of signs for every parent.
    """
    parents = len(match[1]) - 1
    left = [int(part.partition(b",")[2] or 1) for part in match[2].split()]
    number, stop = int(match[3]), int(match[3]) + int(match[4] or 1)
    added = []
    begin = at
    while number < stop or any(left):
        if at >= len(rows) or (at == len(rows) - 1 and not rows[at]):
            raise DiffError(f"第 {begin} 行的改动不完整")
        signs = rows[at][:parents].strip(b"\r").ljust(parents)  # mailers drop the space of an empty line
        at += 1
        if signs.startswith(b"\\"):  # no newline at the end of the file
            continue
        if signs.strip(b" +-"):
            raise DiffError(f"第 {at} 行不是改动的内容，与第 {begin} 行所说的行数不符")
        gone = b"-" in signs
        for parent, sign in enumerate(signs):
            if sign == ord("-") or (sign == ord(" ") and not gone):
                left[parent] -= 1
        if not gone:
            if b"+" in signs:
                added.append(number)
            number += 1
    return added, at


def _announced(row: bytes) -> bytes:
    """The name in the head of a file; git says it again further down unless the file is binary or renamed."""
    if not row.startswith(b"diff --git "):
        return _unquoted(row.split(b" ", 2)[2])
    names = row.removeprefix(b"diff --git ")
    half = len(names) // 2
    old, new = names[:half], names[half + 1 :]
    # Where nothing is renamed, both sides say the same, spaces and all.
    if not old.startswith(b'"') and names[half : half + 1] == b" " and _same(old, new):
        return _bare(old, new, b"")
    match = _GIT_NAMES.fullmatch(row)
    return _bare(_unquoted(match[1]), _unquoted(match[2]), b"") if match else b""


def _same(old: bytes, new: bytes) -> bool:
    return old == new or old[2:] == new[2:]


def _named(row: bytes) -> bytes:
    """The name in a line `--- name` or `+++ name`; behind a tab there may be a time."""
    name = row[4:]
    if name.startswith(b'"'):
        return _unquoted(name.rstrip(b"\t"))
    return name.split(b"\t")[0]


def _unquoted(name: bytes) -> bytes:
    """A name without the quotes and escapes by which git and diff write all that is not ASCII."""
    if len(name) < 2 or not (name.startswith(b'"') and name.endswith(b'"')):
        return name
    return _ESCAPE.sub(_character, name[1:-1])


def _character(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 0xFF if code.isdigit() else _PLAIN[code[0]]])


def _bare(old: bytes, new: bytes, announced: bytes) -> bytes:
    """The new name without the prefix of its side, if both sides have theirs."""
    if old == _NOTHING:
        return announced if announced and new.endswith(announced) else new.removeprefix(b"b/")
    return new[2:] if new[:2] in _PREFIXES.get(old[:2], ()) else new
