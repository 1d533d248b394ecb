"""The `schema` command."""

from __future__ import annotations

import json

import click

from govlint.commands.help import Command


@click.command(cls=Command)
@click.argument(
    "of", metavar="json|jsonl|rules|config", type=click.Choice(("json", "jsonl", "rules", "config"))
)
def schema(of: str) -> None:
    """显示 JSON Schema：check 的 json 格式、jsonl 格式的一行，或规则文件（rules）、配置文件（config）。


    \b
    govlint schema rules > govlint-rules.json
    """
    click.echo(schema_text(of).encode("utf-8"), nl=False)


def schema_text(of: str) -> str:
    """The JSON Schema of an output format (`json`, `jsonl`) or of `rules` or `config` files."""
    if of in ("json", "jsonl"):
        from govlint.schemas import schema_of

        return schema_of(of)
    from govlint.schemas.inputs import config_schema, rules_schema

    made = rules_schema() if of == "rules" else config_schema()
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
