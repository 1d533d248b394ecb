"""The kinds of rules. A checker is code for one kind: it knows no rule, no severity and no file."""

from __future__ import annotations

from govlint.checkers.agreement import AgreementChecker
from govlint.checkers.announcement import AnnouncementChecker
from govlint.checkers.block import BlockChecker
from govlint.checkers.checker import Checker
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
from govlint.checkers.restatement import RestatementChecker
from govlint.checkers.sequence import SequenceChecker
from govlint.checkers.share import ShareChecker
from govlint.checkers.table import TableChecker
from govlint.checkers.term import TermChecker
from govlint.checkers.total import TotalChecker
from govlint.checkers.watermark import WatermarkChecker

__all__ = ["KINDS", "Checker"]

KINDS: dict[str, type[Checker]] = {
    "pattern": PatternChecker,
    "lexicon": LexiconChecker,
    "term": TermChecker,
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
    "restatement": RestatementChecker,
    "ratio": RatioChecker,
    "share": ShareChecker,
    "relation": RelationChecker,
    "total": TotalChecker,
    "table": TableChecker,
}
