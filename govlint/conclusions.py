"""Turns the findings of rules into diagnostics.

Findings are dropped that another finding makes needless, that are allowed, or that are exempt. The message of
each is written by its rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from govlint.clock import UNTIMED
from govlint.collapsing import collapsed, limits
from govlint.diagnostic import CheckedRelation, Diagnostic, Finding, Fix, Severity
from govlint.digest import digest
from govlint.document import Cover
from govlint.numbers.formula import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from govlint.checkers.figure_checker import Relation
    from govlint.clock import Clock
    from govlint.collapsing import Limit
    from govlint.document import Document, Span
    from govlint.rule import Rule

_CONTEXT = 12  # characters on each side that go into a fingerprint
_RECKONED = ("arithmetic", "consistency")  # categories whose rules compare figures
_QUOTATION = re.compile("(“[^“”]*”)")  # in messages
_QUOTED = re.compile("[^“”]*(?:”[^“”]*“[^“”]*)*")  # also several quotations: 甲”或“乙
_PHRASE = 40  # characters; only findings up to this length cover those inside them
_WEIGHTS = {
    Verdict.undecided: 0,
    Verdict.consistent: 1,
    Verdict.rounding: 2,
    Verdict.inconsistent: 3,
}


@dataclass(frozen=True, slots=True)
class Exemption:
    """A remark by which the author exempts findings, because they are right on purpose.

    For each of the pairs `reaches`, it exempts the findings of rules (their ids; None: all rules) that begin
    inside a span. `place` says in words where the remark is (“第 3 行”), `name` is what it calls the rules.
    `stands` is its span in the text of the file; None where the file is not text.
    """

    place: str
    name: str
    reaches: tuple[tuple[frozenset[str] | None, Span], ...]
    stands: Span | None = None


class Yielded(NamedTuple):
    """What one rule finds in a document, without regard to other rules.

    A rule whose kind works with figures has `relations`, any other has `findings`. Both are empty where the
    rule ran out of time.
    """

    rule: Rule
    findings: Sequence[Finding] = ()
    relations: Sequence[Relation] = ()
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class LintResult:
    """The result of checking one document.

    `findings` and `relations` are in order of place; `relations` includes those that hold. `timed_out` has
    the ids of rules that ran out of time, `unused` the exemptions that exempted nothing. `limits` say of
    which rules many findings are shown as one.
    """

    findings: tuple[Diagnostic, ...]
    timed_out: tuple[str, ...] = ()
    unused: tuple[Exemption, ...] = ()
    relations: tuple[CheckedRelation, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings as they are shown: one for many of one rule."""
        return collapsed(self.findings, self.limits)


def conclude(
    document: Document,
    yielded: Sequence[Yielded],
    allowed: Mapping[str, Sequence[str]] | None,
    exemptions: Sequence[Exemption],
    clock: Clock = UNTIMED,
) -> LintResult:
    """The result of checking a document, from what each rule found; `yielded` is in the order of the rules.

    `allowed` and `exemptions` are as for `linter.lint`; `clock` measures the stages. Takes time in proportion
    to n log n for n findings, and for each finding to the number of allowed texts.
    """
    found = [(one.rule, finding) for one in yielded for finding in one.findings]
    with clock.stage("relations"):
        distinct = _without_lesser(
            _distinct([(one.rule, relation) for one in yielded for relation in one.relations])
        )
        found += [(rule, relation.finding) for rule, relation in distinct if relation.finding]
        relations = _without_contained(distinct)
    with clock.stage("suppressions"):
        exempted, unused = _exempted(found, exemptions)
        excused = exempted | _allowed(document, found, allowed or {})
        # What is right on purpose shadows nothing, but what it covers is right, too.
        found = [(rule, one) for rule, one in found if not (rule.shadows and id(one) in excused)]
        found = _without_covered(_without_shadowed(found))
        found = [(rule, one) for rule, one in found if id(one) not in excused]
        found.sort(key=lambda pair: (pair[1].span, pair[0].id))
    with clock.stage("wording"):
        findings = tuple(_diagnostics(document, found))
    timed_out = tuple(one.rule.id for one in yielded if one.timed_out)
    return LintResult(findings, timed_out, unused, relations, limits(rule for rule, _ in found))


def _distinct(found: Sequence[tuple[Rule, Relation]]) -> list[tuple[Rule, Relation]]:
    """Keep one relation for each set of operands: the one with the most severe verdict; of equal ones, the
    one of the rule that takes precedence; of equal rules, the first.

    Relations of a single operand (such as a percentage over 100) are kept for every rule: each says something
    else.
    """
    by_figures: dict[tuple[object, ...], tuple[Rule, Relation]] = {}
    for rule, relation in sorted(found, key=lambda pair: (-_WEIGHTS[pair[1].verdict], *pair[0].precedence)):
        one = len(relation.operands) == 1
        by_figures.setdefault((*relation.operands, rule.id if one else None), (rule, relation))
    return list(by_figures.values())


def _without_lesser(found: Sequence[tuple[Rule, Relation]]) -> list[tuple[Rule, Relation]]:
    """Drop what a larger relation says as well: one that reports the same place, of a rule of at least the
    same rank, and has all its operands (one part is more than the whole, and so are the parts together).
    """
    told: dict[Span, list[tuple[Severity, set[Span]]]] = {}
    for rule, relation in found:
        if relation.finding:
            told.setdefault(relation.finding.span, []).append((rule.rank, set(relation.operands)))
    return [
        (rule, relation)
        for rule, relation in found
        if relation.finding is None
        or not any(
            rule.rank <= rank and set(relation.operands) < more for rank, more in told[relation.finding.span]
        )
    ]


def _without_contained(found: Sequence[tuple[Rule, Relation]]) -> tuple[CheckedRelation, ...]:
    """The relations in order of place, without those that report nothing and whose operands are all operands
    of one larger relation: that a part is at most the whole goes without saying where the parts add up to it.
    """
    sharing: dict[int, list[set[Span]]] = {}
    for _, relation in found:
        operands = set(relation.operands)
        for span in operands:
            sharing.setdefault(span.start, []).append(operands)
    return tuple(
        CheckedRelation(
            rule.id,
            relation.verdict,
            relation.operands,
            relation.finding.at if relation.finding else relation.at,
            relation.evidence,
            relation.why,
        )
        for rule, relation in sorted(found, key=lambda pair: pair[1].operands)
        if relation.finding or not _is_contained(relation, sharing)
    )


def _is_contained(relation: Relation, sharing: Mapping[int, Sequence[set[Span]]]) -> bool:
    """Whether the operands of a relation are all operands of a larger one; `sharing` has the operands of the
    relations by where each begins. The operand that the fewest share is looked at: a figure that is told on
    every page is in thousands.
    """
    operands = set(relation.operands)
    fewest = min((sharing[span.start] for span in operands), key=len)
    return any(operands < more for more in fewest)


def _without_shadowed(found: list[tuple[Rule, Finding]]) -> list[tuple[Rule, Finding]]:
    """Drop findings that share a character with a finding of a rule that `shadows`: that text is to be
    deleted, so nothing in it needs fixing.

    Of two findings of such rules, one inside the other, the inner one is dropped.
    """
    shadows: list[Span] = []
    kept: list[tuple[Rule, Finding]] = []
    for rule, finding in sorted(found, key=lambda pair: (pair[1].span.start, -pair[1].span.end)):
        if rule.shadows and not (shadows and finding.span.end <= shadows[-1].end):
            shadows.append(finding.span)
            kept.append((rule, finding))
    cover = Cover(shadows)
    for rule, finding in found:
        if not rule.shadows and finding.span.start >= cover.furthest(finding.span.end - 1):
            kept.append((rule, finding))
    return kept


def _without_covered(found: list[tuple[Rule, Finding]]) -> list[tuple[Rule, Finding]]:
    """Drop findings inside a longer finding of a rule that has the same category and at least the same rank:
    20xx年x月x日 is one placeholder, not three. Of several rules of one category that report the very same
    place, the one that takes precedence is kept; what figures contradict each says something else. A
    placeholder covers findings of other categories that begin inside it: marks and words of what is not yet
    written.

    Only findings of 2 to `_PHRASE` characters cover others, and placeholders of one.
    """
    kept = []
    # How far the findings of a category reach that may cover others, by rank.
    furthest: dict[str, dict[Severity, Span]] = {}
    told: dict[tuple[str, Span], str] = {}  # places, and the rules that report them
    for rule, finding in sorted(found, key=_before_covered):
        covering = furthest.setdefault(rule.category, {})
        if any(
            finding.span.end <= span.end and finding.span != span and rule.rank <= level
            for level, span in covering.items()
        ):
            continue
        if rule.category != "placeholder" and any(
            finding.span.start < span.end and rule.rank <= level
            for level, span in furthest.get("placeholder", {}).items()
        ):
            continue
        if (
            rule.category not in _RECKONED
            and told.setdefault((rule.category, finding.span), rule.id) != rule.id
        ):
            continue
        kept.append((rule, finding))
        reached = covering.get(rule.rank)
        least = 1 if rule.category == "placeholder" else 2
        length = finding.span.end - finding.span.start
        if least <= length <= _PHRASE and (reached is None or finding.span.end > reached.end):
            covering[rule.rank] = finding.span
    return kept


def _before_covered(pair: tuple[Rule, Finding]) -> tuple[object, ...]:
    """What findings are ordered by so that each comes after those that may cover it."""
    rule, finding = pair
    is_other = rule.category != "placeholder"
    return finding.span.start, -finding.span.end, -rule.rank, is_other, *rule.precedence, rule.id


def _allowed(
    document: Document, found: Sequence[tuple[Rule, Finding]], allowed: Mapping[str, Sequence[str]]
) -> set[int]:
    """The findings that lie in an allowed text, by their `id()`."""
    if not allowed:
        return set()
    return {
        id(one)
        for rule, one in found
        if any(
            document.text.find(text, max(0, one.span.end - len(text)), one.span.start + len(text)) >= 0
            for text in (*allowed.get("*", ()), *allowed.get(rule.id, ()))
        )
    }


def _exempted(
    found: Sequence[tuple[Rule, Finding]], exemptions: Sequence[Exemption]
) -> tuple[set[int], tuple[Exemption, ...]]:
    """The findings that are exempt, by their `id()`, and the exemptions that exempt nothing."""
    if not exemptions:
        return set(), ()
    spans: dict[frozenset[str] | None, list[Span]] = {}
    for exemption in exemptions:
        for rules, span in exemption.reaches:
            spans.setdefault(rules, []).append(span)
    covers = {rules: Cover(reach) for rules, reach in spans.items()}
    # For each set of rules that exemptions name, the sorted offsets at which findings of these rules begin.
    begins = {
        rules: sorted(finding.span.start for rule, finding in found if rules is None or rule.id in rules)
        for rules in covers
    }
    exempt = {
        id(finding)
        for rule, finding in found
        if any(
            (rules is None or rule.id in rules) and finding.span.start < cover.furthest(finding.span.start)
            for rules, cover in covers.items()
        )
    }
    unused = (
        one for one in exemptions if not any(_any_within(begins[rules], span) for rules, span in one.reaches)
    )
    return exempt, tuple(unused)


def _any_within(places: Sequence[int], span: Span) -> bool:
    """Whether any of `places`, sorted offsets, lies in a span."""
    at = bisect_left(places, span.start)
    return at < len(places) and places[at] < span.end


def _diagnostics(document: Document, found: Iterable[tuple[Rule, Finding]]) -> Iterator[Diagnostic]:
    seen: Counter[str] = Counter()
    for rule, finding in found:
        start, end = finding.span
        text = document.text[start:end]
        line = document.line_at(start)
        before = document.text[max(line.start, start - _CONTEXT) : start]
        after = document.text[end : min(max(line.end, end), end + _CONTEXT)]
        parts = "\0".join([rule.id, before, text[:200], after])
        seen[parts] += 1
        identity = f"{parts}\0{seen[parts]}".encode("utf-8", "surrogatepass")
        yield Diagnostic(
            rule=rule.id,
            name=rule.name,
            category=rule.category,
            severity=rule.severity,
            message=_worded(rule.message, {"match": text, **finding.values}),
            span=finding.span,
            text=text,
            fixes=(Fix(rule.fix == "safe", finding.edits),) if rule.fix and finding.edits else (),
            related=finding.related,
            fingerprint=digest(identity, 8),
            evidence=finding.evidence,
        )


def _worded(message: str, values: Mapping[str, object]) -> str:
    """A rule's message with its values, on one line. A quotation with quotation marks in it stands in 「」:
    ““三农”工作” is hard to read.
    """
    pieces = [piece.format_map(values) for piece in _QUOTATION.split(message)]
    for at in range(1, len(pieces), 2):
        if not _QUOTED.fullmatch(pieces[at][1:-1]):
            pieces[at] = f"「{pieces[at][1:-1]}」"
    return " ".join("".join(pieces).split())
