"""Runs the command line as a user would: in a process of its own."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Before any test module loads rules: a cache of the tests' own, so that none of an earlier run is used.
os.environ["GOVLINT_CACHE_DIR"] = tempfile.mkdtemp(prefix="govlint-tests-")
# Of how long an example may take nothing is said: machines are busy.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("GOVLINT_TEST_TEXTS") or ROOT.parent / "shared")
"""Other people's texts and test cases, beside the checkout or where the variable says; tests that use them do
without.
"""
SLOT = "全年投资XX万元，群众受益。\n"
CLEAN = "全年投资52万元，群众受益。\n"
OWN_RULE = """\
- id: WD901
  name: full-bureau-name
  severity: warning
  message: “{match}”应写全称
  why: 本单位行文规定使用机构全称。
  source: practice
  kind: lexicon
  options: {words: own.tsv}
  examples:
    bad:
      - {text: 由市自规局牵头。, match: 自规局}
      - {text: 县自规局已批复。, match: 自规局}
    good: [由市自然资源和规划局牵头。, 乡规民约。]
"""
OWN_LIST = "wrong\tright\n自规局\t自然资源和规划局\n"
"""A rule file with a word list of its own, `own.tsv`."""
SLOW_RULE = OWN_RULE.replace("lexicon", "pattern").replace("words: own.tsv", "pattern: '自规局|(?:a|aa)+b'")
SLOW_TEXT = "a" * 60 + "自规局b\n"
"""A rule file, and a text in which its rule runs out of time."""


def needs(*folders: str) -> pytest.MarkDecorator:
    """Skips a test where one of these folders of `SHARED` is missing."""
    missing = [folder for folder in folders if not (SHARED / folder).is_dir()]
    return pytest.mark.skipif(bool(missing), reason=f"{SHARED} 里没有 {'、'.join(missing)}")


posix = pytest.mark.skipif(os.name != "posix", reason="Windows 没有这些")
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="系统管理员什么都写得了"
)
forks = pytest.mark.skipif(
    not sys.platform.startswith("linux") or sys.version_info >= (3, 14),
    reason="工作进程不从主进程分出，换不掉里面的函数",
)


def seconds(work: Callable[[], object]) -> float:
    """The processor time that some work takes, without that of collecting garbage, also of other tests."""
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def found(self) -> list[tuple[str, str]]:
        return [(entry["rule"], entry["text"]) for entry in self.json["diagnostics"]]


@pytest.fixture(scope="session", autouse=True)
def cache() -> Iterator[Path]:
    folder = Path(os.environ["GOVLINT_CACHE_DIR"])
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def govlint(tmp_path: Path, cache: Path) -> Callable[..., Outcome]:
    """The command, run in `tmp_path`: govlint("check", "a.txt", input=b"", env={})."""

    def run(
        *arguments: str, input: bytes = b"", env: dict[str, str] | None = None, cwd: Path = tmp_path
    ) -> Outcome:
        environment = {
            key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")
        }
        environment |= {"GOVLINT_CACHE_DIR": str(cache), **(env or {})}
        done = subprocess.run(
            [sys.executable, "-m", "govlint", *arguments],
            input=input,
            capture_output=True,
            cwd=cwd,
            env=environment,
            timeout=120,
            check=False,
        )
        outcome = Outcome(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
        assert "Traceback" not in outcome.err, outcome.err
        return outcome

    return run


@pytest.fixture
def patched(tmp_path: Path, cache: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command, run in `tmp_path` once some lines of Python have been."""

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", f"{program}\nfrom govlint.__main__ import main; main()", *arguments],
            cwd=tmp_path,
            env={**os.environ, "GOVLINT_CACHE_DIR": str(cache)},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file below `tmp_path`, text as UTF-8 with its line ends kept."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return put
