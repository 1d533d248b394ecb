"""The `numbers` command."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from govlint.commands.asking import (
    color,
    color_option,
    config_option,
    encoding_option,
    isolated_option,
    output_option,
    settings_of,
)
from govlint.commands.exits import FAILED, exit_on_settings_error
from govlint.commands.files import Counted, refuse_overwriting, refuse_replacing, reports
from govlint.commands.help import Command
from govlint.commands.output import tell_written, write
from govlint.commands.output_format import chosen_format


@click.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]...")
@click.option(
    "--output-format",
    type=click.Choice(("table", "csv", "json")),
    help="输出格式，默认看 -o 的后缀，没有就是 table；csv 可用 Excel 打开。",
)
@output_option
@encoding_option
@config_option
@isolated_option
@color_option
@click.pass_context
def numbers(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """列出数据核对表：哪些数据之间的关系核对过、怎样核对，哪些数据没有核对。

    \b
    govlint numbers 总结.txt
    govlint numbers 总结.txt -o 核对表.csv

    结论：相符；不符（check 会报告）；无法核对（约数、区间、缺字或有不能照算的字样）。

    退出码：0 列出了；2 无法检查。不符的数据用 govlint check 把关。
    """
    from govlint.reporters import numbers as tables

    ctx.color = color(options["color"])
    output = options["output_file"]
    name = chosen_format(options["output_format"], output, {".csv": ("csv",), ".json": ("json",)}, "table")
    settings = replace(settings_of(options), select=("arithmetic", "consistency", "structure"))
    refuse_overwriting(paths, output)
    refuse_replacing(output)
    reporters = {"table": tables.report_table, "csv": tables.report_csv, "json": tables.report_json}
    with exit_on_settings_error():
        counted = Counted(reports(paths or (".",), settings, output=output))
        pieces = reporters[name](counted)
        write(pieces, output, utf8=name != "table", whole=name != "table")
    tell_written(output, f"{counted.files} 个文件的数据核对表")
    if counted.problems:
        ctx.exit(FAILED)
