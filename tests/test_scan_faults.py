"""Broken records, unreadable files and impossible runs: said, and no harm to the rest."""

from __future__ import annotations

import gzip
import os
import sys

import pytest
from archives import SLOT_TEXT, TYPO, brief, jsonl_of, lines, not_utf8
from conftest import SLOT, SLOW_RULE, SLOW_TEXT

BROKEN = {
    "a.jsonl": (
        jsonl_of({"id": 1, "text": SLOT_TEXT})
        + '{"id": 2, "text": "半\n[3]\n'
        + jsonl_of({"id": 4, "text": TYPO}),
        ["1", "a.jsonl:2", "a.jsonl:3", "4"],
        [(1, "第 2 条不是完整的 JSON（到行尾还没有写完）"), (2, "不是 JSON 对象")],
    ),
    "blank.jsonl": (
        jsonl_of({"id": 1, "text": SLOT_TEXT})
        + '\n\n{"id": 2, "text":\n{"id": 3, 4: 5}\n'
        + "[" * 100_000
        + f'\n{{"id": {"9" * 5000}}}\n'
        + "\r\nNaN\n"
        + jsonl_of({"id": 7, "text": TYPO}),
        ["1", *(f"blank.jsonl:{number}" for number in range(2, 7)), "7"],
        [
            (1, "第 2 条（第 4 行）不是完整的 JSON（到行尾还没有写完）"),
            (2, "第 3 条（第 5 行）不是完整的 JSON（这一行的第 11 个字起读不通）"),
            (3, "第 4 条（第 6 行）不是完整的 JSON（层次太深）"),
            (4, "第 5 条（第 7 行）不是完整的 JSON（有一个数太长）"),
            (5, "第 6 条（第 9 行）不是 JSON 对象"),
        ],
    ),
    "empty.jsonl": (
        jsonl_of({"text": SLOT_TEXT}, {"text": ""}, {"text": " \n"}, {"text": TYPO}),
        [f"empty.jsonl:{number}" for number in range(1, 5)],
        [(1, "第 2 条没有正文：text 一列是空的"), (2, "第 3 条没有正文：text 一列是空的")],
    ),
    "empty.csv": (
        f"id,text\n1,{SLOT_TEXT}\n2,\n3,{TYPO}\n",
        ["1", "2", "3"],
        [(1, "第 2 条没有正文：text 一列是空的")],
    ),
    "b.jsonl": (
        jsonl_of(
            {"text": SLOT_TEXT}, {"id": None, "text": None}, {"id": "", "text": TYPO}, {"id": 4, "text": 5}
        ),
        ["b.jsonl:1", "b.jsonl:2", "b.jsonl:3", "4"],
        [(1, "第 2 条没有正文：text 一列是空的"), (3, "第 4 条没有正文：text 一列不是文字")],
    ),
    "c.csv": (
        b"id,text\r\n1,"
        + SLOT_TEXT.encode()
        + b"\r\n2\r\n3,\xff\xfe\x00\x81\x00\r\n\r\n4,"
        + TYPO.encode("gbk"),
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
    said = f"检查了 {len(ids) - len(problems)} 篇，发现 2 处，另有 {len(problems)} 篇没能检查（例如"
    assert outcome.err.splitlines()[-1].startswith(said)
    assert [row["id"] for row in documents] == ids
    assert [index for index, row in enumerate(documents) if row["problem"]] == [at for at, _ in problems]
    assert all(part in documents[at]["problem"] for at, part in problems)
    assert [row["rule"] for row in lines(tmp_path / "f.jsonl")] == ["PH001", "TY001"]


def test_a_cell_of_parquet_that_cannot_be_read_costs_no_other_record(govlint, write, tmp_path):
    pa = pytest.importorskip("pyarrow", reason="没有 pyarrow")
    from pyarrow import parquet

    texts = not_utf8([SLOT_TEXT.encode(), TYPO.encode("gbk"), TYPO.encode(), TYPO.encode()])
    times = pa.array([1, 1, 10**13, 1], pa.timestamp("s"))
    parquet.write_table(pa.table({"id": times, "text": texts}), tmp_path / "a.parquet")
    write("b.txt", TYPO)

    outcome = govlint("scan", "--isolated", "a.parquet", "b.txt", "-o", "f.jsonl", "--documents", "d.jsonl")

    assert outcome.code == 0, outcome.err
    first = "1970-01-01 00:00:01"
    problems = [(row["id"], row["problem"]) for row in lines(tmp_path / "d.jsonl")]
    assert problems[:2] == [(first, None), (first, "第 2 条 text 一列不是 UTF-8 文字")]
    assert problems[2][0] == "a.parquet:3"
    assert problems[2][1].startswith("第 3 条 id 一列读不出（")
    assert problems[3:] == [(first, None), ("b.txt", None)]
    assert [row["rule"] for row in lines(tmp_path / "f.jsonl")] == ["PH001", "TY001", "TY001"]


def test_the_first_document_with_a_problem_is_the_example_in_whatever_part_it_is(patched, write):
    write(
        "a.jsonl", jsonl_of(*({"id": name, "text": None if name in "乙丙" else TYPO} for name in "甲乙丙丁"))
    )
    program = "import govlint.scan.run as r; r._DOCUMENTS = 1\nimport govlint.scan.pool as p; p._MOST = 1"

    done = patched(program, "scan", "--isolated", "a.jsonl", "-o", "f.jsonl", "--jobs", "1")

    assert "另有 2 篇没能检查（例如 乙：第 2 条没有正文" in done.stderr


def test_a_file_named_that_the_configuration_excludes_is_told_of(govlint, write, tmp_path):
    write(".govlint.yaml", "exclude: [归档]\n")
    write("归档/a.txt", SLOT_TEXT)
    write("b.txt", TYPO)

    outcome = govlint("scan", "归档/a.txt", "b.txt", "-o", "f.jsonl", "--documents", "d.jsonl")

    assert outcome.err.startswith(
        "检查了 1 篇，发现 1 处，另有 1 篇没能检查（例如 归档/a.txt：按配置中的 exclude"
    )
    assert [row["problem"] for row in lines(tmp_path / "d.jsonl")] == ["按配置中的 exclude，没有检查", None]


def test_a_quotation_mark_that_is_never_closed_is_told_of_with_its_line(govlint, write, tmp_path):
    rows = ["id,text", f'甲,"{SLOT_TEXT}\n第二行。"', '乙,"全年平稳。', f"丙,{SLOT_TEXT}", f"丁,{SLOT_TEXT}"]
    write("a.csv", "\n".join(rows) + "\n")
    write("b.csv", '"id,text\n甲,全年平稳。\n')

    open_cell = govlint("scan", "--isolated", "a.csv", "-o", "f.jsonl", "--documents", "d.jsonl")
    header = govlint("scan", "--isolated", "b.csv", "-o", "g.jsonl")

    said = "第 2 条（第 4 行起）有引号没有关上，后面的全读进了这一条"
    assert [row["problem"] for row in lines(tmp_path / "d.jsonl")] == [None, said]
    assert (open_cell.code, said in open_cell.err) == (0, True)
    assert (header.code, "表头（第 1 行起）有引号没有关上" in header.err) == (2, True)


def test_a_run_in_which_nothing_could_be_checked_has_failed(govlint, write, tmp_path):
    write("a.jsonl", '{"id": 1, "text": null}\n{"id": 2, "text": 5}\n')

    outcome = govlint("scan", "--isolated", "a.jsonl", "--text-column", "text", "-o", "f.jsonl")

    assert outcome.code == 2
    assert "检查了 0 篇，发现 0 处，另有 2 篇没能检查（例如 1：第 1 条没有正文" in outcome.err
    assert outcome.err.endswith("一篇也没能检查，原因见上；结果文件里没有发现\n")
    assert lines(tmp_path / "f.jsonl") == []


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((SLOW_TEXT + SLOT,), "检查了 1 篇，发现 1 处，其中 1 篇没有查完（例如 甲：规则 WD901 用时过长"),
        (
            (None, SLOW_TEXT, SLOT),
            "检查了 2 篇，发现 1 处，其中 1 篇没有查完，另有 1 篇没能检查（例如 甲：第 1 条没有正文",
        ),
    ],
)
def test_a_document_that_one_rule_did_not_finish_has_been_checked(patched, write, tmp_path, texts, said):
    write("own.yaml", SLOW_RULE)
    write(".govlint.yaml", "rules: [own.yaml]\nselect: [WD901, PH]\n")
    write(
        "a.jsonl",
        jsonl_of(*({"id": name, "text": text} for name, text in zip("甲乙丙", texts, strict=False))),
    )
    program = "import govlint.matching.pattern as p; p.TIMEOUT = 0.05"

    done = patched(program, "scan", "a.jsonl", "-o", "f.jsonl")

    assert (done.returncode, done.stderr.startswith(said)) == (0, True), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [row["rule"] for row in lines(tmp_path / "f.jsonl")] == ["PH001"]


@pytest.mark.parametrize("broken", [1, 100])
def test_broken_records_at_the_head_do_not_hide_the_columns_of_the_others(govlint, write, tmp_path, broken):
    records = jsonl_of({"号": "甲", "文": SLOT_TEXT}, {"号": "乙"}, {"文": TYPO})
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


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="没有 /proc")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            ["scan", "a.txt", "-o", "/proc/x.csv"],
            "写不了 /proc/x.csv.parts：文件夹 /proc 里建不了文件，请写到别的文件夹",
        ),
        (
            ["check", "a.txt", "-o", "/proc/x.txt"],
            "写不了 /proc/x.txt：文件夹 /proc 里建不了文件，请写到别的文件夹",
        ),
    ],
)
def test_a_folder_that_takes_no_file_is_named(govlint, write, command, said):
    write("a.txt", SLOT)

    outcome = govlint(*command)

    assert (outcome.code, outcome.err) == (2, f"govlint: {said}\n")


def test_files_that_cannot_be_read_are_told_of_in_the_table_of_documents(govlint, write, tmp_path):
    write("稿/a.txt", b"\x00\x01\x02")
    write("稿/b.parquet", b"PAR1 and no more")
    write("稿/c.csv", "甲,乙\n1,2\n")
    write("稿/d.jsonl.gz", gzip.compress(jsonl_of({"id": "丁", "text": SLOT_TEXT}).encode() * 900)[:-20])
    write("稿/e.txt", SLOT_TEXT)

    outcome = govlint("scan", "--isolated", "稿", "-o", "f.jsonl", "--documents", "d.jsonl")
    problems = {row["path"]: row["problem"] for row in lines(tmp_path / "d.jsonl") if row["problem"]}

    assert outcome.code == 0
    assert problems[os.path.join("稿", "a.txt")] == "是二进制文件，不是文本"
    assert "不是 Parquet 文件，或已损坏" in problems[os.path.join("稿", "b.parquet")]
    said = "这个文件里认不出哪一列是正文（有：甲、乙），请用 --text-column 指明"
    assert problems[os.path.join("稿", "c.csv")] == said
    assert problems[os.path.join("稿", "d.jsonl.gz")] == "压缩文件不完整，后面的读不出"
    assert (os.path.join("稿", "e.txt"), "PH001", "XX") in brief(lines(tmp_path / "f.jsonl"))


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
        (["a.txt", "-o", "没有/f.jsonl"], "govlint: 写不了 没有/f.jsonl：路径中有一段不是文件夹\n"),
        (
            ["a.txt", "-o", "无此/f.jsonl"],
            "govlint: 写不了 无此/f.jsonl：没有文件夹 无此，请先建好，或写到已有的文件夹\n",
        ),
        (
            ["a.txt", "-o", "f.jsonl", "--documents", "无此/d.csv"],
            "govlint: 写不了 无此/d.csv：没有文件夹 无此，请先建好，或写到已有的文件夹\n",
        ),
        (["空.jsonl", "-o", "f.jsonl"], "govlint: 空.jsonl 是空的，没有可以检查的记录\n"),
        (["空.csv", "-o", "f.jsonl"], "govlint: 空.csv 是空的，没有可以检查的记录\n"),
        (["空.jsonl.gz", "-o", "f.jsonl"], "govlint: 空.jsonl.gz 是空的，没有可以检查的记录\n"),
        (["乱.jsonl", "-o", "f.jsonl"], "govlint: 乱.jsonl 是二进制文件，不是 JSONL\n"),
        (["乱.csv", "-o", "f.jsonl", "--text-column", "甲"], "govlint: 乱.csv 是二进制文件，不是表格\n"),
        (["宽.csv", "-o", "f.jsonl"], "govlint: 宽.csv 是 UTF-16 编码，请另存为 UTF-8 再检查\n"),
        (
            ["破.jsonl", "-o", "f.jsonl"],
            "govlint: 破.jsonl 里认不出哪一列是正文：第 1 条不是完整的 JSON（",
        ),
        (
            ["分.csv", "-o", "f.jsonl"],
            "govlint: 分.csv 的列像是用“;”隔开的，请改用半角逗号\n",
        ),
        (
            ["隔.csv", "-o", "f.jsonl"],
            "govlint: 隔.csv 的列像是用制表符隔开的，请把后缀改为 .tsv\n",
        ),
        (["a.csv", "-o", "f.jsonl"], "请用 --text-column 指明\n"),
        (["old.jsonl", "-o", "f.jsonl"], "是检查的结果，不是稿子"),
    ],
)
def test_what_cannot_be_run_is_said_with_exit_code_2(govlint, write, tmp_path, arguments, said):
    (tmp_path / "空").mkdir()
    write("a.csv", "甲,乙\n1,2\n")
    write("b.jsonl", "{\n" + jsonl_of({"id": 1, "内容": SLOT_TEXT}, {"id": 2, "内容": TYPO, "年份": 2024}))
    write("a.txt", SLOT_TEXT)
    write("old.jsonl", jsonl_of({"id": "甲", "rule": "PH001", "text": "XX", "fingerprint": "0"}))
    write("没有", "一个文件，不是文件夹")
    write("空.jsonl", "")
    write("空.csv", "\r\n")
    write("空.jsonl.gz", gzip.compress(b""))
    for name in ("乱.jsonl", "乱.csv"):
        write(name, bytes(range(256)) * 20)
    write("破.jsonl", "{\n{")
    write("分.csv", "id;text\n1;全县\n")
    write("隔.csv", "编号\t正文\n1\t2\n")
    write("宽.csv", "编号,正文\n1,全县\n".encode("utf-16"))

    outcome = govlint("scan", *arguments)

    assert (outcome.code, said in outcome.err) == (2, True), outcome.err
    assert not list(tmp_path.glob("f.jsonl*"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "甲,乙\n1,2\n"


@pytest.mark.parametrize(
    ("place", "rules", "unread", "unfinished"),
    [
        ("govlint.runner.session.read_bytes", ["PH001", "TY001"], 1, 0),
        ("govlint.scan.checking.removals", ["PH001", "PH001", "TY001"], 0, 1),
    ],
)
def test_one_document_that_breaks_the_linter_does_not_stop_the_run(
    monkeypatch, place, rules, unread, unfinished
):
    from govlint.runner import Session, Settings
    from govlint.scan.checking import Job, check
    from govlint.scan.record import Record

    broken = f"坏&nbsp;{SLOT_TEXT}"
    module, _, name = place.rpartition(".")
    original = getattr(sys.modules[module], name)

    def breaking(what, *arguments):
        if "坏" in (what.decode() if isinstance(what, bytes) else what.text):
            raise RecursionError("too deep")
        return original(what, *arguments)

    monkeypatch.setattr(place, breaking)
    settings = Settings(isolated=True)
    rows = check(
        [Record(str(number), "a", text) for number, text in enumerate([SLOT_TEXT, broken, TYPO])],
        Job(settings, cleaning=True),
        Session(settings),
    )

    assert [row[2] for row in rows.findings if row[2][:2] != "BP"] == rules
    assert [row[-1] for row in rows.documents] == [None, "内部错误（RecursionError: too deep）", None]
    assert (rows.unread, rows.unfinished, len(rows.cleaned)) == (unread, unfinished, 2)


def test_a_table_with_two_columns_of_the_name_asked_for_is_refused(govlint, write):
    write("a.csv", f"id,text,text\n1,{TYPO},甲\n")

    outcome = govlint("scan", "--isolated", "a.csv", "-o", "f.jsonl")

    assert outcome.code == 2
    assert "有 2 列都叫 text，分不清用哪一列" in outcome.err


@pytest.mark.parametrize(
    "content",
    [
        f"id,text,\n1,{TYPO}\n2,{TYPO},\n",
        f"id,text\n1,{TYPO},, \n2,{TYPO},\n",
        f"\n \r\n,,\nid,text\n1,{TYPO}\n2,{TYPO}\n",
        f"\ufeffsep=,\r\nid,text\r\n1,{TYPO}\r\n2,{TYPO}\r\n",
    ],
    ids=["no name", "too many", "blank lines", "sep"],
)
def test_csv_is_read_as_spreadsheets_write_it(govlint, write, tmp_path, content):
    write("a.csv", content)

    outcome = govlint("scan", "--isolated", "a.csv", "-o", "f.jsonl", "--documents", "d.jsonl")

    assert outcome.code == 0, outcome.err
    assert brief(lines(tmp_path / "f.jsonl")) == [("1", "TY001", "准守"), ("2", "TY001", "准守")]
    assert [row["problem"] for row in lines(tmp_path / "d.jsonl")] == [None, None]


def test_text_beyond_the_header_is_no_record_to_check(govlint, write, tmp_path):
    write("a.csv", f"id,text\n1,{TYPO}\n2,{TYPO},,甲\n")

    govlint("scan", "--isolated", "a.csv", "-o", "f.jsonl", "--documents", "d.jsonl")

    problems = [row["problem"] for row in lines(tmp_path / "d.jsonl")]
    assert problems == [None, "第 2 条有 4 格，表头有 2 格"]


def test_records_with_one_id_are_told_of(govlint, write):
    write("a.jsonl", jsonl_of(*({"id": name, "text": TYPO} for name in "甲甲乙乙乙甲")))
    write("b.jsonl", jsonl_of({"id": "甲", "text": TYPO}))

    outcome = govlint("scan", "--isolated", "a.jsonl", "b.jsonl", "-o", "f.jsonl")

    assert outcome.err.splitlines()[1:] == [
        "有 4 篇的编号前面已有（例如 甲），结果里分不出是哪一篇，汇总时算作一篇；"
        "可用 --id-column 指明各篇不同的列"
    ]


@pytest.mark.parametrize(
    "named", [["表/a.csv", "表/b.csv", "表/c.csv"], ["表/*.csv"]], ids=["files", "pattern"]
)
@pytest.mark.parametrize(
    ("broken", "code", "said"),
    [
        (
            "甲,乙\n1,2\n",
            2,
            "govlint: 表/b.csv 里认不出哪一列是正文（有：甲、乙），请用 --text-column 指明\n",
        ),
        ("", 2, "govlint: 表/b.csv 是空的，没有可以检查的记录\n"),
        (f"text\n{TYPO}\n", 0, "表/b.csv 里认不出编号列，用“文件:第几条”作编号；可用 --id-column 指明\n"),
    ],
)
def test_of_a_pattern_is_said_what_is_said_of_its_files(govlint, write, named, broken, code, said):
    write("表/a.csv", f"id,text\n1,{TYPO}\n")
    write("表/b.csv", broken)
    write("表/c.csv", f"id,text\n1,{TYPO}\n")

    outcome = govlint("scan", "--isolated", *named, "-o", "f.jsonl")

    assert outcome.code == code
    assert outcome.err.replace(os.sep, "/").startswith(said)
