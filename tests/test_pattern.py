"""Patterns: what is read off them loses no match; compiled code comes back the same."""

from __future__ import annotations

import dataclasses
import json
import time

import pytest
from conftest import SHARED, needs
from hypothesis import given
from hypothesis import strategies as st

from govlint.checkers.majority import MajorityChecker
from govlint.document import Document, fold
from govlint.matching import pattern
from govlint.matching.analysis import analyse, parsed
from govlint.matching.pattern import Regex, time_limit
from govlint.matching.prefilter import LiteralPrefilter
from govlint.matching.reach import children
from govlint.numbers.figures import FigurePattern
from govlint.rules.ruleset import builtin_rules

RULES = [rule for rule in builtin_rules() if isinstance(getattr(rule.checker, "pattern", None), Regex)]
EXAMPLES = [text for rule in builtin_rules() for text in (*(bad.text for bad in rule.bad), *rule.good)]


def view_of(checker, document):
    """The text a checker's pattern is looked for in."""
    if isinstance(checker.pattern, FigurePattern):
        return document.derived(checker.pattern.seen).text
    return document.original if getattr(checker, "view", "folded") == "original" else document.folded


def assert_nothing_is_lost(checker, texts):
    for text in texts:
        view = view_of(checker, Document(text))
        found = [match.span() for match in checker.pattern.matches(view)]

        assert found == [match.span() for match in checker.pattern.finditer(view)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_looking_only_where_literals_are_loses_no_match(rule):
    assert_nothing_is_lost(rule.checker, EXAMPLES)
    assert_nothing_is_lost(rule.checker, ["\n".join(EXAMPLES)])


def patterns_of(checker):
    """The patterns of a checker that are looked for in folded text; `view` is the text of `pattern` and of
    what is looked for around it, and `majority` counts what folding makes one.
    """
    original = isinstance(checker, MajorityChecker) or getattr(checker, "view", "folded") == "original"
    for field in dataclasses.fields(checker):
        value = getattr(checker, field.name)
        if not original or field.name in ("requires", "unless_document"):
            yield from (
                one.source
                for one in (value if isinstance(value, tuple) else [value])
                if isinstance(one, Regex)
            )


def unfolded(tree):
    """The characters in a parse tree that folded text cannot hold, and that do not stand beside those it has
    instead of them.
    """
    for part in tree:
        name, value = part[0].name, part[1]
        members = {item[1] for item in value if item[0].name == "LITERAL"} if name == "IN" else set()
        if name in ("LITERAL", "NOT_LITERAL"):
            members = {value}
        yield from (char for char in map(chr, members) if ord(fold(char)) not in members)
        for inner in children(name, value):
            yield from unfolded(inner)


@pytest.mark.parametrize("rule", builtin_rules(), ids=lambda rule: rule.id)
def test_no_pattern_waits_for_a_character_of_the_width_that_is_folded(rule):
    trees = [tree for source in patterns_of(rule.checker) if (tree := parsed(source))]

    assert [char for tree in trees for char in unfolded(tree)] == []


@needs("seeds", "corpus/mixed", "corpus/dirty")
def test_looking_only_where_literals_are_loses_no_match_in_real_reports():
    paths = [path for name in ("mixed", "dirty") for path in sorted((SHARED / "corpus" / name).glob("*.txt"))]
    texts = [
        path.read_bytes().decode("utf-8") for path in [*paths, *sorted((SHARED / "seeds").glob("*.txt"))]
    ]
    for rule in RULES:
        assert_nothing_is_lost(rule.checker, texts)


@pytest.mark.parametrize(
    "source",
    [
        "甲[^。\n]*乙",
        "(?<=丙。)甲|乙(?=。\n?丙)",
        "(?<![^，]{2})甲乙?(?!.丙)",
        "^甲[^。，\\n]*$|乙{2}$",
        "丙(?=[^甲]{0,3}乙)",
        "[丙，]+(?P<at>乙)",
        "(?<=甲)$",
    ],
)
@given(text=st.text(st.sampled_from("甲乙丙。，\n"), max_size=40))
def test_sentences_and_lines_that_are_passed_over_have_no_match(source, text):
    pattern = Regex(source)

    assert pattern.needs
    assert pattern.analysis.across is not None
    assert [match.span() for match in pattern.matches(text)] == [
        match.span() for match in pattern.finditer(text)
    ]


@pytest.mark.parametrize(
    ("source", "literals", "across", "firsts", "beyond"),
    [
        ("截止(?=今年|目前)", ("截止",), 0, "截", 0),
        ("(?:准|遵)守", ("准守", "遵守"), 0, "准遵", 0),
        (r"\d+(?:万元|亿元)", ("万元", "亿元"), 0, "0123456789", 0),
        ("第[7-9]次", ("第7次", "第8次", "第9次"), 0, "第", 0),
        (r"\d次", ("次",), 0, "0123456789", 0),
        (r"增长[^，。\n]{0,9}倍", ("倍",), 0, "增", 0),
        (r"(?P<w>推进|加快)(?P=w)", ("加快加快", "推进推进"), 0, "加推", 0),
        (r"(?P<a>甲|乙)丙|(?P<a>丁)", ("丁", "乙丙", "甲丙"), 0, "丁乙甲", 0),
        (r"附件：\s*\Z", ("附件：",), None, "附", None),
        ("[^，]乙", ("乙",), None, "", None),
        ("[^，\\n]乙", ("乙",), 0, "", None),
        ("甲?", (), 0, "", None),
        (r"\p{Han}余亩", ("余亩",), 0, "", 0),
        ("(?:甲乙){2,}", ("甲乙",), 0, "甲", 0),
        ("。+", (), 0, "。", None),
        (r"[^。\p{Co}\n]乙", ("乙",), 0, "", 0),
        ("(?<=[^，])甲", ("甲",), 1, "甲", 1),
        ("甲(?=[^，]{0,6}(?!乙丙))", ("甲",), 8, "甲", 8),
        ("甲(?=[^，]*乙)", ("甲",), None, "甲", None),
        ("甲(?=(?P<at>[^，]))", ("甲",), None, "甲", None),
        (r"甲(?!\s\Z)", ("甲",), None, "甲", None),
        (".乙", ("乙",), 0, "", None),
        ("甲(?=.{0,9}乙)", ("甲",), 0, "甲", 10),
        (r"甲(?!\S)", ("甲",), 0, "甲", 1),
        (r"甲(?=[^\n]{3}$)", ("甲",), 0, "甲", 3),
        ("^甲乙$", ("甲乙",), 0, "甲", 0),
    ],
)
def test_what_a_pattern_must_contain(source, literals, across, firsts, beyond):
    assert analyse(source)[:4] == (literals, across, firsts, beyond)


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        (r"[（〔[]\p{Han}{2}部分", "这是（有关部分。", "（有关部分"),
        (r"[^][]\p{Han}{2}额", "这是合同金额", "合同金额"),
        (r"[甲\\p{Han}]额", "合同金额，n额", "n额"),
        ("第[一[:digit:]]+期", "全部第12期完成", "第12期"),
        ("第[一[:^alpha:]]期", "全部第2期完成", "第2期"),
        ("第[一[:script=Han:]]期", "全部第二期完成", "第二期"),
        ("(?:准守纪律){e<=1}", "自觉遵守纪律。", "遵守纪律"),
        ("(?:准守纪律){1<=e<=2}", "自觉遵守纪律。", "觉遵守纪律"),
        ("(?:准守纪律){2i+2d+1s<=4}", "自觉遵守纪律。", "自觉遵守"),
    ],
)
def test_what_is_written_otherwise_than_for_re_is_found(source, text, found):
    assert next(Regex(source).matches(text))[0] == found


def test_a_pattern_the_analysis_cannot_read_is_searched_for_everywhere():
    assert analyse("(?|甲|乙)") == ((), None, "", None, True)


@pytest.mark.parametrize("depth", [20, 60, 100, 200, 300])
def test_brackets_nested_deep_are_no_failure(depth):
    assert [match[0] for match in Regex("(" * depth + "甲" + ")" * depth).matches("乙甲")] == ["甲"]


@pytest.mark.parametrize(
    ("source", "behind"),
    [
        ("(?<=甲)乙", True),
        ("甲(?:(?<!乙)丙|丁){2}", True),
        ("甲(?=乙(?<!丙))", True),
        ("(?>甲(?<!乙))", True),
        ("甲(?!乙)", False),
        ("(?P<n>甲)乙", False),
        ("[(?<]=甲", False),
    ],
)
def test_whether_a_pattern_looks_behind(source, behind):
    assert analyse(source).looks_behind is behind
    assert [match[0] for match in Regex("(?|甲|乙)").matches("丙乙")] == ["乙"]


NEEDS = [["索引号"], ["打印", "印"], [], ["第1页", "大", "中"], ["甲乙", "乙"]]


@given(st.text(st.sampled_from("索引号打印第1页大中甲乙"), max_size=12))
def test_a_prefilter_lets_through_what_finds_its_text(text):
    passing = {
        number for number, texts in enumerate(NEEDS) if not texts or any(each in text for each in texts)
    }

    assert LiteralPrefilter(NEEDS).passing(text) == passing
    assert LiteralPrefilter(NEEDS).passing_each(["", text, "甲乙"])[1] == passing


@pytest.mark.parametrize(
    "source", [r"(?<=\d)(?P<at>万|亿)(?!元)", r"[\p{Han}]{2,}", "(?:(?P<a>甲)|(?P<a>乙))+?丙"]
)
def test_compiled_code_comes_back_the_same(source, monkeypatch):
    text = "共3万，5亿元。甲乙甲丙𠮷"
    fresh = Regex(source)
    expected = [(match.span(), match.groupdict()) for match in fresh.finditer(text)]
    kept = json.loads(json.dumps(pattern.known_code()))
    monkeypatch.setattr(pattern, "_compiled_code", {})
    monkeypatch.setattr(pattern, "_analyses", {})
    pattern.use_code({source: kept[source]})

    assert [(match.span(), match.groupdict()) for match in Regex(source).finditer(text)] == expected


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ("(?P<n>甲)", True),
        ("(?<n>甲)", True),
        ("(?P<m>(?<n>甲))乙", True),
        (r"\(?<n>甲", False),
        ("甲", False),
    ],
)
def test_groups_are_known_however_they_are_written(source, caught):
    assert Regex(source).catches("n") is caught


def test_the_groups_of_a_pattern_whose_code_is_known_need_no_compiling(monkeypatch):
    source = "(?<n>甲)(?P<m>乙)"
    _ = Regex(source).compiled
    known = json.loads(json.dumps({source: pattern.known_code()[source]}))
    monkeypatch.setattr(pattern, "_compiled_code", {})
    monkeypatch.setattr(pattern, "_compile", None)
    pattern.use_code(known)

    assert [Regex(source).catches(name) for name in ("n", "m", "k")] == [True, True, False]


def test_no_match_is_tried_after_the_deadline(monkeypatch):
    monkeypatch.setattr("govlint.matching.pattern.TIMEOUT", -1.0)

    with time_limit(0), pytest.raises(TimeoutError):
        Regex("甲").search("甲")


def test_time_that_others_use_counts_for_no_rule(monkeypatch):
    monkeypatch.setattr("govlint.matching.pattern.TIMEOUT", 0.05)

    with time_limit(0):
        time.sleep(0.1)

        assert Regex("甲").search("乙甲")
