"""Runs rules over a document. No input or output happens here."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from govlint.checkers.figure_checker import FigureChecker
from govlint.clock import UNTIMED
from govlint.conclusions import Yielded, conclude
from govlint.line_ends import in_lf
from govlint.matching.pattern import overall_limit, time_limit
from govlint.matching.prefilter import LiteralPrefilter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from govlint.clock import Clock
    from govlint.conclusions import Exemption, LintResult
    from govlint.document import Document
    from govlint.rule import Rule


def lint(
    document: Document,
    rules: Sequence[Rule],
    allowed: Mapping[str, Sequence[str]] | None = None,
    exemptions: Sequence[Exemption] = (),
    clock: Clock = UNTIMED,
) -> LintResult:
    """Check a document with every rule.

    `allowed` maps a rule id, or `*` for all rules, to texts that are right on purpose: findings inside an
    occurrence of such a text are dropped. `exemptions` drop findings by place. `clock` measures the time of
    each stage and rule.
    """
    if "\r" in document.text:
        return in_lf(document, exemptions, lambda lf, moved: lint(lf, rules, allowed, moved, clock))
    with clock.stage("literals"):
        numbers = sorted(prefilter(tuple(rules)).passing(document.folded))
    timed = clock.each(run)
    with overall_limit(len(document.text)):
        yielded = [timed(rules[number], document) for number in numbers]
    return conclude(document, yielded, allowed, exemptions, clock)


def lint_in_time(document: Document, rules: Sequence[Rule]) -> LintResult:
    """Check a document with every rule. Raises TimeoutError where one of them runs out of time."""
    result = lint(document, rules)
    if result.timed_out:
        raise TimeoutError(f"规则 {'、'.join(result.timed_out)} 用时过长")
    return result


@contextmanager
def at_work(rule: Rule, document: Document) -> Iterator[None]:
    """A context for the work of a rule on a document: it limits the time of patterns, and adds the id of the
    rule to errors, as a note.

    Raises TimeoutError when the time is up.
    """
    try:
        with time_limit(len(document.text)):
            yield
    except Exception as error:
        error.add_note(f"规则 {rule.id}")
        raise


def run(rule: Rule, document: Document) -> Yielded:
    """Run one rule over a document."""
    checker = rule.checker
    work = checker.relations if isinstance(checker, FigureChecker) else checker.check
    return attempt(rule, document, lambda: work(document))


def attempt(rule: Rule, document: Document, work: Callable[[], Iterable[Any]]) -> Yielded:
    """Do `work` for a rule on a document, within its time limit, and return what it yields.

    `work` yields relations where the rule's checker is a `FigureChecker`, else findings.
    """
    try:
        with at_work(rule, document):
            found = list(work())
    except TimeoutError:
        return Yielded(rule, timed_out=True)
    return Yielded(rule, relations=found) if isinstance(rule.checker, FigureChecker) else Yielded(rule, found)


@lru_cache(maxsize=16)
def prefilter(rules: tuple[Rule, ...]) -> LiteralPrefilter:
    """The prefilter that drops the rules that cannot find anything in a text. Rules are numbered by their
    index.
    """
    return LiteralPrefilter([rule.checker.needs for rule in rules])
