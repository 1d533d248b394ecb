"""`python -m govlint`, and the `govlint` command."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from govlint import cli
from govlint.commands.exits import FAILED, INTERRUPTED, UNREAD
from govlint.reasons import reason, unforeseen


def main() -> None:
    """Run the command line; whatever goes wrong is said in a sentence, with exit code 2."""
    # Chinese must come out whole, also on a console that expects another encoding.
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
        # Whoever read the output has had enough; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(UNREAD) from None
    except OSError as error:
        _leave(f"读写出错：{reason(error)}", FAILED)
    except Exception as error:
        _leave(f"{unforeseen(error)}。请把这句话和稿子报告给维护者；设 GOVLINT_DEBUG=1 可看详情", FAILED)
    raise SystemExit(code)


def _usage(error: click.ClickException) -> str:
    """A fault of the command line in Chinese; click has no catalogue of its own for it."""
    if isinstance(error, click.NoSuchOption):
        hint = f"，是不是 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{hint}（--help 列出全部选项）"
    if isinstance(error, click.MissingParameter):
        return "缺少参数（--help 说明用法）"
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    if isinstance(error, click.UsageError) and error.message.startswith("No such command"):
        return f"没有这个命令：{error.message.split(maxsplit=3)[-1].rstrip('.')}（--help 列出全部命令）"
    return error.format_message()


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
    if sys.stderr is not None:
        sys.stderr.write(f"govlint: {message}\n")
    # What is left in the buffer of a broken standard output must not raise again on the way out.
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
