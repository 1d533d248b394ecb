"""Scans of archives: every kind of source and of output, broken records, interruption, resumption, memory."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import OWN_LIST, OWN_RULE, ROOT

SLOT = "全年投资XX万元，群众受益。"
TYPO = "引导村民自觉准守村规民约。"
CLEAN = "全年投资52万元，群众受益。"
COLUMNS = [
    "id",
    "path",
    "rule",
    "name",
    "category",
    "severity",
    "message",
    "line",
    "column",
    "offset",
    "end_offset",
    "text",
    "before",
    "after",
    "fingerprint",
]

not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="系统管理员什么都写得了"
)


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def parquet(path: Path) -> list[dict]:
    pq = pytest.importorskip("pyarrow.parquet", reason="没有 pyarrow")
    return pq.read_table(path).to_pylist()


def duckdb(path: Path, table: str = "findings") -> list[dict]:
    database = pytest.importorskip("duckdb", reason="没有 duckdb")
    with database.connect(str(path), read_only=True) as connection:
        done = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in done.description]
        return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


def rows_of_csv(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def brief(rows: list[dict]) -> list[tuple[str, str, str]]:
    return [(row["id"], row["rule"], row["text"]) for row in rows]


def jsonl_of(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def as_csv(write, name: str, rows: list[list[str]], encoding: str = "utf-8") -> None:
    import io

    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    write(name, out.getvalue().encode(encoding))


def as_parquet(tmp_path: Path, name: str, columns: dict[str, list]) -> None:
    pa = pytest.importorskip("pyarrow", reason="没有 pyarrow")
    from pyarrow import parquet as pq

    pq.write_table(pa.table(columns), tmp_path / name)


def table_in(kind: str, tmp_path: Path, write) -> str:
    records = [("甲-2023", SLOT), ("乙-2024", CLEAN), ("丙", f"第一行，\n{TYPO}“引号”，\r\n")]
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


@pytest.mark.parametrize(
    ("suffix", "read"),
    [("jsonl", lines), ("csv", rows_of_csv), ("parquet", parquet), ("duckdb", duckdb)],
)
def test_every_kind_of_output_holds_the_same(govlint, write, tmp_path, suffix, read):
    write("稿/甲,“镇”.txt", f"{SLOT}\r\n{TYPO}\n")
    write("稿/乙.txt", "柳湾乡工作\n【打印本页】 【关闭窗口】\n")
    names = [f"f.{suffix}", f"d.{suffix}", f"c.{suffix}"]

    govlint("scan", "--isolated", "稿", "-o", "f.jsonl", "--documents", "d.jsonl", "--cleaned", "c.jsonl")
    outcome = govlint(
        "scan", "--isolated", "稿", "-o", names[0], "--documents", names[1], "--cleaned", names[2]
    )

    assert outcome.code == 0, outcome.err
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


def test_a_glob_a_folder_and_a_file_give_each_document_once(govlint, write, tmp_path):
    write("归档/2023/甲.txt", SLOT)
    write("归档/2024/乙.md", TYPO)
    write("归档/2024/丙.txt", SLOT.encode("gb18030"))
    write("归档/2024/丁.jsonl", jsonl_of({"id": "丁", "text": SLOT}))
    write("归档/.隐藏.txt", SLOT)

    outcome = govlint("scan", "--isolated", "归档/**/*.txt", "归档", "归档/2023/甲.txt", "-o", "归档/f.jsonl")
    again = govlint("scan", "--isolated", "归档", "-o", "归档/f.jsonl")

    assert (outcome.code, again.code) == (0, 0), outcome.err + again.err
    assert brief(lines(tmp_path / "归档" / "f.jsonl")) == [
        (os.path.join("归档", "2023", "甲.txt"), "PH001", "XX"),
        ("丁", "PH001", "XX"),
        (os.path.join("归档", "2024", "丙.txt"), "PH001", "XX"),
        (os.path.join("归档", "2024", "乙.md"), "TY001", "准守"),
    ]


BROKEN = {
    "a.jsonl": (
        jsonl_of({"id": 1, "text": SLOT})
        + '{"id": 2, "text": "半\n[3]\n'
        + jsonl_of({"id": 4, "text": TYPO}),
        ["1", "a.jsonl:2", "a.jsonl:3", "4"],
        [(1, "不是完整的 JSON"), (2, "不是 JSON 对象")],
    ),
    "b.jsonl": (
        jsonl_of({"text": SLOT}, {"id": None, "text": None}, {"id": "", "text": TYPO}, {"id": 4, "text": 5}),
        ["b.jsonl:1", "b.jsonl:2", "b.jsonl:3", "4"],
        [(1, "第 2 条没有正文：text 一列是空的"), (3, "第 4 条没有正文：text 一列不是文字")],
    ),
    "c.csv": (
        b"id,text\r\n1," + SLOT.encode() + b"\r\n2\r\n3,\xff\xfe\x00\x81\x00\r\n\r\n4," + TYPO.encode("gbk"),
        ["1", "c.csv:2", "c.csv:3", "4"],
        [(1, "第 2 条有 1 格，表头有 2 格"), (2, "第 3 条")],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_record_does_not_stop_the_others(govlint, write, tmp_path, name):
    content, ids, problems = BROKEN[name]
    write(name, content)

    outcome = govlint("scan", "--isolated", name, "-o", "f.jsonl", "--documents", "d.jsonl")
    documents = lines(tmp_path / "d.jsonl")

    assert outcome.code == 0, outcome.err
    assert f"{len(problems)} 篇没能检查" in outcome.err
    assert [row["id"] for row in documents] == ids
    assert [index for index, row in enumerate(documents) if row["problem"]] == [at for at, _ in problems]
    assert all(part in documents[at]["problem"] for at, part in problems)
    assert [row["rule"] for row in lines(tmp_path / "f.jsonl")] == ["PH001", "TY001"]


def test_a_run_in_which_nothing_could_be_checked_has_failed(govlint, write, tmp_path):
    write("a.jsonl", '{"id": 1, "text": null}\n{"id": 2, "text": 5}\n')

    outcome = govlint("scan", "--isolated", "a.jsonl", "--text-column", "text", "-o", "f.jsonl")

    assert outcome.code == 2
    assert "2 篇没能检查（例如 1：第 1 条没有正文" in outcome.err
    assert outcome.err.endswith("一篇也没能检查，原因见上；结果文件里没有发现\n")
    assert lines(tmp_path / "f.jsonl") == []


@pytest.mark.parametrize("broken", [1, 100])
def test_broken_records_at_the_head_do_not_hide_the_columns_of_the_others(govlint, write, tmp_path, broken):
    records = jsonl_of({"号": "甲", "文": SLOT}, {"号": "乙"}, {"文": TYPO})
    write("a.jsonl", "{\n" * broken + records)

    outcome = govlint(
        *("scan", "--isolated", "a.jsonl", "--text-column", "文", "--id-column", "号"),
        *("-o", "f.jsonl", "--documents", "d.jsonl"),
    )
    documents = lines(tmp_path / "d.jsonl")[broken:]

    assert outcome.code == 0, outcome.err
    assert [(row["id"], row["problem"]) for row in documents] == [
        ("甲", None),
        ("乙", f"第 {broken + 2} 条没有正文：没有 文 一列"),
        (f"a.jsonl:{broken + 3}", None),
    ]


def test_files_that_cannot_be_read_are_told_of_in_the_table_of_documents(govlint, write, tmp_path):
    write("稿/a.txt", b"\x00\x01\x02")
    write("稿/b.parquet", b"PAR1 and no more")
    write("稿/c.csv", "甲,乙\n1,2\n")
    write("稿/d.jsonl.gz", gzip.compress(jsonl_of({"id": "丁", "text": SLOT}).encode() * 900)[:-20])
    write("稿/e.txt", SLOT)

    outcome = govlint("scan", "--isolated", "稿", "-o", "f.jsonl", "--documents", "d.jsonl")
    problems = {row["path"]: row["problem"] for row in lines(tmp_path / "d.jsonl") if row["problem"]}

    assert outcome.code == 0
    assert problems[os.path.join("稿", "a.txt")] == "是二进制文件，不是文本"
    assert "不是 Parquet 文件，或已损坏" in problems[os.path.join("稿", "b.parquet")]
    assert "认不出哪一列是正文（有：甲、乙）" in problems[os.path.join("稿", "c.csv")]
    assert "压缩文件已损坏" in problems[os.path.join("稿", "d.jsonl.gz")]
    assert (os.path.join("稿", "e.txt"), "PH001", "XX") in brief(lines(tmp_path / "f.jsonl"))


def test_a_gb18030_table_is_read(govlint, write, tmp_path):
    as_csv(write, "旧.csv", [["编号", "内容"], ["一", f"他说“好”,\n{TYPO}镕"]], "gb18030")
    write("旧.jsonl", jsonl_of({"编号": "二", "内容": TYPO}).encode("gb18030"))

    govlint("scan", "--isolated", "旧.csv", "旧.jsonl", "-o", "f.jsonl", "--select", "TY001")

    assert [(row["id"], row["line"], row["text"]) for row in lines(tmp_path / "f.jsonl")] == [
        ("一", 2, "准守"),
        ("二", 1, "准守"),
    ]


def test_what_json_can_escape_and_no_file_can_hold_does_no_harm(govlint, write, tmp_path):
    write("a.jsonl", '{"id": "\\ud800", "text": "\\ud83d投资XX万元"}\n')

    outcome = govlint("scan", "--isolated", "a.jsonl", "-o", "f.parquet", "--cleaned", "c.parquet")

    assert outcome.code == 0, outcome.err
    (found,) = [row for row in parquet(tmp_path / "f.parquet") if row["rule"] == "PH001"]
    assert (found["id"], found["offset"], found["before"]) == ("\ufffd", 3, "\ufffd投资")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["空", "-o", "f.jsonl"], "空 中没有可以检查的文件"),
        (["a.txt", "没有.txt", "-o", "f.jsonl"], "govlint: 读不到 没有.txt：文件不存在，请检查路径\n"),
        (["a.txt", "nosuch/*.txt", "-o", "f.jsonl"], "govlint: 没有与 nosuch/*.txt 相符的文件或文件夹\n"),
        (["a.csv", "-o", "f.jsonl"], "认不出哪一列是正文（有：甲、乙），请用 --text-column"),
        (["a.csv", "-o", "f.jsonl", "--text-column", "丙"], "没有 --text-column 所写的列 丙（有：甲、乙）"),
        (
            ["a.csv", "-o", "f.jsonl", "--text-column", "甲", "--id-column", "丁"],
            "没有 --id-column 所写的列 丁",
        ),
        (
            ["b.jsonl", "-o", "f.jsonl", "--text-column", "内文"],
            "govlint: b.jsonl 里没有 --text-column 所写的列 内文（有：id、内容、年份）\n",
        ),
        (["b.jsonl", "-o", "f.jsonl", "--id-column", "标号"], "所写的列 标号（有：id、内容、年份）"),
        (["a.csv", "-o", "f.xlsx"], "认不出 f.xlsx 要写成什么格式"),
        (["a.csv", "-o", "a.csv"], "a.csv 是要检查的文件"),
        (["a.txt", "-o", "f.jsonl", "--documents", "./f.jsonl"], "要写到不同的文件"),
        (["a.txt", "-o", "f.jsonl", "--select", "PH999"], "没有规则 PH999"),
        (["a.txt", "-o", "f.jsonl", "--isolated", "--config", "x"], "不能同用"),
        (["a.txt", "-o", "没有/f.jsonl"], "写不了"),
        (["old.jsonl", "-o", "f.jsonl"], "是检查的结果，不是稿子"),
    ],
)
def test_what_cannot_be_run_is_said_with_exit_code_2(govlint, write, tmp_path, arguments, said):
    (tmp_path / "空").mkdir()
    write("a.csv", "甲,乙\n1,2\n")
    write("b.jsonl", "{\n" + jsonl_of({"id": 1, "内容": SLOT}, {"id": 2, "内容": TYPO, "年份": 2024}))
    write("a.txt", SLOT)
    write("old.jsonl", jsonl_of({"id": "甲", "rule": "PH001", "text": "XX", "fingerprint": "0"}))
    write("没有", "一个文件，不是文件夹")

    outcome = govlint("scan", *arguments)

    assert (outcome.code, said in outcome.err) == (2, True), outcome.err
    assert not list(tmp_path.glob("f.jsonl*"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "甲,乙\n1,2\n"


@pytest.mark.parametrize(
    ("name", "lines_name"), [("语 料.json", "语 料.jsonl"), ("语料.jsonl", "语料.lines.jsonl")]
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_array_is_refused_with_the_command_that_makes_it_jsonl(
    govlint, write, tmp_path, name, lines_name, indent
):
    records = [{"id": "甲", "text": SLOT}, {"id": "乙", "text": TYPO}]
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


def test_named_columns_are_used_and_a_missing_id_is_made_and_told(govlint, write, tmp_path):
    write("a.csv", f"标题,说明,甲\n好,{SLOT},{TYPO}\n")

    outcome = govlint("scan", "--isolated", "a.csv", "-o", "f.jsonl", "--text-column", "甲")

    assert "认不出编号列" in outcome.err
    assert brief(lines(tmp_path / "f.jsonl")) == [("a.csv:1", "TY001", "准守")]


def test_an_archive_without_records_makes_empty_tables(govlint, write, tmp_path):
    write("a.csv", "id,text\n")

    outcome = govlint("scan", "a.csv", "-o", "f.parquet", "--documents", "d.csv", "--cleaned", "c.duckdb")
    pq = pytest.importorskip("pyarrow.parquet", reason="没有 pyarrow")

    assert outcome.code == 0
    assert pq.read_table(tmp_path / "f.parquet").column_names == COLUMNS
    assert rows_of_csv(tmp_path / "d.csv") == duckdb(tmp_path / "c.duckdb", "cleaned") == []
    assert govlint("summary", "f.parquet").out == "没有问题\n"


def test_rules_are_chosen_as_in_check(govlint, write, tmp_path):
    write("稿/.govlint.yaml", "ignore: [PH]\nallow: [准守]\nexclude: ['不看*']\n")
    write("稿/a.jsonl", jsonl_of({"id": 1, "text": SLOT + TYPO + "投资超过3亿元以上。"}))
    write("稿/不看.txt", SLOT)

    govlint("scan", "稿", "-o", "f.jsonl")
    govlint("scan", "稿", "-o", "i.jsonl", "--isolated", "--ignore", "WD", "--select", "PH,WD")

    assert {row["category"] for row in lines(tmp_path / "f.jsonl")} == {"wording"}
    assert {(row["id"], row["rule"]) for row in lines(tmp_path / "i.jsonl")} == {
        ("1", "PH001"),
        (os.path.join("稿", "不看.txt"), "PH001"),
    }


def test_cleaning_takes_out_boilerplate_and_nothing_else(govlint, write, tmp_path):
    mark = "柳湾在线--服务乡村每一天"
    body = [
        f"全镇完成第{number}批投资{number}2万元，群众得到实惠，各项工作稳步推进。" for number in range(1, 41)
    ]
    furniture = "索引号: 00892/2024-117 主题分类: 综合政务 发布机构: 柳湾乡人民政府\n"
    text = furniture + "".join(f"{line}{mark}\n" for line in body) + "种粮1.6万亩&nbsp;，自觉准守XX。\n"
    write("a.jsonl", jsonl_of({"id": "甲", "text": text}, {"id": "乙", "text": TYPO}))

    outcome = govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl", "--cleaned", "c.jsonl")
    cleaned = lines(tmp_path / "c.jsonl")

    assert outcome.code == 0
    assert cleaned[0]["text"] == "\n".join(body) + "\n种粮1.6万亩，自觉准守XX。\n"
    removed = cleaned[0]["removed"]
    assert [one["text"] for one in removed] == [furniture, *[mark] * 40, "&nbsp;"]
    assert all(text[one["offset"] : one["end_offset"]] == one["text"] for one in removed)
    assert cleaned[1] == {"id": "乙", "path": "a.jsonl", "text": TYPO, "removed": []}


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("正文一段。本文来自文库网，下载后查看全文。", "正文一段。"),
        ("正文一段。\n本文来自文库网，下载后查看全文", "正文一段。\n"),
        ("正文一段。\n　　本文来自文库网，下载后查看全文。\n第二段。\n", "正文一段。\n第二段。\n"),
        ("正文一段，本文来自文库网。", "正文一段。"),
        ("正文一段，本文来自文库网，下载后查看全文，第二段。", "正文一段，第二段。"),
        ("正文一段。本文来自文库网，。第二段。", "正文一段。第二段。"),
        ("本文来自文库网，正文一段。", "正文一段。"),
        ("正文，，一段。\n。第二段。\n本文来自文库网\n", "正文，，一段。\n。第二段。\n"),
        ("甲\n本文来自文库网，下载后查看全文\n\n乙\n", "甲\n\n乙\n"),
        ("发放5本文来自文库网，下载后查看全文3户。", "发放5，3户。"),
        ("全年完成植树\ufffd\ufffd万株。", "全年完成植树\ufffd\ufffd万株。"),
    ],
)
def test_cleaning_leaves_no_debris(govlint, write, tmp_path, text, cleaned):
    write("a.jsonl", jsonl_of({"id": "甲", "text": text}))

    govlint("scan", "--isolated", "a.jsonl", "-o", "f.jsonl", "--cleaned", "c.jsonl")
    (row,) = lines(tmp_path / "c.jsonl")

    assert row["text"] == cleaned
    assert all(text[one["offset"] : one["end_offset"]] == one["text"] for one in row["removed"])


def test_cleaning_leaves_what_the_configuration_allows(govlint, write, tmp_path):
    write(".govlint.yaml", "allow: ['【打印本页】 【关闭窗口】']\n")
    write("a.txt", "柳溪乡工作总结\n【打印本页】 【关闭窗口】\n&nbsp;完\n")

    govlint("scan", "a.txt", "-o", "f.jsonl", "--cleaned", "c.jsonl")

    assert lines(tmp_path / "c.jsonl")[0]["text"] == "柳溪乡工作总结\n【打印本页】 【关闭窗口】\n完\n"


def many(write, count: int) -> None:
    write(
        "many.jsonl",
        jsonl_of(
            *(
                {"id": f"镇{number}/2024", "text": f"{SLOT}第{number}号。\n" * 15 + TYPO}
                for number in range(count)
            )
        ),
    )


def start(tmp_path: Path, cache: Path, *arguments: str, isolated: bool = True) -> subprocess.Popen[bytes]:
    # A commit after every chunk, so that there is much to interrupt.
    program = (
        "import govlint.scan.run as r; r._DOCUMENTS = 1\n"
        "import govlint.scan.pool as p; p._MOST = 4\n"
        "from govlint.__main__ import main; main()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, "scan", *(["--isolated"] if isolated else []), *arguments],
        cwd=tmp_path,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for_parts(
    tmp_path: Path, process: subprocess.Popen[bytes], count: int, output: str = "f.parquet"
) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if len(list((tmp_path / f"{output}.parts").glob("findings-*"))) >= count:
            return
        time.sleep(0.01)
    pytest.fail(f"没有等到第 {count} 个分片，退出码 {process.poll()}")


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="没有 SIGKILL")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_run_is_resumed_without_a_finding_lost_or_doubled(govlint, write, tmp_path, cache, jobs):
    many(write, 200)
    arguments = ["many.jsonl", "-o", "f.parquet", "--documents", "d.parquet", "--jobs", jobs]
    govlint(
        "scan",
        "--isolated",
        "many.jsonl",
        "-o",
        "whole.parquet",
        "--documents",
        "whole_d.parquet",
        "--jobs",
        "1",
    )
    for parts in (3, 7):
        process = start(tmp_path, cache, *arguments, "--resume")
        wait_for_parts(tmp_path, process, parts)
        process.kill()
        process.communicate()
        assert not (tmp_path / "f.parquet").exists()
    # What an unlucky kill leaves: a part that the journal does not know.
    (tmp_path / "f.parquet.parts" / "findings-000900.parquet").write_bytes(b"half")

    refused = govlint("scan", "--isolated", *arguments)
    outcome = govlint("scan", "--isolated", *arguments, "--resume")

    assert (refused.code, "加 --resume 接着做" in refused.err) == (2, True)
    assert outcome.code == 0, outcome.err
    assert "接着上次的做" in outcome.err
    assert parquet(tmp_path / "f.parquet") == parquet(tmp_path / "whole.parquet")
    assert parquet(tmp_path / "d.parquet") == parquet(tmp_path / "whole_d.parquet")
    assert len(parquet(tmp_path / "d.parquet")) == 200
    assert not (tmp_path / "f.parquet.parts").exists()
    deadline = time.monotonic() + 10  # workers of the killed run leave by themselves
    while alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(process.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="没有可以发给子进程的 Ctrl-C")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_leaves_output_that_reads_and_says_how_to_go_on(
    govlint, write, tmp_path, cache, jobs
):
    many(write, 200)
    arguments = ["many.jsonl", "-o", "f.parquet", "--jobs", jobs]
    process = start(tmp_path, cache, *arguments)
    wait_for_parts(tmp_path, process, 3)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to all
    _, said = process.communicate(timeout=60)
    partly = parquet(tmp_path / "f.parquet")

    assert process.returncode == 130
    assert "加上 --resume" in said.decode()
    assert "Traceback" not in said.decode()
    assert len(partly) > 0

    outcome = govlint("scan", "--isolated", *arguments, "--resume")
    whole = parquet(tmp_path / "f.parquet")

    assert outcome.code == 0, outcome.err
    assert len({(row["id"], row["fingerprint"]) for row in whole}) == len(whole) > len(partly)
    assert len({row["id"] for row in whole}) == 200
    assert whole[: len(partly)] == partly


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="没有 /proc，不知道有哪些工作进程")
def test_when_a_worker_dies_its_work_is_done_again(tmp_path, write, cache):
    many(write, 200)
    arguments = ["many.jsonl", "-o", "f.parquet", "--documents", "d.jsonl", "--jobs", "2"]
    process = start(tmp_path, cache, *arguments)
    wait_for_parts(tmp_path, process, 2)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    os.kill(int(children[0]), signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    documents = lines(tmp_path / "d.jsonl")

    assert process.returncode == 0, said.decode()
    assert [row["id"] for row in documents] == [f"镇{number}/2024" for number in range(200)]
    assert [row["problem"] for row in documents] == [None] * 200


FORKS = sys.platform.startswith("linux") and sys.version_info < (3, 14)


@pytest.mark.skipif(not FORKS, reason="工作进程不从主进程分出，换不掉里面的函数")
@pytest.mark.parametrize("at", [[0], [5, 150], [7, 8, 199]])
def test_a_document_that_ends_the_process_does_not_end_the_run(tmp_path, write, cache, at):
    texts = ["毒" if number in at else f"{SLOT}第{number}号。" for number in range(200)]
    write("a.jsonl", jsonl_of(*({"id": number, "text": text} for number, text in enumerate(texts))))
    program = (
        "import os, govlint.scan.pool as p; p._MOST = 16\n"
        "from govlint.runner import Session\n"
        "check = Session.check_text\n"
        "def kill(self, text, path): return os._exit(9) if text == '毒' else check(self, text, path)\n"
        "Session.check_text = kill\n"
        "from govlint.__main__ import main; main()"
    )
    arguments = ["a.jsonl", "-o", "f.jsonl", "--documents", "d.jsonl", "--jobs", "2"]

    done = subprocess.run(
        [sys.executable, "-c", program, "scan", "--isolated", *arguments],
        cwd=tmp_path,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    documents = lines(tmp_path / "d.jsonl")

    assert done.returncode == 0, done.stderr.decode()
    assert f"{len(at)} 篇没能检查" in done.stderr.decode()
    assert [row["id"] for row in documents] == [str(number) for number in range(200)]
    assert [number for number, row in enumerate(documents) if row["problem"]] == at
    assert "检查它的进程被系统终止" in documents[at[0]]["problem"]
    found = [int(row["id"]) for row in lines(tmp_path / "f.jsonl")]
    assert found == [number for number in range(200) if number not in at]


@pytest.mark.skipif(not FORKS, reason="工作进程不从主进程分出，换不掉里面的函数")
def test_where_no_process_lives_the_run_ends_and_says_so(tmp_path, write, cache):
    many(write, 20)
    program = (
        "import os, govlint.workers as w\n"
        "w._start = lambda make: os._exit(9)\n"
        "from govlint.__main__ import main; main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "scan", "--isolated", "many.jsonl", "-o", "f.jsonl", "--jobs", "2"],
        cwd=tmp_path,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
        capture_output=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 2
    assert "工作进程启动不了" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


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
    assert re.fullmatch(r"检查了 200 篇，发现 \d+ 处；用时 \d+:\d\d，每秒 \d+ 篇\n", silent.err)


posix = pytest.mark.skipif(os.name != "posix", reason="Windows 没有这些")


@posix
@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet", "duckdb"])
def test_a_table_goes_where_a_link_leads_and_keeps_the_mode(govlint, write, tmp_path, suffix):
    write("a.txt", SLOT)
    target = write(f"存/旧的.{suffix}", "旧")
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
    write("a.txt", SLOT)
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


@pytest.mark.skipif(sys.platform == "win32", reason="没有 SIGKILL")
def test_another_archive_or_other_options_are_not_resumed(govlint, write, tmp_path, cache):
    many(write, 100)
    process = start(tmp_path, cache, "many.jsonl", "-o", "f.parquet", "--jobs", "1")
    wait_for_parts(tmp_path, process, 2)
    process.kill()
    process.communicate()

    options = govlint("scan", "--isolated", "many.jsonl", "-o", "f.parquet", "--resume", "--select", "PH")
    many(write, 101)
    archive = govlint("scan", "--isolated", "many.jsonl", "-o", "f.parquet", "--resume")
    (tmp_path / "f.parquet.parts" / "journal.json").write_text("{", encoding="utf-8")
    journal = govlint("scan", "--isolated", "many.jsonl", "-o", "f.parquet", "--resume")

    assert [outcome.code for outcome in (options, archive, journal)] == [2, 2, 2]
    assert "选项 和上次不同" in options.err
    assert "要检查的文件 和上次不同" in archive.err
    assert "已损坏" in journal.err


@pytest.mark.skipif(sys.platform == "win32", reason="没有 SIGKILL")
def test_what_results_depend_on_must_be_as_it_was_to_resume(govlint, write, tmp_path, cache):
    many(write, 100)
    files = {
        ".govlint.yaml": "extend: 共用.yaml\nrules: [own.yaml]\nbaseline: base.json\n",
        "共用.yaml": "ignore: [TY]\n",
        "own.yaml": OWN_RULE,
        "own.tsv": OWN_LIST,
        "档/a.txt": SLOT,
    }
    for name, content in files.items():
        write(name, content)
    govlint("check", "--isolated", "--write-baseline", "base.json", "档/a.txt")
    files["base.json"] = (tmp_path / "base.json").read_text(encoding="utf-8")
    arguments = ["many.jsonl", "档", "--jobs", "1", "-o"]
    govlint("scan", *arguments, "whole.jsonl")
    process = start(tmp_path, cache, *arguments, "f.jsonl", isolated=False)
    wait_for_parts(tmp_path, process, 2, "f.jsonl")
    process.kill()
    process.communicate()

    def refused() -> str:
        outcome = govlint("scan", *arguments, "f.jsonl", "--resume")
        assert outcome.code == 2
        what, _, way_out = outcome.err.removeprefix("govlint: ").partition(" 和上次不同，不能接着做；")
        assert way_out == "请改回上次的样子，或删去 f.jsonl.parts 重新开始\n"
        return what.replace(f"{tmp_path}{os.sep}", "")

    for name, content, what in [
        (".govlint.yaml", f"ignore: [PH]\n{files['.govlint.yaml']}", "配置文件 .govlint.yaml"),
        ("共用.yaml", "ignore: [PH]\n", "配置文件 .govlint.yaml"),
        (
            ".govlint.yaml",
            "ignore: [TY]\n",
            "配置文件 .govlint.yaml、规则文件 own.yaml、词表 own.tsv、基线 base.json",
        ),
        ("own.yaml", OWN_RULE.replace("应写全称", "不规范"), "规则文件 own.yaml"),
        ("own.tsv", f"{OWN_LIST}发改委\t发展和改革委员会\n", "词表 own.tsv"),
        ("base.json", files["base.json"].replace("a.txt", "b.txt"), "基线 base.json"),
        ("档/.govlint.yaml", "ignore: [TY]\n", f"配置文件 {os.path.join('档', '.govlint.yaml')}"),
    ]:
        write(name, content)
        assert sorted(refused().split("、")) == sorted(what.split("、"))
        if name in files:
            write(name, files[name])
        else:
            (tmp_path / name).unlink()
    journal = tmp_path / "f.jsonl.parts" / "journal.json"
    noted = journal.read_text(encoding="ascii")
    (itself,) = (name for name in json.loads(noted)["plan"] if name.startswith("govlint"))
    journal.write_text(noted.replace(json.loads(noted)["plan"][itself], "0"), encoding="ascii")
    assert refused() == itself == "govlint 或它所用的 Python、库"
    journal.write_text(noted, encoding="ascii")

    write(".govlint.yaml", f"# 只多了一行说明\n{files['.govlint.yaml']}")
    resumed = govlint("scan", *arguments, "f.jsonl", "--resume")

    assert resumed.code == 0, resumed.err
    assert "接着上次的做" in resumed.err
    assert (tmp_path / "f.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="别的系统没有不是 UTF-8 的文件名")
def test_folders_may_have_names_that_are_no_utf_8(govlint, write, tmp_path):
    folder = os.fsdecode(b"\xc5\xa9")
    write(f"{folder}/a.txt", SLOT + TYPO)
    write(f"{folder}/.govlint.yaml", "ignore: [TY]\n")

    outcome = govlint("scan", folder, "-o", "f.jsonl")

    assert outcome.code == 0, outcome.err
    assert [row["rule"] for row in lines(tmp_path / "f.jsonl")] == ["PH001"]


FOREIGN = "f.jsonl.parts 不是 govlint 留下的文件夹，没有动它；请把它移走，或换一个输出文件"


@pytest.mark.parametrize("made", ["folder", "file", "link"])
def test_what_a_scan_did_not_leave_is_not_removed(govlint, write, tmp_path, made):
    write("a.txt", SLOT)
    kept = write("别处/findings-000001.jsonl", "我的")
    if made == "folder":
        kept = write("f.jsonl.parts/我的.txt", "我的")
        write("f.jsonl.parts/findings-000001.jsonl", "")
    elif made == "file":
        kept = write("f.jsonl.parts", "我的")
    else:
        (tmp_path / "f.jsonl.parts").symlink_to("别处")

    outcomes = [govlint("scan", "--isolated", "a.txt", "-o", "f.jsonl", *more) for more in ([], ["--resume"])]

    assert [outcome.code for outcome in outcomes] == [2, 2]
    assert outcomes[0].err == f"govlint: {FOREIGN}\n"
    assert kept.read_text(encoding="utf-8") == "我的"
    assert not (tmp_path / "f.jsonl").exists()


def test_what_a_killed_scan_left_before_it_noted_anything_is_removed(govlint, write, tmp_path):
    write("a.txt", SLOT)
    write("f.jsonl.parts/findings-000001.parquet", b"half")
    write("f.jsonl.parts/journal.json.part", "{")

    assert govlint("scan", "--isolated", "a.txt", "-o", "f.jsonl").code == 0
    assert not (tmp_path / "f.jsonl.parts").exists()
    assert len(lines(tmp_path / "f.jsonl")) == 1


def test_what_somebody_put_among_the_parts_stays(write, tmp_path):
    from govlint.scan.checking import Rows
    from govlint.scan.journal import Store

    store = Store({"findings": str(tmp_path / "f.jsonl")})
    store.begin({})
    store.commit(Rows())
    kept = write("f.jsonl.parts/我的.txt", "我的")
    store.join()
    store.close()

    assert list((tmp_path / "f.jsonl.parts").iterdir()) == [kept]


@pytest.mark.skipif(sys.platform == "win32", reason="没有可以发给子进程的 Ctrl-C")
def test_an_interrupt_while_the_files_are_made_stops_nothing(write, tmp_path, cache):
    write("a.txt", SLOT)
    program = (
        "import os, signal\n"
        "from govlint.scan.journal import Store\n"
        "join = Store.join\n"
        "def interrupted(self): os.kill(os.getpid(), signal.SIGINT); join(self)\n"
        "Store.join = interrupted\n"
        "from govlint.__main__ import main; main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "scan", "--isolated", "a.txt", "-o", "f.jsonl"],
        cwd=tmp_path,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, "已中断" in done.stderr.decode()) == (0, False)
    assert not (tmp_path / "f.jsonl.parts").exists()
    assert len(lines(tmp_path / "f.jsonl")) == 1


def test_chunks_are_of_like_length_and_lose_nothing():
    from govlint.scan.pool import chunks
    from govlint.scan.record import Record

    texts = ["短" * 20_000] * 4 + ["长" * 500_000] + ["短"] * 600
    records = [Record(str(number), "", text) for number, text in enumerate(texts)]
    made = list(chunks(records))

    assert [record for chunk in made for record in chunk] == records
    assert [len(chunk) for chunk in made] == [3, 1, 1, 256, 256, 88]


@pytest.mark.parametrize(
    ("place", "rules"),
    [
        ("govlint.runner.session.read_bytes", ["PH001", "TY001"]),
        ("govlint.scan.checking.removals", ["PH001", "PH001", "TY001"]),
    ],
)
def test_one_document_that_breaks_the_linter_does_not_stop_the_run(monkeypatch, place, rules):
    from govlint.runner import Session, Settings
    from govlint.scan.checking import Job, check
    from govlint.scan.record import Record

    broken = f"坏&nbsp;{SLOT}"
    module, _, name = place.rpartition(".")
    original = getattr(sys.modules[module], name)

    def breaking(what, *arguments):
        if "坏" in (what.decode() if isinstance(what, bytes) else what.text):
            raise RecursionError("too deep")
        return original(what, *arguments)

    monkeypatch.setattr(place, breaking)
    settings = Settings(isolated=True)
    rows = check(
        [Record(str(number), "a", text) for number, text in enumerate([SLOT, broken, TYPO])],
        Job(settings, cleaning=True),
        Session(settings),
    )

    assert [row[2] for row in rows.findings if row[2][:2] != "BP"] == rules
    assert [row[-1] for row in rows.documents] == [None, "内部错误（RecursionError: too deep）", None]
    assert (rows.failed, len(rows.cleaned)) == (1, 2)


def test_the_summary_counts_by_rule_folder_and_year(govlint, write, tmp_path):
    write("档/青溪镇/2023/甲.txt", f"{SLOT}\n投资XX亿元。\n")
    write("档/青溪镇/2024/乙.txt", TYPO)
    write("档/柳湾乡/2024.jsonl", jsonl_of({"id": "柳湾乡/丙", "text": SLOT}))
    govlint("scan", "--isolated", "档", "-o", "f.csv")
    govlint("scan", "--isolated", "档/青溪镇", "-o", "g.parquet")

    assert govlint("summary", "g.parquet", "--top", "1").out == (
        "规则               处  错误  警告  提示  篇\n"
        "PH001 letter-slot   2     2     0     0   1\n"
        "\n"
        "（另有 1 行，--top 可列出更多）\n"
        "\n"
        "文件夹          处  错误  警告  提示  篇  最多的规则\n"
        "档/青溪镇/2023   2     2     0     0   1  PH001 letter-slot 2\n"
        "\n"
        "（另有 1 行，--top 可列出更多）\n"
        "\n"
        "年份  处  错误  警告  提示  篇  最多的规则\n"
        "2023   2     2     0     0   1  PH001 letter-slot 2\n"
        "\n"
        "（另有 1 行，--top 可列出更多）\n"
        "\n"
    )
    by_category = govlint("summary", "f.csv", "--by", "category").out.splitlines()
    assert ["typo", "1", "1", "0", "0", "1", "TY001", "known-typo", "1"] in map(str.split, by_category)
    for name in ("没有.csv", "f.txt", "稿.csv"):
        write("稿.csv", "id,text\n1,2\n")
        assert govlint("summary", name).code == 2


def test_the_docs_list_the_columns_that_are_written():
    from govlint.scan.columns import TABLES

    page = (ROOT / "docs/archives.md").read_text(encoding="utf-8")
    for columns in TABLES.values():
        for column in columns:
            assert f"`{column.name}`" in page, column.name
