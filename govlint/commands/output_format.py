"""The format of a result: the one asked for, else the one that the name of the result file says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from govlint.commands.exits import fail
from govlint.readers import MARKDOWN, SUFFIXES, TEXT
from govlint.readers.others import OFFICE_SUFFIXES, TABLE_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

# What stands for a format of its own, which not every command writes.
_OWN = {*SUFFIXES, *OFFICE_SUFFIXES, *TABLE_SUFFIXES, ".json", ".xml", ".sarif", ".duckdb"}
_OWN -= {*TEXT.suffixes, *MARKDOWN.suffixes}  # any text may stand in these


def chosen_format(
    asked: str | None, output: str | None, formats_of: Mapping[str, tuple[str, ...]], default: str
) -> str:
    """The format that `asked` names; else the one that the suffix of `output` means; else `default`.

    `formats_of` lists the formats that may be written to files of a suffix. A suffix means the format of the
    same name, or its only format. Files with a suffix that is not listed may have any format. Exits where
    the format and the file do not go together.
    """
    stem, suffix = os.path.splitext(output or "")
    suffix = suffix.lower()
    if suffix in _OWN and suffix not in formats_of:
        fail(f"写不出 {suffix} 文件，-o 可用 {'、'.join(formats_of)}、.txt")
    fitting = formats_of.get(suffix)
    if fitting is None:
        return asked or default
    if asked is None:
        if len(fitting) == 1:
            return fitting[0]
        if suffix[1:] in fitting:
            return suffix[1:]
        fail(f"{suffix} 文件有几种格式，请写明：{' 或 '.join(f'--output-format {one}' for one in fitting)}")
    if asked not in fitting:
        usual = next((one for one, formats in formats_of.items() if asked in formats), ".txt")
        other = f"用 -o {stem}{usual}，或 --output-format {fitting[0]}"
        fail(f"--output-format {asked} 与 -o {output} 不合：{other}")
    return asked
