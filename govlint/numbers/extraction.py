"""Finds the quantities of a text: numbers, Arabic and Chinese, with their units and approximators."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from govlint.document import Document, Span
from govlint.numbers import numerals
from govlint.numbers.patterns import CHINESE, COINS, CURRENCY_BEFORE, HAN, LATIN, PAIR, SCAN, SUFFIX, TO_SIGN
from govlint.numbers.quantity import Approximation, Interval, Quantity
from govlint.numbers.units import (
    ARABIC_ONLY,
    CURRENCIES,
    FIRST,
    LONGEST,
    NOT_BEFORE,
    NUMBER,
    PERCENT,
    RATIO,
    UNITS,
    Unit,
)

if TYPE_CHECKING:
    import regex

# Words before a number -> what they make of it; characters before the word that make another word of it.
_BEFORE: dict[str, tuple[Approximation, str]] = {
    "近": ("near", "最临附就邻靠亲远走贴"),
    "将近": ("near", ""),
    "接近": ("near", ""),
    "约": ("about", "节签公合条契预制履违特赴邀简集"),
    "大约": ("about", ""),
    "大概": ("about", ""),
    "约为": ("about", ""),
    "超": ("gt", "赶反高"),
    "超过": ("gt", ""),
    "逾": ("gt", ""),
    "破": ("gt", "侦告打攻爆残"),
    "突破": ("gt", ""),
    "过": ("gt", "通经超不度越透太走路错难渡跨"),
    "高于": ("gt", ""),
    "大于": ("gt", ""),
    "多于": ("gt", ""),
    "上": ("ge", "以之加早晚线网路车马岸千百"),
    "至少": ("ge", ""),
    "最少": ("ge", ""),
    "起码": ("ge", ""),
    "不少于": ("ge", ""),
    "不低于": ("ge", ""),
    "不小于": ("ge", ""),
    "不足": ("lt", ""),
    "不到": ("lt", "达做想找看办得"),
    "未满": ("lt", ""),
    "不满": ("lt", ""),
    "未达": ("lt", ""),
    "低于": ("lt", ""),
    "少于": ("lt", ""),
    "小于": ("lt", ""),
    "不超过": ("le", ""),
    "未超过": ("le", ""),
    "不高于": ("le", ""),
    "不大于": ("le", ""),
    "不多于": ("le", ""),
    "最多": ("le", ""),
    "至多": ("le", ""),
}
_AFTER: dict[str, Approximation] = {
    "以上": "ge",
    "及以上": "ge",
    "以下": "le",
    "及以下": "le",
    "以内": "le",
    "之内": "le",
    "左右": "about",
    "上下": "about",
    "有余": "over",
    "多": "over",
}
_SIGNS = {"¥": "元", "￥": "元", "$": "美元", "US$": "美元"}
# Two digits that one says for a range (三四百, 三五天).
_NEIGHBOURS = "一二 一两 两三 二三 三四 三五 四五 五六 六七 七八 八九"
# Counters that 一 may be a number with; with others it makes words (一起, 一道, 一批, 一面).
_ONE_OF = frozenset("个項项家户名所座件处条支篇宗例艘辆台套栋幢间")
_NO_ARTICLE = "同每何另某哪这那第唯统专单合归万之其"
# A number with a counter, and these behind it: a place or an ordinal (三家村, 六户镇, 五台山, 三次会议).
_PLACES = frozenset("长镇乡屯寨沟渠河山峡湾岭子坡桥庄堡坝村")
_PLACE_COUNTERS = frozenset("家户间台口头")
_ORDINAL_TIMES = frozenset("会全党人代产分创供性")
_FOR_WHOLE = frozenset("项个条种类大件")
_NOUN_NUMBERS = frozenset("人户总次指分参多少半系倍件基位天度个变岁函因字代级频层款笔家无奇偶实作算计")
_LONG_IDENTIFIER = 8
_GROUP = re.compile("[零〇○一二三四五六七八九]{3}")


class _Unit(NamedTuple):
    """A unit found in the text, and the offset where it ends."""

    measure: Unit
    end: int


class _Item(NamedTuple):
    """A number with its unit, before the words around it are looked at.

    `start` and `end` are offsets of the text, `times` is the multiplier between digits and unit (万 of
    3万元). The other fields are as in `Quantity`.
    """

    start: int
    end: int
    digits: str
    value: Fraction
    ulp: Fraction
    coarse: Fraction
    scale: Fraction
    measure: Unit
    times: str = ""
    approx: Approximation = ""
    spelled: bool = False
    ends: Interval | None = None


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


def parse_quantity(text: str) -> Quantity | None:
    """The quantity that the whole text is (从 or 由 before it apart); None where it is no single quantity."""
    document = Document(text.strip().removeprefix("从").removeprefix("由"))
    found = quantities(document)
    if len(found) == 1 and found[0].span == (0, len(document.text)):
        return found[0]
    return None


def _stands_alone(item: _Item) -> bool:
    """Whether a number may stand without a unit. Short Chinese numerals may not: they are parts of names
    (三农, 双百, 八一).
    """
    if item.measure is not NUMBER or not item.spelled:
        return True
    return len(item.digits) > 1 and (bool(set("万亿兆萬億") & set(item.digits)) or len(item.digits) > 3)


def _item(text: str, match: regex.Match[str]) -> _Item | None:
    match match.lastgroup:
        case "arabic":
            return _arabic(text, match)
        case "spelled":
            return _spelled(text, match)
        case "mixed":
            return _plain(text, match, numerals.read(match[0], "smart"))
        case "share":
            return _share(match)
        case "half":
            return _exact(match, Fraction(50), PERCENT, spelled=True)
        case "slash":
            above, below = (int(part) for part in match[0].split("/"))
            if not 0 < above < below:
                return None
            return _exact(match, Fraction(above, below), RATIO)
        case "several":
            return _several(text, match)
        case "bare":
            return _bare(text, match)
    return None


def _exact(match: regex.Match[str], value: Fraction, measure: Unit, *, spelled: bool = False) -> _Item:
    """The item for a number that is exact, such as a fraction: no step of a last place."""
    return _Item(
        start=match.start(),
        end=match.end(),
        digits=match[0],
        value=value,
        ulp=Fraction(0),
        coarse=Fraction(0),
        scale=Fraction(1),
        measure=measure,
        spelled=spelled,
    )


def _arabic(text: str, match: regex.Match[str]) -> _Item | None:
    start, whole, rest = match.start(), match["whole"], match["rest"] or ""
    times = (match["times"] or "").strip()
    unit = _unit_at(text, match.end())
    end = unit.end if unit else match.end()
    over = match["post"] or match["mid"]
    if over and not unit and (not times or "来" in over):
        over, end = None, match.start("post" if match["post"] else "mid")
    latin = text[max(0, start - 2) : start - 1]
    if text[start - 1 : start] in ("-", "/") and latin.isascii() and latin.isalpha():  # DF-41
        return None
    if not unit and not times and _is_no_number(text, start, end, whole + rest):
        return None
    measure = unit.measure if unit else NUMBER
    worth = _worth(whole, rest, times, measure)
    ulp, coarse = worth.ulp, worth.coarse
    if over:
        ulp = coarse = coarse if match["mid"] else ulp
    digits_end = match.end("rest") if rest else match.end("whole")
    item = _Item(
        start=start,
        end=end,
        digits=text[start:digits_end],
        value=worth.value,
        ulp=ulp,
        coarse=coarse,
        times=times,
        scale=worth.scale,
        measure=measure,
        approx="over" if over else "",
    )
    return _finished(text, item)


class _Worth(NamedTuple):
    """The value of Arabic digits with their multiplier and unit. Fields as in `Quantity`."""

    value: Fraction
    ulp: Fraction
    coarse: Fraction
    scale: Fraction


@lru_cache(maxsize=16384)  # small numbers come again and again
def _worth(whole: str, rest: str, times: str, measure: Unit) -> _Worth:
    scale = numerals.magnitude(times.lstrip("个")) * measure.factor
    digits = int((whole + rest[1:]).replace("，", ""))
    ulp = scale / 10 ** len(rest[1:])
    coarse = ulp
    if not rest and digits and whole[-1] == "0":
        printed = str(digits)
        coarse *= 10 ** (len(printed) - len(printed.rstrip("0")))
    return _Worth(digits * ulp, ulp, coarse, scale)


def _is_no_number(text: str, start: int, end: int, digits: str) -> bool:
    """Whether digits without a unit are a year, an identifier or part of a code rather than a number."""
    follower = text[end : end + 1]
    if (follower.isascii() and follower.isalpha()) or follower in tuple("°′″"):
        return True
    if "." in digits or "，" in digits:
        return False
    if text[start - 1 : start] in ("“", "‘", '"'):  # “8337”发展思路
        return True
    if len(digits) >= _LONG_IDENTIFIER:
        return True
    return len(digits) == 4 and 1949 <= int(digits) < 2100


def _unit_at(text: str, at: int, *, spelled: bool = False) -> _Unit | None:
    """The longest unit that begins at an offset of the text, or after one space there; None where none does.

    After a number in Chinese numerals (`spelled`), units that go with Arabic digits only are none.
    """
    if text[at : at + 1] == " ":
        at += 1
    first = text[at : at + 1]
    if first not in FIRST or not first:
        return None
    if (first.isascii() and first.isalpha()) or first == "μ":
        latin = LATIN.compiled.match(text, at)
        unit = UNITS.get(latin[0]) if latin else None
        return _Unit(unit, latin.end()) if latin and unit else None
    for length in range(min(LONGEST, len(text) - at), 0, -1):
        spelling = text[at : at + length]
        unit = UNITS.get(spelling)
        if unit is None or (spelled and spelling in ARABIC_ONLY):
            continue
        follower = text[at + length : at + length + 1]
        if follower and follower in NOT_BEFORE.get(spelling, ""):
            continue
        if spelling == "块" and (not HAN.compiled.match(follower) or COINS.compiled.match(text, at + 1)):
            unit = UNITS["元"]  # 三块, not 三块地
        return _Unit(unit, at + length)
    return None


def _spelled(text: str, match: regex.Match[str]) -> _Item | None:
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
    unit = _unit_at(text, end, spelled=True)
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
        number = numerals.Numeral((ends.lo + ends.hi) / 2, ends.hi - ends.lo)
        ends = Interval(ends.lo * measure.factor, ends.hi * measure.factor)
    elif number is None or (len(run) > 1 and not set("十百千万亿拾佰仟萬億点廿") & set(run)):
        return None
    factor = measure.factor * numerals.magnitude(match["ctimes"] or "")
    value, ulp = number.value * factor, number.ulp * factor
    item = _Item(
        start=start,
        end=unit.end if unit else end,
        digits=text[start:end],
        value=value,
        ulp=ulp,
        coarse=ulp,
        scale=measure.factor,
        measure=measure,
        approx=approx,
        spelled=True,
        ends=ends,
    )
    return _finished(text, item)


def _counts(text: str, run: str, spelling: str, unit: _Unit, before: str) -> bool:
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


def _share(match: regex.Match[str]) -> _Item | None:
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
        return _exact(match, value, PERCENT, spelled=spelled)._replace(ulp=ulp, coarse=ulp, scale=scale)
    return _exact(match, number.value / whole, RATIO, spelled=spelled)


def _several(text: str, match: regex.Match[str]) -> _Item | None:
    """The item of several hundreds, ten thousands …: 数百, 几十万."""
    if match[0][0] == "数" and text[match.start() - 1 : match.start()] in _NOUN_NUMBERS:
        return None
    return _of_units(text, match, match["order"], "several")


def _bare(text: str, match: regex.Match[str]) -> _Item | None:
    """The item of units that stand for one of them, after an approximator: 近千万元, 上亿株."""
    return _of_units(text, match, match[0]) if _word_before(text, match.start()) else None


def _of_units(text: str, match: regex.Match[str], units: str, approx: Approximation = "") -> _Item | None:
    """The item of units that stand for a number themselves, exact to one of them. None without a unit behind
    them, but for 万 and 亿 that no Han character follows.
    """
    one = Fraction(numerals.magnitude(units))
    item = _plain(text, match, numerals.Numeral(one, one), approx, spelled=True)
    return (
        item
        if item
        and (item.measure is not NUMBER or (units[-1] in "万亿" and not HAN.compiled.match(text, item.end)))
        else None
    )


def _plain(
    text: str,
    match: regex.Match[str],
    number: numerals.Numeral | None,
    approx: Approximation = "",
    *,
    spelled: bool = False,
) -> _Item | None:
    """The item of a number as read, with the unit that follows it; None where `number` is None."""
    if number is None:
        return None
    unit = _unit_at(text, match.end(), spelled=spelled)
    measure = unit.measure if unit else NUMBER
    value, ulp = number.value * measure.factor, number.ulp * measure.factor
    end = unit.end if unit else match.end()
    item = _Item(
        start=match.start(),
        end=end,
        digits=match[0],
        value=value,
        ulp=ulp,
        coarse=ulp,
        scale=measure.factor,
        measure=measure,
        approx=approx,
        spelled=spelled,
    )
    return _finished(text, item)


def _finished(text: str, item: _Item) -> _Item | None:
    """The item with all that belongs to the number itself: what follows the unit (五元三毛, 两成半, 翻两番)
    and the sign or currency before the digits. None where it turns out to be no number.
    """
    name, dimension, end = item.measure.name, item.measure.dimension, item.end
    if name == "番":
        return _doubled(text, item)
    if dimension == "money":
        item = _with_coins(text, item)
    elif name == "成" or (text[end : end + 1] == "半" and dimension not in ("count", "number")):
        follower = text[end : end + 1]
        tenth = (
            numerals.parse(follower)
            if name == "成" and follower in "一二三四五六七八九" and follower
            else None
        )
        if follower == "半" and text[end + 1 : end + 2] not in tuple("数岛径夜年"):
            item = item._replace(
                value=item.value + item.scale / 2, ulp=item.scale / 2, coarse=item.scale / 2, end=end + 1
            )
        elif tenth is not None:
            item = item._replace(value=item.value + tenth, ulp=Fraction(1), coarse=Fraction(1), end=end + 1)
    return _signed(text, item)


def _doubled(text: str, item: _Item) -> _Item | None:
    """The item of a doubling: 翻两番 is four times. None without 翻, where it is no number (一番事业)."""
    if (
        "翻" not in text[max(0, item.start - 3) : item.start]
        or item.value.denominator != 1
        or not 0 < item.value < 20
    ):
        return None
    return item._replace(value=Fraction(2) ** int(item.value), ulp=Fraction(0), coarse=Fraction(0))


def _with_coins(text: str, item: _Item) -> _Item:
    """The item with smaller coins, a second currency or 整 after it: 五元三毛, 三万元欧元, 壹拾元整."""
    end = item.end
    coins = COINS.compiled.match(text, end)
    if coins and item.measure.name == "元" and not item.times:
        tenths = numerals.parse(coins["jiao"], "smart") or Fraction(0)
        hundredths = numerals.parse(coins["fen"] or "零", "smart") or Fraction(0)
        ulp = Fraction(1, 100 if coins["fen"] else 10)
        return item._replace(
            value=item.value + tenths / 10 + hundredths / 100, ulp=ulp, coarse=ulp, end=coins.end()
        )
    for length in range(min(LONGEST, len(text) - end), 1, -1):
        currency = CURRENCIES.get(text[end : end + length])
        if currency and item.measure.name == "元":
            return item._replace(measure=UNITS[currency], end=end + length)
    if text[end : end + 1] in ("整", "正") and not HAN.compiled.match(text, end + 1):
        return item._replace(end=end + 1)
    return item


def _signed(text: str, item: _Item) -> _Item:
    """The item with the minus sign or the currency sign before the number."""
    start = item.start
    before = text[start - 1 : start]
    if before == "负" or (
        before == "-" and item.measure is not NUMBER and not _closes(text[start - 2 : start - 1])
    ):
        return item._replace(start=start - 1, value=-item.value, digits=text[start - 1 : start] + item.digits)
    if item.measure.base == "元" or (item.measure is NUMBER and before in ("¥", "$", "￥")):
        found = CURRENCY_BEFORE.compiled.search(text, max(0, start - 6), start)
        if found:
            name = found[0].strip()
            return item._replace(start=found.start(), measure=UNITS[_SIGNS.get(name) or CURRENCIES[name]])
    return item


def _closes(before: str) -> bool:
    """Whether a hyphen after this character is a dash between two things, and no minus sign."""
    return bool(before) and (before.isascii() or before in "年月日元个期第表图章条万亿")


def _ranged(text: str, first: _Item) -> _Item | None:
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


def _word_before(text: str, start: int) -> tuple[Approximation, int] | None:
    """The approximator (近, 超过) right before the number at `start`, and the offset where it begins."""
    edge = start - 1 if text[start - 1 : start] == " " else start
    for length in (3, 2, 1):
        found = _BEFORE.get(text[edge - length : edge]) if edge >= length else None
        if found:
            approx, blockers = found
            before = text[edge - length - 1 : edge - length] if edge > length else ""
            return None if before and before in blockers else (approx, edge - length)
    return None


def _with_words(document: Document, item: _Item) -> Quantity:
    """The quantity made of an item and the approximators before and after it (近…, …以上)."""
    text = document.folded
    approx, start, end, ulp, coarse = item.approx, item.start, item.end, item.ulp, item.coarse
    word = _word_before(text, start)
    if word and _fits(text, word, item):
        approx, start = approx or word[0], word[1]
    suffix = SUFFIX.compiled.match(text, end)
    if suffix:
        end = suffix.end()
        if not approx:
            approx = _AFTER[suffix["word"]]
            if approx == "over":
                ulp = coarse = max(item.scale, ulp)
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


def _fits(text: str, word: tuple[Approximation, int], item: _Item) -> bool:
    """Whether a word before a number is about its size: 突破12项技术 is not, nor 经过5年."""
    name = text[word[1] : item.start].strip()
    if name in ("过", "上"):
        return item.digits[0] in "半百千万亿"
    if name == "突破":
        return item.measure.name not in _FOR_WHOLE or item.scale != item.measure.factor
    return True
