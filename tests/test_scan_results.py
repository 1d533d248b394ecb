"""What a scan writes: tables of every kind, where they go, and the progress of the run."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys

import pytest
from archives import SLOT_TEXT, TYPO, brief, duckdb, jsonl_of, lines, many, parquet, rows_of_csv
from conftest import ROOT, not_root, posix


@pytest.mark.parametrize(
    ("suffix", "read"),
    [("jsonl", lines), ("csv", rows_of_csv), ("parquet", parquet), ("duckdb", duckdb)],
)
def test_every_kind_of_output_holds_the_same(govlint, write, tmp_path, suffix, read):
    write("稿/甲,“镇”.txt", f"{SLOT_TEXT}\r\n{TYPO}\n")
    write("稿/乙.txt", "柳湾乡工作\n【打印本页】 【关闭窗口】\n")
    names = [f"f.{suffix}", f"d.{suffix}", f"c.{suffix}"]

    govlint("scan", "--isolated", "稿", "-o", "f.jsonl", "--documents", "d.jsonl", "--cleaned", "c.jsonl")
    outcome = govlint(
        "scan", "--isolated", "稿", "-o", names[0], "--documents", names[1], "--cleaned", names[2]
    )

    assert outcome.code == 0, outcome.err
    assert re.fullmatch("检查了 2 篇，发现 .*\n", outcome.err)
    for name, table in zip(names, ("findings", "documents", "cleaned"), strict=True):
        expected = lines(tmp_path / f"{name[0]}.jsonl")
        found = duckdb(tmp_path / name, table) if suffix == "duckdb" else read(tmp_path / name)
        if suffix == "csv":
            expected = [
                {
                    key: json.dumps(value, ensure_ascii=False)
                    if isinstance(value, list)
                    else ""
                    if value is None
                    else str(value)
                    for key, value in row.items()
                }
                for row in expected
            ]
        assert found == expected
        assert expected


ROUNDED = "受理来信100件，办结90件，办结率90%。种植面积从2500亩扩大到6000亩，增长141%。\n"


def test_relations_that_hold_by_rounding_count_as_consistent(govlint, write, tmp_path):
    write("a.txt", ROUNDED)

    govlint("scan", "--isolated", "a.txt", "-o", "f.jsonl", "--documents", "d.jsonl")
    relations = govlint("numbers", "--output-format", "json", "a.txt").json["files"][0]["relations"]

    (row,) = lines(tmp_path / "d.jsonl")
    assert [one["verdict"] for one in relations] == ["consistent", "rounding"]
    assert (row["consistent"], row["inconsistent"], row["undecided"]) == (2, 0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="没有伪终端")
def test_progress_is_shown_on_a_terminal_and_only_there(govlint, write, tmp_path, cache):
    import pty

    many(write, 200)
    silent = govlint("scan", "--isolated", "many.jsonl", "-o", "f.jsonl", "--jobs", "1")
    ours, theirs = pty.openpty()
    program = (
        "import govlint.scan.command as c; c._EVERY = 0\n"  # a line after every chunk
        "from govlint.__main__ import main; main()"
    )
    subprocess.run(
        [sys.executable, "-c", program, "scan", "--isolated", "many.jsonl", "-o", "f.jsonl", "--jobs", "1"],
        cwd=tmp_path,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)

    assert re.search(r"\r\x1b\[K\d+ 篇，\d+%，每秒 [\d.]+ MB，还要 \d+:\d\d", shown)
    assert "\r" not in silent.err
    assert re.fullmatch(
        r"检查了 200 篇，发现 \d+ 处；用时 (\d+\.\d 秒|\d+:\d\d)，每秒 (\d\d+|\d\.\d) 篇\n", silent.err
    )


@posix
@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet", "duckdb"])
def test_a_table_goes_where_a_link_leads_and_keeps_the_mode(govlint, write, tmp_path, suffix):
    write("a.txt", SLOT_TEXT)
    target = write(f"存/旧的.{suffix}", "")
    target.chmod(0o640)
    (tmp_path / f"f.{suffix}").symlink_to(target)
    beside = [write(f"{name}.part", "我的") for name in (f"f.{suffix}", f"存/旧的.{suffix}")]

    outcome = govlint("scan", "--isolated", "a.txt", "-o", f"f.{suffix}")
    read = {"jsonl": lines, "csv": rows_of_csv, "parquet": parquet, "duckdb": duckdb}[suffix]

    assert outcome.code == 0, outcome.err
    assert (tmp_path / f"f.{suffix}").is_symlink()
    assert brief(read(target)) == [("a.txt", "PH001", "XX")]
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.read_text("utf-8") for path in beside] == ["我的", "我的"]
    assert sorted(os.listdir(tmp_path / "存")) == [f"旧的.{suffix}", f"旧的.{suffix}.part"]
    assert sorted(os.listdir(tmp_path)) == ["a.txt", f"f.{suffix}", f"f.{suffix}.part", "存"]


@posix
@pytest.mark.parametrize(
    ("made", "why"),
    [
        ("folder", "是文件夹，不是文件"),
        ("pipe", "是管道或设备，不是文件"),
        pytest.param("read-only", "没有权限", marks=not_root),
    ],
)
def test_what_is_no_file_to_write_is_left_and_told_at_once(govlint, write, tmp_path, made, why):
    write("a.txt", SLOT_TEXT)
    place = tmp_path / "d.jsonl"
    if made == "folder":
        place.mkdir()
    elif made == "pipe":
        os.mkfifo(place)
    else:
        write("d.jsonl", "旧").chmod(0o444)
    mode = place.stat().st_mode

    outcome = govlint("scan", "--isolated", "a.txt", "-o", "f.jsonl", "--documents", "d.jsonl")

    assert (outcome.code, outcome.err) == (2, f"govlint: 写不了 d.jsonl：{why}\n")
    assert place.stat().st_mode == mode
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "d.jsonl"]


def test_the_docs_list_the_columns_that_are_written():
    from govlint.scan.columns import TABLES

    page = (ROOT / "docs/archives.md").read_text(encoding="utf-8")
    for columns in TABLES.values():
        for column in columns:
            assert f"`{column.name}`" in page, column.name


def test_a_scan_chooses_rules_as_check_does(govlint, write, tmp_path):
    write("稿/.govlint.yaml", "ignore: [PH]\nallow: [准守]\nexclude: ['不看*']\n")
    write("稿/a.jsonl", jsonl_of({"id": 1, "text": SLOT_TEXT + TYPO + "投资超过3亿元以上。"}))
    write("稿/不看.txt", SLOT_TEXT)

    govlint("scan", "稿", "-o", "f.jsonl")
    govlint("scan", "稿", "-o", "i.jsonl", "--isolated", "--ignore", "WD", "--select", "PH,WD")

    assert {row["category"] for row in lines(tmp_path / "f.jsonl")} == {"wording"}
    assert {(row["id"], row["rule"]) for row in lines(tmp_path / "i.jsonl")} == {
        ("1", "PH001"),
        (os.path.join("稿", "不看.txt"), "PH001"),
    }
