"""The commands on rules: `rule` explains one; `rules` lists them and their kinds, and runs their examples."""

from __future__ import annotations

import click

from govlint.commands.asking import config_option, isolated_option
from govlint.commands.exits import FAILED, exit_on_settings_error, fail
from govlint.commands.help import Command, Group
from govlint.reasons import nearest


@click.command(cls=Command)
@click.argument("name", metavar="规则")
@config_option
@isolated_option
def rule(name: str, config: str | None, isolated: bool) -> None:
    """说明一条规则：报什么、为什么、依据、正反例、怎样忽略。

    \b
    govlint rule TY001

    退出码：0 说明了；2 没有这条规则，或配置有误。
    """
    from govlint import runner
    from govlint.reporters.rules import explain
    from govlint.rules import selection

    with exit_on_settings_error():
        session = runner.Session(runner.Settings(config=config, isolated=isolated))
        known = runner.known_rules(session.config_for("."))
        chosen = selection.resolve([name], known)
        for number, found in enumerate(found for found in known if found.id in chosen):
            click.echo(("\n" if number else "") + explain(found))


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def rules(ctx: click.Context) -> None:
    """列出规则和规则的种类，或试跑规则的例子。"""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_rules)


@rules.command("list")
@config_option
@isolated_option
def list_rules(config: str | None = None, isolated: bool = False) -> None:
    """列出全部规则：编号、级别、名称、提示。

    \b
    govlint rules list

    退出码：0 列出了；2 配置有误。
    """
    from govlint import runner
    from govlint.reporters.rules import listing

    with exit_on_settings_error():
        session = runner.Session(runner.Settings(config=config, isolated=isolated))
        click.echo(listing(runner.known_rules(session.config_for("."))), nl=False)


@rules.command("kinds")
@click.argument("kind", required=False, metavar="[种类]")
def list_kinds(kind: str | None) -> None:
    """列出规则的种类；写出种类时，说明它的选项：填什么、什么意思。写自己的规则时用。

    \b
    govlint rules kinds
    govlint rules kinds relation

    退出码：0 列出了；2 没有这个种类。
    """
    from govlint.checkers.kinds import KIND_NOTES
    from govlint.reporters.kinds import explain, listing

    if kind is None:
        click.echo(listing(), nl=False)
    elif kind in KIND_NOTES:
        click.echo(explain(kind))
    else:
        fail(f"没有种类 {kind}{nearest(kind, KIND_NOTES)}（可用：{'、'.join(KIND_NOTES)}）")


@rules.command("test")
@click.argument("files", nargs=-1, metavar="[规则文件]...")
def run_examples(files: tuple[str, ...]) -> None:
    """试跑规则的例子：bad 例恰好报告一处，good 例在所有规则下都不报告。不写文件时试跑内置规则。

    \b
    govlint rules test
    govlint rules test 我的规则.yaml

    退出码：0 全部通过；2 有例子没有通过，或规则文件有误。
    """
    from govlint.rules import ruleset, selftest

    with exit_on_settings_error():
        builtin = ruleset.builtin_rules()
        extra = ruleset.load_rules(files) if files else []
        everything = [*builtin, *extra]
        ruleset.require_unique(everything)
        tested = extra or builtin
        faults = [
            f"{tested_rule.path}:{tested_rule.line}: {tested_rule.id}: {fault.why}"
            for tested_rule in tested
            for fault in (*selftest.own_faults(tested_rule), *selftest.cross_faults(tested_rule, everything))
        ]
    for fault in faults:
        click.echo(fault, err=True)
    examples = sum(len(tested_rule.bad) + len(tested_rule.good) for tested_rule in tested)
    if faults:
        raise SystemExit(FAILED)
    click.echo(f"{len(tested)} 条规则、{examples} 个例子，全部通过")
