"""An editor, as far as a language server can tell: opens texts, edits them, shows what it is sent."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from lsprotocol import types
from pygls.protocol import default_converter
from pygls.uris import from_fs_path
from pytest_lsp import client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, LanguageClient, register_lsp_features

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATIENCE = 60  # seconds until a test gives up
ENCODINGS = ("utf-8", "utf-16", "utf-32")


class Editor:
    """A client with texts open; `shown` holds what was published last for each, with its version."""

    def __init__(self, client: LanguageClient, folder: Path, encoding: str) -> None:
        self.client, self.folder, self.encoding = client, folder, encoding
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.shown: dict[str, types.PublishDiagnosticsParams] = {}
        self.watched: list[types.Registration] = []
        self._news = asyncio.Event()

    def move(self, folder: Path) -> None:
        """Begin anew in another folder, with nothing open."""
        for uri in self.texts:
            self.close(uri)
        self.folder = folder
        self.texts, self.versions, self.shown = {}, {}, {}
        self.client.messages.clear()

    def uri(self, name: str) -> str:
        uri = from_fs_path(str(self.folder / name))
        assert uri is not None
        return uri

    def open(self, name: str, text: str, language: str = "plaintext") -> str:
        uri = self.uri(name)
        self.texts[uri], self.versions[uri] = text, 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, text: str) -> None:
        self.texts[uri] = text
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[uri], uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def close(self, uri: str) -> None:
        document = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    async def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """What is published for the newest version of a text, awaited."""
        await self.until(
            lambda: uri in self.shown and self.shown[uri].version == self.versions[uri],
        )
        return list(self.shown[uri].diagnostics)

    async def until(self, holds: Any) -> None:
        """Wait until something holds that the server's messages bring about."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self._news.clear()
                await self._news.wait()

    def told(self) -> None:
        self._news.set()

    async def actions(
        self,
        uri: str,
        range_: types.Range,
        *,
        only: list[str] | None = None,
        diagnostics: tuple[types.Diagnostic, ...] = (),
    ) -> list[types.CodeAction]:
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri), range_, types.CodeActionContext(list(diagnostics), only)
            )
        )
        return [action for action in found or [] if isinstance(action, types.CodeAction)]

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """Make the edits of texts that are open, as an editor does: all at once, the last one first."""
        for change in edit.document_changes or []:
            assert isinstance(change, types.TextDocumentEdit)
            uri = change.text_document.uri
            assert change.text_document.version == self.versions[uri]
            self._apply(uri, change.edits)
        for uri, edits in (edit.changes or {}).items():
            self._apply(uri, edits)

    def _apply(self, uri: str, edits: Any) -> None:
        text = self.texts[uri]
        for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character))[::-1]:
            start, end = self.offset(uri, edit.range.start), self.offset(uri, edit.range.end)
            text = text[:start] + edit.new_text + text[end:]
        self.change(uri, text)

    def offset(self, uri: str, position: types.Position) -> int:
        """The code-point offset of a position, counted from scratch: not as the server does."""
        text, line, at = self.texts[uri], 0, 0
        while line < position.line:
            if text[at] == "\n" or (text[at] == "\r" and text[at : at + 2] != "\r\n"):
                line += 1
            at += 1
        units = 0
        while units < position.character:
            assert text[at] not in "\r\n", "a column behind the end of its line"
            units += self.width(text[at])
            at += 1
        assert units == position.character, "a column inside a character"
        return at

    def width(self, char: str) -> int:
        """The units of a column that a character takes."""
        if self.encoding == "utf-8":
            return len(char.encode(errors="surrogatepass"))
        return 2 if self.encoding == "utf-16" and char > "\uffff" else 1

    def text(self, uri: str, range_: types.Range) -> str:
        """What stands in a range of a text."""
        return self.texts[uri][self.offset(uri, range_.start) : self.offset(uri, range_.end)]

    def found(self, uri: str) -> list[tuple[Any, str]]:
        """The codes of what is shown, each with the text it is over."""
        return [(one.code, self.text(uri, one.range)) for one in self.shown[uri].diagnostics]


def capabilities(encoding: str, *, pulls: bool = False, plain: bool = False) -> types.ClientCapabilities:
    """What a client says it can do: one like Neovim, or, `plain`, as little as there can be."""
    if plain:
        return types.ClientCapabilities()
    able = client_capabilities("neovim")
    assert able.text_document is not None
    able.general = types.GeneralClientCapabilities(position_encodings=[encoding])
    able.text_document.diagnostic = types.DiagnosticClientCapabilities() if pulls else None
    assert able.workspace is not None
    able.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=pulls)
    able.workspace.did_change_watched_files = types.DidChangeWatchedFilesClientCapabilities(
        dynamic_registration=True
    )
    return able


def _converter() -> Any:
    """That of pygls, which takes an action with a command for a command."""
    converter = default_converter()
    converter.register_structure_hook(
        Union[types.Command, types.CodeAction],  # noqa: UP007 - as lsprotocol has it
        lambda value, _: converter.structure(
            value, types.Command if isinstance(value.get("command"), str) else types.CodeAction
        ),
    )
    return converter


@asynccontextmanager
async def editing(
    folder: Path,
    encoding: str = "utf-16",
    *options: str,
    pulls: bool = False,
    plain: bool = False,
) -> AsyncIterator[Editor]:
    """An editor with a server of its own, started with some options, which must end well."""
    client = LanguageClient(converter_factory=_converter)
    editor = Editor(client, folder, encoding)

    def published(params: types.PublishDiagnosticsParams) -> None:
        editor.shown[params.uri] = params
        editor.told()

    def said(params: types.ShowMessageParams) -> None:
        client.messages.append(params)
        editor.told()

    def refreshed(_params: None) -> None:
        client.diagnostic_refresh_count += 1
        editor.told()

    def apply_edit(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        editor.apply(params.edit)
        editor.told()
        return types.ApplyWorkspaceEditResult(applied=True)

    def registered(params: types.RegistrationParams) -> None:
        editor.watched += params.registrations
        editor.told()

    register_lsp_features(
        client,
        {
            **DEFAULT_CLIENT_FEATURES,
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: published,
            types.WINDOW_SHOW_MESSAGE: said,
            types.WORKSPACE_DIAGNOSTIC_REFRESH: refreshed,
            types.WORKSPACE_APPLY_EDIT: apply_edit,
            types.CLIENT_REGISTER_CAPABILITY: registered,
        },
    )
    command = [sys.executable, "-m", "govlint", "server", "--stdio", *options]
    await client.start_io(*command, env=dict(os.environ), cwd=str(folder))
    uri = from_fs_path(str(folder))
    assert uri is not None
    await client.initialize_session(
        types.InitializeParams(
            capabilities(encoding, pulls=pulls, plain=plain),
            root_uri=uri,
            workspace_folders=[types.WorkspaceFolder(uri, folder.name)],
        )
    )
    try:
        yield editor
    finally:
        await asyncio.wait_for(client.shutdown_session(), PATIENCE)
        server = client._server
        await client.stop()
    assert server is not None
    assert server.returncode == 0
