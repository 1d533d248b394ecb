"""Missing marks: what is found, what is left alone, and the model file."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govlint.diagnostic import Edit, Fix
from govlint.document import Document, Span
from govlint.joints.features import NAMES, NEAR, features, near, surroundings
from govlint.joints.filters import LinearFilter, ScoreBound
from govlint.joints.forest import Forest, Split
from govlint.joints.model import JointModel, loads, official_joints
from govlint.joints.runs import LEAST, joints
from govlint.joints.words import FIGURE, MARK, UNKNOWN, VERB, Words, cut_at
from govlint.linter import lint
from govlint.rules.ruleset import builtin_rules
from govlint.spelling.candidates import plain
from govlint.spelling.container import ModelError, packed, unpacked
from govlint.spelling.counts import Counts, official
from govlint.spelling.counts import loads as loads_counts
from govlint.spelling.table import Table

RULES = [rule for rule in builtin_rules() if rule.id == "PU023"]
PIECES = [
    "坚持",
    "党的领导",
    "深入推进",
    "改革",
    "大力发展",
    "现代农业",
    "3家",
    "，",
    "。",
    "、",
    "\n",
    "企业",
]


def found(text):
    return [one.text for one in lint(Document(text), RULES).diagnostics]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("全县深入贯彻党的二十大精神坚持稳中求进工作总基调，经济运行平稳。", "神坚"),
        ("大力实施乡村振兴战略农业综合生产能力稳步提升。", "略农"),
        ("持续深化医药卫生体制改革健全医疗保障体系。", "革健"),
        ("深入开展扫黑除恶专项斗争社会治安持续好转。", "争社"),
    ],
)
def test_two_clauses_run_together_are_found(text, place):
    assert found(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "全县深入贯彻党的二十大精神，坚持稳中求进工作总基调，经济运行平稳。",
        "深入开展扫黑除恶专项斗争xx社会治安持续好转。",
        "持续深化医药卫生体制改革健全医疗■保障体系。",
        "持续深化医药卫生体制改革健全医疗保障体系\n",
        "持续深化医药卫生体制改革健全医疗保障体系，深化医药卫生体制改革健全医疗保障体系的试点。",
        "No Chinese at all, 2024.",
        "",
    ],
    ids=["marked", "beside a slot", "near damage", "a title", "said twice", "foreign", "empty"],
)
def test_what_cannot_be_judged_is_left_alone(text):
    assert found(text) == []


def test_the_fix_puts_a_comma_at_the_joint_and_is_unsafe():
    (only,) = lint(Document("持续深化医药卫生体制改革健全医疗保障体系。"), RULES).diagnostics

    assert only.message == "“体制改革”与“健全”之间疑缺标点"
    assert only.fixes == (Fix(False, (Edit(Span(12, 12), "，"),)),)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_joints_leave_a_clause_on_both_sides_and_cut_no_known_word(text):
    shown = plain(Document(text).folded)
    for start, at, end in joints(official(), shown):
        assert start + LEAST <= at <= end - LEAST
        assert "|" not in shown[start:end]
        assert not official().words[shown[at - 1 : at + 1]]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_words_of_a_run_make_up_the_run(text):
    words = official_joints().words
    for run in plain(text).split("|"):
        parted = words.parted(run)

        assert "".join(parted) == run
        assert [cut_at(parted, len("".join(parted[:n]))) for n in range(1, len(parted))] == [
            *range(1, len(parted))
        ]


def test_a_cut_inside_a_word_or_at_an_end_is_none():
    assert [cut_at(["深入", "推进", "改革"], n) for n in (0, 1, 2, 5, 6)] == [None, None, 1, None, None]


def test_features_are_as_many_as_their_names():
    model = official_joints()
    folded = "今年以来，坚持党的领导深入推进改革开放，取得成效。"
    text = plain(folded)
    joint = next(joints(model.words.counts, text))
    nearby = near(model.words, text, joint)
    parted = model.words.parted(text[joint.start : joint.end])
    around = surroundings(model.words, text, folded, joint)

    assert len(nearby) == len(NEAR)
    assert len(features(model.words, nearby, parted, 1, around)) == len(NAMES)
    assert (around.before, around.after) == (1, 1)
    assert "".join(around.previous) == "今年以来"
    assert "".join(around.next) == "取得成效"


def test_a_tree_asks_for_thresholds_and_for_members():
    tree = Split(0, 1.5, 0, 1.0, Split(1, 0.0, 0b101, 2.0, 4.0))
    forest = Forest.of([tree, tree, 0.25])

    assert [forest.score(values) for values in ([1.5, 0], [2, 0], [2, 1], [2, 2])] == [2.25, 4.25, 8.25, 4.25]


def test_a_score_that_will_not_come_to_its_aim_is_left():
    forest = Forest.of([Split(number % 2, 0.5, 0, -0.1, 0.1) for number in range(200)])
    # The first feature speaks from the first tree on, the second as much.
    forest.learn_floors([[1, 1], [1, 0], [0, 0]], aim=10)

    assert [round(score, 6) for score in forest.floors] == [4.9, 9.9, 14.9, 19.9]
    assert [round(forest.score(values), 6) for values in ([1, 1], [1, 0], [0, 0])] == [20, 0, -20]
    assert [round(forest.score([1, 1], least), 6) for least in (9, 10, 30)] == [20, 20, 20]
    assert [forest.score([1, 0], least) for least in (9.9, 10)] == [forest.score([1, 0]), -math.inf]


LINEAR_FILTERS = [
    official_joints().linear_filter,
    LinearFilter((0.3,) * len(NEAR), -1.0, 9.0),
    LinearFilter((-0.3,) * len(NEAR), 1.0, 0.5),
    LinearFilter((0.4, -0.5) * (len(NEAR) // 2), 0.0, 0.5),
]


@pytest.mark.parametrize(
    "linear_filter", LINEAR_FILTERS, ids=["shipped", "all for", "all against", "by turns"]
)
@given(text=st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_a_prefilter_lets_through_all_that_the_linear_filter_does(linear_filter, text):
    words, shown = official_joints().words, plain(Document(text).folded)
    passing = {one for one in joints(official(), shown) if linear_filter.passes(near(words, shown, one))}

    promising = set(ScoreBound(linear_filter, official()).promising(shown))
    assert passing <= promising <= set(joints(official(), shown))


def small_model():
    counts = loads_counts(
        Counts(
            (Table(), Table({"工": 3}), Table({"工作": 5}), Table(), Table()),
            Table({"工作": 9, "展开": 4, "工": 3}),
            {"工": ("gong",)},
            {"gong": "gong"},
            {"工": "土"},
        ).dumps()
    )
    words = Words(counts, Table({"工作": 1}))
    tree = Split(3, 0.25, 0, -1.5, Split(30, 0.0, 0b101, 0.25, 2.0))
    return JointModel(
        words, LinearFilter((0.5,) * len(NEAR), -1.0, 0.5), Forest.of([tree, 1.0]), {"version": 1}
    )


def test_a_model_file_comes_back_as_it_was():
    model = small_model()
    model.forest.learn_floors([[0, 0, 0, 1.0, *[0] * 30], [0] * 34], aim=0.5)
    again = loads(model.dumps(), model.words.counts)

    assert model.forest.floors
    assert (again.linear_filter, again.forest, again.about) == (
        model.linear_filter,
        model.forest,
        model.about,
    )
    assert [again.words.class_of(word) for word in ("工作", "展开", "0", "|")] == [
        VERB,
        UNKNOWN,
        FIGURE,
        MARK,
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda _: b"",
        lambda data: packed(unpacked(data)[0], [b"", *unpacked(data)[1][1:]]),
        lambda data: packed(unpacked(data)[0], unpacked(data)[1][:-2]),
        lambda data: packed(unpacked(data)[0], [*unpacked(data)[1][:-1], b"xyz"]),
    ],
    ids=["half", "nothing", "other words", "no thresholds", "odd thresholds"],
)
def test_a_model_that_does_not_fit_its_counts_is_refused(damage):
    model = small_model()

    with pytest.raises(ModelError):
        loads(damage(model.dumps()), model.words.counts)
