"""The kinds of rules. A checker is code for one kind: it knows no rule, no severity and no file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from govlint.checkers.agreement import AgreementChecker
from govlint.checkers.announcement import AnnouncementChecker
from govlint.checkers.block import BlockChecker
from govlint.checkers.confusable import ConfusableChecker
from govlint.checkers.ending import EndingChecker
from govlint.checkers.enumeration import EnumerationChecker
from govlint.checkers.joint import JointChecker
from govlint.checkers.length import LengthChecker
from govlint.checkers.lexicon import LexiconChecker
from govlint.checkers.majority import MajorityChecker
from govlint.checkers.order import OrderChecker
from govlint.checkers.pairing import PairingChecker
from govlint.checkers.parity import ParityChecker
from govlint.checkers.pattern import PatternChecker
from govlint.checkers.ratio import RatioChecker
from govlint.checkers.relation import RelationChecker
from govlint.checkers.repetition import RepetitionChecker
from govlint.checkers.sequence import SequenceChecker
from govlint.checkers.watermark import WatermarkChecker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.diagnostic import Finding
    from govlint.document import Document


class Checker(Protocol):
    """A frozen dataclass whose fields are the options of its kind.

    It may have `needs` besides: texts one of which a document must hold, in its folded view, for the checker
    to find anything. The linter does not run a checker that lacks what it needs.
    """

    def check(self, document: Document) -> Iterator[Finding]:
        """Yield what is wrong with a document. May raise TimeoutError when a pattern takes too long."""
        ...


KINDS: dict[str, type[Checker]] = {
    "pattern": PatternChecker,
    "lexicon": LexiconChecker,
    "confusable": ConfusableChecker,
    "joint": JointChecker,
    "sequence": SequenceChecker,
    "pairing": PairingChecker,
    "ending": EndingChecker,
    "watermark": WatermarkChecker,
    "repetition": RepetitionChecker,
    "majority": MajorityChecker,
    "block": BlockChecker,
    "length": LengthChecker,
    "order": OrderChecker,
    "enumeration": EnumerationChecker,
    "parity": ParityChecker,
    "announcement": AnnouncementChecker,
    "agreement": AgreementChecker,
    "ratio": RatioChecker,
    "relation": RelationChecker,
}
