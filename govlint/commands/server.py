"""The `server` command."""

from __future__ import annotations

import os
from importlib.util import find_spec

import click

from govlint import __version__
from govlint.commands.exits import fail
from govlint.commands.help import Command
from govlint.reasons import reason, why_unwritten


@click.command(cls=Command)
@click.option("--stdio", is_flag=True, help="经标准输入输出通信：只有这一种方式，写不写都一样。")
@click.option("--log-file", metavar="文件", help="日志写入文件，默认写到标准错误。")
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="warning",
    help="记到哪一级，默认 warning；debug 连同收发的消息。",
)
@click.option(
    "--docs-url",
    metavar="地址",
    help="文档网站的地址，如 https://docs.example.cn/govlint：编号和悬停链接到其中各条规则的页。",
)
@click.version_option(__version__, "--version", prog_name="govlint", message="%(prog)s %(version)s")
@click.pass_context
def server(
    ctx: click.Context,
    stdio: bool,  # noqa: ARG001
    log_file: str | None,
    log_level: str,
    docs_url: str | None,
) -> None:
    """语言服务器（LSP），由编辑器启动：边写边查，悬停看理由，一键修改。

    \b
    需 pip install "govlint[lsp]"；各编辑器怎样接上，见文档“编辑器”。
    """
    if find_spec("pygls") is None:
        fail('缺少语言服务器用的 pygls，请运行：pip install "govlint[lsp]"')
    from govlint.server.serving import serve

    try:
        code = serve(log_file, log_level, docs_url)
    except OSError as error:
        if log_file is not None and error.filename == os.path.abspath(log_file):
            fail(f"语言服务器没有启动：日志写不了 {log_file}：{why_unwritten(log_file, error)}")
        fail(f"语言服务器没有启动：{reason(error)}")
    ctx.exit(code)
