# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy>=1.26", "scikit-learn>=1.5", "pypinyin>=0.53", "char-similar", "jionlp"]
# ///
"""Builds govlint/spelling/official.model: counts of official texts, and the weights of the ranker.

    uv run --with-editable . tools/build_model.py build TEXTS --pairs PAIRS
    uv run --with-editable . tools/build_model.py evaluate TEXTS --pairs PAIRS [--other PAIRS]

TEXTS are folders of proofread official texts (*.txt, UTF-8), which are only counted; PAIRS is a file of
sentences, `wrong TAB right` a line, of one length, that teaches what slips look like. `evaluate` splits both
into five and prints what is found in the part that was neither counted nor learned from; with `--without` a
part of the model, to see what that adds. Everything is deterministic, and nothing but counts and weights goes
into the file.

Words are counted by jionlp (Apache-2.0), readings are pypinyin's (MIT), stroke orders char-similar's
(Apache-2.0); characters are those of GB 2312.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pypinyin import Style, pinyin
from sklearn.linear_model import LogisticRegression

from govlint.document import Document
from govlint.spelling.candidates import MARGIN, Candidate, candidates, plain
from govlint.spelling.counts import Counts, code
from govlint.spelling.features import NAMES, features
from govlint.spelling.ranker import KNOTS, LIMIT, Ranker
from govlint.spelling.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OUTPUT = Path(__file__).parents[1] / "govlint" / "spelling" / "official.model"
FOLDS = 5
LEAST = {1: 1, 2: 2, 3: 2, 4: 3}  # n-grams counted less often are left out
STRENGTH = 0.1  # of the weights' freedom (C of scikit-learn)
LOOSER = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))


# Counting


def ngrams(texts: Iterable[str]) -> dict[int, Counter[str]]:
    counted: dict[int, Counter[str]] = {length: Counter() for length in LEAST}
    for text in texts:
        for length, counter in counted.items():
            counter.update(text[at : at + length] for at in range(len(text) - length + 1))
    for length, counter in counted.items():
        for gram in [gram for gram in counter if length > 1 and ("|" in gram[1:-1] or gram == "||")]:
            del counter[gram]
    return counted


def coded(parts: Sequence[dict[int, Counter[str]]]) -> tuple[Table, ...]:
    tables = [Table()]
    for length, least in LEAST.items():
        total: Counter[str] = Counter()
        for part in parts:
            total.update(part[length])
        tables.append(Table({gram: code(math.log1p(n)) for gram, n in total.items() if n >= least}))
    return tuple(tables)


@cache
def characters() -> str:
    """The characters of GB 2312."""
    cells = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


def loosely(reading: str) -> str:
    """A reading with the differences gone that speakers from many places do not hear."""
    for strict, loose in LOOSER:
        if reading.startswith(strict):
            reading = loose + reading[len(strict) :]
            break
    return re.sub(r"(?<=[aei])ng$", "n", reading)


def data_of(package: str, *path: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"需要 {package}：uv run --with-editable . tools/build_model.py …")
    return Path(spec.origin).parent.joinpath(*path)


def words() -> Table:
    """Words of up to five characters, and the code of how many of a hundred million words they are."""
    with zipfile.ZipFile(data_of("jionlp", "dictionary", "word_distribution.zip")) as archive:
        lines = archive.read(archive.namelist()[0]).decode("utf-8").splitlines()
    counted = dict(json.loads(line) for line in lines if line.strip())
    counted = {word: n for word, n in counted.items() if re.fullmatch("[\u4e00-\u9fff]+", word)}
    total = sum(counted.values())
    return Table({word: code(math.log1p(1e8 * n / total)) for word, n in counted.items() if len(word) <= 5})


def shapes() -> dict[str, str]:
    """For each character those whose strokes are nearly the same: at most three in ten apart."""
    orders: dict[str, str] = json.loads(
        data_of("char_similar", "data", "char_order.dict").read_text(encoding="utf-8")
    )
    known = [char for char in characters() if char in orders]
    by_length: dict[int, list[str]] = {}
    for char in known:
        by_length.setdefault(len(orders[char]), []).append(char)
    found: dict[str, str] = {}
    for char in known:
        order = orders[char]
        apart = max(1, int(len(order) * 0.3))
        near = range(len(order) - min(apart, 4), len(order) + min(apart, 4) + 1)
        found[char] = "".join(
            other
            for length in near
            for other in by_length.get(length, ())
            if other != char and _alike(order, orders[other], apart)
        )
    return {char: alike for char, alike in found.items() if alike}


def _alike(one: str, other: str, apart: int) -> bool:
    if sum(abs(one.count(stroke) - other.count(stroke)) for stroke in "12345") > 2 * apart:
        return False
    shared = _common(one, other) + _common(one[::-1], other[::-1])
    if shared < max(1, min(len(one), len(other)) * 0.45):
        return False
    row = [*range(len(other) + 1)]
    for at, stroke in enumerate(one, 1):
        corner, row[0] = row[0], at
        for to, its in enumerate(other, 1):
            corner, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, corner + (stroke != its))
    return row[-1] <= apart


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


@cache
def alike() -> Counts:
    """Counts of nothing, with the words and what is taken for each other."""
    readings = {
        char: tuple(sorted(set(pinyin(char, style=Style.NORMAL, heteronym=True)[0]))) for char in characters()
    }
    loose = {reading: loosely(reading) for several in readings.values() for reading in several}
    return Counts((Table(),) * 5, words(), readings, loose, shapes())


# Learning

Row = tuple[list[float], int, bool, Any]  # features, length, meant, where


def rows(counts: Counts, text: str, where: Any, meant: str | None = None) -> Iterator[Row]:
    """The candidates of a text; they are meant where the right text has them."""
    for _, group in groupby(candidates(counts, text), key=lambda one: (one.start, one.length)):
        for one, values in features(counts, text, sorted(group)):
            right = meant is not None and meant[one.start : one.start + one.length] == one.word
            yield values, one.length, right, (where, one)


def fitted(rows: Sequence[Row]) -> Ranker:
    values = np.array([row[0] for row in rows], dtype=np.float32)
    lengths = np.array([row[1] for row in rows])
    meant = np.array([row[2] for row in rows])
    means, deviations = values.mean(axis=0), values.std(axis=0)
    deviations[deviations == 0] = 1.0
    scaled = np.clip((values - means) / deviations, -LIMIT, LIMIT)
    bent = np.hstack([scaled, *(np.maximum(scaled - knot, 0) for knot in KNOTS)])
    double = (lengths == 2)[:, None].astype(np.float32)
    model = LogisticRegression(C=STRENGTH, max_iter=200).fit(
        np.hstack([bent, double, scaled * double]), meant
    )
    weights = model.coef_[0]
    count = len(NAMES)
    slopes = weights[: count * (1 + len(KNOTS))].reshape(1 + len(KNOTS), count).T
    pair = weights[-count:]
    slopes_double = slopes.copy()
    slopes_double[:, 0] += pair
    bias = float(model.intercept_[0])
    return Ranker(
        tuple(map(float, means)),
        tuple(map(float, deviations)),
        tuple(tuple(tuple(map(float, row)) for row in table) for table in (slopes, slopes_double)),
        (bias, bias + float(weights[count * (1 + len(KNOTS))])),
    )


PARTS = {
    "words": ("parsed", "word", "other", "known", "pair_word", "pair_other_word"),
    "n-grams": (
        "left",
        "right",
        "three",
        "four",
        "said",
        "gain",
        "follows",
        "precedes",
        "no_",
        "least",
        "most",
    ),
}
"""Features, by how their names begin, that `--without` takes away; it also takes pairs, near or shapes, the
candidates of two characters, of a near sound, or of a like shape.
"""


def lessened(rows: Sequence[Row], without: str | None) -> list[Row]:
    """The rows less a part of the model."""
    if without is None:
        return list(rows)
    near, shape = NAMES.index("near_sound"), NAMES.index("shape")
    taken = {
        "pairs": lambda row: row[1] == 2,
        "near": lambda row: bool(row[0][near]),
        "shapes": lambda row: bool(row[0][shape]),
    }
    if without in taken:
        return [row for row in rows if not taken[without](row)]
    gone = [name.startswith(PARTS[without]) for name in NAMES]
    return [
        ([0.0 if less else value for value, less in zip(row[0], gone, strict=True)], *row[1:]) for row in rows
    ]


# Reading


def texts_of(folders: Sequence[Path]) -> dict[str, str]:
    paths = sorted(path for folder in folders for path in folder.rglob("*.txt"))
    return {str(path): plain(folded(path.read_text(encoding="utf-8"))) for path in paths}


def pairs_of(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [tuple(line.split("\t")[:2]) for line in lines]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and len(pair[0]) == len(pair[1])]


def folded(text: str) -> str:
    return Document(text).folded


def pair_rows(counts: Counts, pairs: Sequence[tuple[str, str]]) -> list[Row]:
    found: list[Row] = []
    for number, (wrong, right) in enumerate(pairs):
        found += rows(counts, plain(folded(wrong)), (number, "wrong"), folded(right))
        if wrong != right:
            found += rows(counts, plain(folded(right)), (number, "right"))
    return found


def best(ranker: Ranker, rows: Sequence[Row]) -> list[tuple[float, Any, Candidate]]:
    """The best of candidates that overlap, best first."""
    scored = sorted(
        ((ranker.score(values, length), *where) for values, length, _, where in rows),
        key=lambda one: -one[0],
    )
    taken: set[tuple[Any, int]] = set()
    kept = []
    for score, where, one in scored:
        places = {(where, at) for at in range(one.start, one.start + one.length)}
        if not places & taken:
            taken |= places
            kept.append((score, where, one))
    return kept


def is_repeated(text: str, one: Candidate) -> bool:
    start = one.start + MARGIN - 1
    return text.count(text[start : start + one.length + 2]) > 1


def folds_of(texts: dict[str, str]) -> tuple[Counts, list[tuple[dict[str, str], Counts]]]:
    """The counts of all texts, and each fifth of them with the counts of the others."""
    parts = [dict(list(texts.items())[fold::FOLDS]) for fold in range(FOLDS)]
    counted = [ngrams(part.values()) for part in parts]
    others = [coded([one for at, one in enumerate(counted) if at != fold]) for fold in range(FOLDS)]
    return replace(alike(), grams=coded(counted)), [
        (part, replace(alike(), grams=grams)) for part, grams in zip(parts, others, strict=True)
    ]


def clean_rows(part: dict[str, str], counts: Counts) -> list[Row]:
    return [row for name, text in part.items() for row in rows(counts, text, name)]


def evaluate(folders: Sequence[Path], pairs: Path, other: Path | None, without: str | None) -> None:
    texts = texts_of(folders)
    whole, folds = folds_of(texts)
    by_pair = lessened(pair_rows(whole, pairs_of(pairs)), without)
    clean: list[list[Row]] = []
    for fold, (part, others) in enumerate(folds):
        clean.append(lessened(clean_rows(part, others), without))
        print(f"fold {fold}: {sum(map(len, part.values()))} characters, {len(clean[-1])} candidates")
    unseen = lessened(pair_rows(whole, pairs_of(other)), without) if other else []
    alarms, finds, finds_other = [], [], []
    for fold in range(FOLDS):
        learned = [row for row in by_pair if row[3][0][0] % FOLDS != fold]
        learned += [row for at, part in enumerate(clean) if at != fold for row in part]
        ranker = fitted(learned)
        alarms += [one for one in best(ranker, clean[fold]) if not is_repeated(texts[one[1]], one[2])]
        finds += best(ranker, [row for row in by_pair if row[3][0][0] % FOLDS == fold])
        finds_other += [one for one in best(ranker, unseen) if one[1][0] % FOLDS == fold]
    alarms.sort(key=lambda one: -one[0])
    size = sum(map(len, texts.values()))
    for score, name, one in alarms[:80]:
        text = texts[name]
        at = one.start + MARGIN
        around = (
            f"{text[at - 8 : at]}[{text[at : at + one.length]}→{one.word}]{text[at + one.length : at + 9]}"
        )
        print(f"{score:6.2f} {around} {Path(name).name}")
    for certainty in (50, 60, 75, 90):
        threshold = math.log(certainty / (100 - certainty))
        rate = sum(score > threshold for score, *_ in alarms) * 10_000 / size
        print(f"certainty {certainty}: {rate:.2f} alarms per 10,000 characters, true or false")
        report("taught", threshold, finds, pairs_of(pairs))
        if other:
            report("other", threshold, finds_other, pairs_of(other))


def report(
    name: str, threshold: float, finds: Sequence[tuple[float, Any, Candidate]], pairs: list[tuple[str, str]]
) -> None:
    errors = sum(a != b for wrong, right in pairs for a, b in zip(wrong, right, strict=True))
    located = corrected = right_place = shown = 0
    for score, (number, side), one in finds:
        if score <= threshold:
            continue
        shown += 1
        wrong, right = pairs[number]
        span = range(one.start, one.start + one.length)
        hits = [at for at in span if side == "wrong" and wrong[at] != right[at]]
        located += len(hits)
        corrected += sum(one.word[at - one.start] == right[at] for at in hits)
        right_place += bool(hits)
    print(
        f"  {name}: located {located / errors:.1%}, corrected {corrected / errors:.1%}, "
        f"precision {right_place / max(shown, 1):.1%}"
    )


def build(folders: Sequence[Path], pairs: Path) -> None:
    texts = texts_of(folders)
    whole, folds = folds_of(texts)
    learned = pair_rows(whole, pairs_of(pairs))
    for part, others in folds:
        learned += clean_rows(part, others)
    ranker = fitted(learned)
    about = {
        "version": 1,
        "counted": f"{len(texts)} official texts, {sum(map(len, texts.values()))} characters; "
        "words: jionlp (Apache-2.0); readings: pypinyin (MIT); strokes: char-similar (Apache-2.0)",
        "means": [round(value, 5) for value in ranker.means],
        "deviations": [round(value, 5) for value in ranker.deviations],
        "slopes": [[[round(value, 4) for value in row] for row in table] for table in ranker.slopes],
        "biases": [round(value, 4) for value in ranker.biases],
    }
    OUTPUT.write_bytes(replace(whole, about=about).dumps())
    print(f"{OUTPUT}: {OUTPUT.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("build", "evaluate"))
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--other", type=Path)
    parser.add_argument("--without", choices=(*PARTS, "pairs", "near", "shapes"))
    options = parser.parse_args()
    if options.what == "build":
        build(options.texts, options.pairs)
    else:
        evaluate(options.texts, options.pairs, options.other, options.without)


if __name__ == "__main__":
    main()
