"""The hooks as their users run them: by pre-commit and by prek, on a repository of theirs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from conftest import ROOT
from word_files import p, word

from govlint.readers import CONVERTED, HTML, MARKDOWN, TEXT, WORD

AUTHOR = ("-c", "user.name=test", "-c", "user.email=test@example.org")
OFFLINE = ("Could not find a version", "No matching distribution", "name resolution", "error sending request")
HAS_GIT = shutil.which("git") is not None and (ROOT / ".git").exists()


def run(*command: str, cwd) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory):
    """A repository of the hooks: the files of this one as they stand."""
    if not HAS_GIT:
        pytest.skip("要在 git 检出中试验：pre-commit 从提交历史安装钩子")
    folder = tmp_path_factory.mktemp("hooks")
    files = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    run("git", "init", "-q", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    assert run("git", *AUTHOR, "commit", "-qm", "as it stands", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def drafts(tmp_path):
    """A repository with faulty drafts of several kinds, a clean one, and files that are none, staged."""
    run("git", "init", "-q", cwd=tmp_path)
    (tmp_path / "总结 一.txt").write_text("全年投资XX万元，群众受益。\n", encoding="utf-8")
    (tmp_path / "总结二.txt").write_bytes(
        "自觉准守村规民约，全镇上下团结一心，真抓实干。\n".encode("gb18030")
    )
    (tmp_path / "计划.md").write_text("# 计划\n投资52万元。\n", encoding="utf-8")
    (tmp_path / "网页.html").write_text("<p>全年完成投资5亿元、XX万元。</p>\n", encoding="utf-8")
    for name in ("LICENSE", "requirements-dev.txt", "CMakeLists.txt", "licence.md"):
        (tmp_path / name).write_text("# 准守\n", encoding="utf-8")
    (tmp_path / "文件.docx").write_bytes(word(p("全年投资XX万元。")))
    (tmp_path / "~$文件.docx").write_bytes(b"Word keeps this while the file is open")
    run("git", "add", "-A", cwd=tmp_path)
    return tmp_path


def online(done):
    """What came of a run that installs; skips the test where nothing can be installed."""
    if any(sign in done.stdout + done.stderr for sign in OFFLINE):
        pytest.skip("取不到依赖的包，不试钩子的安装")
    return done


@pytest.fixture(params=["pre-commit", "prek"])
def try_hook(request, hooks, drafts, tmp_path_factory):
    """Runs a hook on the drafts by one of the two programs that know such hooks."""
    program = [sys.executable, "-m", "pre_commit"]
    if request.param == "prek":
        if shutil.which("prek") is None:
            pytest.skip("没有 prek，只用 pre-commit 试钩子")
        program = ["prek"]

    def run_hook(name):
        return online(run(*program, "try-repo", str(hooks), name, "--all-files", cwd=drafts))

    return run_hook


def test_the_hook_finds_faults_in_staged_drafts(try_hook, drafts):
    done = try_hook("govlint")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "总结 一.txt:1:5 错误 PH001" in done.stdout
    assert "总结二.txt:1:3 错误 TY001" in done.stdout
    assert "网页.html:1:14 错误 PH001" in done.stdout
    assert "计划.md:" not in done.stdout
    assert "文件.docx" not in done.stdout
    assert "检查了 4 个文件" in done.stdout
    assert run("git", "diff", "--quiet", cwd=drafts).returncode == 0


def test_the_fixing_hook_fixes_what_it_can_and_fails(try_hook, drafts):
    done = try_hook("govlint-fix")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "files were modified by this hook" in done.stdout
    assert "已修改 1 处、1 个文件" in done.stdout
    assert "总结 一.txt:1:5 错误 PH001" in done.stdout
    assert (drafts / "总结二.txt").read_bytes().decode("gb18030").startswith("自觉遵守村规民约，")
    assert (drafts / "总结 一.txt").read_text(encoding="utf-8") == "全年投资XX万元，群众受益。\n"


def test_the_hook_for_word_files_reads_those_and_no_other(try_hook, drafts):
    done = try_hook("govlint-office")

    assert done.returncode == 1, done.stdout + done.stderr
    assert "文件.docx:段落 1 错误 PH001" in done.stdout
    assert "检查了 1 个文件" in done.stdout


def test_a_commit_is_held_up_by_what_it_changes_only(hooks, drafts):
    head = run("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    page = (ROOT / "docs/pipelines.md").read_text(encoding="utf-8")
    settings = yaml.safe_load(page.partition("```yaml\n")[2].partition("```")[0])
    settings["repos"][0] |= {"repo": str(hooks), "rev": head}
    (drafts / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    run("git", *AUTHOR, "commit", "-qm", "faults and all", cwd=drafts)
    run(sys.executable, "-m", "pre_commit", "install", cwd=drafts)
    run("git", "add", "-A", cwd=drafts)

    old = "全年投资XX万元，群众受益。\n"
    (drafts / "总结 一.txt").write_text(old + "新增就业二百人。\n", encoding="utf-8")
    clean = online(run("git", *AUTHOR, "commit", "-am", "clean", cwd=drafts))
    (drafts / "总结 一.txt").write_text(old + "新增就业XX人。\n", encoding="utf-8")
    faulty = run("git", *AUTHOR, "commit", "-am", "faulty", cwd=drafts)

    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert faulty.returncode == 1, faulty.stdout + faulty.stderr
    assert "总结 一.txt:2:5 错误 PH001" in faulty.stderr + faulty.stdout
    assert ".txt:1:5" not in faulty.stderr + faulty.stdout


def test_no_hook_writes_one_file_from_several_processes():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    for hook in hooks:
        words = [*hook["entry"].split(), *hook.get("args", [])]
        assert not {"-o", "--output-file", "--write-baseline", "--output-dir"} & set(words)
        assert hook["description"]


@pytest.mark.parametrize(
    ("name", "suffixes"),
    [
        ("govlint", {*TEXT.suffixes, *MARKDOWN.suffixes, *HTML.suffixes}),
        ("govlint-fix", {*TEXT.suffixes, *MARKDOWN.suffixes, *HTML.suffixes}),
        ("govlint-office", {*WORD.suffixes, *CONVERTED.suffixes}),
    ],
)
def test_the_suffixes_that_a_hook_takes_are_documented(name, suffixes):
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (taken,) = (hook["files"] for hook in hooks if hook["id"] == name)
    page = (ROOT / "docs/pipelines.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{name}` \|.*", page, re.MULTILINE)

    documented = re.findall(r"`\.(\w+)`", row)
    assert rf"(?i)\.({'|'.join(documented)})$" == taken
    assert {f".{suffix}" for suffix in documented} == suffixes


@pytest.mark.parametrize("kind", ["config", "manifest"])
def test_the_files_for_pre_commit_are_valid(kind):
    name = {"config": ".pre-commit-config.yaml", "manifest": ".pre-commit-hooks.yaml"}[kind]
    done = run(sys.executable, "-m", "pre_commit", f"validate-{kind}", name, cwd=ROOT)

    assert done.returncode == 0, done.stdout
