"""Totals in tables: which are held against their rows and columns, and which are left alone."""

from __future__ import annotations

import docx
import pytest

import govlint

ROWS = [
    ["村名", "户数", "人数", "耕地（亩）"],
    ["东坪", "312", "1,086", "980.5"],
    ["西岭", "208", "671", "702.0"],
    ["河口", "165", "540", "611.3"],
    ["合计", "685", "2,297", "2293.8"],
]


def changed(row, column, text):
    rows = [list(cells) for cells in ROWS]
    rows[row][column] = text
    return rows


def markdown(rows):
    head, *rest = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join(["# 附表", "", head, "|---|---|---|---|", *rest, ""])


def tabbed(rows):
    return "".join("\t".join(row) + "\n" for row in rows)


def totals(text):
    return [(one.text, one.message) for one in govlint.lint_text(text, select=["AR059", "AR060"])]


@pytest.mark.parametrize("written", [markdown, tabbed])
@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (ROWS, []),
        (changed(4, 1, "658"), [("658", "表中“户数”一列相加得685，合计写的是658（658若是685则相符）")]),
        (changed(2, 1, "218"), [("685", "表中“户数”一列相加得695，合计写的是685")]),
        (changed(4, 2, "2,279"), [("2,279", "表中“人数”一列相加得2297，合计写的是2,279")]),
        (changed(4, 3, "2293.9"), []),  # each may be rounded
        (changed(4, 3, "2393.8"), [("2393.8", "表中“耕地（亩）”一列相加得2293.8，合计写的是2393.8")]),
        (changed(4, 0, "合　计"), []),
        (changed(4, 3, "764.6"), []),  # a mean
        (changed(2, 1, "约208"), []),
        (changed(2, 0, "其中：西岭"), []),
        (changed(0, 1, "户均人口"), []),
    ],
)
def test_columns_are_held_against_their_total(written, rows, found):
    assert totals(written(rows)) == found


def test_a_column_that_does_not_add_up_among_others_that_do_not_is_left_alone():
    rows = changed(4, 1, "600")
    rows[4][2] = "2,000"

    assert totals(tabbed(rows)) == []


def test_a_total_may_stand_first_and_over_merged_cells():
    rows = [["序号", *ROWS[0]], ["合计", *changed(4, 1, "658")[4][1:]]]
    rows += [[str(number), *row] for number, row in enumerate(ROWS[1:4], 1)]

    assert totals(tabbed(rows)) == [("658", "表中“户数”一列相加得685，合计写的是658（658若是685则相符）")]


def test_rows_are_held_against_their_total_where_the_other_rows_add_up():
    rows = [["单位", "合计", "办结", "在办"], ["城建办", "86", "71", "15"], ["民政办", "54", "48", "6"]]

    assert totals(tabbed([*rows, ["农经站", "73", "69", "9"]])) == [
        ("73", "表中“农经站”一行相加得78，合计写的是73")
    ]
    assert totals(tabbed([*rows[:2], ["农经站", "73", "69", "9"]])) == []


def test_a_total_in_word_is_found_at_its_cell(tmp_path, govlint):
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    for row in changed(4, 1, "658"):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "附表.docx"
    document.save(path)

    run = govlint("check", "--isolated", "--output-format", "json", str(path))

    [finding] = [one for one in run.json["diagnostics"] if one["rule"] == "AR059"]
    place = finding["start"]
    assert (finding["text"], place["table_row"], place["table_column"]) == ("658", 5, 2)


def test_relations_of_tables_are_listed(tmp_path, govlint):
    path = tmp_path / "附表.md"
    path.write_text(markdown(ROWS), encoding="utf-8")

    run = govlint("numbers", str(path))

    assert "AR059 312+208+165=685" in run.out


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param(
            "片区 村名 户数 人数|东片 河口 108 690|东片 西岭 193 869|东片 小计 301 1559|西片 新丰 104 408"
            "|西片 石桥 67 475|西片 小计 171 838|合计 - 472 2442",
            ["838"],
            id="subtotals",
        ),
        pytest.param("类别 人数|低保 312|特困 86|孤儿 14|合计 421", ["421"], id="one column, digits swapped"),
        pytest.param("类别 人数|低保 312|特困 86|孤儿 14|合计 452", [], id="one column, anything else"),
        pytest.param("村名 户数 人数|东坪 312 986|西岭 - 671|合计 520 1657", [], id="a part is missing"),
        pytest.param(
            "项目 投资 面积|一、道路 120 30|（一）村道 80 30|（二）桥梁 40 0|合计 120 60",
            [],
            id="parts of parts",
        ),
        pytest.param("项目 投资|道路 120|桥梁 80|合计 400|占比 60", [], id="something else than the sum"),
        pytest.param("村名 户数 覆盖村数|东坪 312 3|西岭 208 4|合计 520 5", [], id="counted more than once"),
        pytest.param("2023 120 30|2024 80 20|2025 40 10|合计 250 60", [], id="no headings"),
        pytest.param(f"村名 编码|东坪 {'9' * 5000}|西岭 {'8' * 5000}|合计 1", [], id="no figures"),
    ],
)
def test_what_may_have_another_reason_is_left_alone(rows, found):
    text = "".join(f"|{row.replace(' ', '|')}|\n" for row in rows.split("|"))

    assert [total for total, _ in totals(text)] == found
