"""The command line."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

from govlint import __version__
from govlint.reasons import reason
from govlint.reporters import BARE, FOR_PEOPLE, NAMES, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govlint.changes import Changes
    from govlint.runner import FileReport, Settings

Mode = Literal["check", "fix", "diff"]
FOUND, FAILED, INTERRUPTED = 1, 2, 130
FORMATS = (*NAMES, "docx")
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _names(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    """Names parted by commas."""
    names = tuple(name.strip() for name in re.split("[,，]", value) if name.strip())
    if value and not names:
        raise click.BadParameter("没有写规则")
    return names


def fail(message: str) -> NoReturn:
    """Say why nothing could be done, and leave."""
    click.echo(f"govlint: {message}", err=True)
    raise SystemExit(FAILED)


class _Commands(click.Group):
    """The commands; those on archives are imported when asked for."""

    _ELSEWHERE = MappingProxyType({"scan": "govlint.scan.command", "summary": "govlint.scan.summary"})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted([*super().list_commands(ctx), *self._ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in self._ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(self._ELSEWHERE[cmd_name]), cmd_name)
        return command


@click.group(cls=_Commands, context_settings=_SETTINGS, invoke_without_command=True)
@click.version_option(__version__, "-V", "--version", prog_name="govlint", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """检查工作总结、工作计划、政府工作报告的文字质量。

    查占位符（xx万元、投资==亿元）、算不对的数、网页残留、错别字、标点、序号和固定表述，逐处指出位置和理由。

    \b
    govlint check 总结.docx           检查一个文件
    govlint check 文件夹/             检查文件夹里的文本、网页、Word、PDF 等文件
    govlint numbers 总结.txt          列出数据核对表
    govlint check --fix 总结.txt      改好有把握的，列出余下的
    govlint scan 归档/ -o 问题.parquet  检查成批的文稿
    govlint rule PH001                说明一条规则
    govlint server                    供编辑器启动的语言服务器
    govlint init                      生成配置文件 .govlint.yaml
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@main.command()
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]...")
@click.option(
    "--output-format",
    type=click.Choice(FORMATS),
    default="text",
    metavar="格式",
    help=f"输出格式，默认 text：{'、'.join(FORMATS)}。html 是用浏览器看、可以打印的一页；"
    "docx 在原稿上加批注，另存为 -o 的文件；从 json 到 vim 给编辑器和流水线用。",
)
@click.option("-o", "--output-file", metavar="文件", help="把结果写入文件，而不是显示在屏幕上。")
@click.option("--track-changes", is_flag=True, help="docx 格式：有把握的修改写成修订，在 Word 里接受或拒绝。")
@click.option(
    "--select",
    callback=_names,
    default="",
    metavar="规则",
    help="只用这些规则：编号、类别字母或名称，逗号分隔，如 PH,TY001。",
)
@click.option(
    "--extend-select",
    callback=_names,
    default="",
    metavar="规则",
    help="另加这些规则，用来打开默认不用的规则，如 ocr-misreading。",
)
@click.option("--ignore", callback=_names, default="", metavar="规则", help="不用这些规则，写法同上。")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    help="有这一级及以上的问题时退出码为 1，默认 warning。",
)
@click.option("--exit-zero", is_flag=True, help="有问题也以 0 退出（无法检查时仍为 2）。")
@click.option(
    "--stdin-filename", metavar="名称", help="用 - 从标准输入读时，当作这个文件名（决定格式和配置）。"
)
@click.option("--encoding", metavar="编码", help="指明编码，默认自动识别 UTF-8、GB18030/GBK、UTF-16。")
@click.option("--config", metavar="文件", help="使用这个配置文件，而不是向上查找。")
@click.option("--isolated", is_flag=True, help="不使用任何配置文件。")
@click.option("--baseline", metavar="文件", help="不列出基线文件中已有的问题。")
@click.option("--write-baseline", metavar="文件", help="把现有问题全部写入基线文件。")
@click.option(
    "--diff-from",
    metavar="版本",
    help="只列出 git 中自这个版本以来改动的行上的问题；main... 指从 main 分出以来。",
)
@click.option(
    "--diff-file", metavar="文件", help="只列出补丁（unified diff）改动的行上的问题，- 为标准输入。"
)
@click.option("--fix", is_flag=True, help="直接修改文件：只改有把握、不动意思的，再列出余下的问题。")
@click.option("--unsafe-fixes", is_flag=True, help="与 --fix 或 --diff 同用：须人工确认的也改。")
@click.option("--diff", is_flag=True, help="只显示 --fix 会改哪里，不改文件；有可改的则退出码为 1。")
@click.option(
    "--output-dir", metavar="文件夹", help="与 --fix 同用：改好的文件写到这里（没有可改的也写），原文件不动。"
)
@click.option("--statistics", is_flag=True, help="只显示各规则的次数。")
@click.option("--summary", is_flag=True, help="只显示各文件的汇总表。")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="用几个进程，默认文件少时 1 个，多时与核数相同。"
)
@click.option("--color/--no-color", default=None, help="是否着色，默认看终端（NO_COLOR 有效）。")
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """检查文件、文件夹，或标准输入（-）。不写路径时检查当前文件夹。

    \b
    退出码：0 没有问题；1 有 --fail-on 一级及以上的问题；2 无法检查（配置有误、文件读不了、规则不存在）。
    """
    from govlint.diagnostic import Severity
    from govlint.runner import Fixing, Settings

    ctx.color = _color(options["color"])
    mode: Mode = "diff" if options["diff"] else "fix" if options["fix"] else "check"
    writes_baseline = options["write_baseline"] is not None
    settings = Settings(
        select=options["select"],
        extend_select=options["extend_select"],
        ignore=options["ignore"],
        config=options["config"],
        isolated=options["isolated"],
        baseline=options["baseline"],
        use_baseline=not writes_baseline,
        encoding=options["encoding"],
        fail_on=Severity[options["fail_on"]] if options["fail_on"] else None,
        fixing=Fixing(options["unsafe_fixes"], options["output_dir"]),
        changes=_changes(paths, options),
    )
    if options["stdin_filename"] and "-" not in paths:
        fail("--stdin-filename 只在用 - 从标准输入读时使用")
    output = options["write_baseline"] or options["output_file"]
    _refuse_conflicts(paths, options, output)
    _refuse_fix_conflicts(paths, options)
    annotates = options["output_format"] == "docx"
    if options["track_changes"] and not annotates:
        fail("--track-changes 只用于 --output-format docx")
    with _told():
        if annotates:
            reports = _annotate(paths, settings, options)
        else:
            reports = _reports(
                paths or (".",), settings, options["jobs"], options["stdin_filename"], output, mode
            )
        counted = _Counted(reports)
        if writes_baseline:
            _write_baseline(options["write_baseline"], counted)
        elif mode == "diff":
            _write_diff(ctx, counted)
        elif annotates:
            for report in counted:
                if report.problem:
                    click.echo(f"{report.path}: 未能检查 {report.problem}", err=True)
        else:
            name = options["output_format"]
            reporter = _reporter(name, options["statistics"], options["summary"], settings)
            aside = mode == "fix" and "-" in paths  # standard output is for the text
            told = _noticed(counted) if name in BARE else counted
            _write(reporter(told), options["output_file"], utf8=name not in FOR_PEOPLE, err=aside)
    if counted.problems:
        ctx.exit(FAILED)
    found = counted.fixed > 0 if mode == "diff" else counted.failed
    if found and not options["exit_zero"] and not writes_baseline:
        ctx.exit(FOUND)


def _refuse_conflicts(paths: tuple[str, ...], options: dict[str, Any], output: str | None) -> None:
    if options["isolated"] and options["config"]:
        fail("--isolated 与 --config 不能同用")
    if output and any(_is_same(path, output) for path in paths):
        fail(f"{output} 是要检查的文件，不能又写入结果")


def _refuse_fix_conflicts(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    fixing = options["fix"] or options["diff"]
    if options["fix"] and options["diff"]:
        fail("--fix 修改文件，--diff 只显示，不能同用")
    if options["unsafe_fixes"] and not fixing:
        fail("--unsafe-fixes 要与 --fix 或 --diff 同用")
    if fixing and options["write_baseline"] is not None:
        fail("--write-baseline 不能与 --fix、--diff 同用")
    if options["output_dir"] is not None and (not options["fix"] or "-" in paths):
        fail("--output-dir 要与 --fix 同用，且不能用于标准输入")
    if options["diff"] and (
        options["output_format"] != "text"
        or options["output_file"]
        or options["statistics"]
        or options["summary"]
    ):
        fail("--diff 的结果是补丁，不能与 --output-format、--output-file、--statistics、--summary 同用")


def _changes(paths: tuple[str, ...], options: dict[str, Any]) -> Changes | None:
    """The changes that findings must touch to be listed, if so asked."""
    revision, diff = options["diff_from"], options["diff_file"]
    if revision is None and diff is None:
        return None
    if revision is not None and diff is not None:
        fail("--diff-from 和 --diff-file 只能用一个")
    if options["fix"] or options["diff"] or options["write_baseline"] is not None:
        fail("--diff-from、--diff-file 只列出问题，不能与 --fix、--diff、--write-baseline 同用")
    if "-" in paths and (diff == "-" or not options["stdin_filename"]):
        fail("只看改动的行时，从标准输入读的文稿要用 --stdin-filename 写明是哪个文件，补丁另从文件读")
    from govlint import changes

    try:
        if diff is None:
            places = (options["stdin_filename"] if path == "-" else path for path in paths or (".",))
            return changes.since(revision, places)
        if diff == "-":
            return changes.told_by(sys.stdin.buffer.read() if sys.stdin else b"")
        with open(diff, "rb") as file:
            return changes.told_by(file.read())
    except changes.ChangesError as error:
        fail(str(error) if diff is None else f"{diff}: {error}")
    except OSError as error:
        fail(f"读不到 {diff}：{reason(error)}")


class _Counted:
    """File reports passed on, with what the exit code needs noted on the way."""

    def __init__(self, reports: Iterable[FileReport]) -> None:
        self._reports = reports
        self.problems = 0
        self.failed = False
        self.fixed = self.changed = 0

    def __iter__(self) -> Iterator[FileReport]:
        for report in self._reports:
            self.problems += report.problem is not None
            self.failed |= report.failed
            self.fixed += report.fixed or 0
            self.changed += bool(report.fixed)
            yield report


def _reports(
    paths: tuple[str, ...],
    settings: Settings,
    jobs: int | None,
    stdin_filename: str | None,
    output: str | None,
    mode: Mode = "check",
) -> Iterator[FileReport]:
    from govlint import runner
    from govlint.readers import SUFFIXES

    session = runner.Session(settings)
    if "-" in paths:
        if len(paths) > 1:
            fail("- （标准输入）不能与其他路径同用")
        if sys.stdin is None:
            fail("标准输入已关闭，没有可读的内容")
        data, name = sys.stdin.buffer.read(), stdin_filename or "-"
        report = session.check_bytes(data, name) if mode == "check" else session.mend_bytes(data, name)
        if mode == "fix":  # text that cannot be read is passed on as it is
            click.echo(report.rewriting.after if report.rewriting else data, nl=False)
        yield report
        return
    files = list(dict.fromkeys(runner.find_files(paths, session)))
    if output:  # the result of an earlier run is no draft
        files = [file for file in files if not _is_same(file, output)]
    if mode == "fix":  # by two names a file would be written twice
        files = list({os.path.realpath(file): file for file in reversed(files)}.values())[::-1]
    if settings.fixing.folder is not None:
        files = _apart(files, paths, settings.fixing.folder)
    if not files:
        fail(f"{'、'.join(paths)} 中没有 {'、'.join(SUFFIXES)} 文件")
    if settings.changes is not None:  # what is not there is still to be told of
        files = [file for file in files if settings.changes.has(file) or not os.path.isfile(file)]
    reports = runner.run(files, settings, jobs, mending=mode != "check")
    if mode == "fix":
        reports = map(session.write, reports)
    yield from _with_progress(reports, len(files))


def _annotate(paths: tuple[str, ...], settings: Settings, options: dict[str, Any]) -> Iterator[FileReport]:
    """Check one file, and write it with the findings as comments."""
    from dataclasses import replace

    from govlint import runner
    from govlint.readers import UnreadableError, load
    from govlint.reporters import docx

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
        _save(output, [made.data])
        revised = f"，{made.fixed} 处已改成修订" if options["track_changes"] else ""
        click.echo(f"已写入 {output}：批注 {len(report.diagnostics)} 处{revised}")
    for notice in report.notices:
        click.echo(f"{report.path}: 说明 {notice}")
    yield report


def _apart(files: list[str], named: tuple[str, ...], folder: str) -> list[str]:
    """The files, less those that an earlier run wrote to the folder; none may be written over or outside."""
    from govlint import writing

    root, here = os.path.realpath(folder), os.path.join(os.path.realpath("."), "")
    if not here.startswith(os.path.join(root, "")):
        inner = os.path.join(root, "")
        files = [file for file in files if file in named or not os.path.realpath(file).startswith(inner)]
    places = set(map(os.path.realpath, files))
    for file in files:
        target = writing.inside(folder, file)
        if target is None:
            fail(f"{file} 不在当前文件夹之内，不能写到 {folder} 中的同名位置；请先进入它所在的文件夹")
        if os.path.realpath(target) in places:
            fail(f"写到 {folder} 会盖掉要检查的 {target}，请换一个文件夹")
    return files


def _with_progress(reports: Iterator[FileReport], total: int) -> Iterator[FileReport]:
    """Show progress on long runs, on standard error and only on a terminal."""
    if total < 20 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from reports
        return
    with click.progressbar(length=total, label="检查", file=sys.stderr, show_pos=True) as bar:
        for report in reports:
            yield report
            bar.update(1)


def _is_same(path: str, other: str) -> bool:
    return os.path.exists(path) and os.path.exists(other) and os.path.samefile(path, other)


def _reporter(
    output_format: str, statistics: bool, summary: bool, settings: Settings
) -> Callable[[Iterable[FileReport]], Iterator[str]]:
    if statistics and summary:
        fail("--statistics 和 --summary 只能用一个")
    if (statistics or summary) and output_format != "text":
        fail(f"--{'statistics' if statistics else 'summary'} 只用于 text 格式")
    if summary:
        from govlint.reporters import table

        return table.report_table
    if statistics:
        from govlint.reporters import text

        return text.report_statistics
    from govlint import runner

    session = runner.Session(settings)
    return named(output_format, lambda path: runner.known_rules(session.config_for(path)))


def _write_diff(ctx: click.Context, counted: _Counted) -> None:
    """The diffs to standard output, in colour for a terminal; what there is to say of them to the other."""
    from govlint.reporters import diff

    colored = ctx.color if ctx.color is not None else sys.stdout.isatty()
    for line in (diff.report_colored if colored else diff.report_patch)(_remarked(counted)):
        click.echo(line, nl=False)
    sys.stdout.flush()
    if counted.fixed:
        click.echo(f"可修改 {counted.fixed} 处、{counted.changed} 个文件；没有写入", err=True)
    else:
        click.echo("没有可以自动修改的地方", err=True)


def _remarked(reports: Iterable[FileReport]) -> Iterator[FileReport]:
    """The reports; problems and notices are told on standard error on the way."""
    for report in reports:
        for remark in (*([report.problem] if report.problem else ()), *map(str, report.notices)):
            click.echo(f"{report.path}: {remark}", err=True)
        yield report


def _noticed(reports: Iterable[FileReport]) -> Iterator[FileReport]:
    """The reports; notices are told on standard error on the way."""
    for report in reports:
        for notice in report.notices:
            click.echo(f"{report.path}: 说明 {notice}", err=True)
        yield report


def _write(pieces: Iterator[str], path: str | None, *, utf8: bool, err: bool = False) -> None:
    if path is None:
        for piece in pieces:
            # Machines read UTF-8 whatever the console is set to.
            click.echo(piece.encode("utf-8", "backslashreplace") if utf8 else piece, nl=False, err=err)
        return
    _save(path, (click.unstyle(piece).encode("utf-8", "backslashreplace") for piece in pieces))


def _save(path: str, pieces: Iterable[bytes]) -> None:
    from govlint import writing

    try:
        writing.save(path, pieces)
    except OSError as error:
        fail(f"写不了 {path}：{reason(error)}")


def _write_baseline(path: str, reports: Iterable[FileReport]) -> None:
    from govlint import baseline

    found = []
    for report in reports:
        if report.problem:
            click.echo(f"{report.path}: 未能检查 {report.problem}", err=True)
        found += [(report.path, diagnostic) for diagnostic in report.diagnostics]
    count = baseline.write(path, found)
    click.echo(f"已把 {count} 处问题写入基线 {path}；以后用 --baseline {path} 只看新问题")


def _color(asked: bool | None) -> bool | None:
    """Whether to colour: as asked, else as NO_COLOR and FORCE_COLOR say, else click decides by terminal."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


@contextmanager
def _told() -> Iterator[None]:
    """Turns errors of configuration, rules and the like into a message and exit code 2."""
    from govlint.runner import SETTINGS_ERRORS

    try:
        yield
    except SETTINGS_ERRORS as error:
        fail(str(error))


@main.command()
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]...")
@click.option(
    "--output-format",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    help="输出格式，默认 table；csv 可用 Excel 打开。",
)
@click.option("-o", "--output-file", metavar="文件", help="把结果写入文件，而不是显示在屏幕上。")
@click.option("--encoding", metavar="编码", help="指明编码，默认自动识别 UTF-8、GB18030/GBK、UTF-16。")
@click.option("--config", metavar="文件", help="使用这个配置文件，而不是向上查找。")
@click.option("--isolated", is_flag=True, help="不使用任何配置文件。")
@click.option("--color/--no-color", default=None, help="是否着色，默认看终端（NO_COLOR 有效）。")
@click.pass_context
def numbers(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """列出数据核对表：哪些数据之间的关系核对过、怎样核对，哪些数据没有核对。

    \b
    结论：相符；不符（check 会报告）；无法核对（约数、区间、缺字或有不能照算的字样）。
    退出码：0 列出了；2 无法检查。不符的数据用 govlint check 把关。

    \b
    govlint numbers 总结.txt
    govlint numbers 总结.txt --output-format csv --output-file 核对表.csv
    """
    from govlint.reporters import numbers as tables
    from govlint.runner import Settings

    ctx.color = _color(options["color"])
    output = options["output_file"]
    _refuse_conflicts(paths, options, output)
    settings = Settings(
        select=("arithmetic", "consistency", "structure"),
        config=options["config"],
        isolated=options["isolated"],
        encoding=options["encoding"],
    )
    reporters = {"table": tables.report_table, "csv": tables.report_csv, "json": tables.report_json}
    with _told():
        counted = _Counted(_reports(paths or (".",), settings, None, None, output))
        pieces = reporters[options["output_format"]](counted)
        _write(pieces, output, utf8=options["output_format"] != "table")
    if counted.problems:
        ctx.exit(FAILED)


@main.command()
@click.argument("name", metavar="规则")
@click.option("--config", metavar="文件", help="使用这个配置文件，而不是向上查找。")
@click.option("--isolated", is_flag=True, help="不使用任何配置文件。")
def rule(name: str, config: str | None, isolated: bool) -> None:
    """说明一条规则：报什么、为什么、依据、正反例、怎样忽略。

    \b
    govlint rule TY001
    """
    from govlint import runner, selection
    from govlint.reporters.rules import explain

    with _told():
        rules = runner.known_rules(
            runner.Session(runner.Settings(config=config, isolated=isolated)).config_for(".")
        )
        chosen = selection.resolve([name], rules)
        for number, found in enumerate(found for found in rules if found.id in chosen):
            click.echo(("\n" if number else "") + explain(found))


@main.group(invoke_without_command=True)
@click.pass_context
def rules(ctx: click.Context) -> None:
    """列出规则，或试跑规则的例子。"""
    if ctx.invoked_subcommand is None:
        ctx.invoke(rules_list)


@rules.command("list")
@click.option("--config", metavar="文件", help="使用这个配置文件，而不是向上查找。")
@click.option("--isolated", is_flag=True, help="不使用任何配置文件。")
def rules_list(config: str | None = None, isolated: bool = False) -> None:
    """列出全部规则：编号、级别、名称、提示。"""
    from govlint import runner
    from govlint.reporters.rules import listing

    with _told():
        session = runner.Session(runner.Settings(config=config, isolated=isolated))
        click.echo(listing(runner.known_rules(session.config_for("."))), nl=False)


@rules.command("test")
@click.argument("files", nargs=-1, metavar="[规则文件]...")
def rules_test(files: tuple[str, ...]) -> None:
    """试跑规则的例子：bad 例恰好报告一处，good 例在所有规则下都不报告。不写文件时试跑内置规则。

    \b
    govlint rules test
    govlint rules test 我的规则.yaml
    """
    from govlint import ruleset, selftest

    with _told():
        builtin = ruleset.builtin_rules()
        extra = ruleset.load_rules(files) if files else []
        everything = [*builtin, *extra]
        ruleset.require_unique(everything)
        tested = extra or builtin
        faults = [
            f"{tested_rule.path}:{tested_rule.line}: {tested_rule.id}: {fault}"
            for tested_rule in tested
            for fault in (*selftest.own_faults(tested_rule), *selftest.cross_faults(tested_rule, everything))
        ]
    for fault in faults:
        click.echo(fault, err=True)
    examples = sum(len(tested_rule.bad) + len(tested_rule.good) for tested_rule in tested)
    if faults:
        raise SystemExit(FAILED)
    click.echo(f"{len(tested)} 条规则、{examples} 个例子，全部通过")


@main.command()
@click.argument(
    "of", metavar="json|jsonl|rules|config", type=click.Choice(("json", "jsonl", "rules", "config"))
)
def schema(of: str) -> None:
    """显示 JSON Schema：check 的 json 格式、jsonl 格式的一行，或规则文件（rules）、配置文件（config）。


    \b
    govlint schema rules > govlint-rules.json
    """
    click.echo(_schema(of).encode("utf-8"), nl=False)


def _schema(of: str) -> str:
    if of in ("json", "jsonl"):
        from govlint.schemas import schema_of

        return schema_of(of)
    import json

    from govlint import schema as schemas

    made = schemas.rules_schema() if of == "rules" else schemas.config_schema()
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


@main.command()
@click.option("--force", is_flag=True, help="已有文件时也覆盖。")
@click.option(
    "--schema", "with_schema", is_flag=True, help="另写一个 .govlint.schema.json，在编辑器里能补全和校验。"
)
def init(force: bool, with_schema: bool) -> None:
    """在当前文件夹生成配置文件 .govlint.yaml，各项都有说明。"""
    from govlint.starter import MODELINE, SCHEMA, STARTER

    files = {".govlint.yaml": STARTER}
    if with_schema:
        files = {".govlint.yaml": MODELINE + STARTER, SCHEMA: _schema("config")}
    if not force:
        for path in filter(os.path.exists, files):
            fail(f"已有 {path}；要覆盖请加 --force")
    for path, content in files.items():
        try:
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(content)
        except OSError as error:
            fail(f"写不了 {path}：{reason(error)}")
    click.echo(f"已生成 {'、'.join(files)}，按需修改即可")


@main.command()
@click.option("--stdio", is_flag=True, help="经标准输入输出通信：只有这一种方式，写不写都一样。")
@click.option("--log-file", metavar="文件", help="日志写入文件，默认写到标准错误。")
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="warning",
    help="记到哪一级，默认 warning；debug 连同收发的消息。",
)
@click.option(
    "--docs-url",
    metavar="地址",
    help="文档网站的地址，如 https://docs.example.cn/govlint：编号和悬停链接到其中各条规则的页。",
)
@click.version_option(__version__, "--version", prog_name="govlint", message="%(prog)s %(version)s")
@click.pass_context
def server(
    ctx: click.Context,
    stdio: bool,  # noqa: ARG001
    log_file: str | None,
    log_level: str,
    docs_url: str | None,
) -> None:
    """语言服务器（LSP），由编辑器启动：边写边查，悬停看理由，一键修改。

    \b
    需 pip install "govlint[lsp]"；各编辑器怎样接上，见 README。
    """
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        fail('缺少语言服务器用的 pygls，请运行：pip install "govlint[lsp]"')
    from govlint.server.serving import serve

    try:
        code = serve(log_file, log_level, docs_url)
    except OSError as error:
        fail(f"语言服务器没有启动：{reason(error)}")
    ctx.exit(code)
