"""Reports in a table, read and written by Polars: python with_polars.py 语料.parquet findings.parquet"""

import sys

import polars as pl

from govlint.arrow import SCHEMA, check_table


def check(reports: pl.DataFrame) -> pl.DataFrame:
    """The findings of a frame with the columns id and text."""
    return pl.DataFrame(check_table(reports.to_arrow(), text="text", id="id"))


def main(source: str, target: str) -> None:
    """Check a Parquet file batch by batch."""
    reports = pl.scan_parquet(source).select("id", "text")
    schema = pl.DataFrame(SCHEMA.empty_table()).schema
    reports.map_batches(check, schema=schema, streamable=True).sink_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
