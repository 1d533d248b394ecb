"""What `check` is asked for: its options, typed, and which of them do not go together."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.commands.asking import SharedOptions
from govlint.readers import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.commands.files import Mode


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class CheckOptions(SharedOptions):
    """The options of `check` as the command line has them; None or empty where an option is not given."""

    output_format: str
    output_file: str | None
    track_changes: bool
    fail_on: str | None
    exit_zero: bool
    stdin_filename: str | None
    baseline: str | None
    write_baseline: str | None
    diff_from: str | None
    diff_file: str | None
    fix: bool
    unsafe_fixes: bool
    diff: bool
    output_dir: str | None
    statistics: bool
    summary: bool
    jobs: int | None
    profile: bool
    no_cache: bool
    color: bool | None

    @property
    def mode(self) -> Mode:
        """What is done with each file."""
        return "diff" if self.diff else "fix" if self.fix else "check"

    @property
    def shortens(self) -> bool:
        """Whether numbers of findings are shown instead of the findings."""
        return self.statistics or self.summary

    @property
    def annotates(self) -> bool:
        """Whether the result is the draft itself, as a Word file with comments."""
        return self.output_format == "docx"

    @property
    def writes_baseline(self) -> bool:
        """Whether the result is a baseline file."""
        return self.write_baseline is not None

    @property
    def result(self) -> str | None:
        """The file that the result is written to; None for standard output."""
        return self.write_baseline or self.output_file


def conflict(asked: CheckOptions, paths: tuple[str, ...]) -> str | None:
    """Why the options cannot be met together, or with these paths; None where they can."""
    clashes = (_of_changes, _of_input, _of_fixes, _of_baselines, _of_word_files, _of_summaries)
    return next((why for clash in clashes for why in clash(asked, paths)), None)


def _of_changes(asked: CheckOptions, paths: tuple[str, ...]) -> Iterator[str]:
    if asked.diff_from is None and asked.diff_file is None:
        return
    if asked.diff_from is not None and asked.diff_file is not None:
        yield "--diff-from 和 --diff-file 只能用一个"
    if asked.mode != "check" or asked.writes_baseline:
        yield "--diff-from、--diff-file 只列出问题，不能与 --fix、--diff、--write-baseline 同用"
    if "-" in paths and (asked.diff_file == "-" or not asked.stdin_filename):
        yield "只看改动的行时，从标准输入读的文稿要用 --stdin-filename 写明是哪个文件，补丁另从文件读"


def _of_input(asked: CheckOptions, paths: tuple[str, ...]) -> Iterator[str]:
    if asked.clash:
        yield asked.clash
    if asked.stdin_filename and "-" not in paths:
        yield "--stdin-filename 只在用 - 从标准输入读时使用"
    if asked.profile and (asked.jobs or 1) > 1:
        yield "--profile 只用一个进程，不能与 --jobs 同用"


def _of_fixes(asked: CheckOptions, paths: tuple[str, ...]) -> Iterator[str]:
    if asked.fix and asked.diff:
        yield "--fix 修改文件，--diff 只显示，不能同用"
    if asked.unsafe_fixes and asked.mode == "check" and not asked.track_changes:
        yield "--unsafe-fixes 要与 --fix、--diff 或 --track-changes 同用"
    if asked.diff and (asked.output_format != "text" or asked.output_file or asked.shortens):
        yield "--diff 的结果是补丁，不能与 --output-format、--output-file、--statistics、--summary 同用"
    if asked.output_dir is not None:
        if not asked.fix or "-" in paths:
            yield "--output-dir 要与 --fix 同用，且不能用于标准输入"
        if os.path.lexists(asked.output_dir) and not os.path.isdir(asked.output_dir):
            yield f"--output-dir 要写文件夹，{asked.output_dir} 是文件"


def _of_baselines(asked: CheckOptions, _paths: tuple[str, ...]) -> Iterator[str]:
    if not asked.writes_baseline:
        return
    if asked.mode != "check":
        yield "--write-baseline 不能与 --fix、--diff 同用"
    if asked.output_file or asked.shortens:
        yield "--write-baseline 只写基线，不能与 --output-file、--statistics、--summary 同用"
    if asked.output_format not in ("text", "docx"):
        yield "--write-baseline 只写基线，不能与 --output-format 同用"


def _of_word_files(asked: CheckOptions, paths: tuple[str, ...]) -> Iterator[str]:
    if not asked.annotates:
        if asked.track_changes:
            yield "--track-changes 只用于 --output-format docx"
        return
    if asked.shortens or asked.writes_baseline or asked.fix:
        yield "docx 格式不能与 --fix、--statistics、--summary、--write-baseline 同用"
    if len(paths) != 1 or os.path.isdir(paths[0]) or "-" in paths:
        yield "docx 格式一次审校一个文件，请写出这个文件"
    if asked.output_file is None:
        yield "docx 格式要用 -o 写明结果文件，如 -o 总结.审校.docx"
    elif not asked.output_file.lower().endswith(WORD.suffixes):
        yield f"docx 格式的结果文件要以 .docx 结尾，而不是 {asked.output_file}"


def _of_summaries(asked: CheckOptions, _paths: tuple[str, ...]) -> Iterator[str]:
    if asked.statistics and asked.summary:
        yield "--statistics 和 --summary 只能用一个"
    if asked.shortens and asked.output_format != "text":
        option = "--statistics" if asked.statistics else "--summary"
        yield f"{option} 只用于 text 格式，而不是 {asked.output_format}"
