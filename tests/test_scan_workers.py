"""The processes of a scan: shares of like length, and what becomes of documents that end one."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from archives import SLOT_TEXT, jsonl_of, lines, many, start, wait_for_parts
from conftest import forks


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


@forks
@pytest.mark.parametrize("at", [[0], [5, 150], [7, 8, 199]])
def test_a_document_that_ends_the_process_does_not_end_the_run(patched, write, tmp_path, at):
    texts = ["毒" if number in at else f"{SLOT_TEXT}第{number}号。" for number in range(200)]
    write("a.jsonl", jsonl_of(*({"id": number, "text": text} for number, text in enumerate(texts))))
    program = (
        "import os, govlint.scan.pool as p; p._MOST = 16\n"
        "from govlint.runner import Session\n"
        "check = Session.check_text\n"
        "def kill(self, text, path): return os._exit(9) if text == '毒' else check(self, text, path)\n"
        "Session.check_text = kill"
    )

    done = patched(
        program,
        *("scan", "--isolated", "a.jsonl", "-o", "f.jsonl", "--documents", "d.jsonl", "--jobs", "2"),
    )
    documents = lines(tmp_path / "d.jsonl")

    assert done.returncode == 0, done.stderr
    assert f"{len(at)} 篇没能检查" in done.stderr
    assert [row["id"] for row in documents] == [str(number) for number in range(200)]
    assert [number for number, row in enumerate(documents) if row["problem"]] == at
    assert "检查它的进程被系统终止" in documents[at[0]]["problem"]
    found = [int(row["id"]) for row in lines(tmp_path / "f.jsonl")]
    assert found == [number for number in range(200) if number not in at]


def test_chunks_are_of_like_length_and_lose_nothing():
    from govlint.scan.pool import chunks
    from govlint.scan.record import Record

    texts = ["短" * 20_000] * 4 + ["长" * 500_000] + ["短"] * 600
    records = [Record(str(number), "", text) for number, text in enumerate(texts)]
    made = list(chunks(records))

    assert [record for chunk in made for record in chunk] == records
    assert [len(chunk) for chunk in made] == [3, 1, 1, 256, 256, 88]
