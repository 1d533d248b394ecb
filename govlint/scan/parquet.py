"""The tables of a scan in Arrow and in Parquet files. Needs pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from govlint.scan.columns import REMOVED, TABLES, as_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govlint.scan.checking import OutputRow
    from govlint.scan.columns import Column


def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of a table of `TABLES`."""
    return pa.schema(_fields(TABLES[table]))


def _fields(columns: Sequence[Column]) -> list[pa.Field]:
    return [pa.field(column.name, _type(column), nullable=column.optional) for column in columns]


def _type(column: Column) -> pa.DataType:
    if column.kind == "spans":
        return pa.list_(pa.struct(_fields(REMOVED)))
    return pa.int64() if column.kind == "integer" else pa.string()


def arrow_table(table: str, rows: Sequence[OutputRow]) -> pa.Table:
    """Rows of a table of `TABLES` as an Arrow table."""
    schema = schema_of(table)
    columns: list[Sequence[object]] = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [
        pa.array(map(_structs, cells) if column.kind == "spans" else cells, field.type)
        for field, column, cells in zip(schema, TABLES[table], columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _structs(spans: Any) -> list[dict[str, Any]]:
    return [as_object(REMOVED, span) for span in spans]


def write(path: str, table: str, rows: Sequence[OutputRow]) -> None:
    """Write a Parquet file with some rows as its one row group."""
    parquet.write_table(arrow_table(table, rows), path, compression="zstd", row_group_size=len(rows) or 1)


def join(path: str, table: str, parts: Iterable[str]) -> None:
    """Write a Parquet file with the row groups of the parts, in order. Without parts it has no rows."""
    with parquet.ParquetWriter(path, schema_of(table), compression="zstd") as writer:
        for part in parts:
            with parquet.ParquetFile(part, pre_buffer=False) as file:
                writer.write_table(file.read(use_threads=False))
