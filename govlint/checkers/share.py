"""Kind `share`: a share that its neighbours, or a slip of the pen, show to be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from govlint.checkers.equation import Equation
from govlint.checkers.figure_checker import LineFigureChecker, Relation, require_chance, require_groups
from govlint.checkers.ratio import MOST, SHARE, readings
from govlint.diagnostic import Finding, Related
from govlint.document import Span
from govlint.numbers.figures import BARRIER, FigurePattern, figures, guard
from govlint.numbers.formula import Verdict
from govlint.numbers.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govlint.document import Document
    from govlint.numbers.figures import Figures


@dataclass(frozen=True)
class _Share:
    """A rate `P` that is said of a figure `D`: the whole where the pattern caught it (`named`), the words
    about the whole (占……的), and the other figures of the same base unit in its sentence and in the one
    before.
    """

    rate: Quantity
    done: Quantity
    named: Quantity | None
    of: str | None
    sentence: Span
    here: list[Quantity]
    earlier: list[Quantity]

    @cached_property
    def equation(self) -> Equation | None:
        """The share of a whole that gives it; None where none does."""
        equations = (self.of_whole(whole) for whole in (*self.earlier, *self.here))
        return next((one for one in equations if one.holds), None)

    def of_whole(self, whole: Quantity) -> Equation:
        """What it would be as a share of a whole."""
        return Equation(SHARE, {"A": [whole], "D": [self.done], "P": [self.rate]})

    @property
    def fits_otherwise(self) -> bool:
        """Whether some other ratio gives it, of sums and differences. This takes time."""
        return any(one.holds for one in readings(self.rate, self.done, [*self.earlier, *self.here]))


@dataclass(frozen=True)
class ShareChecker(LineFigureChecker):
    """Reports shares and rates (占28.6%, 办结率95.6%) that do not fit, where more speaks for it than that.

    - `pattern` finds the figure `{D}` and its `{P:percent}`. P is held against all ratios of D to figures of
      the same base unit, in the sentence and the one before, as the kind `ratio` has it. Where one fits, it
      is right. Else it is reported
      - where another share of the sentence fits a whole, and `of` (the words that name the whole) is the same
        or empty: 共128件，其中A类23件，占18.0%；B类37件，占31.9%;
      - where one slip would explain the difference to a likely whole, and would do so by chance in less than
        `chance` per cent of cases. Likely is `{T}`, if the pattern catches it, else the first larger figure
        before D in the sentence or in the one before, or the last figure before D.
    - Where `unless` matches in the sentence, nothing is said.

    Values for the message: `D`, `P`, `T` (the whole), `computed` and `repair`, as for the kind `relation`.
    """

    pattern: FigurePattern
    chance: int
    unless: FigurePattern | None = None

    def __post_init__(self) -> None:
        """Raise ValueError where the pattern does not catch both, or `chance` is no chance."""
        require_groups(self.pattern, "D", "P")
        require_chance(self.chance)

    def clues(self, document: Document) -> Iterator[Relation]:
        """Yield a relation for each share that fits, or is shown to be wrong."""
        seen = document.derived(figures)
        for _, together in groupby(self._shares(seen), key=lambda share: share.sentence):
            shares = list(together)
            for share in shares:
                relation = self._relation(share, shares)
                if relation:
                    yield relation

    def _shares(self, seen: Figures) -> Iterator[_Share]:
        guarded = guard(seen, self.unless)
        for match in self.pattern.matches(seen.text):
            done, rate = (seen.quantity_at(match.start(name)) for name in ("D", "P"))
            sentence = seen.sentence(match.start())
            if done is None or rate is None or rate.approx or done.approx or not rate.value:
                continue
            if BARRIER in seen.text[sentence.start : match.end()] or guarded(sentence):
                continue
            beside = seen.within(*sentence), seen.within(*_before(seen, sentence))
            if sum(map(len, beside)) > MOST:
                continue
            here, earlier = (
                [one for one in found if one.is_alike(done) and one is not done] for found in beside
            )
            caught = match.groupdict()
            named = seen.quantity_at(match.start("T")) if caught.get("T") else None
            yield _Share(rate, done, named, caught.get("of"), sentence, here, earlier)

    def _relation(self, share: _Share, shares: list[_Share]) -> Relation | None:
        if share.equation:
            comparison = share.equation.comparison
            if comparison is None or comparison.verdict is not Verdict.consistent:
                return None  # where figures are rounded some may fit by chance
            return Relation(Verdict.consistent, share.equation.spans, share.equation.evidence())
        whole = _whole_of_siblings(share, shares) or self._whole_but_for_a_slip(share)
        return _wrong(share.of_whole(whole)) if whole and not share.fits_otherwise else None

    def _whole_but_for_a_slip(self, share: _Share) -> Quantity | None:
        """The whole that one slip would make it a share of; None where there is none."""
        wholes = _likely_wholes(share)
        return next(
            (
                whole
                for whole in wholes
                if share.of_whole(whole).explanation().is_likely(self.chance / len(wholes))
            ),
            None,
        )


def _likely_wholes(share: _Share) -> list[Quantity]:
    """What D is most likely a share of: the whole that the pattern caught; else the first larger figure
    before D in its sentence, the last figure before D there, and the first larger one in the sentence before.
    """
    if share.named:
        return [share.named]
    here = [one for one in share.here if one.core < share.done.core]
    first, earlier = (
        [one for one in found if one.value > share.done.value][:1] for found in (here, share.earlier)
    )
    last = [one for one in here[-1:] if one not in first]
    return [one for one in (*first, *last, *earlier) if not one.approx]


def _before(seen: Figures, sentence: Span) -> Span:
    """The sentence before another of the same line; empty where there is none."""
    start = sentence.start
    if not start or seen.text[start - 1] == "\n":
        return Span(start, start)
    return seen.sentence(start - 1)


def _whole_of_siblings(share: _Share, shares: list[_Share]) -> Quantity | None:
    """The whole that gives another share said in the same words; None where there is none."""
    if share.of is None:
        return None
    done = share.done
    for other in shares:
        if share.of in ("", other.of) and other.equation:
            (whole,) = other.equation.operands["A"]
            assert isinstance(whole, Quantity)
            if whole.is_alike(done) and whole.value > done.value:
                return whole
    return None


def _wrong(equation: Equation) -> Relation:
    evidence = equation.evidence()
    rate = equation.operands["P"][0]
    values = {
        "D": equation.operands["D"][0].text,
        "P": rate.text,
        "T": equation.operands["A"][0].text,
        "computed": evidence.computed,
        "repair": equation.explanation(),
    }
    related = tuple(Related(one.core, one.text) for one in equation.in_order if one is not rate)
    finding = Finding(rate.core, values, related=related, evidence=evidence)
    return Relation(Verdict.inconsistent, equation.spans, evidence, finding)
