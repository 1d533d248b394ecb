"""The wheel carries the rules, and nothing of a generic name."""

from __future__ import annotations

import shutil
import subprocess
import zipfile

import pytest
from conftest import ROOT


def test_the_wheel_holds_the_rules_inside_the_package(tmp_path):
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("没有 uv，不试打包（README 的命令会装上它）")
    subprocess.run(
        [uv, "build", "-q", "--wheel", "--out-dir", str(tmp_path), str(ROOT)], check=True, timeout=300
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    shipped = {name.removeprefix("govlint/") for name in names if name.startswith("govlint/lint_rules/")}
    present = {str(path.relative_to(ROOT)) for path in (ROOT / "lint_rules").rglob("*") if path.is_file()}
    assert shipped == present
    assert {"govlint/py.typed", "govlint/schemas/output.json"} <= set(names)
    page = "govlint/reporters/page/page."
    assert {name for name in names if name.startswith(page)} == {
        f"{page}{end}" for end in ("html", "css", "js")
    }
    assert {name.split("/")[0] for name in names} == {
        "govlint",
        next(n for n in names if ".dist-info" in n).split("/")[0],
    }
