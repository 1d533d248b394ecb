"""Reporters: file reports to an output format. The only place where offsets become columns.

Each format has a module of its own, imported when it is asked for.
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
"""Formats for a terminal, in its encoding and colours; what other programs read is UTF-8 wherever it goes."""
BARE = ("jsonl", "rdjson", "rdjsonl", "gitlab", "checkstyle", "vim")
"""Formats that hold findings and problems, and have no place for a notice."""

_TELLING_WHY = ("sarif", "html")  # formats that tell the reason of each rule that is broken


class Reporter(Protocol):
    """Turns file reports into pieces of text, to be written in order."""

    def __call__(self, reports: Iterable[FileReport]) -> Iterator[str]:
        """Yield the output as it becomes ready."""
        ...


def reporter_for(name: str, rules_of: Callable[[str], Iterable[Rule]]) -> Reporter:
    """The reporter of a format. `rules_of` gives all rules that may be broken in a file, by its path: some
    formats tell the reason of each that is.
    """
    module = import_module(f"govlint.reporters.{_MODULE_OF[name]}")
    made: Reporter = module.reporter(rules_of) if name in _TELLING_WHY else getattr(module, f"report_{name}")
    return made
