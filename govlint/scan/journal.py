"""What a scan has written so far, in numbered part files, and a journal that says which of them count.

A part counts once the journal has it, and the journal is replaced whole: a run that is killed at any moment
leaves parts up to some record of the archive, and no others that count.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from govlint.scan.formats import format_of
from govlint.scan.record import ScanError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.scan.checking import Rows

_JOURNAL = "journal.json"


@dataclass(slots=True)
class Progress:
    """How far a scan has come: records of the archive done and their bytes; parts written by table; findings
    and failed documents so far, with the reason of the first.
    """

    done: int = 0
    weight: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    findings: int = 0
    failed: int = 0
    first_failure: str = ""


class Store:
    """The output files of a scan, by table, and the folder beside the first in which their parts are kept
    until it is done.
    """

    def __init__(self, outputs: Mapping[str, str]) -> None:
        self.outputs = dict(outputs)
        self.folder = f"{next(iter(self.outputs.values()))}.parts"
        self.progress = Progress()
        self._formats = {table: format_of(path) for table, path in self.outputs.items()}
        self._plan: Any = None

    @property
    def is_begun(self) -> bool:
        """Whether an earlier run has not come to its end."""
        return os.path.exists(self._journal)

    @property
    def _journal(self) -> str:
        return os.path.join(self.folder, _JOURNAL)

    def begin(self, plan: Any) -> None:
        """Start anew. `plan` is JSON that says what is scanned, and how."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self._plan = plan
        self._note()

    def resume(self, plan: Any) -> None:
        """Take up what an earlier run left. Raises ScanError where that was another plan."""
        try:
            with open(self._journal, encoding="utf-8") as file:
                noted = json.load(file)
            earlier, progress = noted["plan"], Progress(**noted["progress"])
        except (ValueError, KeyError, TypeError):
            raise ScanError(f"{self._journal} 已损坏，不能接着检查；请删去 {self.folder} 重新开始") from None
        changed = [name for name in plan if earlier.get(name) != plan[name]]
        if changed:
            raise ScanError(
                f"{'、'.join(changed)} 和上次不同，不能接着做；请照上次的写法，或删去 {self.folder}"
            )
        self._plan, self.progress = plan, progress

    def commit(self, rows: Rows) -> None:
        """Write rows as the next parts, and note that they count."""
        progress = self.progress
        for table in self.outputs:
            content = getattr(rows, table)
            if content:
                number = progress.parts.get(table, 0) + 1
                part = self._part(table, number)
                self._formats[table].write(part, table, content)
                _sync(part)
                progress.parts[table] = number
        progress.done += len(rows.documents)
        progress.weight += rows.weight
        progress.findings += len(rows.findings)
        progress.failed += rows.failed
        progress.first_failure = progress.first_failure or rows.first_failure
        self._note()

    def _part(self, table: str, number: int) -> str:
        return os.path.join(self.folder, f"{table}-{number:06}{self._formats[table].part_suffix}")

    def _note(self) -> None:
        scratch = f"{self._journal}.part"
        with open(scratch, "w", encoding="utf-8") as file:
            json.dump({"plan": self._plan, "progress": asdict(self.progress)}, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, self._journal)

    def join(self) -> None:
        """Make the output files of what counts so far."""
        for table, path in self.outputs.items():
            parts = [self._part(table, number + 1) for number in range(self.progress.parts.get(table, 0))]
            scratch = f"{path}.part"
            self._formats[table].join(scratch, table, parts)
            _sync(scratch)
            os.replace(scratch, path)

    def close(self) -> None:
        """Remove the parts, once they are joined."""
        os.unlink(self._journal)  # first: what is left without it is known to be of no use
        shutil.rmtree(self.folder, ignore_errors=True)


def _sync(path: str) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
