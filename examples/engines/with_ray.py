"""Reports in a table, checked by Ray Data: python with_ray.py 语料.parquet findings/

What is written is a folder of Parquet files.
"""

import shutil
import sys

import pyarrow as pa
import ray

from govlint.arrow import check_table


def check(reports: pa.Table) -> pa.Table:
    """The findings of a batch with the columns id and text."""
    return check_table(reports, text="text", id="id")


def main(source: str, target: str) -> None:
    """Check a Parquet file in as many tasks as there are cores."""
    shutil.rmtree(target, ignore_errors=True)  # Ray adds to what is there
    reports = ray.data.read_parquet(source, columns=["id", "text"]).repartition(16)
    reports.map_batches(check, batch_format="pyarrow", batch_size=1000).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
