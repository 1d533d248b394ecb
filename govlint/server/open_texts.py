"""Keeps the texts that an editor has open, and checks the newest version of each in a worker thread.

There is one such thread. Checking is pure computation, so several threads would not be faster, and the caches
of an `Incremental` may be used in one thread only. Texts wait for their turn; a check whose text has changed
meanwhile stops before the next rule.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lsprotocol import types

from govlint.config import Config
from govlint.document import Document
from govlint.incremental import Incremental, StoppedError
from govlint.linter import lint
from govlint.reasons import SettingsError
from govlint.runner import FileReport, Session, forget, known_rules
from govlint.server.checked import Checked
from govlint.server.positions import Positions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from govlint.rule import Rule

T = TypeVar("T")

QUIET = 0.02
"""Seconds that a text must stay unchanged before it is checked."""

log = logging.getLogger(__name__)


@dataclass(eq=False)
class OpenText:
    """An open text.

    `checked` is the result for the newest version that was checked under the present configuration. `settled`
    is set as long as that is the version in `text`. `waiting` is the task of the last check; setting `stop`
    ends that check.
    """

    uri: str
    path: str
    version: int | None
    text: str
    checked: Checked | None = None
    engine: Incremental = field(default_factory=Incremental)
    stop: threading.Event = field(default_factory=threading.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: asyncio.Task[None] | None = None


class CheckOutcome(NamedTuple):
    """The result of a check. `fault` says what is wrong with the configuration, as `path:line: why`; None if
    nothing.
    """

    checked: Checked
    fault: str | None


class OpenTexts:
    """The open texts, by their URIs.

    `tell` is called in the event loop with the outcome of every check. `site` is the address of the
    documentation. `generation` changes whenever configuration and rules are read again. Methods are for the
    event loop, unless they say that they are for the worker thread.
    """

    def __init__(self, tell: Callable[[OpenText, CheckOutcome], None], site: str | None = None) -> None:
        self.encoding = types.PositionEncodingKind.Utf16
        self.session = Session()
        self.generation = time.time_ns()  # differs from the numbers of earlier runs of the server
        self._serials = count(self.generation)
        self._tell = tell
        self._site = site
        self._texts: dict[str, OpenText] = {}
        self._worker = ThreadPoolExecutor(1, "govlint")
        self._worker.submit(_warm)

    def open(self, uri: str, path: str, version: int | None, text: str) -> None:
        """Begin to check a text that was opened under `path`."""
        self.drop(uri)
        opened = self._texts[uri] = OpenText(uri, path, version, text)
        self._due(opened, 0.0)

    def change(self, uri: str, version: int | None, text: str) -> None:
        """Check a text again that was changed. Does nothing if it is not open."""
        if opened := self._texts.get(uri):
            opened.version, opened.text = version, text
            self._due(opened, QUIET if opened.checked else 0.0)

    def drop(self, uri: str) -> None:
        """Forget a text that was closed. Does nothing if it is not open."""
        opened = self._texts.pop(uri, None)
        if opened:
            self._halt(opened)
            opened.settled.set()

    def holds(self, uri: str) -> bool:
        """Whether a text is open."""
        return uri in self._texts

    def holds_file(self, path: str) -> bool:
        """Whether the text of a file is open."""
        return any(is_at(opened.uri, opened.path, path) for opened in self._texts.values())

    def reload(self) -> None:
        """Read configuration, rules and baselines again, and check all open texts again."""
        self._worker.submit(self._renew)
        self.generation += 1
        for opened in self._texts.values():
            self._due(opened, 0.0)

    def close(self) -> None:
        """Stop all checks, and end the worker thread."""
        for opened in self._texts.values():
            self._halt(opened)
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def newest(self, uri: str) -> Checked | None:
        """Wait until the newest version of a text is checked, and return it; None where the text is not open,
        or is closed meanwhile.
        """
        while (opened := self._texts.get(uri)) is not None:
            await opened.settled.wait()
            if self._texts.get(uri) is opened and opened.settled.is_set():
                return opened.checked
        return None

    async def apart(self, work: Callable[[], T]) -> T:
        """Call `work` in the worker thread, and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def check_file(self, uri: str, path: str) -> Checked:
        """Check the file at `path`, which is not open. For the worker thread."""
        opened = OpenText(uri, path, None, "")
        return self._outcome(opened, None, None, lambda session: session.check(path)).checked

    def fixed(self, uri: str) -> tuple[Checked, str] | None:
        """The version of a text checked last, and that text with all safe fixes made. For the worker thread.

        None where the text was not checked yet, or could not be fixed.
        """
        opened = self._texts.get(uri)
        checked = opened.checked if opened else None
        if opened is None or checked is None:
            return None
        rewriting = self.session.fix_text(checked.text, opened.path, opened.engine.lint).rewriting
        return None if rewriting is None else (checked, rewriting.after.decode("utf-8-sig"))

    def _halt(self, opened: OpenText) -> None:
        opened.stop.set()
        if opened.waiting:
            opened.waiting.cancel()

    def _due(self, opened: OpenText, delay: float) -> None:
        self._halt(opened)
        opened.stop = threading.Event()
        opened.settled.clear()
        opened.waiting = asyncio.get_running_loop().create_task(self._later(opened, delay))

    async def _later(self, opened: OpenText, delay: float) -> None:
        if delay:
            await asyncio.sleep(delay)
        stop, version, text = opened.stop, opened.version, opened.text
        try:
            outcome = await self.apart(partial(self._checked, opened, version, text, stop))
        except StoppedError:
            return
        except Exception as error:
            log.exception("checking %s failed", opened.uri)
            problem = f"内部错误，没有检查（{type(error).__name__}: {error}）"
            outcome = CheckOutcome(
                self._made(opened, version, text, FileReport(opened.path, problem=problem)), None
            )
        if not stop.is_set():
            opened.checked = outcome.checked
            opened.settled.set()
            self._tell(opened, outcome)

    def _checked(
        self, opened: OpenText, version: int | None, text: str, stop: threading.Event
    ) -> CheckOutcome:
        linting = partial(opened.engine.lint, stopped=stop.is_set)
        outcome = self._outcome(
            opened, version, text, lambda session: session.check_text(text, opened.path, linting)
        )
        _ = outcome.checked.diagnostics  # computed here, not in the event loop
        return outcome

    def _renew(self) -> None:
        """Drop the configurations and rules that were loaded. For the worker thread."""
        forget()
        self.session = Session()

    def _outcome(
        self, opened: OpenText, version: int | None, text: str | None, check: Callable[[Session], FileReport]
    ) -> CheckOutcome:
        """Check a text; where `text` is None, that of the file. For the worker thread."""
        session = self.session
        rules: dict[str, Rule] = {}
        fault = None
        try:
            report = check(session)
            if report.document is not None:
                config = session.config_for(opened.path)
                rules = {rule.id: rule for rule in session.rules_for(config, opened.path)}
        except SettingsError as error:
            fault = str(error)
            report = FileReport(opened.path, problem=f"配置有误，没有检查：{fault}")
        if text is None:
            text = report.origin.source.text if report.origin else ""
        return CheckOutcome(self._made(opened, version, text, report, rules), fault)

    def _made(
        self,
        opened: OpenText,
        version: int | None,
        text: str,
        report: FileReport,
        rules: Mapping[str, Rule] = MappingProxyType({}),
    ) -> Checked:
        serial, positions = next(self._serials), Positions(text, self.encoding)
        return Checked(opened.uri, version, serial, text, positions, report, rules, self._site)


def _warm() -> None:
    """Load the built-in rules and models while the editor is still starting."""
    lint(Document("全县上下齐心协力推进各项工作。"), known_rules(Config()))
    gc.collect()
    gc.freeze()  # rules and models stay; the garbage collector need not visit them each time


def is_at(uri: str, named: str, path: str) -> bool:
    """Whether a document is that of the file at `path`. `named` is the path in its URI: clients escape a URI
    each in their own way, so URIs cannot be compared.
    """
    return uri.startswith("file:") and os.path.normcase(named) == os.path.normcase(path)


def path_of(uri: str, fs_path: str | None, language: str, folder: str) -> str:
    """The path that a text is checked under. A text that is not a file yet is given a name in `folder`."""
    if fs_path and uri.startswith("file:"):
        return fs_path
    suffix = {"markdown": ".md", "html": ".html"}.get(language, ".txt")
    return os.path.join(folder, f"未保存{suffix}")
