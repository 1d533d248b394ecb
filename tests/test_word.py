"""Word files: what text they give, where it stands, what cannot be read."""

from __future__ import annotations

import io
import pickle
import random
import zipfile

import docx
import pytest
from conftest import SHARED, needs
from lxml import etree
from word_files import box, cell, field, item, lists, p, r, table, unzipped, word, zipped

from govlint.readers import UnreadableError, read, read_bytes
from govlint.readers.docx import package

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="Derived"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="character" w:styleId="h"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="n"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
MARK_GONE = '<w:rPr><w:del w:id="9" w:author="甲"/></w:rPr>'


def prompt(content: str, shown: str = "<w:showingPlcHdr/>") -> str:
    """A content control with the prompt that it shows until it is filled in."""
    return f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def text_of(body: str, **parts: str) -> str:
    return read_bytes(word(body, **parts), "a.docx").document.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("全镇", "经济"), "全镇经济"),
        (p("一") + p() + p("二"), "一\n\n二"),
        (p("甲", f'<w:ins w:id="1" w:author="a">{r("乙")}</w:ins>', "丙"), "甲乙丙"),
        (p("甲", f'<w:moveTo w:id="1" w:author="a">{r("乙")}</w:moveTo>'), "甲乙"),
        (p("甲", '<w:del w:id="1" w:author="a"><w:r><w:delText>乙</w:delText></w:r></w:del>', "丙"), "甲丙"),
        (p("甲", f'<w:moveFrom w:id="1" w:author="a">{r("乙")}</w:moveFrom>'), "甲"),
        (p("前", properties=MARK_GONE) + p("后") + p("另"), "前后\n另"),
        (p(properties=MARK_GONE) + p("留"), "留"),
        (p("前", r("藏", "<w:vanish/>"), "后"), "前后"),
        (p("前", r("露", '<w:vanish w:val="0"/>'), "后"), "前露后"),
        (p("前", r("藏", '<w:rStyle w:val="h"/>'), "后"), "前后"),
        (p("前", properties="<w:rPr><w:vanish/></w:rPr>") + p("后"), "前后"),
        (table(("甲", cell("乙", '<w:cellDel w:id="1" w:author="a"/>'), "丙")), "甲|丙|"),
        (p("企业", r("12", '<w:vertAlign w:val="superscript"/>'), "3家"), "企业¹²3家"),
        (p("企业", r("[1]", '<w:rStyle w:val="n"/>'), "3家"), "企业[¹]3家"),
        (p("第", r("2", '<w:rStyle w:val="n"/><w:vertAlign w:val="baseline"/>'), "家"), "第2家"),
        (p("CO", r("2", '<w:vertAlign w:val="subscript"/>')), "CO2"),
        (p("甲", '<w:hyperlink r:id="x"><w:r><w:t>乙</w:t></w:r></w:hyperlink>', "丙"), "甲乙丙"),
        (p("甲", f"<w:sdt><w:sdtPr/><w:sdtContent>{r('乙')}</w:sdtContent></w:sdt>"), "甲乙"),
        (f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>" + p("后"), "控件\n后"),
        (p("由", prompt(r("单位") + r("名称")), "牵头"), "由⟦单位名称⟧牵头"),
        (prompt(p("选择一项。")) + p("后"), "⟦选择一项。⟧\n后"),
        (table(("单位", prompt(p("数值")))), "单位|⟦数值⟧|"),
        (f"<w:tbl><w:tr>{prompt(cell('数值'))}{cell('元')}</w:tr></w:tbl>", "⟦数值⟧|元|"),
        (p("由", prompt(r("镇政府"), '<w:showingPlcHdr w:val="0"/>'), "牵头"), "由镇政府牵头"),
        (p("由", prompt(r("  ") + "<w:r><w:drawing/></w:r>"), "牵头"), "由  牵头"),
        (p("甲", f'<w:smartTag w:element="x">{r("乙")}</w:smartTag>'), "甲乙"),
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"), "甲\t乙\n丙"),
        (p('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>'), "甲乙"),
        (p("<w:r><w:t>甲</w:t><w:lastRenderedPageBreak/><w:softHyphen/><w:t>乙</w:t></w:r>"), "甲乙"),
        (p("<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t><w:cr/></w:r>"), "甲-乙\n"),
        (p('<w:r><w:sym w:font="Symbol" w:char="F0B4"/><w:sym w:font="x" w:char="00D7"/></w:r>'), "\ufffc×"),
        (p('<w:r><w:sym w:font="x" w:char="zz"/></w:r>'), "\ufffc"),
        (p("<w:r><w:t>  去空格 </w:t></w:r>", r(" 留空格 ")), "去空格 留空格 "),
        (p("<w:r><w:t>　　全角</w:t></w:r>"), "　　全角"),
        (p("<w:r><w:t>断\n行</w:t></w:r>"), "断 行"),
        (p("第", field("PAGE", "3"), "页，见", field("REF x", "表1")), "第页，见表1"),
        (p('<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>', "页"), "页"),
        (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "没有关上"), "没有关上"),
        (p('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "没有打开"), "没有打开"),
        (p(field('HYPERLINK "x"', "甲" + "</w:t></w:r>" + field("PAGE", "1") + "<w:r><w:t>乙")), "甲乙"),
        (p("前", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "后"), "前\ufffc后"),
        (p(f"<w:r><w:ruby><w:rt>{r('pin')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r>"), "拼"),
        (p("前", box(p("框一"), p("框二")), "后") + p("下"), "前后\n框一\n框二\n下"),
        (p("前", box(p("外", box(p("内"))))), "前\n外\n内"),
        (table(("项目", "数量"), ("甲", "3")), "项目|数量|\n甲|3|"),
        (table(("项目", "数量"), ("", " "), ("合计", "3")), "项目|数量|\n \n合计|3|"),
        (table(("项目", p("第一季度") + p() + p("增长")), ("甲", "3")), "项目|第一季度 增长|\n甲|3|"),
        (table(("做法", p("第一句。") + p("第二句。")), ("甲", "3")), "做法||\n第一句。\n第二句。\n甲|3|"),
        (table(("甲", "乙"), ("", "第一句，很好。"), ("丙", "丁")), "甲|乙|\n\n第一句，很好。\n丙|丁|"),
        (table((p("整块的文字") + p("就是正文"),)), "整块的文字\n就是正文"),
        (table(("甲", table(("子", "丑"))), ("乙", "3")), "甲||\n子|丑|\n乙|3|"),
        (table(("甲", "乙")) + table(("丙", "丁")), "甲|乙|\n\n丙|丁|"),
        (table((cell("合并", '<w:gridSpan w:val="2"/>'), "右"), ("", "中", "右")), "合并|右|\n|中|右|"),
        (
            table((cell("上", '<w:vMerge w:val="restart"/>'), "1"), (cell("", "<w:vMerge/>"), "2")),
            "上|1|\n|2|",
        ),
        ("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>" + p("后"), "后"),
        (p("前") + p("目录项", properties='<w:pStyle w:val="missing"/>'), "前\n目录项"),
        ("", ""),
    ],
)
def test_text_of_a_construct(body, text):
    assert text_of(body, styles=STYLES) == text


def test_a_table_of_contents_is_left_out():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    contents = p(begin + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "一、回顾") + p("二、打算")

    assert text_of(contents + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("一、回顾")) == (
        "\n\n\n一、回顾"
    )


def test_notes_headers_and_footers_follow_the_body():
    text = text_of(
        p("正文", '<w:r><w:footnoteReference w:id="5"/></w:r>', '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + p("尾", '<w:r><w:endnoteReference w:id="1"/></w:r>'),
        section='<w:headerReference w:type="default" r:id="header1"/>'
        '<w:headerReference w:type="first" r:id="header2"/><w:headerReference w:type="even" r:id="header3"/>'
        '<w:footerReference w:type="default" r:id="footer1"/>',
        footnotes=f'<w:footnote w:id="2">{p("注二")}</w:footnote><w:footnote w:id="5">{p("注五")}'
        f'</w:footnote><w:footnote w:id="7">{p("没有引用")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{p("尾注")}</w:endnote>',
        header1=p("页眉"),
        header2=p("首页才有"),
        header3=p("偶数页才有"),
        footer1=p("— ", field("PAGE", "3"), " —"),
    )

    assert text == "正文\n尾\n注五\n注二\n尾注\n页眉\n—  —"


def test_a_header_of_several_sections_is_read_once():
    header = '<w:headerReference w:type="default" r:id="header1"/>'
    end_of_section = f"<w:p><w:pPr><w:sectPr>{header}</w:sectPr></w:pPr></w:p>"

    text = text_of(p("一") + end_of_section + p("二"), section=header, header1=p("页眉"))

    assert text == "一\n\n二\n页眉"


@pytest.mark.parametrize(
    ("form", "template", "labels"),
    [
        ("chineseCounting", "%1、", ["一、", "二、"]),
        ("chineseCountingThousand", "（%1）", ["（一）", "（二）"]),
        ("decimal", "%1.", ["1. ", "2. "]),
        ("decimal", "（%1）", ["（1）", "（2）"]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、"]),
        ("lowerLetter", "%1)", ["a) ", "b) "]),
        ("upperRoman", "%1.", ["I. ", "II. "]),
        ("ideographTraditional", "%1、", ["甲、", "乙、"]),
        ("chineseCounting", "第%1章", ["第一章", "第二章"]),
        ("bullet", "\uf0b7", ["", ""]),
        ("none", "", ["", ""]),
    ],
)
def test_numbers_that_word_writes_are_in_the_text(form, template, labels):
    text = text_of(item(0, "甲") + item(0, "乙"), numbering=lists((form, template)))

    assert text == f"{labels[0]}甲\n{labels[1]}乙"


def test_lists_count_by_level():
    body = "".join(item(level, "项") for level in (0, 1, 1, 2, 0, 1)) + item(0, "无", number=0)
    numbering = lists(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%2.%3"))

    # The number of an upper level is written as that level writes it.
    assert text_of(body, numbering=numbering) == "一、项\n（一）项\n（二）项\n二.1 项\n二、项\n（一）项\n无"


def test_a_legal_list_writes_every_level_in_figures():
    numbering = lists(("chineseCounting", "%1、"), ("decimal", "%1.%2")).replace(
        '<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:isLgl/>'
    )

    assert text_of(item(0, "甲") + item(1, "乙"), numbering=numbering) == "一、甲\n1.1 乙"


def test_a_level_may_go_on_through_the_level_above():
    numbering = lists(("chineseCounting", "%1、"), ("decimal", "%2.")).replace(
        '<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/>'
    )
    body = item(0, "甲") + item(1, "乙") + item(0, "丙") + item(1, "丁")

    assert text_of(body, numbering=numbering) == "一、甲\n1. 乙\n二、丙\n2. 丁"


def test_a_level_may_go_on_through_all_but_the_topmost():
    numbering = lists(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")).replace(
        '<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:lvlRestart w:val="1"/>'
    )
    body = "".join(item(level, "项") for level in (0, 1, 2, 1, 2, 0, 2))

    text = text_of(body, numbering=numbering)

    assert text == "一、项\n（一）项\n1. 项\n（二）项\n2. 项\n二、项\n1. 项"


def test_a_list_may_begin_anew_or_go_on():
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = item(0, "甲") + item(0, "乙") + item(0, "丙", 2) + item(0, "丁", 2) + item(0, "戊", 3)

    text = text_of(body, numbering=lists(("chineseCounting", "%1、"), overrides=again))

    assert text == "一、甲\n二、乙\n一、丙\n二、丁\n三、戊"


def test_a_style_may_number():
    body = "".join(
        p(text, properties=f'<w:pStyle w:val="{style}"/>') for text, style in ("甲1", "乙2", "丙a")
    )

    text = text_of(body, styles=STYLES, numbering=lists(("chineseCounting", "%1、")))

    assert text == "一、甲\n二、乙\n丙"


def test_numbering_is_checked_across_typed_and_written_numbers(govlint, write):
    body = item(0, "总体要求") + item(0, "主要任务") + p("四、保障措施")
    write("a.docx", word(body, numbering=lists(("chineseCounting", "%1、"))))

    found = govlint("check", "a.docx", "--isolated", "--output-format", "json").json["diagnostics"]

    assert [(entry["rule"], entry["text"]) for entry in found] == [("ST001", "四、")]
    assert found[0]["start"]["paragraph"] == 3


def test_a_place_is_told_as_people_count():
    data = word(
        p()
        + p("首段")
        + p("二", box(p("框中")))
        + table(("甲", "乙"), (p("句。") + p("两句。"), "丁"))
        + p("末", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        footnotes=f'<w:footnote w:id="1">{p("注")}{p("注二")}</w:footnote>',
        section='<w:headerReference r:id="header1"/>',
        header1=p("眉"),
    )
    source = read_bytes(data, "a.docx")
    text = source.document.text
    places = {
        word: source.origin.place(text.index(word)) for word in ("首", "二", "框", "甲", "丁", "句", "两")
    }

    assert places == {
        "首": "段落 1",
        "二": "段落 2",
        "框": "文本框 1 段落 1",
        "甲": "表 1 行 1 列 1",
        "丁": "表 1 行 2 列 2",
        "句": "表 1 行 2 列 1",
        "两": "表 1 行 2 列 1 段落 2",
    }
    notes = [source.origin.place(text.rindex(words)) for words in ("末", "注\n", "注二", "眉")]
    assert notes == ["段落 3", "脚注 1", "脚注 1 段落 2", "页眉 1"]
    assert source.origin.place(0) == "空段落"


def test_details_name_the_run_and_the_character():
    body = p("甲乙", r("丙丁", "<w:b/>")) + table(("子", "丑"))
    source = read_bytes(word(body), "a.docx")

    assert source.origin.details(3) == {
        "part": "word/document.xml",
        "paragraph": 1,
        "run": 2,
        "character": 2,
    }
    cell = source.origin.details(source.document.text.index("丑"))
    assert (cell["table"], cell["table_row"], cell["table_column"], cell["run"]) == (1, 1, 2, 1)


def test_json_tells_the_place_in_the_text_and_in_the_file(govlint, write):
    write("a.docx", word(p("正文") + table(("项目", "投资XX万元"))))

    (found,) = govlint("check", "a.docx", "--isolated", "--output-format", "json").json["diagnostics"]

    assert found["start"] == {
        "line": 2,
        "column": 6,
        "offset": 8,
        "part": "word/document.xml",
        "table": 1,
        "table_row": 1,
        "table_column": 2,
        "paragraph": 1,
        "run": 1,
        "character": 3,
    }


def test_a_number_that_word_writes_stands_in_no_run():
    source = read_bytes(word(item(0, "甲"), numbering=lists(("decimal", "%1、"))), "a.docx")

    assert "run" not in source.origin.details(0)
    assert source.origin.details(2)["run"] == 1


def test_columns_are_those_of_the_grid():
    rows = (cell("宽", '<w:gridSpan w:val="2"/>'), "右"), ("左", "中", "右")
    source = read_bytes(word(table(*rows)), "a.docx")

    assert source.origin.place(source.document.text.index("右")) == "表 1 行 1 列 3"


def test_an_origin_travels_between_processes():
    source = read_bytes(word(p("甲") + table(("子", "丑"))), "a.docx")

    again = pickle.loads(pickle.dumps(source.origin))

    assert [again.place(at) for at in range(5)] == [source.origin.place(at) for at in range(5)]


def test_a_word_file_is_told_by_its_content(govlint, write):
    write("a.txt", word(p("全年投资XX万元。")))

    outcome = govlint("check", "a.txt", "--isolated")

    assert outcome.out.startswith("a.txt:段落 1 错误 PH001")
    assert "│ 全年投资XX万元。" in outcome.out


def test_a_folder_is_searched_for_word_files(govlint, write):
    write("a/总结.docx", word(p("全年投资XX万元。")))
    write("a/~$总结.docx", b"\x05lock")

    outcome = govlint("check", "a", "--isolated", "--output-format", "json")

    assert (outcome.code, outcome.json["summary"]["files"], outcome.err) == (1, 1, "")


def comment(number: int, text: str) -> str:
    paragraphs = "".join(map(p, text.splitlines()))
    return f'<w:comment w:id="{number}" w:author="甲">{paragraphs}</w:comment>'


def around(number: int, *runs: str) -> str:
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return (
        f'<w:commentRangeStart w:id="{number}"/>{inner}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("govlint: 忽略 PH001", ["PH001"]),
        ("govlint：忽略 PH001，TY001", ["PH001"]),
        ("Govlint: 忽略 PH001", ["PH001"]),
        ("govlint: 忽略 PH001\n2020年来函如此", ["PH001"]),
        ("govlint: 忽略 PH001 -- 2020年来函如此", ["PH001"]),
        ("govlint: 忽略\n2020年来函如此", ["PH001"]),
        ("govlint: 忽略 TY001\nPH001的格式", ["PH001", "PH001"]),
        ("govlint: 忽略", ["PH001"]),
        ("govlint: 忽略\nPH001", ["PH001"]),
        ("govlint: 忽略\n\nPH001，TY001：来函如此", ["PH001"]),
        ("govlint: 忽略\nTY001", ["PH001", "PH001"]),
        ("govlint: 忽略：\n错别字 -- 来函如此", ["PH001", "PH001"]),
        ("govlint: 忽略\n数字以来函为准", ["PH001"]),
        (" govlint:忽略PH（单位来函如此）", ["PH001"]),
        ("govlint: 忽略 TY001", ["PH001", "PH001"]),
        ("govlint: 忽略 TY001，这是项目代号", ["PH001", "PH001"]),
        ("govlint: 忽略 占位", ["PH001", "PH001"]),
        ("请核实", ["PH001", "PH001"]),
        ("请看\ngovlint: 忽略 PH001", ["PH001", "PH001"]),
    ],
)
def test_a_comment_allows_what_it_is_put_on(govlint, write, text, left):
    body = p("投资", around(3, "XX万元"), "，补助XX万元。")
    write("a.docx", word(body, comments=comment(3, text)))

    outcome = govlint("check", "a.docx", "--isolated", "--output-format", "json")

    assert [rule for rule, _ in outcome.found] == left
    assert "没有规则 2020" not in outcome.out


@pytest.mark.parametrize("number", ["第1页", "— 3 —", "· 3 ·", "第 2 页 共 9 页", "2/9", "iv"])
def test_a_typed_page_number_is_passed_by(govlint, write, number):
    section = '<w:footerReference w:type="default" r:id="footer1"/>'
    write("a.docx", word(p("全年工作平稳有序。"), section=section, footer1=p(number)))

    assert govlint("check", "--ignore", "ST009", "a.docx").code == 0


def test_a_header_may_repeat_the_title(govlint, write):
    title = "青石镇2024年工作总结"
    body = p(title) + p("全镇上下真抓实干，各项工作取得新成效。")
    sections = "".join(
        f'<w:headerReference w:type="{kind}" r:id="{part}"/>'
        for kind, part in (("default", "header1"), ("first", "header2"))
    )
    write("a.docx", word(body, section=sections + "<w:titlePg/>", header1=p(title), header2=p("XX镇")))

    outcome = govlint("check", "a.docx", "--isolated", "--output-format", "json")

    assert outcome.found == [("PH001", "XX")]


def test_a_comment_that_allows_nothing_is_told(govlint, write):
    body = p("投资10万元。") + p("补助", around(1, "20万元"), "。")
    write("a.docx", word(body, comments=comment(1, "govlint: 忽略 PH001 ZZ999")))

    outcome = govlint("check", "a.docx", "--isolated")

    assert "段落 2的忽略指令 PH001 没有用到" in outcome.out
    assert "段落 2的忽略指令：" in outcome.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("请看\ngovlint: 忽略 PH001", True),
        ("govlint 忽略 PH001", True),
        ("Govlint：不看 PH001", True),
        ("govlint 报的这处请核实", False),
        ("govlint: 忽略 PH001", False),
    ],
)
@pytest.mark.parametrize("again", [False, True], ids=["checked", "cached"])
def test_a_comment_that_looks_like_a_directive_and_is_none_is_told(govlint, write, text, told, again):
    body = p("全镇平稳。") + p("投资", around(3, "XX万元"), "。")
    write("a.docx", word(body, comments=comment(3, text)))

    outcomes = [govlint("check", "a.docx", "--isolated", "--output-format", "json") for _ in range(1 + again)]

    said = [notice["message"] for notice in outcomes[-1].json["notices"]]
    assert said == ["段落 2的批注没有起作用：要放过这里，批注开头写“govlint: 忽略 TY001”（规则编号）"] * told


def test_a_comment_may_span_paragraphs_and_include_their_numbers():
    body = (
        '<w:commentRangeStart w:id="1"/>'
        + item(0, "甲")
        + p("乙", '<w:commentRangeEnd w:id="1"/>', "丙")
        + p("丁", '<w:r><w:commentReference w:id="2"/></w:r>')
        + item(0, around(3, "戊"))
    )
    comments = "".join(comment(number, "govlint: 忽略") for number in (1, 2, 3))
    data = word(body, comments=comments, numbering=lists(("decimal", "%1.")))

    source = read_bytes(data, "a.docx")

    reaches = [source.document.text[slice(*found.reach)] for found in source.directives]
    assert reaches == ["1. 甲\n乙", "丁", "2. 戊"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("忽略", []),
        ("忽略 错别字", ["PH001"]),
        ("忽略：占位符、标点", ["TY001"]),
        ("忽略 PH001 这是范例", ["TY001"]),
    ],
)
def test_a_comment_may_name_categories(govlint, write, said, found):
    body = p("自觉", around(1, "准守规定，投资XX万元"), "，各项工作平稳有序。")
    write("a.docx", word(body, comments=comment(1, f"govlint: {said}")))

    outcome = govlint("check", "a.docx", "--ignore", "ST009", "--output-format", "json")

    assert [rule for rule, _ in outcome.found] == found


SMALL = word(p("正文"))


def altered(**changes: bytes | None) -> bytes:
    entries = unzipped(SMALL)
    for name, data in changes.items():
        if data is None:
            del entries[name]
        else:
            entries[name] = data
    return zipped(entries)


def typed(kind: str) -> bytes:
    types = unzipped(SMALL)["[Content_Types].xml"]
    return types.replace(b"wordprocessingml.document.main", kind.encode())


def encrypted_entry() -> bytes:
    data = bytearray(SMALL)
    for at in range(len(data)):
        if data[at : at + 4] == b"PK\x03\x04":
            data[at + 6] |= 1
        elif data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


def nested(depth: int) -> str:
    return "<w:sdt><w:sdtContent>" * depth + p("深") + "</w:sdtContent></w:sdt>" * depth


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
UNREADABLE = {
    "truncated": (SMALL[: len(SMALL) // 2], "已损坏或不完整"),
    "head only": (b"PK\x03\x04rest", "已损坏或不完整"),
    "no zip": (b"nothing of the sort", "内容却不是 Word 文件"),
    "empty": (b"", "是空文件"),
    "old": (b"\xd0\xcf\x11\xe0" + bytes(600), "不是 Word 或 WPS 文字稿，或已损坏"),
    "locked": (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "有密码保护"),
    "locked zip": (encrypted_entry(), "有密码保护"),
    "plain zip": (zipped({"a.txt": b"a"}), "是压缩文件，请解压后检查"),
    "open document": (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    "excel": (altered(**{"[Content_Types].xml": typed("spreadsheetml.sheet.main")}), "是 Excel 表格"),
    "slides": (altered(**{"[Content_Types].xml": typed("presentationml.slides.main")}), "是 PowerPoint"),
    "other": (altered(**{"[Content_Types].xml": typed("something.else")}), "其中没有 Word 正文"),
    "no body": (altered(**{"word/document.xml": None}), "缺少 word/document.xml"),
    "broken xml": (
        altered(**{"word/document.xml": b"<w:document><w:body>"}),
        "word/document.xml 第 1 行不合",
    ),
    "garbage": (altered(**{"word/document.xml": bytes(range(256))}), "不合 XML 格式"),
    "wrong root": (altered(**{"word/document.xml": b"<a/>"}), "里不是正文"),
    "entities": (altered(**{"word/document.xml": BOMB}), "DTD"),
    "strict": (
        altered(
            **{"word/document.xml": b'<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'}
        ),
        "严格 Open XML",
    ),
    "too deep": (word(nested(150)), "不合 XML 格式"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_named(name):
    data, reason = UNREADABLE[name]

    with pytest.raises(UnreadableError, match=reason):
        read_bytes(data, "a.docx")


def test_what_is_nested_as_deep_as_xml_may_be_is_read():
    assert text_of(nested(124)) == "深"


def test_other_files_are_checked_all_the_same(govlint, write):
    write("a.docx", SMALL[:300])
    write("b.docx", word(p("全年投资XX万元。")))

    outcome = govlint("check", "a.docx", "b.docx", "--isolated")

    assert outcome.code == 2
    assert "a.docx: 未能检查 是 Word 文件或压缩文件，但已损坏或不完整" in outcome.out
    assert "b.docx:段落 1 错误 PH001" in outcome.out


def test_a_zip_that_would_burst_is_not_unpacked(monkeypatch):
    bomb = altered(**{"word/media.bin": bytes(64 << 20)})
    assert len(bomb) < 100_000

    with pytest.raises(UnreadableError, match="解压后有 64 MB"):
        read_bytes(bomb, "a.docx")
    monkeypatch.setattr(package, "MOST_XML", 100)
    with pytest.raises(UnreadableError, match="解压后超过"):
        read_bytes(SMALL, "a.docx")


def test_a_zip_with_a_name_twice_is_not_trusted():
    result = io.BytesIO(SMALL)
    with zipfile.ZipFile(result, "a") as out:
        out.writestr("WORD/document.xml", b"<a/>")

    with pytest.raises(UnreadableError, match="已损坏"):
        read_bytes(result.getvalue(), "a.docx")


def full() -> bytes:
    """A file with something of everything."""
    return word(
        item(0, "总体要求")
        + p("投资", f'<w:ins w:id="1" w:author="a">{r("乙")}</w:ins>', field("REF x", "表1"), box(p("框")))
        + table(("甲", p("句。")), (cell("宽", '<w:gridSpan w:val="2"/>'),))
        + p("注", '<w:r><w:footnoteReference w:id="1"/></w:r>', around(3, "XX万元")),
        section='<w:headerReference r:id="header1"/>',
        footnotes=f'<w:footnote w:id="1">{p("注")}</w:footnote>',
        numbering=lists(("chineseCounting", "%1、"), ("decimal", "%2.")),
        comments=comment(3, "govlint: 忽略 PH001"),
        styles=STYLES,
        header1=p("眉"),
    )


def disturbed(data: bytes, chance: random.Random) -> bytes:
    """XML with some elements gone, doubled, elsewhere or renamed, and some attributes changed."""
    root = etree.fromstring(data)
    for _ in range(chance.randint(1, 4)):
        element, other = chance.choices(list(root)[-1:] + list(root.iter())[1:], k=2)
        change = chance.randrange(5)
        if change == 0:
            element.getparent().remove(element)
            if len(root) == 0:
                break
        elif change == 1:
            element.addnext(etree.fromstring(etree.tostring(element)))
        elif change == 2 and other is not element and element not in other.iterancestors():
            other.insert(0, element)
        elif change == 3:
            element.tag = other.tag
        elif element.attrib:
            name = chance.choice(list(element.attrib))
            element.set(name, chance.choice(("", "x", "-1", "99999999", "１")))
    return etree.tostring(root)


def test_a_mutated_file_is_read_or_refused():
    chance = random.Random(7)
    original = full()
    entries = unzipped(original)
    xml = [name for name in entries if entries[name].startswith(b"<?xml")]
    refused = 0
    for round_ in range(500):
        if round_ % 3 == 1:  # the tree
            name = chance.choice(xml)
            mutant = zipped(entries | {name: disturbed(entries[name], chance)})
        elif round_ % 3 == 0:  # the zip
            data = bytearray(original)
            for _ in range(chance.randint(1, 6)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            mutant = bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        else:  # the XML in it
            name = chance.choice(xml)
            text = bytearray(entries[name])
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(text))
                text[at : at + chance.randint(0, 9)] = chance.choice(
                    (b"", b"x", b"-1", b"99999999999", b"</w:p>", b"<w:p>", b'"', bytes(text[at : at + 30]))
                )
            mutant = zipped(entries | {name: bytes(text)})
        try:
            source = read_bytes(mutant, "a.docx")
        except UnreadableError:
            refused += 1
        else:
            for at in range(len(source.document.text)):
                assert source.origin.place(at)
                assert source.origin.details(at)
    assert 100 < refused < 500


def test_numbers_out_of_any_range_do_no_harm():
    numbering = lists(("upperRoman", "%1.%9"), ("lowerLetter", "%2"), ("ideographTraditional", "%1"))
    numbering = numbering.replace('<w:start w:val="1"/>', '<w:start w:val="70000"/>', 1)
    body = item(0, "甲") + item(88, "乙") + item(1, "丙", 77) + p("丁", properties="<w:numPr/>")

    assert text_of(body, numbering=numbering) == "70000.0 甲\n乙\n丙\n丁"


def test_files_made_by_another_library_are_read(tmp_path):
    made = docx.Document()
    made.add_heading("工作总结", 0)
    made.add_paragraph("全年投资12亿元。")
    made.add_table(rows=2, cols=2).cell(0, 0).text = "项目"
    made.save(str(tmp_path / "a.docx"))

    source = read(str(tmp_path / "a.docx"))

    assert source.document.text == "工作总结\n全年投资12亿元。\n项目||\n"


@needs("formats")
def test_real_files_are_read():
    paths = sorted((SHARED / "formats").glob("*.docx"))
    assert paths
    for path in paths:
        made = docx.Document(str(path))
        expected = [paragraph.text.strip() for paragraph in made.paragraphs if paragraph.text.strip()]
        lines = [line.strip() for line in read(str(path)).document.text.split("\n") if line.strip()]
        assert lines[: len(expected)] == expected


def test_a_control_that_nobody_filled_in_is_found_whatever_its_prompt(govlint, write):
    write("a.docx", word(p("密级为", prompt(r("选择一项。"))) + p("由", prompt(r("[填写单位]")), "牵头。")))

    found = govlint("check", "--isolated", "--output-format", "json", "a.docx").found

    assert found == [("PH029", "选择一项。"), ("PH029", "[填写单位]")]
