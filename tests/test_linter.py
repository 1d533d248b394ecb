"""What the linter makes of findings: order, collapsing, shadows, allowed words, fingerprints, timeouts."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

import govlint
from govlint.checkers.ending import EndingChecker
from govlint.checkers.length import LengthChecker
from govlint.diagnostic import Severity
from govlint.document import Document, Span
from govlint.linter import lint
from govlint.rules.ruleset import builtin_rules, load_rules

RULE = """
- id: {id}
  name: {name}
  severity: warning
  message: 有“{{match}}”
  why: 试验。
  source: practice
  kind: pattern
  options: {{pattern: '{pattern}'}}
  {more}
  examples:
    bad:
      - {{text: '{bad}', match: '{match}'}}
      - {{text: '又{bad}', match: '{match}'}}
    good: [好, 很好]
"""


def rules(tmp_path: Path, *entries: dict) -> list:
    text = "".join(
        RULE.format(**{"more": "", "match": entry["bad"], "name": entry["id"].lower(), **entry})
        for entry in entries
    )
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return load_rules([str(path)])


def test_diagnostics_come_by_place(tmp_path):
    found = lint(
        Document("丙乙甲"),
        rules(
            tmp_path,
            {"id": "PH901", "pattern": "甲", "bad": "甲"},
            {"id": "TY901", "pattern": "丙", "bad": "丙"},
        ),
    )

    assert [(entry.rule, entry.span, entry.text) for entry in found.diagnostics] == [
        ("TY901", (0, 1), "丙"),
        ("PH901", (2, 3), "甲"),
    ]


def test_too_many_findings_become_one(tmp_path):
    crowded = rules(tmp_path, {"id": "PU901", "pattern": "甲", "bad": "甲", "more": "collapse: 2"})

    few = lint(Document("甲乙甲"), crowded).diagnostics
    many = lint(Document("甲乙甲乙甲"), crowded).diagnostics

    assert len(few) == 2
    assert [entry.message for entry in many] == ["有“甲”（全文共 3 处同类问题，此为第一处）"]
    assert [entry.span for entry in many[0].related] == [(2, 3), (4, 5)]

    (crowd,) = lint(Document("甲乙" * 80), crowded).diagnostics
    assert crowd.message == "有“甲”（全文共 80 处同类问题，此为第一处）"
    assert [entry.span.start for entry in crowd.related] == [*range(2, 62, 2)]


def test_the_first_of_many_findings_keeps_its_other_place():
    (only,) = govlint.lint_text("“甲“乙”。\n" * 16, select="PU005")

    assert [(entry.span, entry.message) for entry in only.related[:3]] == [
        ((2, 3), "后一个前引号"),
        ((7, 8), "同类"),
        ((14, 15), "同类"),
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("开展“双拥活动，完成“两委”换届。", [2]),  # the first was never closed
        ("坚持“三农“工作，推进“两委”换届。", [5]),  # the second points the wrong way, and is told once
        ("坚持“三农“工作。", [5]),
        ("贯彻“坚持“三化”方针”的要求。", [2]),
    ],
)
def test_a_quote_that_opens_twice_is_told_where_it_is_at_fault(text, places):
    found = govlint.lint_text(text, select="PU005")

    assert [entry.span.start for entry in found] == places


def test_many_findings_may_have_a_message_of_their_own(tmp_path):
    more = "collapse: 1\n  collapsed: 共 {collapsed} 处，有{matches}"
    crowded = rules(tmp_path, {"id": "PU901", "pattern": "[甲乙丙丁戊己庚]", "bad": "甲", "more": more})

    one = lint(Document("甲"), crowded).diagnostics
    many = lint(Document("甲乙乙"), crowded).diagnostics
    more = lint(Document("甲乙丙丁戊己庚"), crowded).diagnostics

    assert [entry.message for entry in one] == ["有“甲”"]
    assert [entry.message for entry in many] == ["共 3 处，有“甲”、“乙”"]
    assert [(entry.span, entry.message) for entry in many[0].related] == [
        ((1, 2), "有“乙”"),
        ((2, 3), "有“乙”"),
    ]
    assert more[0].message == "共 7 处，有“甲”、“乙”、“丙”、“丁”、“戊”、“己”等"


RELATION = """
- id: {id}
  name: {name}
  severity: {severity}
  message: 不符
  why: 试验。
  source: practice
  kind: relation
  options: {{pattern: '{pattern}', formula: '{formula}'}}
  examples:
    bad:
      - {{text: '{bad}', match: '{match}'}}
      - {{text: '又{bad}', match: '{match}'}}
    good: [好, 很好]
"""


@pytest.mark.parametrize(
    ("larger", "told"), [("error", ["AR902"]), ("warning", ["AR901", "AR902"])], ids=["severer", "milder"]
)
def test_what_a_larger_relation_says_as_well_is_dropped_unless_it_is_milder(tmp_path, larger, told):
    text = "共3个，甲5个，乙7个"
    path = tmp_path / "rules.yaml"
    path.write_text(
        RELATION.format(
            id="AR901", name="one", severity="error", bad=text, match="3个",
            pattern="共{T}，甲{D}", formula="D <= T",
        )
        + RELATION.format(
            id="AR902", name="both", severity=larger, bad=text, match="3个",
            pattern="共{T}，甲{D}，乙{E}", formula="D + E <= T",
        ),
        encoding="utf-8",
    )  # fmt: skip

    found = lint(Document(text), load_rules([str(path)]))

    assert [one.rule for one in found.diagnostics] == told


def related(tmp_path, text, *formulas):
    """What rules that set figures in relation find in a text; each is given as its pattern, its formula, and
    a wrong text with what is reported there.
    """
    path = tmp_path / "rules.yaml"
    path.write_text(
        "".join(
            RELATION.format(
                id=f"AR90{number}", name=f"rule-{number}", severity="error", bad=bad, match=match,
                pattern=pattern, formula=formula,
            )
            for number, (pattern, formula, bad, match) in enumerate(formulas)
        ),
        encoding="utf-8",
    )  # fmt: skip
    return lint(Document(text), load_rules([str(path)]))


def test_what_two_rules_say_of_one_figure_is_told_by_both(tmp_path):
    found = related(
        tmp_path,
        "率达120%",
        ("率达{P:percent}", "P <= 100", "率达130%", "130%"),
        ("达{P:percent}", "P <= 50", "达60%", "60%"),
    )

    assert [(one.rule, one.text) for one in found.diagnostics] == [("AR900", "120%"), ("AR901", "120%")]


def test_a_relation_that_is_reported_is_listed_though_a_larger_one_holds(tmp_path):
    found = related(
        tmp_path,
        "共3个，甲5个，乙7个",
        ("共{T}，甲{D}", "D <= T", "共3个，甲5个", "3个"),
        ("共{T}，甲{D}，乙{E}", "T <= D + E", "共9个，甲1个，乙2个", "9个，甲1个，乙2个"),
    )

    assert [one.rule for one in found.diagnostics] == ["AR900"]
    assert sorted((one.rule, one.verdict.name) for one in found.relations) == [
        ("AR900", "inconsistent"),
        ("AR901", "consistent"),
    ]


def test_shadows_hide_other_findings_inside(tmp_path):
    found = lint(
        Document("甲乙丙甲"),
        rules(
            tmp_path,
            {"id": "BP901", "pattern": "乙丙甲", "bad": "乙丙甲", "more": "shadows: true"},
            {"id": "TY901", "pattern": "甲", "bad": "甲"},
        ),
    )

    assert [(entry.rule, entry.span) for entry in found.diagnostics] == [("TY901", (0, 1)), ("BP901", (1, 4))]


def test_of_nested_shadows_the_outer_one_counts_and_every_overlap_is_hidden(tmp_path):
    found = lint(
        Document("甲乙丙丁戊，甲"),
        rules(
            tmp_path,
            {"id": "BP901", "pattern": "甲乙丙丁", "bad": "甲乙丙丁", "more": "shadows: true"},
            {"id": "BP902", "pattern": "乙丙", "bad": "乙丙", "more": "shadows: true"},
            {"id": "TY901", "pattern": "丁戊", "bad": "丁戊"},
            {"id": "TY902", "pattern": "甲", "bad": "甲"},
        ),
    )

    assert [(entry.rule, entry.span) for entry in found.diagnostics] == [("BP901", (0, 4)), ("TY902", (6, 7))]


def test_of_shadows_that_begin_together_the_longer_one_counts(tmp_path):
    found = lint(
        Document("甲乙丙丁"),
        rules(
            tmp_path,
            {"id": "BP901", "pattern": "甲乙", "bad": "甲乙", "more": "shadows: true"},
            {"id": "PU901", "pattern": "甲乙丙", "bad": "甲乙丙", "more": "shadows: true"},
        ),
    )

    assert [entry.rule for entry in found.diagnostics] == ["PU901"]


def test_a_phrase_speaks_for_what_lies_inside_it(tmp_path):
    found = lint(
        Document("甲乙丙丁，乙"),
        rules(
            tmp_path,
            {"id": "TY901", "pattern": "甲乙丙", "bad": "甲乙丙"},
            {"id": "TY902", "pattern": "乙", "bad": "乙"},
            {"id": "PU901", "pattern": "丙", "bad": "丙"},
        ),
    )

    assert [(entry.rule, entry.span) for entry in found.diagnostics] == [
        ("TY901", (0, 3)),
        ("PU901", (2, 3)),
        ("TY902", (5, 6)),
    ]


def test_of_what_is_not_written_yet_nothing_else_is_said(tmp_path):
    found = lint(
        Document("甲乙丙丁，戊"),
        rules(
            tmp_path,
            {"id": "PH901", "pattern": "甲乙丙", "bad": "甲乙丙"},
            {"id": "PH902", "pattern": "戊", "bad": "戊"},
            {"id": "PU901", "pattern": "丙", "bad": "丙"},
            {"id": "TY901", "pattern": "丁，戊", "bad": "丁，戊"},
            {"id": "PU902", "pattern": "戊", "bad": "戊"},
        ),
    )

    assert [(entry.rule, entry.span) for entry in found.diagnostics] == [
        ("PH901", (0, 3)),
        ("TY901", (3, 6)),
        ("PH902", (5, 6)),
    ]


@pytest.mark.parametrize(
    ("allowed", "spans"),
    [
        ({}, [(2, 4), (7, 9)]),
        ({"*": ["老××号"]}, [(7, 9)]),
        ({"PH901": ["老××号"]}, [(7, 9)]),
        ({"TY901": ["老××号"]}, [(2, 4), (7, 9)]),
        ({"*": ["××"]}, []),
    ],
)
def test_allowed_texts_cover_findings(tmp_path, allowed, spans):
    found = lint(
        Document("去老××号，投××元"), rules(tmp_path, {"id": "PH901", "pattern": "××", "bad": "××"}), allowed
    )

    assert [entry.span for entry in found.diagnostics] == [(at - 0, end - 0) for at, end in spans]


def test_fingerprints_survive_edits_elsewhere_and_differ_within_a_file(tmp_path):
    rule = rules(tmp_path, {"id": "PH901", "pattern": "××", "bad": "××"})
    before = lint(Document("一句话。\n全年投资××万元，共××项。"), rule).diagnostics
    after = lint(Document("新的开头。\n\n一句改过的话。\n全年投资××万元，共××项。\n结尾"), rule).diagnostics
    twice = lint(Document("投资××万元。\n投资××万元。"), rule).diagnostics

    assert [entry.fingerprint for entry in before] == [entry.fingerprint for entry in after]
    assert len({entry.fingerprint for entry in (*before, *twice)}) == 4


def test_a_rule_that_takes_too_long_is_stopped_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr("govlint.matching.pattern.TIMEOUT", 0.05)
    slow = rules(
        tmp_path,
        {"id": "TY901", "pattern": "(?:a|aa)+b", "bad": "ab"},
        {"id": "TY902", "pattern": "丙", "bad": "丙"},
    )

    result = lint(Document("a" * 60 + "丙b"), slow)

    assert result.timed_out == ("TY901",)
    assert [entry.rule for entry in result.diagnostics] == ["TY902"]


def test_a_long_list_of_names_is_checked_in_time(monkeypatch):
    monkeypatch.setattr("govlint.matching.pattern.TIMEOUT", 0.2)
    slowest = [rule for rule in builtin_rules() if rule.id == "TY012"]
    names = product(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
        "伟芳娜敏静丽强磊军洋",
        "明超兰霞平刚桂文辉玲红建华国志海燕春波宁",
    )
    text = f"{'、'.join(map(''.join, names))}。\n推动高直量发展取得新成效。\n"

    assert [one.text for one in lint(Document(text), slowest).findings] == ["直"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("普及率提高到92。5%。", ("PU051", "92。5")),
        ("比上年增长13。5个百分点。", ("PU051", "13。5")),
        ("完成任务的98,77%。", ("TY021", "98,77")),
        ("推广新肥料?.48万亩。", ("PH005", "?.48")),
        ("年平均降水量612.毫米。", ("PU052", "612.")),
        ("村道由原宽3.米拓宽到6米。", ("PU052", "3.")),
    ],
)
def test_a_number_with_a_wrong_mark_is_told_once(text, told):
    assert [(one.rule, one.text) for one in govlint.lint_text(text)] == [told]


def test_counting_goes_on_from_what_follows_missing_text():
    text = "一、回顾\n（一）抓项目\n---此处隐藏3000字---\n（四）抓民生\n（五）抓治理\n（七）抓党建\n"
    found = [entry for entry in govlint.lint_text(text) if entry.category == "structure"]

    assert [(entry.rule, entry.text, entry.message) for entry in found] == [
        ("ST001", "（七）", "序号“（七）”不连续：前一个是“（五）”，这里应为“（六）”"),
    ]


def test_library_lints_text():
    found = govlint.lint_text("全年投资XX万元。")

    assert [(entry.rule, entry.text, entry.severity.name) for entry in found] == [("PH001", "XX", "error")]
    assert govlint.lint_text("全年投资XX万元。", select=["TY"]) == []
    assert govlint.lint_text("全年投资XX万元。", ignore=["letter-slot"]) == []
    assert govlint.lint_text("全年投资XX万元。", ignore="PH") == []


def test_library_names_what_it_cannot_take():
    (first, *_) = builtin_rules()

    with pytest.raises(govlint.SelectionError, match="QQ"):
        govlint.lint_text("全年投资XX万元。", select="QQ")
    with pytest.raises(govlint.SettingsError, match=f"{first.id} 已用于"):
        govlint.lint_text("全年投资XX万元。", extra=[first])


def test_half_a_character_is_passed_by():
    found = govlint.lint_text("\ud83d全年投资XX万元，自觉准守规定。\udc00")

    assert [(one.rule, one.span) for one in found] == [("PH001", (5, 7)), ("TY001", (12, 14))]
    assert govlint.fix_text("自觉准守规定\ud83d。")[0] == "自觉遵守规定\ud83d。"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "。 <!-- 注 -->", []),
        ("**", "。**", []),
        ("", " <!-- 注 -->", [("PU012", "成效")]),
        ("", "，见 `表`", [("PU012", "，见")]),
    ],
)
def test_a_paragraph_ends_before_what_is_no_prose(govlint, write, before, after, found):
    text = "今年以来，全镇上下坚持稳中求进，聚力项目建设，聚焦民生改善，统筹发展和安全。" * 2
    write("a.md", f"{before}{text}各项工作取得了新的成效{after}\n")

    outcome = govlint("check", "--isolated", "--select", "PU012", "--output-format", "json", "a.md")

    assert outcome.found == found


@pytest.mark.parametrize(("unfinished", "told"), [(2, True), (3, True), (4, False)])
def test_more_than_three_lines_without_an_end_are_a_text_wrapped_by_hand(unfinished, told):
    line = "今年以来，全镇上下坚持稳中求进，聚力项目建设，聚焦民生改善。" * 3 + "各项工作取得了新的成效"
    text = f"{line}\n" * unfinished + f"{line}。\n"

    found = govlint.lint_text(text, select="PU012")

    assert [one.text for one in found] == ["成效"] * unfinished * told


def test_a_longer_finding_hides_no_severer_one(govlint, write):
    write("a.txt", "要求各村企业准守规定准守规定。\n")

    found = govlint("check", "--isolated", "--output-format", "json", "a.txt").found

    assert [rule for rule, _ in found].count("TY001") == 2


def test_a_placeholder_hides_no_severer_finding(tmp_path):
    placeholder, severer, as_severe = rules(
        tmp_path,
        {"id": "PH901", "pattern": "甲乙丙", "bad": "甲乙丙"},
        {"id": "TY901", "pattern": "乙", "bad": "乙"},
        {"id": "TY902", "pattern": "丙", "bad": "丙"},
    )

    found = lint(Document("甲乙丙"), [placeholder, severer.at_level(Severity.error), as_severe])

    assert [entry.rule for entry in found.diagnostics] == ["PH901", "TY901"]


@pytest.mark.parametrize("other", ["AR901", "BP901", "TY901"])
def test_a_placeholder_hides_another_finding_at_the_very_place(tmp_path, other):
    found = lint(
        Document("甲乙丙"),
        rules(
            tmp_path,
            {"id": other, "pattern": "甲乙", "bad": "甲乙"},
            {"id": "PH901", "pattern": "甲乙", "bad": "甲乙"},
        ),
    )

    assert [entry.rule for entry in found.diagnostics] == ["PH901"]


def test_what_a_comment_exempts_shadows_nothing(govlint, write):
    write("a.md", "本文来自文库网，自觉准守规定，下载后查看全文 <!-- govlint-disable-line BP -->\n")

    outcome = govlint("check", "--isolated", "--output-format", "json", "a.md")

    assert [rule for rule, _ in outcome.found] == ["TY001"]


def test_what_is_allowed_shadows_nothing(tmp_path):
    found = lint(
        Document("甲乙丙甲"),
        rules(
            tmp_path,
            {"id": "BP901", "pattern": "乙丙甲", "bad": "乙丙甲", "more": "shadows: true"},
            {"id": "TY901", "pattern": "甲", "bad": "甲"},
        ),
        {"BP901": ["乙丙甲"]},
    )

    assert [(entry.rule, entry.span) for entry in found.diagnostics] == [("TY901", (0, 1)), ("TY901", (3, 4))]


def test_a_milder_finding_further_on_does_not_end_what_a_severer_one_covers(tmp_path):
    first, milder, inner = rules(
        tmp_path,
        {"id": "TY901", "pattern": "甲乙丙", "bad": "甲乙丙"},
        {"id": "TY902", "pattern": "乙丙丁", "bad": "乙丙丁"},
        {"id": "TY903", "pattern": "丙", "bad": "丙"},
    )

    found = lint(Document("甲乙丙丁"), [first, replace(milder, rank=Severity.info), inner]).diagnostics

    assert [one.rule for one in found] == ["TY901", "TY902"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(
    ("unit", "pieces"),
    [
        ("line", ["有人问：“行吗？”大家说行。好；走", " 下一段!（完） `甲；乙`", "`甲，乙`"]),
        ("sentence", ["有人问：“行吗？”", "大家说行。", "好；", "走", " 下一段!", "（完） `甲；乙`"]),
        ("clause", ["有人问", "“行吗", "”大家说行", "好", "走", " 下一段", "（完） `甲；乙`"]),
    ],
)
def test_long_pieces_of_a_text(unit, pieces, end):
    text = f"有人问：“行吗？”大家说行。好；走{end}{end} 下一段!（完） `甲；乙`{end}`甲，乙`"
    code = [Span(match.start(), match.end()) for match in re.finditer("`[^`]+`", text)]

    found = LengthChecker(unit, limit=0).check(Document(text, masked=code))

    assert [one.values["match"] for one in found] == pieces


@pytest.mark.parametrize("end", ["。 [1]", "。[1][2]", "。[1-3]", "。 ①", "。［1］［2］", "。[¹]"])
def test_a_paragraph_may_end_in_signs_of_notes(end):
    text = "今年以来，全镇上下坚持稳中求进，聚力项目建设，聚焦民生改善，统筹发展和安全。" * 2

    assert govlint.lint_text(f"{text}各项工作取得了新的成效{end}", select="PU012") == []


@pytest.mark.parametrize(("lines", "told"), [(3, 3), (4, 0)])
def test_of_more_than_three_lines_that_end_anywhere_the_text_is_wrapped(lines, told):
    text = "今年以来，真抓实干。\n" + "各级各部门坚持稳中求进聚力项目建设聚焦民生改善统筹发展和安全\n" * lines

    assert len(list(EndingChecker("。", longer_than=20).check(Document(text)))) == told


@pytest.mark.parametrize("signs", ["*" * 70, "  " + "①②③④⑤" * 20], ids=["asterisks", "circles"])
@pytest.mark.parametrize("above", ["", "全镇完成了各项任务，取得了成绩。\n"], ids=["first", "below"])
def test_a_line_of_nothing_but_signs_is_no_paragraph(above, signs):
    document = Document(f"{above}{signs}\n下一步，全镇继续努力。\n")

    assert list(EndingChecker("。", longer_than=60).check(document)) == []


@pytest.mark.parametrize(
    "text",
    [
        "".join(
            f"第{n}村建成道路，群众满意{'很' * n}。 <!-- govlint-disable-line TY001 -->\n\n" for n in range(8)
        ),
        "".join(f"第{n}村建成道路，群众满意{'很' * n}，口令`abc{n}defgh`\n\n" for n in range(4)),
        "".join(f"第{n}村建成道路，群众满意{'很' * n}。口令`abcdefgh`全文详见网站\n\n" for n in range(8)),
        "<!-- 领导审定 -->一是抓投资，二是抓民生。\n",
        "全年新建`甲甲甲甲甲甲`文件3份，发放乡村。全年新建`乙乙乙乙乙乙`文件3份，发放乡村。\n",
    ],
)
def test_what_is_masked_is_compared_with_nothing(govlint, write, text):
    write("a.md", text)

    found = govlint("check", "--isolated", "--output-format", "json", "a.md").found

    assert [rule for rule, _ in found if rule in ("BP006", "BP007", "PU020", "CO018", "BP010")] == []


def test_a_long_finding_covers_none_inside(tmp_path):
    found = lint(
        Document("甲" * 41 + "乙"),
        rules(
            tmp_path,
            {"id": "TY901", "pattern": "甲{41}乙", "bad": "甲" * 41 + "乙"},
            {"id": "TY902", "pattern": "乙", "bad": "乙"},
        ),
    ).diagnostics

    assert [one.rule for one in found] == ["TY901", "TY902"]


TITLE = "云山县2024年政府工作报告"
CUT = "云山县2024年国民经济和社会发展计…"
COPIED = (
    "今年以来，全镇上下真抓实干，粮食总产达到4.1万吨，新建高标准农田3200亩，"
    "农民收入有了新提高，村容村貌有了新变化，乡风民风有了新气象。"
)
ENDED = (
    "今年以来，全镇上下坚持稳中求进，聚力项目建设，聚焦民生改善，统筹发展和安全。" * 2
    + "各项工作取得了新的成效"
)


@pytest.mark.parametrize(
    ("text", "select", "found"),
    [
        # Some paragraphs of many lack their end: the text is not hard-wrapped.
        (f"{ENDED}。\n" * 8 + f"{ENDED}\n" * 4, "PU012", ["成效"] * 4),
        # What is left out at the head may hold （一） and （二）, not 一、 and 二、.
        ("此处隐藏300字\n三、深化改革\n各项改革有序推进。\n四、改善民生\n民生持续改善。", "ST003", ["三、"]),
        # A copy is no longer than what stands before it.
        (f"{COPIED}\n" * 3, "BP010", [COPIED] * 2),
        # What stands after a label is its value only where it is short.
        (f"索引号：\n{ENDED}\n发布机构：柳湾乡\n", "BP001", ["索引号：", "发布机构：柳湾乡"]),
        ("【打印本页】\n群众满意\n【关闭窗口】\n", "BP001", ["【打印本页】", "【关闭窗口】"]),
        (f"{ENDED}。\n编辑：王小明\n", "BP015", ["编辑：王小明"]),
        # Furniture is known with spaces between its characters, too.
        ("索 引 号：123\n", "BP001", ["索 引 号：123"]),
        (f"{ENDED}。\n打 印\n关 闭 窗 口\n", "BP001", ["打 印\n关 闭 窗 口"]),
        # However many blank lines stand above it, a title is one.
        ("\n" * 14 + f"{CUT}\n\n各项工作有序推进。\n", "BP008", [CUT]),
        # Where a list goes on, the one inside it has ended.
        ("1.修路\n2.通水\n1.县道\n2.乡道\n3.村道\n3.修桥\n4.修渠\n3.修站\n", "ST", ["3."]),
        # Neither mark of these is the wrong way round.
        ("落实河长制”，推行林长制”。", ["PU004", "PU050"], ["”", "”"]),
        # Nothing follows a mark at the end of the text.
        ("坚持“枫桥经验“", ["PU003", "PU050"], ["“"]),
    ],
)
def test_what_is_found_though_much_is_like_it(text, select, found):
    assert [one.text for one in govlint.lint_text(text, select=select)] == found


@pytest.mark.parametrize(
    ("text", "select"),
    [
        # Hard-wrapped text, in which lines end alike by chance.
        (
            "".join(f"推进第{n}项改革。各级各部门要\n" for n in range(3))
            + "".join(f"压实责任，第{n}项任务由专班推进，群众普遍反\n" for n in range(9)),
            "BP006",
        ),
        # Too far apart for a quotation whose first mark is the wrong way round.
        ("开展”送法下乡送戏下乡送书下乡送医下乡送温暖下乡送科技下乡”活动。", "PU050"),
        # One mark of a quotation is wrong, but not by its way; a longer list; as many as of the others.
        ("开展”送法下乡“活动，推进“一网通办”改革。", "PU050"),
        ("坚持改革、创新、绿色、协调、开放、共享的理念。", "WD003"),
        ("抓落实,促发展，稳就业，保民生，强基础，惠农户，转作风，" * 9, "PU018"),
        # More than half of the paragraphs, and more than three, lack their end.
        (f"{ENDED}\n" * 5 + f"{ENDED}。\n" * 4, "PU012"),
        # Too far down for the title of a copy.
        (f"{TITLE}\n" + "".join(f"第{n}项任务完成。\n" for n in range(40)) + f"{TITLE}\n", "BP009"),
        # Another sentence, another list; a quotation goes on behind a blank line.
        ("一是抓项目。投资增长；一是抓投资；二是抓民生。", "ST005"),
        ("“全镇上下真抓实干。\n\n“各项工作取得新成效。”\n", "PU003"),
        # A line that leads in what follows is no watermark.
        ("".join(f"第{n}村修路\n全镇上下齐心协力谋发展：\n第{n}户增收\n" for n in range(1, 9)), "BP007"),
        ("坚持规划引领，" * 12 + "抓落实,促发展,惠民生,保平安。", "PU019"),
        # Written twice, not in another order; the ordinals are at fault, not the number announced.
        ("坚持创新、创新、绿色、开放、共享的理念，推动协调发展。", "WD003"),
        ("抓好三件事：一是修渠。二是建库。四是培训。", "CO009"),
        ("城镇、XX、农村居民收入分别增长4.2%和6.1%。", "CO008"),
        # A number with a point is no heading where the list does not go on with it.
        ("1.修路\n2.修桥\n8.6个重大专项顺利推进。\n3.修渠\n", "ST"),
        # Page furniture comes in short lines.
        (" > ".join(["工作动态"] * 100), "BP001"),
        # The list begins inside a paragraph; what stands pages on is another.
        ("要做到：（一）抓投资；\n（二）抓项目；\n（三）抓落实。", "ST003"),
        # Numbers in cells of a table are no headings.
        ("序号\t工作\t单位\n1.修路\t甲\t乙\n3.修桥\t乙\t丙\n", "ST"),
        ("| 一、修路 | 三、修桥 |\n|---|---|\n| 甲 | 乙 |\n", "ST"),
        ("一是抓项目。\n" + "全镇上下真抓实干。\n" * 20 + "三是惠民生。", "ST004"),
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(text, select):
    assert govlint.lint_text(text, select=select) == []


@pytest.mark.parametrize(
    "text",
    [
        "一、工作回顾\n1.抓投资\n2.促消费\n二、下步打算\n1.强产业\n2.优环境\n",
        "1. 项目建设再提速，全年实施62个。\n",
        "1）加强领导；\n2）压实责任。\n",
        "二、下步打算\n三、工作要求\n",
    ],
)
@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\ufeff"])
def test_a_byte_order_mark_changes_nothing_else(text, mark):
    """Rows of tables that were made of files begin with it; the readers of files take it off."""
    marked = govlint.lint_text(mark + text)
    without = govlint.lint_text(text)

    assert [(one.rule, one.text) for one in marked if one.rule != "BP004"] == [
        (one.rule, one.text) for one in without
    ]


def test_all_rules_together_have_a_limit_of_time(tmp_path, monkeypatch):
    several = rules(
        tmp_path,
        {"id": "PH901", "pattern": "甲", "bad": "甲"},
        {"id": "TY901", "pattern": "丙", "bad": "丙"},
    )
    document = Document("丙乙甲")
    assert lint(document, several).timed_out == ()

    monkeypatch.setattr("govlint.matching.pattern.ALTOGETHER", -1.0)

    assert lint(document, several).timed_out == ("PH901", "TY901")
