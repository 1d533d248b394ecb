"""The drafts in examples/ give the output kept beside them."""

from __future__ import annotations

from conftest import ROOT


def test_examples_give_their_expected_output(govlint):
    outcome = govlint("check", "--isolated", "examples", cwd=ROOT)

    assert outcome.out == (ROOT / "examples" / "expected.out").read_text(encoding="utf-8")
    assert outcome.code == 1


def test_the_clean_example_is_clean(govlint):
    outcome = govlint("check", "--isolated", "--fail-on", "info", "examples/规范的工作总结.txt", cwd=ROOT)

    assert outcome.code == 0


def test_the_table_of_figures_in_the_documentation_is_that_of_the_example(govlint):
    page = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    command, shown = page.split("```console\n$ govlint ")[1].split("```")[0].split("\n", 1)

    assert govlint(*command.split(), cwd=ROOT).out == shown
