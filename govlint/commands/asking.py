"""What several commands are asked in the same words: options, and the settings they come to."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import click

from govlint.commands.exits import fail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.runner import Settings

CONFIG_CLASH = "--isolated 与 --config 不能同用"

output_option = click.option(
    "-o", "--output-file", metavar="文件", help="把结果写入文件，而不是显示在屏幕上。"
)
encoding_option = click.option(
    "--encoding", metavar="编码", help="指明编码，默认自动识别 UTF-8、GB18030/GBK、UTF-16。"
)
config_option = click.option("--config", metavar="文件", help="使用这个配置文件，而不是向上查找。")
isolated_option = click.option("--isolated", is_flag=True, help="不使用任何配置文件。")
color_option = click.option(
    "--color/--no-color", default=None, help="是否着色，默认看终端（NO_COLOR 有效）。"
)


def names(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    """Names parted by commas."""
    found = tuple(name.strip() for name in re.split("[,，、]", value) if name.strip())
    if value and not found:
        raise click.BadParameter("没有写规则")
    return found


def settings_of(options: Mapping[str, Any], **more: Any) -> Settings:
    """The settings that the shared options of a command ask for; `more` are settings that only this command
    has.
    """
    from govlint.runner import Settings

    if options["isolated"] and options["config"]:
        fail(CONFIG_CLASH)
    shared = ("select", "extend_select", "ignore", "config", "isolated", "encoding")
    return Settings(**{name: options[name] for name in shared if name in options}, **more)


def color(asked: bool | None) -> bool | None:
    """Whether to colour: as asked, else as NO_COLOR and FORCE_COLOR say, else click decides by terminal."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None
