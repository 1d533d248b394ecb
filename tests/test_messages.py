"""What is wrong with a command line is said in Chinese; help teaches."""

from __future__ import annotations

import re

import pytest
from click import Context
from conftest import SLOT

from govlint.cli import main
from govlint.commands.check import FORMATS
from govlint.reporters.display import width

TAUGHT = {
    "": ("govlint check 总结.docx ", "govlint check --fix ", "govlint numbers ", "govlint init "),
    "check": ("govlint check 总结.docx -o 报告.html ", "--fix ", "--select 规则 ", "1 有 --fail-on 一级"),
    "init": ("govlint init --schema ", "--force ", ".govlint.yaml"),
    "numbers": ("govlint numbers 总结.txt -o 核对表.csv\n", "不符（check 会报告）", "2 无法检查"),
    "rule": ("govlint rule TY001\n", "正反例", "2 没有这条规则"),
    "rules": ("  kinds  ", "  list ", "  test "),
    "rules list": ("govlint rules list\n", "编号、级别、名称、提示"),
    "rules kinds": ("govlint rules kinds relation\n", "它的选项"),
    "rules test": ("govlint rules test 我的规则.yaml\n", "bad 例恰好报告一处"),
    "scan": (
        "govlint scan 归档/ --output findings.parquet\n",
        "--text-column 列 ",
        "--resume ",
        "--cleaned ",
    ),
    "schema": ("govlint schema rules > govlint-rules.json\n", "json|jsonl|rules|config"),
    "server": ('pip install "govlint[lsp]"', "--log-file 文件 ", "--docs-url 地址 "),
    "summary": ("govlint summary findings.parquet --by category\n", "--documents 文件 ", "--top N "),
}
"""What the help of each command teaches: examples, options, what the exit codes mean."""


@pytest.mark.parametrize("command", TAUGHT)
def test_help_teaches(govlint, command):
    outcome = govlint(*command.split(), "--help", env={"COLUMNS": "100"})

    assert outcome.code == 0
    assert [part for part in TAUGHT[command] if part not in outcome.out] == []


def test_govlint_alone_shows_its_help(govlint):
    assert govlint().out == govlint("--help").out
    assert govlint("--version").out.startswith("govlint ")


def test_the_help_of_every_command_is_looked_at():
    names = {
        f"{name} {part}".strip()
        for name in main.list_commands(Context(main))
        for part in ("", *getattr(main.get_command(Context(main), name), "commands", ()))
    }

    assert names | {""} == set(TAUGHT)


@pytest.mark.parametrize("command", TAUGHT)
def test_help_is_in_chinese_and_fits_the_screen(govlint, command):
    shown = govlint(*command.split(), "--help", env={"COLUMNS": "70"}).out
    lines = [line for line in shown.splitlines() if not line.startswith("  govlint ")]

    assert re.findall(r"Usage|Options|OPTIONS|COMMAND|ARGS|Show |exit\.|required|x>=", shown) == []
    assert [line for line in lines if width(line) > 70] == []
    assert [line for line in lines if re.search(r"^ *[，。；：、）”]|[（“]$", line)] == []
    assert shown.splitlines()[0].startswith("用法：")


def test_help_breaks_no_word_and_begins_with_examples(govlint):
    shown = govlint("check", "--help").out

    assert set(FORMATS) <= set(re.findall("[a-z]+", shown))
    assert re.findall("^选项：|^结果：|^自动修改：", shown, re.MULTILINE) == ["结果：", "自动修改："]
    assert shown.index("  govlint check 总结.docx ") < shown.index("退出码：")


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
        (["check", "--select", "", "a.txt"], "参数 --select 的值不对：没有写规则"),
        (["scan", "a.txt", "-o", "a.jsonl", "--ignore", ""], "参数 --ignore 的值不对：没有写规则"),
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
