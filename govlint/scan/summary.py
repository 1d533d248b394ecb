"""The `summary` command: what is wrong where, counted over the findings of a scan."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from govlint.diagnostic import Severity
from govlint.readers import UnreadableError
from govlint.reasons import reason
from govlint.reporters.display import width
from govlint.reporters.text import LEVELS
from govlint.scan.record import ScanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Finding = dict[str, Any]

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LEVELS = sorted(LEVELS, reverse=True)
_MOST_RULES = 3  # named beside a group
_NEEDED = ("id", "path", "rule", "name", "severity")


@dataclass(slots=True)
class Group:
    """What was found in one group: findings by level and rule, and documents, which is right where the
    findings of a document stand together.
    """

    levels: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    _last: object = None

    def add(self, finding: Finding) -> None:
        """Count a finding."""
        self.levels[finding["severity"]] += 1
        self.rules[f"{finding['rule']} {finding['name']}"] += 1
        document = finding["id"], finding["path"]
        self.documents += document != self._last
        self._last = document

    def merge(self, other: Group) -> None:
        """Count in what was found in other documents."""
        self.levels += other.levels
        self.rules += other.rules
        self.documents += other.documents


Groups = dict[str, Group]


@click.command()
@click.argument("path", metavar="问题表")
@click.option("--by", metavar="列", help="按这一列分组，而不按文件夹。")
@click.option("--top", type=click.IntRange(1), default=20, metavar="N", help="每张表最多列几行，默认 20。")
def summary(path: str, by: str | None, top: int) -> None:
    """汇总 scan 写出的问题表：按规则、按文件夹（各篇编号或路径中不同的第一段）、按年份。

    年份取编号里的 20xx，编号里没有就看路径。

    \b
    govlint summary findings.parquet
    govlint summary findings.parquet --by category
    """
    rules: Groups = defaultdict(Group)
    places: Groups = defaultdict(Group)
    years: Groups = defaultdict(Group)
    try:
        for finding in _findings(path, (*_NEEDED, *([by] if by else []))):
            rules[f"{finding['rule']} {finding['name']}"].add(finding)
            places[str(finding[by]) if by else _folder(finding)].add(finding)
            years[_year(finding)].add(finding)
    except (ScanError, UnreadableError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"读不到 {path}：{reason(error)}") from None
    if not rules:
        click.echo("没有问题")
        return
    tops = places if by else _tops(places)
    for title, groups, names in (
        ("规则", rules, _by_count(rules)),
        (by or "文件夹", tops, _by_count(tops)),
        ("年份", years, sorted(years)),
    ):
        click.echo("".join(_table(title, groups, names[:top], title != "规则")))
        if len(names) > top:
            click.echo(f"（另有 {len(names) - top} 行，--top 可列出更多）\n")


def _by_count(groups: Groups) -> list[str]:
    return sorted(groups, key=lambda name: (-groups[name].levels.total(), name))


def _findings(path: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    """The findings of a table in any format that scan writes. Raises ScanError."""
    suffix = os.path.splitext(path)[1].lower()
    readers = {".parquet": _of_parquet, ".jsonl": _of_jsonl, ".csv": _of_csv, ".duckdb": _of_duckdb}
    if suffix not in readers:
        raise ScanError(f"认不出 {path} 是什么格式，后缀可用 {'、'.join(readers)}")
    if not os.path.exists(path):
        raise ScanError(f"没有 {path} 这个文件")
    needed = set(columns)
    try:
        for finding in readers[suffix](path, columns):
            if not needed <= finding.keys():
                raise KeyError(min(needed - finding.keys()))
            yield finding
    except (KeyError, ValueError) as error:
        raise ScanError(f"{path} 不是 govlint scan 写出的问题表，或没有要用的列（{error}）") from None


def _of_parquet(path: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise ScanError('读写 Parquet 需要 pyarrow：pip install "govlint[arrow]"') from None
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=list(dict.fromkeys(columns))):
            yield from batch.to_pylist()


def _of_jsonl(path: str, _columns: tuple[str, ...]) -> Iterator[Finding]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _of_csv(path: str, _columns: tuple[str, ...]) -> Iterator[Finding]:
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _of_duckdb(path: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    try:
        import duckdb
    except ImportError:
        raise ScanError('读写 DuckDB 需要 duckdb：pip install "govlint[duckdb]"') from None
    names = list(dict.fromkeys(columns))
    try:
        with duckdb.connect(path, read_only=True) as database:
            quoted = ", ".join('"{}"'.format(name.replace('"', '""')) for name in names)
            database.execute(f"SELECT {quoted} FROM findings")
            while rows := database.fetchmany(10_000):
                yield from (dict(zip(names, row, strict=True)) for row in rows)
    except duckdb.Error as error:
        raise ScanError(f"{path} 读不了：{str(error).splitlines()[0]}") from None


def _folder(finding: Finding) -> str:
    """The folder of a document: that of its id, if that reads like a path, else of its file."""
    name = str(finding["id"]).replace("\\", "/")
    return os.path.dirname(name if "/" in name else str(finding["path"]).replace("\\", "/"))


def _tops(folders: Mapping[str, Group]) -> Groups:
    """Folders by the first part of their path in which they differ."""
    parts = {folder: folder.split("/") for folder in folders}
    ends = min(map(len, parts.values()))
    levels = enumerate(zip(*parts.values(), strict=False))
    common = next((level for level, names in levels if len(set(names)) > 1), ends)
    tops: Groups = defaultdict(Group)
    for folder, group in folders.items():
        tops["/".join(parts[folder][: common + 1]) or "."].merge(group)
    return tops


def _year(finding: Finding) -> str:
    found = _YEAR.search(str(finding["id"])) or _YEAR.search(str(finding["path"]))
    return found[0] if found else "（没有年份）"


def _table(title: str, groups: Mapping[str, Group], names: list[str], with_rules: bool) -> Iterator[str]:
    """Column widths are those of a terminal, where a Chinese character takes two."""
    heads = [
        title,
        "处",
        *(LEVELS[level] for level in _LEVELS),
        "篇",
        *(["最多的规则"] if with_rules else []),
    ]
    rows = [heads, *(_cells(name, groups[name], with_rules) for name in names)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            _pad(cell, wide, right=0 < index < 6)
            for index, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip() + "\n"


def _cells(name: str, group: Group, with_rules: bool) -> list[str]:
    counts = [
        group.levels.total(),
        *(group.levels[Severity(level).name] for level in _LEVELS),
        group.documents,
    ]
    common = "、".join(f"{rule} {count}" for rule, count in group.rules.most_common(_MOST_RULES))
    return [name, *map(str, counts), *([common] if with_rules else [])]


def _pad(cell: str, wide: int, *, right: bool) -> str:
    space = " " * (wide - width(cell))
    return space + cell if right else cell + space
