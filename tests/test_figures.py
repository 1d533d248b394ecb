"""Figures set in relation: what is worked out, what is left alone, how broken rules are told."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govlint.diagnostic import Evidence
from govlint.document import Document
from govlint.linter import lint
from govlint.numbers.formula import Verdict
from govlint.rules.ruleset import builtin_rules, load_rules

RULES = [rule for rule in builtin_rules() if rule.category in ("arithmetic", "consistency")]


def found(text):
    return [(one.rule, one.text, one.evidence) for one in lint(Document(text), RULES).diagnostics]


@pytest.mark.parametrize(
    ("text", "rule", "place", "evidence"),
    [
        (
            "排查隐患135处，已整改98处，剩余27处限期整改。",
            "AR001",
            "27处",
            Evidence("135处-98处", "37处", "27处"),
        ),
        (
            "排查隐患１３５处，已整改９８处，剩余２７处限期整改。",
            "AR001",
            "２７处",
            Evidence("１３５处-９８处", "37处", "２７处"),
        ),
        (
            "全县安排资金1.35亿元，其中省级9800万元、市级2600万元、县级2300万元。",
            "AR002",
            "1.35亿元",
            Evidence("9800万元+2600万元+2300万元", "1.47亿元", "1.35亿元", "≤"),
        ),
        (
            "全年筹资58.6亿元，安排资金3.8亿元，其中省级2.3亿元、市级1.9亿元。",
            "AR002",
            "3.8亿元",
            Evidence("2.3亿元+1.9亿元", "4.2亿元", "3.8亿元", "≤"),
        ),
        (
            "旅游收入从11.32亿元增加到15.86亿元，增长48.1%。",
            "AR004",
            "48.1%",
            Evidence("(15.86亿元-11.32亿元)÷11.32亿元", "40.11%", "48.1%"),
        ),
        (
            "全县有脱贫户4312户，其中已就业3126户，占82.5%。",
            "AR012",
            "82.5%",
            Evidence("3126户÷4312户", "72.5%", "82.5%"),
        ),
        (
            "存款余额由2016年的80.2亿元增加到2021年的141.7亿元，年均增长15.3%。",
            "AR005",
            "15.3%",
            Evidence("[(141.7亿元÷80.2亿元)^(1÷(2021-2016))-1]", "12.06%", "15.3%"),
        ),
        ("农村自来水普及率达105%。", "AR010", "105%", Evidence("105%", "105%", "100%", "≤")),
        ("开展“亮牌、亮岗、亮诺”四项活动。", "CO001", "四", Evidence("亮牌、亮岗、亮诺", "3", "四", "共")),
    ],
)
def test_what_cannot_be_right(text, rule, place, evidence):
    assert found(text) == [(rule, place, evidence)]


@pytest.mark.parametrize(
    "text",
    [
        "排查隐患135处，已整改98处，剩余37处限期整改。",
        "排查隐患xx处，已整改98处，剩余27处限期整改。",
        "排查隐患135处，已整改……，剩余27处限期整改。",
        "排查隐患135处，已整改98处。剩余27处限期整改。",
        "排查隐患135处，已整改98处，剩余27人加入巡查队。",
        "排查隐患130余处，已整改98处，剩余37处限期整改。",
        "排查隐患数百处，已整改98处，剩余27处限期整改。",
        "排查隐患数百处，已整改1398处，剩余27处限期整改。",
        "排查隐患135处，又新增6处，已整改98处，剩余43处限期整改。",
        "安排资金1.35亿元，其中省级9800万元、市级3700万元。",
        "安排资金1.35亿元，其中省级9800万元、市级2600万元等。",
        "安排资金1.35亿元，比上年增加2100万元，其中省级9800万元、市级3700万元。",
        "工业投资增长8.6%，其中技改投资增长12.3%，设备投资增长15.4%。",
        "旅游收入从11.32亿元增加到15.86亿元，增长40.1%。",
        "旅游收入从11.32亿元增加到15.86亿元，年均增长11.9%。",
        "种植面积从2490亩扩大到6000亩，增长141%。",
        "增加值从11.32亿元增加到15.86亿元，按可比价增长36.2%。",
        "全县有脱贫户4312户，其中已就业3126户，占全市的8.2%。",
        "2025年是××县“十五五”规划开局之年。",
        "全县有脱贫户4000至5000户，其中已就业3126户，占12.5%。",
        "第三产业增加值86.5亿元，第一产业、第二产业之比为3:7。",
        "开展“亮牌、亮岗、亮诺”三项活动，推进“一老一小”五项工程。",
        "新建学校、医院等2个以上民生项目。",
        "一般公共预算收入完成年度任务的108.3%。",
        "全县有党员8642名，比上年增加120名，其中女党员2318名，占26.8%。",
        "地区生产总值由2015年的320.4亿元增加到2020年的480.7亿元，年均增长7.2%。",
        "总投资12.5亿元，今年已完成投资3.6亿元，占年度计划的102%。",
        "收入目标12.4亿元，上半年完成6.5亿元，为上年同期的108%。",
        "存款余额586亿元，比年初增加42亿元，同比增长11.3%。",
        "总人口2583人，其中劳动力1482人，外出务工835人，脱贫人口463人。",
        "占道经营投诉量同比增长130%，各项贷款占存款的103.5%。",
        "分3个批次对26个乡镇抽样，检验120份，合格117份，合格率97.5%。",
        "受理信访件约120件，办结80件，办结率95%。",
        "受理信访件120件，办结约80件，办结率95%。",
        "受理信访件120件，办结80件，办结率约95%。",
        "应建项目12个，已完成7个，还有3个在建，2个尚未开工。",
        "28个村获得扶持资金2184万元，村均经营性收入35万元。",
        "三次产业用电量之比为1:12:4。",
        "构建“一轴、两带、三区”六大功能板块，印发“减税、降费”18条措施。",
        "完成道路硬化、管网改造、绿化亮化等2个老旧小区改造。",
    ],
)
def test_what_is_left_alone(text):
    assert found(text) == []


def spaced(text):
    """A text with the spaces that word processors set between figures and Chinese characters."""
    return re.sub(r"(?<=[\d%])(?=[一-鿿])|(?<=[一-鿿])(?=\d)", " ", text)


def test_spaces_around_figures_make_no_right_text_wrong():
    rules = [*RULES, *(rule for rule in builtin_rules() if rule.category == "placeholder")]
    told = [
        (text, one.rule, one.text)
        for text in (spaced(text) for rule in rules for text in rule.good)
        for one in lint(Document(text), rules).diagnostics
    ]
    assert told == []


@pytest.mark.parametrize(
    ("text", "rule", "match"),
    [
        ("全县有3240户，其中脱贫户518户，占36.0%。", "AR012", "36.0%"),
        ("项目总投资1亿2500万元，其中省级资金1亿500万元、市级资金4500万元。", "AR002", "1 亿 2500 万元"),
    ],
)
def test_spaces_around_figures_hide_nothing(text, rule, match):
    assert [one[:2] for one in found(spaced(text))] == [(rule, match)]


def test_every_relation_is_counted_once(govlint, write):
    write(
        "a.txt",
        "排查隐患135处，已整改98处，剩余37处限期整改。\n"
        "安排资金1.35亿元，其中省级9800万元、市级3700万元。\n"
        "全县有脱贫户4312户，其中已就业3126户，占82.5%。\n"
        "排查隐患xx处，又排查35处，已整改28处，尚余9处待改，新增3处。\n",
    )

    outcome = govlint("check", "--isolated", "--output-format", "json", "--select", "AR", "a.txt")

    assert outcome.json["summary"]["relations"] == {"consistent": 2, "inconsistent": 1, "undecided": 1}
    (only,) = outcome.json["diagnostics"]
    assert only["evidence"] == {
        "formula": "3126户÷4312户",
        "computed": "72.5%",
        "printed": "82.5%",
        "sign": "=",
    }
    assert [place["message"] for place in only["related"]] == ["4312户", "3126户"]


def printed(value: Fraction, places: int, *, cut: bool) -> str:
    """A number to so many places, rounded half up or cut off."""
    steps = value * 10**places + (0 if cut else Fraction(1, 2))
    digits = f"{int(steps):0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


counts = st.integers(min_value=2, max_value=99_999)


@given(whole=counts, part=counts, places=st.integers(0, 3), cut=st.booleans())
def test_a_share_of_its_own_figures_is_never_reported(whole, part, places, cut):
    part, whole = sorted((part, whole + part))
    share = printed(Fraction(100 * part, whole), places, cut=cut)
    assert found(f"全县有党员{whole}名，其中女党员{part}名，占{share}%。") == []


@given(base=counts, growth=counts, places=st.integers(0, 2), shown=st.integers(2, 4))
def test_growth_of_rounded_figures_is_never_reported(base, growth, places, shown):
    first, last = Fraction(base, 997), Fraction(base + growth, 997)
    rate = printed(100 * (last - first) / first, places, cut=False)
    ends = [printed(value, shown, cut=False) for value in (first, last)]
    assert found(f"收入从{ends[0]}亿元增加到{ends[1]}亿元，增长{rate}%。") == []


def exchanged(number):
    """The numbers that two neighbouring digits of a number make when they change places."""
    digits = str(number)
    return {
        int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        for at in range(len(digits) - 1)
        if digits[at + 1] != "0" or at
    } - {number}


@given(parts=st.lists(counts, min_size=2, max_size=6), off=st.integers(-500, 500))
@example(parts=[2, 12344], off=-1)  # 12345 is a number, too, not only that of a hotline
def test_parts_are_reported_exactly_when_they_do_not_add_up(parts, off):
    total = max(sum(parts) + off, 1)
    names = "甲乙丙丁戊己"
    listed = "、".join(f"{name}类{part}件" for name, part in zip(names, parts, strict=False))
    told = found(f"受理{total}件，其中{listed}。")
    rules = [rule for rule, _, _ in told if rule in ("AR002", "AR003")]
    # Of two parts there may well be a third, and a list that is far from whole gives examples.
    # However far it is, two digits exchanged explain it.
    near = sum(parts) > Fraction(85, 100) * total
    slipped = any(sum(parts) == other for other in exchanged(total)) or any(
        sum(parts) - part + other == total for part in parts for other in exchanged(part)
    )
    short = total > sum(parts) and len(parts) > 2 and (near or slipped)
    # Where the first ones come to the total, those after them are something else.
    over = total < sum(parts) and total not in list(accumulate(parts))[1:]
    assert rules == (["AR002"] if over else ["AR003"] if short else [])


# A total that stands far from its parts, or apart from them in words no rule foresees.
TOLD_BY_A_SLIP = [
    # Two digits swapped in a part; other figures stand between.
    ("共征收4823户。按片区分，东片2164户，签约96%；西片2569户，签约93%。", ["AR095:4823户"]),
    # In the total, before which its parts stand.
    ("上半年培训1284人，下半年培训1536人次，合计1284人。", []),
    ("甲类收入3846万元，增长6%；乙类收入2719万元，增长3%，两项共6655万元。", ["AR096:6655万元"]),
    # One sentence on.
    ("甲类收入3846万元，乙类收入2719万元。两项合计6655万元。", ["AR096:6655万元"]),
    # Right by some of the figures.
    ("甲类收入3846万元，乙类收入2719万元，丙类收入86万元，前两项共6565万元。", []),
    ("共征收4823户。按片区分，东片2164户，西片2659户。", []),
    # The parts of another figure before it.
    ("新收案件4823件，审结4283件（含旧存）。其中甲院2164件，乙院2659件。", []),
    # What stands before 其中 is no part.
    ("受理案件1536件，审结1402件。其中涉未成年人案件64件，涉企案件86件。", []),
    # Another cut begins.
    (
        "税收864万元，按税种分，增值税464万元，所得税206万元，契税134万元；按行业分，工业234万元。",
        ["AR112:864万元"],
    ),
    # What it rose by is no part of it.
    ("共征收4823户，比上年增加2164户，其中东片2164户、西片2659户。", []),
    # Small figures are always one slip apart.
    ("共有教师48人。按学历分，本科23人，专科19人，各有特长。", []),
    # Rounded ones, too.
    ("共投入4500万元。按来源分，省级2600万元，县级1800万元。", []),
    # Nothing is said across missing text, or of lists that are not whole.
    ("共征收4823户。按片区分，东片2164户，××2569户。", []),
    ("共征收4823户。按片区分，东片2164户，西片2569户等，进展顺利。", []),
    # Unless the words say that the list is whole.
    ("共有教师48人。按学历分，本科23人，专科19人，中专4人。", ["AR112:48人"]),
    ("共有教师46人，按学历分，本科23人（其中师范17人），专科19人，中专4人。", []),
    ("本科23人，专科19人，中专4人，三类共48人。", ["AR114:48人"]),
    # Thousands may be parted.
    ("进境126,480件、出境58,315件，合计148,795件。", ["AR096:148,795件"]),
    # The other shares of the sentence say what the whole is.
    ("现有党员326名，其中妇女129名，占39.6%；青年241名，占79.3%。", ["AR097:79.3%"]),
    ("现有党员326名，其中妇女129名，占39.6%；青年241名，占全县青年党员的79.3%。", []),
    ("城镇3518元，占83.6%，乡村512元，占12.6%，其他176元，占4.2%，合计4206元。", ["AR097:12.6%"]),
    # A sum of two, and the rest.
    ("收回问卷1625份，满意的1083份、基本满意的447份，满意率94.2%。", []),
    ("收到建议1625件，未办结的93件，办结率94.3%。", []),
    # A slip of the rate, of what was done, and none.
    ("发现隐患1983项，整改1874项，整改率95.4%。", ["AR098:95.4%"]),
    ("发现隐患1983项，整改1847项，整改率94.5%。", ["AR098:94.5%"]),
    ("发现隐患1983项，整改1874项，销号率62.8%。", []),
]


@pytest.mark.parametrize(("text", "expected"), TOLD_BY_A_SLIP)
def test_figures_that_one_slip_sets_right_are_told(text, expected):
    rules = [rule for rule in RULES if rule.kind in ("total", "share")]
    told = lint(Document(text), rules).diagnostics

    assert [f"{one.rule}:{one.text}" for one in told] == expected


def test_of_two_formulas_the_nearer_is_written_out():
    ((_, _, evidence),) = found("两次普查之间，全县人口由386427人减少到361895人，十年减少25432人。")

    assert evidence == Evidence("386427人-361895人", "24532人", "25432人")


BROKEN = """
- id: AR901
  name: mine
  severity: warning
  message: '{{T}}'
  why: 自用
  source: practice
  kind: relation
  options: {{pattern: '{pattern}', formula: '{formula}'}}
  examples: {{bad: [{{text: 甲, match: 甲}}, {{text: 甲, match: 甲}}], good: [乙, 丙]}}
"""


@pytest.mark.parametrize(
    ("pattern", "formula", "message"),
    [
        ("共{T}", "T = 3", "公式 T = 3 写得不对"),
        ("共{T}", "T + 3", "公式 T + 3 应是用 ==、!=、<= 或 >= 连接的两个算式"),
        ("共(?P<day>\\d+)日", "day <= 31", "公式 day <= 31 里的 day 是函数，操作数请换个名字"),
        ("共{T}", "sum(T) - T == 3", "公式 sum(T) - T == 3 里的 T 不能既在 sum 里又在 sum 外"),
        ("共{T}", "__import__(T) == 3", "公式 __import__(T) == 3 里只能有操作数、整数、+ - * / 和 sum、cagr"),
        ("共{T}", "sum(T, T) == 3", "sum 的参数不对，应写成 sum(parts)"),
        ("共{T}", "T == R", "formula 里的 R 在 pattern 中没有"),
        ("共{T:weight}", "T == 3", "没有量纲或量词 weight"),
        ("共{T}(", "T == 3", "正则表达式有误"),
    ],
)
def test_a_rule_that_cannot_be_worked_out_stops_the_run(govlint, write, pattern, formula, message):
    write("mine.yaml", BROKEN.format(pattern=pattern, formula=formula))

    outcome = govlint("rules", "test", "mine.yaml")

    assert outcome.code == 2
    assert message in outcome.out + outcome.err
    assert "mine.yaml:9: AR901: " in outcome.out + outcome.err


USED = """
- id: AR901
  name: mine
  severity: warning
  message: '{w}{T}不是{R}，也不是{S}（{Q}）'
  why: 自用
  source: practice
  kind: relation
  options: {pattern: '(?P<w>共计)?{T}，一是{R}(?:，二是{S})?，记{Q}', formula: 'T == R', otherwise: 'T == S'}
  examples:
    bad:
      - {text: 共计5户，一是3户，二是4户，记9户。, match: 3户, message: 共计5户不是3户，也不是4户（9户）}
      - {text: 5户，一是3户，记9户。, match: 3户, message: 5户不是3户，也不是（9户）}
    good: ['5户，一是3户，二是5户，记9户。', '5户，一是5户，记9户。']
"""


SUMMED = """
- id: AR901
  name: mine
  severity: warning
  message: '{A}不是{B}，也不是各项之和'
  why: 自用
  source: practice
  kind: relation
  options: {pattern: '总数{A}，记{B}，分项(?:{parts}、?)+', formula: A == B, otherwise: sum(parts) == A}
  examples:
    bad:
      - {text: 总数5户，记4户，分项3户、1户。, match: 4户, message: 5户不是4户，也不是各项之和}
      - {text: 总数9户，记8户，分项3户、1户。, match: 8户}
    good: [总数5户，记5户，分项3户、1户。, 总数5户，记4户，分项3户、2户。]
"""


@pytest.mark.parametrize(
    ("pattern", "text", "said"),
    [
        (
            "筹资{T}，财政{A}、群众{B}",
            "筹资1.2亿元，财政8000万元、群众5000万元。",
            "；对上了，结论是相符（取整之内）：8000万元+5000万元=1.3亿元，文中为1.2亿元",
        ),
        (
            "筹资{T}，财政{A}、群众{B}",
            "筹资约5万元，财政3万元、群众两三万元。",
            "；对上了，结论是无法核对：5万元、3万元、两三万元（有约数或区间）",
        ),
        (
            "筹资{T}万元，财政{A}、群众{B}",
            "筹资5万元，财政3万元、群众3万元。",
            "；正则没有对上：单位归花括号里的数，“{T}万元”只写 {T}",
        ),
        ("集资{T}，财政{A}、群众{B}", "筹资5万元，财政3万元、群众3万元。", "；正则没有对上"),
        ("筹资{T}，财政{A}、群众{B}", "筹资5万元，财政3户、群众3万元。", "；正则对上了，但公式里的数不全"),
    ],
)
def test_an_example_without_a_finding_says_how_far_the_rule_came(govlint, write, pattern, text, said):
    bad = f"[{{text: {text}, match: 5万元}}, {{text: 又{text}, match: 5万元}}]"
    more = "formula: A + B == T, same: [A, B, T]"
    rule = OWN.format(message="不符", pattern=pattern, more=more, bad=bad, good="[好, 很好]")
    write("mine.yaml", rule)

    outcome = govlint("rules", "test", "mine.yaml")

    assert f"应恰好报告一处，实际 0 处{said}" in outcome.err


def test_another_formula_may_add_up(govlint, write):
    write("mine.yaml", SUMMED)

    outcome = govlint("rules", "test", "mine.yaml")

    assert outcome.out + outcome.err == "1 条规则、4 个例子，全部通过\n"


def test_a_part_and_all_parts_over_the_total_are_one_fault():
    assert [rule for rule, _, _ in found("安排资金100万元，其中省级120万元、市级30万元。")] == ["AR002"]


OWN = """
- id: AR901
  name: mine
  severity: error
  message: '{message}'
  why: 自用
  source: practice
  kind: relation
  options: {{pattern: '{pattern}', {more}}}
  examples:
    bad: {bad}
    good: {good}
"""


def test_of_two_rules_for_the_same_figures_the_severer_is_told(govlint, write):
    bad = (
        "[{text: '问题5个，已完成3个，正在推进1个。', match: 1个},"
        " {text: '问题9个，已完成3个，正在推进1个。', match: 1个}]"
    )
    options = {"pattern": "问题{T}，已完成{D}，正在推进{R}", "more": "formula: T - D == R", "bad": bad}
    good = "['问题9个，已完成3个，正在推进6个。', '没有问题。']"
    write("mine.yaml", OWN.format(**options, message="{T}减去{D}不是{R}", good=good))
    write("a.txt", "巡察反馈问题31个，已完成28个，正在推进2个。\n")
    write(".govlint.yaml", "rules: [mine.yaml]\n")

    assert "a.txt:1:22 错误 AR901 31个减去28个不是2个" in govlint("check", "a.txt").out
    assert "a.txt:1:22 警告 AR035" in govlint("check", "--ignore", "AR901", "a.txt").out


VISITED = "走访500户，其中困难户120户、边缘户80户、一般户310户。"
VISITS = OWN.format(
    message="应为{{computed}}",
    pattern="走访{T}，其中困难户{A}、边缘户{B}、一般户{C}",
    more="formula: A + B + C == T",
    bad=f"[{{text: {VISITED}, match: 500户}}, {{text: 去年{VISITED}, match: 500户}}]",
    good=["没有走访。", "走访510户，其中困难户120户、边缘户80户、一般户310户。"],
).replace("severity: error", "severity: warning")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("", "错误 AR002"),
        ("rules: [mine.yaml]\n", "错误 AR002"),
        ("rules: [mine.yaml]\nignore: [AR002]\n", "警告 AR901"),
        ("ignore: [AR002]\n", "警告 AR050"),
        ("severity: {AR002: info}\n", "提示 AR002"),
        ("severity: {AR050: error}\nignore: [AR002]\n", "错误 AR050"),
        ("rules: [mine.yaml]\nseverity: {AR901: error}\n", "错误 AR901"),
    ],
)
def test_which_rule_tells_what_several_find(govlint, write, settings, told):
    write("mine.yaml", VISITS)
    write("a.txt", f"{VISITED}\n")
    write(".govlint.yaml", settings)

    outcome = govlint("check", "--output-format", "concise", "a.txt")

    assert [" ".join(line.split()[1:3]) for line in outcome.out.splitlines()] == [told]


def test_what_else_may_hold_is_tried_where_an_operand_is_missing(govlint, write):
    bad = "[{text: '台账9户，分册4户。', match: 4户}, {text: '台账9户，分册4户，备注1户。', match: 4户}]"
    good = "['台账8户，分册4户。', '台账8户，分册4户，备注1户。', '台账4户，分册4户。']"
    more = "formula: A == B, otherwise: A == 2 * B, same: [A, B, C]"
    pattern = "台账{A}，分册{B}(?:，备注{C})?"
    write("mine.yaml", OWN.format(pattern=pattern, more=more, message="{A}不是{B}", bad=bad, good=good))

    assert govlint("rules", "test", "mine.yaml").err == ""


def test_a_message_may_name_what_the_formula_does_not_and_what_may_be_missing(govlint, write):
    write("mine.yaml", USED)

    outcome = govlint("rules", "test", "mine.yaml")

    assert (outcome.code, outcome.err) == (0, "")


RESTATED = """\
- id: CO901
  name: restated
  severity: warning
  message: 另一处是{other}
  why: 试验。
  source: practice
  kind: restatement
  options: {pattern: '(?P<what>粮食产量)[^。]*?{V}', values: 2}
  examples:
    bad:
      - {text: "粮食产量186吨。\\n粮食产量168吨。", match: 168吨}
      - {text: "粮食产量286吨。\\n粮食产量268吨。", match: 268吨}
    good: [好, 很好]
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("粮食产量186吨。\n粮食产量168吨。", ["168吨"]),
        # With a third value, it is a name of several things.
        ("粮食产量186吨。\n粮食产量168吨。\n粮食产量199吨。", []),
        # What stands far before a figure is not what it is of.
        (f"粮食产量{'稳步提升' * 9}186吨。\n粮食产量168吨。", ["168吨"]),
        (f"粮食产量{'稳步提升' * 20}186吨。\n粮食产量168吨。", []),
    ],
)
def test_what_a_restated_figure_is_of(tmp_path, text, found):
    path = tmp_path / "own.yaml"
    path.write_text(RESTATED, encoding="utf-8")

    assert [one.text for one in lint(Document(text), load_rules([str(path)])).diagnostics] == found


def test_verdicts_within_rounding_are_told_apart():
    result = lint(Document("种植面积从2500亩扩大到6000亩，增长141%。"), RULES)
    assert ("AR004", Verdict.rounding) in [(one.rule, one.verdict) for one in result.relations]


def test_a_sentence_without_end_is_worked_out_in_time():
    clause = "受理来信来访231件，办结208件，办结率90%；反馈问题26项，已完成整改17项，剩余9项；"
    result = lint(Document(clause * 300), RULES)
    assert (result.timed_out, result.diagnostics) == ((), ())
    assert sum(relation.rule == "AR001" for relation in result.relations) == 300
