"""Where the time goes: all of it is told, and telling changes nothing else."""

from __future__ import annotations

import re
from itertools import count

import pytest

from govlint.clock import REST, STAGES, UNTIMED, Stopwatch
from govlint.document import Document
from govlint.linter import lint
from govlint.rules.ruleset import builtin_rules

SLOT = "全年投资XX万元，引导村民自觉准守村规民约。\n"
ROW = re.compile(r" *(?P<spent>[\d.]+) 毫秒 +(?P<share>[\d.]+)%  (?P<name>.+)")


@pytest.mark.parametrize(
    "arguments", [[], ["--output-format", "json"], ["--statistics"], ["--diff"], ["--fix"]], ids=" ".join
)
def test_the_table_tells_of_all_time_and_changes_nothing_else(govlint, write, arguments):
    said = []
    for more in ([], ["--profile"]):
        write("稿/a.txt", SLOT * 3)
        write("稿/b.md", SLOT)
        said.append(govlint("check", "--isolated", *arguments, *more, "稿"))
    plain, profiled = said
    head, middle, *rest = re.split(r"(用时：2 个文件，共 [\d.]+ 毫秒\n)", profiled.err)
    stages, rules = rest[0].split("其中各条规则：\n")
    tables = [[row.groupdict() for row in map(ROW.fullmatch, part.splitlines())] for part in (stages, rules)]
    spent = [[float(row["spent"]) for row in table] for table in tables]
    total = float(re.search(r"[\d.]+(?= 毫秒)", middle)[0])
    (rules_in_all,) = (row for row in tables[0] if row["name"].startswith("各条规则，共 "))

    assert (profiled.out, profiled.code, head) == (plain.out, plain.code, plain.err)
    assert {row["name"] for row in tables[0]} == {*STAGES.values(), "其余", rules_in_all["name"]}
    assert spent[0] == sorted(spent[0], reverse=True)
    assert spent[1][:-1] == sorted(spent[1][:-1], reverse=True)
    assert sum(spent[0]) == pytest.approx(total, abs=0.2)
    assert sum(float(row["share"]) for row in tables[0]) == pytest.approx(100, abs=1)
    assert sum(spent[1]) == pytest.approx(float(rules_in_all["spent"]), abs=0.5)
    assert re.fullmatch(r"其他 \d+ 条规则", tables[1][-1]["name"])


def test_a_known_result_is_looked_for_again(govlint, write):
    write("a.txt", SLOT)
    for _ in range(2):
        outcome = govlint("check", "--isolated", "--profile", "a.txt")

        assert "条规则" in outcome.err
        assert "各条规则，共 0 条" not in outcome.err


def test_one_process_is_profiled(govlint, write):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", "--profile", "--jobs", "2", "a.txt")

    assert (outcome.code, outcome.err) == (2, "govlint: --profile 只用一个进程，不能与 --jobs 同用\n")


def test_time_inside_a_stage_is_told_once():
    clock = Stopwatch(map(float, count()).__next__)  # reading it takes a second
    with clock.stage("output"):
        with clock.stage("reading"):
            pass
        with clock.stage("reading"):
            pass

    assert clock.stages == {REST: 2.0, "output": 3.0, "reading": 2.0}


def test_every_rule_that_ran_is_told_and_finds_the_same():
    rules = [rule for rule in builtin_rules() if rule.on_by_default]
    clock = Stopwatch()
    measured = lint(Document(SLOT), rules, clock=clock)

    assert measured == lint(Document(SLOT), rules)
    assert ("PH001", "letter-slot") in clock.rules
    assert set(clock.rules) <= {(rule.id, rule.name) for rule in rules}
    assert set(clock.stages) == {REST, "structure", "literals", "relations", "suppressions", "wording"}


def test_nothing_is_put_around_a_rule_that_is_not_measured():
    def work(rule: object, document: object) -> None: ...

    assert UNTIMED.each(work) is work
