"""What checkers find and what users see: severities, fixes, findings, diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.document import Span
    from govlint.numbers.formula import Verdict

CATEGORIES = {
    "PH": "placeholder",
    "AR": "arithmetic",
    "TY": "typo",
    "PU": "punctuation",
    "BP": "boilerplate",
    "ST": "structure",
    "CO": "consistency",
    "WD": "wording",
    "SY": "style",
}
"""The category of a rule, by the two letters that its id begins with."""
CATEGORY_NAMES = {
    "placeholder": "占位符",
    "arithmetic": "数字",
    "typo": "错别字",
    "punctuation": "标点",
    "boilerplate": "网页残留",
    "structure": "结构",
    "consistency": "前后一致",
    "wording": "表述",
    "style": "文风",
}
"""The names of categories that users see, and may write, too."""


class Severity(IntEnum):
    """How sure a rule is: info is a hint and never fails a run, warning likely, error certain."""

    info = 0
    warning = 1
    error = 2


SEVERITY_NAMES = {Severity.error: "错误", Severity.warning: "警告", Severity.info: "提示"}
"""The names of severities that users see."""


class Edit(NamedTuple):
    """Replace the text of a span."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that are made together or not at all. Safe ones keep the meaning; others should be confirmed by a
    person.
    """

    safe: bool
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """Another place that a finding refers to, and a message on what it is."""

    span: Span
    message: str


class Evidence(NamedTuple):
    """The calculation behind a finding about figures: the formula with its figures, the computed result, and
    the printed one.

    `sign` says how the two should compare: `=`, `≤`, `≥` or `≠`; `共` where things were counted, `连续` where
    they are numbered.
    """

    formula: str
    computed: str
    printed: str
    sign: str = "="

    @property
    def working(self) -> str:
        """The calculation in one line for a reader: 135处-98处=37处，文中为37处."""
        if self.sign == "连续":
            return f"{self.formula}，序号连续"
        if self.sign == "共":
            return f"{self.formula}，共{self.computed}项，文中为{self.printed}"
        result = "" if self.formula.rpartition("：")[2] == self.computed else f"={self.computed}"
        said = {"=": "，文中为", "≠": "，不应为"}.get(self.sign, self.sign)
        return f"{self.formula}{result}{said}{self.printed}"

    @property
    def objection(self) -> str:
        """The working of a finding, which says of a bound that it is not kept: 103%≤100% 不成立."""
        return f"{self.working} 不成立" if self.sign in ("≤", "≥") else self.working


class CheckedRelation(NamedTuple):
    """A relation between figures as `govlint numbers` lists it: the id of the rule, the verdict, the spans of
    the figures, the offset that reports name as its place (where the finding begins, or else the first
    figure), and the calculation, or None where it could not be done: `why` it could not, in words for the
    user.
    """

    rule: str
    verdict: Verdict
    operands: tuple[Span, ...]
    shown_at: int
    evidence: Evidence | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a checker reports: a place, and what its rule needs for a diagnostic.

    `values` fill the fields of the rule's message. `edits` are the fix, all together. `related` are other
    places.
    """

    span: Span
    values: Mapping[str, object] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    related: tuple[Related, ...] = ()
    evidence: Evidence | None = None

    @property
    def at(self) -> int:
        """The offset at which it begins."""
        return self.span.start

    def moved(self, by: int) -> Finding:
        """The same finding `by` characters further on."""
        if not by:
            return self
        return Finding(
            self.span.moved(by),
            self.values,
            tuple([Edit(span.moved(by), text) for span, text in self.edits]),
            tuple([Related(span.moved(by), message) for span, message in self.related]),
            self.evidence,
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on a file that is not a finding, such as one on a suppression comment that suppresses nothing.

    `span` is the place it is about, in the text of the file as an editor shows it; None where it is about the
    whole file, or the file is not text. `needless`: what stands at `span` can be deleted. `unread`: a part
    of the file was not read.
    """

    message: str
    span: Span | None = None
    needless: bool = False
    unread: bool = False

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with the message of its rule: what the user sees.

    `text` is the text of `span`. `fixes` are independent of each other; where several findings became one
    diagnostic, each has its own. `fingerprint` is a hash of the rule, the text and its surroundings in the
    line. It survives edits elsewhere in the file, and differs for equal findings in one file.
    """

    rule: str
    name: str
    category: str
    severity: Severity
    message: str
    span: Span
    text: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    evidence: Evidence | None = None
