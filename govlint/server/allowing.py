"""Adds a text to `allow` in a configuration file. Comments and all else in the file stay as they are."""

from __future__ import annotations

import json
import os
import re
from codecs import BOM_UTF8
from typing import Any

import yaml

from govlint.reasons import SAVE_AS_UTF8, reason
from govlint.writing import UnwritableError, replace_content

_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\w]*")
_ANY = "*"  # the key for all rules, where allowed texts are listed by rule


class AllowError(ValueError):
    """A configuration file that cannot be changed safely. The message is for the user."""


def with_allowed(content: str, text: str) -> str:
    """The content of a YAML configuration file, with `text` allowed for all rules. Raises AllowError."""
    known, node = _allow(content)
    if text in known:
        return content
    if node is None:
        changed = _appended(content, f"allow:\n  - {_scalar(text)}")
    else:
        changed = _with_item(content, node, _scalar(text))
    try:
        known, _ = _allow(changed)
    except AllowError:
        known = []
    if text not in known:
        raise AllowError(f"没能把“{text}”写进 allow，请手工填写")
    return changed


def _allow(content: str) -> tuple[list[Any], yaml.Node | None]:
    """The texts that are allowed for all rules, and the node of `allow`, or None. Raises AllowError."""
    try:
        root = yaml.compose(content, yaml.SafeLoader)
        value = yaml.safe_load(content)
    except yaml.YAMLError:
        raise AllowError("配置文件不是合法的 YAML，请先改正") from None
    if root is None:
        return [], None
    if not isinstance(root, yaml.MappingNode):
        raise AllowError("配置文件应为键值对，请先改正")
    allowed = value.get("allow") or []
    if isinstance(allowed, dict):
        allowed = allowed.get(_ANY) or []
    return (allowed if isinstance(allowed, list) else []), _value(root, "allow")


def _value(mapping: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in mapping.value if name.value == key), None)


def _with_item(content: str, node: yaml.Node, item: str) -> str:
    """The content with `item` added to the list of allowed texts. `node` is the value of `allow`: a list, a
    mapping of rules to lists, or empty. Raises AllowError.
    """
    if isinstance(node, yaml.MappingNode):
        general = _value(node, _ANY)
        if general is not None:
            return _with_item(content, general, item)
        entry = f'"{_ANY}": [{item}]'
        if node.flow_style:
            return _before_bracket(content, node, entry)
        start, column = node.start_mark.index, node.start_mark.column
        return f"{content[:start]}{entry}{_line_end(content)}{' ' * column}{content[start:]}"
    if not isinstance(node, yaml.SequenceNode):
        if node.start_mark.index != node.end_mark.index:
            raise AllowError("配置文件中的 allow 应为一列文字，请先改正")
        return _after_line(content, node.start_mark.index, f"  - {item}")
    if node.flow_style:
        return _before_bracket(content, node, item)
    last = node.value[-1]
    return _after_line(content, last.end_mark.index, f"{' ' * node.start_mark.column}- {item}")


def _before_bracket(content: str, node: Any, entry: str) -> str:
    close = node.end_mark.index - 1
    if not node.value:
        return f"{content[:close].rstrip()}{entry}{content[close:]}"
    last = node.value[-1]
    end = (last[1] if isinstance(last, tuple) else last).end_mark.index
    return f"{content[:end]}, {entry}{content[end:]}"


def _after_line(content: str, offset: int, line: str) -> str:
    """The content with a line added after the one that contains an offset."""
    end = content.find("\n", offset)
    if end < 0:
        return _appended(content, line)
    return f"{content[: end + 1]}{line}{_line_end(content)}{content[end + 1 :]}"


def _appended(content: str, lines: str) -> str:
    end = _line_end(content)
    between = "" if not content or content.endswith("\n") else end
    return f"{content}{between}{lines.replace(chr(10), end)}{end}"


def _line_end(content: str) -> str:
    return "\r\n" if "\r\n" in content else "\n"


def _scalar(text: str) -> str:
    """A text as a YAML scalar: plain where it cannot be read as anything but a string, else quoted."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def allow_in_file(path: str, text: str) -> None:
    """Allow a text for all rules in a configuration file, which is created if missing. Raises AllowError."""
    if path.endswith(".toml"):
        raise AllowError(f"配置在 {path} 的 [tool.govlint] 中，请在其中的 allow 里加上“{text}”")
    try:
        if not os.path.exists(path):
            with open(path, "x", encoding="utf-8", newline="\n") as file:
                file.write(with_allowed("", text))
            return
        with open(path, "rb") as file:
            before = file.read()
        mark = before[: len(BOM_UTF8)] if before.startswith(BOM_UTF8) else b""
        after = mark + with_allowed(before[len(mark) :].decode("utf-8"), text).encode()
        replace_content(path, before, after)
    except UnicodeDecodeError:
        raise AllowError(f"{path} 应为 UTF-8 编码，{SAVE_AS_UTF8}") from None
    except UnwritableError as error:
        raise AllowError(f"写不了 {path}：{error}") from None
    except OSError as error:
        raise AllowError(f"写不了 {path}：{reason(error)}") from None
