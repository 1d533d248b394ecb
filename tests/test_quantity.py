"""Quantities: where they are, what they are worth, how exactly they are given, and what is none."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from conftest import SHARED, needs
from hypothesis import example, given
from hypothesis import strategies as st
from test_numerals import in_chinese

from govlint.document import Document
from govlint.numbers.extraction import quantities
from govlint.numbers.interval import Interval
from govlint.numbers.units import UNITS

F = Fraction


def found(text):
    return quantities(Document(text))


def whole(text):
    """The quantity that a whole text is; None where it is no single one."""
    several = found(text)
    return several[0] if len(several) == 1 and several[0].span == (0, len(text)) else None


# text, what is found: (text, value in base units, base unit, dimension)
VALUES = [
    # grouped, spaced, full-width
    ("筹资1，268亿元", "1，268亿元", 126800000000, "元", "money"),
    ("补助2,450,300.5元", "2,450,300.5元", F("2450300.5"), "元", "money"),
    ("到账3.08 亿元", "3.08 亿元", 308000000, "元", "money"),
    ("合格率达97.25 %", "97.25 %", F("97.25"), "%", "percent"),
    ("占１４．６％", "１４．６％", F("14.6"), "%", "percent"),
    ("用工４２人", "４２人", 42, "人", "count"),
    # multipliers
    ("规模1.3万亿元", "1.3万亿元", 1300000000000, "元", "money"),
    ("贷款6千万元", "6千万元", 60000000, "元", "money"),
    ("基金3百亿元", "3百亿元", 30000000000, "元", "money"),
    ("惠及2.7万户", "2.7万户", 27000, "户", "count"),
    ("装机45万千瓦", "45万千瓦", 450000, "千瓦", "power"),
    ("筹集3个亿", "3个亿", 300000000, "", "number"),
    ("负债58.61亿", "58.61亿", 5861000000, "", "number"),
    ("工资2万5千元", "2万5千元", 25000, "元", "money"),
    ("投入1亿2000万元", "1亿2000万元", 120000000, "元", "money"),
    ("投入1亿2千万元", "1亿2千万元", 120000000, "元", "money"),
    ("投入4亿8千9百万元", "4亿8千9百万元", 489000000, "元", "money"),
    ("投入1亿零500万元", "1亿零500万元", 105000000, "元", "money"),
    ("补助3万500元", "3万500元", 30500, "元", "money"),
    ("补助3万零500元", "3万零500元", 30500, "元", "money"),
    # Chinese numerals
    ("三十二亿六千万元", "三十二亿六千万元", 3260000000, "元", "money"),
    ("九点四万亩", "九点四万亩", 62666666 + F(2, 3), "平方米", "area"),
    ("壹仟贰佰元整", "壹仟贰佰元整", 1200, "元", "money"),
    ("两个园区", "两个", 2, "个", "count"),
    ("十五所学校", "十五所", 15, "所", "count"),
    ("六大工程", "六大", 6, "大", "count"),
    ("二百七十户", "二百七十户", 270, "户", "count"),
    ("兩億畝", "兩億畝", F(400000000000, 3), "平方米", "area"),
    # currencies
    ("出口8.4亿美元", "8.4亿美元", 840000000, "美元", "money"),
    ("港币三千元", "港币三千元", 3000, "港元", "money"),
    ("借款5万元人民币", "5万元人民币", 50000, "元", "money"),
    ("￥260", "￥260", 260, "元", "money"),
    ("人均GDP1.4万美元", "1.4万美元", 14000, "美元", "money"),
    ("票价七元五角", "七元五角", F("7.5"), "元", "money"),
    # measures
    ("治理32.5公里", "32.5公里", 32500, "米", "length"),
    ("绿化18公顷", "18公顷", 180000, "平方米", "area"),
    ("新建100万平方", "100万平方", 1000000, "平方米", "area"),
    ("面积9平方公里", "9平方公里", 9000000, "平方米", "area"),
    ("产粮1200吨", "1200吨", 1200000, "公斤", "mass"),
    ("收茶五斤半", "五斤半", F("2.75"), "公斤", "mass"),
    ("蓄水3.2亿立方米", "3.2亿立方米", 320000000, "立方米", "volume"),
    ("节电700千瓦时", "700千瓦时", 700, "千瓦时", "energy"),
    ("长15km的堤", "15km", 15000, "米", "length"),
    ("历时8个月", "8个月", F(2, 3), "年", "time"),
    ("缩短3天", "3天", 3, "天", "time"),
    ("两年", "两年", 2, "年", "time"),
    ("服务3600人次", "3600人次", 3600, "人次", "count"),
    # shares, points, times
    ("百分之八点二", "百分之八点二", F("8.2"), "%", "percent"),
    ("增长百分之五五·一，", "百分之五五·一", F("55.1"), "%", "percent"),
    ("死亡率千分之六", "千分之六", F("0.6"), "%", "percent"),
    ("自然增长率4.1‰", "4.1‰", F("0.41"), "%", "percent"),
    ("完成七成", "七成", 70, "%", "percent"),
    ("六成五", "六成五", 65, "%", "percent"),
    ("提高1.8个百分点", "1.8个百分点", F("1.8"), "百分点", "points"),
    ("增长2.4倍", "2.4倍", F("2.4"), "倍", "times"),
    ("翻两番", "两番", 4, "倍", "doubling"),
    ("占五分之三", "五分之三", F(3, 5), "", "ratio"),
    ("不足全省1/4", "1/4", F(1, 4), "", "ratio"),
    ("一半乡镇", "一半", 50, "%", "percent"),
    # signs
    ("增速为-2.6%", "-2.6%", F("-2.6"), "%", "percent"),
    ("负三点一个百分点", "负三点一个百分点", F("-3.1"), "百分点", "points"),
]


@pytest.mark.parametrize(("text", "core", "value", "base", "dimension"), VALUES)
def test_a_quantity_is_worth(text, core, value, base, dimension):
    (quantity,) = found(text)

    assert text[slice(*quantity.core)] == core
    assert (quantity.value, quantity.base, quantity.dimension) == (value, base, dimension)


APPROXIMATE = [
    # text, the whole span, approximation, narrow, wide
    ("近4万元", "近4万元", "near", (36000, 40000), (32000, 40000)),
    ("近 4万元", "近 4万元", "near", (36000, 40000), (32000, 40000)),
    ("将近30户", "将近30户", "near", (27, 30), (24, 30)),
    ("近千万元", "近千万元", "near", (9000000, 10000000), (8000000, 10000000)),
    ("700余万元", "700余万元", "over", (7000000, 8000000), (7000000, 8000000)),
    ("9万余元", "9万余元", "over", (90000, 100000), (90000, 100000)),
    ("20万余元", "20万余元", "over", (200000, 210000), (200000, 210000)),
    ("三十多次", "三十多次", "over", (30, 40), (30, 40)),
    ("三十余万元", "三十余万元", "over", (300000, 400000), (300000, 400000)),
    ("三百元有余", "三百元有余", "over", (300, 400), (300, 400)),
    ("1.6万多人", "1.6万多人", "over", (16000, 17000), (16000, 17000)),
    ("十几家", "十几家", "over", (10, 20), (10, 20)),
    ("两倍多", "两倍多", "over", (2, 3), (2, 3)),
    ("超3.1亿元", "超3.1亿元", "gt", (310000000, None), (310000000, None)),
    ("突破900万吨", "突破900万吨", "gt", (9000000000, None), (9000000000, None)),
    ("过半", "过半", "gt", (50, None), (50, None)),
    ("上亿株", "上亿株", "ge", (10**8, None), (10**8, None)),
    ("92%以上", "92%以上", "ge", (92, None), (92, None)),
    ("50万元（含）以上", "50万元（含）以上", "ge", (500000, None), (500000, None)),
    ("不少于6场", "不少于6场", "ge", (6, None), (6, None)),
    ("不超过15天", "不超过15天", "le", (0, 15), (0, 15)),
    ("30分钟以内", "30分钟以内", "le", (0, F(1, 48)), (0, F(1, 48))),
    ("不足7%", "不足7%", "lt", (0, 7), (0, 7)),
    ("不到200户", "不到200户", "lt", (0, 200), (0, 200)),
    ("约60亩", "约60亩", "about", (38000, 42000), (36000, 44000)),
    ("约3.52万元", "约3.52万元", "about", (35000, 35400), (34700, 35700)),
    ("40%左右", "40%左右", "about", (38, 42), (36, 44)),
    ("数百家", "数百家", "several", (200, 1000), (100, 1000)),
    ("几十万人", "几十万人", "several", (200000, 1000000), (100000, 1000000)),
    ("5%-5.5%", "5%-5.5%", "range", (5, F("5.5")), (5, F("5.5"))),
    ("3至6亿元", "3至6亿元", "range", (300000000, 600000000), (300000000, 600000000)),
    ("500—3万元", "500—3万元", "range", (500, 30000), (500, 30000)),
    ("2～4个", "2～4个", "range", (2, 4), (2, 4)),
    ("气温-3至5℃", "-3至5℃", "range", (-3, 5), (-3, 5)),
    ("4亿—7亿元", "4亿—7亿元", "range", (400000000, 700000000), (400000000, 700000000)),
    ("三至五年", "三至五年", "range", (3, 5), (3, 5)),
    ("五六百人", "五六百人", "range", (500, 600), (500, 600)),
    ("两三个", "两三个", "range", (2, 3), (2, 3)),
    ("十七八家", "十七八家", "range", (17, 18), (17, 18)),
]


@pytest.mark.parametrize(("text", "span", "approx", "narrow", "wide"), APPROXIMATE)
def test_an_approximate_quantity(text, span, approx, narrow, wide):
    (quantity,) = found("全年" + text + "。")

    assert (quantity.text, quantity.approx) == (span, approx)
    assert (quantity.narrow, quantity.wide) == (Interval(*narrow), Interval(*wide))


INTERVALS = [
    ("6.20亿元", (619500000, 620500000), (619500000, 621000000)),
    ("47.3%", (F("47.25"), F("47.35")), (F("47.25"), F("47.4"))),
    ("3800亩", (F("3799.5") * F(2000, 3), F("3800.5") * F(2000, 3)), (3762 * F(2000, 3), 3876 * F(2000, 3))),
    ("5500亩", (F("5499.5") * F(2000, 3), F("5500.5") * F(2000, 3)), (5450 * F(2000, 3), 5600 * F(2000, 3))),
    ("200万元", (1995000, 2005000), (1950000, 2100000)),
    ("0万元", (0, 0), (0, 0)),
    ("0%", (F("-0.5"), F("0.5")), (F("-0.5"), 1)),
    ("60%", (F("59.5"), F("60.5")), (F("59.5"), 61)),
    ("8100万元", (80995000, 81005000), (80500000, 82000000)),
    ("164户", (164, 164), (164, 164)),
    ("300人", (300, 300), (300, 300)),
    ("三个", (3, 3), (3, 3)),
    ("1.2万户", (11500, 12500), (11500, 13000)),
    ("二百万元", (1995000, 2005000), (1950000, 2100000)),
    ("三十万元", (295000, 305000), (295000, 310000)),
    ("五十二万元", (515000, 525000), (515000, 530000)),
    ("三千元", (F("2999.5"), F("3000.5")), (2970, 3060)),
    ("百分之三十", (F("29.5"), F("30.5")), (F("29.5"), 31)),
    ("4千万元", (35000000, 45000000), (35000000, 50000000)),
    ("三分之一", (F(1, 3), F(1, 3)), (F(1, 3), F(1, 3))),
    ("翻一番", (2, 2), (2, 2)),
]


@pytest.mark.parametrize(("text", "narrow", "wide"), INTERVALS)
def test_the_intervals_of_a_printed_number(text, narrow, wide):
    (quantity,) = found(text)

    assert quantity.narrow == Interval(*narrow)
    assert quantity.wide.lo == wide[0]
    assert quantity.wide.hi == pytest.approx(wide[1], rel=1e-9)
    assert quantity.wide.hi < wide[1] or narrow == wide  # a number cut off is short of the next


def test_a_negative_number_cut_off_is_larger_in_size():
    (quantity,) = found("下滑为-3.5%")

    assert F("-3.6") < quantity.wide.lo < F("-3.5999999")
    assert quantity.wide.hi == F("-3.45")


def test_what_a_quantity_tells_of_its_print():
    (quantity,) = found("　　完成投资近4.40 亿元，")

    assert quantity.span == (6, 14)
    assert quantity.core == (7, 14)
    assert (quantity.digits, quantity.unit, quantity.text) == ("4.40", "亿元", "近4.40 亿元")
    assert (quantity.ulp, quantity.scale, quantity.measure) == (1000000, 10**8, UNITS["元"])
    assert not quantity.spelled
    assert not quantity.discrete


NONE = [
    "2023年",
    "2021—2025年",
    "1-9月",
    "12月31日",
    "3月5日至8日",
    "一九七八年",
    "二〇三五年",
    "上午09：45召开",
    "2024-03-15",
    "2024.3.15",
    "政发〔2021〕17号",
    "第三季度",
    "前三季度",
    "第3位",
    "第二产业",
    "S226线改造",
    "G15高速",
    "206国道",
    "C919大飞机",
    "PM2.5浓度",
    "5G基站",
    "4A级景区",
    "“2+5+N”布局",
    "十四五规划",
    "“四上”企业",
    "三农工作",
    "一是抓项目",
    "一、工作回顾",
    "1. 抓项目",
    "（2）抓项目",
    "千方百计",
    "一些问题",
    "统一部署",
    "进一步加强",
    "一体化",
    "一线岗位",
    "二期工程",
    "三等奖",
    "三级医院",
    "百户长",
    "五丰村",
    "三家村",
    "五台山",
    "三门峡",
    "一批企业",
    "一起推进",
    "另一个方面",
    "一户一策",
    "五位一体",
    "二十大精神",
    "三次产业",
    "一件一件",
    "12345热线",
    "12345市民服务热线",
    "12345市长公开电话",
    "0571-88886666",
    "13800001234",
    "联系电话83721456",
    "v1.2.10",
    "此处隐藏3120字",
    "“1359”工程",
    "1 9 8 7年",
    "xx5号",
    "一番事业",
    "翻25番",
    "成立三周",
    "2×66万",
    "一成不变",
    "百家争鸣",
    "大陆家具",
    "2.0版",
    "300MHz",
    "DF-41亮相",
    "供应棉布一○、一一九万匹",
    "4星级酒店",
    "东经125°45′",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_quantity(text):
    assert [quantity.text for quantity in found(text)] == []


GUARDED = [
    ("节约300万元", "300万元"),
    ("投入1000元整治河道", "1000元"),
    ("签约12个", "12个"),
    ("约束性指标8项", "8项"),
    ("超市5家", "5家"),
    ("商超5家", "5家"),
    ("近郊3处", "3处"),
    ("余姚2家", "2家"),
    ("最近3年", "3年"),
    ("侦破21起", "21起"),
    ("突破16项", "16项"),
    ("经过5年", "5年"),
    ("12个上下游企业", "12个"),
    ("总数达40个等级", "40个"),
    ("5升级版", "5"),
    ("300万来自", "300万"),
    ("3两个", "3"),
]


@pytest.mark.parametrize(("text", "span"), GUARDED)
def test_words_that_only_look_like_approximators(text, span):
    (quantity, *_) = found(text)

    assert (quantity.text, quantity.approx) == (span, "")


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("完成2100万元完成4家", ["2100万元", "4家"]),
        ("三次产业比重为8.1：41.6：50.3", ["8.1", "41.6", "50.3"]),
        ("由12个增加到19个", ["12个", "19个"]),
        ("从3%到5%", ["3%", "5%"]),
        ("发放7.5万元、惠及26户63人", ["7.5万元", "26户", "63人"]),
        ("2023年投资6亿元，增长8%", ["6亿元", "8%"]),
        ("5月新增3个", ["3个"]),
        ("亿元以上项目9个", ["9个"]),
        ("5000个亿元以上项目", ["5000个"]),
        ("人数百分之三", ["百分之三"]),
        ("10亿元减至8亿元", ["10亿元", "8亿元"]),
    ],
)
def test_several_quantities_in_order(text, texts):
    assert [quantity.text for quantity in found(text)] == texts


def test_offsets_are_code_points_of_the_text():
    text = "𠮷\r\n（一）建成５个，投资1,200万元"
    spans = [text[slice(*quantity.span)] for quantity in found(text)]

    assert spans == ["５个", "1,200万元"]
    assert [quantity.text for quantity in found(text)] == spans


def test_masked_text_has_no_quantities():
    assert quantities(Document("投资3亿元", masked=[(2, 6)])) == ()


@given(
    st.integers(0, 10**9),
    st.integers(0, 3),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["元", "亩", "公里", "吨", "户", "人次", "%", "个百分点", "美元"]),
)
def test_a_number_with_a_unit_reads_as_itself(number, decimals, times, unit):
    digits = str(number).zfill(decimals + 1)
    printed = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    value = F(printed)
    quantity = whole(printed + times + unit)

    assert quantity is not None
    factor = {"": 1, "万": 10**4, "亿": 10**8}[times] * UNITS[unit].factor
    assert quantity.value == value * factor
    assert quantity.ulp == factor * F(1, 10**decimals)
    assert quantity.unit == times + unit


@given(st.integers(2, 10**8), st.sampled_from(["元", "个", "公里"]))
def test_a_spelled_number_with_a_unit_reads_as_itself(number, unit):
    spelled = in_chinese(number)
    quantity = whole(spelled.replace("二", "两") + unit if spelled == "二" else spelled + unit)

    assert quantity is not None
    assert quantity.spelled
    assert quantity.value == number * UNITS[unit].factor


@given(
    st.text(
        st.sampled_from("0123456789.，-%一二三十百千万亿点两半几数多余近约超上至个元年月户成番分之倍 “\n"),
        max_size=25,
    )
)
@example("-几亿%")
def test_any_text_gives_quantities_in_order_within_it(text):
    end = 0
    for quantity in found(text):
        assert end <= quantity.span.start <= quantity.core.start < quantity.core.end <= quantity.span.end
        assert quantity.text == text[slice(*quantity.span)]
        for low, high in (quantity.narrow, quantity.wide):
            assert low is None or high is None or low <= high
        end = quantity.span.end
    assert end <= len(text)


needs_cases = needs("specs")


def spec(*path):
    return json.loads(SHARED.joinpath("specs", *path).read_text(encoding="utf-8-sig"), parse_float=str)


def within(bound, narrow, wide, sign):
    """Whether a bound (None: not stated) lies between the narrow and the wide one."""
    if bound is None:
        return True
    return narrow is not None and wide is not None and sign * wide <= sign * bound <= sign * narrow


@needs_cases
def test_the_panel():
    """Values, units and approximations; bounds, where stated, lie between the narrow and the wide ones."""
    wrong = []
    cases = spec("panel_quantities.json")
    for case in cases:
        measured = found(case["text"])
        if len(measured) != 1:
            wrong.append(case["text"])
            continue
        (quantity,) = measured
        plain = quantity.base if quantity.dimension in ("percent", "doubling") else quantity.measure.name
        factor = 1 if plain == quantity.base else quantity.measure.factor
        low, high = (None if case[end] is None else F(case[end]) * factor for end in ("lo", "hi"))
        if not (
            float(quantity.value / factor) == pytest.approx(float(case["value"]), rel=1e-12)
            and (plain, quantity.approx)
            == ("平方米" if case["unit"] == "平方" else case["unit"], case["approx"])
            and within(low, quantity.narrow.lo, quantity.wide.lo, 1)
            and within(high, quantity.narrow.hi, quantity.wide.hi, -1)
        ):
            wrong.append(case["text"])

    assert (len(cases), wrong) == (50, [])


_KINDS = {"": "accurate", "near": "blur-", "lt": "blur-", "le": "blur-", "gt": "blur+", "ge": "blur+"}


@needs_cases
def test_the_amounts_of_jionlp():
    wrong = []
    cases = spec("jionlp.json")["test_money_parser"]
    for text, expected in cases:
        quantity = whole(text.strip().removeprefix("从").removeprefix("由"))
        numbers = [F(number) for number in [expected["num"]] if isinstance(number, str)]
        currency = quantity and (quantity.base or "元")
        kind = quantity and _KINDS.get(quantity.approx, "blur")
        if quantity is None or (currency, kind) != (expected["case"], expected["definition"]):
            wrong.append(text)
        elif numbers:  # printed with two decimals
            if abs(quantity.value - numbers[0]) > F(1, 200):
                wrong.append(text)
        elif list(quantity.wide) != [F(number) for number in expected["num"]]:
            wrong.append(text)

    assert len(cases) == 54
    assert len(wrong) <= 4, wrong


@needs_cases
def test_the_yuan_of_recognizers_text():
    total, wrong = 0, []
    for case in spec("recognizers-text", "NumberWithUnit", "Chinese", "CurrencyModel.json"):
        expected = [
            (result["Start"], result["End"], F(result["Resolution"]["value"]))
            for result in case["Results"]
            # a currency without a number is none for us
            if result["Resolution"].get("isoCurrency") == "CNY" and result["Resolution"]["value"]
        ]
        measured = [
            (quantity.core.start, quantity.core.end - 1, quantity.value)
            for quantity in found(case["Input"])
            if quantity.base == "元"
        ]
        if expected:
            total += 1
            if measured != expected:
                wrong.append(case["Input"])

    assert total == 14
    assert wrong == []


_UNITS = {
    "Mu": "亩",
    "Kilogram": "公斤",
    "Gram": "克",
    "Microgram": "微克",
    "Ton": "吨",
    "Jin": "斤",
    "Liang": "两",
    "Kilometer": "公里",
    "Meter": "米",
    "Centimeter": "厘米",
}


@needs_cases
def test_area_length_and_mass_of_recognizers_text():
    total, wrong = 0, []
    for case in spec("recognizers-text", "NumberWithUnit", "Chinese", "DimensionModel.json"):
        expected = [
            (
                result["Start"],
                result["End"],
                F(result["Resolution"]["value"]),
                _UNITS[result["Resolution"]["unit"]],
            )
            for result in case["Results"]
            if result["Resolution"]["unit"] in _UNITS
        ]
        measured = [
            (
                quantity.core.start,
                quantity.core.end - 1,
                quantity.value / quantity.measure.factor,
                quantity.measure.name,
            )
            for quantity in found(case["Input"])
            if quantity.dimension in ("area", "length", "mass")
        ]
        if expected:
            total += 1
            if measured != expected:
                wrong.append(case["Input"])

    assert total == 24
    assert wrong == []


@pytest.mark.parametrize("head", ["三多", "三个", "3个", "三点五", "三亿几"])
def test_signs_of_magnitude_without_end_are_no_number(head):
    for quantity in found(f"合同总价{head}{'亿' * 700}元，已拨付1亿元。"):
        assert (quantity.narrow[0] or 0) < 10**40
