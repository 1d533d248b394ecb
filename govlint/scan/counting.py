"""Counts the findings of a scan by rule, by folder and by year."""

from __future__ import annotations

import datetime
import os
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govlint.diagnostic import CATEGORIES, SEVERITY_NAMES, Severity
from govlint.scan.record import ScanError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govlint.scan.reading import StoredRow

NEEDED = ("id", "path", "rule", "name", "severity")
"""The columns of the table `findings` that counting needs."""
DOCUMENTS = ("id", "path", "characters", "problem")
"""The columns of the table `documents` that counting needs."""

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_OF_BOTH = ("id", "path")  # columns that both tables have
_LEVELS = sorted(SEVERITY_NAMES, reverse=True)
_MOST_RULES = 3  # rules named beside a group
_REASONS = 20  # documents of which it is kept why they were not checked, or not to the end


@dataclass(slots=True)
class FindingGroup:
    """The counts of one group of findings.

    `levels` and `rules` count findings by level and by rule; `documents` counts the documents that have any,
    and is right only if the findings of a document stand together. `checked` and `characters` are of all
    documents of the group, also those without findings; 0 where this is not known. `samples` are some of the
    findings.
    """

    levels: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    checked: int = 0
    characters: int = 0
    samples: list[StoredRow] = field(default_factory=list)
    _last: object = None

    @property
    def total(self) -> int:
        """The number of findings."""
        return self.levels.total()

    @property
    def rate(self) -> float | None:
        """Findings per ten thousand characters; None where the number of characters is not known."""
        return self.total * 10_000 / self.characters if self.characters else None

    def add(self, finding: StoredRow, rule: str) -> None:
        """Count a finding."""
        self.levels[finding["severity"]] += 1
        self.rules[rule] += 1
        document = finding["id"], finding["path"]
        self.documents += document != self._last
        self._last = document

    def keep(self, finding: StoredRow, most: int, chance: random.Random) -> None:
        """Keep the finding just counted with the right probability, so that `samples` is a random sample of
        up to `most` of all findings.
        """
        if len(self.samples) < most:
            self.samples.append(finding)
        elif (at := chance.randrange(self.total)) < most:
            self.samples[at] = finding

    def merge(self, other: FindingGroup) -> None:
        """Add the counts of a group of other documents."""
        self.levels += other.levels
        self.rules += other.rules
        self.documents += other.documents
        self.checked += other.checked
        self.characters += other.characters
        self.samples += other.samples


FindingGroups = dict[str, FindingGroup]


@dataclass(slots=True)
class FindingCounts:
    """The counts of a scan: in all, by rule, by place and by year. A place is a folder, or a value of the
    column `by`.

    `problems` counts the documents that could not be checked, or not to the end; `reasons` has the first of
    these, each with the reason.
    """

    by: str | None = None
    whole: FindingGroup = field(default_factory=FindingGroup)
    rules: FindingGroups = field(default_factory=lambda: defaultdict(FindingGroup))
    places: FindingGroups = field(default_factory=lambda: defaultdict(FindingGroup))
    years: FindingGroups = field(default_factory=lambda: defaultdict(FindingGroup))
    problems: int = 0
    reasons: list[tuple[str, str]] = field(default_factory=list)
    _tops: dict[str, str] = field(default_factory=dict)

    def names(self, finding: StoredRow) -> tuple[str, str, str]:
        """The names of the groups that a finding belongs to: its rule, place and year."""
        place = self._place(finding)
        return _rule(finding), self._tops.get(place, place), _year(finding)

    def add(self, finding: StoredRow, samples: int, chance: random.Random) -> None:
        """Count a finding, and perhaps keep it among up to `samples` of each of its groups."""
        rule, place, year = self.names(finding)
        for group in (self.rules[rule], self.places[place], self.years[year]):
            group.add(finding, rule)
            if samples:
                group.keep(finding, samples, chance)
        self.whole.add(finding, rule)

    def take(self, document: StoredRow) -> None:
        """Count a document, given as a row of the table `documents`."""
        groups = [self.whole, self.years[_year(document)]]
        if self.by is None or self.by in _OF_BOTH:
            groups.append(self.places[self._place(document)])
        for group in groups:  # what has a problem and no text could not be read at all
            group.checked += not document["problem"] or document["characters"] > 0
            group.characters += document["characters"]
        if document["problem"]:
            self.problems += 1
            if len(self.reasons) < _REASONS:
                self.reasons.append((str(document["id"]), document["problem"]))

    def close(self) -> None:
        """Complete the counts, after the last finding and document: set the sizes of groups that all
        documents belong to, and shorten folders to where their paths differ.
        """
        # Every rule was tried on every document, so the group of a rule is as large as the whole. So is a
        # group by a column that only findings have.
        of_all = [*self.rules.values()]
        if self.by is not None and self.by not in _OF_BOTH:
            of_all += self.places.values()
        for group in of_all:
            group.checked, group.characters = self.whole.checked, self.whole.characters
        if self.by is None:
            self._tops = _tops(self.places)
            folders, self.places = self.places, defaultdict(FindingGroup)
            for folder, group in folders.items():
                self.places[self._tops[folder]].merge(group)

    def _place(self, row: StoredRow) -> str:
        return _folder(row) if self.by is None else str(row[self.by])


def count(
    findings: Iterable[StoredRow],
    documents: Iterable[StoredRow] = (),
    by: str | None = None,
    samples: int = 0,
) -> FindingCounts:
    """Count findings, and documents where these are given.

    `by` is a column to group by instead of folders. Each group keeps up to `samples` findings, the same in
    every run. Raises ScanError where a row is no finding.
    """
    counts, chance = FindingCounts(by), random.Random(0)
    for finding in findings:
        if missing := [name for name in NEEDED if finding[name] is None]:
            raise ScanError(f"问题表里有一行缺少{'、'.join(missing)}")
        if finding["severity"] not in Severity.__members__ or finding["rule"][:2] not in CATEGORIES:
            raise ScanError(f"问题表里有不认识的规则或级别：{finding['rule']} {finding['severity']}")
        counts.add(finding, samples, chance)
    for document in documents:
        if document["characters"] is None:
            raise ScanError("文稿表里有一行缺少 characters")
        if document["characters"] < 0:
            raise ScanError(f"文稿表里有一行的 characters 是 {document['characters']}，字数不会小于 0")
        counts.take(document)
    counts.close()
    return counts


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """Groups as a table shows them. `index` is that of their names in the result of `FindingCounts.names`;
    `more` is the number of groups left out.
    """

    index: int
    title: str
    rows: list[tuple[str, FindingGroup]]
    more: int

    @property
    def has_rules(self) -> bool:
        """Whether the table has a column for the most frequent rules of each group."""
        return self.index > 0


def tables(counts: FindingCounts, most: int) -> list[SummaryTable]:
    """The tables of a summary, with up to `most` rows each. Groups with the most findings come first; years
    are in order.
    """
    made = []
    for index, (title, groups) in enumerate(
        (("规则", counts.rules), (counts.by or "文件夹", counts.places), ("年份", counts.years))
    ):
        names = (
            sorted(groups) if title == "年份" else sorted(groups, key=lambda one: (-groups[one].total, one))
        )
        rows = [(name, groups[name]) for name in names[:most]]
        made.append(SummaryTable(index, title, rows, len(names) - len(rows)))
    return made


def column_titles(counts: FindingCounts) -> list[str]:
    """The titles of the columns that `cells_of` fills."""
    known = ["检查的篇数", "每万字"] if counts.whole.checked else []
    return ["处", *(SEVERITY_NAMES[level] for level in _LEVELS), "篇", *known]


def cells_of(counts: FindingCounts, group: FindingGroup) -> list[str]:
    """The counts of a group as text, under `column_titles`."""
    known = []
    if counts.whole.checked:
        known = [str(group.checked), "–" if group.rate is None else f"{group.rate:.2f}"]
    levels = (group.levels[Severity(level).name] for level in _LEVELS)
    return [*map(str, (group.total, *levels, group.documents)), *known]


def common_rules(group: FindingGroup) -> str:
    """The most frequent rules of a group, with how often each was broken."""
    return "、".join(f"{rule} {count}" for rule, count in group.rules.most_common(_MOST_RULES))


def _folder(row: StoredRow) -> str:
    """The folder of a document: that of its id where the id reads like a path, else that of its file."""
    name = str(row["id"]).replace("\\", "/")
    return os.path.dirname(name if "/" in name else str(row["path"]).replace("\\", "/"))


def _tops(folders: Iterable[str]) -> dict[str, str]:
    """Each folder shortened to the first part of its path in which the folders differ."""
    parts = {folder: folder.split("/") for folder in folders}
    ends = min(map(len, parts.values()), default=0)
    levels = enumerate(zip(*parts.values(), strict=False))
    common = next((level for level, names in levels if len(set(names)) > 1), ends)
    return {folder: "/".join(names[: common + 1]) or "." for folder, names in parts.items()}


def _rule(finding: StoredRow) -> str:
    return f"{finding['rule']} {finding['name']}"


def _year(row: StoredRow) -> str:
    """The year in the id of a document, or else in the path of its file; none behind the next, which plans
    are made for. An id of figures alone is a serial number.
    """
    name = str(row["id"])
    latest = datetime.date.today().year + 1
    found = [] if name.isdecimal() else _YEAR.findall(name)
    found += _YEAR.findall(str(row["path"]))
    return next((year for year in found if int(year) <= latest), "（没有年份）")
