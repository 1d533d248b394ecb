"""The tables that a scan writes, and their columns.

Lines and columns are 1-based, offsets 0-based; all count code points. Ends are exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from govlint.diagnostic import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["text", "integer", "spans"]


class Column(NamedTuple):
    """A column of a table. Its values are text, whole numbers, or lists of removed spans, with the columns of
    `REMOVED`. An `optional` column may be null.
    """

    name: str
    kind: Kind = "text"
    optional: bool = False


def _integers(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "integer") for name in names)


REMOVED = (Column("rule"), *_integers("offset", "end_offset"), Column("text"), Column("replacement"))

TABLES: dict[str, tuple[Column, ...]] = {
    # A row for each finding. `id` names the document, `path` is the file that the document is in.
    "findings": (
        Column("id"),
        Column("path"),
        *map(Column, ("rule", "name", "category", "severity", "message")),
        *_integers("line", "column", "offset", "end_offset"),
        # The text of the finding, and what stands before and after it in its line.
        *map(Column, ("text", "before", "after")),
        Column("fingerprint"),
    ),
    # A row for each document. `problem` is why it could not be checked, or not to the end.
    "documents": (
        Column("id"),
        Column("path"),
        *_integers("characters", "errors", "warnings", "infos", *CATEGORIES.values()),
        *_integers("consistent", "inconsistent", "undecided"),
        Column("problem", optional=True),
    ),
    # A row for each document that could be read: its text without what a web page or a library site left in
    # it. The offsets in `removed` are those of the text as read.
    "cleaned": (Column("id"), Column("path"), Column("text"), Column("removed", "spans")),
}


def as_object(columns: Sequence[Column], row: Sequence[Any]) -> dict[str, Any]:
    """A row as a JSON object."""
    return {
        column.name: [as_object(REMOVED, span) for span in cell] if column.kind == "spans" else cell
        for column, cell in zip(columns, row, strict=True)
    }
