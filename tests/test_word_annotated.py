"""Word files with findings as comments and fixes as tracked changes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import ooxml_integrity
import openxml_audit
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from test_word_editing import bodies, edits_of
from word_files import W, box, item, lists, p, r, table, unzipped, word, zipped

from govlint.diagnostic import Diagnostic, Edit, Fix, Severity
from govlint.document import Span
from govlint.edits import applied, narrowed
from govlint.fixing import eligible
from govlint.readers import Source, read_bytes
from govlint.readers.docx import editable
from govlint.reporters.docx import annotated
from govlint.runner import FileReport

READ = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "-"}
OFFICE = shutil.which("soffice")


def found(source: Source, span: Span, edits: tuple[Edit, ...] = ()) -> Diagnostic:
    text = source.document.text[span.start : span.end]
    fixes = (Fix(True, edits),) if edits else ()
    return Diagnostic("TY001", "known-typo", "typo", Severity.error, f"“{text}”有误", span, text, fixes)


def report_of(source: Source, *diagnostics: Diagnostic) -> FileReport:
    return FileReport(source.path, source.document, source.origin, diagnostics, findings=diagnostics)


def commented(data: bytes, *texts: str, track_changes: bool = False) -> bytes:
    """A file with a finding on the first occurrence of each text."""
    source = read_bytes(data, "a.docx")
    starts = [source.document.text.index(text) for text in texts]
    spans = [Span(start, start + len(text)) for start, text in zip(starts, texts, strict=True)]
    report = report_of(source, *(found(source, span) for span in spans))
    return annotated(data, report, {"TY001": "本来就错"}, track_changes=track_changes).data


def root_of(data: bytes, name: str = "document") -> etree._Element:
    return etree.fromstring(unzipped(data)[f"word/{name}.xml"])


def ranges(data: bytes) -> dict[str, str]:
    """The text in the range of each comment, by the comment's text."""
    texts: dict[str, str] = {}
    inside: set[str] = set()
    for element in root_of(data).iter():
        if element.tag == f"{W}commentRangeStart":
            inside.add(element.get(f"{W}id"))
            texts[element.get(f"{W}id")] = ""
        elif element.tag == f"{W}commentRangeEnd":
            inside.remove(element.get(f"{W}id"))
        elif element.get(f"{W}type") == "page":
            continue
        elif element.tag == f"{W}t":
            text = element.text or ""
            kept = "{http://www.w3.org/XML/1998/namespace}space" in element.attrib
            for name in inside:
                texts[name] += text if kept else text.strip(" ")
        else:
            for name in inside:
                texts[name] += READ.get(element.tag, "")
    comments = {comment.get(f"{W}id"): lines(comment) for comment in root_of(data, "comments")}
    return {comments[name][0]: text for name, text in texts.items()}


def lines(comment: etree._Element) -> list[str]:
    return ["".join(paragraph.itertext()) for paragraph in comment.iter(f"{W}p")]


def resolved(data: bytes, accept: bool) -> bytes:
    """A file with all tracked changes by govlint accepted or rejected, as Word does it."""
    root = root_of(data)
    gone, stays = ("del", "ins") if accept else ("ins", "del")
    for change in list(root.iter(f"{W}{gone}", f"{W}{stays}")):
        if change.get(f"{W}author") != "govlint":
            continue
        parent = change.getparent()
        if change.tag == f"{W}{stays}":
            for child in list(change):
                change.addprevious(child)
        parent.remove(change)
    if not accept:
        for text in root.iter(f"{W}delText"):
            if not any(ancestor.tag == f"{W}del" for ancestor in text.iterancestors()):
                text.tag = f"{W}t"
    entries = unzipped(data) | {"word/document.xml": etree.tostring(root)}
    return zipped(entries)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_comments_are_on_the_very_characters(data):
    original = word(data.draw(bodies), styles="")
    source = read_bytes(original, "a.docx")
    text = source.document.text
    places = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    spans = [Span(start, end) for start, end in places if start < end]
    diagnostics = [found(source, span) for span in spans]
    diagnostics = [
        Diagnostic(**{**{name: getattr(one, name) for name in one.__slots__}, "message": f"第{number}处"})
        for number, one in enumerate(diagnostics)
    ]

    result = annotated(original, report_of(source, *diagnostics), {}).data

    assert read_bytes(result, "a.docx").document.text == text
    if diagnostics:
        told = ranges(result)
        assert len(told) == len(diagnostics)
        for number, diagnostic in enumerate(diagnostics):
            expected = diagnostic.text.replace("\n", "")
            if expected:
                assert told[f"错误 TY001 第{number}处"].replace("\n", "") == expected


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_tracked_changes_accepted_give_the_fixed_text_and_rejected_the_old(data):
    original = word(data.draw(bodies), styles="")
    source = read_bytes(original, "a.docx")
    text = source.document.text
    edits = data.draw(edits_of(text))
    edits = [edit for edit, possible in zip(edits, editable(source, edits), strict=True) if possible]
    edits = [edit for edit in edits if edit.text != text[slice(*edit.span)]]
    assume(len({narrowed(text, edit).span for edit in edits}) == len(edits))
    report = report_of(source, *(found(source, edit.span, (edit,)) for edit in edits))
    made = {choice.fix.edits for choice in eligible(source.document, report.diagnostics)}
    edits = [edit for edit in edits if (edit,) in made]

    result = annotated(original, report, {}, track_changes=True)

    fixed = applied(text, edits)
    assert result.fixed == len(edits)
    assert read_bytes(result.data, "a.docx").document.text == fixed
    assert read_bytes(resolved(result.data, accept=True), "a.docx").document.text == fixed
    assert read_bytes(resolved(result.data, accept=False), "a.docx").document.text == text


def test_a_comment_says_level_rule_message_and_reason():
    result = commented(word(p("自觉准守规定"), styles=""), "准守")

    (comment,) = root_of(result, "comments")
    assert (comment.get(f"{W}author"), comment.get(f"{W}initials")) == ("govlint", "gl")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", comment.get(f"{W}date"))
    assert lines(comment) == ["错误 TY001 “准守”有误", "理由：本来就错"]
    shown = docx.Document(io.BytesIO(result)).comments
    assert [one.text for one in shown] == ["错误 TY001 “准守”有误\n理由：本来就错"]


def test_runs_are_cut_with_their_format():
    result = commented(word(p(r("自觉准守规定", "<w:b/>"))), "准守")

    runs = [run for run in root_of(result).iter(f"{W}r") if run.find(f"{W}t") is not None]
    assert ["".join(run.itertext()) for run in runs] == ["自觉", "准守", "规定"]
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in runs)


def test_what_stands_where_comments_cannot_be_is_told_on_the_first_paragraph():
    data = word(
        p("标题") + p("正文", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        footnotes=f'<w:footnote w:id="1">{p("注有错")}</w:footnote>',
        section='<w:headerReference r:id="header1"/>',
        header1=p("眉有误"),
    )

    result = commented(data, "有错", "有误")

    assert list(ranges(result).values()) == ["标题"]
    assert lines(root_of(result, "comments")[0])[1:] == [
        "脚注 1：错误 TY001 “有错”有误",
        "理由：本来就错",
        "页眉 1：错误 TY001 “有误”有误",
        "理由：本来就错",
    ]


def test_a_body_without_a_paragraph_gets_one_for_what_stands_elsewhere():
    data = word("", section='<w:headerReference r:id="header1"/>', header1=p("眉有误"))

    result = commented(data, "有误")

    assert list(ranges(result).values()) == [""]
    assert root_of(result)[0][0].tag == f"{W}p"


def test_a_page_colour_is_no_place_for_a_comment():
    parts = unzipped(word("", section='<w:headerReference r:id="header1"/>', header1=p("眉有误")))
    document = parts["word/document.xml"].replace(b"<w:body>", b'<w:background w:color="FFFFFF"/><w:body>', 1)

    result = commented(zipped({**parts, "word/document.xml": document}), "有误")

    assert [len(root_of(result).find(f"{W}{name}").findall(f"{W}p")) for name in ("background", "body")] == [
        0,
        1,
    ]


def test_a_stray_part_of_comments_is_left_alone():
    stray = b"<stray/>"

    result = commented(word(p("有错"), files={"word/comments.xml": stray}), "有错")

    assert unzipped(result)["word/comments.xml"] == stray
    assert len(docx.Document(io.BytesIO(result)).comments) == 1


def test_a_text_box_is_commented_on_where_it_hangs():
    result = commented(word(p("前", box(p("框有错")), "后")), "有错")

    (comment,) = root_of(result, "comments")
    assert lines(comment)[0] == "文本框 1 段落 1：错误 TY001 “有错”有误"
    (start,) = root_of(result).iter(f"{W}commentRangeStart")
    assert start.getparent().tag == f"{W}p"
    assert start.getnext().find(".//{*}txbxContent") is not None


def test_a_change_in_a_text_box_is_tracked_in_both_its_copies():
    data = word(p("前", box(p("框有错"))))
    source = read_bytes(data, "a.docx")
    report = report_of(source, found(source, Span(3, 5), (Edit(Span(3, 5), "对"),)))

    result = annotated(data, report, {}, track_changes=True).data

    boxes = [etree.tostring(one, method="c14n") for one in root_of(result).iter(f"{W}txbxContent")]
    assert len(boxes) == 2
    assert boxes[0].count(b"<w:ins ") == boxes[1].count(b"<w:ins ") == 1
    assert read_bytes(resolved(result, accept=True), "a.docx").document.text == "前\n框对"


def test_a_number_that_word_writes_is_commented_on_the_first_character_after_it():
    data = word(item(0, "总体要求") + item(0, ""), numbering=lists(("chineseCounting", "%1、")))

    result = commented(data, "一、", "二、")

    assert ranges(result) == {"错误 TY001 “一、”有误": "总", "错误 TY001 “二、”有误": ""}


def test_a_finding_across_cells_is_commented_on_in_the_first():
    result = commented(word(table(("甲乙", "丙丁"))), "乙|丙")

    assert list(ranges(result).values()) == ["乙"]


def test_comments_that_were_there_stay():
    body = p('<w:commentRangeStart w:id="7"/>', "有错", '<w:commentRangeEnd w:id="7"/>', "后文")
    old = f'<w:comment w:id="7" w:author="甲">{p("请核实")}</w:comment>'
    data = word(body, comments=old)

    result = commented(data, "错后")

    assert ranges(result) == {"请核实": "有错", "错误 TY001 “错后”有误": "错后"}
    assert [one.get(f"{W}author") for one in root_of(result, "comments")] == ["甲", "govlint"]


def test_a_marked_copy_is_marked_anew_not_twice():
    body = p('<w:commentRangeStart w:id="7"/>', "有错", '<w:commentRangeEnd w:id="7"/>', "后文，末尾")
    data = word(body, comments=f'<w:comment w:id="7" w:author="甲">{p("请核实")}</w:comment>')

    once = commented(data, "错后", "末尾")
    again = commented(once, "错后")

    assert ranges(again) == {"请核实": "有错", "错误 TY001 “错后”有误": "错后"}
    assert len(root_of(again, "comments")) == 2
    references = [one.get(f"{W}id") for one in root_of(again).iter(f"{W}commentReference")]
    assert len(references) == 1  # that of 甲 has none here


def test_a_comment_that_somebody_answered_stays_and_is_not_made_again():
    once = commented(word(p("有错后文")), "错后")
    root = root_of(once, "comments")
    space = "http://schemas.microsoft.com/office/word/20{}/wordml"
    root[0][-1].set(f"{{{space.format(10)}}}paraId", "11111111")
    root.append(
        etree.fromstring(f'<w:comment xmlns:w="{W[1:-1]}" w:id="9" w:author="甲">{p("查过了")}</w:comment>')
    )
    threads = (
        f'<w15:commentsEx xmlns:w15="{space.format(12)}"><w15:commentEx w15:paraId="11111111"/>'
        '<w15:commentEx w15:paraId="22222222" w15:paraIdParent="11111111"/></w15:commentsEx>'
    )
    entries = unzipped(once)
    kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    relation = f'<Relationship Id="ex" Type="{kind}" Target="threads.xml"/></Relationships>'
    relations = entries["word/_rels/document.xml.rels"].replace(b"</Relationships>", relation.encode())
    answered = entries | {
        "word/comments.xml": etree.tostring(root),
        "word/threads.xml": threads.encode(),
        "word/_rels/document.xml.rels": relations,
    }

    again = commented(zipped(answered), "错后", "后文")

    assert [lines(one)[0] for one in root_of(again, "comments")] == [
        "错误 TY001 “错后”有误",
        "查过了",
        "错误 TY001 “后文”有误",
    ]


def test_the_comment_on_a_change_that_is_not_decided_stays():
    source = read_bytes(word(p("有错后文")), "a.docx")
    diagnostic = found(source, Span(1, 2), (Edit(Span(1, 2), "措"),))
    once = annotated(source.data, report_of(source, diagnostic), {}, track_changes=True).data

    again = commented(once, "后文")

    assert [lines(one)[-1] for one in root_of(again, "comments")] == [
        "已改，见修订，可接受或拒绝。",
        "理由：本来就错",
    ]


def test_styles_of_comments_are_used_or_added():
    own = '<w:style w:type="character" w:styleId="a7"><w:name w:val="annotation reference"/></w:style>'
    other = '<w:style w:type="character" w:styleId="CommentText"><w:name w:val="别的"/></w:style>'

    result = commented(word(p("有错"), styles=own + other), "有错")

    ids = [style.get(f"{W}styleId") for style in root_of(result, "styles")]
    assert ids == ["a7", "CommentText", "CommentText_"]
    used = {
        element.get(f"{W}val") for element in root_of(result, "comments").iter(f"{W}pStyle", f"{W}rStyle")
    }
    assert used == {"a7", "CommentText_"}


def test_a_file_without_styles_or_relations_is_annotated():
    entries = unzipped(word(p("有错")))
    del entries["word/_rels/document.xml.rels"]

    result = commented(zipped(entries), "有错")

    assert ranges(result) == {"错误 TY001 “有错”有误": "有错"}
    assert not list(root_of(result, "comments").iter(f"{W}pStyle"))
    assert docx.Document(io.BytesIO(result)).comments


def test_links_to_the_outside_keep_their_ids():
    entries = unzipped(word(p("有错")))
    link = (
        b'<Relationship Id="rId1" TargetMode="External" Target="http://a.cn/" Type="http://schemas.openxml'
        b'formats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    where = "word/_rels/document.xml.rels"
    data = zipped(entries | {where: entries[where].replace(b"</Relationships>", link)})

    relations = etree.fromstring(unzipped(commented(data, "有错"))[where])

    assert [relation.get("Id") for relation in relations] == ["rId1", "rId2"]


def test_parts_that_nothing_is_put_in_stay_byte_for_byte():
    original = word(p("有错"), styles="", header1=p("眉"), files={"word/media/图.bin": bytes(256)})

    before, after = unzipped(original), unzipped(commented(original, "有错"))

    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
        "word/document.xml",
        "word/styles.xml",
    }


def test_the_sign_of_a_note_is_not_struck_out_with_the_text_beside_it():
    inner = '<w:r><w:t>甲</w:t><w:t>准</w:t><w:footnoteReference w:id="1"/><w:t>守</w:t></w:r>'
    data = word(p(inner), footnotes=f'<w:footnote w:id="1">{p("注")}</w:footnote>')
    source = read_bytes(data, "a.docx")
    span = Span(1, 3)

    report = report_of(source, found(source, span, (Edit(span, "遵从"),)))
    result = annotated(data, report, {}, track_changes=True).data

    (sign,) = root_of(result).iter(f"{W}footnoteReference")
    assert not list(sign.iterancestors(f"{W}del"))
    assert read_bytes(resolved(result, accept=True), "a.docx").document.text == "甲遵从\n注"


def test_an_insertion_by_somebody_else_stays_theirs():
    inner = f'<w:ins w:id="1" w:author="甲">{r("自觉准守规定")}</w:ins>'
    data = word(p("要", inner))
    source = read_bytes(data, "a.docx")
    report = report_of(source, found(source, Span(3, 5), (Edit(Span(3, 5), "遵守"),)))

    result = annotated(data, report, {}, track_changes=True).data

    authors = [
        (change.get(f"{W}author"), "".join(change.itertext())) for change in root_of(result).iter(f"{W}ins")
    ]
    assert authors == [("甲", "自觉准"), ("govlint", "遵"), ("甲", "守规定")]
    ids = [change.get(f"{W}id") for change in root_of(result).iter(f"{W}ins", f"{W}del")]
    assert len(ids) == len(set(ids))


def test_control_characters_that_a_comment_quotes_are_shown_as_signs(govlint, write, tmp_path):
    write("a.txt", "全年投资XX\x01万元。\n")

    assert govlint("check", "--isolated", "-o", "b.docx", "a.txt").code == 1
    assert "␁" in "".join(root_of((tmp_path / "b.docx").read_bytes(), "comments").itertext())


KINDS = {
    ".docx": "openxmlformats-officedocument.wordprocessingml.document.main",
    ".docm": "ms-word.document.macroEnabled.main",
    ".dotx": "openxmlformats-officedocument.wordprocessingml.template.main",
    ".dotm": "ms-word.template.macroEnabledTemplate.main",
}


@pytest.mark.parametrize("suffix", KINDS)
def test_a_marked_copy_is_of_the_kind_of_its_draft(govlint, write, tmp_path, suffix):
    parts = unzipped(word(p("投资XX万元")))
    types = parts["[Content_Types].xml"].decode().replace(KINDS[".docx"], KINDS[suffix])
    assert KINDS[suffix] in types
    write("a.draft", zipped({**parts, "[Content_Types].xml": types.encode()}))

    for other in KINDS.keys() - {suffix}:
        outcome = govlint("check", "--isolated", "-o", f"b{other}", "a.draft")
        said = f"a.draft 的审校稿是 {suffix} 文件，写成 {other} 的 Word 打不开：用 -o b{suffix}"
        assert (outcome.code, outcome.err) == (2, f"govlint: {said}\n")
    assert govlint("check", "--isolated", "-o", f"b{suffix.upper()}", "a.draft").code == 1

    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.draft", f"b{suffix.upper()}"]
    assert (
        KINDS[suffix]
        in unzipped((tmp_path / f"b{suffix.upper()}").read_bytes())["[Content_Types].xml"].decode()
    )


def test_a_broken_part_that_only_comments_need_is_told_of(govlint, write, tmp_path):
    write(
        "a.docx",
        zipped({**unzipped(word(p("投资XX万元"), comments="")), "word/comments.xml": b"<w:comments"}),
    )
    checked = govlint("check", "--isolated", "a.docx")

    outcome = govlint("check", "--isolated", "-o", "b.docx", "a.docx")

    assert (checked.code, outcome.code) == (1, 2)
    assert outcome.err.startswith(
        "a.docx: 没有做完 Word 文件已损坏（word/comments.xml 第 1 行不合 XML 格式）"
    )
    assert not (tmp_path / "b.docx").exists()


def test_fixes_to_be_confirmed_are_tracked_where_that_is_asked_for(govlint, write, tmp_path):
    write("a.txt", "清理规范单位银行帐户，自觉准守规定。\n")
    tracked = ("check", "--isolated", "--track-changes", "-o", "b.docx", "a.txt")

    assert "，1 处已改成修订" in govlint(*tracked).out
    assert "，2 处已改成修订" in govlint(*tracked, "--unsafe-fixes").out


def test_every_place_of_findings_that_are_shown_as_one_is_changed(govlint, write, tmp_path):
    write("a.txt", "".join(f"全镇经济\u200b稳步发展，第{n}村全面完成任务。\n" for n in range(6)))

    said = govlint("check", "--isolated", "--track-changes", "-o", "b.docx", "a.txt").out

    assert "批注 1 处，6 处已改成修订" in said
    data = (tmp_path / "b.docx").read_bytes()
    assert len(list(root_of(data).iter(f"{W}del"))) == 6
    assert "已改 6 处，见修订" in "".join(root_of(data, "comments").itertext())


def test_fixes_that_overlap_are_left_to_the_reader():
    data = word(p("自觉准守规定"))
    source = read_bytes(data, "a.docx")
    first = found(source, Span(2, 4), (Edit(Span(2, 4), "遵从"),))
    second = found(source, Span(3, 5), (Edit(Span(3, 5), "章法"),))

    result = annotated(data, report_of(source, first, second), {}, track_changes=True)

    assert result.fixed == 1
    assert read_bytes(result.data, "a.docx").document.text == "自觉遵从规定"
    assert [len(lines(one)) for one in root_of(result.data, "comments")] == [2, 1]


def test_what_fixing_would_not_do_is_not_revised():
    data = word(p("投资1，，000万元，自觉准守XX规定"))
    source = read_bytes(data, "a.docx")
    number = found(source, Span(3, 5), (Edit(Span(3, 5), "，"),))
    beside = found(source, Span(13, 15), (Edit(Span(13, 15), "遵守"),))
    clue = found(source, Span(15, 17))

    result = annotated(data, report_of(source, number, beside, clue), {}, track_changes=True)

    assert result.fixed == 0
    assert read_bytes(result.data, "a.docx").document.text == source.document.text


def test_a_text_becomes_a_word_file_of_its_lines():
    text = "标题有错\r\n\r\n　　第一\t行\x0b末\r\n末行有误"
    data = text.encode()
    source = read_bytes(data, "a.txt")
    spans = [Span(text.index(words), text.index(words) + 2) for words in ("有错", "一\t", "有误")]
    report = report_of(source, *(found(source, span) for span in spans))

    result = annotated(data, report, {}).data

    assert [one.text for one in docx.Document(io.BytesIO(result)).paragraphs] == [
        "标题有错",
        "",
        "　　第一\t行 末",
        "末行有误",
    ]
    assert list(ranges(result).values()) == ["有错", "一\t", "有误"]


def test_of_a_page_it_is_said_that_the_word_file_is_another(govlint, write):
    write("a.html", "<table><tr><td>督促企业准守法规。</td></tr></table>")

    outcome = govlint("check", "--isolated", "-o", "b.docx", "a.html")

    assert outcome.out == (
        "已写入 b.docx：批注 1 处\n"
        "b.docx: 说明 原稿不是 Word 文件，这一份是另做的，一行一段，没有原来的版式、表格和图片\n"
    )


def everything() -> bytes:
    return word(
        p("自觉准守规定", '<w:r><w:footnoteReference w:id="1"/></w:r>')
        + p(
            r("投资XX万元准守", "<w:b/>"),
            box(p("框里准守")),
            f'<w:ins w:id="1" w:author="甲">{r("准守")}</w:ins>',
        )
        + table(("项目准守", "数量"), ("甲", "3")),
        styles='<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>',
        footnotes=f'<w:footnote w:id="1">{p("注里准守")}</w:footnote>',
        section='<w:headerReference w:type="default" r:id="header1"/>',
        header1=p("眉上准守"),
    )


@pytest.fixture
def annotated_files(govlint, write, tmp_path) -> dict[str, Path]:
    write("原稿.docx", everything())
    write("原稿.txt", "自觉准守规定，投资XX万元。\n")
    for name in ("原稿.docx", "原稿.txt"):
        options = ("--isolated", "--output-format", "docx", "--track-changes", "-o", f"{name}.docx")
        outcome = govlint("check", name, *options)
        assert outcome.code == 1
        assert outcome.out == (
            f"已写入 {name}.docx：批注 {8 if name == '原稿.docx' else 2} 处，"
            f"{7 if name == '原稿.docx' else 1} 处已改成修订\n"
        )
    return {name: tmp_path / name for name in ("原稿.docx", "原稿.docx.docx", "原稿.txt.docx")}


def test_other_checkers_of_word_files_find_nothing_new(annotated_files):
    def faults(path: Path) -> set[str]:
        audited = openxml_audit.OpenXmlValidator().validate(str(path))
        checked = ooxml_integrity.check(str(path))
        return {f"{error.part_uri} {error.description}" for error in audited.errors} | {
            f"{finding.code} {finding.message}"
            for finding in checked
            if finding.severity != ooxml_integrity.INFO
        }

    before = faults(annotated_files["原稿.docx"])
    assert faults(annotated_files["原稿.docx.docx"]) - before == set()
    # A file without a theme is drawn in Word's own.
    (theme,) = faults(annotated_files["原稿.txt.docx"])
    assert theme.endswith("relationships/theme' is missing.")


@pytest.mark.skipif(OFFICE is None, reason="没有 LibreOffice")
def test_libreoffice_reads_the_comments_and_the_changes(annotated_files, tmp_path):
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    path = annotated_files["原稿.docx.docx"]
    command = [OFFICE, "--headless", profile, "--convert-to", "odt", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    with zipfile.ZipFile(tmp_path / "原稿.docx.odt") as opened:
        content = opened.read("content.xml").decode() + opened.read("styles.xml").decode()
    assert content.count("<office:annotation ") == 7
    assert content.count("<text:insertion>") >= 6
    assert content.count("<text:deletion>") >= 6


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["a.txt", "--output-format", "docx"], "要用 -o 写明结果文件"),
        (["a.txt", "--output-format", "docx", "-o", "b.txt"], "结果文件要以 .docx 结尾，而不是 b.txt"),
        (["a.txt", "a.txt", "--output-format", "docx", "-o", "b.docx"], "一次审校一个文件"),
        ([".", "--output-format", "docx", "-o", "b.docx"], "一次审校一个文件"),
        (["-", "--output-format", "docx", "-o", "b.docx"], "一次审校一个文件"),
        (["--output-format", "docx", "-o", "b.docx"], "一次审校一个文件"),
        (["a.txt", "--output-format", "docx", "-o", "b.docx", "--statistics"], "docx 格式不能与"),
        (["a.txt", "--track-changes"], "只用于 --output-format docx"),
        (["a.docx", "--output-format", "docx", "-o", "a.docx"], "不能又写入结果"),
    ],
)
def test_what_cannot_be_asked_is_told(govlint, write, arguments, reason):
    write("a.txt", "正文\n")
    write("a.docx", everything())

    outcome = govlint("check", "--isolated", *arguments)

    assert outcome.code == 2
    assert reason in outcome.err


def test_a_file_that_cannot_be_read_gives_no_word_file(govlint, write, tmp_path):
    write("a.docx", b"PK\x03\x04")

    outcome = govlint("check", "--isolated", "a.docx", "--output-format", "docx", "-o", "b.docx")
    missing = govlint("check", "--isolated", "没有.docx", "--output-format", "docx", "-o", "b.docx")

    assert (outcome.code, outcome.out) == (2, "")
    assert "a.docx: 未能检查 是 Word 文件或压缩文件，但已损坏或不完整" in outcome.err
    assert "没有.docx: 未能检查 读不到，文件不存在" in missing.err
    assert not (tmp_path / "b.docx").exists()


def test_what_cannot_be_changed_in_word_is_told_with_the_reason(govlint, write):
    ruby = f"<w:r><w:ruby><w:rt>{r('zhunshou')}</w:rt><w:rubyBase>{r('准守')}</w:rubyBase></w:ruby></w:r>"
    write("a.docx", word(p("引导村民自觉", ruby, "村规民约。")))

    copied = govlint("check", "--isolated", "a.docx", "-o", "b.docx", "--track-changes")
    fixed = govlint("check", "--isolated", "--fix", "a.docx")

    reason = "跨了段落、格子，或在自动编号、注音、公式里"
    assert copied.out == (
        f"已写入 b.docx：批注 1 处，0 处已改成修订，1 处{reason}，或与别的修订重叠，没有改，请手工改\n"
    )
    assert f"a.docx: 说明 有 1 处{reason}，没有修改，请手工改" in fixed.out


def test_a_signed_file_is_left_alone_and_a_copy_is_said_to_have_lost_its_signature(govlint, write, tmp_path):
    signed = word(p("引导村民自觉准守村规民约。"), files={"_xmlsignatures/sig1.xml": b"<a/>"})
    path = write("a.docx", signed)

    fixed = govlint("check", "--isolated", "--fix", "a.docx")
    copied = govlint("check", "--isolated", "a.docx", "-o", "b.docx")

    reason = "没有修改：有数字签名，改了签名就失效；可用 -o 审校.docx 另写一份审校稿"
    assert (reason in fixed.out, "跨了段落" in fixed.out) == (True, False), fixed.out
    assert path.read_bytes() == signed
    assert copied.out == (
        "已写入 b.docx：批注 1 处\nb.docx: 说明 原稿有数字签名，这一份加了批注，签名已失效\n"
    )


def test_a_part_that_only_writing_asks_for_may_be_damaged(govlint, write, tmp_path):
    whole = word(p("自觉准守规定"), files={"docProps/app.xml": b"<Properties/>"})
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        checksum = opened.getinfo("docProps/app.xml").CRC.to_bytes(4, "little")
    damaged = whole.replace(checksum, bytes(4))
    path = write("a.docx", damaged)

    fixed = govlint("check", "--isolated", "--fix", "a.docx")
    noted = govlint("check", "--isolated", "a.docx", "--output-format", "docx", "-o", "b.docx")

    assert (fixed.code, "没有修改：Word 文件已损坏（docProps/app.xml 解压不了）" in fixed.out) == (1, True)
    assert "TY001" in fixed.out
    assert (noted.code, "docProps/app.xml 解压不了" in noted.err) == (2, True)
    assert path.read_bytes() == damaged
    assert not (tmp_path / "b.docx").exists()
