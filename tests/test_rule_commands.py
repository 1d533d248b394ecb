"""`govlint rule` and `govlint rules`: rules explained, listed, tested and chosen."""

from __future__ import annotations

import dataclasses

import pytest
from conftest import OWN_LIST, OWN_RULE, ROOT

from govlint.checkers import KINDS


def test_a_rule_off_by_default_runs_when_it_is_named(govlint, write):
    write("a.txt", "资金已经人账，全年投资XX万元。\n")

    def found(*arguments):
        outcome = govlint("check", "--isolated", "--output-format", "json", *arguments, "a.txt")
        return [rule for rule, _ in outcome.found]

    assert found() == ["PH001"]
    assert found("--select", "TY") == found("--select", "typo") == []
    assert found("--select", "ty013") == found("--select", "ocr-misreading") == ["TY013"]
    assert found("--extend-select", "ocr-misreading") == ["TY013", "PH001"]
    assert found("--select", "PH", "--extend-select", "TY013") == ["TY013", "PH001"]
    assert found("--extend-select", "TY013", "--ignore", "TY") == ["PH001"]
    assert govlint("check", "--extend-select", "TY999", "a.txt").code == 2
    assert "默认不用" in govlint("rule", "TY013", "--isolated").out
    assert [line[:5] for line in govlint("rules").out.splitlines() if line.endswith("（默认不用）")] == [
        "TY013"
    ]


def test_a_rule_is_explained(govlint):
    outcome = govlint("rule", "PH001", "--isolated")

    assert outcome.code == 0
    for part in (
        "PH001 letter-slot",
        "类别：占位符",
        "级别：错误",
        "理由：",
        "依据：",
        "会报告：",
        "不报告：",
        "忽略：",
    ):
        assert part in outcome.out
    assert govlint("rule", "PH999", "--isolated").code == 2


def test_rules_are_listed_and_tested(govlint, write):
    write("own.yaml", OWN_RULE)
    write("own.tsv", OWN_LIST)

    listed = govlint("rules", "list", "--isolated")
    bare = govlint("rules")
    own = govlint("rules", "test", "own.yaml")

    assert listed.out == bare.out
    assert all(line[:2].isupper() for line in listed.out.splitlines())
    assert (own.code, own.out) == (0, "1 条规则、4 个例子，全部通过\n")


def test_kinds_are_listed_and_explained(govlint):
    listed = govlint("rules", "kinds")
    ratio = govlint("rules", "kinds", "ratio")
    unknown = govlint("rules", "kinds", "ration")

    assert [line.split()[0] for line in listed.out.splitlines()] == list(KINDS)
    assert ratio.out == (
        "ratio：一句里哪些数都算不出的比率。\n"
        "选项：\n"
        "  pattern  带数量的正则表达式，必须写。要有 {D} 数量和 {P:percent} 比率。\n"
        "  unless   带数量的正则表达式，可以不写。同一句里有它时，这一处列为“无法核对”。\n"
        "提示里可以引用：match、P、pattern 里别的组、"
        "readings（最接近的两个算式）、whole（按比率反推的分母）\n"
    )
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err.startswith("govlint: 没有种类 ration，是不是 ratio？")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_explained_with_all_its_options(govlint, kind):
    said = govlint("rules", "kinds", kind).out

    for option in dataclasses.fields(KINDS[kind]):
        assert f"  {option.name} " in said


def test_a_good_example_must_be_clean_under_every_rule(govlint, write):
    write("own.yaml", OWN_RULE.replace("乡规民约。", "投资XX万元。"))
    write("own.tsv", OWN_LIST)

    outcome = govlint("rules", "test", "own.yaml")

    assert outcome.code == 2
    assert outcome.err.startswith(
        "own.yaml:1: WD901: good 例“投资XX万元。”应在所有规则下都不报告，却被 PH001 报告"
    )


def test_the_rule_of_the_documentation_passes_its_examples(govlint, write):
    page = (ROOT / "docs/writing.md").read_text(encoding="utf-8")
    write("本单位.yaml", page.split("```yaml\n")[1].split("```")[0])

    outcome = govlint("rules", "test", "本单位.yaml")

    assert outcome.code == 0, outcome.err


@pytest.mark.parametrize(
    ("path", "why"), [(".", "是文件夹，不是文件"), ("无.yaml", "文件不存在，请检查路径")]
)
def test_a_rule_file_that_cannot_be_read_is_named_without_a_line(govlint, path, why):
    outcome = govlint("rules", "test", path)

    assert (outcome.code, outcome.err) == (2, f"govlint: {path}: 读不到规则文件：{why}\n")
