"""What a scan reads: tables of every kind, folders, globs, encodings, columns."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from archives import (
    CLEAN_TEXT,
    COLUMNS,
    SLOT_TEXT,
    TYPO,
    as_csv,
    brief,
    duckdb,
    jsonl_of,
    lines,
    parquet,
    rows_of_csv,
)


def as_parquet(tmp_path: Path, name: str, columns: dict[str, list]) -> None:
    pa = pytest.importorskip("pyarrow", reason="没有 pyarrow")
    from pyarrow import parquet as pq

    pq.write_table(pa.table(columns), tmp_path / name)


def table_in(kind: str, tmp_path: Path, write) -> str:
    records = [("甲-2023", SLOT_TEXT), ("乙-2024", CLEAN_TEXT), ("丙", f"第一行，\n{TYPO}“引号”，\r\n")]
    name = f"语料 一.{kind}"
    if kind == "parquet":
        as_parquet(
            tmp_path, name, {"编号": [key for key, _ in records], "正文": [text for _, text in records]}
        )
    elif kind in ("csv", "tsv"):
        rows = [["编号", "正文"], *map(list, records)]
        if kind == "tsv":
            write(name, "编号\t正文\n" + "".join(f'{key}\t"{text}"\n' for key, text in records))
        else:
            as_csv(write, name, rows)
    else:
        content = jsonl_of(*({"编号": key, "正文": text} for key, text in records)).encode()
        write(name, gzip.compress(content) if kind.endswith(".gz") else content)
    return name


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "csv", "tsv", "parquet"])
def test_every_kind_of_table_is_read_by_record(govlint, write, tmp_path, kind):
    name = table_in(kind, tmp_path, write)

    outcome = govlint("scan", "--isolated", name, "-o", "f.jsonl", "--documents", "d.jsonl")
    found = lines(tmp_path / "f.jsonl")

    assert outcome.code == 0, outcome.err
    assert brief(found) == [("甲-2023", "PH001", "XX"), ("丙", "TY001", "准守")]
    assert list(found[0]) == COLUMNS
    assert found[1] == {
        "id": "丙",
        "path": name,
        "rule": "TY001",
        "name": "known-typo",
        "category": "typo",
        "severity": "error",
        "message": "“准守”是错别字，应为“遵守”",
        "line": 2,
        "column": 7,
        "offset": 11,
        "end_offset": 13,
        "text": "准守",
        "before": "引导村民自觉",
        "after": "村规民约。“引号”，",
        "fingerprint": found[1]["fingerprint"],
    }
    documents = lines(tmp_path / "d.jsonl")
    assert [(row["id"], row["characters"], row["errors"], row["typo"]) for row in documents] == [
        ("甲-2023", 14, 1, 0),
        ("乙-2024", 14, 0, 0),
        ("丙", 25, 1, 1),
    ]
    assert not (tmp_path / "f.jsonl.parts").exists()


def test_a_glob_a_folder_and_a_file_give_each_document_once(govlint, write, tmp_path):
    write("归档/2023/甲.txt", SLOT_TEXT)
    write("归档/2024/乙.md", TYPO)
    write("归档/2024/丙.txt", SLOT_TEXT.encode("gb18030"))
    write("归档/2024/丁.jsonl", jsonl_of({"id": "丁", "text": SLOT_TEXT}))
    write("归档/.隐藏.txt", SLOT_TEXT)
    write("归档/2024/戊.xlsx", b"PK")

    outcome = govlint(
        "scan", "--isolated", "归档/**/*.txt", "归档", "归档/2023/甲.txt", "归档/2024", "-o", "归档/f.jsonl"
    )
    several = brief(lines(tmp_path / "归档" / "f.jsonl"))
    again = govlint("scan", "--isolated", "归档", "-o", "归档/f.jsonl")
    checked = govlint("check", "--isolated", "归档/2024", "归档")

    assert (outcome.code, again.code) == (0, 0), outcome.err + again.err
    assert brief(lines(tmp_path / "归档" / "f.jsonl")) == [
        (os.path.join("归档", "2023", "甲.txt"), "PH001", "XX"),
        ("丁", "PH001", "XX"),
        (os.path.join("归档", "2024", "丙.txt"), "PH001", "XX"),
        (os.path.join("归档", "2024", "乙.md"), "TY001", "准守"),
    ]
    assert sorted(several) == sorted(brief(lines(tmp_path / "归档" / "f.jsonl")))
    for run in (outcome, checked):
        assert "说明 另有 1 个文件不是文稿，没有看：.xlsx 1 个" in run.err


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_named_is_checked_though_its_folder_passes_it_by(govlint, write, tmp_path, order):
    paths = ["稿", "稿/甲.log", "稿/.草稿", "稿/归档"]
    write("稿/甲.log", SLOT_TEXT)
    write("稿/.草稿/丙.txt", SLOT_TEXT)
    write("稿/归档/丁.txt", SLOT_TEXT)

    outcome = govlint("scan", *paths[::order], "-o", "f.jsonl")
    checked = govlint("check", "--output-format", "json", *paths[::order])

    assert outcome.code == 0, outcome.err
    found = [row["path"] for row in lines(tmp_path / "f.jsonl")]
    assert sorted(map(os.path.basename, found)) == ["丁.txt", "丙.txt", "甲.log"]
    assert found == [entry["path"] for entry in checked.json["diagnostics"]]


def test_a_gb18030_table_is_read(govlint, write, tmp_path):
    as_csv(write, "旧.csv", [["编号", "内容"], ["一", f"他说“好”,\n{TYPO}镕"]], "gb18030")
    write("旧.jsonl", jsonl_of({"编号": "二", "内容": TYPO}).encode("gb18030"))

    govlint("scan", "--isolated", "旧.csv", "旧.jsonl", "-o", "f.jsonl", "--select", "TY001")

    assert [(row["id"], row["line"], row["text"]) for row in lines(tmp_path / "f.jsonl")] == [
        ("一", 2, "准守"),
        ("二", 1, "准守"),
    ]


def test_ids_that_are_no_text_are_spelled_as_in_json(govlint, write, tmp_path):
    ids = [7, 7.0, 7.5, True, {"号": ["一", 2]}, float("nan"), None, ""]
    write("a.jsonl", jsonl_of(*({"id": key, "text": TYPO} for key in ids)))

    govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl")

    found = [row["id"] for row in lines(tmp_path / "f.jsonl")]
    assert found == ["7", "7", "7.5", "true", '{"号": ["一", 2]}', "a.jsonl:6", "a.jsonl:7", "a.jsonl:8"]


def test_binary_ids_are_read_as_text_or_spelled_in_hexadecimal(govlint, tmp_path):
    as_parquet(tmp_path, "a.parquet", {"id": ["甲".encode(), b"\xff\x00"], "text": [TYPO] * 2})

    govlint("scan", "--isolated", "a.parquet", "-o", "f.jsonl")

    assert [row["id"] for row in lines(tmp_path / "f.jsonl")] == ["甲", "ff00"]


def test_what_json_can_escape_and_no_file_can_hold_does_no_harm(govlint, write, tmp_path):
    write("a.jsonl", '{"id": "\\ud800", "text": "\\ud83d投资XX万元"}\n')

    outcome = govlint("scan", "--isolated", "a.jsonl", "-o", "f.parquet", "--cleaned", "c.parquet")

    assert outcome.code == 0, outcome.err
    (found,) = [row for row in parquet(tmp_path / "f.parquet") if row["rule"] == "PH001"]
    assert (found["id"], found["offset"], found["before"]) == ("\ufffd", 3, "\ufffd投资")


@pytest.mark.parametrize(
    ("name", "lines_name"), [("语 料.json", "语 料.jsonl"), ("语料.jsonl", "语料.lines.jsonl")]
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_array_is_refused_with_the_command_that_makes_it_jsonl(
    govlint, write, tmp_path, name, lines_name, indent
):
    records = [{"id": "甲", "text": SLOT_TEXT}, {"id": "乙", "text": TYPO}]
    write(name, "\ufeff" + json.dumps(records, ensure_ascii=False, indent=indent))

    outcome = govlint("scan", "--isolated", name, "-o", "f.jsonl")
    said, command = outcome.err.splitlines()

    assert outcome.code == 2
    assert said == (
        f"govlint: {name} 是 JSON 数组，要一行一条（JSONL）才能检查。先转换，再检查 {lines_name}："
    )
    subprocess.run(command.replace("python", sys.executable, 1), shell=True, cwd=tmp_path, check=True)
    assert govlint("scan", "--isolated", lines_name, "-o", "f.jsonl").code == 0
    assert brief(lines(tmp_path / "f.jsonl")) == [("甲", "PH001", "XX"), ("乙", "TY001", "准守")]


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        (["语料.jsonl"], "语料.lines.jsonl"),
        (["语料.jsonl", "语料.lines.jsonl"], "语料.lines2.jsonl"),
        (["语料.jsonl", "语料.lines.jsonl", "语料.lines2.jsonl"], "语料.lines3.jsonl"),
    ],
)
def test_for_a_json_array_a_name_is_proposed_that_no_file_has(govlint, write, taken, free):
    write("语料.json", json.dumps([{"text": SLOT_TEXT}]))
    for name in taken:
        write(name, jsonl_of({"text": CLEAN_TEXT}))

    outcome = govlint("scan", "--isolated", "语料.json", "-o", "f.jsonl")

    assert f"先转换，再检查 {free}：" in outcome.err
    assert outcome.err.endswith(f'"语料.json" "{free}"\n')


def test_named_columns_are_used_and_a_missing_id_is_made_and_told(govlint, write, tmp_path):
    write("a.csv", f"标题,说明,甲\n好,{SLOT_TEXT},{TYPO}\n")

    outcome = govlint("scan", "--isolated", "a.csv", "-o", "f.jsonl", "--text-column", "甲")

    assert "认不出编号列" in outcome.err
    assert brief(lines(tmp_path / "f.jsonl")) == [("a.csv:1", "TY001", "准守")]


def test_of_two_columns_with_usual_names_the_first_is_taken(govlint, write, tmp_path):
    write("a.csv", f"Text,text,ID,id\n{SLOT_TEXT},{TYPO},甲,乙\n")

    govlint("scan", "--isolated", "a.csv", "-o", "f.jsonl")

    assert brief(lines(tmp_path / "f.jsonl")) == [("甲", "PH001", "XX")]


def test_the_records_of_a_packed_table_weigh_what_it_weighs(write):
    from govlint.scan.tabular import TextColumns, records

    packed = gzip.compress(jsonl_of(*({"text": f"{TYPO}{number}"} for number in range(5000))).encode())
    path = write("a.jsonl.gz", packed)

    assert sum(one.weight for one in records(str(path), TextColumns("text"))) == len(packed)


def test_an_archive_without_records_makes_empty_tables(govlint, write, tmp_path):
    write("a.csv", "id,text\n")

    outcome = govlint("scan", "a.csv", "-o", "f.parquet", "--documents", "d.csv", "--cleaned", "c.duckdb")
    pq = pytest.importorskip("pyarrow.parquet", reason="没有 pyarrow")

    assert outcome.code == 0
    assert pq.read_table(tmp_path / "f.parquet").column_names == COLUMNS
    assert rows_of_csv(tmp_path / "d.csv") == duckdb(tmp_path / "c.duckdb", "cleaned") == []
    assert govlint("summary", "f.parquet").out == "没有问题\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="别的系统没有不是 UTF-8 的文件名")
def test_folders_may_have_names_that_are_no_utf_8(govlint, write, tmp_path):
    folder = os.fsdecode(b"\xc5\xa9")
    write(f"{folder}/a.txt", SLOT_TEXT + TYPO)
    write(f"{folder}/.govlint.yaml", "ignore: [TY]\n")

    outcome = govlint("scan", folder, "-o", "f.jsonl")

    assert outcome.code == 0, outcome.err
    assert [row["rule"] for row in lines(tmp_path / "f.jsonl")] == ["PH001"]
