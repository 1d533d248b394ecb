"""Checks reports in an Arrow table, for data engines that call Python with one (DuckDB, Polars, Spark, Ray,
Daft).

Needs pyarrow: `pip install "govlint[arrow]"`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from govlint import config as configs
from govlint.rules.selection import several
from govlint.runner import Session, Settings
from govlint.scan.basis import content_of
from govlint.scan.checking import Job, check
from govlint.scan.parquet import arrow_table, schema_of
from govlint.scan.parquet_rows import why_unread
from govlint.scan.record import Record, ScanError, id_of
from govlint.scan.tabular import TextColumns, columns_among

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SCHEMA = schema_of("findings")
"""The schema of the table that `check_table` returns."""


def check_table(
    table: pa.Table | pa.RecordBatch,
    text: str | None = None,
    id: str | None = None,  # noqa: A002 - as the column is called
    *,
    select: str | Sequence[str] = (),
    extend_select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    config: str | None = None,
) -> pa.Table:
    """Check a table of reports, and return a table of findings with the schema `SCHEMA`, a row for each
    finding.

    `text` and `id` name the columns with the reports and their ids; by default, columns with usual names are
    taken. Where there are no ids the rows of each table are numbered from 1, so batches of one whole need a
    column of ids to be told apart. `select`, `extend_select` and `ignore` take a name or a list of names, as
    the command line does. No configuration file is read but `config` and what it extends, anew each time;
    rule files that it names are read once in a process. A row without text has no findings. The column `path`
    is empty.

    Raises ScanError, ConfigError, RuleError or SelectionError.
    """
    if not isinstance(table, (pa.Table, pa.RecordBatch)):
        raise ScanError(
            f"要一张 Arrow 表，而不是 {type(table).__name__}：pandas 的用 pyarrow.Table.from_pandas 转换，"
            "Polars 的用 .to_arrow()"
        )
    columns = columns_among(table.column_names, TextColumns(text, id), "表", TextColumns("text", "id"))
    chosen = map(several, (select, ignore, extend_select))
    content = None if config is None else content_of(configs.load(config))
    session = _session(*chosen, config, content)
    job = Job(session.settings)
    return arrow_table("findings", check(_records(table, columns), job, session).findings)


def _records(table: pa.Table | pa.RecordBatch, columns: TextColumns) -> Iterator[Record]:
    texts = _cells(table, columns.text or "")
    for text in texts:
        if not (text is None or isinstance(text, str)):
            raise ScanError(f"{columns.text} 一列不是文字，而是 {type(text).__name__}")
    ids = _cells(table, columns.id) if columns.id else range(1, len(texts) + 1)
    for name, text in zip(ids, texts, strict=True):
        if text is not None:
            yield Record(id_of(name) or "", "", text)


def _cells(table: pa.Table | pa.RecordBatch, name: str) -> list[Any]:
    """The cells of a column. Raises ScanError where one cannot be read."""
    cells = []
    for number, cell in enumerate(table.column(name), start=1):
        try:
            cells.append(cell.as_py())
        except (ValueError, OverflowError) as error:
            raise ScanError(f"第 {number} 行{why_unread(name, error)}，请先改正或滤去") from None
    return cells


@lru_cache(maxsize=8)
def _session(
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    config: str | None,
    _content: str | None,
) -> Session:
    # Engines call `check_table` for each batch; rules are loaded once in a process.
    return Session(
        Settings(
            select=select, ignore=ignore, extend_select=extend_select, config=config, isolated=config is None
        )
    )
