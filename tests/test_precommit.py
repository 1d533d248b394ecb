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


@pytest.mark.skipif(not HAS_GIT, reason="要在 git 检出中试验：pre-commit 从提交历史安装钩子")
def test_the_hook_finds_faults_in_staged_drafts(tmp_path):
    hooks = tmp_path / "hooks"
    files = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (hooks / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, hooks / name)
    run("git", "init", "-q", cwd=hooks)
    run("git", "add", "-A", cwd=hooks)
    author = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    assert run("git", *author, "commit", "-qm", "as it stands", cwd=hooks).returncode == 0
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    run("git", "init", "-q", cwd=drafts)
    (drafts / "总结 一.txt").write_text("全年投资XX万元，群众受益。\n", encoding="utf-8")
    (drafts / "总结二.txt").write_bytes("自觉准守村规民约，全镇上下团结一心，真抓实干。\n".encode("gb18030"))
    (drafts / "计划.md").write_text("# 计划\n投资52万元。\n", encoding="utf-8")
    run("git", "add", "-A", cwd=drafts)

    done = run(
        sys.executable, "-m", "pre_commit", "try-repo", str(hooks), "govlint", "--all-files", cwd=drafts
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "总结 一.txt:1:5 错误 PH001" in done.stdout
    assert "总结二.txt:1:3 错误 TY001" in done.stdout
    assert "计划.md:" not in done.stdout


@pytest.mark.parametrize("kind", ["config", "manifest"])
def test_the_files_for_pre_commit_are_valid(kind):
    name = {"config": ".pre-commit-config.yaml", "manifest": ".pre-commit-hooks.yaml"}[kind]
    done = run(sys.executable, "-m", "pre_commit", f"validate-{kind}", name, cwd=ROOT)

    assert done.returncode == 0, done.stdout
