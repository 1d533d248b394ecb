"""Reporters: file reports to an output format. The only place where offsets become columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.runner import FileReport


class Reporter(Protocol):
    """Turns file reports into pieces of text, to be written in order."""

    def __call__(self, reports: Iterable[FileReport]) -> Iterator[str]:
        """Yield the output as it becomes ready."""
        ...
