"""`python -m govlint`, and the `govlint` command."""

from __future__ import annotations

import os
import re
import sys
from typing import NoReturn

import click

from govlint import cli, collector
from govlint.commands.exits import FAILED, INTERRUPTED, UNREAD
from govlint.reasons import nearest, reason, unforeseen

_NO_COMMAND = re.compile(r"No such command (['\"])(?P<name>.*)\1")
_EXTRA = re.compile(r"Got unexpected extra arguments? \((?P<names>.*)\)")


def main() -> None:
    """Run the command line. Whatever goes wrong is reported in a sentence, with exit code 2."""
    collector.collect_seldom()
    _open_closed_streams()
    try:
        _run()
    finally:
        collector.leave_all()


def _open_closed_streams() -> None:
    """Let the standard streams that the parent process has closed lead to the null device, as daemons do.

    Python leaves such a stream None, and a file that is opened would get its number and what is meant for it.
    A closed standard input stays None: that there is nothing to read is to be said.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            # It takes the lowest number that is free, which is this one. Children are to have it, too.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if name != "stdin" and getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def _run() -> NoReturn:
    # Chinese must not raise on a console with another encoding.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        code = cli.main.main(standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        _leave("已中断", INTERRUPTED)
    except click.ClickException as error:
        _leave(_usage(error), FAILED)
    except BrokenPipeError:
        # The reader of the output has closed it; what is left in the buffer would raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(UNREAD) from None
    except OSError as error:
        _leave(f"读写出错：{reason(error)}", FAILED)
    except Exception as error:
        _leave(f"{unforeseen(error)}。请把这句话和稿子报告给维护者；设 GOVLINT_DEBUG=1 可看详情", FAILED)
    raise SystemExit(code)


def _usage(error: click.ClickException) -> str:
    """The message for an error on the command line, in Chinese, which click has no translation for."""
    if isinstance(error, click.NoSuchOption):
        hint = nearest(error.option_name, error.possibilities or ())
        return f"没有选项 {error.option_name}{hint}（--help 列出全部选项）"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"缺少{_named(error.param)}（--help 说明用法）"
    if isinstance(error, click.BadOptionUsage):
        wants = "不带值" if "does not take" in error.message else "后面要写值"
        return f"选项 {error.option_name} {wants}（--help 说明用法）"
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    if missing := _NO_COMMAND.match(error.message):
        return _no_command(missing["name"], error.ctx if isinstance(error, click.UsageError) else None)
    if extra := _EXTRA.match(error.message):
        return f"多了参数 {extra['names']}（--help 说明用法）"
    return error.format_message()


def _no_command(name: str, ctx: click.Context | None) -> str:
    """The message for a command that does not exist. The user may have named a file and left out `check`."""
    outermost = ctx is not None and ctx.parent is None
    if outermost and (os.path.exists(name) or os.path.splitext(name)[1]):
        hint = f"，是不是 govlint check {name}？"
    else:
        known = ctx.command.list_commands(ctx) if ctx and isinstance(ctx.command, click.Group) else ()
        hint = nearest(name, known)
    return f"没有这个命令：{name}{hint}（--help 列出全部命令）"


def _named(param: click.Parameter) -> str:
    """What messages call a parameter: option and metavar, or the metavar of an argument."""
    what = (param.metavar or "").strip("[].")
    return f" {param.opts[0]} {what}" if isinstance(param, click.Option) else f"参数：{what}"


def _bad_value(error: click.BadParameter) -> str:
    name = f" {error.param.opts[0]} " if isinstance(error.param, click.Option) else ""
    match error.param.type if error.param else None:
        case click.Choice(choices=choices):
            why = f"可用 {'、'.join(map(str, choices))}"
        case click.IntRange(min=least):
            why = f"应为不小于 {least} 的整数"
        case _:
            why = error.message
    return f"参数{name}的值不对：{why}"


def _leave(message: str, code: int) -> NoReturn:
    sys.stderr.write(f"govlint: {message}\n")
    # What is left in the buffer of a broken standard output must not raise again on the way out.
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
