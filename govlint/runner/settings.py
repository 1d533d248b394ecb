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
    """How files are fixed: `unsafe` makes the fixes that want a reader, too; with a `folder`, files are
    written there, changed or not, and stay as they are where they stand.
    """

    unsafe: bool = False
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line or a caller asks for, over what configuration files say.

    `config` names the one configuration file to use; `isolated` uses none. `select` replaces what the
    configuration selects, `extend_select` adds to either, `ignore` adds to what it ignores. `use_baseline`
    off shows what any baseline knows. With `changes`, only findings that touch them count. Where it
    `remembers`, what was found before in the same text is not looked for again.
    `clock` measures the work.
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
    remembers: bool = False
    clock: Clock = field(default=UNTIMED, repr=False, compare=False)
