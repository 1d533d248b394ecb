"""HTML pages: what is read of them, where each character stands, and how they are changed."""

from __future__ import annotations

import os

import pytest
from conftest import SHARED, needs
from hypothesis import given
from hypothesis import strategies as st
from word_files import p, word

from govlint.diagnostic import Edit
from govlint.document import Span
from govlint.edits import applied
from govlint.readers import ReadOnlyError, Source, UnreadableError, read, read_bytes, recognise, rewritten
from govlint.runner import Session, find_files


def page(markup: str, path: str = "a.html") -> Source:
    return read_bytes(markup.encode("utf-8", "surrogatepass"), path)


def seen(markup: str) -> str:
    return page(markup).document.text


def source_of(source: Source, span: Span) -> str:
    """What stands in the file where a span of the document comes from."""
    start, end = source.origin.extent(span)
    return source.data.decode("utf-8")[start.offset : end.offset]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        # lines
        ("<p>一<p>二", "一\n二"),
        ("<div>一<div>二</div>三</div>四", "一\n二\n三\n四"),
        ("一<br>二<br/><br>三", "一\n二\n三"),
        ("一，<br>\r\n 二元、<br/>三。<br>四", "一，二元、三。\n四"),
        ("<b>一，</b> <br>二，<br></p><p>三，<br><br>四", "一，二，\n三，\n四"),
        ("一，<br>　　二，<br>&nbsp;三，", "一，\n　　二，\n\xa0三，"),
        ("一，<br>（二）四，<br>1.五，<br>1.5亿元", "一，\n（二）四，\n1.五，1.5亿元"),
        ("<pre>一，\n二</pre>三，<p>四", "一，\n二\n三，\n四"),
        ("<table><tr><td>一，<br>二<td>三</table>", "一，二\t三"),
        ("<ul><li>一<li>二</ul>三", "一\n二\n三"),
        ("<h1>一</h1>二<hr>三", "一\n二\n三"),
        ("一<span style='display:block'>二</span>三", "一\n二\n三"),
        ("一<div style='display: inline'>二</div>三", "一二三"),
        ("一</p>二</br>三", "一\n二\n三"),
        # superscript figures number notes, or belong to a unit
        ("企业<sup>1</sup>36家，占地5万m<sup>2</sup>，涨3<sub>2</sub>", "企业¹36家，占地5万m²，涨32"),
        # a title that the page says again
        ("<title>某县总结</title><h1>某县\n总结</h1>文", "某县总结\n文"),
        ("<title>某县总结_某县政府</title>\n<table><tr><td>某县总结<tr><td>文</table>", "某县总结\n文"),
        ("<title>2024-2025年总结 - 某县</title><h1>2024-2025年总结</h1>文", "2024-2025年总结\n文"),
        ("<title>某县总结_某县网</title><h1>某乡总结</h1>文", "某县总结_某县网\n某乡总结\n文"),
        # the reading of a character is no part of the text
        ("<ruby>一<rp>(</rp><rt>yī</rt><rp>)</rp></ruby>二<ruby>三<rt>sān</ruby>四", "一二三四"),
        # tables
        ("<table><tr><td>一<td>二<tr><td>三</td><td>四</td></tr></table>五", "一\t二\n三\t四\n五"),
        ("前<table><tr><td></td><td>二</td><td></td></tr></table>后", "前\n\t二\t\n后"),
        ("前<table><tr><td></td><td> </td></tr></table>后", "前\n后"),
        ("<table><tr><td><p>一</p><p>二</p></td><td>三</td></tr></table>", "一 二\t三"),
        ("<table><caption>表<tr><td>一<td>二</table>", "表\n一\t二"),
        ("<td>一</td><td>二</td>", "一\t二"),
        (
            "<table><tr><td>栏<td><table><tr><td>一<td>二</table>文</table>尾",
            "栏\n一\t二\n文\n尾",
        ),
        (f"<table><tr><td>栏<td><p>{'文' * 201}</p><p>末</p></table>", f"栏\n{'文' * 201}\n末"),
        ("<table><tr><td><p>独</p><p>栏</p></table>", "独\n栏"),
        ("前<table><tr><td><pre>一\n二</pre><td>三</table>后", "前\n一\n二\n三\n后"),
        ("<table><tr style='display:none'><td>一<td>二</tr><tr><td>三<td>四</table>", "三\t四"),
        # spaces
        ("<p>\n  一 \t 二\n</p>", "一 二"),
        ("一 <b> 二</b>", "一 二"),
        # underlined spaces are a gap
        ("户数<u>   </u>户", "户数   户"),
        ("户数<u><span>   </span></u>户", "户数   户"),
        ("户数<span style='color: red; text-decoration: underline'>   </span>户", "户数   户"),
        ("户数<u>  三  </u>户，<u>四 <b>五</b>  </u>六，<u>\n  </u>七", "户数 三 户，四 五 六， 七"),
        ("<p>全县\n    经济，\r\n“三农”\n工作</p>", "全县经济，“三农”工作"),
        ("<a>首页</a>\n<a>新闻</a>", "首页 新闻"),
        ("GDP\n增长", "GDP 增长"),
        ("<p>　　一&nbsp;&nbsp;二\u3000三</p>", "　　一\xa0\xa0二\u3000三"),
        ("<pre>\n一\n  二\n</pre>三", "一\n  二\n三"),
        ("<p style='white-space: pre-wrap'>一  二</p>", "一  二"),
        ("一&#32;&#10; 二", "一 二"),
        # references
        ("&lt;&amp;&#x4e00;&#19968;&quot;", '<&一一"'),
        ("&copy2024&notit;&nbsp一", "©2024¬it;\xa0一"),
        ("A&B &nosuch; &#; &", "A&B &nosuch; &#; &"),
        ("&#128;&#0;&#xD800;", "€\ufffd\ufffd"),
        (f"&#{'0' * 5000}65;&#x{'0' * 5000}4e00;&#000;&#x110000;", "A一\ufffd\ufffd"),
        (f"一&#{'1' * 5000};&#x{'f' * 5000}二", "一\ufffd\ufffd二"),
        # what is not shown
        ("<script>if (a<b) '</p>'</script>一<style>p{}</style>二", "一二"),
        ("一<!-- 二 -->三<!-->四<!---->五", "一三四五"),
        ("<template>一</template><noscript><p>二</noscript>三", "三"),
        ("<p hidden>一</p><p>二</p>", "二"),
        ("一<div style='color:red;DISPLAY : None'>二<div>三</div>四</div>五", "一五"),
        ("<p style=display:none>一<p>二", "二"),
        ("<div><span hidden>一</div>二", "二"),
        ("<li hidden>一<li>二", "二"),
        ("<body style='display:none'>一", "一"),
        (
            "<html><head><title>题</title><meta x><x:y>藏</x:y><link></head><body>文",
            "题\n文",
        ),
        ("<head><title>题<b></title><body>文", "题<b>\n文"),
        ("<svg><title>图</title></svg><textarea>一\n<b></textarea>", "一\n<b>"),
        ("<nav>首页 <a>要闻</a></nav><p>文</p><footer>版权所有</footer>", "文"),
        ("<?xml version='1.0'?><!DOCTYPE html><![CDATA[x]]>一<?php echo '>' ?>二", "一二"),
        ("<%@ page x='>' %><%-- 注 --%>一<c:out value='x'/>二", "一二"),
        # broken
        ("一<二 3<4 </ 五", "一<二 3<4"),
        ("一<a href='x>二</a>三", "一二三"),
        ("一<a title='>'b>二", "一二"),
        ("一<b", "一"),
        ("一<", "一<"),
        ("一</", "一</"),
        ("一<% 二", "一<% 二"),
        ("一\0二", "一二"),
        ("<b><pre>\0<pre>", ""),
        ("一<!-- 二", "一"),
        ("一<script>二", "一"),
        ("</div></table></td>一</body>二</html>三", "一二三"),
        ("", ""),
    ],
)
def test_a_page_reads_as_a_browser_shows_it(markup, text):
    assert seen(markup) == text


def test_places_are_those_of_the_source():
    markup = "<html>\r\n<p>全县&nbsp;<b>准</b>守<br>\r\n  𠮷祥村&amp;"
    source = page(markup)
    text = source.document.text

    def told(part: str) -> str:
        start = text.index(part)
        return source_of(source, Span(start, start + len(part)))

    assert text == "全县\xa0准守\n𠮷祥村&"
    assert told("全县\xa0") == "全县&nbsp;"
    assert told("\xa0") == "&nbsp;"
    assert told("准守") == "准</b>守"
    assert told("村&") == "村&amp;"
    assert [source.origin.place(text.index(char)) for char in "全准𠮷"] == ["2:4", "2:15", "3:3"]
    assert source.origin.extent(Span(len(text), len(text)))[1].offset == len(markup)
    assert source.origin.has_lines


TAGS = (
    *("p", "/p", "div", "/div", "br", "b", "/b", "table", "/table", "tr", "/tr", "td", "/td", "th", "ul"),
    *("li", "pre", "/pre", "title", "/title", "head", "/head", "body", "script", "/script", "span hidden"),
    *("/span", "!--x--", "a href='x", "p style=display:none"),
)
BITS = ["<!--", "-->", "<![n", "<?x", "<", "&", "&amp;", "&nbsp;", "&#32;", "&copy", "&fjlig;", "<%", "%>"]
BITS += ["\0", "𠮷", "\r\n"]
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [f"<{name}>" for name in TAGS] + BITS,
        ),
        st.text(st.sampled_from("全县<>&;/'\"= \n\r\t\u3000\xa0a0!-"), max_size=6),
    ),
    max_size=30,
).map(lambda pieces: "<b>" + "".join(pieces))


@given(PIECES)
def test_every_character_comes_from_what_makes_it(markup):
    from html import unescape

    source = page(markup)
    done = 0
    for offset, char in enumerate(source.document.text):
        start, end = (place.offset for place in source.origin.extent(Span(offset, offset + 1)))
        made_of = markup[start:end]
        assert start >= done or char in "fj"  # two characters of one reference
        done = start
        if char in "\n\t" and made_of != char:
            assert made_of.startswith("<") or start == len(markup)
        elif char == " " and made_of != " ":
            assert made_of.isspace() or made_of[0] == "<" or unescape(made_of) == " "
        else:
            assert made_of == char or (made_of[0] == "&" and char in unescape(made_of))


@given(PIECES, st.integers(0, 100))
def test_offsets_of_the_source_lead_back(markup, at):
    source = page(markup)
    text = source.document.text
    at = min(at, len(markup))

    offset = source.origin.places.offset(at)

    assert all(
        (source.origin.places.character(index).start >= at) == (index >= offset)
        for index in range(len(text))
        if source.origin.places.character(index).end - source.origin.places.character(index).start == 1
    )


@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.txt", "a.md", "a"]))
def test_bytes_are_read_or_refused(data, path):
    for start in (b"", b"<!doctype html>", b"\xff\xfe<\0h\0t\0m\0l\0>\0", b"<html><meta charset=gbk>"):
        if recognise(path, start + data).module == "converted":
            continue  # LibreOffice is not to be started for every example
        try:
            read_bytes(start + data, path)
        except UnreadableError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("data", "path", "module"),
    [
        (b"<p>x", "a.HTM", "html"),
        (b"<!DOCTYPE html><p>x", "a.txt", "html"),
        ("﻿\n<!-- 注 -->\n<HTML lang=zh>".encode(), "a.doc", "html"),
        (b"<%@ page %>\r\n<%@ include %>\n<html>", "a.jsp", "html"),
        ("<html>".encode("utf-16"), "a", "html"),
        ("<html>".encode("utf-16-be"), "a", "html"),
        (b"<?xml version='1.0'?><html>", "-", "html"),
        ("说明：<html> 是标签".encode(), "a.txt", "text"),
        (b"<p>x", "a.txt", "text"),
        (b"<htmlx>", "a.txt", "text"),
        (b"<div align=center>", "a.md", "markdown"),
    ],
)
def test_a_page_is_known_by_content_and_suffix(data, path, module):
    assert recognise(path, data).module == module


def test_folders_are_searched_for_every_format(tmp_path):
    suffixes = ".doc .docx .htm .html .odt .pdf .rtf .shtml .txt .wps .xhtml"
    for suffix in [*suffixes.split(), ".css", ".xls"]:
        (tmp_path / f"a{suffix}").touch()

    found = find_files([str(tmp_path)], Session())

    assert [os.path.splitext(path)[1] for path in found] == suffixes.split()


TITLE = "青溪镇2024年工作总结：全镇上下真抓实干，经济运行稳中有进。"


@pytest.mark.parametrize(
    ("encoding", "charset", "read_as"),
    [
        ("utf-8", "gb2312", "utf-8"),
        ("utf-8-sig", "gbk", "utf-8"),
        ("gbk", "GB2312", "gb18030"),
        ("gb18030", "utf-8", "gb18030"),
        ("big5", "big5", "big5"),
        ("utf-16", "utf-8", "utf-16-le"),
        ("utf-16-le", "utf-8", "utf-16-le"),
    ],
)
def test_encodings_of_pages(encoding, charset, read_as):
    title = TITLE if encoding != "big5" else "工作報告"
    data = f'<html><meta http-equiv=x content="text/html; charset={charset}"><p>{title}'.encode(encoding)

    source = read_bytes(data, "a.html")

    assert (source.document.text, source.encoding) == (title, read_as)


def test_a_declared_encoding_is_not_believed_of_a_page_in_utf8():
    # Any even number of ideographs in UTF-8 can be decoded as GB18030.
    data = "<meta charset=gb2312><p>工作总结".encode()

    assert read_bytes(data, "a.html").document.text == "工作总结"


def test_a_declared_encoding_is_believed_of_a_few_characters():
    assert read_bytes("<meta charset=gbk><p>甪直".encode("gbk"), "a.html").document.text == "甪直"


@pytest.mark.parametrize(
    ("markup", "old", "new", "changed"),
    [
        ("<p>督促企业准守法规", "准守", "遵守", "<p>督促企业遵守法规"),
        ("<p><b>准</b>守", "准守", "遵守", "<p><b>遵</b>守"),
        ("<p>截<b>止</b>今年", "截止", "截至", "<p>截<b>至</b>今年"),
        ("<p>开展<b>头雁</b>行动", "头雁", "“头雁", "<p>开展<b>“头雁</b>行动"),
        ("<b>一</b><i>二</i>三四", "一二三", "甲", "<b>甲</b><i></i>四"),
        ("<p>A&amp;B", "&", "<&>", "<p>A&lt;&amp;&gt;B"),
        ("<p>产值&nbsp;5亿", "\xa0", "", "<p>产值5亿"),
        ("<p>产值\n 5亿", " ", "", "<p>产值5亿"),
        ("<p>全\n县", "全县", "全省", "<p>全\n省"),
        ("<p>一 </p>\r\n<p>二</p>", "二", "贰", "<p>一 </p>\r\n<p>贰</p>"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_edit_changes_text_and_keeps_the_markup(markup, old, new, changed, encoding):
    source = read_bytes(f"<html>{markup}".encode(encoding), "a.html")
    start = source.document.text.index(old)

    data = rewritten(source, [Edit(Span(start, start + len(old)), new)])

    assert data == f"<html>{changed}".encode(encoding)


def test_insertions_stand_behind_the_character_before():
    source = page("<p><b>完成2万元</b>建成四家")

    assert rewritten(source, [Edit(Span(5, 5), "，")]) == "<p><b>完成2万元，</b>建成四家".encode()


@pytest.mark.parametrize(("span", "new"), [((0, 3), "甲乙"), ((1, 2), ""), ((2, 3), "甲\n乙")])
def test_line_ends_that_tags_make_are_not_edited(span, new):
    source = page("<html>\n<p>一<p>二")

    with pytest.raises(ReadOnlyError, match="第 2 行要改的地方跨了段落"):
        rewritten(source, [Edit(Span(*span), new)])


@given(PIECES, st.data())
def test_an_edit_of_a_character_reads_back(markup, data):
    source = page(markup)
    text = source.document.text
    places = [offset for offset, char in enumerate(text) if char in "全县𠮷"]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    edits = [Edit(Span(at, at + 1), "省𠮷")]

    again = read_bytes(rewritten(source, edits), "a.html")

    assert again.document.text == applied(text, edits)


def test_directives_in_pages(govlint, write):
    write(
        "a.html",
        "<html>\n<!-- govlint-disable-next-line PH001 --><p>投资XX万元。</p>\n<p>投资XX万元。</p>\n"
        "<p>收入XX万元。</p><!-- govlint-disable-line PH001 -->\n<p>产值XX万元。</p>\n"
        "<!-- govlint-disable PH -->\n<p>税收XX万元。</p>\n<!-- govlint-enable -->\n<p>利润XX万元。</p>\n"
        "<p>平安。</p>\n\n<!-- govlint-disable TY001 -->\n\n\n<p>完。</p>\n",
    )

    outcome = govlint("check", "--isolated", "--output-format", "json", "--select", "PH,TY001", "a.html")

    assert [found["start"]["line"] for found in outcome.json["diagnostics"]] == [2, 5, 9]
    assert [notice["message"] for notice in outcome.json["notices"]] == [
        "第 12 行的忽略指令 TY001 没有用到，可以删去"
    ]


def test_reports_point_into_the_page(govlint, write):
    markup = "<html><body>\n<table><tr><td>\n <p>督促企业<b>准</b>守法规。</p></table>"
    write("a.html", markup)

    text = govlint("check", "--isolated", "a.html").out
    (found,) = govlint("check", "--isolated", "--output-format", "json", "a.html").json["diagnostics"]

    assert text.startswith("a.html:3:12 错误 TY001")
    assert "    3 │ 督促企业准守法规。" in text
    assert found["text"] == "准守"
    assert markup[found["start"]["offset"] : found["end"]["offset"]] == "准</b>守"


DRAFT = (
    "青溪镇2024年工作总结",
    "今年以来，督促企业准守安全生产法规，全年完成投资XX万元。",
    "一、主要做法",
    "实施“先锋领航•村企共建”行动，新建卫生室12所、同比增长8.5%，粮食总产4.1 万吨。",
    "发证率76.55%，11985宗已发，共13903宗。",
)


def test_the_same_words_are_found_whatever_the_format(govlint, write):
    write("a.txt", "\n".join(DRAFT))
    write("a.md", "# " + "\n\n".join(DRAFT))
    write("a.html", "<html><body>" + "".join(f"\n <p><span>{line}</span></p>" for line in DRAFT))
    write("a.docx", word("".join(map(p, DRAFT))))

    found = [
        govlint("check", "--isolated", "--output-format", "json", f"a.{suffix}").found
        for suffix in ("txt", "md", "html", "docx")
    ]

    assert len(found[0]) >= 4
    assert found == [found[0]] * 4


@needs("formats")
def test_real_pages_read_as_text():
    paths = sorted((SHARED / "formats").glob("*.html"))
    assert paths
    for path in paths:
        text = read(str(path)).document.text

        assert len(text) > 500
        assert not any(mark in text for mark in ("<", "&nbsp;", "{", "%>"))


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<title>青溪镇2024年工作总结</title><h1>青溪镇2024年\n工作总结</h1><p>全年工作平稳有序。", []),
        ("<title>青溪镇XX年工作总结</title><h1>青溪镇工作总结</h1><p>全年工作平稳有序。", ["PH001"]),
        ("<title>青溪镇XX总结</title><h1>青溪镇XX总结</h1><p>全年工作平稳有序。", ["PH001"]),
        ("<h1>青溪镇2024年工作总结</h1><h1>青溪镇2024年工作总结</h1><p>全年工作平稳有序。", ["BP009"]),
    ],
)
def test_the_title_of_a_page_is_not_its_heading_twice(govlint, tmp_path, page, found):
    (tmp_path / "a.html").write_text(page, encoding="utf-8")

    outcome = govlint("check", "a.html", "--ignore", "ST009", "--output-format", "json")

    assert [rule for rule, _ in outcome.found] == found
