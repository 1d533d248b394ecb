"""Quotes cells of CSV files. Without quoting, a spreadsheet would run text from the web that looks like a
formula.
"""

from __future__ import annotations

import re

# A formula begins with one of these signs, in some spreadsheets also with a full-width one; a plain number is
# no formula. Text that already has an apostrophe before the sign gets another, so that unquoting restores it.
_FORMULA = re.compile(r"'*(?:[=@\t\r＝＠]|[+\-＋－](?!\d+(?:\.\d+)?%?\Z))")


def quoted(text: str) -> str:
    """A text as a cell: with an apostrophe before it where it would be read as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unquoted(cell: str) -> str:
    """The text that `quoted` turned into a cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
