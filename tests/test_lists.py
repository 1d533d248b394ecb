"""Lists against numbers, figures against lists, announcements against headings, values across a document."""

from __future__ import annotations

import pytest
from conftest import OWN_LIST, OWN_RULE
from hypothesis import given
from hypothesis import strategies as st

import govlint
from govlint.checkers.agreement import AgreementChecker
from govlint.checkers.announcement import AnnouncementChecker
from govlint.checkers.enumeration import EnumerationChecker
from govlint.checkers.parity import ParityChecker
from govlint.checkers.term import TermChecker
from govlint.document import Document
from govlint.linter import lint
from govlint.matching.pattern import Regex
from govlint.numbers.figures import FigurePattern
from govlint.numbers.formula import Verdict
from govlint.numbers.slips import is_exchange, is_slip
from govlint.rules.ruleset import builtin_rules

RULES = [rule for rule in builtin_rules() if rule.category in ("arithmetic", "consistency", "structure")]


def relations_of(text):
    return [(one.rule, one.verdict) for one in lint(Document(text), RULES).relations]


def found(text):
    return [(one.rule, one.text, one.message) for one in lint(Document(text), RULES).diagnostics]


@pytest.mark.parametrize(
    ("text", "rule", "verdict"),
    [
        ("第一产业、第二产业、第三产业增加值分别增长4.2%、6.1%和7.3%。", "CO008", Verdict.consistent),
        ("城镇和农村居民收入分别增长4.2%和6.1%。", "CO008", Verdict.consistent),
        ("一二三产增加值分别增长4.2%、6.1%、7.3%。", "CO008", Verdict.consistent),
        ("主要指标完成较好，分别增长4.2%和6.1%。", "CO008", Verdict.undecided),
        ("聚焦规划、建设和管理三大环节。", "CO003", Verdict.consistent),
        ("聚焦规划、建设和管理两大环节。", "CO003", Verdict.consistent),
        ("聚焦规划、建设、管理、服务、监督两大环节。", "CO003", Verdict.undecided),
        ("新建水闸、泵房等5座建筑。", "CO002", Verdict.consistent),
        ("着重抓好三件事：一是修渠。二是建库。三是培训。", "CO009", Verdict.consistent),
        ("着重抓好九件事：一是修渠。二是建库。三是培训。", "CO009", Verdict.undecided),
        ("着重抓好两件事：一是修渠。", "CO009", Verdict.undecided),
        ("全镇31个行政村参加，覆盖全镇31个行政村。", "CO015", Verdict.consistent),
        ("全镇31个行政村参加，覆盖全镇近31个行政村和全镇31个行政村。", "CO015", Verdict.consistent),
        ("全镇31个行政村参加，全镇8个行政村获奖。", "CO015", Verdict.undecided),
    ],
)
def test_a_list_is_worked_out(text, rule, verdict):
    assert (rule, verdict) in relations_of(text)


def test_numbering_without_a_gap_is_a_relation_and_a_gap_is_a_fault():
    whole = "一是修渠。二是建库。三是培训。"
    broken = "一是修渠。二是建库。四是培训。"

    assert relations_of(whole) == [("ST004", Verdict.consistent)]
    assert ("ST004", Verdict.inconsistent) in relations_of(broken)
    assert found(broken) == [("ST004", "四是", "“四是”前面缺少“三是”")]


@pytest.mark.parametrize(
    ("ordinals", "blamed"),
    [
        ("一二二四五", [("ST002", "二、", "三、")]),
        ("一二四四五", [("ST001", "四、", "三、")]),
        ("一二五四五", [("ST001", "五、", "三、")]),
        ("一二四三五", [("ST001", "四、", "三、"), ("ST002", "三、", "四、")]),
        ("一二四五六", [("ST001", "四、", "三、")]),
    ],
)
def test_the_ordinal_after_a_wrong_one_is_not_blamed(ordinals, blamed):
    text = "".join(f"{ordinal}、抓好{work}\n" for ordinal, work in zip(ordinals, "甲乙丙丁戊", strict=True))

    assert [(rule, wrong, message[-3:-1]) for rule, wrong, message in found(text)] == blamed


def test_points_of_a_speech_are_counted_over_the_series_inside_them():
    lead = "下面，我讲三点意见。\n"
    points = "第一，压实责任。一要守纪律，二要讲规矩，三要勤学习。\n第二，转变作风。\n第三，落实经费。"

    assert ("CO009", Verdict.consistent) in relations_of(lead + points)
    assert found(lead + points) == []
    assert found(lead + points + "\n第四，加强督查。") == [
        ("CO009", "三", "前面说“三”，后面编到“第四”，共4项")
    ]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("二是清淤。\n二是改厕。\n三是治污。", [("ST025", "二是", "“二是”是这一组的第一项，应为“一是”")]),
        ("做法：二是清淤，二是改厕，三是治污。", [("ST025", "二是", "“二是”是这一组的第一项，应为“一是”")]),
        (
            "要做到：一是清淤。\n二是改厕。\n二是治污。",
            [("ST005", "二是", "“二是”重复或倒退：前一个是“二是”，这里应为“三是”")],
        ),
        ("二、清淤\n二、改厕\n三、治污", [("ST003", "二、", "标题从“二、”开始，缺少前面的“一、”")]),
        ("2.清淤\n2.改厕\n3.治污", [("ST003", "2.", "标题从“2.”开始，缺少前面的“1.”")]),
    ],
)
def test_an_ordinal_wrong_at_the_start_is_blamed_itself(text, faults):
    assert found(text) == faults


def test_points_are_counted_under_their_own_announcement():
    text = (
        "今年要重点抓好以下两个方面工作：\n（一）抓产业。重点抓好三件事：一是育龙头。二是强链条。三是树品牌。\n"
        "（二）抓项目。扩大投资。\n二、保障措施\n（一）加强领导。"
    )
    counted = [verdict for rule, verdict in relations_of(text) if rule == "CO009"]

    assert counted == [Verdict.consistent, Verdict.consistent]
    assert found(text.replace("两个方面", "三个方面"))[0] == (
        "CO009",
        "三",
        "前面说“三”，后面编到“（二）”，共2项",
    )


def test_a_slogan_counts_only_headings_that_name_it():
    lead = "全力打造“三个基地”。\n"
    named = "（一）建设果蔬基地。\n（二）建设加工基地。"
    others = "（一）扩大种植。\n（二）引进企业。"

    assert [rule for rule, *_ in found(lead + named)] == ["CO010"]
    assert found(lead + others) == []


@pytest.mark.parametrize(
    ("one", "other", "exchanged"),
    [
        ("1286.4", "1268.4", True),
        ("81.78", "87.18", True),
        ("436", "463", True),
        ("436", "634", False),
        ("436", "437", False),
        ("436", "4360", False),
        ("1.286", "12.86", False),
        ("12.3", "1.23", False),
        ("112", "112", False),
    ],
)
def test_two_neighbouring_digits_are_exchanged(one, other, exchanged):
    assert is_exchange(one, other) is exchanged
    assert is_exchange(other, one) is exchanged


FAR = "各乡镇各部门上下同心协力攻坚克难奋发有为推动文化旅游融合发展取得可喜成效"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("", "\n接待游客3517万人次", ["1286万人次"]),
        ("", "\n接待游客3517万人次，接待游客4626万人次", []),
        (f"，{FAR}3517万人次，{FAR}4626万人次", "", ["1286万人次"]),
    ],
    ids=["three values", "four values", "far from the name"],
)
def test_a_name_of_more_than_three_values_is_of_several_things(first, last, told):
    text = f"接待游客1268万人次{first}。\n接待游客1286万人次{last}。\n"

    assert [place for rule, place, _ in found(text) if rule == "CO030"] == told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "反馈问题135件，已整改89件，剩余37件正在推进。",
            "135件减去89件应余46件，文中为37件（89件若是98件则相符）",
        ),
        (
            "安排资金3.8亿元，其中省级2.3亿元、市级1.2亿元、县级0.3万元。",
            "各分项（2.3亿元、1.2亿元、0.3万元）合计3.5亿元，不到总数3.8亿元：没有列全，或有数写错（0.3万元若是0.3亿元则相符）",
        ),
        (
            "床位由826张增加到1143张，增加3170张。",
            "由826张到1143张增加了317张，文中为3170张",
        ),
        (
            "安排资金3.8亿元，其中省级2.3亿元、市级1.2亿元、县级0.03亿元。",
            "各分项（2.3亿元、1.2亿元、0.03亿元）合计3.53亿元，不到总数3.8亿元：没有列全，或有数写错（0.03亿元若是0.30亿元则相符）",
        ),
    ],
)
def test_the_slip_that_explains_it_all_is_named(text, message):
    assert [said for _, _, said in found(text)] == [message]


numbers = st.integers(min_value=10, max_value=999_999).map(str)


@given(number=numbers, at=st.integers(0, 5), digit=st.sampled_from("0123456789"))
def test_another_digit_is_a_slip_and_a_slip_works_both_ways(number, at, digit):
    at %= len(number)
    other = number[:at] + digit + number[at + 1 :]

    assert is_slip(number, other) is (other != number)
    assert is_slip(number, number[:at] + number[at + 1 :])
    assert is_slip(number[:at] + number[at + 1 :], number)


@given(number=numbers, at=st.integers(0, 4))
def test_neighbours_swapped_are_a_slip(number, at):
    at %= len(number) - 1
    other = number[:at] + number[at + 1] + number[at] + number[at + 2 :]

    assert is_slip(number, other) is (other != number)


@pytest.mark.parametrize(("one", "other"), [("31", "8"), ("31", "31"), ("1234", "4321"), ("12", "1234")])
def test_what_is_no_slip(one, other):
    assert not is_slip(one, other)


KIND = """
- id: CO901
  name: mine
  severity: warning
  message: 不符
  why: 自用
  source: practice
  kind: {kind}
  options: {{pattern: '{pattern}'{more}}}
  examples: {{bad: [{{text: 甲, match: 甲}}, {{text: 甲, match: 甲}}], good: [乙, 丙]}}
"""


def test_what_comes_after_twenty_in_a_circle_is_in_one_too():
    lines = [f"{chr(0x2460 + index)}抓好第一批项目。" for index in (*range(20), 4)]

    assert ("ST002", "⑤", "序号“⑤”重复或倒退：前一个是“⑳”，这里应为“㉑”") in found("\n".join(lines))


def test_values_that_are_no_numbers_are_no_mentions():
    pattern = FigurePattern(r"(?<what>文号)(?:为(?<V>[\w-]+))?")
    document = Document("文号、文号为二〇二四、文号为甲-3、文号为2024、文号为" + "9" * 5000 + "、文号为2042")

    (first, second) = AgreementChecker(pattern).relations(document)

    assert [one.verdict for one in (first, second)] == [Verdict.consistent, Verdict.inconsistent]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("甲县、乙县、丙县分别增长4%和6%。", Verdict.inconsistent),
        ("甲县、……、丙县分别增长4%和6%。", Verdict.undecided),
        ("甲县、乙县、XX县分别增长4%和6%。", Verdict.undecided),
        ("甲县分别增长4%和6%。", Verdict.undecided),
    ],
)
def test_figures_of_a_list_with_gaps_are_not_counted(text, verdict):
    checker = ParityChecker(
        FigurePattern(r"(?P<items>[^，。\n]{2,30})分别增长{V}(?:[、和]{W:V})+"), separator=Regex("、")
    )

    assert [one.verdict for one in checker.relations(Document(text))] == [verdict]


@pytest.mark.parametrize(
    ("checker", "text"),
    [
        (EnumerationChecker(Regex("(?P<items>[^，。]+)等(?P<n>[二三])个镇|各村"), Regex("、")), "各村。"),
        (EnumerationChecker(Regex("(?:(?P<items>[^，。]+)等)?(?P<n>[二三])个镇"), Regex("、")), "三个镇。"),
        (AnnouncementChecker(Regex("做好(?:(?P<n>[二三])项)?工作：")), "做好工作：一是修路，二是架桥。"),
        (
            ParityChecker(FigurePattern("(?P<items>[^，。\n]+)分别增长(?:{V:percent})?"), Regex("、")),
            "全年投资1亿元，花费3万元，用地5亩。\n甲、乙分别增长。",
        ),
        (
            ParityChecker(FigurePattern("(?:(?P<items>[^，。\n]+)分别)?增长{V:percent}"), Regex("、")),
            "增长5%。",
        ),
    ],
    ids=["no number", "no items", "no number of points", "no figure", "no items of figures"],
)
def test_a_match_without_a_group_says_nothing_of_it(checker, text):
    assert list(checker.relations(Document(text))) == []


@pytest.mark.parametrize(
    ("kind", "pattern", "more", "message"),
    [
        ("enumeration", "(?P<items>甲)", ", separator: 、", "pattern 里没有 n，写成 (?P<n>…)"),
        ("parity", "(?P<items>甲)", ", separator: 、", "pattern 里没有 V，写成 {V}"),
        ("announcement", "抓好几件", "", "pattern 里没有 n，写成 (?P<n>…)"),
        ("ratio", "共{D}", "", "pattern 里没有 P，写成 {P}"),
        ("agreement", "共{V}", "", "pattern 里没有 what，写成 (?P<what>…)"),
        ("restatement", "共{V}", "", "pattern 里没有 what，写成 (?P<what>…)"),
        ("agreement", r"甲\(?<what>共{V}", "", "pattern 里没有 what，写成 (?P<what>…)"),
        ("relation", "共{T}", ", formula: T <= 3, otherwise: R == 3", "otherwise 里的 R 在 pattern 中没有"),
        (
            "relation",
            "共{T}，分项{R}(?:，另{S})?",
            ", formula: T == R, otherwise: T == S, whole: S",
            "whole 里的 S 不在 formula 里",
        ),
        (
            "relation",
            "共{T}，分项{R}(?:，另{S})?",
            ", formula: T == R, otherwise: T == S, leading: S",
            "leading 里的 S 不在 formula 里",
        ),
        (
            "relation",
            "共{T}，分项{R}(?:，另{S})?",
            ", formula: T == R, otherwise: T == S, trailing: S",
            "trailing 里的 S 不在 formula 里",
        ),
        ("relation", "共{T}", f", formula: '{' + '.join(['T'] * 200)} == T'", "公式太长，最多 500 个字符"),
    ],
)
def test_a_pattern_without_its_groups_stops_the_run(govlint, write, kind, pattern, more, message):
    write("mine.yaml", KIND.format(kind=kind, pattern=pattern, more=more))

    outcome = govlint("rules", "test", "mine.yaml")

    assert outcome.code == 2
    assert message in outcome.out + outcome.err


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("把权利关进制度的笼子。", ["权利关进"]),
        ("把公权利关进制度的笼子。", ["权利关进"]),
        ("滥用公权利，把公权利关进制度的笼子。", ["公权利", "权利关进"]),
    ],
)
def test_an_entry_that_is_excused_hides_none_inside_it(text, wrong):
    assert [one.text for one in govlint.lint_text(text, select=["TY001"])] == wrong


def test_what_looks_damaged_inside_a_longer_right_term_is_right():
    terms = ("甲乙丙丁戊己庚辛壬癸", "丙丁戊己庚", "丁戊己庚壬辛")
    checker = TermChecker(terms, lost=0, changed=0)

    for text, found in [("甲乙丙丁戊己庚辛壬癸", []), ("乙丙丁戊己庚辛壬癸", ["丁戊己庚辛壬"])]:
        assert [one.values["match"] for one in checker.clues(Document(text))] == found


@pytest.mark.parametrize(
    ("words", "text", "columns"),
    [
        # Of entries that begin alike, the longest counts.
        (
            "wrong\tright\n自规\t自然资源和规划\n自规局\t自然资源和规划局\n",
            "由市自规局牵头，自规部门配合。",
            [3, 9],
        ),
        # A phrase may hold the wrong form twice.
        (
            f"{OWN_LIST}自规\t自然资源和规划\t自规院自规所\n".replace("right", "right\tnot_in"),
            "由市自规院自规所和县自规院承办。",
            [11],
        ),
        (
            f"{OWN_LIST}自规\t自然资源和规划\t自规院自规所\n".replace("right", "right\tonly_in"),
            "由市自规院自规所和县自规院承办。",
            [3, 6],
        ),
    ],
)
def test_words_of_ones_own_are_found_where_their_entry_says(govlint, write, words, text, columns):
    write("own.yaml", OWN_RULE)
    write("own.tsv", words)
    write("a.txt", text)
    write(".govlint.yaml", "rules: [own.yaml]\nselect: [WD901]\n")

    found = govlint("check", "--output-format", "json", "a.txt").json["diagnostics"]

    assert [(one["rule"], one["start"]["column"]) for one in found] == [("WD901", at) for at in columns]
