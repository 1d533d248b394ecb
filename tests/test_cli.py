"""The command line: contract, exit codes, configuration, baseline, suppression, encodings, bad input."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from govlint.checkers import KINDS
from govlint.config import Config, load

SLOT = "全年投资XX万元，群众受益。\n"
CLEAN = "全年投资52万元，群众受益。\n"


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
    write("a.txt", SLOT * 2)
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


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.txt"], 0),
        (["slot.txt"], 1),
        (["slot.txt", "--exit-zero"], 0),
        (["hint.txt"], 0),
        (["hint.txt", "--fail-on", "info"], 1),
        (["slot.txt", "--ignore", "PH"], 0),
        (["slot.txt", "--select", "TY,PU"], 0),
        (["slot.txt", "--select", "错别字、标点"], 0),
        (["slot.txt", "--select", "占位符"], 1),
        (["slot.txt", "--ignore", "占位符"], 0),
        (["slot.txt", "--select", "letter-slot"], 1),
        (["."], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_exit_codes(govlint, write, arguments, code):
    write("clean.txt", CLEAN)
    write("slot.txt", SLOT)
    write("hint.txt", "弘扬“实干精神”、“担当精神”。\n")

    assert govlint("check", "--isolated", *arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["没有.txt"], "文件不存在"),
        (["empty"], "empty 中没有 .txt、.md、"),
        (["slot.txt", "--select", "PH999"], "没有规则 PH999"),
        (["slot.txt", "--ignore", "leter-slot"], "是不是 letter-slot？"),
        (["slot.txt", "--ignore", "占位"], "没有规则 占位，是不是 占位符？"),
        (["slot.txt", "--config", "没有.yaml"], "没有.yaml:1: 读不到配置文件"),
        (["slot.txt", "--baseline", "没有.json"], "没有.json: 读不到基线文件"),
        (["slot.txt", "--output-file", "没有/结果.txt"], "写不了 没有/结果.txt"),
        (["slot.txt", "--encoding", "nonsense"], "没有编码 nonsense"),
        (["slot.txt", "--isolated", "--config", "x"], "不能同用"),
        (["-", "slot.txt"], "不能与其他路径同用"),
        (["slot.txt", "--no-such-option"], "--no-such-option"),
        (["binary.txt"], "二进制"),
        (["draft.docx"], "Word"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_done_is_said_with_exit_2(govlint, write, tmp_path, arguments, message):
    write("slot.txt", SLOT)
    write("binary.txt", b"\x00\x01\x02")
    write("draft.docx", b"PK\x03\x04")
    (tmp_path / "empty").mkdir()

    outcome = govlint("check", *arguments)

    assert outcome.code == 2
    assert message in outcome.out + outcome.err


def test_one_bad_file_does_not_hide_the_others(govlint, write):
    write("a.txt", SLOT)
    write("b.txt", b"\x00\x01\x02")
    write("c.txt", SLOT)

    outcome = govlint("check", "--isolated", "--output-format", "json", ".")

    assert outcome.found == [("PH001", "XX")] * 2
    assert outcome.json["problems"] == [{"path": "b.txt", "message": "是二进制文件，不是文本"}]
    assert outcome.code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings_give_the_same_places(govlint, write, encoding):
    text = "今年以来，全镇上下真抓实干，经济运行稳中有进。\r\n" + SLOT
    write("a.txt", text.encode(encoding))

    (found,) = govlint("check", "--isolated", "--output-format", "json", "a.txt").json["diagnostics"]

    assert (found["text"], found["start"]) == ("XX", {"line": 2, "column": 5, "offset": 29})


@pytest.mark.parametrize("command", [["check"], ["check", "--output-format", "json"], ["numbers"]])
def test_empty_and_blank_files_are_clean_and_said_to_be_empty(govlint, write, command):
    write("empty.txt", "")
    write("blank.txt", "\n \r\n\u3000\n")
    write("full.txt", CLEAN)

    outcome = govlint(*command, "--isolated", "empty.txt", "blank.txt", "full.txt")

    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        f"{name}: 说明 文件是空的，没有可以检查的文字" for name in ("empty.txt", "blank.txt")
    ]


def test_standard_input_goes_by_its_given_name(govlint, write):
    write("sub/.govlint.yaml", "ignore: [PH]\n")
    markdown = "用 `XX` 表示\n".encode()

    plain = govlint("check", "-", "--output-format", "json", input=SLOT.encode("gb18030"))
    named = govlint("check", "-", "--stdin-filename", "a.md", "--output-format", "json", input=markdown)
    configured = govlint("check", "-", "--stdin-filename", "sub/a.txt", input=SLOT.encode())

    assert (plain.code, plain.found, plain.json["diagnostics"][0]["path"]) == (1, [("PH001", "XX")], "-")
    assert (named.code, named.found) == (0, [])
    assert configured.code == 0


def test_folders_are_walked_for_text_and_markdown(govlint, write):
    for name in ("a.txt", "b.md", "c.rst", "子/d.TXT", ".hidden/e.txt", "子/.f.txt"):
        write(name, SLOT)

    outcome = govlint("check", "--isolated", "--output-format", "json", ".")

    assert [found["path"] for found in outcome.json["diagnostics"]] == [
        "a.txt",
        "b.md",
        os.path.join("子", "d.TXT"),
    ]


def test_many_files_come_in_order_whatever_the_number_of_jobs(govlint, write):
    for number in range(40):
        write(f"{number:02}.txt", SLOT * (number % 3))

    one = govlint("check", "--isolated", "--output-format", "json", "--jobs", "1", ".")
    two = govlint("check", "--isolated", "--output-format", "json", "--jobs", "2", ".")

    assert one.out == two.out
    assert one.json["summary"]["error"] == sum(number % 3 for number in range(40))


def test_statistics_count_rules(govlint, write):
    write("a.txt", SLOT * 3 + "自觉准守村规民约。\n")

    assert govlint("check", "--isolated", "--statistics", "a.txt").out == (
        "     3  PH001  错误  letter-slot\n     1  TY001  错误  known-typo\n     4  合计\n"
    )


def test_results_go_to_a_file_without_colour(govlint, write, tmp_path):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", "--color", "--output-file", "结果.txt", "a.txt")

    assert (outcome.code, outcome.out) == (1, "")
    assert (tmp_path / "结果.txt").read_text(encoding="utf-8").startswith("a.txt:1:5 错误 PH001")


@pytest.mark.parametrize(
    ("output", "begins"),
    [
        ("报告.docx", b"PK"),
        ("报告.HTML", b"<!DOCTYPE html>"),
        ("报告.htm", b"<!DOCTYPE html>"),
        ("结果.json", b'{"version": 1,'),
        ("结果.jsonl", b'{"path": "a.txt",'),
        ("结果.sarif", b'{"$schema": '),
        ("结果.txt", "a.txt:1:5 错误 PH001".encode()),
        ("结果", "a.txt:1:5 错误 PH001".encode()),
    ],
)
def test_the_suffix_of_the_result_file_tells_the_format(govlint, write, tmp_path, output, begins):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", "-o", output, "a.txt")

    assert outcome.code == 1
    assert (tmp_path / output).read_bytes().replace(b"\n", b" ").startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["check", "--output-format", "json", "-o", "报告.html"],
            "--output-format json 与 -o 报告.html 不合：用 -o 报告.json，或 --output-format html",
        ),
        (
            ["check", "--output-format", "text", "-o", "审校.docx"],
            "--output-format text 与 -o 审校.docx 不合：用 -o 审校.txt，或 --output-format docx",
        ),
        (
            ["check", "-o", "结果.xml"],
            ".xml 文件有几种格式，请写明：--output-format checkstyle 或 --output-format junit",
        ),
        (
            ["check", "-o", "报告.pdf"],
            "写不出 .pdf 文件，-o 可用 .docx、.html、.htm、.json、.jsonl、.sarif、.xml、.txt",
        ),
        (["check", "--summary", "-o", "汇总.html"], "--summary 只用于 text 格式，而不是 html"),
        (["numbers", "-o", "核对表.xlsx"], "写不出 .xlsx 文件，-o 可用 .csv、.json、.txt"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_result_file_that_its_format_does_not_fit_is_not_written(
    govlint, write, tmp_path, arguments, message
):
    write("a.txt", SLOT)

    outcome = govlint(*arguments, "a.txt")

    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"govlint: {message}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(("form", "output"), [("gitlab", "a.json"), ("junit", "a.xml"), ("json", "a.log")])
def test_a_format_fits_every_suffix_that_stands_for_no_other(govlint, write, tmp_path, form, output):
    write("a.txt", SLOT)

    assert govlint("check", "--isolated", "--output-format", form, "-o", output, "a.txt").code == 1
    assert (tmp_path / output).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="没有伪终端")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "-o", "报告.html", "a.txt"], "已写入 报告.html：发现 1 处，用浏览器打开\r\n"),
        (
            ["check", "-o", "a.json", "a.txt", "b.txt"],
            "已写入 a.json：发现 1 处，1 个文件未能检查或未查完\r\n",
        ),
        (["check", "-o", "结果.txt", "--ignore", "PH", "a.txt"], "已写入 结果.txt：没有发现问题\r\n"),
        (["numbers", "-o", "核对表.csv", "a.txt"], "已写入 核对表.csv：1 个文件的数据核对表\r\n"),
        (["check", "--output-format", "json", "a.txt"], ""),
        (["check", "-o", "/dev/null", "a.txt"], ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_terminal_is_told_that_a_result_was_written(write, tmp_path, arguments, told):
    import pty

    write("a.txt", SLOT)
    write("b.txt", b"\x00\x01\x02")
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "govlint", *arguments],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        check=False,
    )
    os.write(theirs, b"|")  # so that there is something to read where nothing was told
    said = b""
    while not said.endswith(b"|"):
        said += os.read(ours, 1000)

    assert said.decode() == f"{told}|"
    os.close(ours)
    os.close(theirs)


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


CONFIG_CASES = [
    ("ignore: [PH]", ["TY001"]),
    ("select: [TY]", ["TY001"]),
    ("severity: {PH001: info, typo: warning}", ["PH001", "TY001"]),
    ("allow: [XX万元]", ["TY001"]),
    ("allow: {TY001: [自觉准守], PH: [没有这个]}", ["PH001"]),
    ("per-file-ignores: {'draft/*.txt': [PH001], '*.md': [TY]}", ["TY001"]),
    ("per-file-ignores: {'a.txt': [PH001]}", ["TY001"]),
    ("rules: [own.yaml]", ["PH001", "TY001", "TY901"]),
    ("extend: base.yaml\nignore: [TY]", []),
    ("rules: [off.yaml]\nselect: [TY]", ["TY001"]),
    ("rules: [off.yaml]\nselect: [PH, off-rule]", ["PH001", "TY902"]),
    ("rules: [off.yaml]\nextend-select: [TY902]", ["PH001", "TY001", "TY902"]),
    ("rules: [off.yaml]\nextend-select: [off-rule]\nignore: [TY]", ["PH001"]),
    ("extend: more.yaml\nignore: [PH]", ["TY001", "TY902"]),
    ("select: [错别字]", ["TY001"]),
    ("ignore: 占位符", ["TY001"]),
    ("rules: [off.yaml]\nextend-select: [错别字]", ["PH001", "TY001"]),
    ("per-file-ignores: {'a.txt': [错别字, 标点]}", ["PH001"]),
    ("allow: {错别字: [自觉准守]}", ["PH001"]),
]

OWN_RULE = """\
- id: TY901
  name: own-rule
  severity: warning
  message: “{match}”应写全称
  why: 本单位规定。
  source: practice
  kind: lexicon
  options: {words: own.tsv}
  examples:
    bad:
      - {text: 村规民约上墙。, match: 村规民约}
      - {text: 修订村规民约。, match: 村规民约}
    good: [乡规民约, 村规]
"""
OFF_RULE = OWN_RULE.replace("TY901", "TY902").replace("own-rule", "off-rule") + "  default: off\n"


@pytest.mark.parametrize(("config", "rules"), CONFIG_CASES, ids=[case[0] for case in CONFIG_CASES])
def test_configuration(govlint, write, config, rules):
    write("draft/a.txt", "全年投资XX万元，引导村民自觉准守村规民约。\n")
    write("own.yaml", OWN_RULE)
    write("own.tsv", "wrong\tright\n村规民约\t《村规民约》|《乡规民约》\n")
    write("off.yaml", OFF_RULE)
    write("base.yaml", "ignore: [PH]\n")
    write("more.yaml", "rules: [off.yaml]\nextend-select: [off-rule]\n")
    write(".govlint.yaml", config + "\n")

    outcome = govlint("check", "--output-format", "json", "draft/a.txt")

    assert outcome.err == ""
    assert [found["rule"] for found in outcome.json["diagnostics"]] == rules


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


def test_severities_and_fail_on_come_from_the_configuration(govlint, write):
    write("a.txt", SLOT)
    write("pyproject.toml", '[tool.govlint]\nfail-on = "error"\n[tool.govlint.severity]\nPH001 = "warning"\n')

    outcome = govlint("check", "--output-format", "json", "a.txt")

    assert (outcome.code, outcome.json["diagnostics"][0]["severity"]) == (0, "warning")
    assert govlint("check", "--fail-on", "warning", "a.txt").code == 1
    assert govlint("check", "--isolated", "a.txt").code == 1


def test_the_nearest_configuration_counts_whole(govlint, write):
    write(".govlint.yaml", "ignore: [PH]\n")
    write("子/govlint.yaml", "exclude: ['旧*']\n")
    write("a.txt", SLOT)
    write("子/b.txt", SLOT)
    write("子/旧/c.txt", SLOT)

    outcome = govlint("check", "--output-format", "json", ".")

    assert [found["path"] for found in outcome.json["diagnostics"]] == [os.path.join("子", "b.txt")]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("ignor: [PH]", ".govlint.yaml:1: 没有配置项 ignor，是不是 ignore？"),
        ("ignore: [PH]\nignore: [TY]", ".govlint.yaml:2: 键 ignore 重复"),
        ("ignore: [XX999]", "没有规则 XX999"),
        ("per-file-ignores: {'': [PH]}", ".govlint.yaml:1: per-file-ignores 的每一项要写明是哪些文件"),
        ("severity: {PH001: fatal}", ".govlint.yaml:1: severity 中 PH001 的值 只能是"),
        ("severity: {nonsense: info}", "没有规则 nonsense"),
        ("allow: 3", "allow 应为一列文字"),
        ("select: {a: b}", "select 应为一列文字"),
        ("extend-select: [TY999]", ".govlint.yaml:1: extend-select：没有规则 TY999"),
        ("fail-on: never", "fail-on 只能是"),
        ("rules: [没有.yaml]", "没有.yaml:1: 读不到规则文件"),
        ("extend: .govlint.yaml", "extend 转了一圈"),
        ("extend: 没有.yaml", "没有.yaml:1: 读不到配置文件"),
        ("- PH", "配置文件应为键值对"),
        ("a: [", "不是合法的 YAML"),
        ("baseline: 没有.json", "读不到基线文件"),
    ],
)
def test_a_broken_configuration_is_refused_with_its_place(govlint, write, config, message):
    write(".govlint.yaml", config + "\n")
    write("a.txt", SLOT)

    outcome = govlint("check", "a.txt")

    assert outcome.code == 2
    assert message in outcome.err


def test_a_baseline_shows_only_what_is_new(govlint, write):
    write("a.txt", SLOT)
    written = govlint("check", "--isolated", "--write-baseline", "base.json", "a.txt")
    write("a.txt", "新加的一段。\n" + SLOT + "自觉准守规定。\n")

    fresh = govlint("check", "--isolated", "--baseline", "base.json", "--output-format", "json", "a.txt")

    assert (written.code, "1 处问题" in written.out) == (0, True)
    assert fresh.found == [("TY001", "准守")]
    assert fresh.json["summary"]["known"] == 1
    write("bad.json", "[]")
    assert "不是 govlint 的基线文件" in govlint("check", "--baseline", "bad.json", "a.txt").err


MARKDOWN = """\
# 工作计划
<!-- govlint-disable-next-line PH001 -->
投资XX万元。
投资XX亿元。 <!-- govlint-disable-line letter-slot -->
<!-- govlint-disable placeholder -->
投资XX元，自觉准守规定。
<!-- govlint-enable -->
投资××元。
<!-- govlint-disable-next-line TY001 -->
没有错字。
<!-- govlint-disable PH TY -->
新建XX处，带头准守纪律。
<!-- govlint-enable TY -->
改造XX户，严格准守流程。
<!-- govlint-enable PH -->
<!-- govlint-ignore PH --><!-- govlint-disable-line ZZ001 -->
"""


def test_directives_allow_on_purpose_and_unused_ones_are_told(govlint, write):
    write("a.md", MARKDOWN)

    outcome = govlint("check", "--isolated", "--output-format", "json", "a.md")

    assert outcome.found == [("TY001", "准守"), ("PH001", "××"), ("TY001", "准守")]
    assert [notice["message"] for notice in outcome.json["notices"]] == [
        "第 16 行：没有 govlint-ignore 这种指令",
        "第 16 行的忽略指令：没有规则 ZZ001，是不是 WD001？（govlint rules list 列出全部规则）",
        "第 9 行的忽略指令 TY001 没有用到，可以删去",
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "。 <!-- 注 -->", []),
        ("**", "。**", []),
        ("", " <!-- 注 -->", [("PU012", "成效")]),
        ("", "，见 `表`", [("PU012", "，见")]),
    ],
)
def test_a_paragraph_ends_before_what_is_no_prose(govlint, write, before, after, found):
    text = "今年以来，全镇上下坚持稳中求进，聚力项目建设，聚焦民生改善，统筹发展和安全。" * 2
    write("a.md", f"{before}{text}各项工作取得了新的成效{after}\n")

    outcome = govlint("check", "--isolated", "--select", "PU012", "--output-format", "json", "a.md")

    assert outcome.found == found


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
    write("own.tsv", "wrong\tright\n村规民约\t《村规民约》|《乡规民约》\n")

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
        "提示里可以引用：P、figures（试过的算式）、nearest（最接近的）\n"
    )
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err.startswith("govlint: 没有种类 ration，是不是 ratio？")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_explained_with_all_its_options(govlint, kind):
    said = govlint("rules", "kinds", kind).out

    for option in dataclasses.fields(KINDS[kind]):
        assert f"  {option.name} " in said


def test_a_good_example_must_be_clean_under_every_rule(govlint, write):
    write("own.yaml", OWN_RULE.replace("[乡规民约, 村规]", "[投资XX万元。, 村规]"))
    write("own.tsv", "wrong\tright\n村规民约\t《村规民约》|《乡规民约》\n")

    outcome = govlint("rules", "test", "own.yaml")

    assert outcome.code == 2
    assert outcome.err.startswith(
        "own.yaml:1: TY901: good 例“投资XX万元。”应在所有规则下都不报告，却被 PH001 报告"
    )


def test_init_writes_a_configuration_that_works(govlint, write, tmp_path):
    write("a.txt", SLOT)

    assert govlint("init").code == 0
    assert govlint("check", "a.txt").code == 1
    assert (govlint("init").code, govlint("init", "--force").code) == (2, 0)


def test_help_teaches(govlint):
    for command in ([], ["check"], ["rule"], ["rules"], ["rules", "test"], ["schema"], ["init"]):
        outcome = govlint(*command, "--help")
        assert outcome.code == 0
        assert "规则" in outcome.out or "配置" in outcome.out
    assert govlint().out == govlint("--help").out
    assert govlint("--version").out.startswith("govlint ")


def test_output_survives_a_console_of_another_encoding(govlint, write):
    write("a.txt", "𠮷祥村投资XX万元。\n")

    outcome = govlint("check", "--isolated", "a.txt", env={"PYTHONIOENCODING": "ascii"})

    assert outcome.code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="用 POSIX 信号试验")
def test_interrupting_leaves_quietly(tmp_path, cache):
    process = subprocess.Popen(
        [sys.executable, "-m", "govlint", "check", "--isolated", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
    )
    time.sleep(1.0)  # it waits for its standard input
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)

    assert (process.returncode, err.decode().strip()) == (130, "govlint: 已中断")


def test_a_huge_line_is_checked(govlint, write):
    write("a.txt", "全镇上下真抓实干，" * 400_000 + "投资XX万元。")

    outcome = govlint("check", "--isolated", "--output-format", "json", "a.txt")

    assert ("PH001", "XX") in outcome.found


def test_writing_a_baseline_takes_everything_whatever_the_configuration_says(govlint, write):
    write(".govlint.yaml", "baseline: base.json\n")
    write("a.txt", SLOT)

    first = govlint("check", "--write-baseline", "base.json", "a.txt")
    write("a.txt", SLOT + "自觉准守规定。\n")
    second = govlint("check", "--write-baseline", "base.json", "a.txt")

    assert (first.code, second.code) == (0, 0)
    assert "2 处问题" in second.out
    assert govlint("check", "a.txt").code == 0


def test_a_baseline_names_the_files_that_could_not_be_read(govlint, write):
    write("a.txt", SLOT)
    write("b.txt", b"\x00\x01\x02")

    outcome = govlint("check", "--isolated", "--write-baseline", "base.json", ".")

    assert (outcome.code, "b.txt: 未能检查 是二进制文件" in outcome.err) == (2, True)


@pytest.mark.parametrize("output", [["--output-file", "a.txt"], ["--write-baseline", "./a.txt"]])
def test_a_draft_is_never_written_over(govlint, write, tmp_path, output):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", *output, "a.txt")

    assert outcome.code == 2
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == SLOT


def test_an_earlier_result_is_no_draft(govlint, write):
    write("a.txt", SLOT)
    write("结果.txt", SLOT)

    outcome = govlint("check", "--isolated", "--output-file", "结果.txt", "--output-format", "json", ".")

    assert (outcome.code, outcome.out) == (1, "")


posix = pytest.mark.skipif(os.name != "posix", reason="Windows 没有这些")
RESULTS = [["--output-format", "json", "-o", "结果"], ["--write-baseline", "结果"]]


@posix
@pytest.mark.parametrize("arguments", RESULTS)
def test_a_result_goes_where_a_link_leads_and_keeps_the_mode(govlint, write, tmp_path, arguments):
    write("a.txt", SLOT)
    target = write("存/旧的", "旧")
    target.chmod(0o640)
    (tmp_path / "结果").symlink_to("存/旧的")

    govlint("check", "--isolated", *arguments, "a.txt")

    assert (tmp_path / "结果").is_symlink()
    assert json.loads(target.read_text("utf-8"))["diagnostics"][0]["rule"] == "PH001"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(tmp_path / "存") == ["旧的"]


@posix
def test_a_new_result_has_the_mode_of_any_new_file(govlint, write, tmp_path):
    other = write("a.txt", CLEAN)

    govlint("check", "--isolated", "-o", "结果", "a.txt")

    assert (tmp_path / "结果").stat().st_mode == other.stat().st_mode


def test_files_beside_a_result_are_left(govlint, write, tmp_path):
    write("a.txt", SLOT)
    beside = write("b.json.part", "别的东西")

    govlint("check", "--isolated", "--output-format", "json", "-o", "b.json", "a.txt")

    assert beside.read_text("utf-8") == "别的东西"
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.json", "b.json.part"]


@posix
def test_a_pipe_stays_one_when_a_result_is_written_to_it(govlint, write, tmp_path):
    write("a.txt", SLOT)
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        outcome = govlint("check", "--isolated", "--output-format", "json", "-o", "管道", "a.txt")
        read, _ = reader.communicate(timeout=60)

    assert (outcome.code, pipe.is_fifo()) == (1, True)
    assert json.loads(read)["diagnostics"][0]["rule"] == "PH001"


@posix
def test_a_result_may_be_written_to_standard_output_by_its_name(govlint, write):
    write("a.txt", SLOT)

    outcome = govlint("check", "--isolated", "--output-format", "json", "-o", "/dev/stdout", "a.txt")

    assert outcome.found == [("PH001", "XX")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="系统管理员什么都写得了")
def test_a_read_only_result_is_left(govlint, write):
    write("a.txt", SLOT)
    old = write("结果", "旧")
    old.chmod(0o444)

    outcome = govlint("check", "--isolated", "-o", "结果", "a.txt")

    assert (outcome.code, outcome.err) == (2, "govlint: 写不了 结果：没有权限\n")
    assert old.read_text("utf-8") == "旧"


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        ([".govlint.yml"], ".govlint.yml"),
        (["govlint.yml"], "govlint.yml"),
        ([".govlint.yaml", ".govlint.yml", "govlint.yaml", "govlint.yml"], ".govlint.yaml"),
        ([".govlint.yml", "govlint.yaml", "govlint.yml"], ".govlint.yml"),
        (["govlint.yaml", "govlint.yml"], "govlint.yaml"),
        (["govlint.yml", "pyproject.toml"], "govlint.yml"),
    ],
)
def test_of_several_configurations_in_a_folder_the_first_by_name_counts(
    govlint, write, tmp_path, names, counts
):
    for name in names:
        write(name, "[tool.govlint]\n" if name.endswith(".toml") else "ignore: [TY]\n")
    write(counts, "ignore: [PH]\n")
    write("a.txt", SLOT)

    assert govlint("check", "a.txt").code == 0


def test_init_does_not_put_a_configuration_before_another_one(govlint, write, tmp_path):
    write("govlint.yml", "ignore: [PH]\n")

    outcome = govlint("init")

    assert (outcome.code, outcome.err) == (
        2,
        "govlint: 已有配置文件 govlint.yml，再有 .govlint.yaml 它就不生效了；仍要生成请加 --force\n",
    )
    assert govlint("init", "--force").code == 0
    assert (tmp_path / ".govlint.yaml").exists()


@pytest.mark.parametrize(
    ("config", "arguments", "place"),
    [
        ("ignore: [TY901]", [], "{here}:2: ignore：TY901 "),
        ("severity: {own-rule: info}", [], "{here}:2: severity：own-rule "),
        ("", ["--select", "TY901"], "TY901 "),
    ],
)
def test_a_rule_of_a_configuration_that_is_not_extended_is_told_where_it_is(
    govlint, write, config, arguments, place
):
    write(".govlint.yaml", "rules: [own.yaml]\n")
    write("own.yaml", OWN_RULE)
    write("own.tsv", "wrong\tright\n村规民约\t《村规民约》|《乡规民约》\n")
    write("甲/govlint.yml", "fail-on: error\n")
    here = str(write("甲/乙/.govlint.yaml", f"fail-on: error\n{config}\n"))
    write("甲/乙/a.txt", CLEAN)
    extend = os.path.join("..", "..", ".govlint.yaml")

    outcome = govlint("check", *arguments, "甲/乙/a.txt")

    assert (outcome.code, outcome.err) == (
        2,
        f"govlint: {place.format(here=here)}是上级 {extend} 里的规则，在这里不生效；"
        f"要用请在 {here} 里写 extend: {extend}\n",
    )
    write("甲/乙/.govlint.yaml", f"extend: {extend}\n{config}\n")
    assert govlint("check", *arguments, "甲/乙/a.txt").code == 0


def test_what_fails_is_decided_by_the_configuration_of_each_file(govlint, write):
    write("base.yaml", "fail-on: error\n")
    write(".govlint.yaml", "extend: base.yaml\nseverity: {PH001: warning}\n")
    write("a.txt", SLOT)

    assert govlint("check", "a.txt").code == 0
    assert govlint("check", "-", "--stdin-filename", "a.txt", input=SLOT.encode()).code == 0
    write("子/.govlint.yaml", "fail-on: warning\n")
    write("子/b.txt", SLOT)
    assert govlint("check", ".").code == 1


def test_a_broken_rule_file_is_told_once_whatever_the_number_of_jobs(govlint, write):
    for number in range(6):
        write(f"{number}.txt", SLOT)
    write("子/.govlint.yaml", "rules: [own.yaml]\n")
    write("子/own.yaml", OWN_RULE.replace("kind: lexicon", "kind: nonsense"))
    write("子/a.txt", SLOT)

    outcome = govlint("check", "--jobs", "2", ".")

    assert (outcome.code, "own.yaml:7: TY901: 没有 kind nonsense" in outcome.err) == (2, True)


def test_a_longer_finding_hides_no_severer_one(govlint, write):
    write("a.txt", "要求各村企业准守规定准守规定。\n")

    found = govlint("check", "--isolated", "--output-format", "json", "a.txt").found

    assert [rule for rule, _ in found].count("TY001") == 2


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
    assert (emptied.code, emptied.err) == (2, "govlint: 甲 按配置中的 exclude，没有检查\n")
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


def test_json_is_utf8_whatever_the_console_expects(govlint, write):
    write("a.txt", "😀投资XX万元。\n")

    outcome = govlint(
        "check", "--isolated", "--output-format", "json", "a.txt", env={"PYTHONIOENCODING": "gbk"}
    )

    assert ("BP013", "😀") in outcome.found


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--isolated", "a.txt"],
        ["check", "--isolated", "--output-format", "json", "a.txt"],
        ["numbers", "--isolated", "a.txt"],
        ["rules"],
        ["check", "--help"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_an_output_that_nobody_reads_has_an_exit_code_of_its_own(write, tmp_path, arguments):
    write("a.txt", SLOT)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "govlint", *arguments],
            stdout=pipe, stderr=subprocess.PIPE, cwd=tmp_path, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="没有 /dev/full，试不了写满的磁盘")
def test_a_full_disk_is_said(govlint, write, tmp_path):
    write("a.txt", SLOT * 2000)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "govlint", "check", "--isolated", "a.txt"],
            stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr.decode()) == (2, "govlint: 读写出错：磁盘已满\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "没有这个命令：chek，是不是 check？（"),
        (["a.txt"], "没有这个命令：a.txt，是不是 govlint check a.txt？（"),
        (["总结.docx", "--fix"], "没有这个命令：总结.docx，是不是 govlint check 总结.docx？（"),
        (["rules", "lst"], "没有这个命令：lst，是不是 list？（"),
        (["init", "--force", "extra"], "多了参数 extra（"),
        (["rule", "PH001", "PH002", "PH003"], "多了参数 PH002 PH003（"),
        (["scan", "a.txt"], "缺少 -o 文件（"),
        (["scan", "-o", "b.csv"], "缺少参数：文件、文件夹或通配符（"),
        (["check", "--foo"], "没有选项 --foo（"),
        (["check", "-o"], "选项 -o 后面要写值（"),
        (["check", "--fix=yes"], "选项 --fix 不带值（"),
        (["check", "--selct", "PH"], "没有选项 --selct，是不是 --select？"),
        (["rule"], "缺少参数：规则（"),
        (["check", "--jobs", "0", "a.txt"], "参数 --jobs 的值不对：应为不小于 1 的整数"),
        (["check", "--fail-on", "fatal", "a.txt"], "参数 --fail-on 的值不对：可用 error、warning、info"),
        (["check", "--select", ",", "a.txt"], "参数 --select 的值不对：没有写规则"),
        (["check", "--select", "，", "a.txt"], "没有写规则"),
        (["check", "--stdin-filename", "a.txt", "a.txt"], "--stdin-filename 只在"),
        (["check", "-o", "结果/a.json", "a.txt"], "写不了 结果/a.json：没有文件夹 结果，请先建好"),
        (["check", "--write-baseline", "基线/a.json", "a.txt"], "写不了基线文件：没有文件夹 基线，请先建好"),
        (["scan", "a.txt", "-o", "a.jsonl", "--select", ","], "没有写规则"),
        (["scan", "a.txt", "-o", "a.jsonl", "--isolated", "--config", "a.yaml"], "不能同用"),
        (["numbers", "--isolated", "--config", "a.yaml", "a.txt"], "不能同用"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_faults_of_the_command_line_are_said_in_chinese(govlint, write, arguments, message):
    write("a.txt", SLOT)

    outcome = govlint(*arguments)

    assert (outcome.code, message in outcome.err) == (2, True), outcome.err


@pytest.mark.parametrize(("name", "letters"), [("错别字", "TY"), ("网页残留", "BP"), ("数字", "AR")])
def test_a_category_goes_by_the_name_that_is_shown(govlint, write, name, letters):
    write("a.txt", SLOT)
    write(".govlint.yaml", "severity: {占位符: info}\n")

    assert govlint("rule", name).out == govlint("rule", letters).out != ""
    assert govlint("check", "a.txt").code == 0
