"""Reasons why the system refused something or settings cannot be used, in words for the user."""

from __future__ import annotations

import codecs
import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_REASONS = {
    errno.ENOENT: "文件不存在，请检查路径",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件大小超过了允许的上限",
    errno.EROFS: "磁盘只读",
    errno.ELOOP: "链接转了一圈又回到自身",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
}


_OF_NO_FILES = ("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined")
"""Encodings of Python for names and literals. They read any text, and make something else of it."""
SAVE_AS_UTF8 = "请另存为 UTF-8（记事本“另存为”，编码选 UTF-8）"


class SettingsError(ValueError):
    """Settings, a configuration, a baseline or a rule file that cannot be used. The message says where and
    why.
    """


def reason(error: OSError | ValueError) -> str:
    """The reason why a file could not be opened, in Chinese if it is a common one. A ValueError says that
    its name has a NUL.
    """
    if isinstance(error, ValueError):
        return "文件名里有 NUL 字符，请删去"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def unforeseen(error: Exception) -> str:
    """A message for an error that nothing else handles; notes of the error say where it occurred. Raises the
    error where `GOVLINT_DEBUG` is set.
    """
    if os.environ.get("GOVLINT_DEBUG"):
        raise error
    if isinstance(error, OSError):
        return f"读写出错：{reason(error)}"
    what = (*getattr(error, "__notes__", ()), f"{type(error).__name__}: {error}")
    return f"内部错误（{'，'.join(what)}）"


def why_unwritten(path: str, error: OSError) -> str:
    """Why a file could not be written, and what to do if its folder is missing."""
    folder = os.path.dirname(path)
    if error.errno == errno.ENOENT and folder and not os.path.isdir(folder):
        return f"没有文件夹 {folder}，请先建好，或写到已有的文件夹"
    if error.errno == errno.ENOENT:
        return f"文件夹 {folder or '.'} 里建不了文件，请写到别的文件夹"
    return reason(error)


def is_encoding(name: str) -> bool:
    """Whether Python knows an encoding by a name that text files are in."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return codecs.lookup(name).name not in _OF_NO_FILES


def no_encoding(name: str) -> str:
    """What to say of a name that is no encoding."""
    return f"没有编码 {name}（可用 utf-8、gb18030、utf-16 等）"


def as_written(value: object) -> str:
    """A value from a YAML file as its author knows it: `off` is the value false, not False."""
    if isinstance(value, bool):
        return str(value).lower()
    return "空值" if value in (None, "") else str(value)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the known word most like a misspelt one, hyphens before it aside; empty where none is like
    it.
    """
    import difflib

    bare = {one.lstrip("-"): one for one in known}
    close = difflib.get_close_matches(name.lstrip("-"), bare, n=1, cutoff=0.55)
    return f"，是不是 {bare[close[0]]}？" if close else ""
