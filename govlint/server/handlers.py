"""The handlers of all requests and notifications that a client may send."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.uris import to_fs_path

from govlint.document import Span
from govlint.reasons import SettingsError
from govlint.server.actions import ALLOW, FIX_ALL, Actions, Asked, changes
from govlint.server.allowing import AllowError, allow_in_file, with_allowed
from govlint.server.app import WORKSPACE, Server
from govlint.server.differences import differences
from govlint.server.hover import hover
from govlint.server.open_texts import path_of
from govlint.server.positions import Positions

CONFIGURING = (".yaml", ".yml", ".toml", ".tsv", ".csv", ".json")
"""The suffixes of configuration files, rule files, word lists and baselines. These are watched, and not
checked as texts.
"""


def is_text(uri: str, language: str) -> bool:
    """Whether a document is a text for people, to be checked, by its URI and language id."""
    return not uri.lower().endswith(CONFIGURING) and language not in ("yaml", "json", "toml")


async def _initialize(ls: Server, params: types.InitializeParams) -> None:
    document = params.capabilities.text_document
    ls.pulls = bool(document and document.diagnostic)
    ls.open_texts.encoding = types.PositionEncodingKind(ls.workspace.position_encoding or "utf-16")


def _initialized(ls: Server, _params: types.InitializedParams) -> None:
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        globs = [f"**/*{suffix}" for suffix in CONFIGURING]
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(g) for g in globs])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration("govlint-configuration", method, options)
        ls.client_register_capability(types.RegistrationParams([registration]))


def _did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    if is_text(document.uri, document.language_id):
        path = path_of(document.uri, to_fs_path(document.uri), document.language_id, ls.folder())
        ls.open_texts.open(document.uri, path, document.version, document.text)


def _did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    if params.content_changes:  # with full synchronisation, each change has the whole text
        document = params.text_document
        ls.open_texts.change(document.uri, document.version, params.content_changes[-1].text)


def _did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    if params.text_document.uri.lower().endswith(CONFIGURING):
        ls.refresh()


def _did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    if ls.open_texts.holds(uri):
        ls.open_texts.drop(uri)
        ls.clear(uri)


def _did_change_watched_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    if any(change.uri.lower().endswith(CONFIGURING) for change in params.changes):
        ls.refresh()


async def _diagnostic(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    checked = await ls.open_texts.newest(params.text_document.uri)
    if checked is None:
        return types.RelatedFullDocumentDiagnosticReport([])
    result_id = str(checked.serial)
    if params.previous_result_id == result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
    return types.RelatedFullDocumentDiagnosticReport(checked.diagnostics, result_id=result_id)


async def _workspace_diagnostic(
    ls: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    known = {previous.uri: previous.value for previous in params.previous_result_ids}
    survey = await ls.workspace_check.survey(ls.folders(), known)
    ls.tell_faults(WORKSPACE, survey.faults)
    return types.WorkspaceDiagnosticReport(survey.reports)


async def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    checked = await ls.open_texts.newest(params.text_document.uri)
    if checked is None:
        return None
    document = ls.client_capabilities.text_document
    formats = document.hover.content_format if document and document.hover else None
    markdown = types.MarkupKind.Markdown in (formats or ())
    at = checked.positions.offset(params.position)
    return hover(checked, Span(at, at), markdown=markdown)


async def _code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    checked = await ls.open_texts.newest(params.text_document.uri)
    if checked is None:
        return []
    asked = Asked(
        tuple(map(str, params.context.only or ())),
        tuple(params.context.diagnostics),
        ls.edits_name_versions(),
    )
    span = checked.positions.span(params.range)
    actions = await ls.open_texts.apart(lambda: list(Actions(checked, span, asked).offered()))
    if not ls.resolves_edits():
        for action in actions:
            if action.kind == FIX_ALL:
                await _resolve(ls, action)
    return actions


async def _resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
    """Compute the edit of the action that makes all safe fixes."""
    uri = action.data.get("uri") if isinstance(action.data, dict) else None
    if action.kind == FIX_ALL and uri and await ls.open_texts.newest(uri):
        action.edit = await ls.open_texts.apart(lambda: _fix_all(ls, uri))
    return action


def _fix_all(ls: Server, uri: str) -> types.WorkspaceEdit | None:
    fixed = ls.open_texts.fixed(uri)
    if fixed is None:
        return None
    checked, text = fixed
    edits = [
        types.TextEdit(checked.positions.range(*edit.span), edit.text)
        for edit in differences(checked.text, text)
    ]
    return changes(checked, edits, versioned=ls.edits_name_versions())


async def _allow(ls: Server, uri: Any, text: Any) -> None:
    """Allow a text in the configuration file of a document: in the editor if the file is open there, else on
    disk. Raises JsonRpcInvalidParams where that is no text: pygls would make one of everything.
    """
    if not (isinstance(uri, str) and isinstance(text, str) and text.strip()):
        raise JsonRpcInvalidParams(f"{ALLOW} 要的是文稿的 URI 和一段不空的文字")
    try:
        path = await ls.open_texts.apart(lambda: ls.configuration_of(uri))
        if held := ls.open_document(path):
            whole = Positions(held.source, ls.open_texts.encoding).whole()
            edit = types.TextEdit(whole, with_allowed(held.source, text))
            changed = types.WorkspaceEdit(changes={held.uri: [edit]})
            await ls.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(changed, "govlint"))
            ls.say(f"已把“{text}”写入 {path}，保存后生效", types.MessageType.Info)
            return
        await ls.open_texts.apart(lambda: allow_in_file(path, text))
    except (AllowError, SettingsError) as error:
        ls.say(str(error), types.MessageType.Error)
        return
    ls.say(f"已把“{text}”写入 {path}", types.MessageType.Info)
    ls.refresh()


async def _shutdown(ls: Server, _params: None) -> None:
    ls.asked_to_stop = True
    ls.open_texts.close()


def create_server(site: str | None = None) -> Server:
    """A server with all handlers registered. `site` is the address of the documentation."""
    server = Server(site)
    pulled = types.DiagnosticOptions(
        inter_file_dependencies=False, workspace_diagnostics=True, identifier="govlint"
    )
    acting = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True)
    for method, handler, options in (
        (types.INITIALIZE, _initialize, None),
        (types.INITIALIZED, _initialized, None),
        (types.SHUTDOWN, _shutdown, None),
        (types.TEXT_DOCUMENT_DID_OPEN, _did_open, None),
        (types.TEXT_DOCUMENT_DID_CHANGE, _did_change, None),
        (types.TEXT_DOCUMENT_DID_SAVE, _did_save, None),
        (types.TEXT_DOCUMENT_DID_CLOSE, _did_close, None),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _did_change_watched_files, None),
        (types.TEXT_DOCUMENT_DIAGNOSTIC, _diagnostic, pulled),
        (types.WORKSPACE_DIAGNOSTIC, _workspace_diagnostic, None),
        (types.TEXT_DOCUMENT_HOVER, _hover, None),
        (types.TEXT_DOCUMENT_CODE_ACTION, _code_action, acting),
        (types.CODE_ACTION_RESOLVE, _resolve, None),
    ):
        server.feature(method, options)(handler)
    server.command(ALLOW)(_allow)
    return server
