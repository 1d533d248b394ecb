"""Reports in a table, checked by Daft: python with_daft.py 语料.parquet findings/

What is written is a folder of Parquet files.
"""

import sys
from collections.abc import Iterator
from typing import Any

import daft
import pyarrow as pa

from govlint.arrow import SCHEMA, check_table

FINDING = daft.DataType.struct({field.name: daft.DataType.from_arrow_type(field.type) for field in SCHEMA})


@daft.func(return_dtype=FINDING)
def check(name: str, text: str) -> Iterator[dict[str, Any]]:
    """The findings of a report."""
    yield from check_table(pa.table({"id": [name], "text": [text]}), text="text", id="id").to_pylist()


def main(source: str, target: str) -> None:
    """Check a Parquet file report by report."""
    reports = daft.read_parquet(source)
    findings = reports.select(check(reports["id"], reports["text"]).alias("finding"))
    findings = findings.where(daft.col("finding").not_null()).select(daft.col("finding").unnest())
    findings.write_parquet(target, write_mode="overwrite")


if __name__ == "__main__":
    main(*sys.argv[1:])
