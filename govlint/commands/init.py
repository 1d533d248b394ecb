"""The `init` command."""

from __future__ import annotations

import click

from govlint import config
from govlint.commands.exits import fail
from govlint.commands.help import Command
from govlint.commands.output import save
from govlint.commands.schema import schema_text
from govlint.commands.starter import MODELINE, SCHEMA, STARTER

_NAME = ".govlint.yaml"


@click.command(cls=Command)
@click.option("--force", is_flag=True, help="已有文件时也覆盖。")
@click.option(
    "--schema",
    "with_schema",
    is_flag=True,
    help="另写一个 .govlint.schema.json，在编辑器里能补全和校验；已有的配置文件不动。",
)
def init(force: bool, with_schema: bool) -> None:
    """在当前文件夹生成配置文件 .govlint.yaml，各项都有说明。

    \b
    govlint init
    govlint init --schema        已有配置文件的，只写 JSON Schema
    """
    configured = config.name_in(".")
    if with_schema:
        # Made by the program and the same for everybody, so an older one is replaced.
        save(SCHEMA, [schema_text("config").encode()])
    if configured is None or force:
        starter = MODELINE + STARTER if with_schema else STARTER
        save(_NAME, [starter.encode()])
        click.echo(f"已生成 {_NAME}{f'、{SCHEMA}' if with_schema else ''}，按需修改即可")
    elif with_schema:
        is_yaml = configured in config.FILE_NAMES
        hint = f"，请在它的第一行写上 {MODELINE.rstrip()}" if is_yaml else "，它用不上这个文件"
        click.echo(f"已生成 {SCHEMA}；{configured} 没有动{hint}")
    elif configured == _NAME:
        fail(f"已有 {_NAME}；要覆盖请加 --force")
    else:
        fail(f"已有配置文件 {configured}，再有 {_NAME} 它就不生效了；仍要生成请加 --force")
