"""The JSON Schemas hold what govlint writes, for every kind of file."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from pdf_files import pdf, typeset
from word_files import box, p, r, table, word

from govlint.diagnostic import CATEGORIES, Severity

TYPO = "引导村民自觉准守村规民约。"
NOTE = f'<w:footnote w:id="1">{p(TYPO)}</w:footnote>'
FILES = {
    "a.txt": f"{TYPO}\r\n全年排查隐患135处，已整改98处，剩余27处限期整改。\n"
    + "投资XX万元，𠮷祥村投资XX万元。\n" * 6,
    "b.md": f"# 总结\n\n{TYPO}\n\n<!-- govlint-disable-line PH001 -->\n",
    "c.html": f"<html><body><p>{TYPO.replace('准守', '<b>准</b>守')}</p></body></html>",
    "d.docx": word(
        p(r(TYPO), '<w:r><w:footnoteReference w:id="1"/></w:r>', box(p(TYPO))) + table(("指标", TYPO)),
        footnotes=NOTE,
        header1=p("全年投资XX万元。"),
        section='<w:headerReference w:type="default" r:id="header1"/>',
    ),
    "e.pdf": pdf(*typeset(TYPO * 3)),
    "坏.txt": b"\x00\x01\x02",
}


@pytest.fixture(scope="module")
def schemas(tmp_path_factory, cache) -> dict[str, Any]:
    """The schemas as the command prints them."""

    def printed(name: str) -> Any:
        command = [sys.executable, "-m", "govlint", "schema", name]
        return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)

    return {name: printed(name) for name in ("json", "jsonl")}


def closed(schema: Any) -> Any:
    """A schema that allows no property it does not name, so that none goes without a word."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(part) for key, part in schema.items()}
    return {**made, "additionalProperties": False} if "properties" in schema else made


def faults(schema: Any, value: Any) -> list[str]:
    return [
        f"{error.json_path}: {error.message}"
        for error in jsonschema.Draft202012Validator(closed(schema)).iter_errors(value)
    ]


def test_the_schemas_are_schemas(schemas):
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("arguments", [(), ("--fix",)])
def test_every_kind_of_file_is_as_the_schema_says(govlint, write, schemas, arguments):
    for name, content in FILES.items():
        write(name, content)

    outcome = govlint("check", "--isolated", "--output-format", "json", *arguments, ".")

    assert faults(schemas["json"], outcome.json) == []
    found = outcome.json["diagnostics"]
    assert outcome.json["problems"] and outcome.json["notices"]
    if arguments:
        assert outcome.json["summary"]["fixed"] > 0
        return
    assert {one["path"] for one in found} == set(FILES) - {"坏.txt"}
    assert any(one["related"] for one in found) and any(one["evidence"] for one in found)
    told = {key for one in found for key in one["start"]}
    assert told == set(schemas["json"]["$defs"]["position"]["properties"]) - {"endnote", "footer"}


def test_every_line_is_as_the_schema_says(govlint, write, schemas):
    for name, content in FILES.items():
        write(name, content)

    lines = govlint("check", "--isolated", "--output-format", "jsonl", ".").out.splitlines()

    assert [fault for line in lines for fault in faults(schemas["jsonl"], json.loads(line))] == []
    assert {"path": "坏.txt", "problem": "是二进制文件，不是文本"} in map(json.loads, lines)


def test_the_schema_would_tell(govlint, write, schemas):
    write("a.txt", TYPO)
    report = govlint("check", "--isolated", "--output-format", "json", "a.txt").json
    (found,) = report["diagnostics"]

    for key, value in (("severity", "fatal"), ("start", {"line": 0, "column": 1, "offset": 0}), ("more", 1)):
        assert faults(schemas["json"], {**report, "diagnostics": [{**found, key: value}]})
    assert faults(schemas["json"], {**report, "version": 2})
    assert faults(schemas["jsonl"], {"path": "a.txt"})


def test_the_schema_knows_every_category_and_level(schemas):
    known = schemas["json"]["$defs"]["diagnostic"]["properties"]

    assert known["category"]["enum"] == list(CATEGORIES.values())
    assert set(known["severity"]["enum"]) == set(Severity.__members__)
