"""Imports run one way, and what a run does not need is not imported."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from conftest import ROOT

import govlint
from govlint import runner

PACKAGE = Path(govlint.__file__).parent
# Each module may import those before it at module level, never those after it.
ORDER = [
    "digest",
    "reasons",
    "collector",
    "cache",
    "matching",
    "document",
    "clock",
    "numbers",
    "words",
    "outline",
    "diagnostic",
    "edits",
    "spelling",
    "joints",
    "checkers",
    "rule",
    "collapsing",
    "conclusions",
    "line_ends",
    "linter",
    "incremental",
    "keeping",
    "fixing",
    "rules",
    "globs",
    "config",
    "writing",
    "readers",
    "changes",
    "workers",
    "runner",
    "schemas",
    "reporters",
    "server",
    "commands",
    "scan",
    "arrow",
    "cli",
    "__main__",
]
NEEDLESS = [
    "govlint.writing",
    "govlint.scan",
    "pyarrow",
    "duckdb",
    "yaml",
    "jieba",
    "tomllib",
    "concurrent",
    "multiprocessing",
    "logging",
    "pathlib",
    "difflib",
    "html",
    "pypdfium2",
    "subprocess",
    "tempfile",
    "pickle",
    "sqlite3",
    "importlib.metadata",
    "lxml",
    "zipfile",
    "govlint.incremental",
    "pygls",
]


def top(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "govlint":
            if node.module == "govlint":
                names |= {alias.name for alias in node.names if not alias.name.startswith("__")}
            else:
                names.add(top(node.module))
    return names


def test_imports_run_one_way():
    for path in PACKAGE.rglob("*.py"):
        module = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if module == "__init__":
            continue
        for name in imported(path) - {module}:
            assert ORDER.index(name) < ORDER.index(module), f"{module} 不应引用 {name}"


def modules_imported(path: Path) -> set[str]:
    """The modules of govlint, by their dotted names, that a module imports when it is loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in tree.body:  # not those inside functions, or for types only
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "govlint":
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_no_modules_import_each_other():
    paths = {
        ".".join(["govlint", *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(
            ".__init__"
        ): path
        for path in PACKAGE.rglob("*.py")
    }
    graph = {
        name: (modules_imported(path) & paths.keys()) - {"govlint", name} for name, path in paths.items()
    }

    assert list(TopologicalSorter(graph).static_order())


def test_every_module_has_its_place():
    modules = {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in PACKAGE.rglob("*.py")}

    assert modules - {"__init__"} == set(ORDER)


def test_contributors_are_told_of_every_module_in_this_order():
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = page.split("| 在 `govlint/` 里 |")[1].split("\n\n")[0].splitlines()[2:]
    named = [name for row in table for name in re.findall(r"`(\w+)(?:\.py|/)`", row.split(" | ")[0])]

    assert named == ORDER


@pytest.mark.parametrize("how", [["--no-cache"], []], ids=["checked", "cached"])
def test_a_plain_check_imports_no_more_than_it_needs(tmp_path, cache, how):
    draft = tmp_path / "a.txt"
    draft.write_text("全年投资XX万元。", encoding="utf-8")
    program = (
        "import sys, runpy\n"
        f"sys.argv = ['govlint', 'check', '--isolated', *{how}, {str(draft)!r}]\n"
        "try: runpy.run_module('govlint', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    environment = {"GOVLINT_CACHE_DIR": str(cache), "PATH": ""}
    for _ in range(2):  # the first run fills the cache
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
        )
    loaded = set(done.stderr.split())

    assert [name for name in NEEDLESS if name in loaded] == []


def seen_by_type_checkers(package: ModuleType) -> dict[str, str]:
    """The names that a package imports for type checkers only, with the modules they are imported from."""
    tree = ast.parse(Path(package.__file__).read_text(encoding="utf-8"))
    guarded = [node for node in tree.body if isinstance(node, ast.If)]
    imports = [part for node in guarded for part in node.body if isinstance(part, ast.ImportFrom)]
    return {
        alias.name: node.module
        for node in imports
        if node.module.startswith("govlint")
        for alias in node.names
    }


@pytest.mark.parametrize("package", [govlint, runner], ids=["govlint", "runner"])
def test_what_a_package_imports_when_first_used_is_what_type_checkers_see(package):
    seen = seen_by_type_checkers(package)
    defined = {name for name, value in vars(package).items() if isinstance(value, FunctionType)}

    modules = {name: module.removeprefix(f"{package.__name__}.") for name, module in seen.items()}
    assert modules == package._MODULE_OF
    assert set(package.__all__) == seen.keys() | {name for name in defined if not name.startswith("_")}
    for name, module in seen.items():
        assert getattr(package, name) is getattr(import_module(module), name)
