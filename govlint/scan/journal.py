"""Keeps what a scan has written so far: numbered part files, and a journal that says which of them are valid.

A part is valid once the journal lists it, and the journal is replaced in one step. So a run that is killed at
any moment leaves valid parts up to some record of the archive, and can be resumed from there.
"""

from __future__ import annotations

import errno
import json
import os
import re
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from govlint import writing
from govlint.reasons import reason, why_unwritten
from govlint.scan.columns import TABLES
from govlint.scan.formats import format_of
from govlint.scan.lock import HeldError, take
from govlint.scan.record import ScanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govlint.scan.checking import Rows

_JOURNAL = "journal.json"
_LOCK = "lock"
_REMEDIES = {
    errno.ENOSPC: "腾出地方",
    errno.EDQUOT: "腾出地方",
    errno.EFBIG: "放宽限制（ulimit -f）",
}
_OURS = re.compile(rf"(?:{'|'.join(TABLES)})-\d{{6,}}\.[a-z]+|{re.escape(_JOURNAL)}(?:\.part)?|{_LOCK}")


@dataclass(slots=True)
class Progress:
    """How far a scan has come.

    `done` counts records of the archive, `weight` their bytes. `parts` counts the parts of each table.
    `findings` counts findings, `unread` and `unfinished` documents that could not be checked and that were
    not checked to the end; `first_problem` is the first of both, with the reason.
    """

    done: int = 0
    weight: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    findings: int = 0
    unread: int = 0
    unfinished: int = 0
    first_problem: str = ""


class Store:
    """The output files of a scan, by table, and the folder with their parts, which is beside the first of
    them.

    One process works in the folder at a time: it holds a lock there until the end of its `with` block.
    Methods that write raise ScanError where the system does not allow it.
    """

    def __init__(self, outputs: Mapping[str, str]) -> None:
        self.outputs = dict(outputs)
        self.folder = f"{next(iter(self.outputs.values()))}.parts"
        self.progress = Progress()
        self._formats = {table: format_of(path) for table, path in self.outputs.items()}
        self._plan: Mapping[str, Any] = {}
        self._lock: int | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._release()

    def find_earlier(self) -> bool:
        """Whether an earlier run was begun and not finished. Raises ScanError where it is still running."""
        if not os.path.exists(self._journal):
            return False
        self._hold()
        return True

    def _hold(self) -> None:
        if self._lock is not None:
            return
        try:
            with self._unless_refused():
                self._lock = take(os.path.join(self.folder, _LOCK))
        except HeldError as error:
            process = f"（进程 {error}）" if str(error) else ""
            raise ScanError(
                f"另一个 govlint{process}正在写 {self.folder}：请等它做完，或换一个输出文件"
            ) from None

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def _journal(self) -> str:
        return os.path.join(self.folder, _JOURNAL)

    def begin(self, plan: Mapping[str, Any]) -> None:
        """Begin a new scan. `plan` says what is scanned and how; its values are JSON, and its keys name them
        to the user.

        Raises ScanError where the folder exists and is not from an earlier run, or an output file cannot be
        written.
        """
        self._require_places()
        with self._unless_refused():
            if os.path.lexists(self.folder):
                if not self._is_ours():
                    raise ScanError(
                        f"{self.folder} 不是 govlint 留下的文件夹，没有动它；请把它移走，或换一个输出文件"
                    )
                self._hold()
                self._remove()
            os.mkdir(self.folder)
            self._hold()
            self._plan = plan
            self._note()

    def _is_ours(self) -> bool:
        """Whether `folder` is a folder, and holds nothing but what an earlier run left."""
        if os.path.islink(self.folder) or not os.path.isdir(self.folder):
            return False
        return all(map(_OURS.fullmatch, os.listdir(self.folder)))

    def _remove(self) -> None:
        """Remove the folder with the files of a run. Raises OSError where it has other files; these stay."""
        self._release()  # on Windows, an open file cannot be removed
        for name in filter(_OURS.fullmatch, os.listdir(self.folder)):
            os.unlink(os.path.join(self.folder, name))
        os.rmdir(self.folder)

    def resume(self, plan: Mapping[str, Any]) -> None:
        """Continue an earlier run. Raises ScanError where its plan was another, or an output file cannot be
        written.
        """
        self._require_places()
        self._hold()
        try:
            with open(self._journal, encoding="utf-8") as file:
                noted = json.load(file)
            earlier, progress = dict(noted["plan"]), Progress(**noted["progress"])
        except (ValueError, KeyError, TypeError):
            raise ScanError(f"{self._journal} 已损坏，不能接着检查；请删去 {self.folder} 重新开始") from None
        except OSError as error:
            raise ScanError(f"读不到 {self._journal}：{reason(error)}") from None
        changed = [
            _difference(name, earlier.get(name), plan.get(name))
            for name in {**earlier, **plan}
            if earlier.get(name) != plan.get(name)
        ]
        if changed:
            raise ScanError(
                f"和上次不同，不能接着做：{'、'.join(changed)}。请改回上次的样子再接着做；"
                f"要重新做，请换一个输出文件，或删去 {self.folder}"
            )
        self._plan, self.progress = plan, progress

    def commit(self, rows: Rows) -> None:
        """Write rows as the next parts, then list these parts in the journal."""
        with self._unless_refused():
            self._commit(rows)

    def _commit(self, rows: Rows) -> None:
        progress = self.progress
        for table in self.outputs:
            content = getattr(rows, table)
            if content:
                number = progress.parts.get(table, 0) + 1
                part = self._part(table, number)
                self._formats[table].write(part, table, content)
                writing.sync(part)
                progress.parts[table] = number
        progress.done += len(rows.documents)
        progress.weight += rows.weight
        progress.findings += len(rows.findings)
        progress.unread += rows.unread
        progress.unfinished += rows.unfinished
        progress.first_problem = progress.first_problem or rows.first_problem
        self._note()

    def _part(self, table: str, number: int) -> str:
        return os.path.join(self.folder, f"{table}-{number:06}{self._formats[table].part_suffix}")

    def _note(self) -> None:
        scratch = f"{self._journal}.part"
        with open(
            scratch, "w", encoding="ascii"
        ) as file:  # escaped, since file names need not be valid UTF-8
            json.dump({"plan": self._plan, "progress": asdict(self.progress)}, file)
        writing.move(scratch, self._journal)

    def join(self) -> None:
        """Write the output files from the valid parts. What was at their paths is replaced."""
        for table, path in self.outputs.items():
            parts = [self._part(table, number + 1) for number in range(self.progress.parts.get(table, 0))]
            with self._unless_refused(path), writing.placed(path) as scratch:
                self._formats[table].join(scratch, table, parts)

    def close(self) -> None:
        """Remove the folder with the parts, after `join`. Where it has other files, these stay."""
        with self._unless_refused():
            os.unlink(
                self._journal
            )  # first: without the journal, parts left over are not taken for a run to resume
        with suppress(OSError):
            self._remove()

    def _require_places(self) -> None:
        """Raise ScanError where an output file cannot be written: now, not after hours of work."""
        for path in self.outputs.values():
            with self._unless_refused(path):
                place, _ = writing.target(path)
                os.stat(os.path.dirname(place))

    @contextmanager
    def _unless_refused(self, path: str | None = None) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            place = path or error.filename or self.folder
            remedy = _REMEDIES.get(error.errno or 0) if os.path.exists(self._journal) else None
            then = f"；{remedy}后，原样再运行一次并加上 --resume，接着做余下的" if remedy else ""
            raise ScanError(f"写不了 {place}：{why_unwritten(place, error)}{then}") from None


def _difference(name: str, before: Any, now: Any) -> str:
    """What has changed under a key of a plan; for an option, with what it was and is."""
    if not name.startswith("--"):
        return name
    return f"{name}（上次{_given(before)}，这次{_given(now)}）"


def _given(value: Any) -> str:
    """How the value of an option is told."""
    if not value:
        return "没有写"
    return f"是 {'、'.join(value) if isinstance(value, list) else value}" if value is not True else "写了"
