"""Values written as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govlint.reporters.characters import encodable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def listed(values: Iterable[object]) -> Iterator[str]:
    """The inside of an array, a value a line. Lone surrogates are lost: not every program reads them."""
    end = "\n"
    for value in values:
        yield end + encodable(json.dumps(value, ensure_ascii=False))
        end = ",\n"
    yield "\n"


def as_text(value: Any) -> str:
    """A value as JSON, Chinese as it is."""
    # A lone surrogate cannot be written as UTF-8; such texts are escaped whole.
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return text
