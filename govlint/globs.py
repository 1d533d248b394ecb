"""Globs by which configuration files name files and folders."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from itertools import takewhile
from typing import NamedTuple

_AT_ANY_LEVEL = re.compile(r"\A(?:\*\*/)+")
_WILD = re.compile(r"[*?\[]")
_IN_FOLDER = re.compile(r"(?<=[^/])(?:/\*\*)+\Z")


class Glob(NamedTuple):
    """A glob for files below a folder.

    `patterns` are matched with the path of a file relative to `folder`, and with the paths of the folders
    above it. If the glob is for `anywhere`, it has one pattern, which is matched with every part of that
    path, too.
    """

    folder: str
    patterns: tuple[str, ...]
    anywhere: bool

    @classmethod
    def of(cls, folder: str, text: str) -> Glob:
        """The glob that a configuration file in `folder` writes as `text`.

        A glob without a slash, or with none but a leading `**/`, is for any level. Any other is for paths
        from `folder` on, and may begin with `/` or `./`. A trailing `/` or `/**` names a folder.
        """
        pattern = _relative(os.path.join(folder, text.lstrip("/")), folder)
        pattern = _IN_FOLDER.sub("", "*" if pattern == "." else pattern)
        inner = _AT_ANY_LEVEL.sub("", pattern)
        if "/" not in inner:
            is_path = inner == pattern and "/" in text.rstrip("/")
            return cls(folder, (inner,), anywhere=not is_path)
        spellings = [inner] if inner == pattern else [inner, f"*/{inner}"]
        # `*` matches slashes too; `**` between two may stand for no folder at all.
        spellings += [one.replace("/**/", "/") for one in spellings]
        return cls(folder, tuple(dict.fromkeys(spellings)), anywhere=False)

    def matches(self, path: str) -> bool:
        """Whether the glob stands for the file at `path`, or for a folder above it."""
        try:
            relative = _relative(os.path.abspath(path), self.folder)
        except ValueError:  # raised on Windows for a file on another drive
            return False
        if any(fnmatch(relative, one) or fnmatch(relative, f"{one}/*") for one in self.patterns):
            return True
        return self.anywhere and any(fnmatch(part, self.patterns[0]) for part in relative.split("/"))

    def leads_nowhere(self) -> bool:
        """Whether the file or folder that it names before any wildcard is not there."""
        return not self.anywhere and not any(os.path.exists(self._lead(one)) for one in self.patterns)

    def _lead(self, pattern: str) -> str:
        """The path of what a pattern names before any wildcard."""
        return os.path.join(self.folder, *takewhile(lambda part: not _WILD.search(part), pattern.split("/")))


def _relative(path: str, folder: str) -> str:
    """A path relative to a folder, with forward slashes. Raises ValueError where it is on another drive."""
    return os.path.relpath(path, folder).replace(os.sep, "/")
