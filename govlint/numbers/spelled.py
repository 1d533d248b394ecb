"""Numbers in words: 三千二百人, 两三家, 百分之五, 数百, 近千万元."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from govlint.numbers import numerals
from govlint.numbers.approximators import word_before
from govlint.numbers.completion import completed
from govlint.numbers.interval import Interval
from govlint.numbers.item import Item, UnitFound, exact_item, unit_at
from govlint.numbers.patterns import CHINESE, HAN, PAIR
from govlint.numbers.units import NUMBER, PERCENT, RATIO

if TYPE_CHECKING:
    import regex

    from govlint.numbers.quantity import Approximation

# Two digits that one says for a range (三四百, 三五天).
_NEIGHBOURS = "一二 一两 两三 二三 三四 三五 四五 五六 六七 七八 八九"
# Counters that 一 may be a number with; with others it makes words (一起, 一道, 一批, 一面).
_ONE_OF = frozenset("个項项家户名所座件处条支篇宗例艘辆台套栋幢间")
_NO_ARTICLE = "同每何另某哪这那第唯统专单合归万之其"
# A number with a counter, and these behind it: a place or an ordinal (三家村, 六户镇, 五台山, 三次会议).
_PLACES = frozenset("长镇乡屯寨沟渠河山峡湾岭子坡桥庄堡坝村")
_PLACE_COUNTERS = frozenset("家户间台口头")
_ORDINAL_TIMES = frozenset("会全党人代产分创供性")
_NOUN_NUMBERS = frozenset("人户总次指分参多少半系倍件基位天度个变岁函因字代级频层款笔家无奇偶实作算计")
_GROUP = re.compile("[零〇○一二三四五六七八九]{3}")


def read_spelled(text: str, match: regex.Match[str]) -> Item | None:
    """The item of a Chinese numeral; None where it is a word or a name (一起, 三家村)."""
    start, run, end = match.start(), match["run"], match.end()
    before, follower = text[start - 1 : start], text[end : end + 1]
    if before.isdigit() or (before and before in CHINESE + "."):
        return None
    if before == "、" and start > 1 and text[start - 2] in CHINESE and _GROUP.match(run):
        return None  # 一○、一一九万: the second half of a number grouped as people did in the 1950s
    if (
        not match["cmid"]
        and len(run) > 1
        and (run[-1] == "两" or (run[-1] in "千兆" and follower in tuple("米克瓦伏")))
    ):
        run, end = run[:-1], end - 1
    unit = unit_at(text, end, spelled=True)
    if match["cmid"] and not unit and not match["ctimes"]:
        return None
    measure = unit.measure if unit else NUMBER
    if unit and not _counts(text, run, text[end : unit.end].strip(), unit, before):
        return None
    if not unit and run == "一" and before and before in _NO_ARTICLE:
        return None
    ends = _pair(run)
    approx: Approximation = "range" if ends else "over" if (match["cmid"] or "个")[0] != "个" else ""
    number = numerals.read(run)
    if ends:
        assert ends.lo is not None
        assert ends.hi is not None
        width = ends.hi - ends.lo
        number = numerals.Numeral((ends.lo + ends.hi) / 2, width, width)
        ends = Interval(ends.lo * measure.factor, ends.hi * measure.factor)
    elif number is None or (len(run) > 1 and not set("十百千万亿拾佰仟萬億点廿") & set(run)):
        return None
    factor = measure.factor * numerals.magnitude(match["ctimes"] or "")
    coarse = number.coarse * factor
    item = Item(
        start=start,
        end=unit.end if unit else end,
        digits=text[start:end],
        value=number.value * factor,
        ulp=coarse if approx == "over" else number.ulp * factor,
        coarse=coarse,
        scale=measure.factor,
        measure=measure,
        approx=approx,
        spelled=True,
        ends=ends,
    )
    return completed(text, item)


def _counts(text: str, run: str, spelling: str, unit: UnitFound, before: str) -> bool:
    """Whether a Chinese numeral (`run`) with a counter says how many, and is not a word or a name (一起,
    三家村).
    """
    follower = text[unit.end : unit.end + 1]
    measure = unit.measure
    if run == "一":
        if before and before in _NO_ARTICLE + spelling:
            return False
        if measure.dimension in ("count", "time"):
            return (spelling in _ONE_OF or spelling[0] == "个") and follower not in ("一", spelling)
        return spelling != "成"
    if measure.dimension != "count":
        return True
    if run == "二":  # 二次, 二套房: an ordinal; two of them are 两
        return False
    if spelling == "大":
        return len(run) == 1
    if spelling == "次":
        return follower not in _ORDINAL_TIMES or not follower
    if spelling == "位" and follower == "一":
        return False
    return not (spelling in _PLACE_COUNTERS and follower and follower in _PLACES)


def _pair(run: str) -> Interval | None:
    """The range that two neighbouring digits stand for (两三, 三四百, 十七八); None where there are none."""
    found = PAIR.compiled.fullmatch(run)
    if not found or (found["head"] and found["head"][-1] not in "十百千万亿"):
        return None
    if found["one"] + found["two"] not in _NEIGHBOURS:
        return None
    low, high = (numerals.parse(found["head"] + found[digit] + found["tail"]) for digit in ("one", "two"))
    return Interval(low, high) if low is not None and high is not None else None


def read_share(match: regex.Match[str]) -> Item | None:
    """The item of a spelled fraction: 百分之五 and 千分之三 are percentages, 三分之二 is a plain ratio."""
    below, above = match["below"], match["above"]
    whole = numerals.parse("一" + below if below[0] in "百千万佰仟" else below, "smart")
    number = numerals.read("一百" if above == "百" else above, "smart")
    if not whole or number is None:
        return None
    spelled = not above[-1].isdecimal()
    if below in ("百", "佰", "千", "仟", "万"):
        scale = 100 / whole
        value, ulp = number.value * scale, number.ulp * scale
        return exact_item(match, value, PERCENT, spelled=spelled)._replace(ulp=ulp, coarse=ulp, scale=scale)
    return exact_item(match, number.value / whole, RATIO, spelled=spelled)


def read_several(text: str, match: regex.Match[str]) -> Item | None:
    """The item of several hundreds, ten thousands …: 数百, 几十万."""
    if match[0][0] == "数" and text[match.start() - 1 : match.start()] in _NOUN_NUMBERS:
        return None
    return _of_units(text, match, match["order"], "several")


def read_bare(text: str, match: regex.Match[str]) -> Item | None:
    """The item of units that stand for one of them, after an approximator: 近千万元, 上亿株."""
    return _of_units(text, match, match[0]) if word_before(text, match.start()) else None


def _of_units(text: str, match: regex.Match[str], units: str, approx: Approximation = "") -> Item | None:
    """The item of units that stand for a number themselves, exact to one of them. None without a unit behind
    them, but for 万 and 亿 that no Han character follows.
    """
    one = Fraction(numerals.magnitude(units))
    item = read_plain(text, match, numerals.Numeral(one, one, one), approx, spelled=True)
    return (
        item
        if item
        and (item.measure is not NUMBER or (units[-1] in "万亿" and not HAN.compiled.match(text, item.end)))
        else None
    )


def read_plain(
    text: str,
    match: regex.Match[str],
    number: numerals.Numeral | None,
    approx: Approximation = "",
    *,
    spelled: bool = False,
) -> Item | None:
    """The item of a number as read, with the unit that follows it; None where `number` is None."""
    if number is None:
        return None
    unit = unit_at(text, match.end(), spelled=spelled)
    measure = unit.measure if unit else NUMBER
    end = unit.end if unit else match.end()
    item = Item(
        start=match.start(),
        end=end,
        digits=match[0],
        value=number.value * measure.factor,
        ulp=number.ulp * measure.factor,
        coarse=number.coarse * measure.factor,
        scale=measure.factor,
        measure=measure,
        approx=approx,
        spelled=spelled,
    )
    return completed(text, item)
