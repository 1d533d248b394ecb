"""The report on a file."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from govlint.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govlint.collapsing import Limit
    from govlint.diagnostic import CheckedRelation, Diagnostic, Fix, Notice
    from govlint.document import Document
    from govlint.readers.origin import Origin


class Rewriting(NamedTuple):
    """The bytes of a file before and after its fixes.

    For a text or an HTML page, `encoding` is its encoding. For any other file, `texts` has the text read from
    it, before and after.
    """

    before: bytes
    after: bytes
    encoding: str | None = None
    texts: tuple[str, str] | None = None


class Found(NamedTuple):
    """What the rules find in a document, whatever a baseline knows or changes leave out. `limits` are those
    of the rules that found something.
    """

    findings: tuple[Diagnostic, ...] = ()
    relations: tuple[CheckedRelation, ...] = ()
    notices: tuple[Notice, ...] = ()
    timed_out: tuple[str, ...] = ()
    limits: Mapping[str, Limit] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FileReport:
    """The result of checking one file.

    - `document` is the text that was checked, `origin` tells where its characters are in the file. Both are
      None where the file could not be read.
    - `findings` has every finding; `diagnostics` are those to show: without those that the baseline knows
      (`known` is the number of these) or that changes leave out, and with one for many of one rule.
    - `problem` says why the file could not be checked, or not to the end; in that case `diagnostics` are
      those found so far. `notices` are remarks that are not findings.
    - `limit` is the severity from which a finding fails the run.
    - `relations` are those between figures of the document.
    - `changeable`: files of this kind can be fixed.

    For a file that was to be fixed, all this is about what remains after fixing. `fixed` is the number of
    fixes made; None where the file was not to be fixed. `rewriting` has the bytes to write, and is None once
    they are written.
    """

    path: str
    document: Document | None = None
    origin: Origin | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    _: KW_ONLY
    problem: str | None = None
    notices: tuple[Notice, ...] = ()
    known: int = 0
    limit: Severity = Severity.warning
    relations: tuple[CheckedRelation, ...] = ()
    changeable: bool = False
    findings: tuple[Diagnostic, ...] = ()
    fixed: int | None = None
    rewriting: Rewriting | None = None

    @property
    def excluded(self) -> bool:
        """Whether the file was not read because its configuration excludes it."""
        return self.document is None and self.problem is None

    @property
    def unchangeable(self) -> bool:
        """Whether the file was to be fixed and has what could be, but files of its kind cannot be changed."""
        to_fix = self.fixed is not None and self.document is not None and not self.changeable
        return to_fix and any(found.fixes for found in self.diagnostics)

    def fixes(self, *, unsafe: bool) -> list[tuple[Diagnostic, Fix]]:
        """The fixes of `diagnostics` that fixing the file would make, now or in a later round, each with its
        diagnostic, in order of place. `unsafe` allows those that a person should confirm.
        """
        owners = {id(fix): one for one in self.diagnostics for fix in one.fixes}
        if self.document is None or not owners:
            return []
        from govlint.fixing import eligible

        out = [one for one in self.findings if not any(id(fix) in owners for fix in one.fixes)]
        choices = eligible(self.document, self.findings, unsafe=unsafe, out=out)
        return [(owners[id(choice.fix)], choice.fix) for choice in choices]

    @property
    def failed(self) -> bool:
        """Whether a finding fails the run."""
        return any(found.severity >= self.limit for found in self.diagnostics)
