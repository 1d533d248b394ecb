"""YAML read so that every key knows its line, and no key may come twice.

Used for rule files and configuration, where a message must say `file:line`.
"""

from __future__ import annotations

from typing import Any

import yaml

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def parse(text: str) -> Any:
    """The value of a YAML document: Mapping, list, str, int, float, bool or None. Raises YamlError."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            return None if node is None else _value(node, loader)
        finally:
            loader.dispose()
    except RecursionError:
        raise YamlError(1, "不是合法的 YAML：层次太深，或引用了自身") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, f"不是合法的 YAML：{error.problem}") from None
    except yaml.YAMLError as error:
        raise YamlError(1, f"不是合法的 YAML：{error}") from None


def _value(node: yaml.Node, loader: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        mapping = Mapping(node.start_mark.line + 1)
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(line, "键应为文字")
            key = str(key_node.value)
            if key in mapping:
                raise YamlError(line, f"键 {key} 重复（前一处在第 {mapping.lines[key]} 行）")
            mapping.lines[key] = line
            mapping[key] = _value(value_node, loader)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, loader) for item in node.value]
    try:
        return loader.construct_object(node)
    except ValueError as error:
        raise YamlError(node.start_mark.line + 1, f"值有误：{error}") from None
