"""What a run prints: the contract of the JSON, text with its carets, colour, whatever the console."""

from __future__ import annotations

import json

import pytest
from conftest import SLOT


def test_json_keeps_the_contract(govlint, write):
    write("总结 1.txt", "第一行\r\n𠮷祥村投资XX万元，引导村民自觉准守村规民约。\r\n")

    outcome = govlint("check", "--isolated", "--output-format", "json", "总结 1.txt")

    assert outcome.code == 1
    assert set(outcome.json) == {"version", "diagnostics", "problems", "notices", "summary"}
    slot, typo = outcome.json["diagnostics"]
    assert slot == {
        "path": "总结 1.txt",
        "rule": "PH001",
        "name": "letter-slot",
        "category": "placeholder",
        "severity": "error",
        "message": "残留占位符“XX”，请填入实际内容",
        "start": {"line": 2, "column": 6, "offset": 10},
        "end": {"line": 2, "column": 8, "offset": 12},
        "text": "XX",
        "fixes": [],
        "related": [],
        "evidence": None,
        "fingerprint": slot["fingerprint"],
    }
    assert typo["fixes"] == [{"applicability": "safe", "edits": [{"start": 21, "end": 23, "text": "遵守"}]}]
    assert outcome.json["summary"] == {
        "files": 1,
        "characters": 30,
        "error": 2,
        "warning": 0,
        "info": 0,
        "known": 0,
        "fixed": 0,
        "relations": {"consistent": 0, "inconsistent": 0, "undecided": 0},
    }


def test_jsonl_is_one_diagnostic_a_line(govlint, write):
    write("a.txt", f"{SLOT}其中{SLOT}")
    write("b.txt", b"\x00\x01\x02")

    outcome = govlint("check", "--isolated", "--output-format", "jsonl", "a.txt", "b.txt")
    lines = [json.loads(line) for line in outcome.out.splitlines()]

    assert [(line.get("rule"), line["path"]) for line in lines] == [
        ("PH001", "a.txt"),
        ("PH001", "a.txt"),
        (None, "b.txt"),
    ]
    assert lines[2]["problem"] == "是二进制文件，不是文本"
    assert outcome.code == 2


def test_text_shows_the_place_and_carets_that_line_up(govlint, write):
    write("a.txt", "今年,投资ＸＸ万元。\n")

    outcome = govlint("check", "--isolated", "--select", "PH001", "a.txt")

    assert outcome.out == (
        "a.txt:1:6 错误 PH001 残留占位符“ＸＸ”，请填入实际内容\n"
        "    1 │ 今年,投资ＸＸ万元。\n"
        "      │ " + " " * 9 + "^^^^\n"
        "\n"
        "检查了 1 个文件，发现 1 处：错误 1\n"
        "按类别：占位符 1\n"
    )


def test_carets_line_up_also_under_a_line_with_a_long_number(govlint, write):
    write("a.txt", "\n" * 99_999 + "投资XX万元。\n")

    outcome = govlint("check", "--isolated", "--select", "PH001", "a.txt")

    assert outcome.out.splitlines()[1:3] == ["100000 │ 投资XX万元。", "       │     ^^"]


def test_statistics_count_rules(govlint, write):
    write("a.txt", f"{SLOT}其中{SLOT}另有{SLOT}自觉准守村规民约。\n")

    assert govlint("check", "--isolated", "--statistics", "a.txt").out == (
        "     3  PH001  错误  letter-slot\n     1  TY001  错误  known-typo\n     4  合计\n"
    )


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color"], {}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--no-color"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(govlint, write, arguments, environment, coloured):
    write("a.txt", SLOT)

    assert ("\x1b[" in govlint("check", "--isolated", *arguments, "a.txt", env=environment).out) is coloured


def test_output_survives_a_console_of_another_encoding(govlint, write):
    write("a.txt", "𠮷祥村投资XX万元。\n")

    outcome = govlint("check", "--isolated", "a.txt", env={"PYTHONIOENCODING": "ascii"})

    assert outcome.code == 1


def test_json_is_utf8_whatever_the_console_expects(govlint, write):
    write("a.txt", "😀投资XX万元。\n")

    outcome = govlint(
        "check", "--isolated", "--output-format", "json", "a.txt", env={"PYTHONIOENCODING": "gbk"}
    )

    assert ("BP013", "😀") in outcome.found
