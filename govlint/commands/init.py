"""The `init` command."""

from __future__ import annotations

import os

import click

from govlint.commands.exits import fail
from govlint.commands.output import save
from govlint.commands.schema import schema_text
from govlint.commands.starter import MODELINE, SCHEMA, STARTER
from govlint.config import FILE_NAMES


@click.command()
@click.option("--force", is_flag=True, help="已有文件时也覆盖。")
@click.option(
    "--schema", "with_schema", is_flag=True, help="另写一个 .govlint.schema.json，在编辑器里能补全和校验。"
)
def init(force: bool, with_schema: bool) -> None:
    """在当前文件夹生成配置文件 .govlint.yaml，各项都有说明。"""
    files = {".govlint.yaml": STARTER}
    if with_schema:
        files = {".govlint.yaml": MODELINE + STARTER, SCHEMA: schema_text("config")}
    if not force:
        for path in filter(os.path.exists, files):
            fail(f"已有 {path}；要覆盖请加 --force")
        for path in filter(os.path.exists, FILE_NAMES):
            fail(f"已有配置文件 {path}，再有 .govlint.yaml 它就不生效了；仍要生成请加 --force")
    for path, content in files.items():
        save(path, [content.encode()])
    click.echo(f"已生成 {'、'.join(files)}，按需修改即可")
