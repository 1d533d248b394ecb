"""What the checkers of all kinds have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.diagnostic import Finding
    from govlint.document import Document


class Checker(ABC):
    """A frozen dataclass whose fields are the options of its kind."""

    @property
    def needs(self) -> Sequence[str]:
        """Texts at least one of which the folded view of a document must hold for the checker to find
        anything: the linter does not run it on other documents. None: it is always run.
        """
        return ()

    @abstractmethod
    def check(self, document: Document) -> Iterator[Finding]:
        """Yield what is wrong with a document. Raises TimeoutError when a pattern takes too long."""
