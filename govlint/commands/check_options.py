"""What `check` is asked for: its options, typed, and which of them do not go together."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.commands.asking import SharedOptions
from govlint.readers import WORD

if TYPE_CHECKING:
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
    fixing = asked.fix or asked.diff
    by_changes = asked.diff_from is not None or asked.diff_file is not None
    reads_stdin = "-" in paths
    shortened = asked.statistics or asked.summary
    name = asked.output_format
    clashes = (
        (
            asked.diff_from is not None and asked.diff_file is not None,
            "--diff-from 和 --diff-file 只能用一个",
        ),
        (
            by_changes and (fixing or asked.writes_baseline),
            "--diff-from、--diff-file 只列出问题，不能与 --fix、--diff、--write-baseline 同用",
        ),
        (
            by_changes and reads_stdin and (asked.diff_file == "-" or not asked.stdin_filename),
            "只看改动的行时，从标准输入读的文稿要用 --stdin-filename 写明是哪个文件，补丁另从文件读",
        ),
        (asked.clash, asked.clash),
        (asked.stdin_filename and not reads_stdin, "--stdin-filename 只在用 - 从标准输入读时使用"),
        (asked.fix and asked.diff, "--fix 修改文件，--diff 只显示，不能同用"),
        (
            asked.unsafe_fixes and not (fixing or asked.track_changes),
            "--unsafe-fixes 要与 --fix、--diff 或 --track-changes 同用",
        ),
        (asked.writes_baseline and fixing, "--write-baseline 不能与 --fix、--diff 同用"),
        (
            asked.writes_baseline and (asked.output_file or shortened),
            "--write-baseline 只写基线，不能与 --output-file、--statistics、--summary 同用",
        ),
        (
            asked.writes_baseline and asked.output_format not in ("text", "docx"),
            "--write-baseline 只写基线，不能与 --output-format 同用",
        ),
        (
            asked.output_dir is not None and (not asked.fix or reads_stdin),
            "--output-dir 要与 --fix 同用，且不能用于标准输入",
        ),
        (
            asked.output_dir is not None
            and os.path.lexists(asked.output_dir)
            and not os.path.isdir(asked.output_dir),
            f"--output-dir 要写文件夹，{asked.output_dir} 是文件",
        ),
        (
            asked.diff and (asked.output_format != "text" or asked.output_file or shortened),
            "--diff 的结果是补丁，不能与 --output-format、--output-file、--statistics、--summary 同用",
        ),
        (asked.profile and (asked.jobs or 1) > 1, "--profile 只用一个进程，不能与 --jobs 同用"),
        (asked.track_changes and not asked.annotates, "--track-changes 只用于 --output-format docx"),
        (
            asked.annotates and (shortened or asked.writes_baseline or asked.fix),
            "docx 格式不能与 --fix、--statistics、--summary、--write-baseline 同用",
        ),
        (
            asked.annotates and (len(paths) != 1 or os.path.isdir(paths[0]) or reads_stdin),
            "docx 格式一次审校一个文件，请写出这个文件",
        ),
        (
            asked.annotates and not (asked.output_file or "").lower().endswith(WORD.suffixes),
            "docx 格式要用 -o 写明结果文件，如 -o 总结.审校.docx"
            if asked.output_file is None
            else f"docx 格式的结果文件要以 .docx 结尾，而不是 {asked.output_file}",
        ),
        (asked.statistics and asked.summary, "--statistics 和 --summary 只能用一个"),
        (asked.statistics and asked.output_format != "text", f"--statistics 只用于 text 格式，而不是 {name}"),
        (asked.summary and asked.output_format != "text", f"--summary 只用于 text 格式，而不是 {name}"),
    )
    return next((message for clash, message in clashes if clash), None)
