"""Comments in a draft that allow findings: which count, and what they silence."""

from __future__ import annotations

import pytest

from govlint.readers import read_bytes

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
    ("off", "on", "found", "notices"),
    [
        ("", "", ["PH001", "TY001"], []),
        ("", "PH001", ["PH001"], []),
        ("", "PH TY001", ["PH001", "TY001"], []),
        ("PH", "PH001", ["PH001", "TY001"], []),
        ("PH001", "PH", ["PH001", "TY001"], []),
        ("PH TY", "占位符", ["PH001"], []),
        ("", "PU", [], []),
        ("PH", "TY001", ["TY001"], ["第 3 行的 govlint-enable TY001：前面没有要结束的忽略，可以删去"]),
        ("PH", "PH PH", ["PH001", "TY001"], ["第 3 行的 govlint-enable PH：前面没有要结束的忽略，可以删去"]),
        ("PH", "", ["PH001", "TY001"], []),
        ("PH", "ZZ", ["TY001"], ["第 3 行的忽略指令：没有规则 ZZ（govlint rules list 列出全部规则）"]),
        (None, "", ["PH001", "TY001"], ["第 3 行的 govlint-enable：前面没有要结束的忽略，可以删去"]),
    ],
)
def test_a_rule_is_enabled_again_also_of_all_that_were_disabled(govlint, write, off, on, found, notices):
    first = "" if off is None else f"<!-- govlint-disable {off} -->"
    silenced = "投资XX万元，自觉准守规定。" if off in ("", "PH TY") else "投资XX万元。" if off else "平稳。"
    write("a.md", f"{first}\n{silenced}\n<!-- govlint-enable {on} -->\n投资XX亿元，自觉准守规定。\n")

    outcome = govlint("check", "--isolated", "--select", "PH,TY001", "--output-format", "json", "a.md")

    assert [(one["rule"], one["start"]["line"]) for one in outcome.json["diagnostics"]] == [
        (rule, 4) for rule in found
    ]
    assert [notice["message"] for notice in outcome.json["notices"]] == notices


def test_a_disable_of_which_a_part_is_used_after_an_enable_is_not_needless(govlint, write):
    write("a.md", "<!-- govlint-disable -->\n\n<!-- govlint-enable TY -->\n投资XX万元，自觉准守规定。\n")

    outcome = govlint("check", "--isolated", "--output-format", "json", "a.md")

    assert outcome.found == [("TY001", "准守")]
    assert outcome.json["notices"] == []


@pytest.mark.parametrize(
    ("names", "asked", "unused"),
    [
        ("PH001", ["--select", "PH"], ["PH001"]),
        ("PH001", ["--select", "TY"], []),
        ("PH001", ["--ignore", "PH"], []),
        # What the rules of a category that were left out find there, nobody knows.
        ("PH", ["--select", "PH"], ["PH"]),
        ("PH", ["--ignore", "PH001"], []),
        ("", [], [""]),
        ("", ["--select", "TY"], []),
        ("PH001 TY001", ["--select", "TY"], ["TY001"]),
        # A category does not stand for its rules that are off by default.
        ("TY", [], ["TY"]),
        ("TY013", [], []),
        ("TY013", ["--extend-select", "TY013"], ["TY013"]),
    ],
)
def test_only_rules_that_ran_make_a_comment_needless(govlint, write, names, asked, unused):
    write("a.md", f"<!-- govlint-disable-next-line {names} -->\n各项工作平稳有序。\n")

    outcome = govlint("check", "--isolated", *asked, "--output-format", "json", "a.md")

    assert [notice["message"] for notice in outcome.json["notices"]] == [
        f"第 1 行的忽略指令{f' {name} ' if name else ''}没有用到，可以删去" for name in unused
    ]


@pytest.mark.parametrize(
    ("name", "text", "stand"),
    [
        ("a.md", "{}", True),
        ("a.md", "文 {} 文", True),
        ("a.md", "- 项\n\n    {}\n", True),
        ("a.md", "一个 ` 号 {} 没有成对\n\n` 一", True),
        ("a.md", "<!-- ` -->{}<!-- ` -->", True),
        ("a.md", "`{}`", False),
        ("a.md", "``` {} ```", False),
        ("a.md", "前\n\n```html\n{}\n```\n", False),
        ("a.md", "~~~\n{}", False),
        ("a.md", "前\n\n    {}\n\n后", False),
        ("a.md", "---\ntitle: 甲\n# {}\n---\n", False),
        ("a.md", "<script>var s = '{}'</script>", False),
        ("a.md", "<!-- <!--\n-->govlint-disable PH-->", False),
        ("a.html", "<p>文{}文", True),
        ("a.html", "<script>var s = '{}'</script>", False),
        ("a.html", "<style>{}</style>", False),
        ("a.html", "<textarea>{}</textarea>", False),
        ("a.html", "<p title='{}'>文", False),
        ("a.html", "<!-- govlint-disable", False),
        ("a.txt", "{}", False),
    ],
)
def test_directives_are_comments_and_nothing_that_looks_like_one(name, text, stand):
    text = text.replace("{}", "<!-- govlint-disable PH -->")
    source = read_bytes(text.encode("utf-8"), name)

    assert [found.name for found in source.directives] == (["PH"] if stand else [])


def test_directives_in_code_silence_nothing(govlint, write):
    write("a.md", "写一行 `<!-- govlint-disable -->` 就不报。\n\n全年投资xx万元。\n")
    write("b.html", "<script>var s='<!-- govlint-disable -->'</script><p>全年投资xx万元。</p>\n")

    outcome = govlint("check", "--isolated", "--output-format", "concise", ".")

    assert outcome.code == 1
    assert [line.split()[0] for line in outcome.out.splitlines()] == ["a.md:3:5", "b.html:1:57"]


@pytest.mark.parametrize(
    ("directive", "names"),
    [
        ("govlint-disable-line TY001 -- 人名", ["TY001"]),
        ("govlint-disable-line TY001, PH -- 人名，地名", ["TY001", "PH"]),
        ("govlint-disable-line TY001：人名", ["TY001"]),
        ("govlint-disable-line TY001: 人名", ["TY001"]),
        ("govlint-disable-line：TY001", ["TY001"]),
        ("govlint-disable-line -- 引文", [None]),
        ("govlint disable-line TY001", ["TY001"]),
        ("govlint 检查过了", []),
        ("govlint disable-lines TY001", []),
    ],
)
def test_a_directive_may_give_a_reason(directive, names):
    source = read_bytes(f"自觉准守规定。<!-- {directive} -->\n".encode(), "a.md")

    assert [found.name for found in source.directives] == names


def test_directives_where_none_are_read_are_told(govlint, write):
    write("a.txt", "第一行。\n自觉准守规定。<!-- govlint-disable-line TY001 -->\n")

    outcome = govlint("check", "--isolated", "--output-format", "json", "a.txt")

    assert [notice["message"] for notice in outcome.json["notices"]] == [
        "第 2 行：只有 Markdown 和网页里可以写忽略的注释"
    ]
