"""What comes of a file."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, NamedTuple

from govlint.diagnostic import Severity

if TYPE_CHECKING:
    from govlint.diagnostic import Diagnostic, Notice, Worked
    from govlint.document import Document
    from govlint.origin import Origin


class Rewriting(NamedTuple):
    """A file before and after its fixes, and in what encoding if it is a text or a page; else `texts` are
    what was read from it, before and after.
    """

    before: bytes
    after: bytes
    encoding: str | None = None
    texts: tuple[str, str] | None = None


class Found(NamedTuple):
    """What the rules find in a document, before a baseline or changes are looked at."""

    diagnostics: tuple[Diagnostic, ...] = ()
    relations: tuple[Worked, ...] = ()
    notices: tuple[Notice, ...] = ()
    timed_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file.

    `problem` says why it could not be checked, or not to the end (then `diagnostics` are what was found);
    `notices` are remarks that are no findings; `known` counts findings that the baseline knows; `limit` is
    the level from which a finding fails the run, by the settings or the file's configuration; `relations` are
    those between its figures; `origin` says where the document lies in the file; `changeable` whether files
    of this kind can be fixed.

    Of a file that was to be fixed, all this is what remains; `fixed` is the number of fixes (None: it was
    not to be). `rewriting` is what they make of the file as long as that is not written.
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
    relations: tuple[Worked, ...] = ()
    changeable: bool = False
    fixed: int | None = None
    rewriting: Rewriting | None = None

    @property
    def excluded(self) -> bool:
        """Whether the file was not looked at because the configuration leaves it out."""
        return self.document is None and self.problem is None

    @property
    def failed(self) -> bool:
        """Whether a finding fails the run."""
        return any(found.severity >= self.limit for found in self.diagnostics)
