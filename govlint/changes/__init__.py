"""What changed of which files, by git or by a diff: findings elsewhere are none of this run's business."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.changes import hunks
from govlint.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from govlint.diagnostic import Diagnostic
    from govlint.document import Span
    from govlint.readers.source import Source

_HEAD = ("HEAD", "@")
_LONE_CR = re.compile(rb"\r(?!\n)")
# Set back what the user's configuration of git may change in the output of a diff.
_DIFF = (
    *("diff", "--unified=0", "--inter-hunk-context=0", "--find-renames", "--submodule=diff"),
    *("--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--src-prefix=a/", "--dst-prefix=b/"),
)

# Variables that git sets for its hooks. They hold paths relative to the top of the working tree, and mislead
# a git that is run in another folder.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


class ChangesError(ValueError):
    """Changes that cannot be told; the message says why."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Changed lines (1-based, in order) by the real path of their file; None: the file counts whole."""

    lines: Mapping[str, tuple[int, ...] | None]

    def has(self, path: str) -> bool:
        """Whether anything of a file changed."""
        return _key(path) in self.lines

    def touched(self, source: Source, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield the findings in a file of which the place, or one related to it, lies on a changed line.

        A finding about the whole document counts where any of its places has changed. A file without lines
        counts whole, and so does one with lone CRs, which git does not take for line ends.
        """
        lines = self.lines.get(_key(source.path), ())
        if lines is None or (lines and not _has_lines(source)):
            yield from findings
        elif lines:
            for found in findings:
                spans = (found.span, *(related.span for related in found.related))
                if any(_on(lines, source, span) for span in spans):
                    yield found


def _has_lines(source: Source) -> bool:
    return source.origin.has_lines and not _LONE_CR.search(source.data)


def _on(lines: tuple[int, ...], source: Source, span: Span) -> bool:
    start, end = source.origin.extent(span)
    # Nothing of the line in whose first column a span ends belongs to it.
    last = end.line - (end.column == 1 and end.line > start.line)
    first = bisect_left(lines, start.line)
    return first < len(lines) and lines[first] <= last


def _key(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def since(revision: str, paths: Iterable[str]) -> Changes:
    """What changed from a revision to the working tree, in the repositories that paths lie in; files that git
    does not know yet count whole, and so do all where nothing is committed yet. `main...` is where the
    branch forked from main. Raises ChangesError.
    """
    folders = set(map(_nearest_folder, paths))
    changed: dict[str, tuple[int, ...] | None] = {}
    for root in dict.fromkeys(map(_root, sorted(folders))):
        diff = _git(root, *_DIFF, _commit(root, revision), "--")
        for file in _parsed(diff):
            _add(changed, _key(os.path.join(root, os.fsdecode(file.name))), file.lines)
        unknown = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
        for name in filter(None, unknown.split(b"\0")):
            changed[_key(os.path.join(root, os.fsdecode(name)))] = None
    return Changes(changed)


def of_diff(data: bytes) -> Changes:
    """What a unified diff says has changed. Its paths are taken from the root of the repository, or where
    there is none (or no such file) from the current folder; failing that, without their first folder.
    Raises ChangesError, also where it changes files and none of them is found.
    """
    files = _parsed(data)
    try:
        folders = [_root("."), "."]
    except ChangesError:
        folders = ["."]
    changed: dict[str, tuple[int, ...] | None] = {}
    for file in files:
        name = os.fsdecode(file.name)
        _, _, inner = name.partition("/")
        places = [os.path.join(folder, name) for name in (name, inner) if name for folder in folders]
        place = next(filter(os.path.isfile, places), None)
        if place is not None:
            _add(changed, _key(place), file.lines)
    named = [os.fsdecode(file.name) for file in files if file.lines != []]
    if named and not changed:
        raise ChangesError(
            f"里面的 {len(named)} 个文件（{named[0]}{' 等' if len(named) > 1 else ''}）在这里都找不到，"
            "请在它们所在的仓库里运行"
        )
    return Changes(changed)


def _parsed(data: bytes) -> list[hunks.FileDiff]:
    try:
        return hunks.parse(data)
    except hunks.DiffError as error:
        raise ChangesError(str(error)) from None


def _add(changed: dict[str, tuple[int, ...] | None], path: str, lines: Sequence[int] | None) -> None:
    """Add lines to those of a file; a diff may come to it more than once, as when its kind changed."""
    before = changed.get(path, ())
    changed[path] = None if lines is None or before is None else tuple(sorted({*before, *lines}))


def _nearest_folder(path: str) -> str:
    """The path, if it is a folder, or the innermost folder above it that is there."""
    while not os.path.isdir(path):
        above = os.path.dirname(path.rstrip(os.sep)) or "."
        if above == path:  # a drive that is not there
            break
        path = above
    return path


def _root(folder: str) -> str:
    """The top folder of the working tree that a folder lies in."""
    shown = _git(folder, "rev-parse", "--show-toplevel", why=f"{folder} 不在 git 仓库的工作区中")
    return os.fsdecode(shown.rstrip(b"\r\n"))


def _commit(root: str, revision: str) -> str:
    """The full name of a revision, so that nothing in it can be taken for an option."""
    name = revision.removesuffix("...")
    if name in _HEAD and _is_unborn(root):
        return _git(root, "hash-object", "-t", "tree", "--stdin").decode().strip()  # the empty tree
    wanted = f"{name}^{{tree}}" if name == revision else f"{name}^{{commit}}"
    why = f"git 仓库 {root} 中没有版本 {name}（浅克隆要先用 git fetch 取来）"
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted, why=why)
    if name != revision:
        why = f"git 仓库 {root} 中找不到 {name} 与当前版本的分叉处（浅克隆要先用 git fetch 取来）"
        found = _git(root, "merge-base", found.decode().strip(), "HEAD", why=why)
    return found.decode().strip()


def _is_unborn(root: str) -> bool:
    """Whether a repository is on a branch that has no commit yet."""
    try:
        branch = _git(root, "symbolic-ref", "--quiet", "HEAD").rstrip(b"\r\n")
    except ChangesError:  # HEAD is a commit
        return False
    return not _git(root, "for-each-ref", "--count=1", os.fsdecode(branch))


def _git(folder: str, *arguments: str, why: str = "") -> bytes:
    """What git prints. Raises ChangesError where it fails, for the reason given or in its own words."""
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    try:
        done = subprocess.run(
            ["git", "-C", folder, *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment,
        )
    except FileNotFoundError:
        raise ChangesError("找不到 git，请先安装") from None
    except OSError as error:
        raise ChangesError(f"运行不了 git：{reason(error)}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise ChangesError(why if why and "dubious ownership" not in said else f"git 出错：{said}")
    return done.stdout
