"""Archives in Parquet, read a few rows at a time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from govlint.readers.source import UnreadableError
from govlint.scan.record import InputRow, first_line, need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROWS = 64  # rows that are in memory at a time
_PIECE = 1 << 20  # bytes read at a time


def names(path: str) -> list[str]:
    """The names of the columns. Raises ScanError without pyarrow, UnreadableError where it is no Parquet."""
    return list(_opened(path).schema_arrow.names)


def rows(path: str, columns: Sequence[str]) -> Iterator[InputRow]:
    """Yield the records, of some columns only. A record with a cell that is no value of Python has a problem.
    Raises UnreadableError where the rest cannot be read.
    """
    import pyarrow as pa

    with _opened(path) as file:
        weight = os.path.getsize(path) // max(1, file.metadata.num_rows)
        try:
            for batch in file.iter_batches(_ROWS, columns=list(columns), use_threads=False):
                for at in range(batch.num_rows):
                    yield _row(batch, at, weight)
        except pa.ArrowException as error:
            raise UnreadableError(f"已损坏，后面的读不出（{first_line(error)}）") from None


def _row(batch: Any, at: int, weight: int) -> InputRow:
    cells: dict[str, Any] = {}
    problems = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            cells[name] = column[at].as_py()
        except (ValueError, OverflowError) as error:
            problems.append(why_unread(name, error))
    return InputRow(cells, "；".join(problems) or None, weight)


def why_unread(name: str, error: ValueError | OverflowError) -> str:
    """Why a cell of a column cannot be read: engines write strings that are not UTF-8, and times that Python
    does not know.
    """
    what = "不是 UTF-8 文字" if isinstance(error, UnicodeDecodeError) else f"读不出（{first_line(error)}）"
    return f" {name} 一列{what}"


def _opened(path: str) -> Any:
    need("pyarrow")
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(path, buffer_size=_PIECE, pre_buffer=False)
    except (pa.ArrowException, UnicodeDecodeError) as error:  # the latter for the name of a column
        raise UnreadableError(f"不是 Parquet 文件，或已损坏（{first_line(error)}）") from None
