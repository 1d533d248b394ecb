"""YAML read so that every key and every item knows its line, and no key may come twice.

Used for rule files and configuration, where a message must say `file:line`.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_VALUES = (
    200_000  # what an alias stands for counts each time it is used; the longest rule file has 2,400
)
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HALF_QUOTED = re.compile(
    r"""[ \t]*(?:- )?[\w-]+:[ ]+(?:\{[^{}]*\}|\[[^\[\]]*\]|"[^"]*"|'[^']*')[ ]*[^\s#,}\]].*"""
)  # a value that goes on behind a bracket or a quotation mark
_TAB_INDENT = re.compile(r" *(?:- *)?	")
_WIDE_COLON = re.compile(r"[ \t]*(?:- )?[\w-]+：")
# What the reader says (with libyaml or without), in words for the user; what is none of these stays as it is.
_SAID = (
    (r"expected ',' or '\]'", "方括号没有关上，或少了逗号"),
    (r"expected ',' or '\}'", "花括号没有关上，或少了逗号"),
    ("expected (?:the )?node content", "这里少了值，或上面的括号没有关上"),
    ("escape character|hexdecimal number", "双引号里的反斜杠另有意思，正则和带反斜杠的值改用单引号括起"),
    ("end of stream", "引号没有关上"),
    ("expected ':'", "这一行少了冒号（半角，后面空一格）"),
    ("mapping values are not allowed", "这里不该有冒号：看缩进是否对齐；值里有冒号的，整个值要加引号"),
    ("expected '-' indicator|expected <block end>|expected key", "与上面各行对不齐，看缩进"),
    (
        "alphabetic or numeric|undefined alias|whitespace or line break|tag URI|constructor for the tag"
        "|comment or line break|chomping|mapping keys|expected ' '|cannot start any token",
        "以 * & ! | > % @ ` - ? 开头的值要用单引号括起",
    ),
    ("sequence entries are not allowed", "这里不该有“- ”：看缩进是否对齐；以 - 开头的值要用单引号括起"),
    ("another document", "只能有一段，不能用 --- 分成几段"),
)


class YamlError(ValueError):
    """A text that is not the YAML expected; `line` is 1-based."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


class Mapping(dict[str, Any]):
    """A YAML mapping; `line` is where it begins, `lines` where each key stands (1-based)."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """The line of a key, or of the mapping where it has no such key."""
        return self.lines.get(key, self.line)


class Sequence(list[Any]):
    """A YAML sequence; `lines` is where each item begins (1-based)."""

    def __init__(self, items: Iterable[Any], lines: list[int]) -> None:
        super().__init__(items)
        self.lines = lines

    def line_of(self, index: int) -> int:
        """The line of an item."""
        return self.lines[index]


def parse(text: str) -> Any:
    """The value of a YAML document: Mapping, Sequence, str, int, float, bool or None. Raises YamlError."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            return None if node is None else _value(node, text, loader, count())
        finally:
            loader.dispose()
    except RecursionError:
        raise YamlError(1, "不是合法的 YAML：层次太深，或引用了自身") from None
    except yaml.MarkedYAMLError as error:
        # An open quotation is at fault where it begins, not at the end of the file.
        marks = [error.problem_mark, error.context_mark]
        mark = next(filter(None, reversed(marks) if "quoted" in (error.context or "") else marks), None)
        line = mark.line + 1 if mark else 1
        raise YamlError(line, f"不是合法的 YAML：{_reason(error.problem or '', text, line)}") from None
    except yaml.YAMLError as error:
        raise YamlError(1, f"不是合法的 YAML：{error}") from None


def _reason(problem: str, text: str, line: int) -> str:
    """What is wrong, in words for the user. A colon of the wrong width comes first: the reader trips over it
    only in the next line.
    """
    near = text.splitlines()[max(0, line - 2) : line]
    if any(map(_WIDE_COLON.match, near)):
        return "冒号是全角的，键后面应是半角冒号加空格"
    if near and _TAB_INDENT.match(near[-1]):
        return "不能用制表符缩进，缩进用空格"
    if any(map(_HALF_QUOTED.fullmatch, near)):
        return "以 {、[ 或引号开头的值，括号、引号后面还有字：整个值要用单引号括起，如 '{match}不用'"
    return next((words for pattern, words in _SAID if re.search(pattern, problem)), problem)


def _value(node: yaml.Node, text: str, loader: Any, made: Iterator[int]) -> Any:
    """The value of a node in a text. `made` counts the values: aliases of aliases can stand for millions."""
    if next(made) >= _MOST_VALUES:
        raise YamlError(node.start_mark.line + 1, f"内容太多，超过 {_MOST_VALUES} 项；多半是 * 引用层层套用")
    if isinstance(node, yaml.MappingNode):
        mapping = Mapping(node.start_mark.line + 1)
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(line, "键应为文字")
            key = str(key_node.value)
            if key in mapping:
                raise YamlError(line, f"键 {key} 重复（前一处在第 {mapping.lines[key]} 行）")
            if node.flow_style and _is_left_out(value_node, key_node, text):
                why = f"花括号里的“{key}”后面没有值：值里有半角逗号的、以 {{ 开头的，整个值要用单引号括起"
                raise YamlError(line, why)
            mapping.lines[key] = line
            mapping[key] = _value(value_node, text, loader, made)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        lines = [item.start_mark.line + 1 for item in node.value]
        return Sequence((_value(item, text, loader, made) for item in node.value), lines)
    try:
        return loader.construct_object(node)
    except ValueError as error:
        raise YamlError(node.start_mark.line + 1, f"值有误：{error}") from None
    except (LookupError, AttributeError):  # only a type that is written out, as in !!bool abc
        tag = node.tag.replace("tag:yaml.org,2002:", "!!")
        why = f"值有误：“{node.value}”前面的 {tag} 与它不合，请删去 {tag}"
        raise YamlError(node.start_mark.line + 1, why) from None


def _is_left_out(value: yaml.Node, key: yaml.Node, text: str) -> bool:
    """Whether neither a value nor the colon before it is written, as for 乙 in `{甲: 1,乙}`."""
    start, end = value.start_mark.index, value.end_mark.index
    return start == end and ":" not in text[key.end_mark.index : start]
