"""The files a command is given, checked one after another."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import click

from govlint.commands.exits import fail
from govlint.diagnostic import Notice
from govlint.reasons import reason
from govlint.reporters.characters import on_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govlint.runner import FileReport, Session, Settings

Mode = Literal["check", "fix", "diff"]
_LONG = 20  # files from which progress is shown
_EMPTY = "文件是空的，没有可以检查的文字"
_LARGE = 1_000_000  # bytes that take seconds


class Counted:
    """Passes file reports on, and meanwhile counts what the exit code and the closing message depend on."""

    def __init__(self, reports: Iterable[FileReport]) -> None:
        self._reports = reports
        self.files = self.checked = self.problems = 0
        self.found = 0
        self.failed = False
        self.fixed = self.changed = self.unchangeable = 0

    def __iter__(self) -> Iterator[FileReport]:
        for report in self._reports:
            self.files += 1
            self.checked += report.document is not None
            self.problems += report.problem is not None
            self.found += len(report.diagnostics)
            self.failed |= report.failed
            self.fixed += report.fixed or 0
            self.changed += bool(report.fixed)
            self.unchangeable += report.unchangeable
            yield report


def remark(report: FileReport, text: str) -> None:
    """Write a remark on a file to standard error, on one line."""
    click.echo(on_one_line(f"{report.path}: {text}"), err=True)


def refuse_overwriting(paths: Iterable[str], output: str | None) -> None:
    """Exit where the result would overwrite a file that is to be checked."""
    if output and any(_is_same(path, output) for path in paths):
        fail(f"{output} 是要检查的文件，不能又写入结果")


def _is_report(path: str) -> bool:
    from govlint.reporters.earlier import is_result

    return is_result(path)


def refuse_replacing(output: str | None, is_result: Callable[[str], bool] = _is_report) -> None:
    """Exit where there is a file at the place of the result that is no result of an earlier run."""
    if not output or not os.path.isfile(output):
        return
    try:
        replaceable = is_result(output)
    except OSError as error:
        fail(f"读不到 {output}：{reason(error)}")
    if not replaceable:
        fail(f"{output} 已经有了，不是 govlint 的结果，没有盖掉；请换一个文件名，或先把它移走")


def reports(
    paths: tuple[str, ...],
    settings: Settings,
    *,
    jobs: int | None = None,
    stdin_filename: str | None = None,
    output: str | None = None,
    mode: Mode = "check",
    shows_notices: bool = False,
) -> Iterator[FileReport]:
    """The reports of the files named, those in the folders named, or of standard input (-).

    `output`, the file of the result, is not among them: it has the result of an earlier run. That a file is
    empty is a notice of its report where the format `shows_notices`, else it is said on standard error.
    """
    for report in _reports(paths, settings, jobs, stdin_filename, output, mode):
        if report.document is None or report.document.text.strip():
            yield report
        elif shows_notices:
            yield replace(report, notices=(*report.notices, Notice(_EMPTY)))
        else:
            remark(report, f"说明 {_EMPTY}")
            yield report


def _reports(
    paths: tuple[str, ...],
    settings: Settings,
    jobs: int | None,
    stdin_filename: str | None,
    output: str | None,
    mode: Mode,
) -> Iterator[FileReport]:
    from govlint import runner
    from govlint.readers import SUFFIXES

    session = runner.Session(settings)
    if "-" in paths:
        yield _of_standard_input(paths, session, stdin_filename, mode)
        return
    with settings.clock.stage("files"):
        left: Counter[str] = Counter()
        once: dict[str, str] = {}
        for path in runner.find_files(paths, session, left=left):
            once.setdefault(os.path.normpath(path), path)
        found = list(once.values())
    if left:
        click.echo(f"说明 {runner.not_looked_at(left)}", err=True)
    for stray in _strays(found, session):
        click.echo(on_one_line(f"说明 {stray}"), err=True)
    files = [file for file in found if not (output and _is_same(file, output))]
    if mode == "fix":  # by two names a file would be written twice
        files = list({os.path.realpath(file): file for file in reversed(files)}.values())[::-1]
    if settings.fixing.folder is not None:
        files = _apart(files, paths, settings.fixing.folder)
    if not found and next(runner.find_files(paths, runner.Session(replace(settings, isolated=True))), None):
        outside = any(not session.config_for(path).excludes(path) for path in paths)
        whose = " 中的文件都" if outside else " "
        fail(f"{'、'.join(paths)}{whose}按配置中的 exclude，没有检查")
    for folder in filter(os.path.isdir, paths):
        if session.config_for(folder).excludes(folder):
            click.echo(on_one_line(f"{folder}: 说明 按配置中的 exclude，没有检查"), err=True)
    if not files:
        fail(f"{'、'.join(paths)} 中没有 {'、'.join(SUFFIXES)} 文件")
    if settings.changes is not None:  # what is not there is still to be told of
        files = [file for file in files if settings.changes.has(file) or not os.path.isfile(file)]
    made = runner.run(files, settings, jobs, fixing=mode != "check")
    if mode == "fix":
        made = map(session.write, made)
    yield from _with_progress(made, files)


def _strays(files: list[str], session: Session) -> dict[str, None]:
    """What the configurations of files have that leads nowhere, each once."""
    folders = dict.fromkeys(map(os.path.dirname, files))
    return {stray: None for folder in folders for stray in session.config_for(folder or ".").strays}


def _of_standard_input(
    paths: tuple[str, ...], session: Session, stdin_filename: str | None, mode: Mode
) -> FileReport:
    if len(paths) > 1:
        fail("- （标准输入）不能与其他路径同用")
    if sys.stdin is None:
        fail("标准输入已关闭，没有可读的内容")
    data, name = sys.stdin.buffer.read(), stdin_filename or "-"
    report = session.check_bytes(data, name) if mode == "check" else session.fix_bytes(data, name)
    if mode == "fix":  # text that cannot be read is passed on as it is
        click.echo(report.rewriting.after if report.rewriting else data, nl=False)
    return report


def _apart(files: list[str], named: tuple[str, ...], folder: str) -> list[str]:
    """The files without those that an earlier run wrote to the folder. Exits where the result of a file would
    overwrite another file to check, or lie outside the folder.
    """
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


def _with_progress(made: Iterator[FileReport], files: list[str]) -> Iterator[FileReport]:
    """Show on standard error, only on a terminal, how far a long run is; of large files, that it works."""
    if sys.stderr.isatty():
        if len(files) >= _LONG and not sys.stdout.isatty():
            with click.progressbar(length=len(files), label="检查", file=sys.stderr, show_pos=True) as bar:
                for report in made:
                    yield report
                    bar.update(1)
            return
        size = sum(map(os.path.getsize, filter(os.path.isfile, files)))
        if size >= _LARGE:
            what = files[0] if len(files) == 1 else f"{len(files)} 个文件"
            click.echo(on_one_line(f"正在检查 {what}（{size / 1e6:.1f} MB）……"), err=True)
    yield from made


def _is_same(path: str, other: str) -> bool:
    return os.path.exists(path) and os.path.exists(other) and os.path.samefile(path, other)
