"""Definitions: parts of patterns that a rule file names once and uses in many rules.

An entry of the file with the single key `define` gives names their texts; in the options of the rules after
it, `{{name}}` stands for the text as it is, or for any of the texts where a list is given. What is defined
may use what was defined before it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from govlint.reasons import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "define"
NAME = "[a-z][a-z0-9-]*"
"""What the name of a definition looks like."""

_MOST = 100_000  # characters; what uses what uses others, twice each, would be millions
_USE = re.compile(r"\{\{([^{}\n]*)\}\}")


class DefinitionError(ValueError):
    """A definition, or the use of one, that is wrong; `name` is the definition at fault, else empty."""

    def __init__(self, why: str, name: str = "") -> None:
        super().__init__(why)
        self.name = name


class Definitions:
    """The definitions of one rule file, in the order in which they come."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def add(self, given: object) -> None:
        """Take in the value of a `define` entry: names with a text each, or a list of alternatives. Raises
        DefinitionError.
        """
        if not isinstance(given, dict) or not given:
            raise DefinitionError("define 应为名称和它代表的正则，如 clause: '[^，。]'")
        for name, value in given.items():
            if not re.fullmatch(NAME, name):
                raise DefinitionError(f"名称 {name} 应为小写英文词，用连字符相连", name)
            if name in self._texts:
                raise DefinitionError(f"{name} 前面已经定义", name)
            choices = value if isinstance(value, list) else [value]
            if not choices or not all(isinstance(choice, str) and choice for choice in choices):
                raise DefinitionError(f"{name} 应为正则表达式（文字），或一列正则表达式", name)
            text = self._expanded("|".join(choices), name)
            self._texts[name] = f"(?:{text})" if isinstance(value, list) else text

    def expanded(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The options of a rule with all names replaced. Raises DefinitionError for an unknown name, and for
        a text that would be longer than `_MOST`.
        """
        return {key: self._in_value(value) for key, value in options.items()}

    def _in_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._in_value(item) for item in value]
        return self._expanded(value) if isinstance(value, str) else value

    def _expanded(self, text: str, defining: str = "") -> str:
        def stands_for(use: re.Match[str]) -> str:
            name = use[1].strip()
            if name not in self._texts:
                known = "、".join(self._texts) or "无"
                hint = f"{nearest(name, self._texts)}（前面定义了：{known}）"
                raise DefinitionError(f"没有定义 {{{{{name}}}}}{hint}", defining)
            return self._texts[name]

        if sum(len(self._texts.get(name.strip(), "")) for name in _USE.findall(text)) > _MOST:
            raise DefinitionError(
                f"{defining or '正则'} 代入以后超过 {_MOST} 字，多半是定义层层套用", defining
            )
        return _USE.sub(stands_for, text)
