"""Reports in a table, checked by Spark: python with_spark.py 语料.parquet findings/

What is written is a folder of Parquet files.
"""

import os
import sys
from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from govlint.arrow import SCHEMA, check_table


def check(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The findings of batches with the columns id and text."""
    for batch in batches:
        yield from check_table(batch, text="text", id="id").to_batches()


def main(source: str, target: str) -> None:
    """Check a Parquet file in as many tasks as there are cores."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # or workers take the first python they find
    spark = SparkSession.builder.appName("govlint").getOrCreate()
    reports = spark.read.parquet(source).select("id", "text")
    reports = reports.repartition(4 * spark.sparkContext.defaultParallelism)
    reports.mapInArrow(check, from_arrow_schema(SCHEMA)).write.mode("overwrite").parquet(target)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
