"""The `scan` command."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from govlint.commands.asking import config_option, isolated_option, names, settings_of
from govlint.commands.exits import INTERRUPTED
from govlint.commands.files import refuse_overwriting, refuse_replacing
from govlint.commands.help import Command
from govlint.readers import UnreadableError
from govlint.reasons import SettingsError
from govlint.runner import Session, not_looked_at
from govlint.scan.basis import basis
from govlint.scan.checking import Job
from govlint.scan.journal import Store
from govlint.scan.record import Repeats, ScanError
from govlint.scan.run import run
from govlint.scan.sources import Archive
from govlint.scan.tabular import TextColumns, is_result

if TYPE_CHECKING:
    from govlint.runner import Settings
    from govlint.scan.sources import ArchiveState

_WORTH_A_POOL = 200_000  # bytes; for a smaller archive, starting processes takes longer than it saves
_EVERY = 0.5  # seconds between lines of progress


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, metavar="文件、文件夹或通配符...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="文件",
    help="问题写到这里，一行一处；格式看后缀：.parquet、.jsonl、.csv、.duckdb。",
)
@click.option(
    "--documents", metavar="文件", help="另写一张文稿表：每篇的字数、各类问题数、没能检查或没有查完的原因。"
)
@click.option("--cleaned", metavar="文件", help="另写去掉网页残留和水印的正文，并列出去掉了什么。")
@click.option("--text-column", metavar="列", help="表格文件里哪一列是正文，默认按常见列名认。")
@click.option(
    "--id-column", metavar="列", help="表格文件里哪一列是编号，默认按常见列名认，没有就用“文件:第几条”。"
)
@click.option("--resume", is_flag=True, help="接着上次没有做完的做；没有未做完的就从头做。")
@click.option("--select", callback=names, metavar="规则", help="只用这些规则，写法同 check。")
@click.option("--extend-select", callback=names, metavar="规则", help="另加这些规则。")
@click.option("--ignore", callback=names, metavar="规则", help="不用这些规则。")
@click.option("--encoding", metavar="编码", help="指明文稿文件的编码，默认自动识别。")
@config_option
@isolated_option
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="用几个进程，默认与核数相同。")
@click.pass_context
def scan(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """检查成批的文稿：文件夹、通配符、JSONL、CSV、Parquet，几十万篇也行，结果写成一张表。

    \b
    govlint scan 归档/ --output findings.parquet
    govlint scan 语料.jsonl --text-column 正文 -o findings.parquet --documents documents.parquet
    govlint scan '语料/*.parquet' -o findings.parquet --cleaned cleaned.parquet
    govlint summary findings.parquet

    边检查边写在“输出文件.parts”文件夹里，做完合成输出文件。按 Ctrl-C 时输出文件里是已经检查的，加
    --resume 接着做；被强行终止也一样，不漏不重。

    退出码：0 做完了（读不了的文稿记在文稿表里，不影响其余）；2 无法检查（选项、配置有误，或一篇
    也没能检查）；130 按了 Ctrl-C。
    """
    settings = settings_of(options)
    try:
        done = _scan(paths, settings, options)
    except (ScanError, UnreadableError, SettingsError) as error:
        raise click.ClickException(str(error)) from None
    ctx.exit(0 if done else INTERRUPTED)


def _scan(paths: tuple[str, ...], settings: Settings, options: dict[str, Any]) -> bool:
    outputs = {
        "findings": options["output"],
        "documents": options["documents"],
        "cleaned": options["cleaned"],
    }
    outputs = {table: path for table, path in outputs.items() if path}
    _refuse_one_file_for_two(outputs)
    for output in outputs.values():
        refuse_overwriting(paths, output)
    with Store(outputs) as store:
        for output in outputs.values():
            refuse_replacing(output, is_result)
        return _scan_into(store, paths, settings, options)


def _scan_into(store: Store, paths: tuple[str, ...], settings: Settings, options: dict[str, Any]) -> bool:
    session = Session(settings)
    # Processes that are forked later have the rules already.
    session.check_text("", os.path.join(paths[0], "-"))
    columns = TextColumns(options["text_column"], options["id_column"])
    archive = Archive(paths, session, columns, (*store.outputs.values(), store.folder))
    state = archive.state()
    for config in state.configs:
        session.require(config)
    if state.left:
        click.echo(f"说明 {not_looked_at(state.left)}", err=True)
    for path in state.unnamed:
        click.echo(f"{path} 里认不出编号列，用“文件:第几条”作编号；可用 --id-column 指明", err=True)
    plan = {
        "要检查的文件": [list(paths), state.fingerprint],
        **_options_that_matter(options),
        **basis(state.configs),
    }
    begun = store.find_earlier()
    if begun and not options["resume"]:
        raise ScanError(f"上次没有做完（{store.folder}）：加 --resume 接着做，或删去这个文件夹重新开始")
    if begun:
        store.resume(plan)
        click.echo(f"接着上次的做，已有 {store.progress.done} 篇", err=True)
    else:
        if options["resume"]:
            click.echo("没有未做完的，从头开始", err=True)
        store.begin(plan)
    jobs = options["jobs"] or ((os.cpu_count() or 1) if state.size >= _WORTH_A_POOL else 1)
    return _run(archive, Job(settings, "cleaned" in store.outputs), store, jobs, state)


def _options_that_matter(options: dict[str, Any]) -> dict[str, Any]:
    """The options that results depend on, by their names on the command line; None where one is not given."""
    spelt = {f"--{name.replace('_', '-')}": value for name, value in options.items()}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in spelt.items()
        if name not in ("--resume", "--jobs")
    }


def _refuse_one_file_for_two(outputs: dict[str, str]) -> None:
    if len(set(map(os.path.realpath, outputs.values()))) < len(outputs):
        raise ScanError("--output、--documents、--cleaned 要写到不同的文件")


def _run(archive: Archive, job: Job, store: Store, jobs: int, state: ArchiveState) -> bool:
    begin, progress = time.monotonic(), store.progress
    before = progress.done
    stops: list[int] = []

    def stop(number: int, _frame: object) -> None:
        stops.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a second Ctrl-C ends the run at once
        click.echo("\n正在停下……", err=True)

    handler = signal.signal(signal.SIGINT, stop)
    meter, repeats = _Meter(state.size, progress.weight), Repeats()
    try:
        done = run(archive, job, store, jobs, lambda: bool(stops), meter.tell, repeats)
    finally:
        signal.signal(signal.SIGINT, handler)
        meter.clear()
    _tell(store, repeats, progress.done - before, max(time.monotonic() - begin, 1e-3))
    if done and 0 < progress.done == progress.unread:
        raise ScanError("一篇也没能检查，原因见上；结果文件里没有发现")
    if not done:
        files = "、".join(store.outputs.values())
        click.echo(f"已中断：{files} 里是已经检查的；原样再运行一次并加上 --resume，接着做余下的", err=True)
    return done


def _tell(store: Store, repeats: Repeats, done: int, spent: float) -> None:
    """Say what came of a run that did some documents in so many seconds."""
    progress = store.progress
    click.echo(
        f"检查了 {progress.done - progress.unread} 篇，发现 {progress.findings} 处{_problems(store)}；"
        f"用时 {_spent(spent)}，每秒 {_rate(done / spent)} 篇",
        err=True,
    )
    if repeats.count:
        click.echo(
            f"有 {repeats.count} 篇的编号前面已有（例如 {repeats.example}），"
            "结果里分不出是哪一篇，汇总时算作一篇；"
            "可用 --id-column 指明各篇不同的列",
            err=True,
        )


def _problems(store: Store) -> str:
    """How many documents were not checked, or not to the end, with an example; empty where none was."""
    progress = store.progress
    said = f"，其中 {progress.unfinished} 篇没有查完" if progress.unfinished else ""
    said += f"，另有 {progress.unread} 篇没能检查" if progress.unread else ""
    hint = "" if "documents" in store.outputs else "；用 --documents 列出全部"
    return f"{said}（例如 {progress.first_problem}{hint}）" if said else ""


class _Meter:
    """A line of progress on standard error; nothing is shown where that is no terminal. `size` is the archive
    in bytes, `before` the bytes done by earlier runs.
    """

    def __init__(self, size: int, before: int) -> None:
        self._size, self._before = size, before
        self._begin = self._told = time.monotonic()
        self._shows = sys.stderr.isatty()

    def tell(self, documents: int, weight: int) -> None:
        """Show the documents and bytes done, the speed, and the time left."""
        now = time.monotonic()
        if not self._shows or now - self._told < _EVERY:
            return
        self._told = now
        rate = (weight - self._before) / (now - self._begin)
        left = _clock(max(self._size - weight, 0) / rate) if rate else "？"
        share = min(weight / self._size, 1) if self._size else 1
        click.echo(
            f"\r\x1b[K{documents} 篇，{share:.0%}，每秒 {rate / 1e6:.2f} MB，还要 {left}", nl=False, err=True
        )

    def clear(self) -> None:
        """Remove the line."""
        if self._shows:
            click.echo("\r\x1b[K", nl=False, err=True)


def _spent(seconds: float) -> str:
    """A time that has passed: under a minute, to tenths of a second."""
    return f"{seconds:.1f} 秒" if seconds < 59.95 else _clock(seconds)


def _rate(number: float) -> str:
    return f"{number:.0f}" if number >= 9.95 else f"{number:.1f}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
