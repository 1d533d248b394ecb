"""Exclusions: what is passed by, how that is said, and how paths may be spelt."""

from __future__ import annotations

import pytest
from conftest import CLEAN, SLOT

from govlint.config import Config, load


def test_excluded_files_are_not_checked_even_when_named_and_that_is_said(govlint, write):
    write(".govlint.yaml", "exclude: [归档]\n")
    write("归档/a.txt", SLOT)

    outcome = govlint("check", "--output-format", "json", "归档/a.txt")

    assert (outcome.code, outcome.found) == (0, [])
    assert outcome.json["notices"] == [{"path": "归档/a.txt", "message": "按配置中的 exclude，没有检查"}]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "检查了 1 个文件，1 个按 exclude 没有检查，没有发现问题\n"),
        (["--output-format", "github"], "检查了 1 个文件，1 个按 exclude 没有检查，没有发现问题\n"),
        (["--output-format", "json"], '"summary": {"files": 1, '),
        (["--output-format", "html"], "检查了 1 个文件、15 字，1 个按 exclude 没有检查，<span"),
        (["--output-format", "junit"], 'name="没有检查" classname="govlint" file="归档/a.txt"><skipped/>'),
        (["--summary"], "合计 1 个文件"),
        (["--summary"], "  按配置中的 exclude，没有检查\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_excluded_files_do_not_count_as_checked(govlint, write, options, said):
    write(".govlint.yaml", "exclude: [归档]\n")
    write("归档/a.txt", SLOT)
    write("b.txt", CLEAN)

    outcome = govlint("check", *options, "归档/a.txt", "b.txt")

    assert outcome.code == 0
    assert said in outcome.out


@pytest.mark.parametrize("form", ["text", "html"])
def test_what_was_not_looked_at_is_not_called_clean(govlint, write, form):
    write(".govlint.yaml", "exclude: [归档]\n")
    write("归档/a.txt", SLOT)

    outcome = govlint("check", "--output-format", form, "归档/a.txt")

    assert outcome.code == 0
    assert "1 个按 exclude 没有检查" in outcome.out
    assert "没有发现问题" not in outcome.out


def test_an_excluded_folder_that_is_named_is_said_to_be_excluded(govlint, write):
    write("甲/.govlint.yaml", "exclude: [归档, '*.md']\n")
    write("甲/归档/a.txt", SLOT)
    write("甲/稿/b.md", SLOT)
    write("c.txt", CLEAN)

    alone = govlint("check", "甲/归档")
    emptied = govlint("check", "甲")
    beside = govlint("check", "甲/归档", "c.txt")

    assert (alone.code, alone.err) == (2, "govlint: 甲/归档 按配置中的 exclude，没有检查\n")
    assert (emptied.code, emptied.err) == (2, "govlint: 甲 中的文件都按配置中的 exclude，没有检查\n")
    assert (beside.code, beside.err) == (0, "甲/归档: 说明 按配置中的 exclude，没有检查\n")


@pytest.mark.parametrize(
    ("glob", "left"),
    [
        ("归档", ["1.txt", "稿/1.txt"]),
        ("归档/", ["1.txt", "稿/1.txt"]),
        ("**/归档", ["1.txt", "稿/1.txt"]),
        ("**/归档/**", ["1.txt", "稿/1.txt"]),
        ("./归档", ["1.txt", "稿/1.txt", "稿/归档/1.txt"]),
        ("/归档", ["1.txt", "稿/1.txt", "稿/归档/1.txt"]),
        ("/归档/", ["1.txt", "稿/1.txt", "稿/归档/1.txt"]),
        ("归档/**", ["1.txt", "稿/1.txt", "稿/归档/1.txt"]),
        ("稿/../归档/*.txt", ["1.txt", "稿/1.txt", "稿/归档/1.txt"]),
        ("../工程/归档", ["1.txt", "稿/1.txt", "稿/归档/1.txt"]),
        ("**/归档/*.txt", ["1.txt", "稿/1.txt"]),
        ("稿/归档", ["1.txt", "归档/1.txt", "稿/1.txt"]),
        ("/稿/**/1.txt", ["1.txt", "归档/1.txt"]),
        ("/*.txt", []),
        (".", []),
        ("**", []),
    ],
)
@pytest.mark.parametrize("key", ["exclude: ['{}']", "per-file-ignores: {{'{}': [PH]}}"])
def test_paths_in_the_configuration_may_be_spelt_as_in_other_tools(tmp_path, write, key, glob, left):
    files = ["1.txt", "归档/1.txt", "稿/1.txt", "稿/归档/1.txt"]
    for file in files:
        write(f"工程/{file}", SLOT)
    config = load(str(write("工程/.govlint.yaml", key.format(glob) + "\n")))
    folder = tmp_path / "工程"

    passed = [file for file in files if not _passes_by(config, str(folder / file))]

    assert passed == left


def _passes_by(config: Config, path: str) -> bool:
    return config.excludes(path) or config.ignores_for(path) == ("PH",)


def test_what_an_exclusion_names_is_not_changed(govlint, write):
    write(".govlint.yaml", "exclude: [./归档]\n")
    draft = write("归档/a.txt", "引导村民自觉准守村规民约。\n")

    govlint("check", "--fix", ".")
    govlint("check", "--fix", "归档/a.txt")

    assert draft.read_text("utf-8") == "引导村民自觉准守村规民约。\n"
