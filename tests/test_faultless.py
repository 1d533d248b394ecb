"""Texts in which nothing is wrong: not one error or warning.

They were written for this, in as many genres and trades as could be thought of; places, names and figures are
made up, and the figures agree. A rule that reports something here is put right, not the text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from govlint.diagnostic import Severity
from govlint.runner import Session, Settings

TEXTS = sorted((Path(__file__).parent / "faultless").iterdir())


def test_the_texts_are_there():
    assert len(TEXTS) > 100


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_nothing_is_wrong(path):
    report = Session(Settings(isolated=True)).check(str(path))

    assert report.problem is None
    assert [
        (one.rule, one.text, one.message) for one in report.diagnostics if one.severity >= Severity.warning
    ] == []
