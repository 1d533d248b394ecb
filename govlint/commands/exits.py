"""How a command ends: its exit codes, and the sentence that says why it could do nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

from govlint.reasons import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOUND, FAILED, INTERRUPTED, UNREAD = 1, 2, 130, 141  # the last two as shells have them


def fail(message: str) -> NoReturn:
    """Say why nothing could be done, and leave."""
    click.echo(f"govlint: {message}", err=True)
    raise SystemExit(FAILED)


@contextmanager
def exit_on_settings_error() -> Iterator[None]:
    """A context in which errors of configuration, rules and the like end the command: with a message, the
    notes of the error, and exit code 2.
    """
    try:
        yield
    except SettingsError as error:
        fail("\n".join([str(error), *getattr(error, "__notes__", ())]))
