"""Features: the numbers by which the trees judge whether a mark is missing at a joint."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govlint.joints.runs import MOST
from govlint.joints.words import FIGURE, MARK, NOUN, PARTICLE, PREPOSITION, VERB
from govlint.spelling.candidates import MARGIN
from govlint.spelling.counts import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govlint.joints.runs import Joint
    from govlint.joints.words import Words

MARKS = " ，。、；：\n”“（）》《"
"""The marks that may stand before or after a run. A mark is encoded as its index in this string; all other
characters as 0.
"""

NEAR = (
    "closes_1", "closes_2", "closes_3", "opens_1", "opens_2", "opens_3",
    "closing_2", "closing_3", "opening_2", "opening_3",
    "pair", "three_left", "three_right", "four", "four_left", "four_right",
    "common_left", "common_right", "common_pair_left", "common_pair_right",
    "left", "right",
)  # fmt: skip
"""The names of the numbers that `near` computes. Frequencies are values of `LEVELS`, so they are logarithms.

- `closing_n`: how often a mark follows the last n characters before the joint; `opening_n`: how often a mark
  stands before the next n characters.
- `closes_n`, `opens_n`: the same, minus how often these n characters occur at all.
- `pair`, `three_…`, `four…`: how often the characters around the joint stand together without a mark.
- `common_…`: how often the characters on one side of the joint occur.
- `left`, `right`: the number of characters of the run on each side.
"""

CLASSED = (
    "class_before", "class_before_2", "class_before_3", "class_after", "class_after_2", "class_after_3",
    "class_first", "class_second", "class_last", "mark_before", "mark_after",
    "class_last_of_previous", "class_first_of_previous", "class_first_of_next",
    "class_opening", "class_opening_2",
)  # fmt: skip
"""The features after `NEAR` that are categories (a word class or a mark), not quantities."""

NAMES = (
    *NEAR, *CLASSED,
    "closes", "opens", "closes_and_opens", "common_before", "common_after", "together",
    "together_before", "together_after",
    "verbs_left", "verbs_right", "since_verb", "until_verb", "words_left", "words_right",
    "particles_left", "particles_right", "since_particle", "until_particle", "nouns_left", "nouns_right",
    "same_class", "size_before", "size_after", "first_verb", "preposition_left", "preposition_right",
    "figure_left", "figure_right", "opens_later", "closes_earlier", "shorter", "length",
    "length_previous", "length_next",
)  # fmt: skip
"""The names of all features, in the order of `features`: those of `NEAR`, those of `CLASSED`, the rest."""

_FAR = 99.0  # a distance, in words, where there is no word of the class
_OPENING = 8  # characters of a clause that are segmented to get its first two words


class Surroundings(NamedTuple):
    """The context of the run that a joint is in.

    `before` and `after` are the marks at the ends of the run, as indexes into `MARKS`. `previous` and `next`
    are the words of the neighbouring runs; they are empty where more than one mark stands between the runs.
    `opening` holds the first words of the clause; where “、” stands before the run, the clause begins in an
    earlier run.
    """

    before: int
    after: int
    previous: Sequence[str]
    next: Sequence[str]
    opening: Sequence[str]


def near(words: Words, text: str, joint: Joint) -> list[float]:
    """The numbers named by `NEAR` for a joint of a plain text (see `candidates.plain`)."""
    singles, pairs, threes, fours = words.counts.grams[1:]
    at = joint.at
    a1, a2, a3 = text[at - 1], text[at - 2 : at], text[at - 3 : at]
    b1, b2, b3 = text[at], text[at : at + 2], text[at : at + 3]
    single_a, single_b = LEVELS[singles[a1]], LEVELS[singles[b1]]
    pair_a, pair_b = LEVELS[pairs[a2]], LEVELS[pairs[b2]]
    closing_2, closing_3 = LEVELS[threes[a2 + "|"]], LEVELS[fours[a3 + "|"]]
    opening_2, opening_3 = LEVELS[threes["|" + b2]], LEVELS[fours["|" + b3]]
    return [
        LEVELS[pairs[a1 + "|"]] - single_a, closing_2 - pair_a, closing_3 - LEVELS[threes[a3]],
        LEVELS[pairs["|" + b1]] - single_b, opening_2 - pair_b, opening_3 - LEVELS[threes[b3]],
        closing_2, closing_3, opening_2, opening_3,
        LEVELS[pairs[a1 + b1]], LEVELS[threes[a2 + b1]], LEVELS[threes[a1 + b2]],
        LEVELS[fours[a2 + b2]], LEVELS[fours[a3 + b1]], LEVELS[fours[a1 + b3]],
        single_a, single_b, pair_a, pair_b,
        float(at - joint.start), float(joint.end - at),
    ]  # fmt: skip


def features(
    words: Words, nearby: Sequence[float], parted: Sequence[str], cut: int, around: Surroundings
) -> list[float]:
    """The numbers named by `NAMES` for the joint before the word with index `cut` of a run.

    `nearby` is what `near` returns for the joint, `parted` the words of the run, `around` the context of the
    run. Takes time in proportion to the number of words in the run, which has `runs.MOST` characters at most.
    """
    left, right = parted[:cut], parted[cut:]
    classes = [words.class_of(word) for word in parted]
    ahead, behind = classes[cut:], classes[:cut][::-1]
    last, first = left[-1], right[0]
    before = left[-2] if cut > 1 else ""
    after = right[1] if len(right) > 1 else ""
    joined_before, joined_after = (before + last)[-4:], (first + after)[:4]
    together_before, together_after = words.level(joined_before), words.level(joined_after)
    closes, opens = _closes(words, last), _opens(words, first)
    length_left, length_right = nearby[-2], nearby[-1]
    return [
        *nearby,
        *_padded(behind, 3), *_padded(ahead, 3), classes[0], classes[1], classes[-1],
        around.before, around.after,
        words.class_of(around.previous[-1]) if around.previous else MARK,
        words.class_of(around.previous[0]) if around.previous else MARK,
        words.class_of(around.next[0]) if around.next else MARK,
        *_padded([words.class_of(word) for word in around.opening[:2]], 2),
        closes, opens, closes + opens,
        words.level(last[-4:]), words.level(first[:4]),
        words.level(last + first if len(last) + len(first) <= 4 else last[-2:] + first[:2]),
        together_before, together_after,
        behind.count(VERB), ahead.count(VERB), _until(behind, VERB), _until(ahead, VERB),
        len(behind), len(ahead), behind.count(PARTICLE), ahead.count(PARTICLE),
        _until(behind, PARTICLE), _until(ahead, PARTICLE), behind.count(NOUN), ahead.count(NOUN),
        classes[0] == ahead[0], len(last), len(first), _until(classes[:cut], VERB),
        PREPOSITION in behind, PREPOSITION in ahead, FIGURE in behind, FIGURE in ahead,
        max((_opens(words, word) for word in right[1:4]), default=-_FAR),
        max((_closes(words, word) for word in left[-4:-1]), default=-_FAR),
        min(length_left, length_right), length_left + length_right,
        sum(map(len, around.previous)), sum(map(len, around.next)),
    ]  # fmt: skip


def surroundings(words: Words, text: str, folded: str, joint: Joint) -> Surroundings:
    """The context of the run that a joint is in. `text` is the plain text made from `folded`, which is
    without the margins of `text`.
    """
    start, end = joint.start, joint.end
    previous = text[max(0, start - 1 - MOST) : start - 1].rpartition("|")[2]
    following = text[end + 1 : end + 1 + MOST].partition("|")[0]
    return Surroundings(
        _mark(folded, start - MARGIN - 1),
        _mark(folded, end - MARGIN),
        words.parted(previous),
        words.parted(following),
        words.parted(_opening(text, folded, start, end)),
    )


def _opening(text: str, folded: str, start: int, end: int) -> str:
    """The first `_OPENING` characters of a clause. `start` and `end` are those of its last run; runs that
    “、” joins to it belong to the clause.
    """
    first = start - MOST
    while start > first and folded[max(start - MARGIN - 1, 0) : start - MARGIN] == "、":
        end = start - 1
        start = max(text.rfind("|", 0, end) + 1, end - MOST)
    return text[start : min(end, start + _OPENING)]


def _mark(folded: str, at: int) -> int:
    """The mark at offset `at` of a folded text, as an index into `MARKS`; outside the text, a line end."""
    char = folded[at] if 0 <= at < len(folded) else "\n"
    return max(MARKS.find(char), 0)


def _closes(words: Words, word: str) -> float:
    tail = word[-3:]
    return words.level(tail + "|") - words.level(tail)


def _opens(words: Words, word: str) -> float:
    head = word[:3]
    return words.level("|" + head) - words.level(head)


def _padded(classes: Sequence[int], size: int) -> list[int]:
    return [*classes[:size], *[MARK] * (size - len(classes))]


def _until(classes: Sequence[int], one: int) -> float:
    return float(classes.index(one)) if one in classes else _FAR
