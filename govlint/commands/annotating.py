"""`check --output-format docx`: one file, written with the findings as comments."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from govlint import runner
from govlint.commands.exits import fail
from govlint.commands.output import save
from govlint.readers import CONVERTED, HTML, PDF, UnreadableError, load, recognise
from govlint.reporters import docx
from govlint.reporters.characters import on_one_line
from govlint.runner.fixing import UNEDITABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.runner import FileReport, Settings

_OTHERWISE = "原稿不是 Word 文件，这一份是另做的，一行一段，没有原来的版式、表格和图片"
_REMARKS = {
    CONVERTED: "批注加在 LibreOffice 由原稿转成的 .docx 上，版式可能与原稿略有出入",
    HTML: _OTHERWISE,
    PDF: _OTHERWISE,
}
"""What is said of the file written, by the format of the draft."""


def annotate(path: str, output: str, settings: Settings, *, track_changes: bool) -> Iterator[FileReport]:
    """Check one file, and write it to `output` with the findings as comments; with `track_changes`, fixes
    become tracked changes: those that are safe or, where the settings allow it, all. Of a file that
    LibreOffice converts, the .docx it makes is checked and written. Exits where Word would not open the file
    by the suffix of `output`.
    """
    session = runner.Session(settings)
    try:
        data = load(path)
        kind = recognise(path, data)
        if kind is CONVERTED:  # the comments go into the very file that is read for the check
            from govlint.readers.converted import as_word

            data = as_word(data)
    except UnreadableError as error:
        yield runner.FileReport(path, problem=str(error))
        return
    report = session.check_bytes(data, path)
    if report.document is not None:
        rules = runner.known_rules(session.config_for(path))
        reasons = {rule.id: rule.why for rule in rules}
        try:
            unsafe = settings.fixing.unsafe
            made = docx.annotated(data, report, reasons, track_changes=track_changes, unsafe=unsafe)
        except UnreadableError as error:  # a part that was not needed to check the text
            yield replace(report, problem=str(error))
            return
        stem, suffix = os.path.splitext(output)
        if suffix.lower() != made.suffix:
            fail(
                f"{path} 的审校稿是 {made.suffix} 文件，写成 {suffix} 的 Word 打不开："
                f"用 -o {stem}{made.suffix}"
            )
        save(output, [made.data])
        revised = f"，{made.fixed} 处已改成修订" if track_changes else ""
        if made.unmade:
            revised += f"，{made.unmade} 处{UNEDITABLE}，或与别的修订重叠，没有改，请手工改"
        click.echo(f"已写入 {output}：批注 {len(report.diagnostics)} 处{revised}")
        if kind in _REMARKS:
            click.echo(on_one_line(f"{output}: 说明 {_REMARKS[kind]}"))
        if made.unsigned:
            click.echo(on_one_line(f"{output}: 说明 原稿有数字签名，这一份加了批注，签名已失效"))
    for notice in report.notices:
        click.echo(on_one_line(f"{report.path}: 说明 {notice}"))
    yield report
