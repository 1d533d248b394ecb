"""The `summary` command: what is wrong where, counted over the findings of a scan."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from govlint.commands.asking import output_option
from govlint.commands.help import Command
from govlint.commands.output import save
from govlint.commands.output_format import chosen_format
from govlint.reasons import reason
from govlint.reporters.display import width
from govlint.scan.counting import DOCUMENTS, NEEDED, cells_of, column_titles, common_rules, count, tables
from govlint.scan.page import SAMPLED, SAMPLES, page_of
from govlint.scan.reading import rows_of
from govlint.scan.record import ScanError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.scan.counting import FindingCounts, SummaryTable

_ROWS = {"table": 20, "html": 500}  # rows shown of a table, by format, without --top


@click.command(cls=Command)
@click.argument("path", metavar="问题表")
@click.option("--documents", metavar="文件", help="scan 同时写出的文稿表：另列各组检查了几篇、每万字几处。")
@click.option(
    "--output-format",
    type=click.Choice(tuple(_ROWS)),
    help="table 在终端里看；html 是用浏览器看的一页，另有例子。默认看 -o 的后缀，没有就是 table。",
)
@output_option
@click.option("--by", metavar="列", help="按这一列分组，而不按文件夹。")
@click.option("--top", type=click.IntRange(1), metavar="N", help="每张表最多列几行，默认 20，网页 500。")
def summary(
    path: str,
    documents: str | None,
    output_format: str | None,
    output_file: str | None,
    by: str | None,
    top: int | None,
) -> None:
    """汇总 scan 写出的问题表：按规则、按文件夹（各篇编号或路径中不同的第一段）、按年份。

    年份取编号里的 20xx（整个编号都是数字的不算），编号里没有就看路径。
    Spark、Ray 等写出的 Parquet 文件夹也可以。

    \b
    govlint summary findings.parquet
    govlint summary findings.parquet --documents documents.parquet -o 汇总.html
    govlint summary findings.parquet --by category
    """
    if output_file is not None and os.path.realpath(output_file) in map(
        os.path.realpath, filter(None, (path, documents))
    ):
        raise click.ClickException(f"{output_file} 是要汇总的表，不能又写入结果")
    form = chosen_format(output_format, output_file, {".html": ("html",), ".htm": ("html",)}, "table")
    samples = SAMPLES if form == "html" else 0
    try:
        findings = rows_of(path, "findings", (*NEEDED, *([by] if by else [])), SAMPLED if samples else ())
        checked = rows_of(documents, "documents", DOCUMENTS) if documents else ()
        counts = count(findings, checked, by, samples)
    except ScanError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"读不到 {error.filename or path}：{reason(error)}") from None
    shown = tables(counts, top or _ROWS[form])
    pieces = page_of(path, counts, shown) if form == "html" else _report(counts, shown)
    if output_file is None:
        for piece in pieces:
            click.echo(piece.encode() if form == "html" else piece, nl=False)
        return
    save(output_file, (piece.encode() for piece in pieces))


def _report(counts: FindingCounts, shown: list[SummaryTable]) -> Iterator[str]:
    """Yield the tables as text for a terminal."""
    if counts.problems:
        yield f"{counts.problems} 篇没能检查或没有查完，例如 {'：'.join(counts.reasons[0])}\n\n"
    if not counts.whole.total:
        yield "一篇也没能检查\n" if counts.problems and not counts.whole.checked else "没有问题\n"
        return
    for table in shown:
        yield from _lines(counts, table)
        yield "\n"
        if table.more:
            yield f"（另有 {table.more} 行，--top 可列出更多）\n\n"


def _lines(counts: FindingCounts, table: SummaryTable) -> Iterator[str]:
    """Yield the lines of a table. Widths count terminal columns, of which a Chinese character takes two."""
    rows = [[table.title, *column_titles(counts), *(["最多的规则"] if table.has_rules else [])]]
    for name, group in table.rows:
        rows.append([name, *cells_of(counts, group), *([common_rules(group)] if table.has_rules else [])])
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    last = len(column_titles(counts))
    for row in rows:
        cells = [
            _pad(cell, wide, right=0 < index <= last)
            for index, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip() + "\n"


def _pad(cell: str, wide: int, *, right: bool) -> str:
    space = " " * (wide - width(cell))
    return space + cell if right else cell + space
