"""Confusable words: what is found, what is left alone, and the model file."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govlint.document import Document
from govlint.linter import lint
from govlint.rules.ruleset import builtin_rules
from govlint.spelling.candidates import MARGIN, candidates, plain
from govlint.spelling.container import ModelError
from govlint.spelling.counts import LEVELS, Counts, code, loads, official
from govlint.spelling.features import NAMES
from govlint.spelling.ranker import KNOTS, Ranker
from govlint.spelling.table import Table, restored, stored

RULES = [rule for rule in builtin_rules() if rule.id == "TY012"]


def found(text):
    return [
        (one.text, one.fixes[0].edits[0].text if one.fixes else None)
        for one in lint(Document(text), RULES).diagnostics
    ]


@pytest.mark.parametrize(
    ("text", "place", "meant"),
    [
        ("推动高直量发展取得新成效。", "直", "质"),
        ("巩固拓展脱贫攻监成果。", "监", "坚"),
        ("落实意识形太工作责任制。", "太", "态"),
        ("坚持党的绝对零导。", "零", "领"),
        ("提升基层治里能力。", "里", "理"),
        ("按照规定亨受优惠政策。", "亨", "享"),
        ("建立统一登基管理制度。", "基", "记"),
        ("全县行正村全部通了公路。", "正", "政"),
    ],
)
def test_a_wrong_character_is_found(text, place, meant):
    assert found(text) == [(place, meant)]


def test_two_wrong_characters_that_sound_right_are_found_together():
    assert found("做好政府新希公开工作。") == [("新希", "信息")]


@pytest.mark.parametrize(
    "text",
    [
        "推动高质量发展取得新成效。",
        "打造“渝快办”“零导办”服务品牌。",
        "推动“高直量”发展。",
        "高直量发展研究院挂牌，高直量发展论坛举办。",
        "推動高直量發展取得新成效。",
        "推动高直xx发展取得新成效。",
        "推动高■量发展取得新成效。",
        "全年完成投资三十五亿元，新建厂房二十座。",
        "者海镇、迤车镇、大水井乡获评先进。",
        "会泽县迤车镇和迤车镇中学通过验收。",
        "No Chinese at all, 2024.",
        "",
    ],
)
def test_what_cannot_be_judged_is_left_alone(text):
    assert found(text) == []


def test_the_message_shows_what_is_unheard_of_and_what_is_common():
    (only,) = lint(Document("推动高直量发展取得新成效。"), RULES).diagnostics

    assert only.message == "“直”疑为“质”之误：“高直量”在公文里未见，“高质量”常见"
    assert [fix.safe for fix in only.fixes] == [False]


@given(st.text(st.sampled_from("推动高质直量发展，。0aＡ１ \n“”治里理能力"), max_size=30))
def test_candidates_stay_inside_the_text_and_differ_from_it(text):
    folded = Document(text).folded
    for start, length, word in candidates(official(), plain(folded)):
        assert 0 <= start < start + length <= len(folded)
        assert len(word) == length
        assert folded[start : start + length] != word


def small_counts():
    return Counts(
        (
            Table(),
            Table({"工": 3, "作": 4}),
            Table({"工作": 9, "作工": 1}),
            Table({"|工作": 6}),
            Table({"|工作|": 7}),
        ),
        Table({"工": 8, "工作": 9, "工作者": 255}),
        {"工": ("gong",), "公": ("gong",), "作": ("zuo", "zuo1")},
        {"gong": "gong", "zuo": "zuo", "zuo1": "zuo"},
        {"工": "土"},
        {"version": 1},
    )


def test_a_model_file_comes_back_as_it_was():
    counts = small_counts()
    again = loads(counts.dumps())

    for table, read in zip((*counts.grams, counts.words), (*again.grams, again.words), strict=True):
        assert {key: read[key] for key in (*table, "土", "")} == {**table, "土": 0, "": 0}
    assert (again.readings, again.loose) == (counts.readings, counts.loose)
    assert (again.shapes, again.about) == (counts.shapes, counts.about)
    assert again.alike("工") == {"土": "h", "公": "s"}
    assert (again.after("工"), again.before("工")) == ({"作"}, {"作"})
    for one in (counts, again):
        assert list(one.homophones("公作")) == ["工作"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data + b"x",
        lambda data: data.replace(b"We love Marisa", b"We like Marisa", 1),
        lambda _: b"",
        lambda _: b"{}\nxx",
    ],
    ids=["half", "more", "no trie", "nothing", "another"],
)
def test_half_a_model_is_refused(damage):
    with pytest.raises(ModelError):
        loads(damage(small_counts().dumps()))


def test_a_stored_table_caches_no_more_than_it_may(monkeypatch):
    monkeypatch.setattr("govlint.spelling.table._CACHE_SIZE", 2)
    table = restored(*stored({"甲": 1, "乙": 2, "丙": 3}))

    assert [table[key] for key in "甲乙丙丁甲"] == [1, 2, 3, 0, 1]
    assert len(table) <= 2


@given(st.floats(0, 15))
def test_a_code_is_the_nearest_level(value):
    assert abs(LEVELS[code(value)] - value) <= min(abs(level - value) for level in LEVELS) + 1e-9


@given(st.lists(st.floats(-30, 30), min_size=len(NAMES), max_size=len(NAMES)), st.sampled_from([1, 2]))
def test_a_score_is_the_sum_of_bent_lines(values, length):
    ranker = Ranker.of(official().about)
    bent = ranker.biases[length - 1]
    for value, mean, deviation, row in zip(
        values, ranker.means, ranker.deviations, ranker.slopes[length - 1], strict=True
    ):
        x = max(-5.0, min(5.0, (value - mean) / deviation))
        bent += row[0] * x + sum(
            change * max(x - knot, 0) for knot, change in zip(KNOTS, row[1:], strict=True)
        )

    assert math.isclose(ranker.score(values, length), bent, abs_tol=1e-6)


def test_places_in_plain_text_are_those_of_the_document():
    folded = Document("发展１２ＡＢ，质量。").folded

    assert plain(folded)[MARGIN:-MARGIN] == "发展00aa|质量|"
    assert set(plain(folded)[:MARGIN] + plain(folded)[-MARGIN:]) == {"|"}


OWN = """
- id: TY901
  name: mine
  severity: warning
  message: '{{match}}'
  why: 自用
  source: practice
  kind: confusable
  options: {{certainty: {certainty}}}
  examples:
    bad: [{{text: 推动高直量发展。, match: 直}}, {{text: 巩固脱贫攻监成果。, match: 监}}]
    good: [推动高质量发展。, 甲]
"""


@pytest.mark.parametrize(("certainty", "code"), [("0", 2), ("100", 2), ("90", 0)])
def test_the_certainty_is_an_option(govlint, write, certainty, code):
    write("own.yaml", OWN.format(certainty=certainty))

    outcome = govlint("rules", "test", "own.yaml")

    assert (outcome.code, "certainty 应在 1 到 99 之间" in outcome.out + outcome.err) == (code, code == 2)
