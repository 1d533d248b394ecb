"""Reporters: turn file reports into an output format. Only here do offsets become lines and columns.

Each format has a module of its own, which is imported when the format is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govlint.rule import Rule
    from govlint.runner import FileReport

_MODULE_OF = {
    "text": "text",
    "concise": "concise",
    "grouped": "concise",
    "json": "json",
    "jsonl": "json",
    "sarif": "sarif",
    "rdjson": "rdjson",
    "rdjsonl": "rdjson",
    "github": "github",
    "gitlab": "gitlab",
    "checkstyle": "checkstyle",
    "junit": "junit",
    "vim": "vim",
    "html": "html",
}
NAMES = tuple(_MODULE_OF)
FOR_PEOPLE = ("text", "concise", "grouped")
"""Formats for a terminal, written in its encoding and with colours. The other formats are for programs, and
always UTF-8.
"""
IN_LINES = ("jsonl", "rdjsonl", "github", "vim")
"""Formats for programs of which each line can be read as it comes; the others are one document."""
BARE = ("jsonl", "rdjson", "rdjsonl", "gitlab", "checkstyle", "vim")
"""Formats that hold findings and problems, and have no place for notices."""

_TELLING_WHY = ("sarif", "html")  # formats that give the reason of each broken rule


class Reporter(Protocol):
    """Turns file reports into pieces of text, to be written in order."""

    def __call__(self, reports: Iterable[FileReport]) -> Iterator[str]:
        """Yield the output as it becomes ready."""
        ...


def reporter_for(name: str, rules_of: Callable[[str], Iterable[Rule]]) -> Reporter:
    """The reporter of a format, given by its name in `NAMES`.

    `rules_of` returns all rules that apply to a file, by its path. Formats that give the reasons of rules
    need it.
    """
    module = import_module(f"govlint.reporters.{_MODULE_OF[name]}")
    made: Reporter = module.reporter(rules_of) if name in _TELLING_WHY else getattr(module, f"report_{name}")
    return made
