"""What is wrong with a regular expression that cannot be compiled, in words for the user."""

from __future__ import annotations

import regex

_SAID = {
    "missing )": "少了右括号",
    "unbalanced parenthesis": "多了右括号",
    "missing ]": "少了右方括号",
    "unterminated character set": "方括号没有关上",
    "expected character set": "这里应是方括号",
    "bad character range": "方括号里的范围前大后小，减号要写成 \\-",
    "missing >": "少了 >",
    "nothing to repeat": "*、+、?、{ 前面没有可重复的，要找这个字就在前面加 \\",
    "multiple repeat": "*、+、?、{…} 连用了",
    "min repeat greater than max repeat": "{…} 里的次数前大后小",
    "repeat count too big": "{…} 里的次数太大",
    "bad escape (end of pattern)": "末尾只有 \\，后面缺字",
    "bad escape": "没有这样的 \\ 写法",
    "incomplete escape": "\\ 后面没有写完",
    "missing group name": "组的名称没有写",
    "bad character in group name": "组的名称只能是字母、数字、下划线，不以数字开头",
    "unknown group": "引用的组没有",
    "invalid group reference": "引用的组没有",
    "cannot refer to an open group": "引用了还没有完的组",
    "unknown extension": "没有这样的 (? 写法",
    "unknown property": "没有这样的 \\p{…}",
    "VERSION0 and VERSION1": "这里用的是 (?V0)，不能写 (?V1)，请删去",
}
_QUOTED = 10  # characters


def mistake(error: regex.error | ValueError | RecursionError) -> str:
    """What the error is and, where that is known, behind which characters of the expression, in Chinese if it
    is a common one.
    """
    if isinstance(error, RecursionError):
        return "括号套得太深"
    given = error.msg if isinstance(error, regex.error) else str(error)
    said = next((chinese for english, chinese in _SAID.items() if given.startswith(english)), given)
    if not isinstance(error, regex.error) or error.pos is None or not isinstance(error.pattern, str):
        return said
    before = error.pattern[: error.pos]
    where = f"“{'…' if len(before) > _QUOTED else ''}{before[-_QUOTED:]}”之后" if before else "开头"
    return f"{where}，{said}"
