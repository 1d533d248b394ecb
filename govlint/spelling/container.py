"""The format of model files: a line of JSON with the lengths of the parts and what the file says of itself,
then the parts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ModelError(ValueError):
    """A model file that cannot be used."""


def packed(about: Mapping[str, Any], parts: Sequence[bytes]) -> bytes:
    """The bytes of a model file with these parts; `about` is what it says of itself."""
    head = {"about": dict(about), "parts": [len(part) for part in parts]}
    return b"".join([json.dumps(head, ensure_ascii=False).encode("utf-8"), b"\n", *parts])


def unpacked(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What a model file says of itself, and its parts. Raises ModelError where the bytes are no model file,
    or are cut off.
    """
    end = data.find(b"\n")
    try:
        head = json.loads(data[:end])
        about, sizes = head["about"], head["parts"]
    except (KeyError, TypeError, ValueError):
        raise ModelError("不是模型文件") from None
    at, parts = end + 1, []
    for size in sizes:
        parts.append(data[at : at + size])
        at += size
    if at != len(data):
        raise ModelError("模型文件不完整")
    return about, parts
