"""Results of earlier runs: nobody sees that they are used, whatever changes, breaks or runs beside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import OWN_LIST, OWN_RULE, ROOT, SLOW_RULE, SLOW_TEXT, Outcome
from word_files import p, r, t, word

from govlint.commands.check import FORMATS
from govlint.matching import pattern
from govlint.runner import Session, Settings
from govlint.runner.identity import identity
from govlint.runner.result_store import load, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SLOT = "全年投资XX万元，引导村民自觉准守村规民约。\n"
FIGURES = (ROOT / "examples" / "经济运行情况.txt").read_text(encoding="utf-8")
DIRECTIVES = (
    "<!-- govlint-disable-line PH001 --> 投资XX万元。\n\n<!-- govlint-disable XX999 -->\n\n投资XX万元。\n"
)
WORD = word(p(r(t("投资XX万元，自觉准守规定。"))) * 2)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder for results that no other test uses; what it takes to make rules is not counted."""
    return tmp_path / "cache"


@pytest.fixture
def results(govlint, write, own) -> Callable[[], list[Path]]:
    """The entries there are."""
    write("first.txt", "全镇平稳。\n")
    govlint("check", "--isolated", "--no-cache", "first.txt", env={"GOVLINT_CACHE_DIR": str(own)})
    return lambda: sorted(path for path in own.glob("results/*") if path.name != "written")


@pytest.fixture
def check(govlint, own, results) -> Callable[..., Outcome]:
    def run(*arguments: str, **more) -> Outcome:
        more["env"] = {"GOVLINT_CACHE_DIR": str(own), **more.get("env", {})}
        return govlint("check", *arguments, **more)

    return run


def forge(path: Path, entry: bytes) -> None:
    """Make an entry say something else, whole and by its name."""
    os.environ["GOVLINT_CACHE_DIR"], before = str(path.parent.parent), os.environ["GOVLINT_CACHE_DIR"]
    store(path.name, entry)
    os.environ["GOVLINT_CACHE_DIR"] = before


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--output-format", name] for name in FORMATS if name != "docx"),
        ["--statistics"],
        ["--summary"],
        ["--baseline", "base.json"],
        ["--diff-file", "changes.patch"],
        ["--diff"],
        ["--diff", "--unsafe-fixes"],
        ["--jobs", "2", "--output-format", "json"],
        ["--select", "AR,PU", "--fail-on", "info"],
        ["--encoding", "utf-8"],
    ],
    ids=" ".join,
)
def test_what_a_run_says_is_the_same_from_the_cache(check, write, results, arguments):
    write("稿/a.txt", SLOT * 3 + "半\ud83d角".encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    write("稿/数.txt", FIGURES)
    write("稿/b.md", DIRECTIVES)
    write("稿/c.html", "<p>投资XX万元，，自觉准守规定。</p><script>XX</script>")
    write("稿/d.docx", WORD)
    write("稿/e.txt", "")
    write("稿/f.txt", b"\x00\x01\x02")
    check("--isolated", "--no-cache", "--select", "PH", "--write-baseline", "base.json", "稿")
    write("changes.patch", "--- a/稿/a.txt\n+++ b/稿/a.txt\n@@ -1,1 +1,1 @@\n-旧\n+新\n")

    plain, first, again = (check("--isolated", *more, *arguments, "稿") for more in (["--no-cache"], [], []))

    assert len(results()) >= (1 if "--diff-file" in arguments else 6)
    assert (plain.code, plain.out) != (0, "")
    assert first == plain
    assert again == plain


@pytest.mark.parametrize("names", [("a.txt", "a.docx"), ("a.docx", "a.txt")])
def test_the_same_text_in_another_format_has_its_own_notices(check, write, names):
    text = "全县投资<!-- govlint-disable PH001 -->稳步增长。"
    write("a.txt", text)
    write("a.docx", word(p(text.replace("<", "&lt;"))))
    plain, first, again = (
        [check("--isolated", *more, "--output-format", "json", name).json["notices"] for name in names]
        for more in (["--no-cache"], [], [])
    )

    assert sum(map(len, plain)) == 1
    assert plain == first == again


def test_pages_that_differ_in_what_a_comment_exempts_have_their_own_results(check, write):
    page = "<html><body><!-- govlint-disable {} --><p>全年投资XX万元，自觉准守规定。</p></body></html>"
    names = {"a.html": "PH001", "b.html": "TY001"}
    for name, rule in names.items():
        write(name, page.format(rule))

    told = [
        [rule for rule, _ in check("--isolated", "--output-format", "json", name).found] for name in names
    ]

    assert told == [["TY001"], ["PH001"]]


def test_a_word_file_is_annotated_the_same_from_the_cache(check, write, tmp_path, results):
    write("a.docx", WORD)
    made = []
    for more in (["--no-cache"], [], []):
        check("--isolated", *more, "--output-format", "docx", "--track-changes", "-o", "b.docx", "a.docx")
        made.append((tmp_path / "b.docx").read_bytes())

    assert len(results()) == 1
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("arguments", [["--fix"], ["--fix", "--unsafe-fixes"]])
def test_files_are_fixed_the_same_from_the_cache(check, write, tmp_path, arguments):
    said = []
    for more in (["--no-cache"], [], []):
        write("a.txt", SLOT + "自觉准守规定，，按照要求。\n")
        outcome = check("--isolated", *more, *arguments, "a.txt")
        said.append((outcome, (tmp_path / "a.txt").read_bytes()))

    assert "遵守" in said[0][1].decode()
    assert said[0] == said[1] == said[2]


def found(outcome: Outcome) -> list[str]:
    return [entry["rule"] for entry in outcome.json["diagnostics"]]


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"a.txt": "县自规局投资XX万元。\n"}, ["WD901", "PH001"]),
        ({".govlint.yaml": "rules: [own.yaml]\nignore: [PH]\n"}, ["WD901", "TY001"]),
        ({".govlint.yaml": "rules: [own.yaml]\nselect: [PH]\n"}, ["PH001"]),
        ({".govlint.yaml": "rules: [own.yaml]\nallow: [自规局]\n"}, ["PH001", "TY001"]),
        ({".govlint.yaml": "rules: [own.yaml]\nper-file-ignores: {a.*: [TY]}\n"}, ["WD901", "PH001"]),
        ({".govlint.yaml": "ignore: []\n"}, ["PH001", "TY001"]),
        ({"own.tsv": OWN_LIST + "村规民约\t村规\n"}, ["WD901", "PH001", "TY001", "WD901"]),
        ({"own.yaml": OWN_RULE.replace("WD901", "WD902")}, ["WD902", "PH001", "TY001"]),
    ],
    ids=lambda value: "、".join(value) if isinstance(value, dict) else "",
)
def test_what_changes_the_result_is_seen(check, write, change, rules):
    for name, content in {
        "a.txt": "县自规局" + SLOT,
        ".govlint.yaml": "rules: [own.yaml]\n",
        "own.yaml": OWN_RULE,
        "own.tsv": OWN_LIST,
    }.items():
        write(name, content)
    arguments = ("--output-format", "json", "a.txt")
    for _ in range(2):
        assert found(check(*arguments)) == ["WD901", "PH001", "TY001"]
    for name, content in change.items():
        write(name, content)

    assert [found(check(*arguments)) for _ in range(2)] == [rules, rules]


def test_severities_are_those_of_the_configuration(check, write):
    write("a.txt", SLOT)
    levels = []
    for level in ("info", "warning", "info"):
        write(".govlint.yaml", f"severity: {{PH001: {level}}}\nignore: [TY]\n")
        (diagnostic,) = check("--output-format", "json", "a.txt").json["diagnostics"]
        levels.append(diagnostic["severity"])

    assert levels == ["info", "warning", "info"]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("ignore: [XX999]\n", "没有规则 XX999"),
        ("per-file-ignores: {b.txt: [XX999]}\n", "没有规则 XX999"),
        ("severity: {XX999: info}\n", "没有规则 XX999"),
        ("allow: {XX999: [甲]}\n", "没有规则 XX999"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_though_the_result_is_known(check, write, config, message):
    write("a.txt", SLOT)
    write(".govlint.yaml", "ignore: []\n")
    check("a.txt")
    write(".govlint.yaml", config)

    outcome = check("a.txt")

    assert (outcome.code, message in outcome.err) == (2, True)


def test_a_known_result_needs_no_rules(write, results, check, own, tmp_path):
    write("a.txt", SLOT)
    check("--isolated", "a.txt")
    program = (
        "import sys, runpy\n"
        "sys.argv = ['govlint', 'check', '--isolated', 'a.txt']\n"
        "try: runpy.run_module('govlint', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    environment = {**os.environ, "GOVLINT_CACHE_DIR": str(own)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    loaded = done.stderr.decode().split()

    assert "govlint.runner.result_cache" in loaded
    needless = (
        "govlint.linter",
        "govlint.rules.ruleset",
        "govlint.checkers",
        "pickle",
        "sqlite3",
        "tempfile",
    )
    assert [name for name in needless if name in loaded] == []
    assert "PH001" in done.stdout.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上由文件夹的权限把关")
@pytest.mark.parametrize(
    "lend",
    [
        lambda path: path.chmod(0o620),
        lambda path: path.chmod(0o602),
        pytest.param(
            lambda path: os.chown(path, 12345, -1),
            marks=pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="要系统管理员"),
        ),
    ],
    ids=["同组可写", "人人可写", "别人的"],
)
def test_an_entry_is_used_where_nobody_else_could_have_written_it(check, write, results, lend):
    write("a.txt", SLOT)
    said = check("--isolated", "a.txt")
    (entry,) = results()
    forge(entry, b"[[], [], [], {}]")

    assert check("--isolated", "a.txt").code == 0
    lend(entry)
    assert check("--isolated", "a.txt") == said
    assert (entry.stat().st_uid, entry.stat().st_mode & 0o777) == (os.getuid(), 0o600)


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data.replace("占位符".encode(), "占用符".encode()),
        lambda data: b"\x80\x04" + data,
        lambda data: data[:32] + b"[]",
    ],
    ids=["空", "少一字节", "半截", "改了字", "二进制", "另一内容"],
)
def test_a_damaged_entry_is_made_anew(check, write, results, harm):
    write("a.txt", SLOT)
    said = check("--isolated", "a.txt")
    (entry,) = results()
    whole = entry.read_bytes()
    entry.write_bytes(harm(whole))

    assert check("--isolated", "a.txt") == said
    assert entry.read_bytes() == whole


@pytest.mark.parametrize(
    "content", [b"null", b"[]", b"[1, 2, 3]", b"[[[]], [], []]", b'[[], [["AR001"]], []]']
)
def test_an_entry_of_another_shape_is_made_anew(check, write, results, content):
    write("a.txt", SLOT)
    said = check("--isolated", "a.txt")
    (entry,) = results()
    whole = entry.read_bytes()
    forge(entry, content)

    assert check("--isolated", "a.txt") == said
    assert entry.read_bytes() == whole


def test_an_entry_of_one_text_is_not_taken_for_another(check, write, results):
    write("a.txt", SLOT)
    write("b.txt", "全镇投资52万元。\n")
    check("--isolated", "a.txt")
    (slot,) = results()
    said = check("--isolated", "b.txt")
    (clean,) = {*results()} - {slot}
    clean.write_bytes(slot.read_bytes())

    assert check("--isolated", "b.txt") == said


@pytest.mark.parametrize(
    ("arguments", "environment"), [(["--no-cache"], {}), ([], {"GOVLINT_CACHE_SIZE": "0"})]
)
def test_nothing_is_kept_or_used_where_that_is_not_wanted(check, write, results, arguments, environment):
    write("a.txt", SLOT)
    check("--isolated", *arguments, "a.txt", env=environment)
    assert results() == []
    check("--isolated", "a.txt")
    (entry,) = results()
    forge(entry, b"[[], [], [], {}]")

    assert check("--isolated", *arguments, "a.txt", env=environment).code == 1


def test_a_folder_that_cannot_be_made_is_no_matter(check, write, own):
    write("a.txt", SLOT)
    said = check("--isolated", "--no-cache", "a.txt")
    (own / "results").write_text("no folder")

    assert check("--isolated", "a.txt") == said


def test_the_space_is_bounded_and_the_oldest_go_first(own, monkeypatch):
    monkeypatch.setenv("GOVLINT_CACHE_DIR", str(own))
    monkeypatch.setenv("GOVLINT_CACHE_SIZE", "0.4")  # 97 blocks of a disk
    sizes = []
    for number in range(100):
        name = f"{number:032x}"
        store(name, b"x" * 3000)
        if number < 40:
            os.utime(own / "results" / name, (number, number))
        if number == 40:
            assert load(f"{5:032x}")  # used again
        sizes.append(sum(-(-entry.stat().st_size // 4096) * 4096 for entry in own.glob("results/*")))
    kept = [number for number in range(100) if load(f"{number:032x}")]

    assert max(sizes) <= 400_000
    assert sizes[-1] > 300_000
    assert kept == [5, *range(100 - len(kept) + 1, 100)]


def test_no_entry_takes_the_place_of_many(own, monkeypatch):
    monkeypatch.setenv("GOVLINT_CACHE_DIR", str(own))
    monkeypatch.setenv("GOVLINT_CACHE_SIZE", "0.4")
    for name, size in (("a" * 32, 24_000), ("b" * 32, 26_000)):
        store(name, b"x" * size)

    assert [bool(load(name * 32)) for name in "ab"] == [True, False]


def test_what_a_rule_did_not_get_to_its_end_of_is_not_kept(own, monkeypatch, write):
    monkeypatch.setenv("GOVLINT_CACHE_DIR", str(own))
    monkeypatch.setattr(pattern, "TIMEOUT", 0.05)
    write("own.yaml", SLOW_RULE)
    write(".govlint.yaml", "rules: [own.yaml]\n")
    entries = []
    for text in (SLOW_TEXT, "自规局"):
        path = str(write("a.txt", text))
        report = Session(Settings(select=("WD901",), use_cache=True)).check(path)
        entries.append((report.problem is None, len(list((own / "results").glob("?" * 32)))))

    assert entries == [(False, 0), (True, 1)]


def test_code_and_models_count_by_content(own, monkeypatch, tmp_path, write):
    monkeypatch.setenv("GOVLINT_CACHE_DIR", str(own))
    monkeypatch.setattr("govlint.runner.identity._PACKAGE", str(tmp_path / "code"))
    seen = []
    for name, content, written in [
        ("a.py", "1", 1000),
        ("a.py", "1", 2000),
        ("a.py", "2", 2500),
        ("joints/a.model", "1", 1000),
        ("joints/__pycache__/a.pyc", "1", 1000),
        ("a.py", "1", 3000),
    ]:
        os.utime(write(f"code/{name}", content), (written, written))
        seen.append((identity(), identity())[0])

    assert [seen.index(one) for one in seen] == [0, 0, 2, 3, 3, 5]


def test_processes_are_started_where_there_is_work_for_them(write, results, check, own, tmp_path):
    for number in range(12):
        write(f"稿/{number:02}.txt", f"第{number}件，投资XX万元。\n")
    program = (
        "import sys, runpy\n"
        "sys.argv = ['govlint', 'check', '--isolated', '--jobs', '2', '--output-format', 'concise', '稿']\n"
        "try: runpy.run_module('govlint', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(str('concurrent.futures' in sys.modules))"
    )
    said = []
    for changed in ("", "", "稿/05.txt"):
        if changed:
            write(changed, "投资XXX万元。\n")
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={**os.environ, "GOVLINT_CACHE_DIR": str(own)},
            capture_output=True,
            check=True,
        )
        said.append((done.stderr.decode(), done.stdout.decode()))
    plain = check("--isolated", "--no-cache", "--output-format", "concise", "稿").out

    assert [started for started, _ in said] == ["True", "False", "True"]
    assert said[0] == ("True", said[1][1])
    assert said[2][1] == plain


def test_processes_share_the_cache_without_harm(write, tmp_path, own, check):
    names = [f"{number}.txt" for number in range(40)]
    for number, name in enumerate(names):
        write(f"稿/{name}", SLOT * (number % 5 + 1) + f"第{number}件。\n")
    said = check("--isolated", "--no-cache", "--output-format", "json", "稿").out
    # So little room that entries go while others are read.
    environment = {**os.environ, "GOVLINT_CACHE_DIR": str(own), "GOVLINT_CACHE_SIZE": "0.1"}
    command = [sys.executable, "-m", "govlint", "check", "--isolated", "--output-format", "json", "稿"]
    for _ in range(2):
        running = [
            subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
            for _ in range(4)
        ]
        outcomes = [process.communicate(timeout=120)[0] for process in running]
        assert [json.loads(out) for out in outcomes] == [json.loads(said)] * 4
    assert list((own / "results").glob("*.part")) == []
    assert time.time() - min(path.stat().st_mtime for path in own.glob("results/*")) < 120
