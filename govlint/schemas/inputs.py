"""JSON Schemas of rule files and configuration, for editors and for whoever makes such files.

What a rule may say is read off the code that loads it, the options of a kind off the annotations of its
checker; so a schema cannot say other than the loader. (Draft 7: what editors know best.)
"""

from __future__ import annotations

import dataclasses
import typing
from types import NoneType
from typing import Any

from govlint import checkers
from govlint.checkers import kinds
from govlint.config import KEYS
from govlint.diagnostic import CATEGORIES, Severity
from govlint.matching.pattern import Regex
from govlint.numbers.figures import FigurePattern
from govlint.numbers.formula import Formula
from govlint.rule import COLLAPSED, OPTIONAL, REQUIRED, RULE_NAME, SOURCE
from govlint.rules.definitions import KEY
from govlint.rules.definitions import NAME as NAME_OF_DEFINITION
from govlint.words.wordlist import WordList

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_LEVELS = list(Severity.__members__)
_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_SWITCH: Schema = {"enum": [True, False, "on", "off"]}  # on and off are words, not truths, in YAML 1.2
_VALUES = r"^(?=[\s\S]*\S)([^{}]|\{\{|\}\}|\{(%s)\})*$"  # a text with names of values in braces
_ANY_NAME = r"[^\s{}:!.\[\]0-9][^\s{}:!.\[\]]*"
_RULE_KEYS: dict[str, Schema] = {
    "id": {
        "type": "string",
        "pattern": f"^({'|'.join(CATEGORIES)})[0-9]{{3}}$",
        "description": "类别的两个字母加三位数字，自己的规则从 901 编起。"
        + "、".join(f"{letters} {name}" for letters, name in CATEGORIES.items()),
    },
    "name": {
        "type": "string",
        "pattern": f"^{RULE_NAME.source}$",
        "description": "小写英文词，用连字符相连。",
    },
    "severity": {"enum": _LEVELS, "description": "error 确定 · warning 很可能 · info 提示。"},
    "message": {
        **_TEXT,
        "pattern": _VALUES % _ANY_NAME,
        "description": "报的时候说什么：引用原文，说明怎么改。{match} 是报的那几个字。",
    },
    "why": {**_TEXT, "description": "为什么要报。"},
    "source": {
        "type": "string",
        "pattern": f"^{SOURCE.source}",
        "description": "依据：law 法规、standard 标准（都要写上文号或编号、条款）、practice 惯例。",
    },
    "kind": {"enum": list(checkers.KINDS), "description": "种类。"},
    "options": {"type": "object", "description": "种类的选项。"},
    "examples": {
        "type": "object",
        "required": ["bad", "good"],
        "additionalProperties": False,
        "description": "例子就是测试：bad 每一例恰好报一处，good 在所有规则下都不报；各至少两例。",
        "properties": {
            "bad": {
                "type": "array",
                "minItems": 2,
                "items": {
                    "type": "object",
                    "required": ["text", "match"],
                    "additionalProperties": False,
                    "properties": {
                        "text": {"type": "string", "description": "有一处问题的句子。"},
                        "match": {"type": "string", "description": "报的那几个字。"},
                        "fix": {"type": "string", "description": "改好的句子。"},
                        "message": {"type": "string", "description": "报的时候所说的话。"},
                    },
                },
            },
            "good": {
                "type": "array",
                "minItems": 2,
                "items": {"type": "string"},
                "description": "容易误报的写法。",
            },
        },
    },
    "fix": {"enum": ["safe", "unsafe"], "description": "safe 可自动修改；unsafe 须人确认。"},
    "collapse": {
        "type": "integer",
        "minimum": 1,
        "description": "一篇里超过这么多处时合并为一处。",
    },
    "collapsed": {
        "type": "string",
        "pattern": _VALUES % "|".join(COLLAPSED),
        "description": "合并后的提示：{collapsed} 处数、{matches} 报的字词。",
    },
    "shadows": {"type": "boolean", "description": "true：别的规则报的与这一处有重叠时，只报这一处。"},
    "residue": {"type": "boolean", "description": "true：报的一处整个不属于正文，清理时删去。"},
    "default": {**_SWITCH, "description": "off：平常不用，写出编号或名称才用。"},
}
_PATTERNS: Schema = {
    "type": ["string", "array"],
    "minLength": 1,
    "minItems": 1,
    "items": {"type": "string", "minLength": 1},
}
_DEFINITIONS: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        KEY: {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": f"^{NAME_OF_DEFINITION}$"},
            "additionalProperties": _PATTERNS,
            "description": "给正则里反复用到的部分起名，后面的规则里写 {{名称}}；是一列的，代表其中之一。",
        }
    },
}
_NAMES: Schema = {
    "oneOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"type": "string", "minLength": 1}},
    ]
}
_BY_NAME: Schema = {"type": "object", "additionalProperties": _NAMES}
_CONFIG_KEYS: dict[str, Schema] = {
    "extend": {**_NAMES, "description": "先取用的配置文件，相对于本文件。"},
    "select": {**_NAMES, "description": "只用这些规则：编号、类别（PH、占位符）或名称。"},
    "extend-select": {**_NAMES, "description": "另加默认不用的规则，写编号或名称。"},
    "ignore": {**_NAMES, "description": "不用这些规则。"},
    "severity": {
        "type": "object",
        "additionalProperties": {"enum": _LEVELS},
        "description": "改变规则的级别，如 PU010: info。",
    },
    "per-file-ignores": {**_BY_NAME, "description": "某些文件不用某些规则，如 模板/*.txt: [PH]。"},
    "allow": {
        "oneOf": [_NAMES["oneOf"][1], _BY_NAME],
        "description": "本来就这样写的字词：一列，或按规则分列；落在其中的问题不报。",
    },
    "rules": {**_NAMES, "description": "自己的规则文件。"},
    "exclude": {**_NAMES, "description": "不检查的文件和文件夹。"},
    "baseline": {"type": "string", "description": "基线文件：其中已有的问题不列出。"},
    "fail-on": {"enum": _LEVELS, "description": "有这一级及以上的问题时退出码为 1。"},
    "encoding": {"type": "string", "description": "文本的编码，默认自动识别。"},
}


def rules_schema() -> Schema:
    """The schema of a rule file."""
    return {
        "$schema": _DRAFT,
        "title": "govlint 规则文件",
        "type": "array",
        "items": {
            "if": {"type": "object", "required": [KEY]},
            "then": _DEFINITIONS,
            "else": {"$ref": "#/definitions/rule"},
        },
        "definitions": {"rule": _rule()},
    }


def _rule() -> Schema:
    return {
        "type": "object",
        "required": list(REQUIRED),
        "additionalProperties": False,
        "properties": {key: _RULE_KEYS[key] for key in REQUIRED + OPTIONAL},
        "dependencies": {"collapsed": ["collapse"]},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"properties": {"options": _options(kind)}},
            }
            for kind in checkers.KINDS
        ],
    }


def config_schema() -> Schema:
    """The schema of a configuration file."""
    return {
        "$schema": _DRAFT,
        "title": "govlint 配置文件",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {key: _CONFIG_KEYS[key] for key in KEYS},
    }


class Option(typing.NamedTuple):
    """An option of a kind: its schema, whether it must be given, and what it is otherwise."""

    name: str
    schema: Schema
    required: bool
    default: object


def options(kind: str) -> list[Option]:
    """The options of a kind, as its checker declares them."""
    checker = checkers.KINDS[kind]
    hints = typing.get_type_hints(checker)
    return [
        Option(
            field.name,
            _described(hints[field.name]),
            field.default is dataclasses.MISSING,
            None if field.default is dataclasses.MISSING else field.default,
        )
        for field in dataclasses.fields(checker)  # type: ignore[arg-type]
    ]


def _options(kind: str) -> Schema:
    notes = kinds.KIND_NOTES[kind]
    taken = options(kind)
    return {
        "description": f"{kind}：{notes.reports}",
        "required": [option.name for option in taken if option.required],
        "additionalProperties": False,
        "properties": {
            option.name: {**option.schema, "description": notes.options[option.name]} for option in taken
        },
    }


_PLAIN: dict[Any, Schema] = {
    str: {"title": "文字", "type": "string"},
    int: {"title": "整数", "type": "integer", "minimum": 0},
    float: {"title": "数", "type": "number", "minimum": 0},
    bool: {"title": "true 或 false", "type": "boolean"},
    Regex: {"title": "正则表达式", **_PATTERNS},
    FigurePattern: {"title": "带数量的正则表达式", **_PATTERNS},
    Formula: {"title": "公式", "type": "string", "pattern": "==|!=|<=|>="},
    WordList: {"title": "词表", "type": "string", "minLength": 1},
}


def _described(wanted: Any) -> Schema:
    """The schema of what a field may hold; the same cases as `govlint.checkers.options` knows."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if NoneType in arguments:
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        return {"anyOf": [_described(inner), {"type": "null"}]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "minItems": 1, "items": _described(arguments[0])}
    return _PLAIN[wanted]
