"""Finds the documents of an archive: files of every readable kind, and records of tables."""

from __future__ import annotations

import glob
import os
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from govlint import readers
from govlint.readers import UnreadableError
from govlint.readers.others import TABLE_SUFFIXES
from govlint.reasons import reason
from govlint.runner import find_files, not_looked_at
from govlint.scan import jsonl_rows, tabular
from govlint.scan.record import Record, ScanError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.config import Config
    from govlint.runner import Session

_JSON = ".json"


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """An archive as it was when a scan began.

    `files` and `size` are its number of files and bytes. `fingerprint` is a hash of their names, sizes and
    times, so any change shows. `configs` are the configurations that apply to its files, each once. `unnamed`
    are the tables without a column of ids. `left` counts the office files and JSON arrays in its folders, by
    suffix: they are not read.
    """

    files: int
    size: int
    fingerprint: str
    configs: tuple[Config, ...]
    unnamed: tuple[str, ...] = ()
    left: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Archive:
    """All documents in some files and folders, always in the same order.

    `outputs` are files and folders that the scan itself writes; they do not belong to the archive.
    """

    paths: tuple[str, ...]
    session: Session
    columns: tabular.TextColumns
    outputs: tuple[str, ...] = ()

    def files(self, left: Counter[str] | None = None) -> Iterator[str]:
        """Yield the paths of all files. A file that several of `paths` lead to comes once. `left` is as in
        `find_files`, and also counts the JSON arrays of records in folders.
        """
        ours = {os.path.realpath(path) for path in self.outputs}
        suffixes = (*readers.SUFFIXES, *TABLE_SUFFIXES, _JSON)
        named = _expanded(self.paths)
        done: set[str] = set()  # of those named: a folder among them may have them, too
        for found in find_files(named.values(), self.session, suffixes, left):
            real = os.path.realpath(found)
            if real in ours or os.path.dirname(real) in ours or real in done:
                continue
            if real in named:
                done.add(real)
            elif found.lower().endswith(_JSON):
                if left is not None and _is_array(found):
                    left[_JSON] += 1
                continue
            yield found

    def state(self) -> ArchiveState:
        """Look at every file once, and at the columns of tables among `paths` or the matches of patterns.

        Raises ScanError where a path or pattern leads to nothing, there is no file to
        check, such a table has no column of texts, or a file is a JSON array instead of JSON Lines;
        ConfigError where a configuration cannot be used.
        """
        for path in self.paths:
            _require(path)
        files, size, digest = 0, 0, blake2b(digest_size=16)
        named, unnamed = set(_expanded(self.paths).values()), []
        configs: dict[str | None, Config] = {}
        left: Counter[str] = Counter()
        for path in self.files(left):
            config = self.session.config_for(path)
            configs[config.path] = config
            if path.lower().endswith(_JSON):
                with suppress(OSError):
                    jsonl_rows.refuse_array(path, f"{path} ")
            if path in named and tabular.is_table(path):
                with suppress(OSError, UnreadableError):  # `records` says so
                    if tabular.settle_columns(path, self.columns, f"{path} ").id is None:
                        unnamed.append(path)
            try:
                status = os.stat(path)
            except OSError:
                marks = ""
            else:
                marks = f"{status.st_size} {status.st_mtime_ns}"
                size += status.st_size
            digest.update(f"{path}\0{marks}\0".encode("utf-8", "surrogateescape"))
            files += 1
        if not files:
            also = f"；{not_looked_at(left)}" if left else ""
            raise ScanError(f"{'、'.join(self.paths)} 中没有可以检查的文件{also}")
        return ArchiveState(files, size, digest.hexdigest(), tuple(configs.values()), tuple(unnamed), left)

    def records(self) -> Iterator[Record]:
        """Yield every document, in order. A file or table that cannot be read is a record with a problem."""
        for path in self.files():
            if not tabular.is_table(path):
                yield Record(path, path, weight=_size(path))
                continue
            try:
                yield from tabular.records(path, tabular.settle_columns(path, self.columns, "这个文件"))
            except (ScanError, UnreadableError) as error:
                yield Record(path, path, problem=str(error))
            except OSError as error:
                yield Record(path, path, problem=f"读不到，{reason(error)}")


def _require(path: str) -> None:
    """Raise ScanError where a path does not exist and, taken for a pattern, matches nothing."""
    try:
        os.stat(path)
    except OSError as error:
        if not glob.has_magic(path):
            raise ScanError(f"读不到 {path}：{reason(error)}") from None
        if next(glob.iglob(path, recursive=True), None) is None:
            raise ScanError(f"没有与 {path} 相符的文件或文件夹") from None


def _is_array(path: str) -> bool:
    try:
        return jsonl_rows.is_array(path)
    except OSError:
        return False


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _expanded(paths: tuple[str, ...]) -> dict[str, str]:
    """The paths with patterns expanded, by the files and folders that they lead to: each of these once."""
    named: list[str] = []
    for path in paths:
        matched = [] if os.path.exists(path) else sorted(glob.glob(path, recursive=True))
        named += matched or [path]
    real: dict[str, str] = {}
    for path in named:
        real.setdefault(os.path.realpath(path), path)
    return real
