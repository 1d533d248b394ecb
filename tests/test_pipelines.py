"""What runs in pipelines: the GitHub Action, its script run here, and the GitLab template."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from conftest import ROOT
from test_precommit import OFFLINE

from govlint.commands.check import FORMATS

FAULTY, CLEAN = "全年投资XX万元。\n", "全年投资52万元。\n"
TEMPLATES = [
    (ROOT / "action.yml", "vendor.github-actions", ("using: composite", "using: composit")),
    (ROOT / "templates/gitlab-ci.yml", "vendor.gitlab-ci", ("when: always", "when: allways")),
]
BASH = shutil.which("bash")


@pytest.mark.parametrize(("path", "schema", "fault"), TEMPLATES, ids=lambda value: getattr(value, "name", ""))
def test_files_for_pipelines_are_valid(path, schema, fault, tmp_path):
    text = path.read_text(encoding="utf-8")
    old, new = fault
    broken = tmp_path / path.name
    broken.write_text(text.replace(old, new), encoding="utf-8")
    assert old in text

    for file, code in ((path, 0), (broken, 1)):
        with pytest.raises(SystemExit) as left:
            check_jsonschema(["--builtin-schema", schema, str(file)])
        assert left.value.code == code


@pytest.mark.parametrize(
    ("sign", "schema", "fault"),
    [
        ("runs-on:", "vendor.github-workflows", ("runs-on:", "run-on:")),
        ("\ninclude:", "vendor.gitlab-ci", ("file:", "fil:")),
    ],
    ids=["github", "gitlab"],
)
def test_the_recipes_of_the_documentation_are_valid(sign, schema, fault, tmp_path):
    text = (ROOT / "docs/pipelines.md").read_text(encoding="utf-8")
    (recipe,) = (code for code in re.findall(r"```yaml(.+?)```", text, re.DOTALL) if sign in code)
    good, bad = tmp_path / "good.yml", tmp_path / "bad.yml"
    good.write_text(recipe, encoding="utf-8")
    bad.write_text(recipe.replace(*fault), encoding="utf-8")

    for file, code in ((good, 0), (bad, 1)):
        with pytest.raises(SystemExit) as left:
            check_jsonschema(["--builtin-schema", schema, str(file)])
        assert left.value.code == code


def test_the_action_hands_every_input_to_its_script():
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = action["runs"]["steps"]
    script = (ROOT / "action/run.sh").read_text(encoding="utf-8")

    handed = {f"inputs.{name}" for name in action["inputs"]} | {"github.action_path"}
    assert {value.strip("${ }") for value in step["env"].values()} == handed
    assert all(name in script for name in step["env"])
    assert "${{" not in step["run"]  # what users write is never part of the command


@pytest.fixture
def drafts(tmp_path):
    folder = tmp_path / "drafts"
    (folder / "年度 总结").mkdir(parents=True)
    (folder / "年度 总结/甲.txt").write_text(FAULTY, encoding="utf-8")
    (folder / "乙.txt").write_bytes(CLEAN.encode("gb18030"))
    (folder / "$(touch 不好).txt").write_text(CLEAN, encoding="utf-8")
    return folder


@pytest.fixture(params=["uv", "pip"], scope="module")
def action(request, tmp_path_factory):
    """The script of the action, with uv to install by or without; installed once."""
    if BASH is None:
        pytest.skip("没有 bash，不试 GitHub Action 的脚本")
    if "github" not in FORMATS:
        pytest.skip("这一版没有输出格式 github，不试 GitHub Action 的脚本")
    tools = tmp_path_factory.mktemp("tools")
    (tools / "python3").symlink_to(os.path.realpath(sys.executable))
    uv = shutil.which("uv")
    if request.param == "uv":
        if uv is None:
            pytest.skip("没有 uv，只用 pip 试 GitHub Action 的脚本")
        (tools / "uv").symlink_to(uv)
    others = [
        folder for folder in os.environ["PATH"].split(os.pathsep) if not shutil.which("uv", path=folder)
    ]
    temporary = tmp_path_factory.mktemp("runner")

    def run(folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str]:
        summary = temporary / "summary.md"
        summary.write_text("", encoding="utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"},
            "PATH": os.pathsep.join([str(tools), *others]),
            "RUNNER_TEMP": str(temporary),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GOVLINT_SOURCE": str(ROOT),
            **{f"GOVLINT_{name.upper()}": value for name, value in inputs.items()},
        }
        done = subprocess.run(
            [BASH, str(ROOT / "action/run.sh")],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        if any(sign in done.stderr for sign in OFFLINE):
            pytest.skip("取不到依赖的包，不试 GitHub Action 的脚本")
        return done, summary.read_text(encoding="utf-8")

    return run


def test_the_action_annotates_sums_up_and_fails(action, drafts):
    done, summary = action(drafts)

    assert done.returncode == 1, done.stderr
    (command,) = (line for line in done.stdout.splitlines() if line.startswith("::error "))
    assert "file=年度 总结/甲.txt" in command
    assert "残留占位符“XX”" in command
    assert summary.startswith("### govlint\n\n````\n")
    assert "年度 总结/甲.txt" in summary
    assert not (drafts / "不好").exists()


@pytest.mark.parametrize("action", ["uv"], indirect=True)
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_on": "never"}, 0),
        ({"paths": "乙.txt\n$(touch 不好).txt\n"}, 0),
        ({"paths": "\n年度 总结\n乙.txt"}, 1),
        ({"args": "--ignore=PH\n--isolated\n"}, 0),
        ({"args": "--ignore\nZZ999"}, 2),
        ({"paths": "没有.txt", "fail_on": "never"}, 2),
    ],
)
def test_the_action_takes_its_inputs(action, drafts, inputs, code):
    done, _ = action(drafts, **inputs)

    assert done.returncode == code, done.stdout + done.stderr
    assert not (drafts / "不好").exists()


def test_a_summary_that_is_cut_off_ends_its_code(tmp_path):
    if BASH is None:
        pytest.skip("没有 bash，不试 GitHub Action 的脚本")
    uv = tmp_path / "uv"
    uv.write_text(
        '#!/usr/bin/env bash\n[ "$1" = venv ] || exit 0\nmkdir -p "${@: -1}/bin"\n'
        """printf '#!/usr/bin/env bash\\nprintf "%%0600000d" 0\\n' >"${@: -1}/bin/govlint"\n"""
        'chmod +x "${@: -1}/bin/govlint"\n',
        encoding="utf-8",
    )
    uv.chmod(0o755)
    environment = {"PATH": os.pathsep.join([str(tmp_path), os.environ["PATH"]]), "GOVLINT_SOURCE": "."}
    environment |= {"RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}

    subprocess.run([BASH, str(ROOT / "action/run.sh")], env=environment, check=True, capture_output=True)

    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert summary == f"### govlint\n\n````\n{'0' * 500_000}\n````\n"


def test_the_commands_of_the_gitlab_template_write_a_report_and_fail(drafts, cache):
    if BASH is None:
        pytest.skip("没有 bash，不试 GitLab 模板的命令")
    if "gitlab" not in FORMATS:
        pytest.skip("这一版没有输出格式 gitlab，不试 GitLab 模板的命令")
    template = yaml.safe_load((ROOT / "templates/gitlab-ci.yml").read_text(encoding="utf-8"))
    variables = {**template["variables"], "GOVLINT_PATHS": "乙.txt 年度*"}
    codes = []
    for command in template["govlint"]["script"]:
        environment = {**os.environ, **variables, "GOVLINT_CACHE_DIR": str(cache)}
        environment["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
        codes.append(
            subprocess.run([BASH, "-c", command], cwd=drafts, env=environment, check=False).returncode
        )

    assert codes == [0, 1]
    name = template["govlint"]["artifacts"]["reports"]["codequality"]
    (entry,) = json.loads((drafts / name).read_text(encoding="utf-8"))
    assert entry["location"]["path"] == "年度 总结/甲.txt"
