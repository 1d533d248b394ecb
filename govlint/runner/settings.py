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
    """How files are fixed.

    `unsafe` allows fixes that a person should confirm. Where there is a `folder`, all files are written
    there, changed or not, and the originals stay as they are.
    """

    unsafe: bool = False
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line or a caller asks for. It takes precedence over configuration files.

    - `config` is the only configuration file to use. `isolated`: use none.
    - `select` replaces what the configuration selects; `extend_select` adds to that; `ignore` adds to what
      the configuration ignores.
    - `use_baseline`: findings that the baseline knows are not shown.
    - `changes`: only findings on changed lines are shown.
    - `use_cache`: results of earlier runs are used, and results are kept for later ones.
    - `clock` measures the time of stages and rules.
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
