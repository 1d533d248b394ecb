"""The language server, driven as editors drive it, with columns in all three units."""

from __future__ import annotations

import asyncio
import random

import pytest
import pytest_asyncio
from editor import ENCODINGS, Editor, editing
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from word_files import p, r, word

from govlint.config import Config
from govlint.document import Document
from govlint.linter import lint
from govlint.runner import known_rules
from govlint.server.actions import ALLOW

pytestmark = pytest.mark.asyncio(loop_scope="module")

# 𠮷 takes four bytes, two units of UTF-16, one character; lines end in no U+2028 and no form feed.
DRAFT = "𠮷县2024年工作总结\r\n\x0c前\u2028后\r\n𠮷家村自觉准守村规民约，，全年投资XX万元。\r\n"
FIXED = "𠮷县2024年工作总结\r\n\x0c前\u2028后\r\n𠮷家村自觉遵守村规民约，全年投资XX万元。\r\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=ENCODINGS)
async def shared(request, tmp_path_factory):
    async with editing(tmp_path_factory.mktemp("folder"), request.param) as editor:
        yield editor


@pytest.fixture
def editor(shared, tmp_path):
    """An editor with nothing open, in each of the three units."""
    shared.move(tmp_path)
    return shared


def action(actions, title):
    return next(one for one in actions if title in one.title)


async def allow(editor: Editor, chosen: types.CodeAction) -> None:
    assert chosen.command is not None
    await editor.client.workspace_execute_command_async(
        types.ExecuteCommandParams(chosen.command.command, chosen.command.arguments)
    )


async def test_findings_are_shown_where_they_are(editor):
    uri = editor.open("总结.txt", DRAFT)
    shown = await editor.diagnostics(uri)

    assert editor.found(uri) == [("TY001", "准守"), ("PU001", "，，"), ("PH001", "XX")]
    assert {one.severity for one in shown} == {types.DiagnosticSeverity.Error}
    assert shown[0].range.start == types.Position(2, {"utf-8": 16, "utf-16": 6, "utf-32": 5}[editor.encoding])
    assert shown[0].message == "“准守”是错别字，应为“遵守”"
    assert shown[0].source == "govlint"
    assert shown[0].code_description is None
    assert shown[0].data["version"] == 1

    editor.change(uri, DRAFT.replace("XX", "20"))
    await editor.diagnostics(uri)

    assert editor.found(uri) == [("TY001", "准守"), ("PU001", "，，")]

    editor.close(uri)
    await editor.until(lambda: not editor.shown[uri].diagnostics)


async def test_the_other_figure_goes_along(editor):
    uri = editor.open("a.txt", "𠮷家村共有项目26个，已完成17个，剩余8个。\n")
    (shown,) = await editor.diagnostics(uri)
    places = [editor.text(uri, one.location.range) for one in shown.related_information]

    assert editor.text(uri, shown.range) == "8个"
    assert places == ["26个", "17个"]


async def test_a_fix_and_all_fixes(editor):
    uri = editor.open("a.txt", DRAFT)
    shown = await editor.diagnostics(uri)
    offered = await editor.actions(uri, shown[0].range, diagnostics=(shown[0],))
    fix = action(offered, "改为“遵守”（TY001）")

    assert fix.is_preferred
    assert fix.kind == types.CodeActionKind.QuickFix
    assert [one.code for one in fix.diagnostics] == ["TY001"]
    assert not await editor.actions(uri, shown[2].range, only=["refactor"])

    (everything,) = await editor.actions(uri, shown[0].range, only=["source.fixAll"])
    assert everything.edit is None  # worked out when it is chosen
    unnamed = types.CodeAction("", kind=everything.kind, data={})
    assert (await editor.client.code_action_resolve_async(unnamed)).edit is None
    everything = await editor.client.code_action_resolve_async(everything)
    editor.apply(fix.edit)
    await editor.diagnostics(uri)
    assert editor.texts[uri] == DRAFT.replace("准守", "遵守")

    (everything,) = await editor.actions(uri, shown[0].range, only=["source.fixAll.govlint"])
    everything = await editor.client.code_action_resolve_async(everything)
    editor.apply(everything.edit)
    await editor.diagnostics(uri)

    assert editor.texts[uri] == FIXED
    assert editor.found(uri) == [("PH001", "XX")]
    assert not await editor.actions(uri, shown[0].range, only=["source.fixAll"])


async def test_an_answer_for_a_whole_long_text_is_short(editor):
    # Besides each line's own typo, one finding with a fix on every line.
    uri = editor.open("a.txt", "".join(f"第{number}村自觉准守规定,共投资5万元。\n" for number in range(300)))
    shown = await editor.diagnostics(uri)
    whole = types.Range(types.Position(0, 0), types.Position(300, 0))
    offered = await editor.actions(uri, whole, diagnostics=tuple(shown))

    fixes = [one for one in offered if one.edit]
    assert len(shown) > 300
    assert 40 < len(fixes) <= 50
    assert all(len(one.diagnostics) == 1 and "fixes" not in one.diagnostics[0].data for one in fixes)
    assert offered[-1].kind == "source.fixAll.govlint"


async def test_actions_go_by_the_finding_not_by_the_echoed_range(editor):
    """Neovim 0.7 echoes diagnostics with columns in bytes, whatever was agreed on."""
    uri = editor.open("a.txt", DRAFT)
    (wrong, *_) = await editor.diagnostics(uri)
    nowhere = types.Range(types.Position(0, 0), types.Position(0, 0))
    echoed = types.Diagnostic(nowhere, wrong.message, code=wrong.code, data=wrong.data)
    fix = action(await editor.actions(uri, nowhere, diagnostics=(echoed,)), "遵守")
    editor.apply(fix.edit)

    assert editor.texts[uri] == DRAFT.replace("准守", "遵守")

    # What it says of a version that is gone counts no more.
    await editor.diagnostics(uri)
    assert not [one for one in await editor.actions(uri, nowhere, diagnostics=(echoed,)) if one.edit]

    # Neither does it when the finding is back.
    editor.change(uri, DRAFT)
    assert await editor.diagnostics(uri)
    assert not [one for one in await editor.actions(uri, nowhere, diagnostics=(echoed,)) if one.edit]


async def test_all_fixes_are_made_until_nothing_is_left_to_fix(editor):
    # Faults side by side: a round of fixing each.
    text = "𠮷县自觉准守，，不越红线。\n" * 3 + "第二段没有问题。\n"
    uri = editor.open("a.txt", text)
    shown = await editor.diagnostics(uri)
    (everything,) = await editor.actions(uri, shown[0].range, only=["source.fixAll"])
    resolved = await editor.client.code_action_resolve_async(everything)
    editor.apply(resolved.edit)
    await editor.diagnostics(uri)

    assert editor.texts[uri] == "𠮷县自觉遵守，不越红线。\n" * 3 + "第二段没有问题。\n"


async def test_what_is_not_sure_is_no_preferred_fix(editor):
    uri = editor.open("a.txt", "扎实推进项目建设全年完成固定资产投资58亿元，同比增长12%。\n")
    (joint,) = await editor.diagnostics(uri)
    offered = await editor.actions(uri, joint.range)

    assert joint.severity == types.DiagnosticSeverity.Warning
    assert not action(offered, "补上“，”（PU023，须确认）").is_preferred
    assert not await editor.actions(uri, joint.range, only=["source.fixAll"])


async def test_hover_tells_why(editor):
    uri = editor.open("a.txt", "𠮷家村共有项目26个，已完成17个，剩余8个。自觉准守村规民约。\n")
    figure, typo = await editor.diagnostics(uri)
    document = types.TextDocumentIdentifier(uri)

    async def hover(position):
        return await editor.client.text_document_hover_async(types.HoverParams(document, position))

    told = await hover(figure.range.start)
    assert "26个\\-17个=9个，文中为8个" in told.contents.value
    assert told.range == figure.range
    told = await hover(typo.range.end)
    assert "**错误 TY001**" in told.contents.value
    assert "理由：" in told.contents.value
    assert "依据：通行做法（可自动修改）" in told.contents.value
    assert "的说明和例子" not in told.contents.value
    assert await hover(types.Position(0, 0)) is None
    assert await hover(types.Position(99, 99)) is None


@pytest.mark.parametrize("site", ["https://docs.example.cn/govlint", "file:///文档/site/"])
async def test_rules_are_linked_to_where_the_documentation_is(tmp_path, write, site):
    write("规则.yaml", OWN_RULE)
    write("词.tsv", "wrong\tright\n青溪振\t青溪镇\n")
    write(".govlint.yaml", "rules: [规则.yaml]\n")
    async with editing(tmp_path, "utf-16", "--docs-url", site) as editor:
        uri = editor.open("a.txt", "青溪振自觉准守村规民约。\n")
        own, typo = await editor.diagnostics(uri)
        document = types.TextDocumentIdentifier(uri)
        told = await editor.client.text_document_hover_async(types.HoverParams(document, typo.range.end))

    page = f"{site.rstrip('/')}/rules/TY001/index.html"
    assert typo.code_description.href == page
    assert f"[TY001 的说明和例子](<{page}>)" in told.contents.value
    assert own.code_description is None  # no page tells of a rule of one's own


DIRECTED = """# 𠮷县

𠮷村 <!-- govlint-disable-line PH001, TY001，SY --> 自觉准守规定。

<!-- govlint-disable-next-line PH -->
没有占位符。 <!-- govlint-ignore PH --> <!-- govlint-disable-line ZZ001 -->
"""


async def test_directives_that_do_nothing_are_shown_and_deleted(editor):
    uri = editor.open("a.md", DIRECTED, "markdown")
    shown = await editor.diagnostics(uri)
    needless, wrong = types.DiagnosticSeverity.Hint, types.DiagnosticSeverity.Information

    assert [(one.severity, editor.text(uri, one.range)) for one in shown] == [
        (wrong, "<!-- govlint-ignore PH -->"),
        (wrong, "<!-- govlint-disable-line ZZ001 -->"),
        (needless, "PH001, "),
        (needless, "，SY"),
        (needless, "<!-- govlint-disable-next-line PH -->"),
    ]
    assert [one.tags for one in shown] == [None] * 2 + [(types.DiagnosticTag.Unnecessary,)] * 3
    assert shown[2].message == "第 3 行的忽略指令 PH001 没有用到，可以删去"
    assert not await editor.actions(uri, shown[0].range)

    elsewhere = types.Range(types.Position(0, 0), types.Position(0, 0))
    assert not await editor.actions(uri, elsewhere)
    assert len(await editor.actions(uri, elsewhere, diagnostics=(shown[2], shown[4]))) == 2  # from a list

    left = DIRECTED
    for before, after in (("PH001, ", ""), ("，SY", ""), ("<!-- govlint-disable-next-line PH -->\n", "")):
        (unused, *_) = [one for one in await editor.diagnostics(uri) if one.severity == needless]
        (offered,) = await editor.actions(uri, unused.range, diagnostics=(unused,))
        assert offered.is_preferred
        assert offered.diagnostics == (unused,)
        editor.apply(offered.edit)
        left = left.replace(before, after)
        assert editor.texts[uri] == left
    assert [one.severity for one in await editor.diagnostics(uri)] == [wrong, wrong]


async def test_in_a_page_too_a_directive_stands_where_its_comment_does(editor):
    comment = "<!-- govlint-disable TY -->"
    page = f"<p>𠮷村<b>平安</b>。</p><!-- govlint-disable-line PH001 --><p>投资XX万元。</p>\r\n{comment}"
    uri = editor.open("a.html", page, "html")
    (unused,) = await editor.diagnostics(uri)

    assert editor.text(uri, unused.range) == comment
    (offered,) = await editor.actions(uri, unused.range)
    editor.apply(offered.edit)
    assert editor.texts[uri] == page.removesuffix(comment)


async def test_a_client_that_can_do_nothing_gets_plain_answers(tmp_path):
    async with editing(tmp_path, plain=True) as editor:
        uri = editor.open("a.txt", DRAFT)
        shown = await editor.diagnostics(uri)
        document = types.TextDocumentIdentifier(uri)
        told = await editor.client.text_document_hover_async(
            types.HoverParams(document, shown[0].range.start)
        )
        assert told.contents.kind == types.MarkupKind.PlainText
        assert "*" not in told.contents.value

        (everything,) = await editor.actions(uri, shown[0].range, only=["source.fixAll"])
        editor.apply(everything.edit)
        assert everything.edit.document_changes is None
        assert editor.texts[uri] == FIXED


async def test_a_word_is_allowed_in_the_nearest_configuration(editor, tmp_path):
    config = tmp_path / ".govlint.yaml"
    config.write_text("# 本单位\nallow:\n  - 老地名  # 地名\nfail-on: error # 严\n", encoding="utf-8")
    uri = editor.open("稿/a.txt", DRAFT)
    shown = await editor.diagnostics(uri)
    await allow(editor, action(await editor.actions(uri, shown[0].range), "忽略这个词“准守”"))
    await editor.until(lambda: "TY001" not in [code for code, _ in editor.found(uri)])

    written = "# 本单位\nallow:\n  - 老地名  # 地名\n  - 准守\nfail-on: error # 严\n"
    assert config.read_text(encoding="utf-8") == written
    assert "准守" in editor.client.messages[-1].message


@pytest.mark.parametrize("folder", [".", "稿"])
async def test_a_configuration_is_made_in_the_innermost_folder_of_the_workspace(tmp_path, folder):
    (tmp_path / folder).mkdir(exist_ok=True)
    async with editing(tmp_path) as editor:
        added = types.WorkspaceFolder(editor.uri(folder), folder)
        editor.client.workspace_did_change_workspace_folders(
            types.DidChangeWorkspaceFoldersParams(types.WorkspaceFoldersChangeEvent([added], []))
        )
        uri = editor.open("稿/a.txt", DRAFT)
        shown = await editor.diagnostics(uri)
        await allow(editor, action(await editor.actions(uri, shown[0].range), "忽略这个词“准守”"))
        await editor.until(lambda: "TY001" not in [code for code, _ in editor.found(uri)])

        written = tmp_path / folder / ".govlint.yaml"
        assert written.read_text(encoding="utf-8") == "allow:\n  - 准守\n"


@pytest.mark.parametrize("arguments", [["file:///a.txt", ""], ["file:///a.txt", " "], [None, None], ["准守"]])
async def test_what_is_no_word_is_not_allowed(editor, tmp_path, arguments):
    config = tmp_path / ".govlint.yaml"
    config.write_text("ignore: [SY]\n", encoding="utf-8")
    uri = editor.open("a.txt", DRAFT)
    await editor.diagnostics(uri)

    with pytest.raises(JsonRpcInvalidParams):
        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams(
                ALLOW, [arg and arg.replace("file:///a.txt", uri) for arg in arguments]
            )
        )

    assert config.read_text(encoding="utf-8") == "ignore: [SY]\n"


async def test_a_configuration_that_is_open_is_edited_in_the_editor(editor, tmp_path):
    config = tmp_path / ".govlint.yaml"
    config.write_text("ignore: [SY]\n", encoding="utf-8")
    held = editor.open(".govlint.yaml", "ignore: [SY] # 未保存\n", "yaml")
    uri = editor.open("a.txt", DRAFT)
    shown = await editor.diagnostics(uri)
    await allow(editor, action(await editor.actions(uri, shown[0].range), "忽略这个词“准守”"))

    assert editor.texts[held] == "ignore: [SY] # 未保存\nallow:\n  - 准守\n"
    assert config.read_text(encoding="utf-8") == "ignore: [SY]\n"
    assert held not in editor.shown  # a configuration is no draft


async def test_a_single_character_is_allowed_with_its_neighbours(editor):
    uri = editor.open("a.txt", "全县经济实现高直量发展，群众生活持续改善。\n")
    (shown,) = await editor.diagnostics(uri)

    assert editor.text(uri, shown.range) == "直"
    assert action(await editor.actions(uri, shown.range), "忽略这个词“高直量”")


@pytest.mark.parametrize(
    ("rule", "text", "word"),
    [
        ("TY001", "村民自觉准守规定。", "准守"),
        ("WD001", "全面推进五位一体战略布局。", "五位一体战略布局"),
        ("SY005", "参赛队伍凯旋归来。", "凯旋归来"),
        ("CO028", "市委督查组和县督察组先后到场。", "督察组"),
        ("PH001", "全年投资xx万元。", None),
        ("BP002", "下载后查看全文", None),
        ("ST001", "一、经济工作\n内容写在这里。\n三、社会事业\n内容写在这里。", None),
        ("PU001", "村民自觉遵守规定，，效果好。", None),
        ("AR001", "受理86件，办结71件，剩余25件。", None),
        ("CO001", "实施“强链、补链、延链”四大行动。", None),
        ("CO019", "规划期为2021—2021年，共五年。", None),
        ("TY006", "该园区建于2O19年。", None),
        ("WD013", "约300人左右参加。", None),
        ("TY032", "自觉遵\u3000守规定。" * 2, None),
    ],
)
async def test_only_a_word_that_may_be_meant_is_offered_to_be_allowed(editor, rule, text, word):
    uri = editor.open("a.txt", text + "\n")
    (shown,) = [one for one in await editor.diagnostics(uri) if one.code == rule]
    titles = [one.title for one in await editor.actions(uri, shown.range, diagnostics=(shown,))]
    allowing = [title for title in titles if title.startswith("忽略这个词")]

    assert allowing == ([f"忽略这个词“{word}”（写入 .govlint.yaml）"] if word else [])


async def test_a_toml_configuration_is_left_to_its_owner(editor, tmp_path):
    config = tmp_path / "pyproject.toml"
    config.write_text("[tool.govlint]\nignore = ['SY']\n", encoding="utf-8")
    uri = editor.open("a.txt", DRAFT)
    shown = await editor.diagnostics(uri)
    await allow(editor, action(await editor.actions(uri, shown[0].range), "忽略这个词“准守”"))
    await editor.until(lambda: editor.client.messages)

    assert "allow 里加上“准守”" in editor.client.messages[-1].message
    assert config.read_text(encoding="utf-8") == "[tool.govlint]\nignore = ['SY']\n"


@pytest.mark.parametrize(("name", "language"), [("a.md", "markdown"), ("a.html", "html")])
async def test_a_comment_lets_a_line_stand(editor, name, language):
    text = "<p>𠮷家村自觉准守规定。</p>\n\n<p>自觉准守规定。</p>\n"
    uri = editor.open(name, text, language)
    shown = await editor.diagnostics(uri)
    editor.apply(action(await editor.actions(uri, shown[0].range), "本行忽略 TY001").edit)
    await editor.diagnostics(uri)

    comment = "<!-- govlint-disable-line TY001 -->"
    assert editor.texts[uri] == text.replace("</p>\n\n", f"</p>{comment}\n\n")
    assert len(editor.found(uri)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "自觉准守规定。\n"),
        ("a.md", "自觉准守规定，见 `前\n后` 的说明。\n"),
        ("a.md", "自觉准守规定。<!-- 多行\n注释 -->\n"),
        ("a.md", "自觉准守规定，\\\n各项工作平稳。\n"),
        ("a.html", "<p>自觉准守规定，<b\nclass=x>平稳</b>。</p>\n"),
        ("a.html", "<p>自觉准守规定。<!-- 多行\n注释 --></p>\n"),
    ],
)
async def test_no_comment_is_offered_where_it_would_be_none(editor, name, text):
    uri = editor.open(name, text)
    shown = await editor.diagnostics(uri)

    titles = [one.title for one in await editor.actions(uri, shown[0].range)]

    assert [title for title in titles if "准守" in title or "遵守" in title]
    assert not [title for title in titles if "本行" in title]


async def test_of_a_page_only_what_stands_there_as_it_is_read_is_changed(editor):
    page = "<p\n>𠮷家村准<b>守</b>规定，准守章程。</p\n>"
    uri = editor.open("a.html", page, "html")
    across, plain = await editor.diagnostics(uri)

    assert editor.text(uri, across.range) == "准<b>守"
    assert not [one for one in await editor.actions(uri, across.range) if "改为" in one.title]
    offered = await editor.actions(uri, plain.range)
    # The line ends inside a tag: no place for a comment.
    assert not [one for one in offered if "本行" in one.title]
    editor.apply(action(offered, "改为“遵守”").edit)
    assert editor.texts[uri] == page.replace("，准守", "，遵守")


async def test_a_fix_of_an_escaped_character_is_not_offered(editor):
    uri = editor.open("a.md", "各村社区\\...都要抓好落实，自觉准守规定。\n", "markdown")
    escaped, plain = await editor.diagnostics(uri)

    assert editor.text(uri, escaped.range) == "\\..."
    assert not [one for one in await editor.actions(uri, escaped.range) if "改为" in one.title]
    assert action(await editor.actions(uri, plain.range), "改为“遵守”")


async def test_a_changed_configuration_counts_at_once(editor, tmp_path):
    await editor.until(lambda: editor.watched)
    uri = editor.open("a.txt", DRAFT)
    await editor.diagnostics(uri)
    config = tmp_path / ".govlint.yaml"

    async def written(text, wanted):
        config.write_text(text, encoding="utf-8")
        event = types.FileEvent(editor.uri(".govlint.yaml"), types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await editor.until(lambda: {code for code, _ in editor.found(uri)} == wanted)

    await written("ignore: [PH001]\n", {"TY001", "PU001"})
    await written("select: [PH]\n", {"PH001"})
    await written("", {"TY001", "PU001", "PH001"})
    (options,) = [one.register_options for one in editor.watched]
    globs = [watcher["globPattern"] for watcher in options["watchers"]]
    assert {"**/*.yaml", "**/*.tsv"} <= set(globs)


OWN_RULE = """
- id: TY901
  name: own-typo
  severity: error
  message: “{match}”应为“{right}”
  why: 本单位写错过。
  source: practice
  kind: lexicon
  options: {words: 词.tsv}
  examples:
    bad: [{text: 青溪振的工作。, match: 青溪振}, {text: 到青溪振去。, match: 青溪振}]
    good: [青溪镇的工作。, 到青溪镇去。]
"""


async def test_changed_rules_and_word_lists_count_at_once(editor, write):
    write("规则.yaml", OWN_RULE)
    write("词.tsv", "wrong\tright\n青溪振\t青溪镇\n")
    write(".govlint.yaml", "rules: [规则.yaml]\n")
    uri = editor.open("a.txt", "青溪振和石桥郎的工作。\n")
    await editor.diagnostics(uri)
    assert editor.found(uri) == [("TY901", "青溪振")]

    write("词.tsv", "wrong\tright\n青溪振\t青溪镇\n石桥郎\t石桥廊\n")
    params = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(editor.uri("词.tsv")))
    editor.client.text_document_did_save(params)
    await editor.until(lambda: len(editor.found(uri)) == 2)


async def test_what_a_page_would_have_to_escape_is_not_put_in(editor, write):
    write(
        "规则.yaml",
        OWN_RULE.replace("  kind:", "  fix: unsafe\n  kind:").replace("振}]", "振, fix: 到青溪镇去。}]"),
    )
    write("词.tsv", "wrong\tright\n石桥郎\t石桥A&B廊\n青溪振\t青溪镇\n")
    write(".govlint.yaml", "rules: [规则.yaml]\n")
    uri = editor.open("a.html", "<p>青溪振和石桥郎的工作。</p>", "html")
    plain, escaped = await editor.diagnostics(uri)

    assert action(await editor.actions(uri, plain.range), "改为“青溪镇”")
    assert not [one for one in await editor.actions(uri, escaped.range) if "改为" in one.title]


async def test_a_broken_configuration_is_shown_until_it_is_right(editor, write):
    write(".govlint.yaml", "# 注\nselekt: [PH]\n")
    uri, other = editor.open("a.txt", DRAFT), editor.open("b.txt", DRAFT)
    (told,) = await editor.diagnostics(uri)
    await editor.diagnostics(other)
    config = editor.uri(".govlint.yaml")
    (fault,) = editor.shown[config].diagnostics

    assert "配置有误，没有检查" in told.message
    assert "没有配置项 selekt" in fault.message
    assert fault.range.start.line == 1
    assert len(editor.client.messages) == 1

    write(".govlint.yaml", "select: [PH]\n")
    event = types.FileEvent(config, types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.until(lambda: not editor.shown[config].diagnostics)
    assert editor.found(uri) == [("PH001", "XX")]


async def test_diagnostics_are_pulled(tmp_path):
    async with editing(tmp_path, pulls=True) as editor:
        uri = editor.open("a.txt", DRAFT)
        document = types.TextDocumentIdentifier(uri)

        async def pulled(known=None):
            return await editor.client.text_document_diagnostic_async(
                types.DocumentDiagnosticParams(document, previous_result_id=known)
            )

        report = await pulled()
        assert [editor.text(uri, one.range) for one in report.items] == ["准守", "，，", "XX"]
        again = await pulled(report.result_id)
        assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
        assert again.result_id == report.result_id

        editor.change(uri, DRAFT.replace("XX", "20"))
        changed = await pulled(report.result_id)
        assert [one.code for one in changed.items] == ["TY001", "PU001"]

        (tmp_path / ".govlint.yaml").write_text("ignore: [TY]\n", encoding="utf-8")
        params = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(editor.uri(".govlint.yaml")))
        editor.client.text_document_did_save(params)
        await editor.until(lambda: editor.client.diagnostic_refresh_count)
        configured = await pulled(changed.result_id)
        assert [one.code for one in configured.items] == ["PU001"]

        editor.close(uri)
        assert not (await pulled()).items
        assert not editor.shown


@pytest.mark.parametrize("runs", [1, 2])
async def test_an_earlier_result_is_not_taken_for_that_of_another_text(tmp_path, write, runs):
    """Also where its version is the same: a text that is opened anew, or in a server started anew."""

    async def pulled(editor, uri, known):
        document = types.TextDocumentIdentifier(uri)
        return await editor.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(document, previous_result_id=known)
        )

    async def surveyed(editor, known):
        report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
        return next(one for one in report.items if one.uri == editor.uri("b.txt"))

    write("b.txt", DRAFT)
    async with editing(tmp_path, pulls=True) as first, editing(tmp_path, pulls=True) as second:
        editor = first if runs == 1 else second
        uri = first.open("a.txt", DRAFT)
        before = await pulled(first, uri, None)
        listed = await surveyed(first, [])
        first.close(uri)
        editor.open("a.txt", DRAFT.replace("XX", "20"))
        after = await pulled(editor, uri, before.result_id)
        again = await surveyed(editor, [types.PreviousResultId(editor.uri("b.txt"), listed.result_id)])

    assert [one.code for one in before.items] == ["TY001", "PU001", "PH001"]
    assert after.kind == "full"
    assert [one.code for one in after.items] == ["TY001", "PU001"]
    assert again.kind == ("unchanged" if runs == 1 else "full")


async def test_a_changed_configuration_counts_for_files_that_are_not_open(tmp_path, write):
    write("b.txt", DRAFT)
    async with editing(tmp_path, pulls=True) as editor:

        async def surveyed(known):
            report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
            return next(one for one in report.items if one.uri == editor.uri("b.txt"))

        before = await surveyed([])
        write(".govlint.yaml", "ignore: [TY]\n")
        params = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(editor.uri(".govlint.yaml")))
        editor.client.text_document_did_save(params)
        await editor.until(lambda: editor.client.diagnostic_refresh_count)
        after = await surveyed([types.PreviousResultId(before.uri, before.result_id)])

    assert [one.code for one in before.items] == ["TY001", "PU001", "PH001"]
    assert after.kind == "full"
    assert [one.code for one in after.items] == ["PU001", "PH001"]


async def test_the_workspace_is_checked_without_opening_it(tmp_path, write):
    write("稿/甲.txt", "全年投资XX万元。\n".encode("gb18030"))
    write("稿/乙.md", "自觉准守`准守`规定。\n")
    write("稿/丙.html", "<p>投资<b>X</b>X万元。</p>\n<!-- govlint-disable TY -->\n")
    write("稿/图.txt", b"\x89PNG\r\n")
    for name in ("稿/报.docx", "稿/报.txt"):
        write(name, word(p(r("全年投资XX万元。"))))
    write("归档/旧.txt", "全年投资XX万元。\n")
    write(".govlint.yaml", "exclude: [归档]\n")
    async with editing(tmp_path, pulls=True) as editor:
        open_ = editor.open("开.txt", DRAFT)

        async def surveyed(known=()):
            report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
            return {one.uri: one for one in report.items}

        found = await surveyed()
        first, second = editor.uri("稿/甲.txt"), editor.uri("稿/乙.md")
        assert [one.code for one in found[first].items] == ["PH001"]
        assert [one.code for one in found[second].items] == ["TY001"]
        finding, unused = found[editor.uri("稿/丙.html")].items
        assert finding.range == types.Range(types.Position(0, 8), types.Position(0, 14))  # X</b>X
        assert unused.range == types.Range(types.Position(1, 0), types.Position(1, 27))
        (problem,) = found[editor.uri("稿/图.txt")].items
        assert "图片" in problem.message
        assert found[editor.uri("稿/报.txt")].items == ()  # a Word file, whatever its name
        assert {open_, editor.uri("稿/报.docx"), editor.uri("归档/旧.txt")}.isdisjoint(found)

        write("稿/乙.md", "自觉遵守规定，不再有错。\n")
        known = [types.PreviousResultId(uri, one.result_id) for uri, one in found.items()]
        again = await surveyed(known)
        assert isinstance(again[first], types.WorkspaceUnchangedDocumentDiagnosticReport)
        assert again[second].items == ()


async def test_one_broken_configuration_hides_no_other_folder(tmp_path, write):
    for folder in ("甲", "乙", "丙"):
        write(f"{folder}/1.txt", "自觉准守规定。\n")
    write("乙/.govlint.yaml", "ignor: [SY]\n")
    async with editing(tmp_path, pulls=True) as editor:

        async def surveyed():
            report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
            return {one.uri for one in report.items if one.items}

        others = {editor.uri("甲/1.txt"), editor.uri("丙/1.txt")}
        assert await surveyed() == others
        assert await surveyed() == others
        config = editor.uri("乙/.govlint.yaml")
        await editor.until(lambda: config in editor.shown)
        (fault,) = editor.shown[config].diagnostics
        assert "没有配置项 ignor" in fault.message
        assert ["没有配置项 ignor" in told.message for told in editor.client.messages] == [True]

        write("乙/.govlint.yaml", "ignore: [SY]\n")
        event = types.FileEvent(config, types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        assert await surveyed() == {*others, editor.uri("乙/1.txt")}
        await editor.until(lambda: not editor.shown[config].diagnostics)


async def test_a_file_is_known_by_its_path_however_its_uri_is_spelled(tmp_path, write):
    """Neovim leaves brackets in a URI as they are."""
    write("(初稿)/总结.txt", DRAFT)
    config = write("(初稿)/.govlint.yaml", "ignore: [SY]\n")
    async with editing(tmp_path, pulls=True) as editor:
        escaped = editor.uri
        editor.uri = lambda name: escaped(name).replace("%28", "(").replace("%29", ")")
        uri = editor.open("(初稿)/总结.txt", "自觉准守规定。\n")
        held = editor.open("(初稿)/.govlint.yaml", "ignore: [SY] # 未保存\n", "yaml")
        report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        line = types.Range(types.Position(0, 0), types.Position(0, 7))
        await allow(editor, action(await editor.actions(uri, line), "忽略这个词“准守”"))

        assert not report.items
        assert editor.texts[held] == "ignore: [SY] # 未保存\nallow:\n  - 准守\n"
        assert config.read_text(encoding="utf-8") == "ignore: [SY]\n"


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("markdown", "# 标题\n\n`准守`，自觉准守规定。\n", ["准守"]),
        ("html", "<p title=准守>自觉<b>准</b>守规定。</p>\n", ["准</b>守"]),
    ],
)
async def test_a_text_that_is_no_file_yet_is_checked(editor, language, text, found):
    editor.uri = lambda name: f"untitled:{name}"
    uri = editor.open("Untitled-1", text, language)
    await editor.diagnostics(uri)

    assert editor.found(uri) == [("TY001", one) for one in found]


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff准守", "\x00准守", "PK\x03\x04准守", "%PDF-准守", "\ud800准守"]
)
async def test_odd_texts(editor, text):
    uri = editor.open("a.txt", text)
    shown = await editor.diagnostics(uri)

    places = [editor.text(uri, one.range) for one in shown if one.code == "TY001"]
    assert places == ["准守"] * text.count("准守")


async def test_positions_hold_through_two_thousand_edits(editor):
    """Random edits, sent as fast as an editor can: every so often, and at the end, what is shown is what a
    fresh check of the text finds.
    """
    chance = random.Random(editor.encoding)
    rules = [rule for rule in known_rules(Config()) if rule.on_by_default]
    scraps = [
        "准守", "𠮷", "，", "，，", "。", "\n", "\r\n", "XX", "\u2028", "\x0c", "“", "（一）", "\t", "🙂",
        "一是", "投资20万元，", "共有项目26个，已完成17个，剩余8个。\n", "高直量发展",
    ]  # fmt: skip
    uri = editor.open("a.txt", DRAFT * 6)
    for number in range(2000):
        text = editor.texts[uri]
        at = chance.randrange(len(text) + 1)
        cut = chance.choice([0, 0, 1, 2, 9]) if len(text) < 3000 else 60
        editor.change(uri, text[:at] + chance.choice(scraps) + text[at + cut :])
        if number % 250 == 249:
            shown = await editor.diagnostics(uri)
            found = lint(Document(editor.texts[uri]), rules).diagnostics
            assert [(one.code, one.message) for one in shown] == [(one.rule, one.message) for one in found]
            assert [
                (editor.offset(uri, one.range.start), editor.offset(uri, one.range.end)) for one in shown
            ] == [tuple(one.span) for one in found]
        elif number % 7 == 0:
            await asyncio.sleep(0)


async def test_the_newest_version_only_is_answered(editor):
    uri = editor.open("a.txt", DRAFT)
    await editor.diagnostics(uri)
    versions = []
    for number in range(40):
        editor.change(uri, f"{DRAFT}第{number}稿。\n")
        versions.append(editor.shown[uri].version)
    await editor.diagnostics(uri)

    assert editor.shown[uri].version == 41
    assert len(set(versions)) < 5
