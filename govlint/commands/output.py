"""Where the pieces of a report go: to a stream, or to a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from govlint.commands.exits import fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write(pieces: Iterator[str], path: str | None, *, utf8: bool, err: bool = False) -> None:
    """Write to a file, or to standard output (with `err` to standard error)."""
    if path is None:
        for piece in pieces:
            # Machines read UTF-8 whatever the console is set to.
            click.echo(piece.encode("utf-8", "backslashreplace") if utf8 else piece, nl=False, err=err)
        return
    save(path, (click.unstyle(piece).encode("utf-8", "backslashreplace") for piece in pieces))


def tell_written(path: str | None, what: str) -> None:
    """Say that a result file is there and what it holds, on standard error and only on a terminal."""
    if path is not None and os.path.isfile(path) and sys.stderr.isatty():
        click.echo(f"已写入 {path}：{what}", err=True)


def save(path: str, pieces: Iterable[bytes]) -> None:
    """Write a file: whole, or not at all where a run breaks off. Leaves where that cannot be done."""
    from govlint import writing

    try:
        writing.save(path, pieces)
    except writing.UnwritableError as error:
        fail(f"写不了 {path}：{error}")
