"""Finds the quantities of a text: numbers, Arabic and Chinese, with their units and approximators."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from govlint.document import Document, Span
from govlint.numbers import numerals
from govlint.numbers.approximators import AFTER, is_of_size, word_before
from govlint.numbers.arabic import read_arabic
from govlint.numbers.completion import signed
from govlint.numbers.interval import Interval
from govlint.numbers.item import Item, exact_item
from govlint.numbers.patterns import SCAN, SUFFIX, TO_SIGN
from govlint.numbers.quantity import Quantity
from govlint.numbers.spelled import read_bare, read_plain, read_several, read_share, read_spelled
from govlint.numbers.units import NUMBER, PERCENT, RATIO

if TYPE_CHECKING:
    import regex


def quantities(document: Document) -> tuple[Quantity, ...]:
    """Every quantity of a document in order of place."""
    text = document.folded
    search = SCAN.compiled.search
    found = []
    at = 0
    while match := search(text, at):
        at = match.end()
        item = _item(text, match)
        if item:
            item = _ranged(text, item) or item
            if not _stands_alone(item):
                continue
            quantity = _with_words(document, item)
            found.append(quantity)
            at = max(quantity.span.end, item.end)
    return tuple(found)


def _stands_alone(item: Item) -> bool:
    """Whether a number may stand without a unit. Short Chinese numerals may not: they are parts of names
    (三农, 双百, 八一).
    """
    if item.measure is not NUMBER or not item.spelled:
        return True
    return len(item.digits) > 1 and (bool(set("万亿兆萬億") & set(item.digits)) or len(item.digits) > 3)


def _item(text: str, match: regex.Match[str]) -> Item | None:
    match match.lastgroup:
        case "arabic":
            return read_arabic(text, match)
        case "spelled":
            return read_spelled(text, match)
        case "mixed":
            return read_plain(text, match, numerals.read(match[0], "smart"))
        case "share":
            return read_share(match)
        case "half":
            return exact_item(match, Fraction(50), PERCENT, spelled=True)
        case "slash":
            above, below = (int(part) for part in match[0].split("/"))
            if not 0 < above < below:
                return None
            return exact_item(match, Fraction(above, below), RATIO)
        case "several":
            return read_several(text, match)
        case "bare":
            return read_bare(text, match)
    return None


def _ranged(text: str, first: Item) -> Item | None:
    """The range whose first end is an item: 6%-6.5%, 5至8亿元. None where no range begins there."""
    sign = TO_SIGN.compiled.match(text, first.end)
    if (
        not sign
        or first.approx
        or (first.measure is not NUMBER and text[first.start - 1 : first.start] in ("从", "由"))
    ):
        return None
    match = SCAN.compiled.match(text, sign.end())
    second = _item(text, match) if match and match.lastgroup != "mask" else None
    if match is None or second is None or second.approx:
        return None
    if second.start == sign.end() - 1:  # the hyphen between, taken for a minus
        second = second._replace(start=sign.end(), value=-second.value, digits=second.digits[1:])
    elif second.start != sign.end():
        return None
    low = first.value
    if first.measure is NUMBER:
        first = signed(text, first._replace(measure=second.measure))._replace(measure=NUMBER)
        times = second.times or (numerals.last_magnitude(second.digits) if second.spelled else "")
        own = first.times or set("万亿萬億") & set(first.digits)
        shared = 1 if own else numerals.magnitude(times.lstrip("个"))
        if first.value * shared * second.measure.factor > second.value:
            shared = 1
        low = first.value * shared * second.measure.factor
    elif first.measure.base != second.measure.base:
        return None
    high = second.value
    if low >= high:
        return None
    return second._replace(
        start=first.start, digits=text[first.start : second.start] + second.digits, value=(low + high) / 2,
        approx="range", ends=Interval(low, high),
    )  # fmt: skip


def _with_words(document: Document, item: Item) -> Quantity:
    """The quantity made of an item and the approximators before and after it (近…, …以上)."""
    text = document.folded
    approx, start, end, ulp, coarse = item.approx, item.start, item.end, item.ulp, item.coarse
    word = word_before(text, start)
    if word and is_of_size(text, word, item):
        approx, start = approx or word[0], word[1]
    suffix = SUFFIX.compiled.match(text, end)
    if suffix:
        end = suffix.end()
        if not approx:
            approx = AFTER[suffix["word"]]
            if approx == "over":
                ulp = coarse = max(item.scale, coarse if item.spelled else ulp)
    unit = text[item.start + len(item.digits) : item.end].strip()
    return Quantity(
        span=Span(start, end),
        core=Span(item.start, item.end),
        text=document.text[start:end],
        digits=item.digits,
        value=item.value,
        ulp=ulp,
        coarse=coarse,
        unit=unit,
        scale=item.scale,
        measure=item.measure,
        approx=approx,
        spelled=item.spelled,
        ends=item.ends,
    )
