"""The tables that a scan writes, by name, and their columns.

Lines and columns are 1-based, offsets 0-based, all in code points; ends are exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from govlint.diagnostic import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["text", "integer", "spans"]


class Column(NamedTuple):
    """A column of a table: whole numbers, text, or a list of removed `REMOVED` spans; `optional` where it may
    be null.
    """

    name: str
    kind: Kind = "text"
    optional: bool = False


def _integers(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "integer") for name in names)


REMOVED = (Column("rule"), *_integers("offset", "end_offset"), Column("text"), Column("replacement"))

TABLES: dict[str, tuple[Column, ...]] = {
    # One row a finding. `path` is the file the document stands in, `id` names the document.
    "findings": (
        Column("id"),
        Column("path"),
        *map(Column, ("rule", "name", "category", "severity", "message")),
        *_integers("line", "column", "offset", "end_offset"),
        # What is pointed at, and what stands before and after it in its line.
        *map(Column, ("text", "before", "after")),
        Column("fingerprint"),
    ),
    # One row a document. `problem` is why it could not be checked, or not to the end.
    "documents": (
        Column("id"),
        Column("path"),
        *_integers("characters", "errors", "warnings", "infos", *CATEGORIES.values()),
        *_integers("consistent", "inconsistent", "undecided"),
        Column("problem", optional=True),
    ),
    # One row a document that could be read: its text without what a web page or a library site left in it.
    # Offsets of what was removed are those in the text as read.
    "cleaned": (Column("id"), Column("path"), Column("text"), Column("removed", "spans")),
}


def as_object(columns: Sequence[Column], row: Sequence[Any]) -> dict[str, Any]:
    """A row as JSON holds it."""
    return {
        column.name: [as_object(REMOVED, span) for span in cell] if column.kind == "spans" else cell
        for column, cell in zip(columns, row, strict=True)
    }
