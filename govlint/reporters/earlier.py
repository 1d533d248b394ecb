"""Tells the result of an earlier run from a draft, so that no draft is written over."""

from __future__ import annotations

import re

from govlint.diagnostic import SEVERITY_NAMES

_LEVELS = "|".join(SEVERITY_NAMES.values())
# How results begin and end that may be in files with the suffix of a draft.
_HEAD = re.compile(
    rb'\s*\{\s*"version": 1,|<!DOCTYPE html>.{0,1000}<meta name="generator" content="govlint">', re.S
)
_LAST_LINES = re.compile(
    r"(?m)^(?:检查了 \d+ 个文件|合计 \d+ 个文件  |核对了 \d+ 处关系：.*另有 \d+ 个数据| *\d+  合计$)"
)
_FINDING = re.compile(rf".+:.+ (?:{_LEVELS}) [A-Z]{{2}}\d{{3}} .+")
_REMARK = re.compile(r".+: (?:说明|未能检查|没有做完) .+")


def is_result(path: str) -> bool:
    """Whether a file is empty or holds a result of `check` or `numbers`, in a format that people or the
    JSON reporters write. Raises OSError.
    """
    with open(path, "rb") as file:
        data = file.read()
    if not data.strip() or _HEAD.match(data):
        return True
    lines = data.decode("utf-8", "replace").splitlines()
    if _LAST_LINES.search("\n".join(lines[-3:])):
        return True
    rest = [line for line in lines if not _FINDING.fullmatch(line)]
    return len(rest) < len(lines) and all(map(_REMARK.fullmatch, rest))
