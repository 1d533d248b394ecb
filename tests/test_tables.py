"""Totals in tables: which are held against their rows and columns, and which are left alone."""

from __future__ import annotations

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govlint

ROWS = [
    ["村名", "户数", "人数", "耕地（亩）"],
    ["东坪", "312", "1,086", "980.5"],
    ["西岭", "208", "671", "702.0"],
    ["河口", "165", "540", "611.3"],
    ["合计", "685", "2,297", "2293.8"],
]


def changed(table, *cells):
    """The rows of a table with other texts in some cells: row, column, text."""
    rows = [list(row) for row in table]
    for row, column, text in cells:
        rows[row][column] = text
    return rows


def markdown(rows):
    head, *rest = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join(["# 附表", "", head, "|---|---|---|---|", *rest, ""])


def tabbed(rows):
    return "".join("\t".join(row) + "\n" for row in rows)


def framed(rows):
    return "".join(f"|{'|'.join(row)}|\n" for row in rows)


def totals(text):
    return [(one.text, one.message) for one in govlint.lint_text(text, select=["AR059", "AR060"])]


@pytest.mark.parametrize("written", [markdown, tabbed])
@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (ROWS, []),
        (
            changed(ROWS, (4, 1, "658")),
            [("658", "表中“户数”一列相加得685，合计写的是658（658若是685则相符）")],
        ),
        (changed(ROWS, (2, 1, "218")), [("685", "表中“户数”一列相加得695，合计写的是685")]),
        (changed(ROWS, (4, 2, "2,279")), [("2,279", "表中“人数”一列相加得2297，合计写的是2,279")]),
        (changed(ROWS, (4, 3, "2293.9")), []),  # each may be rounded
        (changed(ROWS, (4, 3, "2393.8")), [("2393.8", "表中“耕地（亩）”一列相加得2293.8，合计写的是2393.8")]),
        (changed(ROWS, (4, 0, "合　计")), []),
        (changed(ROWS, (4, 3, "764.6")), []),  # a mean
        (changed(ROWS, (2, 1, "约208")), []),
        (changed(ROWS, (2, 0, "其中：西岭")), []),
        (changed(ROWS, (0, 1, "户均人口")), []),
    ],
)
def test_columns_are_held_against_their_total(written, rows, found):
    assert totals(written(rows)) == found


def test_a_column_that_does_not_add_up_among_others_that_do_not_is_left_alone():
    rows = changed(ROWS, (4, 1, "600"))
    rows[4][2] = "2,000"

    assert totals(tabbed(rows)) == []


def test_the_total_of_totals_is_not_blamed_for_one_of_them():
    rows = [
        ["乡镇", "粮食", "油料", "合计"],
        ["甲乡", "1200", "300", "1500"],
        ["乙乡", "1100", "260", "1360"],
    ]
    rows += [["丙乡", "900", "240", "1140"], ["合计", "3200", "810", "4000"]]

    assert totals(tabbed(rows)) == [("810", "表中“油料”一列相加得800，合计写的是810")]


def test_a_total_may_stand_first_and_over_merged_cells():
    rows = [["序号", *ROWS[0]], ["合计", *changed(ROWS, (4, 1, "658"))[4][1:]]]
    rows += [[str(number), *row] for number, row in enumerate(ROWS[1:4], 1)]

    assert totals(tabbed(rows)) == [("658", "表中“户数”一列相加得685，合计写的是658（658若是685则相符）")]


def test_rows_are_held_against_their_total_where_the_other_rows_add_up():
    rows = [["单位", "合计", "办结", "在办"], ["城建办", "86", "71", "15"], ["民政办", "54", "48", "6"]]

    assert totals(tabbed([*rows, ["农经站", "73", "69", "9"]])) == [
        ("73", "表中“农经站”一行相加得78，合计写的是73")
    ]
    assert totals(tabbed([*rows[:2], ["农经站", "73", "69", "9"]])) == []


def test_a_total_in_word_is_found_at_its_cell_also_in_tables_with_nothing_between_them(tmp_path, govlint):
    document = docx.Document()
    for rows in (changed(ROWS, (4, 1, "658")), changed(ROWS, (4, 2, "2,000"))):
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    path = tmp_path / "附表.docx"
    document.save(path)

    run = govlint("check", "--isolated", "--output-format", "json", str(path))

    findings = [one for one in run.json["diagnostics"] if one["rule"] == "AR059"]
    keys = ("table", "table_row", "table_column")
    places = [tuple(one["start"][key] for key in keys) for one in findings]
    assert [one["text"] for one in findings] == ["658", "2,000"]
    assert places == [(1, 5, 2), (2, 5, 3)]


def test_relations_of_tables_are_listed(tmp_path, govlint):
    path = tmp_path / "附表.md"
    path.write_text(markdown(changed(ROWS, (4, 0, "**合计**"))), encoding="utf-8")

    run = govlint("numbers", str(path))

    assert "AR059 312+208+165=685" in run.out


# In the next two, of what would be found in ADDED only the one thing in the id is another.
ADDED = [
    ["项目", "投资", "面积", "长度"],
    ["道路", "120", "30.5", "18"],
    ["桥梁", "80", "20.2", "6"],
    ["水渠", "60", "12.4", "9"],
    ["合计", "290", "63.1", "33"],
]


def test_what_would_be_found():
    assert totals(tabbed(ADDED)) == [("290", "表中“投资”一列相加得260，合计写的是290")]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(changed(ADDED, (4, 1, "130")), id="half the sum: parts of parts"),
        pytest.param(changed(ADDED, (4, 1, "0.026")), id="another unit"),
        pytest.param(changed(ADDED, (4, 1, "2600000")), id="a smaller unit"),
        pytest.param(changed(ADDED, (4, 1, "87")), id="a mean"),
        pytest.param(changed(ADDED, (2, 1, "—")), id="a part is missing"),
        pytest.param(
            [*ADDED[:2], ["桥梁", "—", "20.2", "6"], ["合计", "110", "50.7", "24"]], id="a single part"
        ),
        pytest.param(changed(ADDED, (2, 1, "约80"), (4, 1, "150")), id="a part that is no number"),
        pytest.param(changed(ADDED, (0, 1, "")), id="no heading"),
        pytest.param(changed(ADDED, (0, 1, "覆盖户数")), id="counted more than once"),
        pytest.param(changed(ADDED, (2, 0, "其中：桥梁")), id="parts of parts by name"),
        pytest.param([*ADDED[:3], ["合计", "230", "50.7", "24"], *ADDED[3:]], id="two totals"),
        pytest.param(
            changed(ADDED, (0, 1, "2023"), (0, 2, "5"), (0, 3, "6")), id="figures instead of headings"
        ),
        pytest.param(
            changed(ADDED, (2, 2, "0"), (4, 2, "42.9"), (4, 1, "275")), id="a witness without a figure there"
        ),
        pytest.param(changed(ADDED, (4, 2, "70.1")), id="as many wrong as right"),
        pytest.param([row[:2] for row in ADDED], id="one column, no swap"),
        pytest.param([*ADDED[:2], ["桥梁", "80"], *ADDED[3:]], id="cells merged behind"),
        pytest.param([*ADDED[:4], ["小结"], ADDED[4]], id="a row merged into one cell"),
        pytest.param([[*row, "1"] if row[0] == "桥梁" else row for row in ADDED], id="a row that is longer"),
    ],
)
def test_what_may_have_another_reason_is_left_alone(rows):
    assert totals(framed(rows)) == []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param(
            changed(ADDED, (0, 1, "2023"), (0, 2, "2024"), (0, 3, "2025")), ["290"], id="years for headings"
        ),
        pytest.param(changed(ADDED, (4, 0, "合计（万元）")), ["290"], id="a unit in the label"),
        pytest.param([["附表一"], *ADDED], ["290"], id="a title over all columns"),
        pytest.param(changed(ADDED, (4, 1, "60")), ["60"], id="a lost digit, though between the parts"),
        pytest.param(changed(ADDED, (4, 1, "263")), [], id="three more, when each may be rounded"),
        pytest.param(
            changed(ADDED, (0, 1, "户数"), (4, 1, "263")), ["263"], id="three more, when they are counted"
        ),
        pytest.param(
            [row[:2] for row in changed(ADDED, (4, 1, "620"))], ["620"], id="one column, two digits swapped"
        ),
        pytest.param(
            [row[:3] for row in changed(ADDED, (4, 1, "280"))], ["280"], id="one other, a digit changed"
        ),
        pytest.param(
            [row[:3] for row in changed(ADDED, (4, 1, "291"))], [], id="one other, two digits changed"
        ),
        pytest.param(
            [ADDED[0], ["", "（万元）", "（亩）", "（公里）"], *ADDED[1:]], ["290"], id="two rows of headings"
        ),
        pytest.param(
            [["项目", "概况", "概况", "概况"], ["", "受益户数", "面积", "长度"], *ADDED[1:]],
            [],
            id="the lower heading says it is counted more than once",
        ),
    ],
)
def test_what_has_no_other_reason_is_found(rows, found):
    assert [total for total, _ in totals(framed(rows))] == found


def test_subtotals_are_held_against_their_rows_and_the_total_against_them():
    rows = [
        ["片区", "村名", "户数", "人数"],
        ["东片", "河口", "108", "690"],
        ["东片", "西岭", "193", "869"],
        ["东片", "小计", "301", "1559"],
        ["西片", "新丰", "104", "408"],
        ["西片", "石桥", "67", "475"],
        ["西片", "小计", "171", "838"],
        ["合计", "", "472", "2442"],
    ]

    assert [total for total, _ in totals(framed(rows))] == ["838"]


def test_a_row_is_called_by_the_text_nearest_to_its_figures():
    rows = [
        ["序号", "单位", "合计", "办结", "在办"],
        ["1", "城建办", "86", "71", "15"],
        ["2", "民政办", "54", "48", "6"],
        ["3", "农经站", "73", "69", "9"],
    ]

    assert totals(framed(rows)) == [("73", "表中“农经站”一行相加得78，合计写的是73")]


def test_sums_are_printed_to_the_last_digit():
    rows = [
        ["项目", "甲", "乙", "丙"],
        ["一", "333333333333333.11", "2", "8"],
        ["二", "444444444444444.11", "5", "-3"],
        ["合计", "877777777777777.22", "7", "5"],
    ]

    assert totals(framed(rows)) == [
        ("877777777777777.22", "表中“甲”一列相加得777777777777777.22，合计写的是877777777777777.22")
    ]


@given(st.text("|-\t\n 合计项目12.，", max_size=120))
def test_no_table_is_too_odd(text):
    totals(f"项目|合计|数\n{text}")
