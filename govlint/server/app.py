"""The server as a client sees it: what it can do, and what it shows without being asked."""

from __future__ import annotations

import os
import re
from itertools import chain
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from govlint import __version__
from govlint.config import FILE_NAMES
from govlint.server.checked import problem
from govlint.server.open_texts import CheckOutcome, OpenText, OpenTexts, is_at
from govlint.server.protocol import Protocol
from govlint.server.workspace import WorkspaceCheck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pygls.workspace import TextDocument

WORKSPACE = "workspace"
"""Stands for the files that are not open where a fault is told of the URI of a text."""

_FAULT = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))?: (?P<why>.*)", re.S)


class Server(LanguageServer):
    """The language server. It checks the texts that are open. `site` is the address of the documentation."""

    def __init__(self, site: str | None = None) -> None:
        super().__init__(
            "govlint",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=Protocol,
            max_workers=2,
        )
        self.open_texts = OpenTexts(self.show, site)
        self.workspace_check = WorkspaceCheck(self.open_texts)
        self.pulls = False  # the client asks for diagnostics itself
        self.asked_to_stop = False
        self._faults: dict[str, Sequence[str]] = {}  # by the URI of the text whose configuration is wrong

    def show(self, opened: OpenText, outcome: CheckOutcome) -> None:
        """Send the diagnostics of a text, unless the client asks for them itself; and show what is wrong with
        its configuration.
        """
        if not self.pulls:
            self._publish(opened.uri, outcome.checked.diagnostics, outcome.checked.version)
        self.tell_faults(opened.uri, [outcome.fault] if outcome.fault else [])

    def clear(self, uri: str) -> None:
        """Remove the diagnostics of a text and what was shown of its configuration."""
        if not self.pulls:
            self._publish(uri, [])
        self.tell_faults(uri, ())

    def tell_faults(self, uri: str, faults: Sequence[str]) -> None:
        """Show what is wrong with the configuration of a text, or with those of the `WORKSPACE`, in the
        configuration file and as a message.

        Each fault is `path:line: why` or `path: why`. It is shown once for all texts under the configuration,
        and removed with the last of them.
        """
        before = dict.fromkeys(chain.from_iterable(self._faults.values()))
        self._faults.pop(uri, None)
        if faults:
            self._faults[uri] = faults
        after = dict.fromkeys(chain.from_iterable(self._faults.values()))
        for gone in before.keys() - after.keys():
            if match := _FAULT.fullmatch(gone):
                self._publish(uri_of(match["path"]), [])
        for new in after.keys() - before.keys():
            if match := _FAULT.fullmatch(new):
                line = max(int(match["line"] or 1) - 1, 0)
                self._publish(uri_of(match["path"]), [problem(match["why"], line)])
            self.say(f"govlint 的配置有误：{new}", types.MessageType.Error)

    def say(self, message: str, kind: types.MessageType) -> None:
        """Show the user a message."""
        self.window_show_message(types.ShowMessageParams(kind, message))

    def refresh(self) -> None:
        """Read configuration and rules again, and have a client that asks for diagnostics ask again."""
        self.open_texts.reload()
        workspace = self.client_capabilities.workspace
        if self.pulls and workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self.workspace_diagnostic_refresh(None)

    def folder(self) -> str:
        """The first folder of the workspace; without one, the current folder."""
        return next(iter(self.folders()), os.getcwd())

    def folders(self) -> list[str]:
        """The folders of the workspace."""
        uris = list(self.workspace.folders) or ([self.workspace.root_uri] if self.workspace.root_uri else [])
        return [path for uri in uris if (path := to_fs_path(uri))]

    def open_document(self, path: str) -> TextDocument | None:
        """The document that a client has open of a file, whatever it is; None where it has none."""
        held = self.workspace.text_documents.values()
        return next((one for one in held if is_at(one.uri, one.path, path)), None)

    def configuration_of(self, uri: str) -> str:
        """The path of the configuration file that a document is under, or of the one to create for it. Raises
        ConfigError.
        """
        path = to_fs_path(uri) if uri.startswith("file:") else None
        near = path or os.path.join(self.folder(), "")
        found = self.open_texts.session.config_for(near).path
        if found:
            return found
        holding = [folder for folder in self.folders() if near.startswith(os.path.join(folder, ""))]
        return os.path.join(max(holding, key=len, default=os.path.dirname(near)), FILE_NAMES[0])

    def edits_name_versions(self) -> bool:
        """Whether the client minds the version of the document that an edit names."""
        workspace = self.client_capabilities.workspace
        edit = workspace.workspace_edit if workspace else None
        return bool(edit and edit.document_changes)

    def resolves_edits(self) -> bool:
        """Whether the client asks for the edit of a code action only when it is chosen."""
        document = self.client_capabilities.text_document
        action = document.code_action if document else None
        return bool(action and action.resolve_support and "edit" in action.resolve_support.properties)

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic], version: int | None = None) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))


def uri_of(path: str) -> str:
    """The URI of a file."""
    return from_fs_path(os.path.abspath(path)) or path
