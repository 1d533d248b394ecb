"""Checks shared between processes: what becomes of files that end their process, or that break the linter."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys

import pytest
from conftest import forks

from govlint.config import ConfigError
from govlint.reasons import SettingsError
from govlint.rule import RuleError
from govlint.rules.selection import SelectionError
from govlint.runner.baseline import BaselineError
from govlint.workers import WorkersError

pytestmark = forks

FILES = 40
FIXABLE = "引导村民自觉准守村规民约。\n"
FIXED = "引导村民自觉遵守村规民约。\n"
LOST = "检查它的进程被系统终止，多半是内存不足或文件有毛病"
DEADLY = """
import os, govlint.linter as linter
lint = linter.lint
def deadly(document, *arguments, **more):
    if '毒' in document.text: os._exit(9)
    return lint(document, *arguments, **more)
linter.lint = deadly
"""
OWN = """\
- id: TY901
  name: own-term
  severity: warning
  message: “{match}”应为“{right}”
  why: 本县统一用语。
  source: practice
  kind: lexicon
  options: {words: own.tsv}
  examples:
    bad: [{text: 全县上下行动起来。, match: 全县上下}, {text: 动员全县上下。, match: 全县上下}]
    good: [全县行动起来。, 全县各地。]
"""


def drafts(write, deadly: tuple[int, ...] = ()) -> list[str]:
    names = [f"{number:02}.txt" for number in range(FILES)]
    for number, name in enumerate(names):
        write(name, "毒\n" if number in deadly else FIXABLE)
    return names


@pytest.mark.parametrize("deadly", [(0,), (5, 30), (1, 2, 39)])
def test_a_file_that_ends_its_process_costs_no_other_its_report(patched, write, tmp_path, deadly):
    names = drafts(write, deadly)

    done = patched(
        DEADLY, "check", "--isolated", "--jobs", "2", "--output-format", "json", "-o", "结果.json", "."
    )
    report = json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))

    assert (done.returncode, done.stderr) == (2, "")
    assert report["problems"] == [{"path": names[number], "message": LOST} for number in deadly]
    assert [found["path"] for found in report["diagnostics"]] == [
        name for number, name in enumerate(names) if number not in deadly
    ]


def test_a_file_that_ends_its_process_as_it_is_read_costs_no_other_its_report(patched, write):
    write("a.pdf", b"%PDF-1.7")
    write("b.txt", FIXABLE)
    deadly = "import os, govlint.readers.pdf as pdf\npdf.read = lambda *_: os._exit(9)"

    done = patched(deadly, "check", "--isolated", "--jobs", "2", "--output-format", "json", ".")
    report = json.loads(done.stdout)

    assert report["problems"] == [{"path": "a.pdf", "message": LOST}]
    assert [found["path"] for found in report["diagnostics"]] == ["b.txt"]


def test_a_file_that_ends_its_process_is_left_as_it_is_and_the_others_are_fixed(patched, write, tmp_path):
    names = drafts(write, (7,))

    done = patched(DEADLY, "check", "--isolated", "--jobs", "2", "--fix", ".")

    assert done.returncode == 2
    assert f"07.txt: 未能检查 {LOST}" in done.stdout
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in names] == [
        "毒\n" if name == "07.txt" else FIXED for name in names
    ]


def test_a_process_that_is_killed_from_outside_costs_nothing(patched, write, tmp_path):
    drafts(write, (9,))
    once = DEADLY.replace("os._exit", "os.path.exists('once') or os.mkdir('once') or os._exit")

    done = patched(once, "check", "--isolated", "--jobs", "2", "--output-format", "json", ".")
    report = json.loads(done.stdout)

    assert (tmp_path / "once").is_dir()
    assert (done.returncode, report["problems"], len(report["diagnostics"])) == (1, [], FILES - 1)


@pytest.mark.parametrize(
    "program",
    [
        "import os\nos.register_at_fork(after_in_child=lambda: os._exit(9))",
        "import os\ndef fork(): raise BlockingIOError(11, 'no')\nos.fork = fork",
    ],
    ids=["none lives", "none starts"],
)
@pytest.mark.parametrize(
    ("command", "hint"),
    [
        (["check", "--no-cache"], ""),
        (["check", "--no-cache", "-o", "f.txt"], ""),
        (["scan", "-o", "f.jsonl"], "，加 --resume 接着做"),
    ],
)
def test_where_there_are_no_processes_that_is_said(patched, write, tmp_path, program, command, hint):
    drafts(write)

    done = patched(program, *command, "--isolated", "--jobs", "2", ".")

    assert done.returncode == 2
    assert done.stderr == f"govlint: 工作进程启动不了，多半是内存不足；请减少 --jobs{hint}\n"
    assert not {"f.txt", "f.txt.part", "f.jsonl"} & set(os.listdir(tmp_path))


def test_processes_of_the_caller_live_on_when_a_run_breaks_off(write, tmp_path, cache):
    names = drafts(write)
    program = (
        "import sys, time, multiprocessing\n"
        "from govlint.runner import Settings, run\n"
        "other = multiprocessing.Process(target=time.sleep, args=(60,))\n"
        "other.start()\n"
        "reports = run(sys.argv[1:], Settings(isolated=True), 2)\n"
        "print(next(reports).path, next(reports).path)\n"
        "reports.close()\n"
        "other.join(1)\n"
        "print(other.is_alive())\n"
        "other.terminate()"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, *names],
        cwd=tmp_path,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert done.stdout == "00.txt 01.txt\nTrue\n"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (
            "from govlint.runner import Session\n"
            "def check(self, path): raise OSError(24, 'no')\n"
            "Session.check = check",
            ["读写出错：打开的文件太多"] * 2,
        ),
        (
            "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))",
            ["写不了 f.jsonl：文件大小超过了允许的上限", "写不了 f.jsonl.parts：文件大小超过了允许的上限"],
        ),
    ],
    ids=["in checking", "in writing"],
)
def test_only_what_cannot_be_written_is_blamed_on_the_result(patched, write, tmp_path, program, said):
    write("a.txt", FIXABLE * 100)

    check = patched(
        program, "check", "--isolated", "--no-cache", "--output-format", "jsonl", "-o", "f.jsonl", "."
    )
    left = os.listdir(tmp_path)
    scan = patched(program, "scan", "--isolated", "-o", "f.jsonl", ".")

    assert (check.returncode, check.stderr, left) == (2, f"govlint: {said[0]}\n", ["a.txt"])
    assert (scan.returncode, scan.stderr) == (2, f"govlint: {said[1]}\n")


ERRORS = [
    BaselineError("甲"),
    ConfigError("甲"),
    RuleError.at("a.yaml", 1, "PH901", "甲"),
    SelectionError("PH9", "甲"),
    WorkersError(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_what_is_wrong_with_settings_comes_out_of_a_process_as_it_was(error):
    again = pickle.loads(pickle.dumps(error))

    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_every_error_of_settings_is_tried():
    assert {type(error) for error in ERRORS} == set(SettingsError.__subclasses__())


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    "command", [["check", "--no-cache", "--output-format", "json"], ["scan", "-o", "f.jsonl"]], ids=" ".join
)
@pytest.mark.parametrize(
    ("configuration", "options", "said"),
    [
        ("", ["--select", "TY901"], "没有规则 TY901"),
        ("ignore: [TY901]\n", [], ".govlint.yaml:1: ignore：没有规则 TY901"),
        ("allow: {TY901: [甲]}\n", [], ".govlint.yaml:1: allow：没有规则 TY901"),
        ("baseline: 没有.json\n", [], "没有.json: 读不到基线文件"),
    ],
)
def test_what_only_one_of_the_folders_cannot_use_ends_the_run_with_its_reason(
    govlint, write, tmp_path, command, jobs, configuration, options, said
):
    write("a/.govlint.yaml", "rules: [../own.yaml]\n")
    write("own.yaml", OWN)
    write("own.tsv", "wrong\tright\n全县上下\t全县\n")
    write("b/.govlint.yaml", configuration)
    for name in ("a/1.txt", "a/2.txt", "b/1.txt", "b/2.txt"):
        write(name, "全县上下行动起来。")

    outcome = govlint(*command, *options, "--jobs", jobs, "a", "b")

    assert (outcome.code, said in outcome.err) == (2, True), outcome.err
    assert LOST not in outcome.err + outcome.out
    assert sorted(os.listdir(tmp_path)) == ["a", "b", "own.tsv", "own.yaml"]


BREAKING = """
from govlint.checkers.lexicon import LexiconChecker
check = LexiconChecker.check
def breaking(self, document):
    if '坏' in document.text: raise {}
    return check(self, document)
LexiconChecker.check = breaking
"""


@pytest.mark.parametrize("mode", [[], ["--fix"], ["--jobs", "2"]])
@pytest.mark.parametrize(
    ("error", "problem"),
    [
        ("RecursionError('too deep')", "内部错误（规则 TY901，RecursionError: too deep）"),
        ("OSError(28, 'No space')", "读写出错：磁盘已满"),
    ],
)
def test_a_file_that_breaks_a_rule_has_a_problem_and_the_others_their_reports(
    patched, write, tmp_path, mode, error, problem
):
    write(".govlint.yaml", "rules: [own.yaml]\nselect: [TY901]\n")
    write("own.yaml", OWN)
    write("own.tsv", "wrong\tright\n全县上下\t全县\n")
    for name in ("0.txt", "1.txt", "2.txt", "3.txt"):
        write(name, "全县上下行动起来。" + "坏" * (name == "2.txt"))

    done = patched(BREAKING.format(error), "check", "--output-format", "json", "-o", "结果.json", *mode, ".")
    report = json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))

    assert (done.returncode, done.stderr) == (2, "")
    assert report["problems"] == [{"path": "2.txt", "message": problem}]
    assert [found["path"] for found in report["diagnostics"]] == ["0.txt", "1.txt", "3.txt"]
    assert (tmp_path / "2.txt").read_text(encoding="utf-8") == "全县上下行动起来。坏"
