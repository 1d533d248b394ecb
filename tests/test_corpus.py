"""Recall and silence on real reports, where the texts are at hand (they are not part of the project)."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

from conftest import ROOT, SHARED, needs

from govlint.document import Document
from govlint.linter import lint
from govlint.rules.ruleset import builtin_rules

pytestmark = needs("corpus/clean", "gold", "seeds", "eval")


def test_proofread_reports_stay_almost_silent():
    rules = [rule for rule in builtin_rules() if rule.on_by_default]
    levels, characters = Counter(), 0
    for path in sorted((SHARED / "corpus" / "clean").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        characters += len(text)
        levels.update(found.severity.name for found in lint(Document(text), rules).diagnostics)

    assert levels["error"] * 10_000 / characters <= 0.1
    assert levels["warning"] * 10_000 / characters <= 0.8


def test_no_trap_is_sprung_and_every_slot_found():
    command = f"{sys.executable} -m govlint check --isolated --output-format json"
    gold = SHARED / "gold"
    arguments = [
        "--texts",
        SHARED / "seeds",
        "--gold",
        gold / "gold.jsonl",
        "--safe",
        gold / "not_defects.jsonl",
    ]
    score = [sys.executable, SHARED / "eval" / "score.py", "gold", *arguments, "--cmd", command]
    done = subprocess.run(score, capture_output=True, text=True, check=True, cwd=ROOT)

    assert "traps sprung 0" in done.stdout
    assert "must     placeholder          22       22       22" in done.stdout
