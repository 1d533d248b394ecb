"""Reports in a table, read and written by DuckDB (1.5 or later):
python with_duckdb.py 语料.parquet findings.parquet
"""

import sys
from collections.abc import Iterator

import duckdb
import pyarrow as pa

from govlint.arrow import SCHEMA, check_table


def main(source: str, target: str) -> None:
    """Check the columns id and text of anything that DuckDB reads."""
    reports = duckdb.connect().sql("SELECT id, text FROM read_parquet($1)", params=[source])
    reader = reports.to_arrow_reader(1000)

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            yield from check_table(batch, text="text", id="id").to_batches()

    findings = pa.RecordBatchReader.from_batches(SCHEMA, batches())
    duckdb.connect().from_arrow(findings).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
