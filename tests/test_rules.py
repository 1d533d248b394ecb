"""Every rule holds to its own examples, and its good examples are clean under every rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from govlint.diagnostic import CATEGORIES
from govlint.document import Document, fold
from govlint.linter import lint
from govlint.matching.pattern import Regex
from govlint.rules.files import builtin_folder
from govlint.rules.ruleset import builtin_rules
from govlint.rules.selftest import cross_faults, own_faults

RULES = builtin_rules()
LINE_LISTS = ("sure", "edge", "likely", "labels", "lists")
OF_SEVERAL = [
    rule for rule in RULES if rule.kind == "pattern" and not isinstance(rule.options["pattern"], str)
]
CLAUSE = re.compile(r"GB/T \d+-\d{4} (?:附录[A-Z]\.)?\d")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule):
    assert [*own_faults(rule), *cross_faults(rule, RULES)] == []


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_line_ends_make_no_difference(rule, end):
    whole = [*(example.text for example in rule.bad), *rule.good]
    texts = [
        text if text.endswith("\n") else f"{text}\n后面还有一段话，全县上下真抓实干。\n" for text in whole
    ]
    for example in rule.bad:  # what is found ends the line
        before, match, _ = example.text.partition(example.match)
        texts.append(f"{before}{match}\n")
    for text in texts:
        assert found(text.replace("\n", end), rule, end) == found(text, rule, "\n")


def found(text, rule, end):
    document = Document(text)
    return [
        (document.position(one.span.start)[:2], text[one.span.start : one.span.end].replace(end, "\n"))
        for one in lint(document, [rule]).diagnostics
    ]


def test_rules_stand_in_the_file_of_their_category_in_order_of_id():
    by_file = {}
    for rule in RULES:
        by_file.setdefault(Path(rule.path).stem, []).append(rule.id)
    for stem, ids in by_file.items():
        assert ids == sorted(ids)
        assert {CATEGORIES[rule_id[:2]] for rule_id in ids} == {stem}


@pytest.mark.parametrize("path", sorted(Path(builtin_folder()).glob("*.yaml")), ids=lambda path: path.stem)
def test_a_yaml_reader_without_libyaml_takes_the_rules(path):
    """Its own reader refuses some plain texts that libyaml takes, as one with `?` inside braces."""
    text = path.read_text(encoding="utf-8")

    assert yaml.load(text, yaml.SafeLoader) == yaml.load(text, yaml.CSafeLoader)


def test_a_national_standard_is_cited_with_its_clause():
    cited = [rule for rule in RULES if "GB/T" in rule.source]

    assert len(cited) > 30
    assert [rule.id for rule in cited if not CLAUSE.search(rule.source)] == []


def test_messages_are_phrases_without_full_stop():
    assert [rule.id for rule in RULES if rule.message.endswith(("。", "！"))] == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.kind == "block"], ids=lambda rule: rule.id)
def test_every_line_pattern_is_reached_by_a_bad_example(rule):
    lines = [line.strip() for bad in rule.bad for line in fold(bad.text).splitlines() if line.strip()]
    forms = {re.sub(r"\s+", by, line) for line in lines for by in (" ", "")}
    of_lists = [
        (key, number, pattern)
        for key in LINE_LISTS
        for number, pattern in enumerate(getattr(rule.checker, key))
    ]

    assert [one for one in of_lists if not any(map(one[2].fullmatch, forms))] == []


@pytest.mark.parametrize("rule", OF_SEVERAL, ids=lambda rule: rule.id)
def test_every_pattern_of_several_is_reached_by_a_bad_example(rule):
    documents = [Document(bad.text) for bad in rule.bad]
    views = [one.original if rule.checker.view == "original" else one.folded for one in documents]

    assert [one for one in rule.options["pattern"] if not any(map(Regex(one).search, views))] == []


def test_word_lists_are_sorted_and_agree():
    wrong, right = {}, set()
    for path in sorted((Path(builtin_folder()) / "words").glob("*.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        forms = [row[0] for row in rows]
        assert forms == sorted(forms), f"{path.name} 未按首列排序"
        for row in rows:
            assert row[0] not in wrong, f"{row[0]} 同时在 {wrong.get(row[0])} 和 {path.name}"
            wrong[row[0]] = path.name
            right.update(row[1].split("|"))
    assert not wrong.keys() & right, "同一个词既是错又是对"


@pytest.mark.parametrize(
    "path", sorted((Path(builtin_folder()) / "words").glob("*.tsv")), ids=lambda path: path.stem
)
def test_word_lists_say_nothing_twice(path):
    head, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    everywhere = {row[0]: row[1] for row in rows if not any(row[2:])}  # found wherever they stand
    again = [
        (row[0], short)
        for row in rows
        for short, right in everywhere.items()
        if short in row[0] and short != row[0] and row[0].replace(short, right) == row[1]
    ]
    assert again == []
    for row in rows:
        for column, cell in zip(head, row, strict=False):
            if column in ("not_before", "not_after"):
                assert len(set(cell)) == len(cell), f"{row[0]} 的 {column} 有重复的字"
