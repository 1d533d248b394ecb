"""JSON Schemas of what govlint writes."""

from __future__ import annotations

import json
from importlib.resources import files

_ROOTS = {"json": "report", "jsonl": "line"}


def schema_of(name: str) -> str:
    """The schema of the `json` format, or of a line of the `jsonl` format, as text."""
    schema = json.loads(files(__name__).joinpath("output.json").read_text(encoding="utf-8"))
    root = {"$schema": schema["$schema"], "title": f"govlint {name}", "$ref": f"#/$defs/{_ROOTS[name]}"}
    return json.dumps({**root, "$defs": schema["$defs"]}, ensure_ascii=False, indent=2) + "\n"
