"""Writes values as JSON text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govlint.document import encodable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def listed(values: Iterable[object]) -> Iterator[str]:
    """Yield the elements of an array, one on each line, without the brackets. Lone surrogates are replaced:
    not every program can read them.
    """
    end = "\n"
    for value in values:
        yield end + encodable(json.dumps(value, ensure_ascii=False))
        end = ",\n"
    yield "\n"


def as_text(value: Any) -> str:
    """A value as JSON text, with Chinese characters unescaped."""
    # Lone surrogates cannot be encoded as UTF-8; where there are any, everything is escaped.
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return text
