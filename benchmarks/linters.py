"""The linters that are compared: how each is installed and called, and where in a text its alarms are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from texts import ROOT

from govlint.words.wordlist import WordList

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    # What a linter says of a text, and the text: half-open code-point offsets.
    Reader = Callable[[str, str], list[tuple[int, int]]]

WORDS = ROOT / "lint_rules" / "words" / "typos.tsv"


class NoResultError(Exception):
    """A linter could not be installed, or a run came to nothing; the message says why."""


@dataclass(frozen=True)
class Linter:
    """A linter: `packages` are of npm or, with `python`, of PyPI; `{settings}` and `{packages}` are folders.

    `many` is what it is given for all texts of the folder it runs in; `*` stands for their names. `says` is
    where its alarms come out, `exits` are the codes of a run that went well.
    """

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...]
    does: str
    read: Reader
    python: bool = False
    many: str = "."
    says: Literal["stdout", "stderr"] = "stdout"
    exits: tuple[int, ...] = (0, 1)

    @property
    def version(self) -> str:
        return "、".join(package.replace("==", " ").replace("@", " ") for package in self.packages)

    def installed(self, folder: Path, settings: Path) -> list[str]:
        """Its command, once it is installed in a folder of its own in `folder`. Raises NoResultError."""
        home = folder / self.name
        there = home / "installed.json"
        if not there.is_file() or json.loads(there.read_text()) != list(self.packages):
            steps = [["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), *self.packages]]
            if self.python:
                pip = [str(home / "bin/python"), "-m", "pip", "install", *self.packages]
                steps = [[sys.executable, "-m", "venv", str(home)], pip]
            home.mkdir(parents=True, exist_ok=True)
            for step in steps:
                try:
                    subprocess.run(step, check=True, capture_output=True, text=True, timeout=600)
                except subprocess.CalledProcessError as error:
                    raise NoResultError(f"没有装上：{error.stderr.strip().splitlines()[-1:]}") from None
                except (OSError, subprocess.TimeoutExpired) as error:
                    raise NoResultError(f"没有装上：{error}") from None
            there.write_text(json.dumps(self.packages))
        programs = home / ("bin" if self.python else "node_modules/.bin")
        places = {"settings": str(settings), "packages": str(home / "node_modules")}
        name, *options = (part.format(**places) for part in self.command)
        return [str(programs / name), *options]


def write_settings(folder: Path) -> int:
    """Write our word list in the forms that others read; how many words it has."""
    words = WordList(WORDS.read_text(encoding="utf-8"))
    entries = [words.entry(index) for index in range(len(words.wrong_forms()))]
    rules = []
    for entry in entries:
        # prh can look at the neighbours; the other guards of an entry it cannot be told.
        before = f"(?<![{re.escape(entry.not_before)}])" if entry.not_before else ""
        after = f"(?![{re.escape(entry.not_after)}])" if entry.not_after else ""
        pattern = f"/{before}{re.escape(entry.wrong)}{after}/" if before or after else entry.wrong
        rules.append({"expected": entry.right[0], "pattern": pattern})
    files = {
        "prh.yml": json.dumps({"version": 1, "rules": rules}, ensure_ascii=False),  # YAML takes JSON
        "textlint.json": json.dumps({"rules": {"prh": {"rulePaths": [str(folder / "prh.yml")]}}}),
        "codespell.txt": "".join(f"{entry.wrong}->{', '.join(entry.right)}\n" for entry in entries),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(entries)


def _lines(text: str) -> list[int]:
    """Where each line starts."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def read_govlint(said: str, _: str) -> list[tuple[int, int]]:
    found = json.loads(said)["diagnostics"]
    return [(item["start"]["offset"], item["end"]["offset"]) for item in found]


def read_autocorrect(said: str, text: str) -> list[tuple[int, int]]:
    """Of a line it gives the old and the new form: an alarm is each place where they differ."""
    starts = _lines(text)
    return [
        (starts[line["l"] - 1] + start, starts[line["l"] - 1] + end)
        for message in json.loads(said)["messages"]
        for line in message["lines"]
        for kind, start, end, *_ in SequenceMatcher(
            None, line["old"], line["new"], autojunk=False
        ).get_opcodes()
        if kind != "equal"
    ]


def read_limae(said: str, text: str) -> list[tuple[int, int]]:
    """It gives the line and an excerpt: the alarm with twelve characters on either side, fewer at an edge."""
    starts = _lines(text)
    alarms = []
    for number, excerpt in re.findall(r"^[^:\n]+:(\d+): \w+: \[[^\]]+\] …(.*)…$", said, re.MULTILINE):
        start = text.index(excerpt, starts[int(number) - 1])
        end = start + len(excerpt)
        alarms.append(sorted((start + 12, end - 12)))
    return [(start, end) for start, end in alarms]


def read_textlint(said: str, _: str) -> list[tuple[int, int]]:
    """The range of an alarm is that of its first character only, that of its fix is of the whole word.

    In UTF-16 units: the drafts have no character of two.
    """
    found = [message for file in json.loads(said) for message in file["messages"]]
    return [tuple(message.get("fix", message)["range"]) for message in found]


def read_zhlint(said: str, text: str) -> list[tuple[int, int]]:
    """It points between two characters; columns count from 0, in UTF-16 units too."""
    starts = _lines(text)
    places = re.findall(r"^[^:\n]+:(\d+):(\d+) - ", said, re.MULTILINE)
    points = [starts[int(line) - 1] + int(column) for line, column in places]
    return [(point, point) for point in points]


def read_codespell(said: str, text: str) -> list[tuple[int, int]]:
    """It gives the line and the word."""
    starts = _lines(text)
    alarms = []
    for number, word in re.findall(r"^[^:\n]+:(\d+): (.+) ==> ", said, re.MULTILINE):
        start = text.index(word, starts[int(number) - 1])
        alarms.append((start, start + len(word)))
    return alarms


# What is on PATH does not matter: each is called from where it was installed.
PEERS = (
    Linter(
        "autocorrect",
        ("autocorrect-node@2.14.0",),
        ("autocorrect", "--lint", "--format", "json"),
        "中英文、数字之间的空格，半角标点，少量英文专名；不管词语和数",
        read_autocorrect,
    ),
    Linter(
        "limae",
        ("limae==0.13.4",),
        ("limae",),
        "Markdown 的中文排版：空格、半角标点等；不管词语和数",
        read_limae,
        python=True,
        many="*",
    ),
    Linter(
        "textlint + prh",
        ("textlint@15.8.0", "textlint-rule-prh@6.1.0"),
        (
            "textlint", "--format", "json", "--config", "{settings}/textlint.json",
            "--rules-base-directory", "{packages}",
        ),
        "只查词表：同一份错别字表，逐词比对；“整词”“只在某些短语里”这类条件 prh 写不出，没有给",
        read_textlint,
    ),
    Linter(
        "zhlint",
        ("zhlint@0.8.2",),
        ("zhlint",),
        "中英文、数字之间的空格，全角半角标点，引号括号；不管词语和数",
        read_zhlint,
        many="*.txt",  # finds the files itself: of several names it takes the first
        says="stderr",
    ),
    Linter(
        "codespell",
        ("codespell==2.4.3",),
        ("codespell", "--dictionary", "{settings}/codespell.txt,-"),
        "英文拼写，另给同一份错别字表；只认两边不连文字的整“词”，连写的汉字中间看不到",
        read_codespell,
        python=True,
        exits=(0, 65),
    ),
)  # fmt: skip
