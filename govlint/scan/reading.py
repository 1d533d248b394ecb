"""Reads the tables of findings and documents back, whether a scan wrote them or a data engine did."""

from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING, Any

from govlint.reasons import SAVE_AS_UTF8, as_written
from govlint.reporters.cells import unquoted
from govlint.scan.columns import TABLES
from govlint.scan.record import ScanError, first_line, need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

StoredRow = dict[str, Any]

_NAMES = {"findings": "问题表", "documents": "文稿表"}
_ROWS = 10_000  # rows fetched from DuckDB at a time


def rows_of(path: str, table: str, needed: Sequence[str], wanted: Sequence[str] = ()) -> Iterator[StoredRow]:
    """Yield the rows of a table of `columns.TABLES`, in any format that a scan writes, with the columns
    `needed` and those of `wanted` that the file has.

    Cells of the columns that the table has are text or whole numbers, as these are, or None where there is
    nothing: CSV has no other than text, and engines make floats of numbers. A folder is read as one table of
    Parquet files, as engines write it. Raises ScanError where the file is no such table, OSError where it
    cannot be read.
    """
    readers = {".parquet": _of_parquet, ".jsonl": _of_jsonl, ".csv": _of_csv, ".duckdb": _of_duckdb}
    suffix = ".parquet" if os.path.isdir(path) else os.path.splitext(path)[1].lower()
    if suffix not in readers:
        raise ScanError(f"认不出 {path} 是什么格式，后缀可用 {'、'.join(readers)}")
    if not os.path.exists(path):
        raise ScanError(f"没有 {path} 这个文件")
    no_table = f"{path} 不是 govlint scan 写出的{_NAMES[table]}"
    names = list(dict.fromkeys((*needed, *wanted)))
    kinds = {column.name: column.kind for column in TABLES[table] if column.name in names}
    try:
        for row in readers[suffix](path, table, names):
            if missing := set(needed) - row.keys():
                raise ScanError(f"{no_table}，或没有要用的列：{min(missing)}")
            yield row | {name: _READ[kind](row[name], name) for name, kind in kinds.items() if name in row}
    except ScanError:
        raise
    except UnicodeDecodeError:
        raise ScanError(f"{path} 不是 UTF-8 文本，{SAVE_AS_UTF8}") from None
    except (ValueError, csv.Error) as error:
        raise ScanError(f"{no_table}：{error}") from None


def _text(cell: Any, _name: str) -> str | None:
    return None if _is_nothing(cell) else str(cell)


def _whole(cell: Any, name: str) -> int | None:
    if _is_nothing(cell) or cell == "":
        return None
    try:
        number = float(cell)
        if number.is_integer():
            return int(number)
    except (ValueError, TypeError):
        pass
    raise ScanError(f"{name} 一列应为整数，而有一行是 {as_written(cell)}")


_READ = {"text": _text, "integer": _whole}


def _is_nothing(cell: Any) -> bool:
    return cell is None or cell != cell  # NaN: as engines write an empty cell among floats


def _of_parquet(path: str, _table: str, names: list[str]) -> Iterator[StoredRow]:
    need("pyarrow")
    from pyarrow import parquet

    for part in _parts(path):
        with parquet.ParquetFile(part) as file:
            there = [name for name in names if name in file.schema_arrow.names]
            for batch in file.iter_batches(columns=there):
                yield from batch.to_pylist()


def _parts(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    found = (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
    parts = sorted(part for part in found if part.lower().endswith(".parquet"))
    if not parts:
        raise ScanError(f"{path} 里没有 .parquet 文件")
    return parts


def _of_jsonl(path: str, _table: str, _names: list[str]) -> Iterator[StoredRow]:
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                raise ValueError(f"第 {number} 行不是完整的 JSON") from None
            if not isinstance(row, dict):
                raise ValueError(f"第 {number} 行不是 JSON 对象")
            yield row


def _of_csv(path: str, _table: str, _names: list[str]) -> Iterator[StoredRow]:
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            if None in row or None in row.values():
                raise ValueError(f"第 {rows.line_num} 行的格数与表头不同")
            yield {name: unquoted(cell) for name, cell in row.items()}


def tables(path: str) -> set[str]:
    """The names of the tables in a DuckDB database. Raises ScanError where it cannot be read."""
    need("duckdb")
    import duckdb

    try:
        with duckdb.connect(path, read_only=True) as database:
            return {name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    except duckdb.Error as error:
        raise ScanError(f"{path} 读不了：{first_line(error)}") from None


def _of_duckdb(path: str, table: str, names: list[str]) -> Iterator[StoredRow]:
    need("duckdb")
    import duckdb

    try:
        with duckdb.connect(path, read_only=True) as database:
            described = database.execute(f"SELECT * FROM {table} LIMIT 0").description
            there = [name for name in names if name in {column[0] for column in described}]
            quoted = ", ".join('"{}"'.format(name.replace('"', '""')) for name in there)
            database.execute(f"SELECT {quoted} FROM {table}")
            while rows := database.fetchmany(_ROWS):
                yield from (dict(zip(there, row, strict=True)) for row in rows)
    except duckdb.Error as error:
        raise ScanError(f"{path} 读不了：{first_line(error)}") from None
