"""PDF files: printed lines become paragraphs again, places are pages and lines."""

from __future__ import annotations

import re
import sys

import pytest
from archives import lines
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import HEIGHT, WIDTH, pdf, sideways, typeset

from govlint.document import Span
from govlint.readers import ReadOnlyError, UnreadableError, read_bytes, recognise, rewritten

pytest.importorskip("pypdfium2")

LEFT, INDENT, FULL = 90, 122, "全县上下真抓实干经济运行稳中有进各项工作取得"  # 22 characters


def seen(*lines: tuple[float | str, ...]) -> str:
    return read_bytes(pdf(list(lines)), "a.pdf").document.text


def paper(*texts: str) -> list[tuple[float, float, str]]:
    """Lines one below the other; those that begin with spaces are indented by two characters."""
    return [
        (INDENT if text.startswith("　") else LEFT, 200 + 28 * row, text.strip("　"))
        for row, text in enumerate(texts)
    ]


# PDFium passes by what is turned and drawn without a glyph: each has one that every machine has.
WATERMARK = (100, 500, "内部资料A", 40, 45)
TURNED = [(90, 120, FULL[:20] + "GDP增"), (90, 148, "长5%。")]
READ = f"{FULL[:20]}GDP增长5%。"


@pytest.mark.parametrize(
    ("page", "rotate", "text"),
    [
        (sideways(TURNED, 90), 0, READ),
        (sideways(TURNED, 90), 90, READ),
        (sideways(TURNED, 270), 270, READ),
        ([(500, 700, TURNED[0][2], 16, 180), (500, 672, TURNED[1][2], 16, 180)], 180, READ),
        # among others
        ([*sideways(TURNED, 90), (280, 800, "—13—", 9)], 0, f"{READ}\n—13—"),
        ([*sideways(TURNED, 90), (280, 800, "3")], 0, f"{READ}\n3"),
        ([*TURNED, (20, 300, "A", 16, 90)], 0, f"{READ}\nA"),
        ([*TURNED, WATERMARK, WATERMARK], 0, READ),
        ([*sideways(TURNED, 90), WATERMARK], 90, READ),
        ([(100, 500, "稿A", 40, 15)], 0, "稿A"),
        # italics, of a font that has none of its own
        ([(*TURNED[0], 16, 0, 18), (*TURNED[1], 16, 0, 14), WATERMARK], 0, READ),
        ([TURNED[0], (*TURNED[1], 16, 0, 18)], 0, READ),
        ([(*line, 18) for line in sideways(TURNED, 270)], 270, READ),
    ],
)
def test_a_page_is_read_the_way_most_of_it_is_turned(page, rotate, text):
    source = read_bytes(pdf(page, rotate=rotate), "a.pdf")

    assert source.document.text == text
    assert source.origin.place(0) == "第 1 页第 1 行"


def test_what_lies_across_parts_no_paragraph_that_goes_on_over_the_page():
    head, body = FULL[:20] + "GDP增", "长5%。"
    turned = [(20 + 20 * row, 300, f"GDP {row}。", 16, 90) for row in range(2)]
    source = read_bytes(pdf([(90, 700, head), *turned], [(90, 148, body), (90, 176, body)]), "a.pdf")
    text = source.document.text

    assert text == f"{head}{body}\nGDP 0。\nGDP 1。\n{body}"
    assert [source.origin.place(text.index(part)) for part in (head, "GDP 0", "GDP 1", body)] == [
        "第 1 页第 1 行",
        "第 1 页第 2 行",
        "第 1 页第 3 行",
        "第 2 页第 1 行",
    ]


def test_a_character_beyond_the_basic_plane_is_one_character():
    assert seen((90, 200, "𠮷家村修路")) == "𠮷家村修路"


ODD = "　" + FULL[:20]  # a first line that is full


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (paper(ODD, FULL, "新成效。", "　另段。"), f"{FULL[:20]}{FULL}新成效。\n另段。"),
        # a line may lack what the next character and its marks would have taken
        (paper(ODD, FULL[:20], "到”，新成效。", ODD), f"{FULL[:20]}{FULL[:20]}到”，新成效。\n{FULL[:20]}"),
        (paper(ODD, FULL[:-1] + "年", "2024年。"), f"{FULL[:20]}{FULL[:-1]}年2024年。"),
        # one that ends no sentence may lack more where first lines are indented
        (paper(ODD, FULL[:19], FULL, "新成效。"), f"{FULL[:20]}{FULL[:19]}{FULL}新成效。"),
        # a sentence ends at the margin
        (paper(ODD, FULL[:-1] + "。", "新成效。"), f"{FULL[:20]}{FULL[:-1]}。新成效。"),
        (paper(ODD, FULL[:-1] + "。", "　另段。"), f"{FULL[:20]}{FULL[:-1]}。\n另段。"),
        (paper(FULL, FULL[:-1] + "。", "另段。"), f"{FULL}{FULL[:-1]}。\n另段。"),
        (paper(ODD, FULL[:-1] + "。", "二、做法"), f"{FULL[:20]}{FULL[:-1]}。\n二、做法"),
        # a short line ends its paragraph
        (paper(FULL, "短行", FULL, "完。"), f"{FULL}短行\n{FULL}完。"),
        (paper("　一、" + FULL[:18], "　" + FULL[:20], FULL), f"一、{FULL[:18]}\n{FULL[:20]}{FULL}"),
        # a heading in larger letters
        ([(LEFT, 200, FULL[:16], 22), (LEFT, 232, FULL), (LEFT, 260, "完。")], f"{FULL[:16]}\n{FULL}完。"),
        # words and figures
        (paper(FULL, "GDP 2024 增长5%。"), f"{FULL}GDP 2024 增长5%。"),
        (paper("abc " * 11, "def"), f"{'abc ' * 11}def"),
        # far below, or in another place of the page
        ([(LEFT, 200, FULL), (LEFT, 300, FULL)], f"{FULL}\n{FULL}"),
        (
            [
                (90, 200, "左栏的第一行"),
                (90, 228, "左栏完"),
                (300, 200, "右栏的第一行"),
                (300, 228, "右栏完"),
            ],
            "左栏的第一行左栏完\n右栏的第一行右栏完",
        ),
        # a paragraph goes on in the next column
        (
            [(90, 200, FULL[:12]), (90, 228, FULL[:12]), (340, 200, "新成效。")],
            f"{FULL[:12]}{FULL[:12]}新成效。",
        ),
        # cells of a table
        ([(90, 200, "项目"), (250, 200, "数量"), (400, 200, "5")], "项目\t数量\t5"),
        # gaps between Chinese and figures are no spaces, spaces that are printed are
        ([(90, 200, "投资"), (126, 200, "52"), (146, 200, "亿元")], "投资52亿元"),
        ([(90, 200, "投资 52 亿元")], "投资 52 亿元"),
        ([(90, 200, "Wi"), (120, 200, "Fi")], "Wi Fi"),
        # a mark drawn after the rest of its line, a bold word drawn twice, a raised figure
        ([(90, 200, "实施"), (138, 200, "一二三"), (122, 200, "“"), (186, 200, "”")], "实施“一二三”"),
        ([(90, 200, "标题"), (90.4, 200, "标题"), (122, 200, "一号")], "标题一号"),
        ([(90, 200, "面积5万m"), (158, 195, "2"), (166, 200, "以上")], "面积5万m2以上"),
        ([(90, 200, "面积5万m"), (158, 195, "2", 9), (163, 200, "以上")], "面积5万m²以上"),
        ([(90, 200, "企业"), (122, 194, "[12]", 9), (140, 200, "36家")], "企业[¹²]36家"),
        ([(90, 200, "CO"), (106, 203, "2", 9), (111, 200, "排放")], "CO2排放"),
        ([(90, 200, "——经济")], "——经济"),
        ([(90, 200, "⼯作")], "工作"),
    ],
)
def test_printed_lines_become_paragraphs(lines, text):
    assert seen(*lines) == text


DRAFT = (
    "今年以来，督促企业准守安全生产法规，全年完成固定资产投资XX万元，经济运行稳中有进，社会大局和谐稳定。",
    "一、主要做法",
    "实施“先锋领航•村企共建”行动，新建卫生室12所，同比增长8.5%，粮食总产4.1万吨，带动1200余户群众增收。",
    "全镇上下紧紧围绕乡村振兴总要求，持续抓好产业发展、人居环境整治、基层治理等各项重点工作，取得明显成效。",
)


def test_pages_read_as_the_text_they_were_set_from(govlint, write):
    paragraphs = DRAFT * 4
    write("a.pdf", pdf(*typeset(*paragraphs)))
    write("a.txt", "\n".join(paragraphs))
    document = read_bytes(pdf(*typeset(*paragraphs)), "a.pdf").document

    printed, typed = (
        govlint("check", "--isolated", "--output-format", "json", f"a.{suffix}").found
        for suffix in ("pdf", "txt")
    )

    assert printed == typed
    assert len(typed) > 8
    assert [line for line in document.original.split("\n") if line.strip("\ufffc")] == list(paragraphs)
    assert document.text.count("青溪镇人民政府文件") == len(typeset(*paragraphs)) > 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("引导村民自觉准守村规民约。", True), ("全年投资XX万元。", False)],
    ids=["typo", "slot"],
)
def test_only_of_pages_with_something_to_fix_it_is_said_that_they_stay(govlint, write, text, said):
    write("a.pdf", pdf(*typeset(text)))

    outcome = govlint("check", "--isolated", "--fix", "a.pdf")

    assert outcome.code == 1
    assert ("不能直接修改" in outcome.out) is said


@pytest.mark.parametrize("corner", [(0, 120), (-300, 200), (60, -421)])
@pytest.mark.parametrize(
    "boxes", ["/MediaBox[{} {} {} {}]", "/MediaBox[-400 -500 1500 1500]/CropBox[{} {} {} {}]"]
)
def test_pages_read_alike_wherever_their_corner_is(corner, boxes):
    pages = typeset(*DRAFT * 4)
    usual = read_bytes(pdf(*pages), "a.pdf").document

    document = read_bytes(pdf(*pages, corner=corner, boxes=boxes), "a.pdf").document

    assert document.text == usual.text
    assert document.masked == usual.masked != []


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_pages_read_alike_wherever_their_corner_is(degrees):
    pages = [
        [(WIDTH - x, HEIGHT - y, text, 16, 180) for x, y, text in page]
        if degrees == 180
        else sideways(page, degrees)
        for page in (
            [(200, 40, "青溪镇GDP核算"), *TURNED, (280, 500 - 30 * number, f"— {number} —")]
            for number in (1, 2)
        )
    ]
    usual, moved = (
        read_bytes(pdf(*pages, corner=corner, rotate=degrees), "a.pdf").document
        for corner in ((0, 0), (-300, 120))
    )

    assert moved.text == usual.text
    assert moved.masked == usual.masked
    assert (moved.text.count("青溪镇GDP"), moved.original.count("青溪镇GDP")) == (2, 0)


def test_running_heads_may_differ_in_their_numbers():
    pages = [[(200, 50, f"第{number}册 共2册 青溪镇"), *TURNED] for number in (1, 2)]
    document = read_bytes(pdf(*pages), "a.pdf").document

    assert [line for line in document.original.split("\n") if line.strip("\ufffc")] == [READ, READ]


SCANNED = [(90, 120, "引导村民自觉准守村规民约。")], [], [(280, 800, "— 3 —")], [], [(90, 120, "附图")]
UNREAD = "第 2—3 页是图片，没有文字层，没有看；请先做文字识别（OCR），或找原稿检查"


def test_pages_that_are_pictures_are_told_of(govlint, write, tmp_path):
    write("a.pdf", pdf(*SCANNED, pictured={2, 3, 5}))

    for _ in range(2):  # the second time from the cache
        outcome = govlint("check", "--isolated", "a.pdf")
        assert outcome.code == 1
        assert f"说明 {UNREAD}" in outcome.out + outcome.err
        assert "TY001" in outcome.out

    scanned = govlint("scan", "--isolated", "a.pdf", "-o", "f.jsonl", "--documents", "d.jsonl")
    assert scanned.code == 0
    assert f"发现 1 处，其中 1 篇没有查完（例如 a.pdf：{UNREAD}" in scanned.err
    assert [row["problem"] for row in lines(tmp_path / "d.jsonl")] == [UNREAD]


@pytest.mark.parametrize("pictured", [{1}, {5}])
def test_of_pages_with_text_and_blank_ones_nothing_is_told(pictured):
    assert read_bytes(pdf(*SCANNED, pictured=pictured), "a.pdf").notices == ()


def test_places_are_pages_and_lines(govlint, write):
    pages = typeset(*DRAFT * 4)
    write("a.pdf", pdf(*pages))
    source = read_bytes(pdf(*pages), "a.pdf")
    found = [match.start() for match in re.finditer("准守", source.document.text)]
    whole = [  # the running head is not counted
        (page, row)
        for page, lines in enumerate(pages, 1)
        for row, line in enumerate(lines)
        if "准守" in line[2]
    ]
    page, row = whole[-1]

    out = govlint("check", "--isolated", "--select", "TY001", "a.pdf").out

    assert page > 1
    assert {f"第 {page} 页第 {row} 行" for page, row in whole} <= set(map(source.origin.place, found))
    assert {"page": page, "page_line": row} in map(source.origin.details, found)
    assert source.origin.extent(Span(found[1], found[1] + 2))[0].offset == found[1]
    assert not source.origin.has_lines
    assert f"a.pdf:第 2 页第 {row} 行 错误 TY001" in out


@pytest.mark.parametrize("number", ["3", "— 3 —", "- 第 3 页 -", "第 2 页 共 9 页", "2/9", "iv"])
def test_a_page_number_is_passed_by(number):
    document = read_bytes(pdf([(LEFT, 200, FULL), (LEFT, 228, "完。"), (280, 800, number)]), "a.pdf").document

    assert document.original.rstrip("\ufffc") == f"{FULL}完。\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([(90, 200, "文")], locked=True), "PDF 有打开密码"),
        (pdf([(90, 200, "文字")])[:200], "PDF 文件已损坏"),
        (b"", "是空文件，里面什么也没有，请重新取一份再检查"),
        (pdf([], []), "没有文字层，可能是扫描件"),
        (pdf([(280, 800, "— 1 —")], [], pictured={1, 2}), "没有文字层，可能是扫描件"),
    ],
)
def test_what_cannot_be_read_is_named(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        read_bytes(data, "a.pdf")


def test_without_pypdfium2_the_way_out_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.delitem(sys.modules, "govlint.readers.pdf.printed", raising=False)

    with pytest.raises(UnreadableError, match=r'pip install "govlint\[pdf\]"，或另存为 \.docx'):
        read_bytes(pdf([(90, 200, "文字")]), "a.pdf")


def test_a_pdf_is_known_by_content_and_not_changed():
    data = pdf([(90, 200, "文字")])

    assert recognise("a.txt", data).module == "pdf"
    with pytest.raises(ReadOnlyError, match="PDF 文件只能检查"):
        rewritten(read_bytes(data, "a"), [])


@settings(max_examples=60)
@given(st.data())
def test_broken_files_are_read_or_refused(data):
    whole = bytearray(pdf([(90, 200, FULL), (90, 228, "完。")], [(90, 200, "— 2 —")]))
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(5, len(whole) - 1))] = data.draw(st.integers(0, 255))

    try:
        source = read_bytes(bytes(whole), "a.pdf")
    except UnreadableError as error:
        assert "PDF" in str(error) or "扫描件" in str(error)
    else:
        for offset in range(len(source.document.text) + 1):
            assert source.origin.place(offset)
