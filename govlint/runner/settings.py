"""What the command line or a caller asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from govlint.clock import UNTIMED

if TYPE_CHECKING:
    from govlint.changes import Changes
    from govlint.clock import Clock
    from govlint.diagnostic import Severity


class Fixing(NamedTuple):
    """How files are fixed. `unsafe`: also make fixes that a person should look at. With a `folder`, all files
    are written there, changed or not, and stay as they are in their own places.
    """

    unsafe: bool = False
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line or a caller asks for, over what configuration files say.

    - `config` is the one configuration file to use; `isolated`: use none.
    - `select` replaces what the configuration selects, `extend_select` adds to either, `ignore` adds to what
      the configuration ignores.
    - `use_baseline` is false where findings that a baseline knows are to be shown, too.
    - `changes`: only findings on changed lines count.
    - `use_cache`: results of earlier runs on the same text are used again.
    - `clock` measures the time.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    baseline: str | None = None
    use_baseline: bool = True
    encoding: str | None = None
    fail_on: Severity | None = None
    extend_select: tuple[str, ...] = ()
    fixing: Fixing = field(default_factory=Fixing)
    changes: Changes | None = None
    use_cache: bool = False
    clock: Clock = field(default=UNTIMED, repr=False, compare=False)
