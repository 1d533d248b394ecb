"""`--fix`, `--diff` and their company on real files: bytes, modes, links, exit codes, what is told."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys

import pytest
from conftest import CLEAN, ROOT, SLOT, SLOW_RULE, SLOW_TEXT, not_root, posix
from word_files import p, word

import govlint as govlint_library
from govlint import writing
from govlint.runner import Session, Settings

FAULTY = "全镇自觉准守村规民约，，办结率93.6 %。\n投资XX万元。\n"
FIXED = "全镇自觉遵守村规民约，办结率93.6%。\n投资XX万元。\n"
FIXABLE = "引导村民自觉准守村规民约。\n"
JUDGED = "清理规范单位银行帐户。\n"

needs_patch = pytest.mark.skipif(shutil.which("patch") is None, reason="没有 patch 命令")


def test_fixing_changes_the_file_and_tells_what_remains(govlint, write, tmp_path):
    write("a.txt", FAULTY)

    outcome = govlint("check", "--isolated", "--fix", "a.txt")

    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == FIXED
    assert outcome.out == (
        "a.txt:2:3 错误 PH001 残留占位符“XX”，请填入实际内容\n"
        "    2 │ 投资XX万元。\n"
        "      │     ^^\n"
        "\n"
        "已修改 3 处、1 个文件\n"
        "检查了 1 个文件，发现 1 处：错误 1\n"
        "按类别：占位符 1\n"
    )
    assert outcome.code == 1


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (FIXABLE, ["--fix"], 0),
        (CLEAN, ["--fix"], 0),
        (SLOT, ["--fix"], 1),
        (SLOT, ["--fix", "--exit-zero"], 0),
        (JUDGED, ["--fix", "--fail-on", "info"], 1),
        (JUDGED, ["--fix", "--unsafe-fixes", "--fail-on", "info"], 0),
        (FIXABLE, ["--diff"], 1),
        (FIXABLE, ["--diff", "--exit-zero"], 0),
        (SLOT, ["--diff"], 0),
        (CLEAN, ["--diff"], 0),
        (JUDGED, ["--diff"], 0),
        (JUDGED, ["--diff", "--unsafe-fixes"], 1),
    ],
)
def test_exit_codes(govlint, write, tmp_path, text, arguments, code):
    write("a.txt", text)

    assert govlint("check", "--isolated", *arguments, "a.txt").code == code
    if "--diff" in arguments:
        assert (tmp_path / "a.txt").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fix", "--diff"], "不能同用"),
        (["--unsafe-fixes"], "--unsafe-fixes 要与 --fix、--diff 或 --track-changes 同用"),
        (["--fix", "--write-baseline", "b.json"], "--write-baseline 不能与 --fix"),
        (["--write-baseline", "b.json", "-o", "c.json"], "--write-baseline 只写基线，不能与 --output-file"),
        (["--write-baseline", "b.json", "--statistics"], "--write-baseline 只写基线，不能与 --output-file"),
        (["--write-baseline", "b.json", "--summary"], "--write-baseline 只写基线，不能与 --output-file"),
        (["--write-baseline", "b.json", "--output-format", "json"], "不能与 --output-format 同用"),
        (["--output-dir", "改好"], "--output-dir 要与 --fix 同用"),
        (["--diff", "--output-format", "json"], "--diff 的结果是补丁"),
        (["--diff", "--summary"], "--diff 的结果是补丁"),
        (["--fix", "--output-file", "a.txt"], "不能又写入结果"),
        (["--fix", "--output-dir", "."], "会盖掉"),
        (["--summary", "--output-format", "json"], "--summary 只用于 text 格式"),
        (["--summary", "--statistics"], "只能用一个"),
        (["--statistics", "--output-format", "json"], "--statistics 只用于 text 格式"),
        (["--diff-from", "HEAD", "--track-changes"], "--track-changes 只用于"),  # before git is asked
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_does_not_go_together_is_refused_and_nothing_touched(
    govlint, write, tmp_path, arguments, message
):
    write("a.txt", FAULTY)

    outcome = govlint("check", "--isolated", *arguments, "a.txt")

    assert (outcome.code, message in outcome.err) == (2, True), outcome.err
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == FAULTY
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_all_but_the_fixes_stays_byte_for_byte(govlint, write, tmp_path, encoding, end):
    text = "第一行　有空格\n全镇自觉准守村规民约。\n\n𠮷祥村收入增长7%\t，㐂\n没有行尾"
    write("a.txt", text.replace("\n", end).encode(encoding))

    outcome = govlint("check", "--isolated", "--fix", "--select", "TY001", "a.txt")

    fixed = text.replace("准守", "遵守").replace("\n", end).encode(encoding)
    assert (tmp_path / "a.txt").read_bytes() == fixed
    assert outcome.code == 0


def test_a_character_that_the_encoding_lacks_is_no_reason_to_lose_the_file(govlint, write, tmp_path):
    text = "实施“先锋领航・村企共建”行动。"
    data = text.encode("shift_jis", "replace").replace(b"?", b"")
    write("a.txt", data)

    outcome = govlint("check", "--isolated", "--fix", "--encoding", "shift_jis", "a.txt")

    assert (tmp_path / "a.txt").read_bytes() == data
    assert "说明 没有修改：SHIFT_JIS 编码里没有“·”字" in outcome.out


def test_the_library_fixes_files(write):
    path = write("a.txt", FIXABLE + JUDGED)

    safe = govlint_library.fix_file(str(path), isolated=True)
    unsafe = govlint_library.fix_file(str(path), isolated=True, unsafe=True)

    assert (safe.fixed, [found.rule for found in safe.diagnostics]) == (1, ["TY002"])
    assert (unsafe.fixed, unsafe.diagnostics, unsafe.rewriting) == (1, (), None)
    assert path.read_text(encoding="utf-8") == "引导村民自觉遵守村规民约。\n清理规范单位银行账户。\n"


def test_what_a_rule_did_not_get_to_see_is_not_fixed(write, monkeypatch):
    monkeypatch.setattr("govlint.matching.pattern.TIMEOUT", 0.05)
    write("own.yaml", SLOW_RULE)
    config = str(write(".govlint.yaml", "rules: [own.yaml]\nselect: [WD901, TY]\n"))
    path = write("a.txt", SLOW_TEXT + FIXABLE)

    report = govlint_library.fix_file(str(path), config=config)

    assert (report.fixed, [found.rule for found in report.diagnostics]) == (0, ["TY001"])
    assert path.read_text(encoding="utf-8") == SLOW_TEXT + FIXABLE


def test_mode_and_links_are_kept(govlint, write, tmp_path):
    real = write("稿子/真.txt", FIXABLE)
    real.chmod(0o640)
    (tmp_path / "a.txt").symlink_to("稿子/真.txt")

    govlint("check", "--isolated", "--fix", "a.txt")

    assert (tmp_path / "a.txt").is_symlink()
    assert "遵守" in real.read_text(encoding="utf-8")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert os.listdir(real.parent) == ["真.txt"]


def test_a_file_with_nothing_to_fix_is_not_written(govlint, write, tmp_path):
    path = write("a.txt", SLOT)
    before = path.stat()

    govlint("check", "--isolated", "--fix", "a.txt")

    after = path.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_a_read_only_file_is_told_and_left(govlint, write):
    path = write("a.txt", FIXABLE)
    path.chmod(0o444)
    write("b.txt", FIXABLE)

    outcome = govlint("check", "--isolated", "--fix", "a.txt", "b.txt")

    assert outcome.code == 2
    assert "a.txt: 没有做完 没有写成，原文件未动：文件是只读的" in outcome.out
    assert "a.txt:1:7 错误 TY001" in outcome.out
    assert "已修改 1 处、1 个文件" in outcome.out
    assert path.read_text(encoding="utf-8") == FIXABLE


@pytest.mark.parametrize("lock", ["~$a.docx", ".~a.docx", ".~lock.a.docx#", "~$情总结.docx"])
def test_a_fixed_file_that_an_office_program_has_open_is_told_of(govlint, write, lock):
    name = "村情总结.docx" if "总结" in lock else "a.docx"
    write(name, word(p("引导村民自觉准守村规民约。")))
    write(lock, b"\x05Zhang")

    outcome = govlint("check", "--isolated", "--fix", name)

    assert outcome.code == 0
    assert f"{name}: 说明 Word 或 WPS 里多半正开着这一份（旁边有 {lock}）" in outcome.out


@not_root
def test_a_read_only_folder_is_told(govlint, write):
    path = write("稿子/a.txt", FIXABLE)
    path.parent.chmod(0o555)

    outcome = govlint("check", "--isolated", "--fix", "稿子/a.txt")
    path.parent.chmod(0o755)

    assert (outcome.code, "没有写成，原文件未动：没有权限" in outcome.out) == (2, True)
    assert path.read_text(encoding="utf-8") == FIXABLE


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "full")], ids=repr)
@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_breaking_off_leaves_the_file_and_nothing_else(write, tmp_path, monkeypatch, step, error):
    path = write("a.txt", FIXABLE)
    monkeypatch.setattr(os, step, lambda *arguments: (_ for _ in ()).throw(error))

    with pytest.raises(error if isinstance(error, type) else OSError):
        writing.replace_content(str(path), FIXABLE.encode(), b"new")

    assert path.read_text(encoding="utf-8") == FIXABLE
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_file_that_another_program_wrote_meanwhile_is_left(write, tmp_path):
    path = write("a.txt", FIXABLE)
    session = Session(Settings(isolated=True))
    report = session.fix_content(str(path))
    path.write_text(SLOT, encoding="utf-8")

    written = session.write(report)

    assert "检查期间文件被别的程序改过" in written.problem
    assert [found.rule for found in written.diagnostics] == ["PH001"]
    assert path.read_text(encoding="utf-8") == SLOT


def test_interrupting_a_long_run_leaves_whole_files_only(write, tmp_path, cache):
    for number in range(60):
        write(f"{number:02}.txt", FAULTY * 200)
    process = subprocess.Popen(
        [sys.executable, "-m", "govlint", "check", "--isolated", "--fix", "--jobs", "2", "."],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
    )
    for line in process.stdout:  # it has begun
        if line:
            break
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)

    assert len(os.listdir(tmp_path)) == 60
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} <= {FAULTY * 200, FIXED * 200}


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_many_files_are_fixed_whatever_the_number_of_jobs(govlint, write, tmp_path, jobs):
    for number in range(7):
        write(f"{number}.txt", FAULTY)

    outcome = govlint("check", "--isolated", "--fix", "--jobs", jobs, "--output-format", "json", ".")

    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {FIXED}
    assert outcome.json["summary"]["fixed"] == 21
    assert outcome.json["summary"]["error"] == 7


def test_one_file_by_two_names_is_fixed_once(govlint, write, tmp_path):
    write("a.txt", FAULTY)
    (tmp_path / "b.txt").symlink_to("a.txt")

    outcome = govlint("check", "--isolated", "--fix", "--jobs", "2", "a.txt", "./a.txt", "b.txt")

    assert (outcome.code, "已修改 3 处、1 个文件" in outcome.out) == (1, True)


NAMES = ["a.txt", "总结 一.txt", "稿子/乙 篇.md", '引"号.txt']
TEXTS = {
    "plain": FAULTY.encode(),
    "no newline at end": (CLEAN * 5 + FAULTY * 2 + CLEAN * 9 + FIXABLE[:-1]).encode(),
    "crlf": (CLEAN * 9 + FAULTY + CLEAN).replace("\n", "\r\n").encode(),
    "bom": (FAULTY + CLEAN * 9).encode("utf-8-sig"),
    "gb18030": (FAULTY + CLEAN * 9 + FIXABLE).encode("gb18030"),
}


@needs_patch
@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("tool", [["patch", "-p0", "-s"], ["git", "apply", "-p0"]], ids=" ".join)
def test_the_diff_applied_gives_what_fixing_gives(govlint, write, tmp_path, kind, tool):
    if shutil.which(tool[0]) is None:
        pytest.skip(f"没有 {tool[0]} 命令")
    for name in NAMES:
        write(f"patched/{name}", TEXTS[kind])
        write(f"fixed/{name}", TEXTS[kind])

    diff = subprocess.run(
        [sys.executable, "-m", "govlint", "check", "--isolated", "--diff", "."],
        cwd=tmp_path / "patched", capture_output=True, check=False,
    )  # fmt: skip
    done = subprocess.run(tool, input=diff.stdout, cwd=tmp_path / "patched", capture_output=True, check=False)
    govlint("check", "--isolated", "--fix", ".", cwd=tmp_path / "fixed")

    assert done.returncode == 0, done.stderr.decode()
    for name in NAMES:
        fixed = (tmp_path / "fixed" / name).read_bytes()
        assert (tmp_path / "patched" / name).read_bytes() == fixed != TEXTS[kind]


@needs_patch
@posix
def test_the_documented_commands_do_what_they_say(write, tmp_path):
    page = (ROOT / "docs/usage.md").read_text(encoding="utf-8").split("\n## 自动修改\n")[1]
    commands = page.split("```bash\n")[1].split("```")[0]
    write("稿子/a.txt", FAULTY)
    write("稿子/b.txt", FIXABLE)
    write("总结.txt", FAULTY)
    script = f'govlint() {{ "{sys.executable}" -m govlint "$@"; }}\n{commands}'

    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, check=False)

    assert (tmp_path / "稿子/a.txt").read_text(encoding="utf-8") == FIXED
    assert (tmp_path / "稿子/b.txt").read_text(encoding="utf-8") == FIXABLE.replace("准守", "遵守")
    assert (tmp_path / "改好/稿子/a.txt").read_text(encoding="utf-8") == FIXED
    assert (tmp_path / "改好.txt").read_text(encoding="utf-8") == FIXED
    assert done.stdout.decode().splitlines()[-1].startswith("合计 2 个文件")


def test_the_summary_of_a_diff_goes_beside_it(govlint, write):
    write("a.txt", FAULTY)
    write("b.txt", b"\x00\x01\x02")

    outcome = govlint("check", "--isolated", "--diff", "a.txt", "b.txt")

    assert outcome.out == (
        "--- a.txt\n+++ a.txt\n@@ -1,2 +1,2 @@\n"
        "-全镇自觉准守村规民约，，办结率93.6 %。\n+全镇自觉遵守村规民约，办结率93.6%。\n 投资XX万元。\n"
    )
    assert outcome.err == "b.txt: 是二进制文件，不是文本\n可修改 3 处、1 个文件；没有写入\n"
    assert outcome.code == 2


def test_a_diff_for_a_terminal_is_coloured_and_readable_in_any_encoding(govlint, write):
    write("a.txt", FIXABLE.encode("gb18030"))

    outcome = govlint("check", "--isolated", "--diff", "--color", "a.txt")

    assert "\x1b[31m-引导村民自觉准守村规民约。\n" in outcome.out
    assert "\x1b[32m+引导村民自觉遵守村规民约。\n" in outcome.out


def test_of_a_text_that_is_no_patch_the_characters_are_shown(govlint, write):
    write("a.txt", FIXABLE.encode("utf-16"))

    outcome = govlint("check", "--isolated", "--diff", "a.txt")

    assert outcome.out.startswith("# --- a.txt（读出的文字，不能当补丁用）\n")
    assert "\n# -引导村民自觉准守村规民约。\n# +引导村民自觉遵守村规民约。\n" in outcome.out


@needs_patch
@pytest.mark.parametrize("tool", [["patch", "-p0", "-s"], ["git", "apply", "-p0"]], ids=" ".join)
def test_patch_programs_pass_over_what_is_no_patch_and_change_pages(write, tmp_path, tool):
    if shutil.which(tool[0]) is None:
        pytest.skip(f"没有 {tool[0]} 命令")
    document = write("a.docx", word(p("自觉准守规定")))
    before = document.read_bytes()
    page = write("b.html", "<p>引导村民自觉<b>准</b>守村规民约。\r\n".encode("gb18030"))
    utf16 = write("c.txt", FIXABLE.encode("utf-16"))
    text = write("d.txt", FIXABLE)

    diff = subprocess.run(
        [sys.executable, "-m", "govlint", "check", "--isolated", "--diff", "."],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    done = subprocess.run(tool, input=diff.stdout, cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr.decode()
    assert "# +自觉遵守规定".encode() in diff.stdout
    assert page.read_bytes() == "<p>引导村民自觉<b>遵</b>守村规民约。\r\n".encode("gb18030")
    assert text.read_text(encoding="utf-8") == FIXABLE.replace("准守", "遵守")
    assert (document.read_bytes(), utf16.read_bytes()) == (before, FIXABLE.encode("utf-16"))


def test_standard_input_comes_out_fixed(govlint, write):
    outcome = govlint("check", "--isolated", "--fix", "-", input=FAULTY.replace("\n", "\r\n").encode())
    diff = govlint("check", "--isolated", "--diff", "--stdin-filename", "a.md", "-", input=FAULTY.encode())
    broken = govlint("check", "--isolated", "--fix", "-", input=b"\x00\x01\x02")

    assert outcome.out == FIXED.replace("\n", "\r\n")
    assert "-:2:3 错误 PH001" in outcome.err
    assert "已修改 3 处、1 个文件" in outcome.err
    assert outcome.code == 1
    assert (diff.out.splitlines()[0], diff.code) == ("--- a.md", 1)
    assert (broken.out, broken.code) == ("\x00\x01\x02", 2)


def test_files_are_written_to_another_folder_under_their_names(govlint, write, tmp_path):
    write("a.txt", FAULTY)
    write("稿子/乙.md", FIXABLE)
    write("稿子/丙.txt", CLEAN).chmod(0o640)

    for _ in range(2):  # what is in the folder is no draft of the next run
        outcome = govlint("check", "--isolated", "--fix", "--output-dir", "改好", ".")

        assert "已修改 4 处、2 个文件\n检查了 3 个文件" in outcome.out
        assert (tmp_path / "a.txt").read_text(encoding="utf-8") == FAULTY
        assert (tmp_path / "改好/a.txt").read_text(encoding="utf-8") == FIXED
        assert "遵守" in (tmp_path / "改好/稿子/乙.md").read_text(encoding="utf-8")
        assert (tmp_path / "改好/稿子/丙.txt").read_text(encoding="utf-8") == CLEAN
        assert stat.S_IMODE((tmp_path / "改好/稿子/丙.txt").stat().st_mode) == 0o640


def test_a_file_named_in_that_folder_is_fixed(govlint, write, tmp_path):
    write("改好/a.txt", FAULTY)

    outcome = govlint("check", "--isolated", "--fix", "--output-dir", "改好", "改好/a.txt")

    assert "检查了 1 个文件" in outcome.out, outcome.err
    assert (tmp_path / "改好/改好/a.txt").read_text(encoding="utf-8") == FIXED
    assert (tmp_path / "改好/a.txt").read_text(encoding="utf-8") == FAULTY


def test_no_file_is_written_outside_that_folder(govlint, write, tmp_path):
    write("外面.txt", FAULTY)
    write("里面/a.txt", FAULTY)
    (tmp_path / "里面/改好").mkdir()
    (tmp_path / "里面/改好/a.txt").symlink_to(tmp_path / "外面.txt")

    for name in ("../外面.txt", "a.txt"):
        outcome = govlint("check", "--isolated", "--fix", "--output-dir", "改好", name, cwd=tmp_path / "里面")

        assert (outcome.code, "不能写到 改好 中的同名位置" in outcome.err) == (2, True)
    assert (tmp_path / "外面.txt").read_text(encoding="utf-8") == FAULTY


def test_what_is_allowed_on_purpose_is_not_fixed(govlint, write, tmp_path):
    write("a.md", "<!-- govlint-disable-line TY001 --> 引导村民自觉准守村规民约。\n一如继往，一愁莫展。\n")
    write(".govlint.yaml", "allow: [一如继往]\n")

    govlint("check", "--fix", "a.md")

    assert (
        (tmp_path / "a.md").read_text(encoding="utf-8").endswith("自觉准守村规民约。\n一如继往，一筹莫展。\n")
    )


def test_what_the_baseline_knows_is_not_fixed_even_when_its_surroundings_change(govlint, write):
    path = write("a.txt", "抓细抓实，，督促企业准守法规，，抓落实。\n")
    govlint("check", "--isolated", "--select", "TY001", "--write-baseline", "b.json", "a.txt")

    outcome = govlint("check", "--isolated", "--baseline", "b.json", "--fix", "a.txt")

    assert path.read_text(encoding="utf-8") == "抓细抓实，督促企业准守法规，抓落实。\n"
    assert "已修改 2 处" in outcome.out


def test_the_report_says_what_can_be_fixed(govlint, write):
    write("a.txt", FIXABLE + "银行帐户管理，，\n投资XX，，万元。\n")

    outcome = govlint("check", "--isolated", "a.txt")
    judged = govlint("check", "--isolated", "--select", "TY002", "a.txt")

    assert "a.txt:1:7 错误 TY001 “准守”是错别字，应为“遵守” [可自动修改]\n" in outcome.out
    assert "TY002 “帐户”宜写作“账户” [可修改，须确认]\n" in outcome.out
    assert "a.txt:3:5 错误 PU001 标点“，，”重复或冲突，只留一个\n" in outcome.out
    assert outcome.out.endswith("其中 2 处可用 --fix 自动修改（另有 1 处要加 --unsafe-fixes）\n")
    assert judged.out.endswith("其中 1 处可用 --fix --unsafe-fixes 修改，改后请逐处确认\n")


def test_the_table_of_files_lines_up(govlint, write):
    write("a.txt", FAULTY)
    write("总结二.txt", JUDGED)
    write("c.txt", b"\x00\x01\x02")

    plain = govlint("check", "--isolated", "--summary", ".")
    fixed = govlint("check", "--isolated", "--summary", "--fix", ".")

    assert plain.out == (
        "文件           错误  警告  提示  字数\n"
        "a.txt             3     1     0    31\n"
        "c.txt             0     0     0     0  是二进制文件，不是文本\n"
        "总结二.txt        0     0     1    12\n"
        "合计 2 个文件     3     1     1    43\n"
    )
    assert fixed.out.splitlines()[:2] == [
        "文件           错误  警告  提示  已修改  字数",
        "a.txt             1     0     0       3    29",
    ]
    assert (plain.code, fixed.code) == (2, 2)
