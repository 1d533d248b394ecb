"""Kind `confusable`: a word official texts never have, where one that sounds or looks alike is common."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from govlint.checkers.suspects import DAMAGE, Suspect, SuspectChecker
from govlint.diagnostic import Edit, Finding
from govlint.document import Span
from govlint.spelling.candidates import MARGIN, Candidate, candidates, plain_text
from govlint.spelling.counts import LEVELS, official
from govlint.spelling.features import WINDOW, features
from govlint.spelling.ranker import Ranker
from govlint.words.segmentation import is_in_longer_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document
    from govlint.spelling.counts import Counts

_CLEAR = 1.0  # by how much (log-odds) one candidate must lead the others to be offered as a fix
_NEAR = 6  # characters on each side in which a foreign one (traditional, rare) makes the place doubtful
_HAN = re.compile("[\u4e00-\u9fff]")
_COINED = re.compile("“[^“”\n]{1,8}”")
# A name before 镇, 乡 or 村, where one may begin: behind a mark, a larger place or a word like 在.
_TOWN = re.compile(
    "(?:(?<![\u4e00-\u9fff])|(?<=[县市区旗镇乡和与及在到赴由]))[\u4e00-\u9fff]{2,3}[镇乡村](?![镇乡村级])"
)


class _Judged(NamedTuple):
    candidate: Candidate
    score: float
    clear: bool


@dataclass(frozen=True)
class ConfusableChecker(SuspectChecker):
    """Reports one or two characters that were probably meant to be others.

    - `certainty`: how likely (in per cent, 1 to 99) an error must be to be reported;
    - `unless`: a pattern of what is right although official texts rarely have it.

    Not reported: what stands in the document more than once with the same neighbours, short quoted coinages,
    names of towns and villages (迤车镇), traditional text, and places beside missing or damaged text.
    Values for the message: `match` (what is printed), `word` (what was meant), `phrase` and `meant` (the two
    with their neighbours).
    """

    certainty: int = 60

    def __post_init__(self) -> None:
        """Raise ValueError where the certainty is no percentage one can reach."""
        if not 1 <= self.certainty <= 99:
            raise ValueError("certainty 应在 1 到 99 之间")

    def suspects(self, document: Document) -> Iterator[Suspect]:
        """Yield the suspect places of each line."""
        if not _HAN.search(document.folded):
            return
        counts = official()
        ranker = Ranker.of(counts.about)
        text = document.derived(plain_text)
        least = math.log(self.certainty / (100 - self.certainty))
        coined = [match.span() for match in _COINED.finditer(document.folded)]
        opened = [opens for opens, _ in coined]
        for judged in _best(counts, ranker, text, least):
            start, end = judged.candidate.start, judged.candidate.start + judged.candidate.length
            if (
                (opened and opened[0] < start and end < coined[bisect_right(opened, start) - 1][1])
                or DAMAGE.search(document.folded, max(start - 1, 0), end + 1)
                or not all(char in counts.readings for char in _around(text, start, end))
                or is_in_longer_word(text, start + MARGIN, end + MARGIN)
                or _names_a_town(document, counts, judged.candidate)
            ):
                continue
            yield Suspect(_finding(document, counts, text, judged), _context(text, judged))


def _names_a_town(document: Document, counts: Counts, candidate: Candidate) -> bool:
    """Whether a place stands in the name of a town or village, and is no slip for a word in -村 or -镇 that
    official texts have (行正村).
    """
    start, length, word = candidate
    end = start + length
    text = document.folded
    for first in range(max(start - 2, 0), start + 1):
        match = _TOWN.match(text, first)
        if match and end < match.end():
            meant = text[first:start] + word + text[end : match.end()]
            return not counts.grams[len(meant)][meant]
    return False


def _best(counts: Counts, ranker: Ranker, text: str, least: float) -> list[_Judged]:
    """The likeliest candidate of each place whose score is at least `least`, in order of place. Of candidates
    that overlap, the one with the highest score is kept.
    """
    found = []
    ranked_before: dict[tuple[str, int], list[tuple[float, str]]] = {}
    for (start, length), rivals in groupby(candidates(counts, text), key=lambda one: (one.start, one.length)):
        at = start + MARGIN
        around = text[max(at - WINDOW, 0) : at + length + WINDOW], length
        if around not in ranked_before:
            ranked_before[around] = sorted(
                (
                    (ranker.score(values, length), candidate.word)
                    for candidate, values in features(counts, text, list(rivals))
                ),
                reverse=True,
            )
        ranked = ranked_before[around]
        if ranked and ranked[0][0] >= least:
            clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _CLEAR
            found.append(_Judged(Candidate(start, length, ranked[0][1]), ranked[0][0], clear))
    taken: set[int] = set()
    kept = []
    for judged in sorted(found, key=lambda one: -one.score):
        places = range(judged.candidate.start, judged.candidate.start + judged.candidate.length)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(judged)
    return sorted(kept, key=lambda one: one.candidate.start)


def _context(text: str, judged: _Judged) -> str:
    """The printed characters with one neighbour on each side."""
    start = judged.candidate.start + MARGIN
    return text[start - 1 : start + judged.candidate.length + 1]


def _around(text: str, start: int, end: int) -> list[str]:
    """The Han characters near a place of the document, in its plain text."""
    return _HAN.findall(text, max(start + MARGIN - _NEAR, 0), end + MARGIN + _NEAR)


def _finding(document: Document, counts: Counts, text: str, judged: _Judged) -> Finding:
    start, length, word = judged.candidate
    span = Span(start, start + length)
    before, after = _phrase(counts, text, judged.candidate)
    return Finding(
        span,
        {
            "match": document.text[span.start : span.end],
            "word": word,
            "phrase": document.text[span.start - before : span.end + after],
            "meant": document.text[span.start - before : span.start]
            + word
            + document.text[span.end : span.end + after],
        },
        (Edit(span, word),) if judged.clear else (),
    )


def _phrase(counts: Counts, text: str, candidate: Candidate) -> tuple[int, int]:
    """How many characters before and after a candidate to quote with it: of the phrases of two to four
    characters that official texts never have as printed, the commonest with the candidate in it, words first.
    """
    start, length, word = candidate
    at = start + MARGIN
    best, chosen = -1.0, (0, 0)
    for before in range(3):
        for after in range(3):
            size = before + length + after
            printed = text[at - before : at + length + after]
            if not 2 <= size <= 4 or "|" in printed or counts.grams[size][printed]:
                continue
            phrase = text[at - before : at] + word + text[at + length : at + length + after]
            worth = LEVELS[counts.grams[size][phrase]] + size + 2 * (counts.words[phrase] > 0)
            if worth > best:
                best, chosen = worth, (before, after)
    return chosen
