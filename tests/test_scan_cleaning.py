"""`govlint scan --cleaned` takes out what is not prose and nothing else."""

from __future__ import annotations

import pytest
from archives import TYPO, jsonl_of, lines


def test_cleaning_takes_out_boilerplate_and_nothing_else(govlint, write, tmp_path):
    mark = "柳湾在线--服务乡村每一天"
    body = [
        f"全镇完成第{number}批投资{number}2万元，群众得到实惠，各项工作稳步推进。" for number in range(1, 41)
    ]
    furniture = "索引号: 00892/2024-117 主题分类: 综合政务 发布机构: 柳湾乡人民政府\n"
    text = furniture + "".join(f"{line}{mark}\n" for line in body) + "种粮1.6万亩&nbsp;，自觉准守XX。\n"
    write("a.jsonl", jsonl_of({"id": "甲", "text": text}, {"id": "乙", "text": TYPO}))

    outcome = govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl", "--cleaned", "c.jsonl")
    cleaned = lines(tmp_path / "c.jsonl")

    assert outcome.code == 0
    assert cleaned[0]["text"] == "\n".join(body) + "\n种粮1.6万亩，自觉准守XX。\n"
    removed = cleaned[0]["removed"]
    assert [one["text"] for one in removed] == [furniture, *[mark] * 40, "&nbsp;"]
    assert all(text[one["offset"] : one["end_offset"]] == one["text"] for one in removed)
    assert cleaned[1] == {"id": "乙", "path": "a.jsonl", "text": TYPO, "removed": []}


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("正文一段。本文来自文库网，下载后查看全文。", "正文一段。"),
        ("正文一段。\n本文来自文库网，下载后查看全文", "正文一段。\n"),
        ("正文一段。\n　　本文来自文库网，下载后查看全文。\n第二段。\n", "正文一段。\n第二段。\n"),
        ("正文一段，本文来自文库网。", "正文一段。"),
        ("正文一段，本文来自文库网，下载后查看全文，第二段。", "正文一段，第二段。"),
        ("正文一段。本文来自文库网，。第二段。", "正文一段。第二段。"),
        ("本文来自文库网，正文一段。", "正文一段。"),
        ("正文，，一段。\n。第二段。\n本文来自文库网\n", "正文，，一段。\n。第二段。\n"),
        ("甲\n本文来自文库网，下载后查看全文\n\n乙\n", "甲\n\n乙\n"),
        ("发放5本文来自文库网，下载后查看全文3户。", "发放5，3户。"),
        ("发放5【打印本页】3户。", "发放5【打印本页】3户。"),
        ("发放5【打印本页】，300户。", "发放5【打印本页】，300户。"),
        ("发放5【打印本页】&nbsp;3户。", "发放5【打印本页】3户。"),
        ("投资3.&#40;5万元。", "投资3.&#40;5万元。"),
        ("完成12</p><p>34户，二十<br><br>三万元。", "完成12</p><p>34户，二十<br><br>三万元。"),
        ("共有12\u200b34户，投资&nbsp;3亿元，发放5【打印本页】户。", "共有1234户，投资3亿元，发放5户。"),
        ("甲。\n&nbsp;&nbsp;&nbsp;&nbsp;乙。\n", "甲。\n乙。\n"),
        ("全年完成植树\ufffd\ufffd万株。", "全年完成植树\ufffd\ufffd万株。"),
    ],
)
def test_cleaning_leaves_no_debris(govlint, write, tmp_path, text, cleaned):
    write("a.jsonl", jsonl_of({"id": "甲", "text": text}))

    govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl", "--cleaned", "c.jsonl")
    (row,) = lines(tmp_path / "c.jsonl")

    assert row["text"] == cleaned
    assert all(text[one["offset"] : one["end_offset"]] == one["text"] for one in row["removed"])


def test_cleaning_leaves_what_the_configuration_allows(govlint, write, tmp_path):
    write(".govlint.yaml", "allow: ['【打印本页】 【关闭窗口】']\n")
    write("a.txt", "柳溪乡工作总结\n【打印本页】 【关闭窗口】\n&nbsp;完\n")

    govlint("scan", "a.txt", "-o", "f.jsonl", "--cleaned", "c.jsonl")

    assert lines(tmp_path / "c.jsonl")[0]["text"] == "柳溪乡工作总结\n【打印本页】 【关闭窗口】\n完\n"


def test_cleaning_changes_no_figure(govlint, write, tmp_path):
    write(
        "own.yaml",
        """\
- id: BP901
  name: clicks
  severity: warning
  message: 点击数
  why: 网页残留。
  source: practice
  kind: pattern
  residue: true
  options: {pattern: '点击数：\\d+'}
  examples:
    bad: [{text: 点击数：3, match: 点击数：3}, {text: 点击数：4, match: 点击数：4}]
    good: [点击数增长, 点击]
""",
    )
    write(".govlint.yaml", "rules: [own.yaml]\n")
    text = "点击数：3.6万次，点击数：12亿，点击数：5，全镇平稳。"
    write("a.jsonl", jsonl_of({"id": "甲", "text": text}))

    outcome = govlint("scan", "a.jsonl", "-o", "f.jsonl", "--cleaned", "c.jsonl")
    (row,) = lines(tmp_path / "c.jsonl")

    assert outcome.code == 0
    assert row["text"] == "点击数：3.6万次，点击数：12亿，全镇平稳。"


def test_cleaning_leaves_what_a_comment_exempts(govlint, write, tmp_path):
    notice = "本文来自文库网，下载后查看全文"
    write("d/a.md", f"<!-- govlint-disable-next-line BP -->\n{notice}\n\n正文一段。{notice}\n")

    govlint("scan", "--isolated", "d", "-o", "f.jsonl", "--cleaned", "c.jsonl")
    (cleaned,) = lines(tmp_path / "c.jsonl")

    assert cleaned["text"].endswith(f"{notice}\n\n正文一段。\n")
