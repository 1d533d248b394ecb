"""Tells the result of an earlier run from any other file, so that nothing else is written over."""

from __future__ import annotations

import re

from govlint.diagnostic import SEVERITY_NAMES
from govlint.readers import WORD, UnreadableError

_LEVELS = "|".join(SEVERITY_NAMES.values())
_STRING = r'"(?:[^"\\]|\\.)*"'
_HEADS = [  # how the results begin that are a page, a table or for programs
    re.compile(pattern, re.S)
    for pattern in (
        r'\s*\{\s*"version": 1,\s*"(?:diagnostics|files)": \[',
        rf'\{{"path": {_STRING}, "(?:rule|problem)": ',
        r'\{"\$schema": [^\n]+"results": \[(?=.*"driver": \{"name": "govlint")',
        r'\{"source": \{"name": "govlint"\}',
        r'\{"message": [^\n]+"source": \{"name": "govlint"\}\}\n',
        rf'\[\s*(?:\]|\{{"description": {_STRING}, "check_name": "(?:govlint|[A-Z]{{2}}\d{{3}})", )',
        r'<\?xml [^\n]+\n<checkstyle version="4\.3">(?:(?!.*<error)|(?=.* source="govlint))',
        r'<\?xml [^\n]+\n<testsuites name="govlint">',
        r'\s*<!DOCTYPE html>.{0,1000}<meta name="generator" content="govlint">',
        r"\ufeff文件,行,列,位置,结论,规则,",
    )
]
_LAST_LINES = re.compile(
    r"(?m)^(?:检查了 \d+ 个文件|合计 \d+ 个文件  |核对了 \d+ 处关系：.*另有 \d+ 个数据| *\d+  合计$)"
)
_FINDING = re.compile(rf".+:.+ (?:{_LEVELS}|error:|warning:|info:) [A-Z]{{2}}\d{{3}} .+")
_REMARK = re.compile(r".+: (?:说明|未能检查|没有做完) .+|.+:1:1: error: (?:未能检查|没有做完)：.+")


def is_result(path: str) -> bool:
    """Whether a file is empty, or holds a result of `check` or `numbers` in any of their formats. Raises
    OSError.
    """
    with open(path, "rb") as file:
        data = file.read()
    if path.lower().endswith(WORD.suffixes):
        return not data or _is_marked(data)
    text = data.decode("utf-8", "replace")
    if not text.strip() or any(head.match(text) for head in _HEADS):
        return True
    lines = text.splitlines()
    if _LAST_LINES.search("\n".join(lines[-3:])):
        return True
    rest = [line for line in lines if not _FINDING.fullmatch(line)]
    return all(map(_REMARK.fullmatch, rest))


def _is_marked(data: bytes) -> bool:
    from govlint.reporters.docx.earlier import is_marked

    try:
        return is_marked(data)
    except UnreadableError:
        return False
