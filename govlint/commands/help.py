"""Help in Chinese: a command, and a formatter that knows wide characters and breaks no word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from govlint.reporters.display import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HEADINGS = {"Options": "选项", "Commands": "命令"}
_TEXTS = {
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本。",
    "[OPTIONS]": "[选项]",
    "COMMAND": "命令",
    "ARGS": "参数",
    "  [required]": "必须写明。",
}
_TEXT = re.compile("|".join(map(re.escape, _TEXTS)))
_LEAST = re.compile(r"  \[x>=(\d+)\]$")
# What stays in one line: a run of narrow characters, or a wide one, with the marks that may not end a line
# before it and those that may not begin one after it.
_PIECE = re.compile(r" +|[（“《]*(?:[!-~]+|[^ -~])[，、。；：？！）”》…]*")
_LONGEST_TERM = 32  # columns of an option; the text for a longer one begins on the next line


class HelpFormatter(click.HelpFormatter):
    """Writes headings and the texts that click adds in Chinese, in columns of a terminal."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, _in_chinese(args), prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; one that begins with \\b keeps its lines."""
        indent = " " * self.current_indent
        for number, paragraph in enumerate(re.split(r"\n{2,}", text)):
            lines = paragraph.split("\n")
            if lines[0] == "\b":
                lines = lines[1:]
            else:
                lines = wrapped(_joined(lines), self.width - self.current_indent)
            self.write("\n" * (number > 0))
            self.write("".join(f"{indent}{line}\n" for line in lines))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _LONGEST_TERM, col_spacing: int = 2
    ) -> None:
        """Write options or commands, each with its text."""
        rows = list(rows)
        column = min(max(width(term) for term, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, text in rows:
            first, *rest = wrapped(_in_chinese(text), self.width - self.current_indent - column) or [""]
            gap = column - width(term)
            between = " " * gap if gap >= col_spacing else f"\n{indent}{' ' * column}"
            self.write(f"{indent}{term}{between}{first}".rstrip() + "\n")
            self.write("".join(f"{indent}{' ' * column}{line}\n" for line in rest))


class _Context(click.Context):
    formatter_class = HelpFormatter


class _InChinese(click.Command):
    """A command that has its help from this formatter."""

    context_class = _Context

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        """The first paragraph of the help, whole, for the list of commands."""
        return _joined((self.help or "").split("\n\n")[0].splitlines())


class Command(_InChinese):
    """A command with help in Chinese. `sections` name the parameters under each heading, in order; the others
    stand last.
    """

    def __init__(
        self, *arguments: Any, sections: Mapping[str, Sequence[str]] | None = None, **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.sections = sections or {}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, section by section."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = {option.name: option.get_help_record(ctx) for option in options}
        named = {name for names in self.sections.values() for name in names}
        others = [name for name in records if name not in named]
        for heading, names in (*self.sections.items(), ("其他" if self.sections else "Options", others)):
            rows = [record for name in names if (record := records[name])]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class Group(_InChinese, click.Group):
    """A group of commands with help in Chinese."""

    command_class = Command


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a text, each of as many columns at most where words and closing marks allow it."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if width(lines[-1] + piece.rstrip()) > columns and lines[-1]:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line]


def _joined(lines: Iterable[str]) -> str:
    """Lines as one: no space between two wide characters, or beside a wide mark."""
    whole = "\n".join(line.strip() for line in lines)
    return re.sub(r"(?<=[!-~])\n(?=[!-~\w])|(?<=\w)\n(?=[!-~])", " ", whole).replace("\n", "")


def _in_chinese(text: str) -> str:
    """What click says, in Chinese, where it has no translation."""
    return _LEAST.sub(r"至少为 \1。", _TEXT.sub(lambda found: _TEXTS[found[0]], text))
