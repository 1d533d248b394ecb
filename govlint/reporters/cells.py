"""Cells of CSV files: none that a spreadsheet would take for a formula, which text from the web can bring."""

from __future__ import annotations

import re

# The signs formulas begin with, also full-width ones, which some spreadsheets take for them; a plain number
# is none. What has an apostrophe before it already gets one more, so that it can be told apart.
_FORMULA = re.compile(r"'*(?:[=@\t\r＝＠]|[+\-＋－](?!\d+(?:\.\d+)?%?\Z))")


def quoted(text: str) -> str:
    """The text as a cell: with an apostrophe before it where it would be taken for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unquoted(cell: str) -> str:
    """The text that `quoted` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
