"""Which fixes are made, which are refused, and that fixing comes to an end and leaves all else alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from conftest import SHARED, needs
from hypothesis import given, settings
from hypothesis import strategies as st

import govlint
from govlint.diagnostic import Diagnostic, Edit, Fix, Severity
from govlint.document import Document, Span, fold
from govlint.edits import applied
from govlint.fixing import Choice, Round, choose, eligible, settle
from govlint.linter import lint
from govlint.numbers.extraction import quantities
from govlint.rule import make_rule
from govlint.rules.ruleset import builtin_rules
from govlint.runner import Fixing, Session, Settings

RULES = builtin_rules()
FIXABLE = [rule for rule in RULES if rule.fix]
EXAMPLES = [(rule, example) for rule in FIXABLE for example in rule.bad if example.fix is not None]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: getattr(value, "id", None))
def test_examples_come_out_as_their_rule_says(rule, example):
    fixed, _ = govlint.fix_text(example.text, unsafe=rule.fix == "unsafe", select=[rule.id])

    assert fixed == example.fix
    for end in ("\r\n", "\r"):
        text = example.text.replace("\n", end)
        assert govlint.fix_text(text, unsafe=rule.fix == "unsafe", select=[rule.id])[0] == fixed.replace(
            "\n", end
        )


@pytest.mark.parametrize("rule", [rule for rule in FIXABLE if rule.fix == "unsafe"], ids=lambda rule: rule.id)
def test_what_wants_a_reader_is_left_alone_unless_asked_for(rule):
    for example in rule.bad:
        assert govlint.fix_text(example.text, select=[rule.id])[0] == example.text


def test_safe_fixes_are_for_errors_and_for_marks():
    for rule in FIXABLE:
        if rule.fix != "safe":
            continue
        assert rule.severity > Severity.info, f"{rule.id} 只是提示，不应自动修改"
        for example in rule.bad:
            fixed = example.text if example.fix is None else example.fix
            letters = [re.sub(r"[\W_]", "", text) for text in (example.text, fixed)]
            same = letters[0] == letters[1]
            assert same or rule.severity == Severity.error, f"{rule.id} 改字词，却不是确定的错误"


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("全镇自觉准守村规民约，，办结率93.6 %。", "全镇自觉遵守村规民约，办结率93.6%。"),
        ("截止目前，投入资金1.5 亿元,新建卫生室 3所。", "截至目前，投入资金1.5亿元,新建卫生室3所。"),
        ("实施“先锋领航•村企共建”行动。", "实施“先锋领航·村企共建”行动。"),
        ("调研、座谈、走访...形式多样。", "调研、座谈、走访……形式多样。"),
        ("全县群\u200b众满意度达9\u200b8%。", "全县群众满意度达98%。"),
        ("（一）、总体要求", "（一）总体要求"),
        # One of two marks, and which, is not ours to say; nor is a lost mark, line break or clause.
        ("任务全部完成。，群众满意。", None),
        ("加强对钨、锡，、锑资源的保护。", None),
        ("坚持常抓不懈 社会治理水平稳步提高，群众安全感满意度明显上升。", None),
        ("依照第（三）、（四）项的规定办理。", None),
        ("群众李●同志来信反映。", None),
        ("一步一步走来。。。成绩来之不易。", None),
        # A slot stays as it is, and what stands beside it.
        ("完成投资XX，，同比增长。", None),
        ("完成投资XX万元，，同比增长。", "完成投资XX万元，同比增长。"),
        # So does the figure that a finding compares with another.
        ("完成2023年高标准农田2.35万亩，，\n验收2023年2.53万亩高标准农田。", None),
        # Numbers stay apart.
        ("全县共有22, 300户参保。", None),
    ],
)
def test_safe_fixes(text, fixed):
    assert govlint.fix_text(text)[0] == (text if fixed is None else fixed)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("一般公共预算收入2,300万元完成3家企业入库。", "一般公共预算收入2,300万元，完成3家企业入库。"),
        (
            "一般公共预算收入２３００万元完成３家企业入库。",
            "一般公共预算收入２３００万元，完成３家企业入库。",
        ),
        ("坚定以创新为引领,推动(高)质量发展。", "坚持以创新为引领,推动(高)质量发展。"),
    ],
)
def test_what_is_kept_of_the_text_keeps_its_width(text, fixed):
    assert govlint.fix_text(text, unsafe=True)[0] == fixed


@pytest.mark.parametrize(
    "text",
    [
        # A tag or a code is not read as nothing: what stands on its two sides is two numbers.
        "全镇有村干部12&nbsp;34人，投资12</p><p>34万元。",
        "收入12&emsp;34&emsp;56万元",
        "2023年12<br>34户",
        "<td>12</td><td>34</td>",
        "第12&#160;3号",
        "培训12x0d34人",
        "培训12_x000D_34人",
        "投资3.</p><p>5万元，参保12,<br>345人",
        "投资二十</p><p>三万元",
        "干部三十<br>二十",
        "完成1万<br>2千户",
        "增收一百<br>2户",
        # Nor where something else goes with it.
        "全年完成12<br>\u200b<br>34户。",
        "全年完成12<br><b>&nbsp;</b>34户。",
    ],
)
@pytest.mark.parametrize("unsafe", [False, True])
def test_no_two_numbers_are_joined(text, unsafe):
    fixed, _ = govlint.fix_text(text, unsafe=unsafe)

    numbers = re.compile("[0-9.,一二三十百千万]+")
    assert numbers.findall(fixed) == numbers.findall(text)


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("投资&#160;3亿元，投资3&nbsp;亿元。", "投资3亿元，投资3亿元。"),
        ("发电3&nbsp;千瓦时，<b>完成</b>投资<b>12</b>&nbsp;万元。", "发电3千瓦时，完成投资12万元。"),
        ("共有12\u200b34户。", "共有1234户。"),
        ("面积\\xa012亩。", "面积12亩。"),
        ("办好<br>三件事，统一&nbsp;管理。", "办好三件事，统一管理。"),
    ],
)
def test_what_is_no_text_goes_from_beside_a_number(text, fixed):
    assert govlint.fix_text(text, unsafe=True)[0] == fixed


@pytest.mark.parametrize(
    ("kept", "fixed"),
    [
        ("城", "扎实推进项目建设，全年达到固定资产投资58亿元，同比增长12%。"),
        # The comma would border on what is kept, so the finding stays, and what borders on it.
        ("设", "扎实推进项目建设全年完成固定资产投资58亿元，同比增长12%。"),
    ],
)
def test_what_borders_on_a_finding_whose_fix_is_refused_stays(kept, fixed):
    made = [made_up("TY901", "年完成", "年达到"), made_up("SY901", kept, None)]
    text = "扎实推进项目建设全年完成固定资产投资58亿元，同比增长12%。"

    assert govlint.fix_text(text, unsafe=True, select=["PU023", "TY901", "SY901"], extra=made)[0] == fixed


def test_every_one_of_many_alike_is_fixed():
    text = "投资1.5 亿元。" * 20

    fixed, remaining = govlint.fix_text(text, select=["PU011"])

    assert (fixed, remaining) == ("投资1.5亿元。" * 20, [])


def test_of_many_alike_those_in_the_way_of_a_finding_stay():
    text = "投资1.5 亿元。" * 9 + "投资XX 亿元，比上年增长百分之X 。" + "办结率9 %。"

    fixed, remaining = govlint.fix_text(text, select=["PU011", "PH"])

    assert fixed == text.replace("1.5 亿", "1.5亿").replace("9 %", "9%")
    assert {found.category for found in remaining} == {"placeholder"}


def made_up(rule_id, pattern, new, severity="warning"):
    """A rule that replaces what a pattern matches; None: it has no fix."""
    data = {
        "id": rule_id,
        "name": rule_id.lower(),
        "severity": severity,
        "message": "有“{match}”",
        "why": "试验。",
        "source": "practice",
        "kind": "pattern",
        "options": {"pattern": pattern} | ({} if new is None else {"replace": new}),
        "examples": {"bad": [{"text": "甲", "match": "甲"}] * 2, "good": ["好", "很好"]},
    } | ({} if new is None else {"fix": "safe"})
    return make_rule(data, "rules.yaml", 1, str)


@pytest.mark.parametrize(
    ("rules", "text", "fixed"),
    [
        # Of fixes that meet, the earlier; the other is looked for again in what comes of it.
        ([("TY901", "甲乙", "丙"), ("TY902", "乙丁", "戊")], "甲乙丁", "丙丁"),
        ([("TY901", "甲乙", "丙乙"), ("TY902", "乙丁", "戊")], "甲乙丁", "丙戊"),
        ([("TY901", "甲", "乙"), ("TY902", "丁", "戊")], "甲丁甲丁", "乙戊乙戊"),
        # Of one rule, too, what stands beside what it made longer.
        ([("TY901", "甲(?!丙)|乙(?!丙)", "戊丙")], "甲乙甲", "戊丙戊丙戊丙"),
        # Of equal place, the severer.
        ([("TY901", "甲", "乙"), ("PU902", "甲", "丙", "error")], "甲", "丙"),
        # What a finding without a fix points at stays, within and beside.
        ([("TY901", "甲", "乙"), ("SY901", "丁甲丁", None)], "丁甲丁甲", "丁甲丁甲"),
        ([("BP901", "甲乙丙", ""), ("SY901", "乙", None)], "甲乙丙", "甲乙丙"),
        ([("TY901", "甲", "乙"), ("SY901", "丁", None)], "甲丁，甲", "甲丁，乙"),
        # And so on: a fix that is refused leaves a finding in the way of others.
        ([("TY901", "甲", "乙"), ("TY902", "丙", "戊"), ("SY901", "丁", None)], "甲丙丁", "甲丙丁"),
        # A finding about a passage is still there when a word in it is put right.
        ([("TY901", "甲", "乙"), ("ST901", "己{50}.*己{5}", None)], "己" * 50 + "甲" + "己" * 5, "乙"),
        # A number is never changed, whoever says so.
        ([("TY901", "12", "13")], "增长12%。", "增长12%。"),
        ([("TY901", "亿", "万")], "投资12亿元。", "投资12亿元。"),
        ([("TY901", "三", "五")], "培育三家企业。", "培育三家企业。"),
        ([("TY901", "成果", "3项")], "取得成果。", "取得成果。"),
        ([("TY901", "约", "")], "投资约3亿元。", "投资约3亿元。"),
        ([("TY901", "年", "")], "2023年5月", "2023年5月"),
        ([("TY901", " ", "")], "2023 15家", "2023 15家"),
        ([("TY901", "元", "")], "投资12元。", "投资12元。"),
        ([("TY901", "远", "元")], "投资12万远。", "投资12万远。"),
        ([("TY901", "千方白计", "千方百计")], "千方白计", "千方百计"),
        ([("TY901", "曰", "日")], "3月8曰召开", "3月8日召开"),
        ([("TY901", "&#160；", "")], "投资&#160;3亿元。", "投资3亿元。"),
        ([("TY901", "约", "")], "共约3000。", "共约3000。"),
        ([("TY901", "三千", "五千")], "共三千五百二十。", "共三千五百二十。"),
        # A slot is never filled.
        ([("PH901", "某某", "有关")], "某某部门", "某某部门"),
    ],
    ids=str,
)
def test_choosing(rules, text, fixed):
    made = [made_up(*rule) for rule in rules]
    result, _ = govlint.fix_text(text, select=[rule.id for rule in made], extra=made)

    assert result == (fixed if len(text) < 50 else text.replace("甲", fixed))


@pytest.mark.parametrize(
    ("rules", "circular", "conflicting"),
    [
        (
            [("TY901", "甲", "乙"), ("TY902", "乙", "甲"), ("TY903", "丙", "丁")],
            (("TY901", "甲"), ("TY902", "乙")),
            (),
        ),
        ([("TY901", "甲", "甲甲"), ("TY903", "丙", "丁")], (), ("TY901",)),
        # That another finding stops it after a few rounds is no end.
        ([("TY901", "甲", "戊甲"), ("TY903", "丙", "丁"), ("SY901", "戊戊戊", None)], (), ("TY901",)),
        ([("TY901", "(?=甲)", "戊"), ("TY903", "丙", "丁"), ("SY901", "戊戊戊", None)], (), ("TY901",)),
        ([("TY901", "甲", "戊甲"), ("TY903", "丙", "丁"), ("TY904", "(?<=^戊戊)戊", "己")], (), ("TY901",)),
    ],
    ids=["undoing", "growing", "growing until stopped", "put in front until stopped", "growing in turns"],
)
def test_fixes_that_never_end_are_left_out(rules, circular, conflicting):
    made = [made_up(*rule) for rule in rules]

    def check(text):
        return Round(Document(text), lint(Document(text), made).diagnostics)

    settled = settle("甲，丙", check, applied)

    assert (settled.circular, settled.conflicting) == (circular, conflicting)
    assert settled.source == "甲，丁"
    assert settle(settled.source, check, applied).source == settled.source


def test_what_a_file_cannot_take_is_left_and_the_rest_is_fixed():
    rules = [made_up("TY901", "甲", "乙")]

    def check(text):
        document = Document(text)
        return Round(
            document,
            lint(document, rules).diagnostics,
            editable=lambda edits: [e.span.start > 0 for e in edits],
        )

    settled = settle("甲，甲，甲", check, applied)

    assert (settled.source, settled.made, settled.uneditable) == ("甲，乙，乙", 2, 1)


SENTENCES = [
    "全年完成固定资产投资52.3亿元，同比增长7.5%。",
    "全镇上下围绕“现代产业强镇”的目标，真抓实干，奋力拼搏。",
    "督促12家企业遵守安全生产法规，排查隐患360处；整改率100%。",
    "截至2023年9月底，累计发放补贴380.6万元，惠及群众1,240户。",
    "一是强化党建引领，开展“送岗位”“送政策”活动3场。",
    "调研、座谈、走访……形式多样，收到意见建议二十三条。",
    "新建改建农村公路十余公里，脱贫人口人均纯收入突破1.5万元。",
    "（一）持续改善人居环境。实施“先锋领航·村企共建”行动。",
]
FAULTS = [
    ("，", "，，"), ("，", ", "), ("，", "，、"), ("。", "。，"), ("。", "..."), ("亿元", " 亿元"),
    ("%", " %"), ("投资", "投资XX"), ("3", "XX"), ("遵守", "准守"), ("截至", "截止"), ("拼搏", "拼博"),
    ("·", "•"), ("……", "..."), ("的", "的的"), ("年", "年\u200b"), ("补贴", "补贴&nbsp;"),
    ("万元", "万元==万元"), ("（一）", "（一）、"), ("开展", "开展开展"), ("场。", "场。\U0001f33e"),
    ("”", "” "), ("十", "一十"),
    ("群众", "\n分享到：微信 微博\n群众"), ("公路", "公路\ufeff\u3000"), ("1", "１"), ("7", "7 "),
    ("收入", "收人"), ("“送政策”", "、“送政策”"), ("3", "&#160;3"), ("36", "3\u200b6"),
]  # fmt: skip


@st.composite
def drafts(draw):
    """Reports of a few sentences, each with some faults."""
    text = ""
    for sentence in draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6)):
        for right, wrong in draw(st.lists(st.sampled_from(FAULTS), max_size=4)):
            sentence = sentence.replace(right, wrong, draw(st.integers(1, 2)))
        text += sentence + draw(st.sampled_from(["", "", "\n", "\r\n", " ", "\n\n"]))
    return text


def readings(text):
    """What is compared: digits in one width without what is not seen, quantities, and slots."""
    seen = re.sub("[\u200b\ufeff]|&#160；|&nbsp；", "", fold(text))
    found = quantities(Document(seen.replace(" ", "")))
    return (
        re.findall(r"\d+(?:[.，]\d+)*", seen),
        [(one.value, one.dimension, one.approx) for one in found],
        re.findall("XX|==", text),
    )


@settings(max_examples=60)
@given(drafts(), st.booleans())
def test_fixing_is_done_once_and_keeps_numbers_and_slots(text, unsafe):
    fixed, _ = govlint.fix_text(text, unsafe=unsafe)

    assert govlint.fix_text(fixed, unsafe=unsafe)[0] == fixed
    assert readings(fixed) == readings(text)


@settings(max_examples=60)
@given(drafts(), st.booleans())
def test_nothing_changes_but_by_the_fixes_chosen_and_they_stay_clear_of_what_is_told(text, unsafe):
    document = Document(text)
    diagnostics = lint(document, RULES).diagnostics
    chosen = choose(eligible(document, diagnostics, unsafe=unsafe))
    edits = sorted(edit for choice in chosen for edit in choice.fix.edits)

    one_by_one = text
    for edit in reversed(edits):
        one_by_one = one_by_one[: edit.span.start] + edit.text + one_by_one[edit.span.end :]
    told = [found.span for found in diagnostics if not found.fixes and len(found.text) <= 16]

    assert applied(text, edits) == one_by_one
    assert all(first.span.end < second.span.start for first, second in pairwise(edits))
    assert [edit for edit in edits for span in told if overlap(edit.span, span)] == []
    assert unsafe or all(choice.fix.safe for choice in chosen)


@pytest.mark.parametrize("order", [1, -1])
def test_of_fixes_at_one_place_that_of_the_graver_finding_is_made(order):
    def choice(rule: str, severity: Severity) -> Choice:
        fix = Fix(safe=True, edits=(Edit(Span(2, 4), rule),))
        return Choice(Diagnostic(rule, "own", "typo", severity, "有误", Span(2, 4), "准守", (fix,)), fix)

    light, grave = choice("TY901", Severity.warning), choice("TY902", Severity.error)

    assert choose([light, grave][::order]) == [grave]


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@needs("seeds", "corpus/mixed", "corpus/dirty")
def test_real_reports_are_fixed_once_and_keep_their_numbers():
    session = Session(Settings(isolated=True, fixing=Fixing(unsafe=True)))
    folders = [SHARED / "seeds", SHARED / "corpus" / "mixed", SHARED / "corpus" / "dirty"]
    made = 0
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        report = session.fix_content(str(path))
        before, after = (data.decode(report.rewriting.encoding) for data in report.rewriting[:2])
        made += report.fixed

        assert session.fix_bytes(report.rewriting.after, str(path)).fixed == 0, path
        assert readings(after) == readings(before), path
        assert report.notices == ()
    assert made > 100
