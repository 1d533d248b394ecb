"""The report page: what it holds, that nothing in a draft gets out of it, and how it does in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from html_pages import CONTRAST, HOSTILE, Read, launched, visits
from hypothesis import example, given
from hypothesis import strategies as st

from govlint.diagnostic import Severity
from govlint.document import Document, Span
from govlint.reporters.page.article import article
from govlint.reporters.page.characters import shown, shown_briefly
from govlint.reporters.page.marking import Mark, Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

DRAFT = (
    "石桥镇2024年工作总结\r\n\r\n"
    "一、主要工作\r\n\r\n"
    "𠮷祥村投资XX万元，引导村民自觉准守村规民约。全年排查隐患135处，已整改98处，剩余27处限期整改。\r\n\r\n"
    "一是抓就业，新增就业460人。二是抓教育，改扩建学校2所三要抓健康，完成筛查1800人。\r\n\r\n"
    "附件：\r\n"
)
TABLE = "| 指标 | 数值 |\n|---|---|\n| 投资 | XX万元 |\n"


@pytest.fixture
def page(govlint, write) -> Callable[..., Read]:
    def make(content: str | bytes, name: str = "总结.txt", *options: str) -> Read:
        write(name, content)
        return Read(govlint("check", "--isolated", "--output-format", "html", *options, name).out)

    return make


def ink(text: str) -> str:
    """What of a marked text the page shows: line ends are drawn by its style."""
    return re.sub(r"[\r\n]", "", text)


def test_marks_are_the_very_characters_of_each_finding(govlint, write, page):
    made = page(DRAFT)
    found = govlint("check", "--isolated", "--output-format", "json", "总结.txt").json["diagnostics"]

    assert [made.marked[number] for number in sorted(made.marked)] == [ink(one["text"]) for one in found]
    assert {"XX", "准守", "27处", "所三要", "三要"} <= set(made.marked.values())
    assert made.pieces[[one["text"] for one in found].index("所三要") + 1] > 1  # cut where the other begins


def test_every_finding_in_the_examples_is_marked(govlint):
    drafts = sorted(str(path) for path in (ROOT / "examples").iterdir() if path.suffix in (".txt", ".md"))

    made = Read(govlint("check", "--isolated", "--output-format", "html", *drafts, cwd=ROOT).out)
    found = govlint("check", "--isolated", "--output-format", "json", *drafts, cwd=ROOT).json["diagnostics"]

    assert [made.marked[number] for number in sorted(made.marked)] == [ink(one["text"]) for one in found]


TEXTS = st.text(st.sampled_from("字𠮷1 \u3000\u200b\t|-\r\n<&\"'"), min_size=1, max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6)


@given(text=TEXTS, ends=SPANS)
@example(text="", ends=[(0, 0)])
@example(text="甲|乙丙|丁\n|-|-|\n|戊|", ends=[(1, 2), (2, 5), (7, 10), (8, 8), (12, 14), (15, 16)])
@example(text="甲\t\t乙\t丙\r\n\r\n", ends=[(1, 3), (2, 2), (6, 8), (8, 10), (10, 10)])
def test_no_mark_is_lost_however_they_lie(text, ends):
    spans = [Span(*sorted((min(one, len(text)), min(other, len(text))))) for one, other in ends]
    findings = [Mark(span, f"m{at}", at, Severity.error, '"><b>') for at, span in enumerate(spans, 1)]
    places = [Mark(span, f"q{at}-1") for at, span in enumerate(spans, 1)]

    made = Read("".join(article(Document(text), Marking(text, [*findings, *places]))))

    assert made.marked == {mark.number: ink(text[slice(*mark.span)]) for mark in findings}
    assert sorted(made.having("id")) == sorted(mark.key for mark in [*findings, *places])


@given(text=TEXTS)
def test_text_without_marks_is_all_there(text):
    made = Read("".join(article(Document(text), Marking(text, []))))

    apart = str.maketrans("", "", "|-\t \u3000\r\n")  # what parts cells, and blank lines, may go
    assert "".join(text for _, text in made.text).translate(apart) == text.translate(apart)


def test_marks_of_no_length_and_at_line_ends_are_to_be_seen():
    text = "前文\r\n\r\n后文\n"
    marks = [
        Mark(Span(1, 1), "m1", 1, Severity.error, "此处"),
        Mark(Span(2, 4), "m2", 2, Severity.warning, "段末"),
        Mark(Span(8, 8), "m3", 3, Severity.info, "文末"),
        Mark(Span(7, 9), "m4", 4, Severity.error, "末字和段末"),
    ]

    made = Read("".join(article(Document(text), Marking(text, marks))))
    looks = [(attributes["data-f"], attributes["class"]) for tag, attributes in made.tags if tag == "a"]

    assert looks == [
        ("1", "mark error point"),
        ("2", "mark warning end"),
        ("4", "mark error"),
        ("3", "mark info point"),
        ("4", "mark error end"),
    ]
    assert made.having("aria-label") == ["此处", "段末", "文末", "末字和段末"]


def test_of_overlapping_marks_the_shortest_leads_and_the_gravest_colours():
    text = "甲乙丙丁"
    marks = [
        Mark(Span(0, 4), "m1", 1, Severity.error, "全"),
        Mark(Span(1, 3), "m2", 2, Severity.info, "中"),
    ]

    made = Read(Marking(text, marks).stretch(0, 4))

    assert [(one["data-f"], one["class"], one["href"]) for _, one in made.tags] == [
        ("1", "mark error", "#f1"),
        ("2 1", "mark error several", "#f2"),
        ("1", "mark error", "#f1"),
    ]
    assert [one.get("data-n") for _, one in made.tags] == [None, "2", "1"]
    assert made.marked == {1: text, 2: "乙丙"}


def test_the_page_hangs_together(page):
    made = page(DRAFT)
    ids = made.having("id")

    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert {href[1:] for href in made.having("href")} - set(ids) == set()
    assert {attributes["lang"] for tag, attributes in made.tags if tag == "html"} == {"zh-CN"}
    assert {"header", "main", "aside"} <= {tag for tag, _ in made.tags}


def test_the_page_fetches_nothing_and_allows_only_its_own_script(govlint, write):
    write("总结.txt", DRAFT)
    content = govlint("check", "--isolated", "--output-format", "html", "总结.txt").out
    made = Read(content)

    assert {tag for tag, _ in made.tags} & {"img", "link", "iframe", "object", "base", "form"} == set()
    assert made.having("src") == []
    assert [href for href in made.having("href") if not href.startswith("#")] == []
    assert "url(" not in content
    assert "@import" not in content
    (policy,) = [
        attributes["content"]
        for _, attributes in made.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", content, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_in_a_draft_or_its_name_becomes_markup(govlint, write):
    name = "<b>'&\"准守.md"
    write(
        name,
        f"# {HOSTILE}\n\n全年{HOSTILE}准守，投资XX万元。\n\n<!-- govlint-disable-line <u> -->\n\n{TABLE}",
    )
    write("<i>.txt", b"\x00\x01\x02")

    made = Read(govlint("check", "--isolated", "--output-format", "html", name, "<i>.txt").out)

    assert {tag for tag, _ in made.tags} & {"img", "b", "i", "u"} == {"b"}
    assert {attributes.get("class") for tag, attributes in made.tags if tag == "b"} <= {
        "level",
        "level error",
        "level warning",
    }
    assert [href for href in made.having("href") if not href.startswith("#")] == []
    assert not [one for _, one in made.tags if set(one) & {"onerror", "style", "onclick"}]
    assert set(made.texts("name")) == {name}
    assert "img src=x onerror=alert(1)" in "".join(text for _, text in made.text)


def test_characters_that_a_page_may_not_hold_are_shown_as_signs():
    assert shown("a\0\x1b[1m\x85\ud800<\n") == "a␀␛[1m��&lt;↵"
    assert shown_briefly("前\r\n后") == "前↵后"
    assert shown_briefly(" \u3000") == "空格"
    assert shown_briefly("\u200b") == "看不见的字符"
    assert shown_briefly("字" * 61) == "字" * 60 + "…"


def test_an_entry_says_all_there_is_to_say(page):
    made = page(DRAFT)
    said = "".join(text for _, text in made.text)

    assert "“准守”是错别字，应为“遵守”" in made.texts("message")
    assert (made.texts("del")[0], made.texts("ins")[0]) == ("准守", "遵守")
    assert "135处-98处 = 37处" in said
    assert {"5:30", "5:38"} <= set(made.texts("a"))  # the related places
    assert "依据：通行做法" in said
    assert made.texts("at")[:3] == ["5:6", "5:44", "5:17"]
    assert made.texts("h3")[-5:] == ["占位符 ", "数字 ", "错别字 ", "标点 ", "结构 "]


def test_a_finding_of_many_places_shows_three_of_its_fixes(govlint, write):
    write("a.txt", "推进 “三农” 工作 ， 抓好 “两不愁” 工作 。 " * 20)

    shown = govlint("check", "--isolated", "--output-format", "html", "a.txt").out

    fixes = re.findall('<p class="fix">(.*?)</p>', shown)
    assert [text for text in fixes if text.startswith("等")] == ["等 20 处", "等 40 处"]
    assert len(fixes) < 10


def test_the_ruler_of_a_table_is_no_row_of_it(page):
    made = page(TABLE, "总结.md")

    assert [tag for tag, _ in made.tags].count("tr") == 2
    assert not any("---" in text for _, text in made.text)


def test_the_figures_checked_are_listed_with_their_working(page):
    made = page("全年排查隐患135处，已整改98处，剩余37处。收到意见62条，又新增8条，已办结51条，剩余19条。\n")

    assert made.texts("verdict") == ["相符", "无法核对"]
    why = "句中有“又”，不能照算"
    assert {"135处-98处=37处，文中为37处", f"8条、51条、19条（{why}）"} <= set(made.texts("td"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("全年实施项目16项，已完成7项，剩余8项。", ["核算", "16项-7项 = 9项", "文中", "8项"]),
        ("群众满意度达到103%。", ["核算", "103%≤100% 不成立"]),
        ("全村共有脱贫户67户23人。", ["核算", "67户≤23人 不成立"]),
        ("项目建设期为2025年5月至2025年4月。", ["核算", "2025-5-1≤2025-4-1 不成立"]),
        ("推进厨房、厕所、庭院“四大革命”。", ["核算", "推进厨房、厕所、庭院，共3项，文中为四"]),
    ],
)
def test_an_entry_shows_how_its_figures_fail_to_agree(govlint, write, text, said):
    write("a.txt", f"{text}\n")

    made = govlint("check", "--isolated", "--output-format", "html", "a.txt").out

    (working,) = re.findall('<dl class="working">(.*?)</dl>', made)
    parts = re.findall("<d[td]>(.*?)</d[td]>", working)
    assert [re.sub("<.*?>", "", part) for part in parts] == said


def test_what_could_not_be_checked_stands_at_the_head(govlint, write):
    write("a.txt", "全年投资52万元。\n")
    write("b.txt", b"\x00\x01\x02")
    write("c.md", "<!-- govlint-disable-line TY001 -->全年投资52万元。\n")

    outcome = govlint("check", "--isolated", "--output-format", "html", ".")
    made = Read(outcome.out)
    said = "".join(text for _, text in made.text)

    assert outcome.code == 2
    assert "1 个文件未能检查或未查完" in said
    assert made.texts("notice problem") == ["未能检查：是二进制文件，不是文本"]
    assert made.texts("notice") == ["说明：第 1 行的忽略指令 TY001 没有用到，可以删去"]
    assert "检查了 2 个文件、55 字，" in made.texts("summary")[0]
    assert made.texts("clean") == ["没有发现问题", "没有发现问题"]


def test_each_file_is_told_the_reasons_of_its_own_rules(govlint, write):
    rule = (
        "- id: WD901\n  name: own\n  severity: warning\n  message: “{match}”应改\n"
        "  why: <本县>自己的规矩{n}。\n  source: practice\n  kind: pattern\n"
        "  options: {pattern: 某某站}\n  examples:\n"
        "    bad: [{text: 由某某站办。, match: 某某站}, {text: 某某站来了。, match: 某某站}]\n"
        "    good: [由水利站办。, 水利站来了。]\n"
    )
    for n in "12":
        write(f"{n}/r.yaml", rule.replace("{n}", n))
        write(f"{n}/.govlint.yaml", "rules: [r.yaml]\n")
        write(f"{n}/a.txt", "由某某站办理。\n")

    said = [text for _, text in Read(govlint("check", "--output-format", "html", ".").out).text]

    assert [text for text in said if text.startswith("<本县>")] == [
        "<本县>自己的规矩1。",
        "<本县>自己的规矩2。",
        "<本县>自己的规矩1。（依据：通行做法）",
        "<本县>自己的规矩2。（依据：通行做法）",
    ]


def test_the_page_is_the_same_each_time_wherever_it_goes(govlint, write, tmp_path):
    for n in range(3):
        write(f"{n}.txt", DRAFT)

    first = govlint("check", "--isolated", "--output-format", "html", "--jobs", "1", ".")
    again = govlint("check", "--isolated", "--output-format", "html", "--jobs", "2", ".")
    filed = govlint("check", "--isolated", "--output-format", "html", "--output-file", "报告.html", ".")

    assert first.out == again.out == (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert (filed.out, first.code, filed.code) == ("", 1, 1)


def test_known_findings_are_counted_not_listed(govlint, write):
    write("a.txt", DRAFT)
    govlint("check", "--isolated", "--write-baseline", "base.json", "a.txt")

    made = Read(
        govlint("check", "--isolated", "--baseline", "base.json", "--output-format", "html", "a.txt").out
    )

    assert made.marked == {}
    assert re.search("没有发现问题，基线中已有 [0-9]+ 处，未列出。", "".join(text for _, text in made.text))


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from launched()


OTHER = (
    "全年投资XX万元。\n\n"
    + f"{'完成土地流转，带动群众增收。兴修水利设施，改善灌溉条件。' * 15}\n\n" * 119
    + "引导群众自觉准守规定。\n"
)


@pytest.fixture
def opened(browser, govlint, write, tmp_path) -> Iterator[Callable[..., Page]]:
    """Opens the page of two drafts; in the end nothing may have been fetched, gone wrong or popped up."""
    write("甲.txt", f"{DRAFT}全镇{HOSTILE}。\r\n")
    write("乙.txt", OTHER)
    outcome = govlint(
        "check", "--isolated", "--output-format", "html", "--output-file", "报告.html", "甲.txt", "乙.txt"
    )
    assert outcome.code == 1
    yield from visits(browser, tmp_path / "报告.html")


def selected(tab: Page) -> tuple[str, str]:
    """The number of the entry selected, and the text marked for it."""
    (number,) = tab.locator(".entry[aria-current]").evaluate_all("all => all.map(one => one.id)")
    return number, "".join(tab.locator(".mark.on").all_text_contents())


def entry(tab: Page, message: str) -> Any:
    return tab.locator(".entry:visible", has_text=message).first


def is_in_sight(locator: Any) -> bool:
    return bool(
        locator.evaluate(
            "one => new Promise(done => setTimeout(() => { const box = one.getBoundingClientRect();"
            "done(box.top >= 0 && box.bottom <= innerHeight) }, 200))"
        )
    )


def test_an_entry_leads_to_its_mark(opened):
    tab = opened()
    # As in browsers that do not hold on to what is in sight while the text above it is laid out.
    tab.evaluate("document.documentElement.style.overflowAnchor = 'none'")

    last = tab.locator(".entry[data-file='2']", has_text="准守")
    last.locator(".go").click()

    assert selected(tab)[1] == "准守"
    assert is_in_sight(tab.locator(".mark.on"))
    assert tab.evaluate("location.hash") == f"#{selected(tab)[0]}"


def test_a_mark_leads_to_its_entries_one_after_the_other(opened):
    tab = opened()
    overlapping = tab.locator(".mark.several", has_text="三要")

    overlapping.click()
    first = selected(tab)
    overlapping.click()
    second = selected(tab)
    overlapping.click()

    assert (first[1], second[1]) == ("三要", "所三要")
    assert selected(tab) == first
    assert is_in_sight(tab.locator(".entry[aria-current]"))


def test_filters_narrow_list_and_marks(opened):
    tab = opened()
    everything = tab.locator(".entry").count()

    tab.locator("button[data-category=typo]").click()

    assert tab.locator(".entry:visible .message").all_inner_texts() == ["“准守”是错别字，应为“遵守”"] * 3
    assert tab.locator("#shown").inner_text() == f"3 / {everything}"
    assert set(tab.locator(".mark:not(.off)").all_text_contents()) == {"准守"}
    assert tab.locator(".path:visible").all_inner_texts() == ["甲.txt", "甲.txt", "乙.txt"]

    tab.locator("#file").select_option("2")
    assert tab.locator(".entry:visible").count() == 1
    assert tab.locator("section.file:visible").count() == 1

    entry(tab, "准守").locator(".go").click()
    assert selected(tab)[1] == "准守"

    tab.locator("button[data-level=warning]").click()
    assert tab.locator("#none").is_visible()
    assert tab.locator(".entry[aria-current]").count() == 0


def test_search_narrows_the_list(opened):
    tab = opened()

    tab.keyboard.press("/")
    tab.keyboard.type("占位符")
    tab.keyboard.press("Enter")

    assert tab.locator(".entry:visible").count() == 2
    assert selected(tab)[1] == "XX"
    tab.keyboard.press("/")
    tab.keyboard.press("Escape")
    assert tab.locator(".entry:visible").count() == tab.locator(".entry").count()


def test_keys_go_through_the_list_in_the_order_it_has(opened):
    tab = opened()
    tab.locator("#by-place").click()

    numbers = []
    for key in ("j", "j", "ArrowDown", "k", "ArrowUp", "k"):
        tab.keyboard.press(key)
        numbers.append(selected(tab)[0])

    assert numbers == ["f1", "f2", "f3", "f2", "f1", "f1"]
    tab.keyboard.press("Escape")
    assert tab.locator(".entry[aria-current]").count() == 0
    assert tab.evaluate("location.hash") == ""


def test_an_address_selects(opened):
    for fragment in ("#f2", "#m2"):
        tab = opened(fragment)
        assert selected(tab)[0] == "f2"
        assert is_in_sight(tab.locator(".mark.on").first)
    tab.evaluate("location.hash = '#f1'")
    tab.wait_for_selector("#f1[aria-current]")
    assert opened("#f999").locator(".entry[aria-current]").count() == 0


def at_rest(tab):
    """Wait until the page no longer brings what was last chosen into sight, which moves what is clicked."""
    tab.evaluate(
        "() => new Promise((done) => {"
        " const wait = (frames) => requestAnimationFrame(() => (frames ? wait(frames - 1) : done()));"
        " wait(20); })"
    )


def test_places_that_belong_together_are_shown_together(opened):
    tab = opened()

    entry(tab, "135处减去98处").locator(".go").click()
    assert tab.locator(".spot").all_text_contents() == ["135处", "98处"]

    at_rest(tab)
    tab.locator(".checks tr.inconsistent a").first.click()
    tab.locator(".spot").nth(2).wait_for()
    assert tab.locator(".spot").all_text_contents() == ["135处", "98处", "27处"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(opened, scheme):
    tab = opened(color_scheme=scheme, reduced_motion="reduce")
    tab.locator("button[data-level=error]").click()
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    entry(tab, "135处减去98处").locator(".go").click()

    poor, marks, ground = tab.evaluate(CONTRAST)
    assert poor == []
    assert marks > 5
    assert (ground < 0.05) == (scheme == "dark")

    tab.locator("#theme").click()
    poor, _, ground = tab.evaluate(CONTRAST)
    assert poor == []
    assert (ground < 0.05) == (scheme == "light")


def test_on_a_narrow_screen_the_list_comes_up_when_asked(opened):
    tab = opened(viewport={"width": 390, "height": 844})

    assert tab.locator("#list, .controls").locator("visible=true").count() == 0
    tab.locator("#previous").click()  # from none selected: the last
    assert tab.locator("#now").inner_text() == tab.locator(".entry[aria-current] .message").text_content()
    tab.locator("#open").click()
    assert tab.locator("#list").is_visible()
    assert is_in_sight(tab.locator(".entry[aria-current]"))
    entry(tab, "准守").locator(".go").click()
    assert not tab.locator("#list").is_visible()
    assert is_in_sight(tab.locator(".mark.on").first)
    assert tab.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_without_scripts_all_is_there_to_read(opened):
    for width in (1440, 390):
        tab = opened("#m2", java_script_enabled=False, viewport={"width": width, "height": 844})

        assert tab.locator(".controls, .tools, .steps").locator("visible=true").count() == 0
        assert tab.locator(".entry:visible").count() == tab.locator(".entry").count() > 5
        assert tab.locator(".draft").first.is_visible()
        ground = "one => getComputedStyle(one).backgroundColor"
        other = tab.locator("#m1").evaluate(ground)
        assert tab.locator("#m2").evaluate(ground) != other


def test_on_paper_marks_bear_their_numbers(opened):
    tab = opened("#f1", color_scheme="dark")
    tab.emulate_media(media="print", color_scheme="dark")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert tab.locator(".controls, .tools, .steps, .why, .keys").locator("visible=true").count() == 0
    assert tab.locator(".entry:visible .number").all_inner_texts() == [
        str(number) for number in range(1, tab.locator(".entry").count() + 1)
    ]
    ground, number = tab.locator("#m1").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one, '::after').content]"
    )
    assert ground == "rgba(0, 0, 0, 0)"
    assert number == '"[1]"'
    assert tab.locator(".rules").is_visible()
    assert tab.evaluate(CONTRAST)[0] == []
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("#by-category").get_attribute("aria-pressed") == "true"
