"""`govlint summary`: counts and rates on the terminal, and the page, taken apart and in a browser."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from archives import CLEAN_TEXT, SLOT_TEXT, TYPO, jsonl_of
from html_pages import CONTRAST, HOSTILE, Read, launched, visits

from govlint.scan.counting import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


def reports(*texts: tuple[str, str]) -> str:
    return jsonl_of(*({"id": name, "text": text} for name, text in texts))


@pytest.fixture
def scanned(govlint, write) -> Callable[[str], tuple[str, str]]:
    """Scans an archive of five reports into tables of a kind, and gives their names."""

    def scan(suffix: str) -> tuple[str, str]:
        write(
            "a.jsonl",
            reports(
                ("青溪镇/2023/甲", SLOT_TEXT * 4),
                ("青溪镇/2024/乙", SLOT_TEXT + TYPO),
                ("柳湾乡/2024/丙", CLEAN_TEXT),
                ("柳湾乡/2024/丁", TYPO),
            )
            + '{"id": \n',
        )
        names = f"f.{suffix}", f"d.{suffix}"
        assert (
            govlint(
                "scan", "--isolated", "--ignore", "TY032", "a.jsonl", "-o", names[0], "--documents", names[1]
            ).code
            == 0
        )
        return names

    return scan


KNOWN = """\
1 篇没能检查或没有查完，例如 a.jsonl:5：第 5 条不是完整的 JSON（到行尾还没有写完）

规则               处  错误  警告  提示  篇  检查的篇数  每万字
PH001 letter-slot   5     5     0     0   2           4  454.55
TY001 known-typo    2     2     0     0   2           4  181.82

文件夹  处  错误  警告  提示  篇  检查的篇数  每万字  最多的规则
青溪镇   6     6     0     0   2           2  722.89  PH001 letter-slot 5、TY001 known-typo 1
柳湾乡   1     1     0     0   1           2  370.37  TY001 known-typo 1
.        0     0     0     0   0           0       –

年份          处  错误  警告  提示  篇  检查的篇数  每万字  最多的规则
2023           4     4     0     0   1           1  714.29  PH001 letter-slot 4
2024           3     3     0     0   2           3  555.56  TY001 known-typo 2、PH001 letter-slot 1
（没有年份）   0     0     0     0   0           0       –

"""


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet", "duckdb"])
def test_the_table_of_documents_gives_what_was_checked_and_rates(govlint, scanned, suffix):
    pytest.importorskip({"parquet": "pyarrow"}.get(suffix, suffix if suffix == "duckdb" else "json"))
    findings, documents = scanned(suffix)

    outcome = govlint("summary", findings, "--documents", documents)

    assert (outcome.out, outcome.err) == (KNOWN, "")


def test_what_is_grouped_by_a_column_was_looked_for_everywhere(govlint, scanned):
    findings, documents = scanned("jsonl")

    out = govlint("summary", findings, "--documents", documents, "--by", "category").out

    assert re.search(r"^placeholder +5 +5 +0 +0 +2 +4 +454\.55 ", out, re.MULTILINE)
    assert re.search(
        r"^青溪镇/2023/甲 +4 +4 +0 +0 +1 +1 +714\.29 ",
        govlint("summary", findings, "--documents", documents, "--by", "id").out,
        re.MULTILINE,
    )


@pytest.mark.parametrize("name", ["x.pdf", "x.csv", "x.docx", "x.json"])
def test_a_summary_is_not_written_to_a_file_that_says_otherwise(govlint, scanned, tmp_path, name):
    findings, _ = scanned("jsonl")

    outcome = govlint("summary", findings, "-o", name)

    suffix = name[1:]
    assert outcome.code == 2
    assert outcome.err == f"govlint: 写不出 {suffix} 文件，-o 可用 .html、.htm、.txt\n"
    assert not (tmp_path / name).exists()


def test_of_an_archive_that_could_not_be_checked_nothing_good_is_said(govlint, write):
    write("稿/a.txt", b"\x00\x01\x02")
    govlint("scan", "--isolated", "稿", "-o", "f.jsonl", "--documents", "d.jsonl")

    table = govlint("summary", "f.jsonl", "--documents", "d.jsonl")
    page = govlint("summary", "f.jsonl", "--documents", "d.jsonl", "--output-format", "html")

    assert table.out.splitlines()[-1] == "一篇也没能检查"
    assert "一篇也没能检查。" in page.out
    assert "没有发现问题" not in page.out


def test_samples_are_of_all_findings_and_the_same_in_every_run():
    findings = [
        {"id": f"{number}", "path": "a", "rule": "PH001", "name": "letter-slot", "severity": "error"}
        for number in range(1000)
    ]

    kept = [count(findings, samples=8).rules["PH001 letter-slot"].samples for _ in range(2)]

    assert kept[0] == kept[1]
    numbers = [int(one["id"]) for one in kept[0]]
    assert len(set(numbers)) == 8
    assert min(numbers) < 500 < max(numbers)


def test_a_folder_of_parquet_files_is_read_whole(govlint, write, tmp_path):
    pytest.importorskip("pyarrow")
    for number, text in enumerate((SLOT_TEXT, TYPO)):
        write(f"{number}.jsonl", reports((f"镇{number}/甲", text)))
        (tmp_path / "f" / f"part={number}").mkdir(parents=True)
        govlint("scan", "--isolated", f"{number}.jsonl", "-o", f"f/part={number}/a.parquet")
    (tmp_path / "空").mkdir()

    out = govlint("summary", "f").out

    assert [line.split()[0] for line in out.splitlines() if line.startswith(("PH", "TY"))] == [
        "PH001",
        "TY001",
    ]
    assert "空 里没有 .parquet 文件" in govlint("summary", "空").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有.csv"], "没有 没有.csv 这个文件"),
        (["a.txt"], "认不出 a.txt 是什么格式"),
        (["稿.csv"], "稿.csv 不是 govlint scan 写出的问题表，或没有要用的列"),
        (["f.jsonl", "--by", "省"], "f.jsonl 不是 govlint scan 写出的问题表，或没有要用的列：省\n"),
        (["f.jsonl", "--documents", "f.jsonl"], "f.jsonl 不是 govlint scan 写出的文稿表"),
        (["odd.jsonl"], "不认识的规则或级别：ZZ001 error"),
        (["断.jsonl"], "断.jsonl 不是 govlint scan 写出的问题表：第 2 行不是完整的 JSON\n"),
        (["列.jsonl"], "列.jsonl 不是 govlint scan 写出的问题表：第 1 行不是 JSON 对象\n"),
        (["短.csv"], "短.csv 不是 govlint scan 写出的问题表：第 3 行的格数与表头不同\n"),
        (["长.csv"], "长.csv 不是 govlint scan 写出的问题表：第 2 行的格数与表头不同\n"),
        (["宽.csv"], "宽.csv 不是 UTF-8 文本，请另存为 UTF-8"),
        (["空"], "govlint: 空 里没有 .parquet 文件"),
        (["深.jsonl"], "深.jsonl 不是 govlint scan 写出的问题表"),
        (["缺.jsonl"], "问题表里有一行缺少rule"),
        (["f.jsonl", "--documents", "少.jsonl"], "文稿表里有一行缺少 characters"),
        (["f.jsonl", "--documents", "d.jsonl", "-o", "./d.jsonl"], "./d.jsonl 是要汇总的表"),
        (["f.jsonl", "-o", "没有/页.html"], "写不了 没有/页.html"),
        (["f.jsonl", "--output-format", "pdf"], "参数 --output-format 的值不对：可用 "),
    ],
)
def test_what_cannot_be_summed_up_is_said_with_exit_code_2(
    govlint, write, scanned, tmp_path, arguments, said
):
    scanned("jsonl")
    write("稿.csv", "id,text\n1,2\n")
    write(
        "odd.jsonl",
        jsonl_of(dict.fromkeys(("id", "path", "name"), "") | {"rule": "ZZ001", "severity": "error"}),
    )

    empty = dict.fromkeys(("id", "path", "name", "severity"), "") | {"rule": None}
    write("缺.jsonl", jsonl_of(empty))
    write("断.jsonl", jsonl_of(ONE) + '{"id": \n')
    write("列.jsonl", "[1]\n")
    row = "甲,a,PH001,letter-slot,error"
    write("短.csv", f"id,path,rule,name,severity\n{row}\n甲,a\n")
    write("长.csv", f"id,path,rule,name,severity\n{row},多\n")
    write("宽.csv", f"id,path,rule,name,severity\n{row}\n".encode("utf-16"))
    write("少.jsonl", jsonl_of({"id": "1", "path": "a", "characters": None, "problem": None}))
    write("深.jsonl", "[" * 200_000 + "\n")
    (tmp_path / "空").mkdir()

    outcome = govlint("summary", *arguments)

    assert (outcome.code, said in outcome.err) == (2, True), outcome.err


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet", "duckdb"])
def test_the_page_says_what_the_tables_say_and_shows_samples_in_their_lines(govlint, scanned, suffix):
    pytest.importorskip({"parquet": "pyarrow"}.get(suffix, suffix if suffix == "duckdb" else "json"))
    findings, documents = scanned(suffix)

    page = govlint("summary", findings, "--documents", documents, "--output-format", "html").out
    made = Read(page)
    said = "".join(text for _, text in made.text)

    assert "检查了 4 篇、110 字，3 篇里有 7 处问题：错误 7，平均每万字 636.36 处。" in said
    assert "1 篇没能检查或没有查完" in said
    assert "a.jsonl:5：第 5 条不是完整的 JSON" in said
    assert [*made.texts("td")][:14] == [*"55––2", "4", "454.55", *"22––2", "4", "181.82"]
    assert made.texts("h2")[:3] == ["按规则 ", "按文件夹 ", "按年份 "]
    assert (
        made.texts("message") == ["残留占位符“XX”，请填入实际内容"] * 5 + ["“准守”是错别字，应为“遵守”"] * 2
    )
    assert [text for kind, text in made.text if kind == "b"] == ["XX"] * 5 + ["准守"] * 2
    quoted = made.texts("quote")[-4:]
    assert quoted == ["引导村民自觉", "村规民约。", "全年投资XX万元，群众受益。引导村民自觉", "村规民约。"]
    assert made.texts("path") == made.texts("mark") == []
    assert not [link for link in made.having("href") if not link.startswith("#")]
    assert made.having("src") == []


def test_the_page_goes_where_it_is_told_and_is_the_same_each_time(govlint, scanned, tmp_path):
    findings, documents = scanned("jsonl")

    shown = govlint("summary", findings, "--documents", documents, "--output-format", "html")
    filed = govlint("summary", findings, "--documents", documents, "-o", "汇总.html")
    table = govlint("summary", findings, "--documents", documents, "-o", "汇总.txt")

    assert (filed.code, filed.out, table.out) == (0, "", "")
    assert (tmp_path / "汇总.html").read_text(encoding="utf-8") == shown.out
    assert (tmp_path / "汇总.txt").read_text(encoding="utf-8") == KNOWN
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.endswith(".part")) == []


def test_of_many_findings_the_page_shows_a_few_of_each_rule_and_all_counts(govlint, write):
    write(
        "a.jsonl",
        reports(*((f"镇{number % 3}/{number}", SLOT_TEXT) for number in range(500)), ("镇9/0", TYPO)),
    )
    govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl")

    made = Read(govlint("summary", "f.jsonl", "--output-format", "html", "--top", "2").out)

    assert "501 篇里有 501 处问题" in "".join(text for _, text in made.text)
    # 8 of the rule, of each of two folders, and of those without a year, some of them the same; one typo.
    assert 8 < len(made.texts("message")) <= 4 * 8 + 1
    assert set(made.texts("td")) >= {"500", "167"}
    assert made.texts("more") == ["另有 2 行没有列出，--top 可列出更多"]


def test_no_findings_make_a_page_that_says_so(govlint, write):
    write("a.jsonl", reports(("甲", CLEAN_TEXT)))
    govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl", "--documents", "d.jsonl")

    made = Read(govlint("summary", "f.jsonl", "--documents", "d.jsonl", "--output-format", "html").out)

    assert made.texts("clean") == ["没有发现问题"]
    assert made.texts("message") == []


def test_older_tables_without_texts_make_a_page_without_them(govlint, write):
    finding = {"id": "甲", "path": "a", "rule": "TY001", "name": "known-typo", "severity": "error"}
    write("f.jsonl", jsonl_of(finding))

    made = Read(govlint("summary", "f.jsonl", "--output-format", "html").out)

    assert made.texts("message") == ["TY001 known-typo"]
    assert made.texts("quote") == []


def test_nothing_in_a_table_becomes_markup(govlint, write):
    finding = dict.fromkeys(("id", "path", "name", "message", "text", "before", "after"), HOSTILE)
    write(
        "f.jsonl", jsonl_of(finding | {"rule": f"TY{HOSTILE}", "severity": "error", "line": 1, "column": 2})
    )
    write("d.jsonl", jsonl_of({"id": HOSTILE, "path": "", "characters": 9, "problem": HOSTILE}))

    made = Read(
        govlint("summary", "f.jsonl", "--documents", "d.jsonl", "--output-format", "html", "--by", "text").out
    )

    assert {tag for tag, _ in made.tags} & {"img", "script"} == {"script"}
    assert [tag for tag, _ in made.tags].count("script") == 1
    assert not [link for link in made.having("href") if not link.startswith("#")]
    assert not [one for _, one in made.tags if set(one) & {"onerror", "style", "onclick"}]


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from launched()


@pytest.fixture
def opened(browser, govlint, write, tmp_path) -> Iterator[Callable[..., Page]]:
    write(
        "a.jsonl",
        reports(
            *((f"镇{number % 12}/{2020 + number % 2}/{number}", SLOT_TEXT) for number in range(36)),
            ("镇0/2020/错", TYPO + HOSTILE),
            ("镇7/2021/长", "。".join([TYPO * 9] * 3)),
        )
        + '{"id": \n',
    )
    govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl", "--documents", "d.jsonl")
    assert govlint("summary", "f.jsonl", "--documents", "d.jsonl", "-o", "汇总.html").code == 0
    yield from visits(browser, tmp_path / "汇总.html")


def column(tab: Page, table: int, cell: str) -> list[str]:
    return tab.locator(".tally").nth(table).locator(f"tbody tr:visible > {cell}").all_inner_texts()


def test_rows_choose_among_the_samples(opened):
    tab = opened()
    everything = tab.locator(".entry").count()

    tab.locator("button[data-place]", has_text=re.compile("^镇7$")).click()
    tab.locator("button[data-year]", has_text="2021").click()
    chosen = tab.locator(".entry:visible .folder").all_text_contents()
    assert 0 < len(chosen) < everything
    assert set(chosen) == {"镇7/2021/"}

    tab.locator("button[data-rule]", has_text="PH001").click()
    assert set(tab.locator(".entry:visible .quote b").all_text_contents()) == {"XX"}
    tab.locator("button[data-category=typo]").click()
    assert tab.locator("#none").inner_text() == "没有符合条件的例子"

    pressed = tab.locator("[aria-pressed=true]:not(#by-category)")
    while pressed.count():
        pressed.first.click()
    assert tab.locator("#shown").inner_text() == str(everything)


def test_tables_are_searched_and_sorted(opened):
    tab = opened()
    folders = tab.locator(".tally").nth(1)
    heads = folders.locator("thead button")

    assert folders.locator(".filter").is_visible()
    assert not tab.locator(".tally").nth(0).locator(".filter").is_visible()  # of two rows
    folders.locator(".filter").fill("镇1")
    assert sorted(column(tab, 1, "th")) == ["镇1", "镇10", "镇11"]
    folders.locator(".filter").fill("")

    heads.nth(0).click()
    heads.nth(0).click()
    assert column(tab, 1, "th")[:3] == [".", "镇0", "镇1"]
    heads.nth(1).click()
    counts = [int(text.replace("–", "0")) for text in column(tab, 1, "td:nth-child(2)")]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 2
    assert heads.nth(1).locator("..").get_attribute("aria-sort") == "descending"


def test_keys_go_through_the_samples(opened):
    tab = opened("#f2")

    assert tab.locator(".entry[aria-current]").get_attribute("id") == "f2"
    tab.locator("#by-place").click()
    tab.keyboard.press("j")
    assert tab.evaluate("location.hash") == "#f3"
    tab.keyboard.press("/")
    tab.keyboard.type("准守")
    assert 0 < tab.locator(".entry:visible").count() < tab.locator(".entry").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(opened, scheme):
    tab = opened(color_scheme=scheme, reduced_motion="reduce")
    tab.locator("button[data-place]").first.click()
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    poor, _, ground = tab.evaluate(CONTRAST)
    assert poor == []
    assert (ground < 0.05) == (scheme == "dark")
    tab.locator("#theme").click()
    poor, _, ground = tab.evaluate(CONTRAST)
    assert poor == []
    assert (ground < 0.05) == (scheme == "light")


def test_on_a_narrow_screen_all_is_within_reach(opened):
    tab = opened(viewport={"width": 390, "height": 844})

    assert tab.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert not tab.locator("#list").is_visible()
    tab.locator("button[data-rule]", has_text="TY001").click()
    tab.locator("#open").click()
    assert set(tab.locator(".entry:visible .quote b").all_text_contents()) == {"准守"}


def test_without_scripts_all_is_there_to_read(opened):
    tab = opened(java_script_enabled=False)

    assert tab.locator(".controls, .tools, .steps, .filter").locator("visible=true").count() == 0
    assert tab.locator(".entry:visible").count() == tab.locator(".entry").count() > 5
    assert tab.locator(".tally:visible").count() == 3


def test_on_paper_every_row_stands_apart(opened):
    tab = opened()
    tab.emulate_media(media="print")

    assert tab.locator(".controls, .tools, .steps, .why, .filter").locator("visible=true").count() == 0
    boxes = [one.bounding_box() for one in tab.locator(".tally h2, .tally tr, .group h3, .entry").all()]
    assert all(one["y"] + one["height"] <= other["y"] + 1 for one, other in pairwise(boxes))
    assert tab.evaluate(CONTRAST)[0] == []


ONE = {"id": "甲", "path": "a", "rule": "PH001", "name": "letter-slot", "severity": "error"}


@pytest.mark.parametrize(
    ("name", "table", "said"),
    [
        ("d.csv", "id,path,characters,problem\n甲,a,,\n", "文稿表里有一行缺少 characters"),
        ("d.csv", "id,path,characters,problem\n甲,a,1.5,\n", "characters 一列应为整数，而有一行是 1.5"),
        ("d.csv", "id,path,characters,problem\n甲,a,-5,\n", "有一行的 characters 是 -5，字数不会小于 0"),
        ("d.jsonl", jsonl_of({"id": 1, "path": "a", "characters": [], "problem": None}), "而有一行是 []"),
        ("f.jsonl", jsonl_of({**ONE, "line": "x"}), "line 一列应为整数，而有一行是 x"),
        ("f.jsonl", jsonl_of({**ONE, "rule": 5}), "问题表里有不认识的规则或级别：5 error"),
        ("f.jsonl", jsonl_of({**ONE, "severity": ["error"]}), "不认识的规则或级别：PH001 ['error']"),
    ],
)
def test_a_cell_that_is_not_what_its_column_holds_is_told_of(govlint, write, name, table, said):
    write("f.jsonl", jsonl_of(ONE))
    write("d.jsonl", jsonl_of({"id": "甲", "path": "a", "characters": 10, "problem": None}))
    write(name, table)
    documents = name if name[0] == "d" else "d.jsonl"

    outcome = govlint("summary", "f.jsonl", "--documents", documents, "-o", "页.html")

    assert (outcome.code, outcome.err.startswith("govlint: "), said in outcome.err) == (2, True, True)


def test_whole_numbers_that_an_engine_wrote_as_floats_count_as_such(govlint, write):
    write("f.jsonl", jsonl_of({**ONE, "line": 3.0, "column": float("nan")}))
    write("d.csv", "id,path,characters,problem\n甲,a,10000.0,\n")

    out = govlint("summary", "f.jsonl", "--documents", "d.csv", "--output-format", "html").out

    assert "检查了 1 篇、10,000 字，1 篇里有 1 处问题" in out
    assert '<span class="at">3</span>' in out


def test_cells_of_csv_are_no_formulas_and_are_read_back(govlint, write, tmp_path: Path):
    write("a.jsonl", reports(("=1+1/2024/甲", "==亿元投资。"), ("'@乙", "-XX万元"), ("＝丙", SLOT_TEXT)))

    govlint("scan", "--isolated", "a.jsonl", "-o", "f.csv", "--cleaned", "c.csv")
    govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl")
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {row["id"] for row in rows} == {"'=1+1/2024/甲", "''@乙", "'＝丙"}
    assert [row["text"] for row in rows] == ["'==", "XX", "XX"]
    assert [row["before"] for row in rows] == ["", "'-", "全年投资"]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]
    assert govlint("summary", "f.csv").out == govlint("summary", "f.jsonl").out
    assert "'=1+1" not in govlint("summary", "f.csv").out


def test_a_serial_number_is_no_year(govlint, write):
    ids = [2019, "2019", "A-2098-1", "乡-2098-2021", "报告2023", "20240315"]
    write("a.jsonl", jsonl_of(*({"id": key, "text": SLOT_TEXT} for key in ids)))
    govlint("scan", "--isolated", "a.jsonl", "-o", "f.csv")

    years = govlint("summary", "f.csv").out.partition("年份")[2].splitlines()[1:-1]

    assert [line.split()[:2] for line in years] == [["2021", "1"], ["2023", "1"], ["（没有年份）", "4"]]


def test_the_summary_counts_by_rule_folder_and_year(govlint, write, tmp_path):
    write("档/青溪镇/2023/甲.txt", f"{SLOT_TEXT}\n投资XX亿元。\n")
    write("档/青溪镇/2024/乙.txt", TYPO)
    write("档/柳湾乡/2024.jsonl", jsonl_of({"id": "柳湾乡/丙", "text": SLOT_TEXT}))
    govlint("scan", "--isolated", "档", "-o", "f.csv")
    govlint("scan", "--isolated", "档/青溪镇", "-o", "g.parquet")

    assert govlint("summary", "g.parquet", "--top", "1").out == (
        "规则               处  错误  警告  提示  篇\n"
        "PH001 letter-slot   2     2     0     0   1\n"
        "\n"
        "（另有 1 行，--top 可列出更多）\n"
        "\n"
        "文件夹          处  错误  警告  提示  篇  最多的规则\n"
        "档/青溪镇/2023   2     2     0     0   1  PH001 letter-slot 2\n"
        "\n"
        "（另有 1 行，--top 可列出更多）\n"
        "\n"
        "年份  处  错误  警告  提示  篇  最多的规则\n"
        "2023   2     2     0     0   1  PH001 letter-slot 2\n"
        "\n"
        "（另有 1 行，--top 可列出更多）\n"
        "\n"
    )
    by_category = govlint("summary", "f.csv", "--by", "category").out.splitlines()
    assert ["typo", "1", "1", "0", "0", "1", "TY001", "known-typo", "1"] in map(str.split, by_category)
    for name in ("没有.csv", "f.txt", "稿.csv"):
        write("稿.csv", "id,text\n1,2\n")
        assert govlint("summary", name).code == 2
