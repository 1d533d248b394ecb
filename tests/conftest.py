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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Before any test module loads rules: a cache of the tests' own, so that none of an earlier run is used.
os.environ["GOVLINT_CACHE_DIR"] = tempfile.mkdtemp(prefix="govlint-tests-")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def seconds(work: Callable[[], object]) -> float:
    """The processor time that some work takes, without that of collecting the garbage of other tests."""
    gc.collect()
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
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file below `tmp_path`, text as UTF-8 with its line ends kept."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return put
