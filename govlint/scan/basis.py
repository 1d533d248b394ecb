"""What the results of a scan depend on, besides texts and options. A scan can be resumed only if none of it
has changed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from govlint.digest import digest
from govlint.reasons import reason
from govlint.rules.files import digest_of, sources
from govlint.runner import known_rules
from govlint.runner.identity import identity
from govlint.scan.record import ScanError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govlint.config import Config


def basis(configs: Iterable[Config]) -> dict[str, str]:
    """Hashes of govlint itself, of the contents of `configs`, and of the rule files, word lists and baselines
    that these name. The keys name each to the user.

    Raises SettingsError where rules cannot be used, ScanError where a file cannot be read.
    """
    try:
        made = {"govlint 或它所用的 Python、库": identity()}
        for config in configs:
            made |= _basis(config)
    except OSError as error:
        raise ScanError(f"读不到 {error.filename}：{reason(error)}") from None
    return made


def content_of(config: Config) -> str:
    """All that a configuration says, with what it extends and without comments."""
    return repr(replace(config, places={}, strays=()))


def _basis(config: Config) -> dict[str, str]:
    made = {}
    if config.path is not None:
        made[f"配置文件 {config.path}"] = digest(content_of(config).encode())
    if config.rules:
        known_rules(config)  # `sources` knows the files of rules that were loaded before
        own = [os.path.abspath(path) for path in config.rules]
        for path, content in (sources(config.rules) or {}).items():
            made[f"{'规则文件' if path in own else '词表'} {path}"] = content
    if config.baseline is not None:
        made[f"基线 {config.baseline}"] = digest_of(config.baseline)
    return made
