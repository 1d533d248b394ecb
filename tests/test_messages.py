"""What is wrong with a command line is said in Chinese; help teaches."""

from __future__ import annotations

import re

import pytest
from conftest import SLOT

from govlint.commands.check import FORMATS
from govlint.reporters.display import width

COMMANDS = (
    "",
    "check",
    "init",
    "numbers",
    "rule",
    "rules",
    "rules list",
    "rules kinds",
    "rules test",
    "scan",
    "schema",
    "server",
    "summary",
)


def test_help_teaches(govlint):
    for command in ([], ["check"], ["rule"], ["rules"], ["rules", "test"], ["schema"], ["init"]):
        outcome = govlint(*command, "--help")
        assert outcome.code == 0
        assert "规则" in outcome.out or "配置" in outcome.out
    assert govlint().out == govlint("--help").out
    assert govlint("--version").out.startswith("govlint ")


@pytest.mark.parametrize("command", COMMANDS)
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
