# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy>=1.26", "scikit-learn>=1.5", "lightgbm>=4.5", "pypinyin>=0.53", "char-similar", "jionlp",
# ]
# ///
"""Builds govlint/joints/joints.model: where official texts put marks between clauses.

    uv run --with-editable . tools/build_joints.py build TEXTS
    uv run --with-editable . tools/build_joints.py evaluate TEXTS [--deleted PAIRS]

TEXTS are folders of proofread official texts (*.txt, UTF-8). Every mark between two clauses is a joint that
has one; every other joint between two words of a long run has none; what tells them apart is learned from the
words and the shape of the clauses, the mark itself unseen. `evaluate` splits the texts into five and prints
how often a joint without a mark is reported in the part that nothing was learned from and, with PAIRS
(sentences with a mark deleted, TAB, as they were), how many of the deleted marks are found. No text is seen
by its own counts.

Word classes are those of jieba's dictionary (MIT). Everything is deterministic.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jieba
import lightgbm
import numpy as np
from build_model import FOLDS, alike, coded, folded, ngrams
from build_model import LEAST as LEAST_COUNTED
from sklearn.linear_model import LogisticRegression

from govlint.checkers.joint import CONTEXT
from govlint.document import Document
from govlint.joints.features import CLASSED, NAMES, NEAR, features, near, surroundings
from govlint.joints.filters import LinearFilter
from govlint.joints.forest import Forest, Split
from govlint.joints.model import JointModel
from govlint.joints.runs import LEAST, Joint, is_joint, joints
from govlint.joints.words import CLASSES, Words, cut_at
from govlint.spelling.candidates import MARGIN, plain
from govlint.spelling.counts import official
from govlint.spelling.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OUTPUT = Path(__file__).parents[1] / "govlint" / "joints" / "joints.model"
BETWEEN_CLAUSES = "，；。"
PARTS = 20  # of the texts: each is seen by counts of the other nineteen, nearly as many as those that ship
AROUND = 60  # characters of a text before and after two clauses
PASSING = 0.002  # of characters, the joints without a mark that the linear filter lets through
AIM = 98  # per cent: what is surely not as likely as that is left before the last tree
FOREST = {
    "n_estimators": 600,
    "num_leaves": 31,
    "learning_rate": 0.04,
    "min_child_samples": 60,
    "reg_lambda": 3,
    "colsample_bytree": 0.5,
    "subsample": 0.8,
    "subsample_freq": 1,
    "cat_smooth": 20,
    "random_state": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
LETTERS = {
    **dict.fromkeys(["v", "vd", "vg"], "v"),
    "vn": "b",
    **dict.fromkeys(["n", "an", "ng"], "n"),
    **dict.fromkeys(["a", "z"], "a"),
    **dict.fromkeys(["ad", "d"], "d"),
    **dict.fromkeys(["u", "uj", "ul", "uz", "uv", "ud", "ug"], "u"),
    **{letter: letter for letter in "pcmqiltfr"},
    **dict.fromkeys(["ns", "nt", "nr", "nz", "s"], "s"),
    **dict.fromkeys(["j", "b", "k", "y"], "x"),
}
"""The class (see `words.CLASSES`) of what jieba calls a tag."""


class Row(NamedTuple):
    """A joint: what is known of it, whether a mark stands there, and which text has it where."""

    near: list[float]
    all: list[float]
    marked: bool
    where: Any


# Counting


def tags(known: Iterable[str]) -> Table:
    path = Path(jieba.__file__).with_name("dict.txt")
    tagged = dict(line.split()[::2] for line in path.read_text(encoding="utf-8").splitlines())
    return Table(
        {word: CLASSES.index(LETTERS[tagged[word]]) for word in known if tagged.get(word) in LETTERS}
    )


def words_of(grams: dict[int, Counter[str]], parting: Words) -> Words:
    return Words(replace(alike(), grams=coded([grams])), parting.tags)


# Joints


def rows(words: Words, where: str, original: str) -> Iterator[Row]:
    """The joints of a folded text: those without a mark and those with one, as if that were not there."""
    text = plain(original)
    for joint in joints(words.counts, text):
        row = _row(words, text, original, joint)
        if row:
            yield Row(*row, False, (where, joint.at))
    runs = [(at, at + len(run)) for at, run in _runs(text)]
    for (start, end), (start_2, end_2) in pairwise(runs):
        if (
            start_2 == end + 1
            and original[end - MARGIN] in BETWEEN_CLAUSES
            and min(end - start, end_2 - start_2) >= LEAST
        ):
            low, high = max(start - MARGIN - AROUND, 0), end_2 - MARGIN + AROUND
            marks = original[low : end - MARGIN] + original[start_2 - MARGIN : high]
            merged = plain(marks)
            joint = Joint(start - low, end - low, end_2 - 1 - low)
            if is_joint(words.counts, merged, joint.at):
                row = _row(words, merged, marks, joint)
                if row:
                    yield Row(*row, True, (where, end))


def _runs(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for run in text.split("|"):
        if run:
            yield at, run
        at += len(run) + 1


def _row(words: Words, text: str, original: str, joint: Joint) -> tuple[list[float], list[float]] | None:
    parted = words.parted(text[joint.start : joint.end])
    cut = cut_at(parted, joint.at - joint.start)
    if cut is None:
        return None
    nearby = near(words, text, joint)
    return nearby, features(words, nearby, parted, cut, surroundings(words, text, original, joint))


# Learning


def fitted(rows: Sequence[Row], characters: int) -> LinearFilter:
    """The log-odds of a mark by the numbers of `near` alone, and how high the likeliest joints get."""
    values = np.array([row.near for row in rows])
    means, deviations = values.mean(axis=0), values.std(axis=0)
    model = LogisticRegression(C=0.1, max_iter=500).fit(
        (values - means) / deviations, [row.marked for row in rows]
    )
    weights = model.coef_[0] / deviations
    bias = float(model.intercept_[0] - weights @ means)
    unmarked = np.array([not row.marked for row in rows])
    scores = np.sort(values[unmarked] @ weights + bias)[::-1]
    return LinearFilter(tuple(map(float, weights)), bias, float(scores[int(PASSING * characters)]))


def grown(rows: Sequence[Row], linear_filter: LinearFilter) -> Forest:
    first = len(NEAR)
    model = lightgbm.LGBMClassifier(**FOREST).fit(
        np.array([row.all for row in rows], dtype=np.float32),
        [row.marked for row in rows],
        categorical_feature=list(range(first, first + len(CLASSED))),
    )
    forest = Forest.of(tree_of(told["tree_structure"]) for told in model.booster_.dump_model()["tree_info"])
    passing = (row.all for row in rows if linear_filter.passes(row.near))
    forest.learn_floors(passing, math.log(AIM / (100 - AIM)))
    return forest


def tree_of(node: dict[str, Any]) -> Split | float:
    if "leaf_value" in node:
        return float(node["leaf_value"])
    yes, no = tree_of(node["left_child"]), tree_of(node["right_child"])
    if node["decision_type"] == "==":
        members = sum(1 << int(one) for one in node["threshold"].split("||"))
        return Split(node["split_feature"], 0.0, members, yes, no)
    return Split(node["split_feature"], node["threshold"], 0, yes, no)


class Part(NamedTuple):
    """Some of the texts by name, the words counted in all the others, and the joints as those see them."""

    texts: dict[str, str]
    words: Words
    rows: list[Row]

    @property
    def characters(self) -> int:
        return sum(map(len, self.texts.values()))


def parts_of(folders: Sequence[Path]) -> tuple[list[Part], Words]:
    """The texts in parts, and the words counted in all of them."""
    parting = Words(alike(), tags(alike().words))
    texts = texts_of(folders)
    shares = [dict(list(texts.items())[number::PARTS]) for number in range(PARTS)]
    counts = [ngrams([plain(text) for text in share.values()]) for share in shares]
    total = {size: sum((one[size] for one in counts), Counter()) for size in LEAST_COUNTED}
    parts = []
    for share, own in zip(shares, counts, strict=True):
        words = words_of({size: counter - own[size] for size, counter in total.items()}, parting)
        parts.append(Part(share, words, [row for name in share for row in rows(words, name, share[name])]))
        print(f"{parts[-1].characters} characters, {len(parts[-1].rows)} joints", flush=True)
    return parts, words_of(total, parting)


GROUPS = {
    "classes": ("class_", "verbs_", "nouns_", "particles_", "since_", "until_", "same_", "first_", "prepos"),
    "surroundings": ("mark_", "class_last_of", "class_first_of", "length_"),
    "n-grams": (
        "pair",
        "three",
        "four",
        "together",
        "common",
        "closing_2",
        "closing_3",
        "opening_2",
        "opening_3",
    ),
    "lengths": ("left", "right", "shorter", "length", "words_", "size_"),
}
"""Features, by how their names begin, that `--without` takes away."""


def lessened(rows: Iterable[Row], without: str | None) -> list[Row]:
    """The rows less a group of features."""
    if without is None:
        return list(rows)
    gone = [name.startswith(GROUPS[without]) for name in NAMES]
    return [
        row._replace(all=[0 if less else value for value, less in zip(row.all, gone, strict=True)])
        for row in rows
    ]


class Judged(NamedTuple):
    """The score of a joint without a mark, and the text that has it where."""

    score: float
    where: Any


def judged(linear_filter: LinearFilter, forest: Forest, some: Iterable[Row]) -> Iterator[Judged]:
    for row in some:
        if not row.marked and linear_filter.passes(row.near):
            yield Judged(forest.score(row.all), row.where)


def evaluate(folders: Sequence[Path], deleted: Path | None, without: str | None) -> None:
    parts, whole = parts_of(folders)
    parts = [part._replace(rows=lessened(part.rows, without)) for part in parts]
    pairs = pairs_of(deleted) if deleted else []
    homes = homes_of([right for _, right in pairs], parts)
    alarms: list[Judged] = []
    finds: list[Judged] = []
    alarms_right: list[Judged] = []
    for fold in range(FOLDS):
        others = [part for number, part in enumerate(parts) if number % FOLDS != fold]
        learned = [row for part in others for row in part.rows]
        linear_filter = fitted(learned, sum(part.characters for part in others))
        forest = grown(learned, linear_filter)
        alarms += [one for part in parts[fold::FOLDS] for one in judged(linear_filter, forest, part.rows)]
        for (wrong, right), at in zip(pairs, homes, strict=True):
            if (at or 0) % FOLDS == fold:
                words = whole if at is None else parts[at].words
                place = next(n for n, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b)
                told = judged(linear_filter, forest, lessened(rows(words, "", wrong), without))
                finds += [one for one in told if one.where[1] == place + MARGIN]
                alarms_right += judged(linear_filter, forest, lessened(rows(words, "", right), without))
        print(f"fold {fold}", flush=True)
    texts = {name: text for part in parts for name, text in part.texts.items()}
    alarms = [one for one in alarms if is_told(texts[one.where[0]], one.where[1])]
    for score, (name, at) in sorted(alarms, key=lambda one: -one.score)[:60]:
        at -= MARGIN
        around = f"{texts[name][at - 12 : at]}^{texts[name][at : at + 12]}".replace("\n", "/")
        print(f"{score:6.2f} {around} {Path(name).name}")
    allowed = int(0.3e-4 * sum(map(len, texts.values())))
    least = sorted((one.score for one in alarms), reverse=True)[allowed]
    found = sum(one.score > least for one in finds) / max(len(pairs), 1)
    certainty = 100 / (1 + math.exp(-least))
    print(f"0.3 alarms per 10,000 characters of all: certainty {certainty:.1f}, {found:.1%} found")
    for certainty in (97, 98, 98.6, 99, 99.5):
        least = math.log(certainty / (100 - certainty))
        print(f"certainty {certainty}, alarms per 10,000 characters:")
        for folder in folders:
            inside = {name for name in texts if Path(name).is_relative_to(folder)}
            several = sum(one.score >= least and one.where[0] in inside for one in alarms)
            print(f"  {folder}: {several * 1e4 / sum(len(texts[name]) for name in inside):.2f}")
        if pairs:
            several = sum(one.score >= least for one in alarms_right)
            print(f"  right sentences: {several * 1e4 / sum(len(right) for _, right in pairs):.2f}")
            print(f"  deleted marks found: {sum(one.score >= least for one in finds) / len(pairs):.1%}")


def is_told(text: str, at: int) -> bool:
    """Whether the checker would tell of a joint: in running text, and only one like it in the text."""
    context = plain(text)[at - CONTEXT : at + CONTEXT]
    return Document(text).line_at(at - MARGIN).kind == "text" and plain(text).count(context) == 1


def build(folders: Sequence[Path]) -> None:
    parts, words = parts_of(folders)
    learned = [row for part in parts for row in part.rows]
    characters = sum(part.characters for part in parts)
    about = {
        "version": 1,
        "counted": f"{sum(len(part.texts) for part in parts)} official texts, {characters} characters; "
        "classes: jieba (MIT)",
    }
    # The counts that ship, so that classes lie where they will be looked up.
    shipped = replace(words, counts=official())
    linear_filter = fitted(learned, characters)
    model = JointModel(shipped, linear_filter, grown(learned, linear_filter), about)
    OUTPUT.write_bytes(model.dumps())
    print(f"{OUTPUT}: {OUTPUT.stat().st_size / 1e6:.2f} MB")


# Reading


def texts_of(folders: Sequence[Path]) -> dict[str, str]:
    paths = sorted(path for folder in folders for path in folder.rglob("*.txt"))
    return {str(path): folded(path.read_text(encoding="utf-8")) for path in paths}


def pairs_of(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(folded(wrong), folded(right)) for wrong, right in (line.split("\t")[:2] for line in lines)]


def homes_of(sentences: Sequence[str], parts: Sequence[Part]) -> list[int | None]:
    """The part of the texts that has each sentence, None where none has."""
    squeezed = ["".join("".join(part.texts.values()).split()) for part in parts]
    starts = ["".join(sentence.split())[:14] for sentence in sentences]
    return [next((at for at, text in enumerate(squeezed) if start in text), None) for start in starts]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("build", "evaluate"))
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--deleted", type=Path)
    parser.add_argument("--without", choices=GROUPS)
    options = parser.parse_args()
    if options.what == "build":
        build(options.texts)
    else:
        evaluate(options.texts, options.deleted, options.without)


if __name__ == "__main__":
    main()
