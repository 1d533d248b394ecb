"""The `check` command."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from govlint.clock import UNTIMED, Stopwatch
from govlint.commands.asking import (
    color,
    color_option,
    config_option,
    encoding_option,
    isolated_option,
    names,
    output_option,
    revision,
)
from govlint.commands.check_options import CheckOptions, conflict
from govlint.commands.exits import FAILED, FOUND, exit_on_settings_error, fail
from govlint.commands.files import Counted, refuse_overwriting, refuse_replacing, remark, reports
from govlint.commands.help import Command
from govlint.commands.output import tell_written, write
from govlint.commands.output_format import chosen_format
from govlint.readers import WORD
from govlint.reporters import BARE, FOR_PEOPLE, IN_LINES, NAMES, reporter_for
from govlint.reporters.wording import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govlint.clock import Clock
    from govlint.reporters import Reporter
    from govlint.runner import FileReport, Settings

FORMATS = (*NAMES, "docx")
_FORMATS_OF = {
    **dict.fromkeys(WORD.suffixes, ("docx",)),
    ".html": ("html",),
    ".htm": ("html",),
    ".json": ("json", "sarif", "rdjson", "gitlab"),
    ".jsonl": ("jsonl", "rdjsonl"),
    ".sarif": ("sarif",),
    ".xml": ("checkstyle", "junit"),
}
_SECTIONS = {
    "结果": ("output_format", "output_file", "track_changes", "statistics", "summary", "color"),
    "用哪些规则": ("select", "extend_select", "ignore", "config", "isolated"),
    "退出码": ("fail_on", "exit_zero"),
    "自动修改": ("fix", "unsafe_fixes", "diff", "output_dir"),
    "只看新的问题": ("baseline", "write_baseline", "diff_from", "diff_file"),
    "怎样读，怎样运行": ("stdin_filename", "encoding", "jobs", "profile", "no_cache"),
}


@click.command(cls=Command, sections=_SECTIONS)
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]...")
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    metavar="格式",
    help=f"输出格式，默认看 -o 的后缀，没有就是 text：{'、'.join(FORMATS)}。"
    "html 是用浏览器看、可以打印的一页；docx 在原稿上加批注，另存为 -o 的文件；"
    "从 json 到 vim 给编辑器和流水线用。",
)
@output_option
@click.option("--track-changes", is_flag=True, help="docx 格式：有把握的修改写成修订，在 Word 里接受或拒绝。")
@click.option(
    "--select",
    callback=names,
    metavar="规则",
    help="只用这些规则：编号、类别（PH、占位符）或名称，逗号分隔，如 PH,TY001。",
)
@click.option(
    "--extend-select",
    callback=names,
    metavar="规则",
    help="另加这些规则，用来打开默认不用的规则，如 ocr-misreading。",
)
@click.option("--ignore", callback=names, metavar="规则", help="不用这些规则，写法同上。")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    help="有这一级及以上的问题时退出码为 1，默认 warning。",
)
@click.option("--exit-zero", is_flag=True, help="有问题也以 0 退出（无法检查时仍为 2）。")
@click.option(
    "--stdin-filename", metavar="名称", help="用 - 从标准输入读时，当作这个文件名（决定格式和配置）。"
)
@encoding_option
@config_option
@isolated_option
@click.option("--baseline", metavar="文件", help="不列出基线文件中已有的问题。")
@click.option("--write-baseline", metavar="文件", help="把现有问题全部写入基线文件。")
@click.option(
    "--diff-from",
    metavar="版本",
    callback=revision,
    help="只列出 git 中自这个版本以来改动的行上的问题；main... 指从 main 分出以来。",
)
@click.option(
    "--diff-file", metavar="文件", help="只列出补丁（unified diff）改动的行上的问题，- 为标准输入。"
)
@click.option("--fix", is_flag=True, help="直接修改文件：只改有把握、不动意思的，再列出余下的问题。")
@click.option(
    "--unsafe-fixes", is_flag=True, help="与 --fix、--diff 或 --track-changes 同用：须人工确认的也改。"
)
@click.option("--diff", is_flag=True, help="只显示 --fix 会改哪里，不改文件；有可改的则退出码为 1。")
@click.option(
    "--output-dir", metavar="文件夹", help="与 --fix 同用：改好的文件写到这里（没有可改的也写），原文件不动。"
)
@click.option("--statistics", is_flag=True, help="只显示各规则的次数。")
@click.option("--summary", is_flag=True, help="只显示各文件的汇总表。")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="用几个进程，默认文件少时 1 个，多时与核数相同。"
)
@click.option(
    "--profile",
    is_flag=True,
    help="另在标准错误列出各步、各条规则用了多少时间；只用一个进程，不用以前查过的结果。",
)
@click.option("--no-cache", is_flag=True, help="不用以前查过的结果，也不存下这次的。")
@color_option
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """检查文件、文件夹，或标准输入（-）。不写路径时检查当前文件夹。

    \b
    govlint check 总结.docx                   在终端里看
    govlint check 总结.docx -o 报告.html      写成网页
    govlint check 总结.docx -o 审校.docx      在原稿上加批注
    govlint check --fix 总结.txt              改好有把握的
    govlint check --select 错别字,数字 稿子/  只查几类

    退出码：0 没有问题；1 有 --fail-on 一级及以上的问题；2 无法检查（配置有误、文件读不了、规则不存在）；
    130 按了 Ctrl-C；141 输出没有人读了（如接 head）。
    """
    name = chosen_format(options.pop("output_format"), options["output_file"], _FORMATS_OF, "text")
    asked = CheckOptions(output_format=name, **options)
    clash = conflict(asked, paths)
    if clash:
        fail(clash)
    ctx.color = color(asked.color)
    refuse_overwriting(paths, asked.result)
    refuse_replacing(asked.output_file)
    clock = Stopwatch() if asked.profile else UNTIMED
    settings = _settings(asked, paths, clock)
    with exit_on_settings_error():
        counted = Counted(_reports(asked, paths, settings))
        with clock.stage("output"):
            if asked.write_baseline is not None:
                _write_baseline(asked.write_baseline, paths or (".",), counted)
            elif asked.diff:
                _write_patch(ctx, counted)
            elif asked.annotates:
                _tell_problems(counted)
            else:
                aside = asked.fix and "-" in paths  # standard output is for the text
                _write_report(asked, settings, counted, aside=aside)
                tell_written(asked.output_file, _came_to(asked, counted))
    if isinstance(clock, Stopwatch):
        _tell_time(clock, counted.files)
    if counted.problems:
        ctx.exit(FAILED)
    found = counted.fixed > 0 if asked.diff else counted.failed
    if found and not asked.exit_zero and not asked.writes_baseline:
        ctx.exit(FOUND)


def _settings(asked: CheckOptions, paths: tuple[str, ...], clock: Clock) -> Settings:
    from govlint.diagnostic import Severity
    from govlint.runner import Fixing

    changes = None
    if asked.diff_from is not None or asked.diff_file is not None:
        from govlint.commands.changed import changes_of

        changes = changes_of(asked, paths)
    return replace(
        asked.settings(),
        baseline=asked.baseline,
        use_baseline=not asked.writes_baseline,
        fail_on=Severity[asked.fail_on] if asked.fail_on else None,
        fixing=Fixing(asked.unsafe_fixes, asked.output_dir),
        changes=changes,
        use_cache=not asked.no_cache and not asked.profile,
        clock=clock,
    )


def _reports(asked: CheckOptions, paths: tuple[str, ...], settings: Settings) -> Iterator[FileReport]:
    """The reports of the files, made as they are asked for."""
    if asked.annotates and asked.output_file:
        from govlint.commands.annotating import annotate

        return annotate(paths[0], asked.output_file, settings, track_changes=asked.track_changes)
    return reports(
        paths or (".",),
        settings,
        jobs=1 if asked.profile else asked.jobs,
        stdin_filename=asked.stdin_filename,
        output=asked.result,
        mode=asked.mode,
        shows_notices=not (
            asked.statistics or asked.summary or asked.writes_baseline or asked.output_format in BARE
        ),
    )


def _write_report(
    asked: CheckOptions, settings: Settings, counted: Iterable[FileReport], *, aside: bool
) -> None:
    """The report in the format asked for, to a file or standard output; `aside`, to standard error."""
    name = asked.output_format
    listed = _noticed(counted) if name in BARE else counted
    pieces = _reporter(asked, settings)(listed)
    whole = name not in (*FOR_PEOPLE, *IN_LINES)
    write(pieces, asked.output_file, utf8=name not in FOR_PEOPLE, whole=whole, err=aside)


def _came_to(asked: CheckOptions, counted: Counted) -> str:
    """What was found in all files, in a few words, and how to open the result."""
    clean = "没有发现问题" if counted.checked else "没有检查过的文件"
    found = f"发现 {counted.found} 处" if counted.found else clean
    failed = f"，{counted.problems} 个文件未能检查或未查完" if counted.problems else ""
    return f"{found}{failed}{'，用浏览器打开' if asked.output_format == 'html' else ''}"


def _reporter(asked: CheckOptions, settings: Settings) -> Reporter:
    if asked.summary:
        from govlint.reporters import table

        return table.report_table
    if asked.statistics:
        from govlint.reporters import text

        return text.report_statistics
    from govlint import runner

    session = runner.Session(settings)
    return reporter_for(asked.output_format, lambda path: runner.known_rules(session.config_for(path)))


def _write_patch(ctx: click.Context, counted: Counted) -> None:
    """Write the diffs to standard output, in colour for a terminal, and all remarks to standard error."""
    from govlint.reporters import diff

    colored = ctx.color if ctx.color is not None else sys.stdout.isatty()
    for line in (diff.report_colored if colored else diff.report_patch)(_remarked(counted)):
        click.echo(line, nl=False)
    sys.stdout.flush()
    if counted.fixed:
        click.echo(f"可修改 {counted.fixed} 处、{counted.changed} 个文件；没有写入", err=True)
    elif not counted.unchangeable:
        click.echo("没有可以自动修改的地方", err=True)
    if counted.unchangeable:
        click.echo(f"有 {counted.unchangeable} 个文件不能直接修改，见上", err=True)


def _remarked(reports: Iterable[FileReport]) -> Iterator[FileReport]:
    """Pass the reports on; say their problems and notices on standard error."""
    for report in reports:
        for text in (*([report.problem] if report.problem else ()), *map(str, report.notices)):
            remark(report, text)
        yield report


def _noticed(reports: Iterable[FileReport]) -> Iterator[FileReport]:
    """Pass the reports on; say their notices on standard error."""
    for report in reports:
        for notice in report.notices:
            remark(report, f"说明 {notice}")
        yield report


def _tell_problems(reports: Iterable[FileReport]) -> None:
    """Go through the reports; say their problems on standard error."""
    for report in reports:
        if report.problem:
            remark(report, f"{unfinished(report)} {report.problem}")


def _write_baseline(path: str, paths: tuple[str, ...], reports: Counted) -> None:
    """Write the baseline, and say what is in it; where nothing could be checked, leave it as it is."""
    from govlint.runner import baseline

    before = baseline.earlier(path)  # first: what is no baseline is left as it is
    checked, found = [], []
    for report in reports:
        if report.problem:
            remark(report, f"{unfinished(report)} {report.problem}")
        if report.document is not None:
            checked.append(report.path)
        found += [(report.path, diagnostic) for diagnostic in report.findings]
    if reports.problems and not checked:
        click.echo(f"没有能检查的文件，没有写基线 {path}", err=True)
        return
    written = baseline.write(path, before, checked, filter(os.path.isdir, paths), found)
    kept = f"；没有检查的文件，原有的 {written.kept} 处照旧" if written.kept else ""
    gone = f"；已经不在的文件，原有的 {written.gone} 处去掉" if written.gone else ""
    click.echo(f"已把 {written.new} 处问题写入基线 {path}{kept}{gone}；以后用 --baseline {path} 只看新问题")


def _tell_time(clock: Stopwatch, files: int) -> None:
    from govlint.commands.profiling import table

    for line in table(clock, files):
        click.echo(line, nl=False, err=True)
