"""Rule files: strict loading, errors with their place, and the compiled-rule cache."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from conftest import seconds

import govlint
from govlint.checkers.lexicon import LexiconChecker
from govlint.document import Document
from govlint.linter import lint
from govlint.matching import pattern
from govlint.rule import RuleError
from govlint.rules import ruleset
from govlint.rules.files import builtin_folder
from govlint.rules.ruleset import load_rules
from govlint.words.wordlist import WordList

GOOD = """\
- id: TY901
  name: own-rule
  severity: warning
  message: 有“{match}”
  why: 试验。
  source: practice
  kind: pattern
  options: {pattern: 错字}
  examples:
    bad:
      - {text: 这里有错字。, match: 错字}
      - {text: 错字在前。, match: 错字}
    good: [没有, 也没有]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GOVLINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def put(folder: Path, text: str) -> str:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (("severity: warning", "severty: warning"), 3, "TY901: 没有键 severty，是不是 severity？"),
        (("  why: 试验。\n", ""), 1, "TY901: 缺少键 why"),
        (("  name: own-rule\n", "  name: own-rule\n  name: other\n"), 3, "键 name 重复（前一处在第 2 行）"),
        (("severity: warning", "severity: fatal"), 3, "severity 只能是 error、warning、info"),
        (("kind: pattern", "kind: patern"), 7, "TY901: 没有 kind patern，是不是 pattern？"),
        (("{pattern: 错字}", "{pattern: '(错字'}"), 8, "正则表达式有误：“(错字”之后，少了右括号"),
        (
            ("{pattern: 错字}", "{pattern: '(一二三四五六七八)错)字'}"),
            8,
            "“…一二三四五六七八)错”之后，多了右",
        ),
        (("{pattern: 错字}", "{pattern: '*错字'}"), 8, "开头，*、+、?、{ 前面没有可重复的"),
        (("{pattern: 错字}", "{pattern: '错(?=字'}"), 8, "少了右括号"),
        (("{pattern: 错字}", "{pattern: '错*'}"), 8, "可以什么都不匹配"),
        (
            (
                "pattern\n  options: {pattern: 错字}",
                "term\n  options: {terms: [有错别字], lost: 0, changed: 0}",
            ),
            8,
            "terms 里的“有错别字”太短，至少 5 个字",
        ),
        (("{pattern: 错字}", "{patern: 错字}"), 8, "没有选项 patern，是不是 pattern？"),
        (("{pattern: 错字}", "{pattern: 错字, view: upper}"), 8, "选项 view 只能是 folded、original"),
        (("{pattern: 错字}", "{pattern: 错字, lines: text}"), 8, "选项 lines 应为列表"),
        (("{pattern: 错字}", "{pattern: [错字, 5]}"), 8, "选项 pattern 应为正则表达式（文字），或一列正则"),
        (("{pattern: 错字}", "{pattern: [错字, '']}"), 8, "选项 pattern 应为正则表达式（文字），或一列正则"),
        (("{pattern: 错字}", "{pattern: []}"), 8, "选项 pattern 应为正则表达式（文字），或一列正则"),
        (("{pattern: 错字}", "{pattern: [错字, '(误字']}"), 8, "“错字|(误字”之后，少了右括号"),
        (
            ("pattern\n  options: {pattern: 错字}", "joint\n  options: {certainty: 高}"),
            8,
            "选项 certainty 应为数",
        ),
        (
            ("pattern\n  options: {pattern: 错字}", "joint\n  options: {certainty: 100}"),
            8,
            "应在 1 到 100 之间",
        ),
        (("{pattern: 错字}", "{pattern: '(?V1)错字'}"), 8, "不能写 (?V1)，请删去"),
        (("{pattern: 错字}", f"{{pattern: '{'(' * 900}错字{')' * 900}'}}"), 8, "括号套得太深"),
        (
            ("pattern\n  options: {pattern: 错字}", 'lexicon\n  options: {words: "甲\\0.tsv"}'),
            8,
            "文件名里有 NUL 字符",
        ),
        (("id: TY901", "id: T901"), 1, "id 应为类别的两个字母加三位数字"),
        (("id: TY901", "id: ZZ901"), 1, "id 应为类别的两个字母加三位数字"),
        (("name: own-rule", "name: Own Rule"), 2, "name 应为小写英文词"),
        (("source: practice", "source: 网上"), 6, "source 应为 law 或 standard 加空格和文号、条款"),
        (("source: practice", "source: law"), 6, "source 应为 law 或 standard 加空格和文号、条款"),
        (("severity: warning", "severity: info\n  fix: safe"), 4, "info 一级的只是提示，不能不问就改"),
        (
            ("match: 错字}\n      - {text: 错字在前", "match: 错}\n      - {text: 错字在前"),
            11,
            "应报告“错”，实际是“错字”",
        ),
        (("good: [没有, 也没有]", "good: [没有, 有错字]"), 13, "good 例“有错字”不应报告"),
        (("good: [没有, 也没有]", "good: [没有]"), 9, "bad 和 good 各需至少两例"),
        (("text: 这里有错字。", "text: 错字错字。"), 11, "应恰好报告一处，实际 2 处"),
        (("text: 错字在前。", "text: 在前。"), 12, "应恰好报告一处，实际 0 处"),
        (
            ("{pattern: 错字}", "{pattern: '错字,'}"),
            11,
            "实际 0 处；正则里有半角的“,”，正文里的标点都当作全角来找，请写成全角",
        ),
        (
            ("{pattern: 错字}", "{pattern: ‘错字’}"),
            11,
            "实际 0 处；正则是用弯引号括起的，弯引号也算正则的字，请用半角引号",
        ),
        (
            ("{match}", "{nonsense}"),
            4,
            "message 中的 {nonsense} 没有值（可用：match 和各个有名称的组；bad 例“这里有错字。”）",
        ),
        (
            ("message: 有“{match}”", "message: 有“{match}”\n  fix: safe"),
            5,
            "有 fix 的规则至少要有一个 bad 例写明 fix",
        ),
        (("message: 有“{match}”", "message: 有“{match}”\n  collapse: 0"), 5, "collapse 应为正整数"),
        (
            ("message: 有“{match}”", "message: 有“{match}”\n  collapsed: 共 {collapsed} 处"),
            5,
            "collapsed 应为文字（合并为一处时的提示），与 collapse 同用",
        ),
        (
            ("message: 有“{match}”", "message: 有“{match}”\n  collapse: 1\n  collapsed: 如“{match}”"),
            6,
            "collapsed 中没有值 {match}（可用：collapsed、matches）",
        ),
        (("source: practice", "source: practice\n  default: maybe"), 7, "default 只能是 on 或 off"),
        *(
            (("source: practice", f"source: practice\n  {key}:"), 7, f"TY901: {key} {needs}")
            for key, needs in (
                ("fix", "只能是 safe 或 unsafe"),
                ("collapse", "应为正整数"),
                ("collapsed", "应为文字"),
                ("shadows", "只能是 true 或 false"),
                ("default", "只能是 on 或 off"),
            )
        ),
        (("- id", "id"), 2, "不是合法的 YAML"),
        (("- id", "id"), 2, "这里不该有冒号"),
        (("severity: warning", "severity：warning"), 4, "冒号是全角的，键后面应是半角冒号加空格"),
        (("severity: warning", "severity: [warning"), 4, "方括号没有关上"),
        *(
            (
                ("message: 有“{match}”", f"message: {mark}书记"),
                4,
                "以 * & ! | > % @ ` - ? 开头的值要用单引号括起",
            )
            for mark in ("@", "`", "%", "*", "&", "!", "!!", "|", ">", "? ")
        ),
        (("message: 有“{match}”", "message: *match"), 4, "开头的值要用单引号括起"),
        (("message: 有“{match}”", "message: !match a"), 4, "开头的值要用单引号括起"),
        (("message: 有“{match}”", "message: - 书记"), 4, "以 - 开头的值要用单引号括起"),
        (
            ("{text: 这里有错字。, match: 错字}", "{text: 这里,有错字。, match: 错字}"),
            11,
            "花括号里的“有错字。”后面没有值：值里有半角逗号的、以 { 开头的，整个值要用单引号括起",
        ),
        (("message: 有“{match}”", "message: {match}"), 4, "花括号里的“match”后面没有值"),
        (("message: 有“{match}”", "message: {match}不用"), 4, "整个值要用单引号括起，如 '{match}不用'"),
        (("message: 有“{match}”", "message: '有'{match}"), 4, "整个值要用单引号括起，如 '{match}不用'"),
        (("severity: warning", "\tseverity: warning"), 3, "不能用制表符缩进"),
        (("severity: warning", 'severity: "warning'), 3, "引号没有关上"),
        ((GOOD, "只是文字"), 1, "规则文件应为一列规则"),
        (("severity: warning", "severity: [a]"), 3, "severity 只能是"),
        (("severity: warning", "severity: off"), 3, "，而不是 false"),
        (("severity: warning", "severity: !!bool warning"), 3, "“warning”前面的 !!bool 与它不合，请删去"),
        (("{pattern: 错字}", "{pattern: yes}"), 8, "选项 pattern 应为正则表达式（文字），或一列正则表达式"),
        (("有“{match}”", "有“{0}”"), 4, "花括号里只写值的名称"),
        (("有“{match}”", "有“{match”"), 4, "花括号应成对"),
        (("{pattern: 错字}", "&a [*a]"), 1, "层次太深，或引用了自身"),
        (
            ("{pattern: 错字}", "{pattern: 错字, replace: '\\g<x>'}"),
            8,
            "选项 replace 里的 \\g<x> 在 pattern 中没有（要引用的部分先起名，写成 (?P<名称>…)）",
        ),
        (
            ("{pattern: 错字}", "{pattern: '(?P<a>错)(?<b>字)', replace: '\\g<b>\\g<1>'}"),
            8,
            "选项 replace 里的 \\g<1> 在 pattern 中没有（可用：\\g<a>、\\g<b>）",
        ),
        (("{pattern: 错字}", "{pattern: 错字, whole: a}"), 8, "whole 写的组 a 在 pattern 中没有"),
        (
            ("pattern\n  options: {pattern: 错字}", "block\n  options: {sure: ['错?(?:  )别?字']}"),
            11,
            "bad 例“这里有错字。”应恰好报告一处，实际 0 处",
        ),
        (("{pattern: 错字}", "{pattern: 错字, replace: 对字}"), 8, "写了 replace，还要写 fix: safe"),
        (
            (
                "错字}\n    good: [没有, 也没有]\n",
                "错字, fix: 对字在前。}\n    good: [没有, 也没有]\n  fix: safe\n",
            ),
            12,
            "bad 例“错字在前。”改后应为“对字在前。”，实际是“错字在前。”",
        ),
        *(
            (
                ("{pattern: 错字}", f"{{pattern: 错字, replace: {new}}}\n  fix: safe"),
                12,
                f"bad 例“这里有错字。”改成“这里有{new}。”以后，还会在“错字”处报告，会一改再改；",
            )
            for new in ("没错字", "错字")
        ),
    ],
    ids=lambda value: value[1][:24] if isinstance(value, tuple) else None,
)
def test_a_broken_rule_file_is_refused_with_its_place(folder, change, line, why):
    old, new = change
    assert old in GOOD
    path = put(folder, GOOD.replace(old, new))

    with pytest.raises(RuleError) as caught:
        load_rules([path])

    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert why in str(caught.value)


TRIED = "这里有错字。"  # the first example of GOOD


@pytest.mark.parametrize(
    ("kind", "options", "text", "why"),
    [
        (
            "pattern",
            "{pattern: '１错字'}",
            TRIED,
            "；正则里有全角的“１”，正文里的数字、字母、%",
        ),
        ("pattern", "{pattern: '\\d+％'}", TRIED, "；正则里有全角的“％”，"),
        ("pattern", "{pattern: '错　字'}", TRIED, "；正则里有全角空格，"),
        ("pattern", "{pattern: '错:字'}", "'有错:字。'", "；正则里有半角的“:”，"),
        ("pattern", "{pattern: '\\(错字\\)'}", "有(错字)。", "；正则里有半角的“(”，"),
        ("pattern", "{pattern: '“错字”'}", TRIED, "；正则是用弯引号括起的，"),
        ("pattern", "{pattern: '“错字”'}", "'有\"错字\"。'", "；例子里的引号是直的，正则里是弯的："),
        ("pattern", "{pattern: '{T}错字'}", TRIED, "{T} 只在核对数据的种类（relation 等）里是数量"),
        ("pattern", '{pattern: "约\\d+亿元"}', TRIED, "正则和带反斜杠的值改用单引号括起"),
        ("term", "{terms: [有错误字], lost: 5, changed: 5}", TRIED, "太短"),
        ("term", "{terms: [这里有错误字], lost: 5, changed: 5}", TRIED, "；末尾两个字里丢掉、写错一个的，"),
        (
            "watermark",
            "{unit: line, at_least: 2, times: 2}",
            '"错字\\n今年工作推进，成效明显。\\n错字\\n明年继续，再创佳绩。\\n错字"',
            "；这个种类每一处都报，要合成一处的加一行 collapse: 1",
        ),
        (
            "total",
            "{pattern: '{T}', parts: after, chance: 5, skip: 上年}",
            TRIED,
            "skip 里没有 X，写成 {X}",
        ),
        *(
            ("total", f"{{pattern: '{{T}}', parts: after, chance: {chance}}}", TRIED, "应在 1 到 99 之间")
            for chance in (0, 100, 5000)
        ),
        *(
            ("relation", f"{{pattern: '{{T}}{{D}}{{R}}', formula: '{formula}'}}", TRIED, why)
            for formula, why in (
                ("T - D = R", "写得不对：相等写 =="),
                ("T ÷ D == R", "写得不对：除写 /"),
                ("D <= 100%", "写得不对：不写百分号，百分之百写 100"),
                ("T / 0 == R", "的除数是 0"),
                ("cagr(T, D) == R", "中 cagr 的参数不对，应写成 cagr(A, B, y1, y2)"),
            )
        ),
        ("order", "{lists: ['甲,乙,丙']}", TRIED, "“甲,乙,丙”只有一个成员，成员之间用顿号隔开"),
        ("length", "{unit: line, limit: 3, times: 3}", TRIED, "要与 containing 同用"),
        ("length", "{unit: line, limit: 3, times: 0}", TRIED, "times 至少是 1"),
    ],
    ids=lambda value: value[:24],
)
def test_what_was_meant_is_told(folder, kind, options, text, why):
    rule = GOOD.replace("{pattern: 错字}", options).replace("kind: pattern", f"kind: {kind}")
    path = put(folder, rule.replace("text: 这里有错字。", f"text: {text}"))

    with pytest.raises(RuleError) as caught:
        load_rules([path])

    assert why in str(caught.value)


FIXED = GOOD.replace("有错字。, match: 错字", "有错字。, match: 错字, fix: 这里有对字。").replace(
    "  examples", "  fix: safe\n  examples"
)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("错字}\n  fix", "错字}\n  fix", "实际是“这里有错字。”；没有写 replace（改成什么）"),
        ("错字}\n  fix", "'(?P<a>错)字', replace: '{a}对'}\n  fix", "；replace 里的“{a}”照原样写进去了"),
        ("错字}\n  fix", "'(?P<a>错)字', replace: '\\1对'}\n  fix", "；replace 里的“\\1”照原样写进去了"),
        ("TY901", "PH901", "占位符一类（PH）的规则从不自动修改"),
    ],
)
def test_a_fix_that_is_not_made_is_told(folder, old, new, why):
    path = put(folder, FIXED.replace(old, new))

    with pytest.raises(RuleError) as caught:
        load_rules([path])

    assert why in "\n".join([str(caught.value), *getattr(caught.value, "__notes__", ())])


def test_a_word_list_whose_fix_is_fixed_again_is_told_of_its_own_columns(folder):
    (folder / "own.tsv").write_text("wrong\tright\n错字\t错字表\n", encoding="utf-8")
    lexicon = FIXED.replace("{pattern: 错字}", "{words: own.tsv}").replace("kind: pattern", "kind: lexicon")
    path = put(folder, lexicon.replace("有对字", "有错字表"))

    with pytest.raises(RuleError, match=r"会一改再改；.*在词表的 not_in 列写上改好的写法，或用 not_before"):
        load_rules([path])


def test_a_fix_that_only_ever_changes_numbers_is_refused(folder):
    numbers = FIXED.replace("{pattern: 错字}", "{pattern: 5个, replace: 6个}").replace("有对字", "有6个")
    path = put(folder, numbers.replace("错字", "5个"))

    with pytest.raises(RuleError, match="自动修改从不动数，各个 bad 例的改法都动了数") as caught:
        load_rules([path])

    assert str(caught.value).startswith(f"{path}:9: ")


def test_every_failing_example_is_told_at_once(folder, govlint):
    other = GOOD.partition("\n")[2].replace("own-rule", "other-rule")
    path = put(folder, (GOOD + "- id: TY902\n" + other).replace("text: 错字在前。", "text: 在前。"))

    outcome = govlint("rules", "test", path)

    assert (outcome.code, outcome.out) == (2, "")
    assert [line.partition(": bad")[0] for line in outcome.err.splitlines()] == [
        f"govlint: {path}:12: TY901",
        f"{path}:25: TY902",
    ]


def test_a_message_of_any_kind_may_quote_what_is_reported(folder):
    pairs = GOOD.replace("{pattern: 错字}", "{pairs: [“”], report: unclosed}").replace("错字", "“")
    (rule,) = load_rules([put(folder, pairs.replace("kind: pattern", "kind: pairing"))])

    (found,) = lint(Document("有“人。"), [rule]).diagnostics
    assert found.message == "有「“」"


@pytest.mark.parametrize(
    ("old", "line"), [("good: [没有", 13), ("bad:\n      - {text: 这里有错字。, match: 错字", 11)]
)
def test_an_example_that_takes_too_long_is_no_example(folder, monkeypatch, old, line):
    monkeypatch.setattr(pattern, "TIMEOUT", 0.2)
    slow = "a" * 60 + "错字b"
    new = f"good: [{slow}" if "good" in old else f"bad:\n      - {{text: {slow}, match: 错字"
    text = GOOD.replace("{pattern: 错字}", "{pattern: '错字|(?:a|aa)+b'}").replace(old, new)

    with pytest.raises(RuleError, match=rf"own\.yaml:{line}: TY901: 试跑 .* 例“a{{40}}…”用时过长"):
        load_rules([put(folder, text)])


def test_aliases_of_aliases_do_not_take_minutes(folder):
    bomb = ["a0: &a0 [准守]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9))]
    path = put(folder, "\n".join(bomb))

    def load():
        with pytest.raises(RuleError, match=r"内容太多，超过 200000 项；多半是 \* 引用层层套用"):
            load_rules([path])

    assert seconds(load) < 10


def test_definitions_of_definitions_do_not_take_gigabytes(folder):
    names = [f"    a{n}: '{{{{a{n - 1}}}}}{{{{a{n - 1}}}}}'\n" for n in range(1, 40)]
    path = put(folder, "- define:\n    a0: 甲乙\n" + "".join(names) + GOOD)

    with pytest.raises(RuleError, match=r"own\.yaml:\d\d: a\d\d 代入以后超过 100000 字，多半是定义层层套用"):
        load_rules([path])


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_rule_file_in_another_encoding_is_told_how_to_be_saved(tmp_path, encoding):
    path = tmp_path / "own.yaml"
    path.write_bytes(GOOD.encode(encoding))

    with pytest.raises(
        RuleError, match="规则文件应为 UTF-8 编码，请另存为 UTF-8（记事本“另存为”，编码选 UTF-8）"
    ):
        load_rules([str(path)])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("wrong\tright\n甲\t甲\n", "words.tsv:2: “甲”既是错也是对"),
        ("wrong\tright\n甲\t乙\n甲\t丙\n", "words.tsv:3: “甲”与第 2 行重复"),
        ("wrong\tright\tguard\n", "words.tsv:1: 没有列 guard"),
        ("甲\t乙\n", "words.tsv:1: 首行应为列名，缺少 right、wrong"),
        ("wrong\tright\tonly_in\n甲\t乙\t丙丁\n", "only_in 中的“丙丁”不含“甲”"),
        ("wrong\tright\n甲\t\n", "words.tsv:2: right 不能为空；只禁用、没有改法的词，用 kind: pattern 列"),
        ("wrong\tright\n\t乙\n", "words.tsv:2: wrong 不能为空"),
        ("wrong\tright\twhole\n甲\t乙\ty\n", "whole 只能是 yes 或留空"),
        (None, "读不到词表 words.tsv"),
        ("wrong\tright\n", "words.tsv:1: 没有词条"),
        ("note\twrong\tright\n甲\n", "words.tsv:2: wrong 不能为空"),
        ("wrong,right\n甲,甲\n", "words.tsv:2: “甲”既是错也是对"),
        ("错,对\n甲,乙\n".encode("gbk"), "缺少 right、wrong（列之间用制表符或半角逗号）"),
        ('wrong,right\n甲,"乙\n', "words.tsv: 不是完整的表格，多半是引号不成对"),
        (
            "wrong,right\n甲乙,丙丁\n".encode() + b"\xb4\xed,\xb6\xd4\n",
            "words.tsv:3: 前面是 UTF-8 编码，这一行不是，请在 Excel 中另存为“CSV UTF-8（逗号分隔）”",
        ),
        (
            "wrong\tright\n甲\t乙\n".encode("utf-16-le"),
            "words.tsv: 认不出编码，请在 Excel 中另存为“CSV UTF-8",
        ),
        ("wrong,right,wrong\n甲,乙,丙\n", "words.tsv:1: 列 wrong 写了两次"),
        ("wrong,right\n甲,|乙\n", "words.tsv:2: right 中有一种写法是空的（各种写法之间用一个 | 隔开）"),
        ("wrong,right\n甲, 丙| |乙\n", "words.tsv:2: right 中有一种写法是空的"),
        ("wrong\tright\tnote\n甲\t乙\t一\u2028二\x0c三\n丙\t丙\n", "words.tsv:3: “丙”既是错也是对"),
        ('wrong,right,note\n甲,乙,"一\x85二"\n丙,丙\n', "words.tsv:3: “丙”既是错也是对"),
        (b"wrong,right\n\xff\xff,a\n", "words.tsv: 认不出编码"),
        (b"\xff\xfew", "words.tsv: UTF-16 编码已损坏"),
    ],
)
def test_a_broken_word_list_is_refused_with_its_place(folder, content, why):
    path = put(
        folder,
        GOOD.replace("kind: pattern", "kind: lexicon").replace("{pattern: 错字}", "{words: words.tsv}"),
    )
    if content is not None:
        (folder / "words.tsv").write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(RuleError, match=r"own\.yaml:8: TY901: 选项 words：") as caught:
        load_rules([path])

    assert why in str(caught.value)


WORDS = [
    ["wrong", "right", "not_in", "note"],
    ["错字", "对字", "没错字|错字典", '他说"好",\n不好'],
    ["甲乙", "丙"],
]


def as_excel_writes(encoding: str, delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([*WORDS, ["", "", ""]])
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize(
    "content",
    [
        "\n".join("\t".join(row) for row in WORDS).replace(",\n", "，").encode(),
        "\r\n".join(" \t\u3000".join(row) for row in WORDS).replace(",\n", "，").replace("|", " | ").encode(),
        as_excel_writes("utf-8").replace(b",", b"\xc2\xa0, ").replace(b"wrong", b" wrong"),
        as_excel_writes("utf-8"),
        as_excel_writes("utf-8-sig"),
        as_excel_writes("gb18030"),
        as_excel_writes("utf-16", "\t"),
        "\ufeff".encode("utf-16-be") + as_excel_writes("utf-16-be", "\t"),
    ],
    ids=[
        *("tabs", "tabs and spaces", "commas and spaces", "UTF-8", "UTF-8 with mark", "GB18030"),
        *("Unicode text", "Unicode text, big end first"),
    ],
)
def test_a_word_list_may_be_what_excel_writes(folder, content):
    (folder / "词表.csv").write_bytes(content)
    rule = GOOD.replace("kind: pattern", "kind: lexicon").replace("{pattern: 错字}", "{words: 词表.csv}")

    (loaded,) = load_rules([put(folder, rule.replace("good: [没有, 也没有]", "good: [没错字, 错字典]"))])

    assert [
        (*found.span, found.values["right"]) for found in loaded.checker.check(Document("有错字，甲乙"))
    ] == [
        (1, 3, "对字"),
        (4, 6, "丙"),
    ]


DEFINED = """\
- define:
    bad-word: [错, 误]
    letters: '{{bad-word}}字'
"""


def test_what_is_defined_stands_in_patterns_by_its_name(folder):
    text = DEFINED + GOOD.replace("{pattern: 错字}", "{pattern: '有{{letters}}|{{ letters }}在'}")
    text = text.replace("match: 错字}", "match: 有错字}", 1).replace("match: 错字}", "match: 错字在}")

    for _ in range(2):  # from the file, then from the cache
        (rule,) = load_rules([put(folder, text)])
        found = rule.checker.check(Document("有误字，误字在此，误字。"))

        assert [(rule.line, *one.span) for one in found] == [(4, 0, 3), (4, 4, 7)]


def test_a_list_of_patterns_finds_what_any_of_them_does(folder):
    text = GOOD.replace("{pattern: 错字}", "{pattern: [错字, '误(?=字)'], unless: [误字典, 错字本]}")

    for _ in range(2):  # from the file, then from the cache
        (rule,) = load_rules([put(folder, text)])
        found = rule.checker.check(Document("错字，误字；错字本，误字典。"))

        assert [one.span for one in found] == [(0, 2), (3, 4)]


def test_flags_at_the_start_of_a_pattern_in_a_list_are_for_that_one(folder):
    text = GOOD.replace("{pattern: 错字}", "{pattern: ['(?x) 错 字 # 不空格', '误 字', '(?i)ab', cd]}")

    (rule,) = load_rules([put(folder, text)])
    found = rule.checker.check(Document("错字，误字，误 字，AB，CD，cd。"))

    assert [one.span for one in found] == [(0, 2), (6, 9), (10, 12), (16, 18)]


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (
            ("pattern: 错字", "pattern: '{{leters}}'"),
            11,
            "TY901: 没有定义 {{leters}}，是不是 letters？（前面定义了：bad-word、letters）",
        ),
        (("'{{bad-word}}字'", "'{{word}}字'"), 3, "没有定义 {{word}}"),
        (("letters:", "bad-word:"), 3, "键 bad-word 重复（前一处在第 2 行）"),
        (("letters:", "Letters:"), 3, "名称 Letters 应为小写英文词"),
        (("[错, 误]", "[]"), 2, "bad-word 应为正则表达式（文字），或一列正则表达式"),
        (("[错, 误]", "5"), 2, "bad-word 应为正则表达式（文字），或一列正则表达式"),
        (("- id: TY901", "- define: {letters: 字}\n- id: TY901"), 4, "letters 前面已经定义"),
        (("- id: TY901", "- define: [字]\n- id: TY901"), 4, "define 应为名称和它代表的正则"),
        (("- id: TY901", "  id: TY900\n- id: TY901"), 4, "id 不能与 define 写在同一条里"),
    ],
    ids=lambda value: value[1][:24] if isinstance(value, tuple) else None,
)
def test_a_wrong_definition_is_refused_with_its_place(folder, change, line, why):
    old, new = change
    path = put(folder, (DEFINED + GOOD).replace(old, new, 1))

    with pytest.raises(RuleError) as caught:
        load_rules([path])

    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("other", "shared"),
    [(GOOD, "TY901"), (GOOD.replace("TY901", "TY902"), "own-rule")],
)
def test_two_rules_may_share_neither_id_nor_name(folder, other, shared):
    with pytest.raises(RuleError, match=rf"{shared} 已用于 .*own\.yaml:1"):
        load_rules([put(folder, GOOD + other)])


def test_guards_of_a_word_list(folder):
    (folder / "words.tsv").write_text(
        "wrong\tright\tnot_before\tnot_after\tonly_in\tnot_in\twhole\n"
        "甲乙\t甲丙\t前\t后\t\t\t\n"
        "丁戊\t丁己\t\t\t大丁戊|丁戊小\t\t\n"
        "庚辛\t庚壬\t\t\t\t老庚辛\t\n",
        encoding="utf-8",
    )
    text = GOOD.replace("kind: pattern", "kind: lexicon").replace("{pattern: 错字}", "{words: words.tsv}")
    text = text.replace("message: 有“{match}”", "message: “{match}”应为“{right}”\n  fix: safe")
    text = text.replace("{text: 这里有错字。, match: 错字}", "{text: 看甲乙吧, match: 甲乙, fix: 看甲丙吧}")
    text = text.replace(
        "{text: 错字在前。, match: 错字}", "{text: 是大丁戊呢, match: 丁戊, message: “丁戊”应为“丁己”}"
    )
    text = text.replace("good: [没有, 也没有]", "good: [前甲乙, 甲乙后, 丁戊, 老庚辛]")

    assert [rule.id for rule in load_rules([put(folder, text)])] == ["TY901"]


@pytest.mark.parametrize(
    ("column", "cell", "excused", "reported"),
    [
        ("not_before", ",A（", [",丁（戊", "，丁(戊", "A丁（戊", "Ａ丁(戊", "(丁(戊"], ["丁（戊", "前丁(戊"]),
        ("not_after", "，5)", ["丁(戊,", "丁（戊，", "丁(戊５", "丁（戊）"], ["丁（戊", "丁(戊后"]),
        ("not_in", "丁(戊)|5G丁（戊", ["丁（戊）", "丁(戊)", "５Ｇ丁(戊", "5G丁（戊"], ["丁（戊", "G丁(戊"]),
        ("only_in", "丁（戊)", ["丁(戊呢", "丁（戊呢"], ["丁(戊）", "丁（戊)"]),
    ],
)
@pytest.mark.parametrize("wrong", ["丁(戊", "丁（戊"])
def test_words_and_guards_may_be_of_either_width(wrong, column, cell, excused, reported):
    words = WordList.parse(f"wrong\tright\t{column}\n{wrong}\t丁(己\t{cell}\n", "words.tsv")
    checker = LexiconChecker(words)

    assert [text for text in excused if list(checker.check(Document(text)))] == []
    assert [text for text in reported if not list(checker.check(Document(text)))] == []
    assert [found.edits[0].text for found in checker.check(Document(reported[0]))] == ["丁(己"]


def test_the_cache_gives_the_same_rules_and_follows_every_edit(folder):
    path = put(folder, GOOD)
    fresh = load_rules([path])
    entries = list((folder / "cache").iterdir())
    cached = load_rules([path])
    put(folder, GOOD.replace("severity: warning", "severity: info"))
    edited = load_rules([path])

    assert len(entries) == 1
    assert [rule.message for rule in cached] == [rule.message for rule in fresh]
    assert [rule.severity.name for rule in edited] == ["info"]


def test_the_cache_follows_every_edit_of_a_word_list(folder):
    rule = GOOD.replace("kind: pattern", "kind: lexicon").replace("{pattern: 错字}", "{words: words.tsv}")
    words = folder / "words.tsv"
    words.write_text("wrong\tright\n错字\t正字\n", encoding="utf-8")
    before = lint(Document("错字、白字。"), load_rules([put(folder, rule)]))
    words.write_text("wrong\tright\n错字\t正字\n白字\t正字\n", encoding="utf-8")
    after = lint(Document("错字、白字。"), load_rules([put(folder, rule)]))

    assert [one.text for one in before.diagnostics] == ["错字"]
    assert [one.text for one in after.diagnostics] == ["错字", "白字"]


def test_the_cache_follows_the_code_also_to_an_older_version(tmp_path):
    """As after checking out an earlier commit, or installing a version whose files are older."""
    code = tmp_path / "code"
    compiled = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(govlint.__file__).parent, code / "govlint", ignore=compiled)
    shutil.copytree(builtin_folder(), code / "lint_rules", dirs_exist_ok=True)
    put(tmp_path, GOOD)
    (tmp_path / ".govlint.yaml").write_text("rules: own.yaml\nselect: TY901\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("这里有错字。", encoding="utf-8")

    def check() -> str:
        return subprocess.run(
            [sys.executable, "-m", "govlint", "check", "--output-format", "concise", "a.txt"],
            cwd=tmp_path,
            env={"GOVLINT_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(code), "PATH": ""},
            capture_output=True,
            check=False,
        ).stdout.decode("utf-8")

    newer = check()
    parsing = code / "govlint/rules/parsing.py"
    source = parsing.read_text(encoding="utf-8")
    other = "_put_in(definitions, entry, path); entry.update(message='这是“{match}”')"
    parsing.write_text(source.replace("_put_in(definitions, entry, path)", other, 1), encoding="utf-8")
    os.utime(parsing, (1_000_000_000, 1_000_000_000))
    older = check()

    assert ("有“错字”" in newer, "这是“错字”" in older) == (True, True), (newer, older)


def test_a_cached_run_compiles_nothing(folder, monkeypatch):
    path = put(folder, GOOD)
    load_rules([path])
    monkeypatch.setattr(ruleset, "_compile", None)

    assert [rule.id for rule in load_rules([path])] == ["TY901"]


def checked(content: bytes) -> bytes:
    """The content of a cache entry behind its checksum."""
    return b"%08x" % zlib.crc32(content) + content


@pytest.mark.parametrize(
    "damaged",
    [
        lambda _: b"",
        lambda _: b"{",
        lambda _: checked(b"{"),
        lambda _: checked(b"[]"),
        lambda _: checked(b'{"sources": 1}'),
        lambda _: checked(b"\xff\xfe"),
        lambda entry: entry[:-1],
        lambda entry: entry.replace("有“".encode(), "无“".encode()),
    ],
)
def test_a_damaged_cache_is_no_error(folder, damaged):
    path = put(folder, GOOD)
    load_rules([path])
    (entry,) = (folder / "cache").iterdir()
    entry.write_bytes(damaged(entry.read_bytes()))

    assert [rule.message for rule in load_rules([path])] == ["有“{match}”"]


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "getuid"), reason="文件权限只在 POSIX 上检查")
def test_a_cache_others_may_write_is_not_trusted(folder):
    path = put(folder, GOOD)
    load_rules([path])
    (entry,) = (folder / "cache").iterdir()
    entry.write_bytes(checked(entry.read_bytes()[8:].replace("有“".encode(), "无“".encode())))
    assert load_rules([path])[0].message == "无“{match}”"
    entry.chmod(0o666)

    assert load_rules([path])[0].message == "有“{match}”"


def test_a_cache_folder_that_cannot_be_made_is_no_error(folder, monkeypatch):
    blocked = folder / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("GOVLINT_CACHE_DIR", str(blocked / "cache"))

    assert [rule.id for rule in load_rules([put(folder, GOOD)])] == ["TY901"]


THREADS = """
import sys, threading
import govlint
sys.setswitchinterval(1e-6)
text = "引导村民自觉准守村规民约，，投资XX万元。"
start, told = threading.Barrier(8), []
def look():
    start.wait()
    told.append([(one.rule, one.span) for one in govlint.lint_text(text)])
threads = [threading.Thread(target=look) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(told) == 8 and told[0] and told.count(told[0]) == 8, told
"""


def test_threads_may_load_rules_at_once(folder):
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
