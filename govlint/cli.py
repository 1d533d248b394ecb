"""The command line: the group of commands. A command is imported when it is called."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from govlint import __version__
from govlint.commands.exits import UNREAD
from govlint.commands.help import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_MODULE_OF = MappingProxyType(
    {
        "check": "commands.check",
        "init": "commands.init",
        "numbers": "commands.numbers",
        "rule": "commands.rules",
        "rules": "commands.rules",
        "scan": "scan.command",
        "schema": "commands.schema",
        "server": "commands.server",
        "summary": "scan.summary",
    }
)


class _Commands(Group):
    """The group of commands, each of which is imported when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(_MODULE_OF)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in _MODULE_OF:
            return None
        command: click.Command = getattr(import_module(f"govlint.{_MODULE_OF[cmd_name]}"), cmd_name)
        return command

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        """Parse the arguments. `--help` is printed here, so the reader may be gone already."""
        with _unread():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. The reader of its output may be gone before it ends."""
        with _unread():
            return super().invoke(ctx)


@contextmanager
def _unread() -> Iterator[None]:
    """A context that exits with `UNREAD` where nobody reads the output any more. By itself, click would exit
    with 1, which means findings.
    """
    try:
        yield
    except BrokenPipeError:
        raise click.exceptions.Exit(UNREAD) from None


@click.group(cls=_Commands, context_settings=_SETTINGS, invoke_without_command=True)
@click.version_option(__version__, "-V", "--version", prog_name="govlint", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """检查工作总结、工作计划、政府工作报告的文字质量。

    查占位符（xx万元、投资==亿元）、算不对的数、网页残留、错别字、标点、序号和固定表述，逐处指出位置和理由。

    \b
    govlint check 总结.docx             检查一个文件
    govlint check 文件夹/               检查文件夹里的文本、网页、Word、PDF 等文件
    govlint numbers 总结.txt            列出数据核对表
    govlint check --fix 总结.txt        改好有把握的，列出余下的
    govlint scan 归档/ -o 问题.parquet  检查成批的文稿
    govlint rule PH001                  说明一条规则
    govlint server                      供编辑器启动的语言服务器
    govlint init                        生成配置文件 .govlint.yaml
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
