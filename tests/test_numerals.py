"""Numerals: what they are worth, exactly; what is none; and the same back from every number."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest
from conftest import SHARED, needs
from hypothesis import given
from hypothesis import strategies as st

from govlint.document import fold
from govlint.numbers.numerals import (
    format_circled,
    format_ordinal,
    last_magnitude,
    magnitude,
    parse,
    parse_ordinal,
    read,
)

WELL_FORMED = {
    "零": 0,
    "七": 7,
    "十三": 13,
    "一十三": 13,
    "四十": 40,
    "二百零六": 206,
    "三百四十": 340,
    "五千零八": 5008,
    "六千零十二": 6012,
    "六千零一十二": 6012,
    "九千八百七十六": 9876,
    "三万零百二十": 30120,
    "二十万零五": 200005,
    "八百万": 8000000,
    "两千零三万零四十": 20030040,
    "一亿零三百": 100000300,
    "四十亿": 4000000000,
    "五千万亿": 5 * 10**15,
    "柒拾贰": 72,
    "叁佰伍拾元整": 350,
    "玖圆肆角": "9.4",
    "贰拾元零伍分": "20.05",
    "捌仟肆佰圆壹角贰分": "8400.12",
    "三点一四": "3.14",
    "负六": -6,
    "卅五": 35,
    "贰萬參仟": 23000,
}
NORMAL = {
    "三二一": 321,
    "二〇三五": 2035,
    "四万八": 48000,
    "六百三": 630,
    "九亿二": 920000000,
    "百八": 180,
    "八点六万": 86000,
    "四分之三": "3/4",
    "百分之十二": "12/100",
    "百分之四三·六": "0.436",
    "二又五分之一": "11/5",
    "两千五百三十万": 25300000,
    "负三点五": "-3.5",
    "四万万": 400000000,
}
SMART = {
    "12.5": "12.5",
    "1,234,567": 1234567,
    "1，753": 1753,
    "3.6万": 36000,
    "2万5千": 25000,
    "4亿3000万": 430000000,
    "6千零7": 6007,
    "5万4321": 54321,
    "-8.2亿": -820000000,
    "7 万 8 千": 78000,
    "3分之2": "2/3",
    "二十点5": "20.5",
}


def cases(*modes):
    return [(text, mode, Fraction(value)) for mode, table in modes for text, value in table.items()]


@pytest.mark.parametrize(
    ("text", "mode", "value"),
    cases(("normal", WELL_FORMED), ("normal", NORMAL), ("smart", NORMAL), ("smart", SMART)),
)
def test_a_numeral_is_worth(text, mode, value):
    assert parse(text, mode) == value


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        *(
            (text, "normal")
            for text in ["", "元整", "负", "零点", "三点", "点三", "十十", "百万千", "万", "三百五百", "12万"]
        ),
        *((text, "normal") for text in ["二十三十", "二千人", "12"]),
        *((text, "smart") for text in ["1.5万零3", "1..5", "1.5.2", "x", "一万两万", "3分之0分"]),
    ],
)
def test_what_is_no_numeral(text, mode):
    assert parse(text, mode) is None


@pytest.mark.parametrize(
    ("text", "ulp", "coarse"),
    [
        ("三", 1, 1),
        ("十", 1, 10),
        ("一百二十", 1, 10),
        ("三百", 1, 100),
        ("三百零五", 1, 1),
        ("五十二万", 10**4, 10**4),
        ("三十万", 10**4, 10**5),
        ("三万五千", 1, 1000),
        ("4千万", 10**7, 10**7),
        ("八点六万", 1000, 1000),
        ("四万八", 1000, 1000),
        ("3.40", "0.01", "0.01"),
        ("5200", 1, 1),
    ],
)
def test_the_last_place_of_a_numeral(text, ulp, coarse):
    numeral = read(text, "smart")

    assert numeral is not None
    assert (numeral.ulp, numeral.coarse) == (Fraction(ulp), Fraction(coarse))


@pytest.mark.parametrize(
    ("text", "unit"),
    [("三十万", "万"), ("九百亿", "亿"), ("三千万亿", "万亿"), ("两千", "千"), ("十二", ""), ("万", "")],
)
def test_the_unit_a_numeral_ends_in(text, unit):
    assert last_magnitude(text) == unit


def test_units_multiply():
    assert [magnitude(text) for text in ("", "万", "万亿", "千万", "仟萬")] == [
        1,
        10**4,
        10**12,
        10**7,
        10**7,
    ]


def test_a_numeral_of_many_characters_is_none():
    assert parse("万" * 5000) is None
    assert parse("9" * 5000, "smart") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("二十一", 21),
        ("④", 4),
        ("12", 12),
        ("9999", 9999),
        ("10000", None),
        ("9" * 5000, None),
        ("三五", None),
        ("", None),
    ],
)
def test_ordinals(text, value):
    assert parse_ordinal(text) == value


def test_circled_numbers_go_up_to_fifty():
    assert [format_circled(value) for value in (1, 20, 21, 35, 36, 50, 51)] == [*list("①⑳㉑㉟㊱㊿"), "51"]
    assert all(parse_ordinal(format_circled(value)) == value for value in range(1, 52))


@given(st.integers(1, 99))
def test_an_ordinal_reads_as_it_was_written(value):
    assert parse_ordinal(format_ordinal(value)) == value


def in_chinese(value: int, *, first: bool = True) -> str:
    """A whole number in the well-formed Chinese numeral, below ten thousand billions."""
    if value == 0:
        return "零"
    for unit, size in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if value >= size:
            head, rest = divmod(value, size)
            text = ("" if head == 1 and unit == "十" and first else in_chinese(head, first=first)) + unit
            if not rest:
                return text
            return text + ("零" if rest < size // 10 else "") + in_chinese(rest, first=False)
    return "零一二三四五六七八九"[value]


@given(st.integers(0, 10**15))
def test_a_number_written_in_chinese_reads_as_itself(value):
    assert parse(in_chinese(value)) == value
    assert parse("负" + in_chinese(value)) == -value


@given(st.integers(0, 10**12))
def test_capitals_are_worth_the_same(value):
    capital = in_chinese(value).translate(
        str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    )

    assert parse(capital + "元整") == value


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_decimals_read_as_themselves(whole, thousandths):
    digits = f"{thousandths:03}"
    spelled = in_chinese(whole) + "点" + "".join("零一二三四五六七八九"[int(digit)] for digit in digits)

    assert read(spelled) == read(f"{whole}.{digits}", "smart")
    assert parse(spelled) == whole + Fraction(thousandths, 1000)


@given(st.integers(0, 10**9))
def test_grouped_digits_are_worth_the_same(value):
    assert parse(f"{value:,}", "smart") == value


@given(st.text(st.sampled_from("零一二十百千万亿点负元角分之又半12.,-两"), max_size=12))
def test_any_text_reads_or_does_not(text):
    for mode in ("normal", "smart"):
        numeral = read(text, mode)

        assert numeral is None or numeral.ulp >= 0


needs_cases = needs("specs")


@needs_cases
@pytest.mark.parametrize(("mode", "count"), [("normal", 120), ("smart", 12)])
def test_the_cases_of_cn2an(mode, count):
    path = SHARED / "specs" / "cn2an.json"
    spec = json.loads(path.read_text(encoding="utf-8"), parse_float=str)["cn2an"]
    values = spec[f"{mode}_data_dict"] | (spec["strict_data_dict"] if mode == "normal" else {})

    assert len(values) == count
    assert {text: parse(text, mode) for text in values} == {
        text: Fraction(value) for text, value in values.items()
    }
    assert [text for text in spec[f"error_{mode}_datas"] if parse(text, mode) is not None] == []


# The cases of Recognizers-Text look for numbers anywhere: also in dates and codes, with blanks between the
# characters, in dozens and powers. This finds them; what each is worth, `parse` says.
_ALL = "零〇一二两三四五六七八九十百千万亿兆壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟萬億兩倆俩"
_ANY = "零〇一二三四五六七八九壹贰貳叁叄肆伍陆陸柒捌玖"
_DIGITS = r"\d+(?:[,，]\d{3})*(?![,，]\d{3})(?:\.\d+)?|(?<!\.)\.\d+"
_WHOLE = (
    rf"(?:{_DIGITS}|[{_ALL}])(?: *[{_ALL}]|(?<=[{_ALL}]) *\d+)*"
    r"(?: *[余餘多几幾] *(?=[万亿萬億])(?: *[万亿萬億])+)?"
)
_SPELLED = rf"{_WHOLE}(?: *[点點](?: *[{_ANY}\d])+)?"
_FOUND = re.compile(
    r"(?P<words>[一壹]切|个 *百 *分 *点|[壹一]看|四川|陆地|[大登海]陆|[入退队]伍|伍仁|[收夕]拾|拾[取起到]"
    rf"|放肆|肆[意无]|两两|[时時]分|十足|一美元|一折|两美|[百佰千万] *分 *之(?! *[{_ALL}\d.]))"
    rf"|(?P<percent>百 *分 *之)"
    rf"|(?P<power>(?P<base>-?\d+(?:\.\d+)?)(?:\^|(?P<e>[eE]))(?P<exponent>[-+]*\d+))"
    rf"|(?P<thousands>-?\d+(?:\.\d+)? ?[kKM])(?![A-Za-z])"
    rf"|(?P<slash>(?P<sign>-?)(?:(?P<full>\d+) )?(?P<above>\d+)/(?P<below>\d+))"
    rf"|(?P<dozen>[{_ALL}]+)打"
    rf"|半(?P<half>[百千])"
    rf"|(?P<number>(?:[负負] ?|(?<![-\d])-)?(?:{_SPELLED} *又 *)?{_SPELLED} *分 *之 *[负負]?{_SPELLED}"
    rf"|(?:[负負] ?|(?<![-\d])-)?{_SPELLED})"
)


def numbers(text):
    """Start, end and value of every number in a text."""
    text = fold(text).replace("，", ",")
    at = 0
    while match := _FOUND.search(text, at):
        at = match.end()
        if match["words"] or match["percent"]:
            continue
        end, value = match.end(), None
        if match["power"]:
            exponent = match["exponent"].replace("+", "")
            power = int(exponent.replace("--", "-"))
            base = Fraction(match["base"])
            # A base with a sign keeps it: -2.5^-1 is -(2.5^-1); so does 1.1^--23 as 1.1^23.
            power = -power if "--" in exponent else power
            value = (
                base * Fraction(10) ** power if match["e"] else abs(base) ** power * (-1 if base < 0 else 1)
            )
        elif match["thousands"]:
            value = Fraction(match[0][:-1].strip()) * (10**6 if match[0][-1] == "M" else 1000)
        elif match["slash"]:
            value = int(match["full"] or 0) + Fraction(int(match["above"]), int(match["below"]))
            value = -value if match["sign"] else value
        elif match["dozen"]:
            value = 12 * (parse(match["dozen"]) or 0)
        elif match["half"]:
            value = Fraction(magnitude(match["half"]), 2)
        else:
            while end > match.start() and value is None:
                piece = re.sub(" *零? *[余餘多几幾] *", "", text[match.start() : end])
                piece = "0" + piece if piece.startswith(".") else piece.replace("-.", "-0.")
                value = parse(piece, "smart")
                end -= value is None
            at = max(end, match.start() + 1)
        if value is not None:
            yield match.start(), end - 1, value


def right(found, results):
    """Whether what was found is what a case of Recognizers-Text expects."""
    found = [(start, end, float(value)) for start, end, value in found]
    expected = [
        (result["Start"], result["End"], float(result["Resolution"]["value"].rstrip("%")))
        for result in results
    ]
    return len(found) == len(expected) and all(
        one[:2] == other[:2] and one[2] == pytest.approx(other[2], rel=1e-12)
        for one, other in zip(found, expected, strict=True)
    )


@needs_cases
def test_the_number_cases_of_recognizers_text():
    path = SHARED / "specs" / "recognizers-text" / "Number" / "Chinese" / "NumberModel.json"
    spec = json.loads(path.read_text(encoding="utf-8-sig"))
    wrong = [case["Input"] for case in spec if not right(numbers(case["Input"]), case["Results"])]

    assert len(spec) == 365
    assert len(wrong) <= 15, wrong


def percentages(text):
    """Start, end and value in hundredths of every share in a text: 百分之五, 5%, 三成, 七五折, 2个百分点."""
    folded = fold(text).replace("，", ",")
    for match in _SHARE.finditer(folded):
        whole, tail = match["whole"], match["tail"]
        piece = (match["value"] or match["spelled"] or "").replace(" ", "")
        if match["dui"]:
            yield match.start("dui"), match.end() - 1, Fraction(50)
        elif whole:
            value = parse("一百" if piece in ("百", "佰") else piece.rstrip("kK"), "smart")
            if value is not None:
                value *= 1000 if piece[-1] in "kK" else 1
                yield match.start(), match.end() - 1, value * 100 / magnitude(whole.replace(" ", ""))
        elif tail:
            tenth = tail.strip()[-1] in "成折" or (tail.strip()[0] == "成")
            value = Fraction(1, 2) if piece == "半" else parse(piece.rstrip("kK"), "smart")
            if value is None:
                continue
            value *= 1000 if piece[-1] in "kK" else 1
            if tenth:
                extra = tail.strip()[1:].strip() if tail.strip()[0] == "成" else ""
                value = value * (1 if value > 10 else 10)
                value += 5 if extra == "半" else parse(extra) or 0 if extra else 0
            yield match.start(), match.end() - 1, value


_SHARE = re.compile(
    rf"https?：//\S+.*|(?<=打)(?P<dui>[对對]折)"
    rf"|(?<![{_ALL}])(?P<whole>[百千万佰仟萬]+(?: *万)?) *分 *之 *(?P<value>-?(?:{_SPELLED}) ?[kK]?)(?! *分)"
    rf"|(?P<spelled>(?:(?:负|(?<![-\d])-)?(?:\d+ \d(?= 折)|{_SPELLED})|半) *[kK]?)"
    rf"(?P<tail>%| *[个個] *百 *分 *[点點]| *折| *成(?: *[{_ANY}半])?)"
)


@needs_cases
def test_the_percentage_cases_of_recognizers_text():
    path = SHARED / "specs" / "recognizers-text" / "Number" / "Chinese" / "PercentModel.json"
    spec = json.loads(path.read_text(encoding="utf-8-sig"))
    wrong = [case["Input"] for case in spec if not right(percentages(case["Input"]), case["Results"])]

    assert len(spec) == 152
    assert len(wrong) <= 4, wrong
