"""Checks files: finds them, reads them, and runs the rules that their configuration selects.

The names below are imported when first used: a file whose result is cached needs no rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govlint.runner.choosing import forget, known_rules
    from govlint.runner.files import find_files, not_looked_at
    from govlint.runner.pool import run
    from govlint.runner.report import FileReport, Rewriting
    from govlint.runner.session import Session
    from govlint.runner.settings import Fixing, Settings

__all__ = [
    "FileReport",
    "Fixing",
    "Rewriting",
    "Session",
    "Settings",
    "find_files",
    "forget",
    "known_rules",
    "not_looked_at",
    "run",
]

_MODULE_OF = {
    "FileReport": "report",
    "Fixing": "settings",
    "Rewriting": "report",
    "Session": "session",
    "Settings": "settings",
    "find_files": "files",
    "forget": "choosing",
    "known_rules": "choosing",
    "not_looked_at": "files",
    "run": "pool",
}


def __getattr__(name: str) -> Any:
    if name in _MODULE_OF:
        from importlib import import_module

        return getattr(import_module(f"govlint.runner.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module 'govlint.runner' has no attribute {name!r}")
