"""Edits to Word files: the text they give, and that nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from word_files import W, box, item, lists, p, r, t, table, unzipped, word

from govlint.diagnostic import Edit
from govlint.document import Span
from govlint.edits import applied
from govlint.readers import ReadOnlyError, read_bytes, rewritten
from govlint.readers.docx import editable, open_document

WRAPPERS = (
    "{}",
    '<w:ins w:id="1" w:author="甲">{}</w:ins>',
    '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '{}<w:del w:id="2" w:author="甲"><w:r><w:delText>删</w:delText></w:r></w:del>',
)
FORMATS = ("", "<w:b/>", '<w:color w:val="FF0000"/>')
contents = st.lists(
    st.one_of(
        st.text("全镇投资 X1　", min_size=1, max_size=6).map(t),
        st.text("甲乙 ", min_size=1, max_size=4).map(lambda text: f"<w:t>{text}</w:t>"),
        st.sampled_from(["<w:tab/>", "<w:br/>", "<w:noBreakHyphen/>", '<w:br w:type="page"/>']),
    ),
    max_size=4,
).map("".join)
runs = st.builds(
    lambda wrapper, form, content: wrapper.format(f"<w:r><w:rPr>{form}</w:rPr>{content}</w:r>"),
    st.sampled_from(WRAPPERS),
    st.sampled_from(FORMATS),
    contents,
)
bodies = st.lists(st.lists(runs, max_size=4).map(lambda found: p(*found)), min_size=1, max_size=4).map(
    "".join
)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits sorted and apart."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    if len(places) % 2:
        places.pop()
    spans = [Span(start, end) for start, end in zip(places[::2], places[1::2], strict=True)]
    apart = [span for at, span in enumerate(spans) if at == 0 or spans[at - 1].start != span.start]
    return [Edit(span, draw(st.text("改正 \t　", max_size=4))) for span in apart]


def canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n")


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_the_text_is_as_edited_and_untouched_runs_stay(data):
    original = word(data.draw(bodies), styles="", header1=p("页眉"))
    source = read_bytes(original, "a.docx")
    text = source.document.text
    edits = data.draw(edits_of(text))
    edits = [edit for edit, possible in zip(edits, editable(source, edits), strict=True) if possible]

    changed = rewritten(source, edits)

    assert read_bytes(changed, "a.docx").document.text == applied(text, edits)
    before, after = unzipped(original), unzipped(changed)
    assert list(before) == list(after)
    assert all(before[name] == after[name] for name in before if name != "word/document.xml" or not edits)
    old = list(etree.fromstring(before["word/document.xml"]).iter(f"{W}r"))
    new = list(etree.fromstring(after["word/document.xml"]).iter(f"{W}r"))
    assert [canonical(run[0]) for run in old] == [canonical(run[0]) for run in new]
    mapped = open_document(original)
    places = {offset for edit in edits for offset in range(edit.span.start - 1, edit.span.end + 1)}
    anchors = {piece.atom.anchor for piece in map(mapped.pieces.at, places) if piece}
    may_change = [run in anchors for run in mapped.package.part("word/document.xml").iter(f"{W}r")]
    for was, now, allowed in zip(old, new, may_change, strict=True):
        assert allowed or canonical(was) == canonical(now)


@pytest.mark.parametrize(
    ("runs", "old", "new", "result"),
    [
        (("自觉", r("准守", "<w:b/>"), "规定"), "准守", "遵守", ["自觉", "遵守", "规定"]),
        (("自觉准", r("守规", "<w:b/>"), "定"), "准守规定", "遵守规章", ["自觉遵守规章", "", ""]),
        (("一二", r("三四", "<w:b/>")), "二三", "", ["一", "四"]),
        (("一二", r("三四", "<w:b/>")), "二三", "丙丁", ["一丙丁", "四"]),
        (("一二", r("三四", "<w:b/>")), "一二", "一，二", ["一，二", "三四"]),
        (("一二", r("三四", "<w:b/>")), "二三", "二、三", ["一二、", "三四"]),
    ],
)
def test_new_text_goes_into_the_first_run_it_replaces_something_of(runs, old, new, result):
    source = read_bytes(word(p(*runs)), "a.docx")
    start = source.document.text.index(old)

    changed = rewritten(source, [Edit(Span(start, start + len(old)), new)])

    root = etree.fromstring(unzipped(changed)["word/document.xml"])
    assert ["".join(run.itertext()) for run in root.iter(f"{W}r")] == result


@pytest.mark.parametrize(
    ("place", "part"),
    [("框中", "document"), ("注文", "footnotes"), ("页眉", "header1"), ("格子", "document")],
)
def test_only_the_part_with_the_edit_is_written_anew(place, part):
    original = word(
        p("正文", box(p("框中")), '<w:r><w:footnoteReference w:id="1"/></w:r>') + table(("格子", "乙")),
        footnotes=f'<w:footnote w:id="1">{p("注文")}</w:footnote>',
        section='<w:headerReference r:id="header1"/>',
        header1=p("页眉"),
        files={"word/media/图.bin": bytes(range(256))},
    )
    source = read_bytes(original, "a.docx")
    start = source.document.text.index(place)

    changed = rewritten(source, [Edit(Span(start, start + 1), "新")])

    before, after = unzipped(original), unzipped(changed)
    assert [name for name in before if before[name] != after[name]] == [f"word/{part}.xml"]
    expected = applied(source.document.text, [Edit(Span(start, start + 1), "新")])
    assert read_bytes(changed, "a.docx").document.text == expected


def test_the_copy_of_a_text_box_for_older_programs_is_kept_in_line():
    source = read_bytes(word(p("前", box(p("框中"), p("又一")))), "a.docx")
    start = source.document.text.index("中")

    changed = rewritten(source, [Edit(Span(start, start + 1), "里")])

    root = etree.fromstring(unzipped(changed)["word/document.xml"])
    assert ["".join(found.itertext()) for found in root.iter(f"{W}txbxContent")] == ["框里又一"] * 2


@pytest.mark.parametrize(
    ("start", "end", "new"),
    [
        (0, 2, "二、"),  # 一、, which Word writes
        (1, 4, ""),
        (3, 6, "新"),  # the end of a paragraph
        (2, 3, "甲\n乙"),
        (2, 3, "\x01"),
        (6, 8, ""),  # the end of a cell
        (8, 8, "新"),  # an empty cell has no run
    ],
)
def test_what_cannot_be_made_is_refused(start, end, new):
    body = item(0, "项目") + table(("甲乙", "", "丙"))
    source = read_bytes(word(body, numbering=lists(("chineseCounting", "%1、"))), "a.docx")
    assert source.document.text == "一、项目\n甲乙||丙|"
    edit = Edit(Span(start, end), new)

    assert editable(source, [edit, Edit(Span(2, 3), "新")]) == [False, True]
    with pytest.raises(ReadOnlyError, match="要改的地方跨了段落，或是 Word 自动生成的编号"):
        rewritten(source, [edit])


def test_what_an_edit_leaves_as_it_is_may_be_what_word_writes():
    source = read_bytes(word(item(0, "项目"), numbering=lists(("chineseCounting", "%1、"))), "a.docx")

    changed = rewritten(source, [Edit(Span(0, 4), "一、课目")])

    assert read_bytes(changed, "a.docx").document.text == "一、课目"


def test_a_signed_file_is_not_changed():
    source = read_bytes(word(p("正文"), files={"_xmlsignatures/sig1.xml": b"<a/>"}), "a.docx")
    edit = Edit(Span(0, 1), "新")

    with pytest.raises(ReadOnlyError, match="数字签名"):
        rewritten(source, [edit])


@pytest.mark.parametrize(("enforced", "refused"), [("1", True), ("0", False)])
def test_a_file_with_restricted_editing_is_not_changed(govlint, write, enforced, refused):
    settings = f'<w:documentProtection w:edit="readOnly" w:enforcement="{enforced}"/>'
    data = word(p("引导村民自觉准守村规民约。"), settings=settings)
    path = write("a.docx", data)

    outcome = govlint("check", "--isolated", "--fix", "a.docx")

    reason = "没有修改：设了“限制编辑”；请先在 Word 里停止保护，或用 -o 审校.docx 另写一份审校稿"
    assert (reason in outcome.out, path.read_bytes() == data) == (refused, refused)


def test_an_edit_across_a_deleted_paragraph_mark():
    gone = '<w:rPr><w:del w:id="9" w:author="甲"/></w:rPr>'
    source = read_bytes(word(p("前头", properties=gone) + p("后头")), "a.docx")

    changed = rewritten(source, [Edit(Span(1, 3), "新")])

    assert read_bytes(changed, "a.docx").document.text == "前新头"
