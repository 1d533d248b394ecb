"""Engines that speak Arrow: the adapter, and the examples that call it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys

import pytest
from archives import not_utf8
from conftest import ROOT

from govlint.scan.columns import TABLES

pa = pytest.importorskip("pyarrow", reason='没有 pyarrow（pip install "govlint[arrow]"）')

REPORTS = {
    "id": ["甲", "乙", "丙", "丁"],
    "text": ["全年投资XX万元，\n引导村民自觉准守村规民约。", "全年投资52万元。", None, "投资超过3亿元以上。"],
}


def test_a_table_gives_the_findings_that_a_scan_gives(govlint, tmp_path):
    from pyarrow import parquet

    from govlint.arrow import SCHEMA, check_table

    parquet.write_table(pa.table(REPORTS), tmp_path / "r.parquet")
    govlint("scan", "--isolated", "r.parquet", "-o", "f.parquet")
    scanned = parquet.read_table(tmp_path / "f.parquet")
    found = check_table(pa.table(REPORTS))

    assert found.schema == SCHEMA == scanned.schema
    assert found.drop_columns("path").to_pylist() == scanned.drop_columns("path").to_pylist()
    assert list(zip(*found.select(["id", "rule", "line"]).to_pydict().values(), strict=True)) == [
        ("甲", "PH001", 1),
        ("甲", "TY001", 2),
        ("丁", "WD013", 1),
    ]


@pytest.mark.parametrize("changed", ["c.yaml", "base.yaml"])
def test_a_configuration_that_was_changed_counts_at_once(tmp_path, changed):
    from govlint.arrow import check_table

    table, config, found = pa.table({"text": ["投资XX万元。"]}), tmp_path / "c.yaml", []
    config.write_text("extend: base.yaml\n", encoding="utf-8")
    for content in ("ignore: [PH]\n", "ignore: []\n", "select: [TY]\n"):
        (tmp_path / changed).write_text(content, encoding="utf-8")
        found.append(check_table(table, config=str(config)).num_rows)

    assert found == [0, 1, 0]


def test_columns_and_rules_can_be_named(tmp_path):
    from govlint.arrow import check_table

    (tmp_path / "c.yaml").write_text("severity: {PH001: info}\n", encoding="utf-8")
    table = pa.table({"稿": ["投资XX万元，准守纪律。"]})
    batch = table.to_batches()[0]

    (found,) = check_table(batch, text="稿", select=["PH"], config=str(tmp_path / "c.yaml")).to_pylist()

    assert (found["id"], found["rule"], found["severity"]) == ("1", "PH001", "info")
    assert check_table(table, text="稿", ignore=["PH", "TY"]).num_rows == 0


@pytest.mark.parametrize(
    ("chosen", "rules"),
    [
        ({"select": "PH"}, ["PH001"]),
        ({"ignore": "PH"}, ["TY001"]),
        ({"extend_select": "ocr-misreading"}, ["PH001", "TY001"]),
    ],
    ids=str,
)
def test_a_single_name_is_no_list_of_letters(chosen, rules):
    from govlint.arrow import check_table

    found = check_table(pa.table({"text": ["投资XX万元，准守纪律。"]}), **chosen)

    assert found["rule"].to_pylist() == rules


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (pa.table({"甲": ["x"]}), "表里认不出哪一列是正文（有：甲），请用 text 指明"),
        (pa.table({"text": [0, 1]}), "text 一列不是文字，而是 int"),
        (pa.table({"text": [None, ["投资XX万元"]]}), "text 一列不是文字，而是 list"),
        (
            pa.table({"text": not_utf8([b"a", "准守".encode("gbk")])}),
            "第 2 行 text 一列不是 UTF-8 文字，请先改正或滤去",
        ),
        (
            pa.table({"id": pa.array([10**13], pa.timestamp("s")), "text": ["a"]}),
            "第 1 行 id 一列读不出（",
        ),
        ({"text": ["投资XX万元"]}, "要一张 Arrow 表，而不是 dict"),
    ],
)
def test_a_table_without_text_is_refused(table, why):
    from govlint.arrow import check_table
    from govlint.scan.record import ScanError

    with pytest.raises(ScanError, match=re.escape(why)):
        check_table(table)


# All columns but the path, which engines do not know.
COMPARED = [column.name for column in TABLES["findings"] if column.name != "path"]
ENGINES = {  # the package of each
    "duckdb": "duckdb",
    "polars": "polars",
    "spark": "pyspark",
    "ray": "ray",
    "daft": "daft",
}
QUICK = ("duckdb", "polars")


@pytest.mark.parametrize(
    "engine",
    [pytest.param(engine, marks=() if engine in QUICK else pytest.mark.slow) for engine in ENGINES],
)
def test_the_example_of_an_engine_gives_the_rows_of_a_scan(govlint, tmp_path, engine):
    if importlib.util.find_spec(ENGINES[engine]) is None:  # imported, some warn
        pytest.skip(f"没有 {ENGINES[engine]}（依赖组 {'dev' if engine in QUICK else 'engines'}）")
    if engine == "spark" and shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("没有 Java，Spark 起不来")
    from pyarrow import parquet

    reports = {key: (values[:2] + values[3:]) * 400 for key, values in REPORTS.items()}
    parquet.write_table(pa.table(reports), tmp_path / "语料.parquet")
    program = ROOT / "examples" / "engines" / f"with_{engine}.py"

    govlint("scan", "--isolated", "语料.parquet", "-o", "f.parquet")
    done = subprocess.run(
        [sys.executable, str(program), "语料.parquet", "e.parquet"],
        cwd=tmp_path,
        env={**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]

    found, expected = (
        parquet.read_table(tmp_path / name, columns=COMPARED).to_pylist()
        for name in ("e.parquet", "f.parquet")
    )
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
    assert len(expected) == 1200
