"""`govlint numbers`: the table of figures, on the terminal, as CSV and as JSON."""

from __future__ import annotations

import csv

import pytest

DRAFT = (
    "全年排查隐患135处，已整改98处，剩余37处限期整改。\n"
    "全县有脱贫户4312户，其中已就业3126户，占82.5%。\n"
    "收到意见62条，又新增8条，已办结51条，剩余19条；粮食产量23.8万吨。\n"
)


def test_table(govlint, write):
    write("总结.txt", DRAFT)

    outcome = govlint("numbers", "--isolated", "总结.txt")

    assert outcome.out.splitlines() == [
        "总结.txt:1:7 相符 AR001 135处-98处=37处，文中为37处",
        "总结.txt:2:25 不符 AR012 3126户÷4312户=72.5%，文中为82.5%",
        "总结.txt:3:12 无法核对 AR001 8条、51条、19条（句中有“又”，不能照算）",
        "总结.txt: 未核对的数据 2 个：62条、23.8万吨",
        "核对了 3 处关系：相符 1、不符 1、无法核对 1；另有 2 个数据不在可核对的关系中",
    ]
    assert outcome.code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("全镇惠及86户312人。", "相符 AR032 86户≤312人"),
        ("全村共有486户125人。", "不符 AR032 486户≤125人"),
        ("农村自来水普及率达100%。", "相符 AR010 100%≤100%"),
        ("排查隐患100处，已整改50处，剩余50处。", "相符 AR001 100处-50处=50处，文中为50处"),
        (
            "全镇筹资五十二万元，其中财政三十万元、群众十五万元、企业十二万元。",
            "不符 AR002 三十万元+十五万元+十二万元=57万元≤五十二万元",
        ),
        (
            "全镇筹资五十万元，其中财政三十万元、群众十五万元、企业五万元。",
            "相符 AR002 三十万元+十五万元+五万元=50万元≤五十万元",
        ),
        (
            "全年收入110万元，比上年100万元增长13%。",
            "相符（取整之内） AR019 (110万元-100万元)÷100万元=10%，文中为13%",
        ),
        (
            "工业增加值由2018年的40.2亿元增加到2022年的61.8亿元，年均增长13.4%。",
            "不符 AR033 (61.8亿元-40.2亿元)÷40.2亿元÷(2022-2018)=13.43%，不应为13.4%",
        ),
        (
            "一、全年工作\n完成。\n二、存在问题\n不少。\n三、明年打算\n苦干。\n",
            "相符 ST001 一、二、三，序号连续",
        ),
        ("推进厨房、厕所、庭院“四大革命”。", "不符 CO004 推进厨房、厕所、庭院，共3项，文中为四"),
        ("签约甲地光伏、乙地风电、丙地储能等项目7个。", "相符 CO011 约甲地光伏、乙地风电、丙地储能=3≤7"),
        (
            "| 单位 | 户数 |\n|---|---|\n| 甲村 | 12 |\n| 乙村 | 23 |\n| 合计 | 45 |\n",
            "无法核对 AR059 12、23、45（对不上，但要同一行（列）另有两个合计对得上，才断定是错）",
        ),
        ("成文日期：2024-03-08 发布日期：2024-03-18", "相符 CO012 2024-03-08≤2024-03-18"),
    ],
)
def test_a_relation_is_shown_as_what_it_is(govlint, write, text, said):
    write("a.md", text)

    first = govlint("numbers", "--isolated", "a.md").out.splitlines()[0]

    assert first.split(" ", 1)[1] == said


def test_csv_opens_in_a_spreadsheet(govlint, write, tmp_path):
    write("=总结.txt", DRAFT.encode("gb18030"))

    outcome = govlint("numbers", "--isolated", "=总结.txt", "--output-file", "表.csv")
    data = (tmp_path / "表.csv").read_bytes()
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))

    on_terminal = govlint("numbers", "--isolated", "=总结.txt").out.splitlines()

    assert (outcome.code, outcome.out) == (0, "")
    assert data.startswith("\ufeff".encode())
    assert [(row["文件"], row["行"], row["列"], row["结论"], row["文中"]) for row in rows] == [
        ("'=总结.txt", "1", "7", "相符", "37处"),
        ("'=总结.txt", "2", "25", "不符", "82.5%"),
        ("'=总结.txt", "3", "12", "无法核对", "8条、51条、19条"),
        ("'=总结.txt", "3", "5", "未核对", "62条"),
        ("'=总结.txt", "3", "32", "未核对", "23.8万吨"),
    ]
    shown = [f"=总结.txt:{row['行']}:{row['列']}" for row in rows if row["规则"]]
    assert [line.split()[0] for line in on_terminal[:3]] == shown
    assert rows[1]["算式"] == "3126户÷4312户"
    assert rows[1]["算得"] == "72.5%"
    assert [row["原因"][:3] for row in rows] == ["", "", "句中有", "", ""]


def test_json_has_places_and_values(govlint, write):
    write("a.txt", DRAFT)

    (file,) = govlint("numbers", "--isolated", "a.txt", "--output-format", "json").json["files"]

    assert [(one["rule"], one["verdict"]) for one in file["relations"]] == [
        ("AR001", "consistent"),
        ("AR012", "inconsistent"),
        ("AR001", "undecided"),
    ]
    assert [one["why"] is None for one in file["relations"]] == [True, True, False]
    assert [DRAFT[one["start"]["offset"] : one["end"]["offset"]] for one in file["unchecked"]] == [
        "62条",
        "23.8万吨",
    ]
    assert (file["unchecked"][1]["value"], file["unchecked"][1]["base"]) == (238_000_000.0, "公斤")


def test_what_cannot_be_read_is_told(govlint, write):
    write("a.txt", b"\x00\x01\x02")

    missing = govlint("numbers", "无此文件.txt")
    binary = govlint("numbers", "a.txt", "--output-format", "csv")
    own = govlint("numbers", "a.txt", "--output-file", "a.txt")

    assert (missing.code, binary.code, own.code) == (2, 2, 2)
    assert "无此文件.txt: 未能检查" in missing.out
    assert "未能检查" in binary.out
    assert "不能又写入结果" in own.err
