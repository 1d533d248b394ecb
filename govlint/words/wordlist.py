"""Word lists: files of wrong forms with their right forms, in columns separated by tabs or commas.

The first line names the columns. `wrong` and `right` are required; the others are guards, which rule out some
occurrences of the wrong form:

- `not_before`, `not_after`: characters that must not stand right before or after it;
- `only_in`: phrases separated by `|`; it counts only inside one of them;
- `not_in`: phrases separated by `|`; it does not count inside one of them;
- `whole`: `yes` where both its ends must be word boundaries;
- `note`: a remark for people.

Several right forms are separated by `|`; such an entry offers no fix. Wrong forms and guards may be written
full-width or half-width: both they and the checked text are folded. Right forms are inserted as written.
Spaces around a cell, or around one of its phrases, are none of it.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from govlint.document import fold

COLUMNS = ("wrong", "right", "not_before", "not_after", "only_in", "not_in", "whole", "note")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CERTAIN = 3  # ideographs that decode as UTF-8 before an error: so many are no coincidence
_LINE_END = re.compile("\r\n?")
_BREAKS = re.compile("[\t\r\n]+")
_RESAVE = "请在 Excel 中另存为“CSV UTF-8（逗号分隔）”"


class WordListError(ValueError):
    """A word list that cannot be read. The message is for the user: `name:line: why`."""


def list_text(content: bytes, name: str) -> str:
    """The content of a word-list file, decoded, as text with a row a line and tabs between cells, which have
    no spaces around them. Lines end with LF.

    The file may be UTF-8, GB18030 (and so GBK), or UTF-16 with a byte order mark. Its columns are separated
    by tabs if the first line has one, else by commas. Cells may be quoted in a file with commas and in
    UTF-16, as Excel writes them. `name` is for messages. Raises WordListError where the file is none of
    these.
    """
    text = _decoded(content, name)
    has_tabs = "\t" in text.partition("\n")[0]
    if has_tabs and not content.startswith(_UTF16):
        rows = [line.split("\t") for line in _LINE_END.sub("\n", text).split("\n")]
    else:
        rows = _quoted(text, "\t" if has_tabs else ",", name)
    # Where columns or rows were emptied in Excel, it still writes their commas.
    return "\n".join("\t".join(_BREAKS.sub(" ", cell.strip()) for cell in row).rstrip("\t") for row in rows)


def _quoted(text: str, delimiter: str, name: str) -> list[list[str]]:
    import csv
    import io

    try:
        lines = io.StringIO(text, newline="")
        return list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise WordListError(f"{name}: 不是完整的表格，多半是引号不成对（{error}）") from None


def _decoded(content: bytes, name: str) -> str:
    if content.startswith(_UTF16):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise WordListError(f"{name}: UTF-16 编码已损坏，{_RESAVE}") from None
    try:
        if b"\0" not in content:
            return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        if sum(char > "\u2e7f" for char in before) >= _CERTAIN:
            line = before.count("\n") + 1
            raise WordListError(f"{name}:{line}: 前面是 UTF-8 编码，这一行不是，{_RESAVE}") from None
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            text = "\ue000"
        if not any(
            "\ue000" <= char <= "\uf8ff" for char in text
        ):  # other encodings, such as Big5, decode to these
            return text
    raise WordListError(f"{name}: 认不出编码，{_RESAVE}")


class Entry(NamedTuple):
    """A wrong form with its right forms and guards (see the module); all but `right` and `note` are
    folded.
    """

    wrong: str
    right: tuple[str, ...]
    not_before: str = ""
    not_after: str = ""
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    whole: bool = False
    note: str = ""


class WordList:
    """The entries of a word-list text, in order. They are not checked here (see `parse`), and each is parsed
    when it is asked for.
    """

    def __init__(self, text: str) -> None:
        header, *lines = text.split("\n")
        self._header = header.split("\t")
        self._lines = [line for line in lines if line]

    @classmethod
    def parse(cls, text: str, name: str) -> WordList:
        """Check the text that `list_text` returned, and make a word list of it. `name` is for messages.
        Raises WordListError.
        """
        header, *lines = text.split("\n")
        columns = header.split("\t")
        if missing := {"wrong", "right"} - set(columns):
            raise WordListError(
                f"{name}:1: 首行应为列名，缺少 {'、'.join(sorted(missing))}（列之间用制表符或半角逗号）"
            )
        if unknown := [column for column in columns if column not in COLUMNS]:
            raise WordListError(f"{name}:1: 没有列 {unknown[0]}（可用：{'、'.join(COLUMNS)}）")
        if twice := [column for column in columns if columns.count(column) > 1]:
            raise WordListError(f"{name}:1: 列 {twice[0]} 写了两次")
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
            if named.get("right") and "" in map(str.strip, named["right"].split("|")):
                raise WordListError(f"{name}:{number}: right 中有一种写法是空的（各种写法之间用一个 | 隔开）")
            if named.get("whole", "") not in ("", "yes"):
                raise WordListError(f"{name}:{number}: whole 只能是 yes 或留空")
            if entry.wrong in seen:
                raise WordListError(f"{name}:{number}: “{entry.wrong}”与第 {seen[entry.wrong]} 行重复")
            seen[entry.wrong] = number
        if not seen:
            raise WordListError(f"{name}:1: 没有词条")
        return cls(text)

    def wrong_forms(self) -> list[str]:
        """The wrong form of every entry, folded, in order."""
        at = self._header.index("wrong")
        return fold("\n".join([line.split("\t", at + 1)[at] for line in self._lines])).split("\n")

    def entry(self, index: int) -> Entry:
        """The entry whose wrong form is `wrong_forms()[index]`."""
        return _entry(dict(zip(self._header, self._lines[index].split("\t"), strict=False)))


def _entry(row: dict[str, str]) -> Entry:
    def folded(column: str) -> str:
        return fold(row.get(column, ""))

    def parted(cell: str) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, cell.split("|"))))

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
    if not entry.wrong:
        raise WordListError(f"{where}: wrong 不能为空")
    if not entry.right:
        raise WordListError(
            f"{where}: right 不能为空；只禁用、没有改法的词，用 kind: pattern 列在 pattern 里"
        )
    if entry.wrong in map(fold, entry.right):
        raise WordListError(f"{where}: “{entry.wrong}”既是错也是对")
    for column, phrases in (("only_in", entry.only_in), ("not_in", entry.not_in)):
        for phrase in phrases:
            if entry.wrong not in phrase:
                raise WordListError(f"{where}: {column} 中的“{phrase}”不含“{entry.wrong}”")
