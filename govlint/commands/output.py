"""Where the pieces of a report go: to a stream, or to a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from govlint.commands.exits import fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_IN_MEMORY = 1 << 24  # bytes
_BLOCK = 1 << 20  # characters


def write(
    pieces: Iterator[str], path: str | None, *, utf8: bool, whole: bool = False, err: bool = False
) -> None:
    """Write to a file, or to standard output (with `err` to standard error).

    With `whole`, the pieces make one document, which is of no use by halves: nothing of it is written to
    standard output before the last piece is there.
    """
    if path is not None:
        save(path, (click.unstyle(piece).encode("utf-8", "backslashreplace") for piece in pieces))
        return
    for piece in _held(pieces) if whole else pieces:
        # Machines read UTF-8 whatever the console is set to.
        click.echo(piece.encode("utf-8", "backslashreplace") if utf8 else piece, nl=False, err=err)


def _held(pieces: Iterator[str]) -> Iterator[str]:
    """Pass pieces on, once all of them are there. Many are kept on the disk meanwhile."""
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", errors="surrogatepass", newline="") as file:
        file.writelines(pieces)
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


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
