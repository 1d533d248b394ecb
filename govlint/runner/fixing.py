"""Fixes the content of a file until nothing is left to fix, and says what could not be fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govlint import fixing
from govlint.diagnostic import Notice
from govlint.readers import ReadOnlyError, Source, UnreadableError, editable, read_bytes, rewritten
from govlint.runner.report import Rewriting

if TYPE_CHECKING:
    from collections.abc import Callable

    from govlint.diagnostic import Diagnostic, Edit
    from govlint.fixing import Round

UNEDITABLE = "跨了段落、格子，或在自动编号、注音、公式里"
"""Why a file cannot take an edit, whatever its format."""


class Fixed(NamedTuple):
    """A source after fixing.

    `fixes` is the number of fixes made, `notices` say what could not be fixed, and `rewriting` has the bytes
    of the file before and after.
    """

    source: Source
    fixes: int
    notices: tuple[Notice, ...]
    rewriting: Rewriting


def fix_source(
    source: Source,
    found: Callable[[Source], tuple[Diagnostic, ...]],
    knows: Callable[[Diagnostic], bool],
    *,
    unsafe: bool,
) -> Fixed:
    """Fix what `found` finds in a source, except findings that a baseline `knows`.

    `unsafe` allows fixes that a person should confirm. Where the file cannot be changed, no fix is made, and
    a notice says why.
    """

    def check(now: Source) -> Round:
        return fixing.Round(now.document, found(now), knows, lambda edits: editable(now, edits))

    def change(now: Source, edits: tuple[Edit, ...]) -> Source:
        return read_bytes(rewritten(now, edits), now.path, now.encoding)

    notices: tuple[Notice, ...] = ()
    try:
        settled = fixing.settle(source, check, change, unsafe=unsafe)
    except (
        ReadOnlyError,
        UnreadableError,
    ) as error:  # writing may read parts of the file that checking does not
        settled = fixing.Settled(source, 0)
        notices = (Notice(f"没有修改：{error}"),)
    if settled.circular:
        fixes = "、".join(f"“{text}”（{rule}）" for rule, text in settled.circular)
        notices += (Notice(f"{fixes}改来改去又回到原样，没有改"),)
    if settled.conflicting:
        notices += (Notice(f"规则 {'、'.join(settled.conflicting)} 的修改没完没了，没有采用"),)
    if settled.uneditable:
        notices += (Notice(f"有 {settled.uneditable} 处{UNEDITABLE}，没有修改，请手工改"),)
    now = settled.source
    plain = now.encoding is not None
    rewriting = Rewriting(
        source.data,
        now.data,
        now.encoding if plain else None,
        None if plain else (source.document.text, now.document.text),
    )
    return Fixed(now, settled.made, notices, rewriting)
