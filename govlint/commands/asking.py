"""What several commands are asked in the same words: options, and the settings they come to."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import click

from govlint.commands.exits import fail
from govlint.reasons import is_encoding, no_encoding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.runner import Settings


def _encoding(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """The name of an encoding of text files; None where the option is not given."""
    if value is not None and not is_encoding(value):
        raise click.BadParameter(no_encoding(value))
    return value


output_option = click.option(
    "-o", "--output-file", "--output", metavar="文件", help="把结果写入文件，而不是显示在屏幕上。"
)
encoding_option = click.option(
    "--encoding",
    metavar="编码",
    callback=_encoding,
    help="指明编码，默认自动识别 UTF-8、GB18030/GBK、UTF-16。",
)
config_option = click.option("--config", metavar="文件", help="使用这个配置文件，而不是向上查找。")
isolated_option = click.option("--isolated", is_flag=True, help="不使用任何配置文件。")
color_option = click.option(
    "--color/--no-color", default=None, help="是否着色，默认看终端（NO_COLOR 有效）。"
)


def names(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Names parted by commas; none where the option is not given. One that is given must name some: an empty
    variable of a script is no wish for all rules.
    """
    found = tuple(name.strip() for name in re.split("[,，、]", value or "") if name.strip())
    if value is not None and not found:
        raise click.BadParameter("没有写规则")
    return found


def revision(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A revision of git; None where the option is not given. An empty one is that of an empty variable."""
    if value is not None and not value.strip():
        raise click.BadParameter("没有写版本")
    return value


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)  # neither is used, and making them costs time
class SharedOptions:
    """The options that commands share, as the command line has them; a default where a command has none."""

    config: str | None
    isolated: bool
    encoding: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @property
    def clash(self) -> str | None:
        """Why options do not go together, for the user; None where they do."""
        return "--isolated 与 --config 不能同用" if self.isolated and self.config else None

    def settings(self) -> Settings:
        """The settings that these options come to."""
        from govlint.runner import Settings

        return Settings(
            select=self.select,
            extend_select=self.extend_select,
            ignore=self.ignore,
            config=self.config,
            isolated=self.isolated,
            encoding=self.encoding,
        )


def settings_of(options: Mapping[str, Any]) -> Settings:
    """The settings that the options of a command come to, by their names; options that are not shared do not
    count. Exits where they do not go together.
    """
    names = {one.name for one in fields(SharedOptions)}
    shared = SharedOptions(**{name: value for name, value in options.items() if name in names})
    if shared.clash:
        fail(shared.clash)
    return shared.settings()


def color(asked: bool | None) -> bool | None:
    """Whether to colour: as asked, else as NO_COLOR and FORCE_COLOR say, else click decides by terminal."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None
