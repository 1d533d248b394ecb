"""Word lists: tab-separated files of wrong and right forms, each with its guards.

The first line names the columns. `wrong` and `right` are required; the others say when a hit is none:

- `not_before`, `not_after`: characters that must not stand right before or after the hit;
- `only_in`: phrases parted by `|`; a hit counts only inside one of them;
- `not_in`: phrases parted by `|`; a hit inside one of them is none;
- `whole`: `yes` where word segmentation must agree that no word straddles the edges of the hit;
- `note`: for people.

Several right forms are parted by `|`; such an entry offers no fix. Wrong forms and guards may be written in
either width: they are folded, as is the text they are compared with. Right forms are put in as written.
"""

from __future__ import annotations

from typing import NamedTuple

from govlint.document import fold

COLUMNS = ("wrong", "right", "not_before", "not_after", "only_in", "not_in", "whole", "note")


class WordListError(ValueError):
    """A word list that cannot be read; the message says where and why."""


class Entry(NamedTuple):
    """A wrong form, its right forms and its guards."""

    wrong: str
    right: tuple[str, ...]
    not_before: str = ""
    not_after: str = ""
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    whole: bool = False
    note: str = ""


class WordList:
    """The entries of one file, in its order; an entry is parsed when it is asked for."""

    def __init__(self, text: str) -> None:
        header, *lines = text.splitlines() or [""]
        self._header = header.split("\t")
        self._lines = [line for line in lines if line]

    @classmethod
    def parse(cls, text: str, name: str) -> WordList:
        """Read the content of a word-list file and check it; `name` is for messages. Raises WordListError."""
        header, *lines = text.splitlines() or [""]
        columns = header.split("\t")
        if missing := {"wrong", "right"} - set(columns):
            raise WordListError(
                f"{name}:1: 首行应为列名，缺少 {'、'.join(sorted(missing))}（列之间用制表符）"
            )
        if unknown := [column for column in columns if column not in COLUMNS]:
            raise WordListError(f"{name}:1: 没有列 {unknown[0]}（可用：{'、'.join(COLUMNS)}）")
        seen: dict[str, int] = {}
        for number, line in enumerate(lines, 2):
            if not line:
                continue
            row = line.split("\t")
            if len(row) > len(columns):
                raise WordListError(f"{name}:{number}: 有 {len(row)} 列，首行只有 {len(columns)} 列")
            named = dict(zip(columns, row, strict=False))
            entry = _entry(named)
            _check(entry, f"{name}:{number}")
            if named.get("whole", "") not in ("", "yes"):
                raise WordListError(f"{name}:{number}: whole 只能是 yes 或留空")
            if entry.wrong in seen:
                raise WordListError(f"{name}:{number}: “{entry.wrong}”与第 {seen[entry.wrong]} 行重复")
            seen[entry.wrong] = number
        if not seen:
            raise WordListError(f"{name}:1: 没有词条")
        return cls(text)

    def wrong_forms(self) -> list[str]:
        """The wrong form of every entry, folded."""
        at = self._header.index("wrong")
        return fold("\n".join([line.split("\t", at + 1)[at] for line in self._lines])).split("\n")

    def entry(self, index: int) -> Entry:
        """The entry whose wrong form is at an index of `wrong_forms`."""
        return _entry(dict(zip(self._header, self._lines[index].split("\t"), strict=False)))


def _entry(row: dict[str, str]) -> Entry:
    def folded(column: str) -> str:
        return fold(row.get(column, ""))

    def parted(cell: str) -> tuple[str, ...]:
        return tuple(filter(None, cell.split("|")))

    return Entry(
        folded("wrong"),
        parted(row.get("right", "")),
        folded("not_before"),
        folded("not_after"),
        parted(folded("only_in")),
        parted(folded("not_in")),
        row.get("whole") == "yes",
        row.get("note", ""),
    )


def _check(entry: Entry, where: str) -> None:
    if not entry.wrong or not entry.right:
        raise WordListError(f"{where}: wrong 和 right 都不能为空")
    if entry.wrong in map(fold, entry.right):
        raise WordListError(f"{where}: “{entry.wrong}”既是错也是对")
    for column, phrases in (("only_in", entry.only_in), ("not_in", entry.not_in)):
        for phrase in phrases:
            if entry.wrong not in phrase:
                raise WordListError(f"{where}: {column} 中的“{phrase}”不含“{entry.wrong}”")
