"""The formats of the tables that a scan writes. Each writes rows to part files, and joins the parts into one
file.
"""

from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING, Any, Protocol

from govlint.reporters.cells import quoted
from govlint.scan.columns import REMOVED, TABLES, as_object
from govlint.scan.record import ScanError, need

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govlint.scan.checking import OutputRow
    from govlint.scan.columns import Column, Kind

_BLOCK = 1 << 20  # bytes copied at a time
_ROWS = 10_000  # rows inserted into DuckDB at a time


class TableFormat(Protocol):
    """A format of tables. `part_suffix` is the suffix of its part files."""

    part_suffix: str

    def write(self, path: str, table: str, rows: Sequence[OutputRow]) -> None:
        """Write the file `path` with some rows of a table of `TABLES`."""
        ...

    def join(self, path: str, table: str, parts: Iterable[str]) -> None:
        """Write the file `path`, which does not exist yet, with the rows of some parts, in order."""
        ...


def format_of(path: str) -> TableFormat:
    """The format that the suffix of a file name stands for. Raises ScanError where it stands for none, or the
    library for it is not installed.
    """
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in _FORMATS:
        raise ScanError(f"认不出 {path} 要写成什么格式，后缀可用 {'、'.join(_FORMATS)}")
    made: TableFormat = _FORMATS[suffix]()
    return made


class Jsonl:
    """JSON Lines in UTF-8: an object on each line."""

    part_suffix = ".jsonl"

    def write(self, path: str, table: str, rows: Sequence[OutputRow]) -> None:
        """Write an object for each row."""
        columns = TABLES[table]
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(json.dumps(as_object(columns, row), ensure_ascii=False) + "\n")

    def join(self, path: str, table: str, parts: Iterable[str]) -> None:  # noqa: ARG002 - the protocol's
        """Concatenate the parts."""
        with open(path, "wb") as file:
            for block in _blocks(parts):
                file.write(block)


class Csv:
    """CSV for Excel: UTF-8 with a byte order mark, formulas quoted. Lists of spans are written as JSON."""

    part_suffix = ".csv"

    def write(self, path: str, table: str, rows: Sequence[OutputRow]) -> None:
        """Write the rows, without a header."""
        kinds = [column.kind for column in TABLES[table]]
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [_cell(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in rows
            )

    def join(self, path: str, table: str, parts: Iterable[str]) -> None:
        """Write the header, then the parts."""
        with open(path, "wb") as file:
            names = ",".join(column.name for column in TABLES[table])
            file.write(f"\ufeff{names}\r\n".encode())
            for block in _blocks(parts):
                file.write(block)


class DuckDb:
    """A DuckDB database with one table, named as in `TABLES`. Its parts are JSON Lines."""

    part_suffix = ".jsonl"

    def __init__(self) -> None:
        need("duckdb")
        self.write = Jsonl().write

    def join(self, path: str, table: str, parts: Iterable[str]) -> None:
        """Create a database with the rows of the parts."""
        import duckdb

        columns = TABLES[table]
        struct = _sql_struct(columns)
        with duckdb.connect(path) as database:
            definitions = ", ".join(
                f'"{column.name}" {_sql_type(column)}{"" if column.optional else " NOT NULL"}'
                for column in columns
            )
            database.execute(f"CREATE TABLE {table} ({definitions})")
            rows: list[Any] = []
            for part in parts:
                with open(part, encoding="utf-8") as file:
                    for line in file:
                        rows.append(json.loads(line))
                        if len(rows) == _ROWS:
                            self._insert(database, table, struct, rows)
            self._insert(database, table, struct, rows)

    @staticmethod
    def _insert(database: Any, table: str, struct: str, rows: list[Any]) -> None:
        if rows:
            database.execute(
                f"INSERT INTO {table} SELECT unnest(r) FROM (SELECT unnest(?::{struct}[]) r)", [rows]
            )
            rows.clear()


class Parquet:
    """Parquet, with a row group for each part. pyarrow is imported at the first write: processes forked
    before that do not carry its memory.
    """

    part_suffix = ".parquet"

    def __init__(self) -> None:
        need("pyarrow")

    def write(self, path: str, table: str, rows: Sequence[OutputRow]) -> None:
        """Write the rows as one row group."""
        from govlint.scan import parquet

        parquet.write(path, table, rows)

    def join(self, path: str, table: str, parts: Iterable[str]) -> None:
        """Copy the row groups of the parts."""
        from govlint.scan import parquet

        parquet.join(path, table, parts)


_FORMATS: dict[str, Any] = {".parquet": Parquet, ".jsonl": Jsonl, ".csv": Csv, ".duckdb": DuckDb}


def _cell(kind: Kind, value: Any) -> Any:
    """A value as a cell of a CSV file."""
    if kind == "spans":
        return json.dumps([as_object(REMOVED, span) for span in value], ensure_ascii=False)
    return quoted(value) if isinstance(value, str) else value


def _sql_type(column: Column) -> str:
    if column.kind == "spans":
        return f"{_sql_struct(REMOVED)}[]"
    return "BIGINT" if column.kind == "integer" else "VARCHAR"


def _sql_struct(columns: Sequence[Column]) -> str:
    fields = ", ".join(f'"{column.name}" {_sql_type(column)}' for column in columns)
    return f"STRUCT({fields})"


def _blocks(paths: Iterable[str]) -> Iterator[bytes]:
    for path in paths:
        with open(path, "rb") as file:
            while block := file.read(_BLOCK):
                yield block
