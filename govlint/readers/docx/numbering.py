"""The numbers that Word puts before paragraphs of a list (一、 （二） 1.): they stand nowhere in its XML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from govlint.numbers.numerals import format_ordinal
from govlint.readers.docx.names import W
from govlint.readers.docx.styles import numbering_of, value, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from govlint.readers.docx.styles import Numbered, Styles

_LEVELS = 9
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Level(NamedTuple):
    """A level of a list: the first number, the form of the numbers, the text with %1 for them, what follows
    it (`tab`, `space`, `nothing`), the style that belongs to it, whether all numbers in it are Arabic, and
    the level (from 1) after which it begins again, 0 for never, None for any above it.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    after: str = "tab"
    style: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass
class Numbering:
    """Counts the lists of a file, and gives the number of each paragraph in turn, in document order."""

    root: Element | None
    styles: Styles
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, place: Numbered | None, style: str) -> str:
        """The number before the next paragraph of a list, with the space that parts it from the text."""
        if place is None or place.list not in self._lists:
            return ""
        counter, levels, starts = self._lists[place.list]
        at = place.level
        if at is None:
            at = next((index for index, level in enumerate(levels) if style and level.style == style), 0)
        counts = self._counts.setdefault(counter, [None] * _LEVELS)
        if place.list not in self._begun:
            self._begun.add(place.list)
            for index in starts:
                counts[index] = None
        for index in range(at):
            if counts[index] is None:
                counts[index] = levels[index].start
        count = counts[at]
        counts[at] = levels[at].start if count is None else count + 1
        for index in range(at + 1, _LEVELS):
            restart = levels[index].restart
            if restart is None or (restart and at < restart):
                counts[index] = None
        return _label(levels[at], levels, counts)

    @cached_property
    def _lists(self) -> dict[str, tuple[str, list[Level], list[int]]]:
        """For each list: which count it shares, its levels, and the levels at which it begins anew."""
        if self.root is None:
            return {}
        kinds = {kind.get(f"{W}abstractNumId", ""): kind for kind in self.root.iterfind(f"{W}abstractNum")}
        found = {}
        for number in self.root.iterfind(f"{W}num"):
            counter = value(number, "abstractNumId")
            kind = kinds.get(counter)
            if kind is None:
                continue
            levels = _levels(self._defining(kind, kinds))
            starts = []
            for override in number.iterfind(f"{W}lvlOverride"):
                at = min(whole(override.get(f"{W}ilvl"), 0), _LEVELS - 1)
                own = override.find(f"{W}lvl")
                if own is not None:
                    levels[at] = _level(own)
                if start := value(override, "startOverride"):
                    levels[at] = levels[at]._replace(start=whole(start, 1))
                    starts.append(at)
            found[number.get(f"{W}numId", "")] = counter, levels, starts
        found.pop("0", None)
        return found

    def _defining(self, kind: Element, kinds: dict[str, Element]) -> Element:
        """The kind of list that defines the levels of another: it may be named by way of a style."""
        link = value(kind, "numStyleLink")
        if not link or self.root is None:
            return kind
        place = self.styles.numbering_of(link)
        for number in self.root.iterfind(f"{W}num"):
            if place is not None and number.get(f"{W}numId") == place.list:
                return kinds.get(value(number, "abstractNumId"), kind)
        return kind


def place_of(properties: Element | None, style: str, styles: Styles) -> Numbered | None:
    """The list and level of a paragraph, by its own properties or by its style."""
    own, general = numbering_of(properties), styles.numbering_of(style)
    if own is None:
        return general
    if own.level is None and general is not None and general.list == own.list:
        return general
    return own


def _levels(kind: Element) -> list[Level]:
    levels = [Level() for _ in range(_LEVELS)]
    for element in kind.iterfind(f"{W}lvl"):
        levels[min(whole(element.get(f"{W}ilvl"), 0), _LEVELS - 1)] = _level(element)
    return levels


def _level(element: Element) -> Level:
    restart = value(element, "lvlRestart")
    legal = element.find(f"{W}isLgl")
    return Level(
        whole(value(element, "start"), 0),
        value(element, "numFmt") or "decimal",
        value(element, "lvlText"),
        value(element, "suff") or "tab",
        value(element, "pStyle"),
        legal is not None and legal.get(f"{W}val") not in ("0", "false", "off"),
        whole(restart, 0) if restart else None,
    )


def _label(level: Level, levels: list[Level], counts: list[int | None]) -> str:
    if level.form in ("bullet", "none") or not level.text:
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = "decimal" if level.legal else levels[at].form
        return _FORMS.get(form, str)(counts[at] or 0)

    label = re.sub("%([1-9])", number, level.text)
    # Word sets a tab after it. Written out, 一、 and （一） take nothing, and 1. a space, or what follows
    # would read as a decimal.
    return label + " " if level.after != "nothing" and label[-1:].isascii() else label


def _roman(value: int) -> str:
    if not 0 < value < 40:
        return str(value)
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


def _letters(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 260 else str(value)


def _nth(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


def _by_digit(digits: str) -> Callable[[int], str]:
    return lambda value: "".join(digits[int(digit)] for digit in str(value))


def _capital(value: int) -> str:
    return format_ordinal(value).translate(str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾"))


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": _by_digit("０１２３４５６７８９"),
    "decimalFullWidth2": _by_digit("０１２３４５６７８９"),
    "decimalEnclosedCircle": _nth("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _nth("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _nth("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _nth("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "chineseCounting": format_ordinal,
    "chineseCountingThousand": format_ordinal,
    "japaneseCounting": format_ordinal,
    "taiwaneseCounting": format_ordinal,
    "taiwaneseCountingThousand": format_ordinal,
    "ideographDigital": _by_digit("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _by_digit("〇一二三四五六七八九"),
    "taiwaneseDigital": _by_digit("○一二三四五六七八九"),
    "chineseLegalSimplified": _capital,
    "ideographLegalTraditional": _capital,
    "ideographTraditional": _nth("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _nth("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _nth("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
}
"""How numbers are written, by Word's name for it; those not here are written in Arabic digits."""
