"""A text checked again after edits: the same as checked afresh, whatever was edited where."""

from __future__ import annotations

import random
from functools import cache

import pytest
from conftest import OWN_RULE, seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from govlint.checkers.by_line import ByLine
from govlint.conclusions import Exemption
from govlint.document import Document
from govlint.incremental import Incremental, StoppedError
from govlint.linter import lint
from govlint.readers import read_bytes
from govlint.rules.ruleset import builtin_rules, load_rules

RULES = builtin_rules()
TEXTS = [example.text for rule in RULES for example in rule.bad] + [
    text for rule in RULES for text in rule.good
]
FEW = [rule for rule in RULES if rule.id in ("PH001", "TY012", "PU023", "AR001", "CO014", "BP001", "ST001")]
ENDS = ["\n", "\r\n", "\n\n", "\r", "。\n", "\u2028", "\x0c", ""]
SCRAPS = [
    *"，。、；：“”（）《》 \t0179%xX*=_|#>`𠮷",
    "12万元", "其中", "一是", "（二）", "三、", "1.", "以上", "男", "附件：", "发布日期：2024-03-01",
    "分享到", "——", "<!--",
]  # fmt: skip


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[float, float, str]]:
    """Edits as a place and a length, both shares of the text, and what is put there."""
    piece = st.one_of(
        st.sampled_from(SCRAPS),
        st.sampled_from(ENDS),
        st.tuples(st.sampled_from(TEXTS), st.sampled_from(ENDS)).map("".join),
        st.just(""),
    )
    length = st.one_of(st.just(0.0), st.floats(0, 0.02), st.floats(0, 0.4))
    return draw(st.lists(st.tuples(st.floats(0, 1), length, piece), min_size=1, max_size=6))


def edited(text: str, place: float, length: float, piece: str) -> str:
    at = int(place * len(text))
    return text[:at] + piece + text[at + int(length * len(text)) :]


def joined(pieces: list[tuple[str, str]]) -> str:
    return "".join(text + end for text, end in pieces)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(ENDS)), max_size=14).map(joined), edits())
def test_what_is_found_is_what_a_fresh_check_finds(text, changes):
    engine = Incremental()
    engine.lint(Document(text), RULES)
    for change in changes:
        text = edited(text, *change)
        assert engine.lint(Document(text), RULES) == lint(Document(text), RULES)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(ENDS)), max_size=10).map(joined), edits())
def test_hidden_parts_and_exceptions_count_as_in_a_fresh_check(text, changes):
    engine = Incremental()
    for change in [(0.0, 0.0, ""), *changes]:
        text = edited(text, *change)
        document = read_bytes(text.encode(), "a.md").document
        reach = document.lines[len(document.lines) // 2].span
        exemptions = [Exemption("第 1 行", "", ((None, reach),))]
        allowed = {"*": ["准守"], "PH001": ["XX"]}
        assert engine.lint(document, RULES, allowed, exemptions) == lint(document, RULES, allowed, exemptions)


def test_what_a_rule_sees_behind_short_lines_counts(tmp_path):
    path = tmp_path / "own.yaml"
    pattern = OWN_RULE.replace("lexicon", "pattern").replace(
        "words: own.tsv", r"pattern: '(?<!续\n\n)自规局'"
    )
    path.write_text(pattern, encoding="utf-8")
    rules = load_rules([str(path)])
    engine = Incremental()

    found = [len(engine.lint(Document(f"{end}\n\n自规局\n"), rules).findings) for end in "完续完"]

    assert all(isinstance(rule.checker, ByLine) and rule.checker.by_line for rule in rules)
    assert found == [1, 0, 1]


def test_most_rules_read_line_by_line():
    others = {rule.id for rule in RULES if not (isinstance(rule.checker, ByLine) and rule.checker.by_line)}

    assert {"TY012", "PU023", "BP001", "CO014", "TY001"}.isdisjoint(others)
    relations = {rule.id for rule in RULES if rule.kind == "relation"}
    assert others & relations == {"CO012", "CO034"}
    assert len(others) < len(RULES) / 4


def test_other_rules_make_all_that_was_known_worthless():
    engine = Incremental()
    text = Document("自觉准守村规民约，投资XX万元。")
    engine.lint(text, FEW)

    assert engine.lint(text, RULES) == lint(text, RULES)
    assert engine.lint(text, FEW) == lint(text, FEW)


def test_a_check_that_is_stopped_leaves_what_was_known():
    engine = Incremental()
    engine.lint(Document("投资XX万元。\n"), FEW)
    calls = iter([False, False, True])
    with pytest.raises(StoppedError):
        engine.lint(Document("新的一行XX。\n投资XX万元。\n"), FEW, stopped=lambda: next(calls))

    text = Document("投资XX万元。\n新的一行XX。\n")
    assert engine.lint(text, FEW) == lint(text, FEW)


def test_a_rule_that_runs_out_of_time_is_told_and_run_again(monkeypatch):
    engine = Incremental()
    text = Document("投资XX万元。\n")
    slow = next(rule for rule in FEW if rule.id == "PH001").checker

    def out_of_time(_self, _document):
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(type(slow), "clues", out_of_time)
        assert engine.lint(text, FEW).timed_out == ("PH001",)
    assert engine.lint(text, FEW) == lint(text, FEW)


@cache
def long_text() -> str:
    """A hundred thousand characters, 300 KB, of which no two lines are the same."""
    chance = random.Random(7)
    towns, works = (
        "清水柳河东山临江永安长宁北桥石门新田",
        ["排查隐患", "改造管网", "新修道路", "培训农户", "走访企业"],
    )
    lines = []
    while sum(map(len, lines)) < 100_000:
        town = chance.choice(towns) + chance.choice(towns) + "镇"
        total = chance.randint(20, 900)
        lines.append(
            f"{town}扎实推进重点工作，全年{chance.choice(works)}{total}处，已完成{total - 7}处，剩余7处；"
            f"投入资金{chance.randint(100, 9999)}万元，同比增长{chance.randint(11, 99) / 10}%，"
            f"群众满意度达到{chance.randint(801, 999) / 10}%。\n"
        )
    return "".join(lines)


def test_an_edit_of_a_long_text_costs_a_fraction_of_a_check():
    engine = Incremental()
    text = long_text()
    engine.lint(Document(text), RULES)
    at = text.index("。\n", len(text) // 2)
    whole = seconds(lambda: lint(Document(text), RULES))
    costs = []
    for typed in ("，", "，又", "，又新", "，又新增", "，又新增3"):
        now = Document(text[:at] + typed + text[at:])
        costs.append(seconds(lambda now=now: engine.lint(now, RULES)))

    assert min(costs) < whole / 3
