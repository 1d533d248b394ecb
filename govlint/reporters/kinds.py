"""Descriptions of kinds of rules for people: all in a list, or one with its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govlint.checkers.kinds import KIND_NOTES
from govlint.reporters.display import width
from govlint.schemas.inputs import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from govlint.schemas.inputs import Option, Schema


def listing() -> str:
    """A line for each kind: its name and what it reports."""
    longest = max(map(len, KIND_NOTES))
    return "".join(f"{kind:{longest}}  {notes.reports}\n" for kind, notes in KIND_NOTES.items())


def explain(kind: str) -> str:
    """What a kind reports, which options it takes, and which values a message may quote."""
    notes = KIND_NOTES[kind]
    taken = options(kind)
    longest = max((width(option.name) for option in taken), default=0)
    return "\n".join(
        [
            f"{kind}：{notes.reports}",
            "选项：" if taken else "没有选项。",
            *(
                f"  {option.name:{longest}}  {_takes(option)}。{notes.options[option.name]}"
                for option in taken
            ),
            f"提示里可以引用：{notes.values}",
        ]
    )


def _takes(option: Option) -> str:
    """What may be written for an option, and its default."""
    default = option.default
    if option.required:
        otherwise = "必须写"
    elif default is None or default == ():
        otherwise = "可以不写"
    else:
        otherwise = f"默认 {str(default).lower() if isinstance(default, bool) else default}"
    return f"{shape(option.schema)}，{otherwise}"


def shape(schema: Schema, literal: Callable[[object], str] = str) -> str:
    """What may be written for an option, by its JSON Schema. `literal` formats values that may be written."""
    if "anyOf" in schema:
        return shape(schema["anyOf"][0], literal)
    if "enum" in schema:
        return " | ".join(map(literal, schema["enum"]))
    if schema["type"] == "array":
        return f"一列（{shape(schema['items'], literal)}）"
    return str(schema["title"])
