"""Word lists: tab-separated files of wrong and right forms, each with its guards.

The first line names the columns. `wrong` and `right` are required; the others say when a hit is none:

- `not_before`, `not_after`: characters that must not stand right before or after the hit;
- `only_in`: phrases parted by `|`; a hit counts only inside one of them;
- `not_in`: phrases parted by `|`; a hit inside one of them is none;
- `whole`: `yes` where word segmentation must agree that no word straddles the edges of the hit;
- `note`: for people.

Several right forms are parted by `|`; such an entry offers no fix.
"""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = ("wrong", "right", "not_before", "not_after", "only_in", "not_in", "whole", "note")


class WordListError(ValueError):
    """A word list that cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A wrong form, its right forms and its guards."""

    wrong: str
    right: tuple[str, ...]
    not_before: str = ""
    not_after: str = ""
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    whole: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class WordList:
    """The entries of one file, in its order."""

    entries: tuple[Entry, ...]

    @classmethod
    def parse(cls, text: str, name: str) -> WordList:
        """Read the content of a word-list file; `name` is for messages. Raises WordListError."""
        rows = [line.split("\t") for line in text.splitlines()]
        header = rows[0] if rows else []
        if missing := {"wrong", "right"} - set(header):
            raise WordListError(
                f"{name}:1: 首行应为列名，缺少 {'、'.join(sorted(missing))}（列之间用制表符）"
            )
        if unknown := [column for column in header if column not in COLUMNS]:
            raise WordListError(f"{name}:1: 没有列 {unknown[0]}（可用：{'、'.join(COLUMNS)}）")
        entries: list[Entry] = []
        seen: dict[str, int] = {}
        for number, row in enumerate(rows[1:], 2):
            if row == [""] or row[0].startswith("#"):
                continue
            if len(row) > len(header):
                raise WordListError(f"{name}:{number}: 有 {len(row)} 列，首行只有 {len(header)} 列")
            entry = _entry(dict(zip(header, row, strict=False)), f"{name}:{number}")
            if entry.wrong in seen:
                raise WordListError(f"{name}:{number}: “{entry.wrong}”与第 {seen[entry.wrong]} 行重复")
            seen[entry.wrong] = number
            entries.append(entry)
        return cls(tuple(entries))


def _entry(row: dict[str, str], where: str) -> Entry:
    def phrases(column: str) -> tuple[str, ...]:
        return tuple(filter(None, row.get(column, "").split("|")))

    wrong, right = row["wrong"], phrases("right")
    if not wrong or not right:
        raise WordListError(f"{where}: wrong 和 right 都不能为空")
    if wrong in right:
        raise WordListError(f"{where}: “{wrong}”既是错也是对")
    for column in ("only_in", "not_in"):
        for phrase in phrases(column):
            if wrong not in phrase:
                raise WordListError(f"{where}: {column} 中的“{phrase}”不含“{wrong}”")
    if row.get("whole", "") not in ("", "yes"):
        raise WordListError(f"{where}: whole 只能是 yes 或留空")
    return Entry(
        wrong,
        right,
        row.get("not_before", ""),
        row.get("not_after", ""),
        phrases("only_in"),
        phrases("not_in"),
        row.get("whole") == "yes",
        row.get("note", ""),
    )
