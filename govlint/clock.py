"""Measures where the time of a run goes, by stages and by rules, for `check --profile`."""

from __future__ import annotations

import time
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from govlint.document import Document

T = TypeVar("T")

STAGES = {
    "files": "找文件",
    "reading": "读文件",
    "rules": "取规则",
    "structure": "分行",
    "literals": "看哪些规则用得上",
    "relations": "数据之间的关系",
    "suppressions": "合并、放过",
    "wording": "写提示",
    "output": "输出",
}
"""The stages that are measured, and their names for users."""
REST = "rest"

_NOTHING = nullcontext()


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


R = TypeVar("R", bound=_Named)


class Clock:
    """The clock of a run that is not timed: it measures nothing and costs next to nothing."""

    def stage(self, _name: str) -> AbstractContextManager[object]:
        """A context whose time counts for a stage (a key of `STAGES`)."""
        return _NOTHING

    def each(self, work: Callable[[R, Document], T]) -> Callable[[R, Document], T]:
        """The function to call in place of `work`, which runs a rule on a document. Here it is
        `work` itself.
        """
        return work


UNTIMED = Clock()


class Stopwatch(Clock):
    """Measures seconds by stage and by rule. `now` returns the time.

    Time inside a nested stage or rule counts only for that one; time in none counts for `REST`. So the sum is
    the time since the stopwatch was made.
    """

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._since = now()
        self._inside = [REST]
        self._spent = {REST: 0.0}
        self._names: dict[str, str] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """A context whose time counts for a stage (a key of `STAGES`, or the id of a rule)."""
        self._note()
        self._inside.append(name)
        try:
            yield
        finally:
            self._note()
            self._inside.pop()

    def each(self, work: Callable[[R, Document], T]) -> Callable[[R, Document], T]:
        """A function that calls `work` and measures it under the id of the rule. The lines of the document,
        which all rules share, are computed before the first, as a stage of their own.
        """

        def measured(rule: R, document: Document) -> T:
            with self.stage("structure"):
                _ = document.lines
            self._names[rule.id] = rule.name
            with self.stage(rule.id):
                return work(rule, document)

        return measured

    def _note(self) -> None:
        now = self._now()
        inside = self._inside[-1]
        self._spent[inside] = self._spent.get(inside, 0.0) + now - self._since
        self._since = now

    @property
    def stages(self) -> dict[str, float]:
        """The seconds of each stage, and of `REST`."""
        self._note()
        return {name: spent for name, spent in self._spent.items() if name not in self._names}

    @property
    def rules(self) -> dict[tuple[str, str], float]:
        """The seconds of each rule, by its id and name."""
        return {(rule, name): self._spent[rule] for rule, name in self._names.items()}
