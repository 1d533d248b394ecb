"""Checks all files of the workspace, open or not, one by one, while no open text waits to be checked."""

from __future__ import annotations

import os
import stat
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from govlint.config import ConfigError
from govlint.readers import HTML, MARKDOWN, TEXT
from govlint.runner import find_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govlint.server.open_texts import OpenTexts

_SHOWN = TEXT.suffixes + MARKDOWN.suffixes + HTML.suffixes  # an editor has no places in Word files and PDF
_LARGEST = 2_000_000  # bytes of a file that is read without being opened


class WorkspaceCheck:
    """Checks the files of folders, and keeps each result until the file is written again or its configuration
    changes.
    """

    def __init__(self, open_texts: OpenTexts) -> None:
        self._open_texts = open_texts

    async def reports(
        self, folders: Sequence[str], known: Mapping[str, str]
    ) -> list[types.WorkspaceDocumentDiagnosticReport]:
        """A report a file; of one whose result the client knows, that it is unchanged."""
        made: list[types.WorkspaceDocumentDiagnosticReport] = []
        for path in await self._open_texts.apart(lambda: list(self._files(folders))):
            uri = from_fs_path(path) or path
            stamp = _stamp(path)
            if stamp is None or self._open_texts.holds(uri):  # of what is open its own request tells
                continue
            result_id = f"{self._open_texts.generation}.{stamp}"
            if known.get(uri) == result_id:
                made.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri, result_id))
                continue
            items = await self._open_texts.apart(partial(self._items, uri, path))
            made.append(types.WorkspaceFullDocumentDiagnosticReport(uri, items, result_id=result_id))
        return made

    def _files(self, folders: Sequence[str]) -> Iterator[str]:
        try:
            yield from dict.fromkeys(
                os.path.abspath(path) for path in find_files(folders, self._open_texts.session, _SHOWN)
            )
        except ConfigError:  # told of by whatever is open under it
            return

    def _items(self, uri: str, path: str) -> list[types.Diagnostic]:
        """The diagnostics of a file; none where its bytes are no text, whatever its name."""
        checked = self._open_texts.check_file(uri, path)
        origin = checked.report.origin
        return checked.diagnostics if origin is None or origin.has_lines else []


def _stamp(path: str) -> str | None:
    """The time a file was written, and its size; None where it is no file or too large."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
        return None
    return f"{status.st_mtime_ns}.{status.st_size}"
