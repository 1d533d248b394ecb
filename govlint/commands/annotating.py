"""`check --output-format docx`: one file, written with the findings as comments."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from govlint import runner
from govlint.commands.exits import fail
from govlint.commands.output import save
from govlint.readers import UnreadableError, load
from govlint.reporters import docx
from govlint.reporters.characters import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govlint.runner import FileReport, Settings


def annotate(paths: tuple[str, ...], settings: Settings, options: Mapping[str, Any]) -> Iterator[FileReport]:
    """Check one file, and write it with the findings as comments."""
    output = options["output_file"]
    if any(options[name] for name in ("statistics", "summary", "write_baseline", "fix")):
        fail("docx 格式不能与 --fix、--statistics、--summary、--write-baseline 同用")
    if len(paths) != 1 or os.path.isdir(paths[0]) or paths[0] == "-":
        fail("docx 格式一次审校一个文件，请写出这个文件")
    if not output or not output.lower().endswith(".docx"):
        fail("docx 格式要用 -o 写明结果文件，如 -o 总结.审校.docx")
    session = runner.Session(settings)
    try:
        data = load(paths[0])
    except UnreadableError as error:
        yield runner.FileReport(paths[0], problem=str(error))
        return
    report = session.check_bytes(data, paths[0])
    if report.document is not None:
        rules = runner.known_rules(session.config_for(paths[0]))
        reasons = {rule.id: rule.why for rule in rules}
        try:
            made = docx.annotated(data, report, reasons, track_changes=options["track_changes"])
        except UnreadableError as error:  # a part that was not needed to check the text
            yield replace(report, problem=str(error))
            return
        save(output, [made.data])
        revised = f"，{made.fixed} 处已改成修订" if options["track_changes"] else ""
        click.echo(f"已写入 {output}：批注 {len(report.diagnostics)} 处{revised}")
    for notice in report.notices:
        click.echo(on_one_line(f"{report.path}: 说明 {notice}"))
    yield report
