"""Kind `joint`: two clauses run together where official texts would have a punctuation mark between them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govlint.checkers.suspects import DAMAGE, Suspect, SuspectChecker
from govlint.diagnostic import Edit, Finding
from govlint.document import Span
from govlint.joints.features import features, near, surroundings
from govlint.joints.model import official_joints
from govlint.joints.words import cut_at
from govlint.spelling.candidates import MARGIN, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govlint.document import Document
    from govlint.joints.model import JointModel
    from govlint.joints.runs import Joint

CONTEXT = 3
"""Characters on each side of a joint by which another place is known to be the same."""

_HAN = re.compile("[\u4e00-\u9fff]{8}")
_NEAR = 6  # characters on each side of a joint in which there must be no damage


@dataclass(frozen=True)
class JointChecker(SuspectChecker):
    """Reports joints between two words where a punctuation mark is probably missing. The place is the last
    character before the joint and the first after it.

    - `certainty`: how likely (in per cent, from 1 to below 100) a mark must be for the joint to be reported;
    - `unless`: a pattern of what needs no mark.

    Only running text is judged. At most one joint is reported between two marks, and none that stands in the
    document more than once. Values for the message: `before` and `after`, the words at the joint.
    """

    certainty: float = 98.6

    def __post_init__(self) -> None:
        """Raise ValueError where the certainty is no percentage one can reach."""
        if not 1 <= self.certainty < 100:
            raise ValueError("certainty 应在 1 到 100 之间")

    def suspects(self, document: Document) -> Iterator[Suspect]:
        """Yield a joint that is suspect by itself."""
        if not _HAN.search(document.folded):
            return
        model = official_joints()
        text = document.derived(plain_text)
        least = math.log(self.certainty / (100 - self.certainty))
        best: dict[int, tuple[float, Joint, Sequence[str], int]] = {}
        for joint in model.score_bound.promising(text):
            if document.line_at(joint.start - MARGIN).kind != "text":
                continue
            wanted = max(least, best[joint.start][0]) if joint.start in best else least
            judged = _judged(model, text, document.folded, joint, wanted)
            if judged and judged[0] >= wanted:
                best[joint.start] = judged[0], joint, judged[1], judged[2]
        for _, joint, parted, cut in best.values():
            at = joint.at - MARGIN
            if not DAMAGE.search(document.folded, max(at - _NEAR, 0), at + _NEAR):
                finding = Finding(
                    Span(at - 1, at + 1),
                    {
                        "before": document.text[at - len(parted[cut - 1]) : at],
                        "after": document.text[at : at + len(parted[cut])],
                    },
                    (Edit(Span(at, at), "，"),),
                )
                yield Suspect(finding, text[joint.at - CONTEXT : joint.at + CONTEXT])


def _judged(
    model: JointModel, text: str, folded: str, joint: Joint, least: float
) -> tuple[float, Sequence[str], int] | None:
    """The log-odds of a mark at a joint, the words of its run, and how many of them stand before the joint.

    None where the linear filter drops the joint or it lies inside a word. The log-odds may be minus infinity
    where they cannot come to `least`.
    """
    nearby = near(model.words, text, joint)
    if not model.linear_filter.passes(nearby):
        return None
    parted = model.words.parted(text[joint.start : joint.end])
    cut = cut_at(parted, joint.at - joint.start)
    if cut is None:
        return None
    around = surroundings(model.words, text, folded, joint)
    values = features(model.words, nearby, parted, cut, around)
    return model.forest.score(values, least), parted, cut
