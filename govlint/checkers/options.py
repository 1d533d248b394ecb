"""Turns the `options` of a rule into the fields of its checker, refusing what does not fit.

A checker is a frozen dataclass; its annotated fields are its options. What a field may hold:
`str`, `int`, `float`, `bool`, `Regex` and `FigurePattern` (compiled here, so that a bad pattern stops the
load), `Formula`, `Literal[...]`, `WordList` (the name of a file beside the rule file), and `tuple` of
these. A field that may be None is optional. For one pattern, a list of alternatives may be written.
"""

from __future__ import annotations

import dataclasses
import typing
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar

import regex

from govlint.matching.mistakes import mistake
from govlint.matching.pattern import Regex
from govlint.numbers.figures import FigurePattern
from govlint.numbers.formula import Formula, FormulaError
from govlint.reasons import as_written, nearest, reason
from govlint.words.wordlist import WordList, WordListError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

C = TypeVar("C")


class OptionError(ValueError):
    """An option that a kind of rule does not take; the message says which and what it takes."""


def bind(
    checker: type[C], options: Mapping[str, object], read_list: Callable[[str], str], *, checked: bool = False
) -> C:
    """Make a checker of its options. `read_list` gives the content of a word-list file by its name.

    Options that were `checked` before are taken as they are. Raises OptionError.
    """
    hints = _hints(checker)
    fields = {field.name: field for field in dataclasses.fields(checker)}  # type: ignore[arg-type]
    unknown = [key for key in options if key not in fields]
    if unknown:
        raise OptionError(
            f"没有选项 {unknown[0]}{nearest(unknown[0], fields)}（可用：{'、'.join(fields) or '无'}）"
        )
    values = {}
    for name, field in fields.items():
        if name in options:
            values[name] = _convert(name, options[name], hints[name], read_list, checked)
        elif field.default is dataclasses.MISSING:
            raise OptionError(f"缺少选项 {name}")
    try:
        made: C = checker(**values)
    except ValueError as error:
        raise OptionError(f"选项 {error}") from None
    return made


_hints_of: dict[type, dict[str, Any]] = {}


def _hints(checker: type) -> dict[str, Any]:
    if checker not in _hints_of:
        _hints_of[checker] = typing.get_type_hints(checker)
    return _hints_of[checker]


def _convert(name: str, value: object, wanted: Any, read_list: Callable[[str], str], checked: bool) -> object:
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (typing.Union, UnionType):
        if value is None:
            return None
        wanted = next(argument for argument in arguments if argument is not NoneType)
        return _convert(name, value, wanted, read_list, checked)
    if origin is typing.Literal:
        if value not in arguments:
            raise OptionError(
                f"选项 {name} 只能是 {'、'.join(map(str, arguments))}，而不是 {as_written(value)}"
            )
        return value
    if origin is tuple:
        if not isinstance(value, list) or not value:
            raise OptionError(f"选项 {name} 应为列表，且不能为空")
        return tuple(_convert(name, item, arguments[0], read_list, checked) for item in value)
    if wanted in (Regex, FigurePattern):
        source = alternatives(value)
        return wanted(str(source)) if checked else _pattern(name, source, wanted)
    if wanted is Formula:
        if not isinstance(value, str):
            raise OptionError(f"选项 {name} 应为公式（文字），而不是 {as_written(value)}")
        return _formula(name, value)
    if wanted is WordList:
        return WordList(read_list(str(value))) if checked else _word_list(name, value, read_list)
    if wanted is float and type(value) is int:
        value = float(value)
    if wanted in (int, float) and type(value) is wanted and value < 0:  # type: ignore[operator]
        raise OptionError(f"选项 {name} 不能是负数")
    if type(value) is not wanted:
        raise OptionError(f"选项 {name} 应为{_TYPE_NAMES[wanted]}，而不是 {as_written(value)}")
    return value


_FLAGS = regex.compile(r"\(\?([a-zA-Z]+)\)")


def alternatives(value: object) -> object:
    """The pattern that matches what any pattern of a list does; anything but such a list as it is. Flags at
    the start of one, such as `(?x)`, are for that one.
    """
    if isinstance(value, list) and value and all(isinstance(one, str) and one for one in value):
        return "|".join(map(_with_own_flags, value))
    return value


def _with_own_flags(pattern: str) -> str:
    flags = _FLAGS.match(pattern)
    if flags is None:
        return pattern
    end = "\n)" if "x" in flags[1] else ")"  # the last line may be a comment
    return f"(?{flags[1]}:{pattern[flags.end() :]}{end}"


_TYPE_NAMES = {str: "文字", int: "整数", float: "数", bool: " true 或 false"}


def _formula(name: str, value: str) -> Formula:
    try:
        return Formula(value)
    except FormulaError as error:
        raise OptionError(f"选项 {name}：{error}") from None


def _pattern(name: str, value: object, kind: type[Regex]) -> Regex:
    if not isinstance(value, str):
        raise OptionError(f"选项 {name} 应为正则表达式（文字），或一列正则表达式，而不是 {as_written(value)}")
    try:
        pattern = kind(value)
    except ValueError as error:
        raise OptionError(f"选项 {name}：{error}") from None
    try:
        empty = pattern.compiled.fullmatch("")
    except (regex.error, ValueError, RecursionError) as error:
        raise OptionError(f"选项 {name} 的正则表达式有误：{mistake(error)}") from None
    if empty:
        raise OptionError(f"选项 {name} 的正则表达式可以什么都不匹配，会处处报错")
    return pattern


def _word_list(name: str, value: object, read_list: Callable[[str], str]) -> WordList:
    if not isinstance(value, str):
        raise OptionError(f"选项 {name} 应为词表的文件名，而不是 {as_written(value)}")
    try:
        return WordList.parse(read_list(value), value)
    except WordListError as error:
        raise OptionError(f"选项 {name}：{error}") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise OptionError(f"选项 {name}：读不到词表 {value}（{reason(error)}）") from None
