"""The hook as its users run it: `pre-commit try-repo` on a repository of theirs."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from conftest import ROOT

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
    author = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    assert run("git", *author, "commit", "-qm", "as it stands", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def drafts(tmp_path):
    """A repository with two faulty drafts and a clean one, staged."""
    run("git", "init", "-q", cwd=tmp_path)
    (tmp_path / "总结 一.txt").write_text("全年投资XX万元，群众受益。\n", encoding="utf-8")
    (tmp_path / "总结二.txt").write_bytes(
        "自觉准守村规民约，全镇上下团结一心，真抓实干。\n".encode("gb18030")
    )
    (tmp_path / "计划.md").write_text("# 计划\n投资52万元。\n", encoding="utf-8")
    run("git", "add", "-A", cwd=tmp_path)
    return tmp_path


def try_hook(hooks, name, drafts):
    return run(sys.executable, "-m", "pre_commit", "try-repo", str(hooks), name, "--all-files", cwd=drafts)


def test_the_hook_finds_faults_in_staged_drafts(hooks, drafts):
    done = try_hook(hooks, "govlint", drafts)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "总结 一.txt:1:5 错误 PH001" in done.stdout
    assert "总结二.txt:1:3 错误 TY001" in done.stdout
    assert "计划.md:" not in done.stdout
    assert run("git", "diff", "--quiet", cwd=drafts).returncode == 0


def test_the_fixing_hook_mends_what_it_can_and_fails(hooks, drafts):
    done = try_hook(hooks, "govlint-fix", drafts)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "files were modified by this hook" in done.stdout
    assert "已修改 1 处、1 个文件" in done.stdout
    assert "总结 一.txt:1:5 错误 PH001" in done.stdout
    assert (drafts / "总结二.txt").read_bytes().decode("gb18030").startswith("自觉遵守村规民约，")
    assert (drafts / "总结 一.txt").read_text(encoding="utf-8") == "全年投资XX万元，群众受益。\n"


@pytest.mark.parametrize("kind", ["config", "manifest"])
def test_the_files_for_pre_commit_are_valid(kind):
    name = {"config": ".pre-commit-config.yaml", "manifest": ".pre-commit-hooks.yaml"}[kind]
    done = run(sys.executable, "-m", "pre_commit", f"validate-{kind}", name, cwd=ROOT)

    assert done.returncode == 0, done.stdout
