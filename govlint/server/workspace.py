"""Checks the files of the workspace that are not open, one by one, in the worker thread of the open texts."""

from __future__ import annotations

import os
import stat
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types
from pygls.uris import from_fs_path

from govlint.readers import HTML, MARKDOWN, TEXT
from govlint.runner import find_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govlint.server.open_texts import OpenTexts

_SHOWN = TEXT.suffixes + MARKDOWN.suffixes + HTML.suffixes  # in Word files and PDF an editor has no positions
_LARGEST = 2_000_000  # bytes; a larger file is checked only when it is opened


class Survey(NamedTuple):
    """The reports on the files of a workspace. `faults` say what is wrong with configurations in it, as
    `path:line: why`; the files under those are not among the reports.
    """

    reports: list[types.WorkspaceDocumentDiagnosticReport]
    faults: list[str]


class WorkspaceCheck:
    """Checks the files of folders. A file that has not changed since the client's last result is not checked
    again.
    """

    def __init__(self, open_texts: OpenTexts) -> None:
        self._open_texts = open_texts

    async def survey(self, folders: Sequence[str], known: Mapping[str, str]) -> Survey:
        """Make a report for each file in some folders that is not open.

        `known` maps URIs to the ids of results that the client has; where such a result still holds, the
        report says that it is unchanged.
        """
        made: list[types.WorkspaceDocumentDiagnosticReport] = []
        faults: list[str] = []
        for path in await self._open_texts.apart(lambda: self._files(folders, faults)):
            stamp = _stamp(path)
            if stamp is None or self._open_texts.holds_file(path):  # open texts have requests of their own
                continue
            uri = from_fs_path(path) or path
            result_id = f"{self._open_texts.generation}.{stamp}"
            if known.get(uri) == result_id:
                made.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri, result_id))
                continue
            items = await self._open_texts.apart(partial(self._items, uri, path))
            made.append(types.WorkspaceFullDocumentDiagnosticReport(uri, items, result_id=result_id))
        return Survey(made, faults)

    def _files(self, folders: Sequence[str], faults: list[str]) -> list[str]:
        found = find_files(folders, self._open_texts.session, _SHOWN, faults=faults)
        return list(dict.fromkeys(map(os.path.abspath, found)))

    def _items(self, uri: str, path: str) -> list[types.Diagnostic]:
        """The diagnostics of a file; none where it is not a text, whatever its suffix."""
        checked = self._open_texts.check_file(uri, path)
        origin = checked.report.origin
        return checked.diagnostics if origin is None or origin.has_lines else []


def _stamp(path: str) -> str | None:
    """The modification time and size of a file; None where it is not a regular file, or too large."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
        return None
    return f"{status.st_mtime_ns}.{status.st_size}"
