"""Units as reports write them: which dimension they measure and how large they are.

A count has its counter for a base unit (户, 人, 项目 counted by 个), so 户 and 人 never compare.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Unit(NamedTuple):
    """One unit: `factor` base units make one of it. `discrete` ones come whole (户, 件)."""

    name: str
    dimension: str
    base: str
    factor: Fraction
    discrete: bool = False


NUMBER = Unit("", "number", "", Fraction(1))
"""A number without a unit."""

RATIO = Unit("", "ratio", "", Fraction(1))
"""A plain fraction: 三分之二."""

PERCENT = Unit("%", "percent", "%", Fraction(1))
"""A share in hundredths."""

# dimension, base unit: spellings of one unit, its size in base units.
_MEASURES: tuple[tuple[str, str, dict[str, str | int]], ...] = (
    (
        "area",
        "平方米",
        {
            "平方米 平米 平方 ㎡ m² m2": 1,
            "平方公里 平方千米 km² km2 ㎢": 10**6,
            "公顷 hm²": 10**4,
            "亩 市亩 畝": "2000/3",
            "平方分米": "1/100",
            "平方厘米 cm²": "1/10000",
        },
    ),
    (
        "length",
        "米",
        {
            "米 m 延米 延长米 公尺": 1,
            "公里 千米 km KM Km": 1000,
            "里 华里": 500,
            "海里": 1852,
            "分米": "1/10",
            "厘米 公分 cm CM 釐米": "1/100",
            "毫米 mm MM": "1/1000",
            "微米 μm": "1/1000000",
            "纳米 nm": "1/1000000000",
        },
    ),
    (
        "mass",
        "公斤",
        {
            "公斤 千克 kg KG Kg": 1,
            "吨 t": 1000,
            "斤 市斤": "1/2",
            "两": "1/20",
            "公担": 100,
            "担": 50,
            "克 g": "1/1000",
            "毫克 mg": "1/1000000",
            "微克 μg": "1/1000000000",
        },
    ),
    (
        "volume",
        "立方米",
        {
            "立方米 立方 方 m³ m3 ㎥": 1,
            "升 L 公升": "1/1000",
            "毫升 ml mL ML": "1/1000000",
            "立方厘米": "1/1000000",
        },
    ),
    ("energy", "千瓦时", {"千瓦时 千瓦小时 kWh KWH kwh 度电": 1, "兆瓦时 MWh": 1000, "吉瓦时 GWh": 10**6}),
    ("coal", "吨标准煤", {"吨标准煤 吨标煤": 1}),
    ("power", "千瓦", {"千瓦 kW KW kw": 1, "兆瓦 MW": 1000, "吉瓦 GW": 10**6, "瓦 W": "1/1000"}),
    ("voltage", "千伏", {"千伏 kV KV kv": 1, "伏 V": "1/1000"}),
    ("apparent power", "千伏安", {"千伏安 kVA KVA": 1, "兆伏安 MVA": 1000}),
    # Years and days have no common measure; comparing them is for whoever knows the calendar.
    ("time", "年", {"年 周年 个年头": 1, "个月 個月": "1/12", "个季度": "1/4"}),
    (
        "time",
        "天",
        {
            "周 个星期 星期 个礼拜": 7,
            "天 日 昼夜": 1,
            "小时 个小时 h 钟头 个钟头": "1/24",
            "分钟 min": "1/1440",
            "秒 秒钟": "1/86400",
            "毫秒 ms": "1/86400000",
        },
    ),
    ("percent", "%", {"%": 1, "‰": "1/10", "成": 10}),
    ("points", "百分点", {"百分点 个百分点 個百分點 個百分点 百分點": 1, "个千分点 千分点": "1/10"}),
    ("times", "倍", {"倍": 1}),
    ("doubling", "倍", {"番": 1}),
    ("money", "元", {"元 圆 圓 块钱 元钱 塊錢": 1, "角 角钱 毛钱": "1/10"}),
)

CURRENCIES: dict[str, str] = {
    spelling: names.split()[0]
    for names in (
        "元 人民币",
        "美元 美圆 美金",
        "港元 港币 港幣",
        "欧元 歐元",
        "日元 日圆 日币",
        "英镑",
        "韩元 韩币",
        "澳元",
        "加元",
        "新台币 台币",
        "澳门元",
        "卢布",
        "泰铢",
        "瑞士法郎",
        "新加坡元 新元",
        "卢比",
        "奈拉",
    )
    for spelling in names.split()
}
"""Every spelling of a currency -> the name it counts under."""

# What is counted. The first may follow a Chinese numeral; the second form words with one (三村, 两市) and
# count only after Arabic digits; the third do not come whole.
_COUNTERS = (
    "个 個 家 户 戶 人 名 位 口 项 項 件 宗 起 例 次 场 场次 人次 车次 班次 架次 航次 批 批次 频次 列次 "
    "辆次 家次 户次 件次 项次 期次 间次 课次 亩次 剂次 人份 人天 所 座 处 處 间 栋 幢 套 台 臺 辆 艘 架 "
    "部 本 册 份 篇 条 條 只 头 羽 尾 匹 株 棵 支 队 组 对 双 张 块 片 面 盏 根 眼 种 種 类 款 枚 颗 粒 "
    "袋 箱 瓶 桶 笔 单 宗地 班 车位 床位 张床位 标准箱 标箱 大 层 段 场馆 方面 学时 课时"
)
_ARABIC_COUNTERS = (
    "村 行政村 社区 镇 乡 县 区 市 省 国 字 岁 周岁 分 度 网格 病床 页 票 标段 步 轮 门 包 道 把 节 堂 幅 "
    "顶 卷 台套"
)
_UNCOUNTED = frozenset(["岁", "周岁", "分", "度", "步", "摄氏度"])


def _units() -> dict[str, Unit]:
    table = {
        counter: Unit(counter, "count", counter, Fraction(1), counter not in _UNCOUNTED)
        for counter in (*_COUNTERS.split(), *_ARABIC_COUNTERS.split(), "摄氏度")
    }
    for old, new in zip("個戶項處臺條種", "个户项处台条种", strict=True):
        table[old] = table[new]
    for dimension, base, units in _MEASURES:
        for spellings, size in units.items():
            name = spellings.split()[0]
            unit = Unit(name, dimension, base, Fraction(size))
            table.update(dict.fromkeys(spellings.split(), unit))
    table["℃"] = table["摄氏度"]
    table["周年"] = table["周年"]._replace(discrete=True)  # anniversaries come whole: 70周年 is not rounded
    for spelling, currency in CURRENCIES.items():
        table[spelling] = Unit(currency, "money", currency, Fraction(1))
    return table


UNITS = _units()
"""Every spelling -> its unit."""

ARABIC_ONLY = frozenset(_ARABIC_COUNTERS.split()) | {"里", "方", "面", "口", "头", "日", "周", "角", "单"}
"""Units that make words with a Chinese numeral (三里, 八方, 三角, 十二日), so they need Arabic digits."""

NOT_BEFORE: dict[str, str] = {
    "元": "化宵旦旧素件老谋",
    "年": "级轮度华画",
    "天": "然津水气河府山桥门台",
    "周": "边期转密围全知口",
    "分": "别之类布散享级配管工批期步层析钟兵支公",
    "升": "级学至到为幅值",
    "克": "服拉难己",
    "两": "个项会级年岸手新家条名种类地端翼不化",
    "成": "立功果员本为效都就长绩熟品分型年交虫套不",
    "度": "假过",
    "米": "面粮线",
    "方": "案式针法略面向便",
    "里": "面程",
    "个": "税性别体",
    "部": "分门署队长委级属位",
    "家": "庭长属园具政电禽畜教国",
    "户": "籍均外厕口型数",
    "名": "列单义录额誉",
    "处": "理置于罚",
    "所": "有以得需示属谓在",
    "条": "例款约",
    "支": "持出付撑援",
    "起": "来步草到点诉初码义色源航跑降伏重",
    "次": "数序于级年日新要高贷均月",
    "组": "织建成合团长装委",
    "对": "于外口照应标接比象策",
    "双": "方向百创拥减碳随边重语",
    "批": "准复发评示量",
    "套": "餐改",
    "台": "账湾风阶州",
    "张": "家贴力",
    "片": "面段",
    "根": "据本治除植基",
    "眼": "睛前下光界",
    "种": "植养子业苗粮田质",
    "类": "似别型",
    "单": "位一元纯独产",
    "班": "子长",
    "本": "级市县省区地土年届次科着质来身金村镇乡月轮人周领息职位体源色报部",
    "座": "谈落椅",
    "只": "有要能是争剩",
    "头": "部等脑号雁绪",
    "队": "伍员列长友",
    "位": "于列居置次移数",
    "层": "次级面",
    "段": "落",
    "大": "学道力型量棚厅桥厦米豆于小",
    "市": "场民委政区",
    "县": "域委级政",
    "区": "域间块委级",
    "镇": "区江域",
    "乡": "村镇亲贤",
    "村": "民级庄委",
    "省": "级委直",
    "国": "家道际",
    "包": "括含装",
    "轮": "换岗训流",
    "步": "伐行骤",
    "页": "岩",
    "字": "号",
    "日": "均产报",
    "角": "度色落",
    "节": "日目约水能电点气庆后前假俗奏制育余流减支",
    "堂": "食",
    "幅": "度员面射",
    "顶": "层级部天端",
    "卷": "入",
}
"""Unit -> the characters that make another word of it and the next one: 5升级, 12家庭."""

LONGEST = max(map(len, UNITS))
"""Characters of the longest spelling."""

FIRST = frozenset(spelling[0] for spelling in UNITS)
"""The characters that begin a unit."""

BASES = tuple(dict.fromkeys((unit.dimension, unit.base) for unit in (*UNITS.values(), NUMBER, RATIO)))
"""Every dimension with every base unit it is told in; only quantities of one base unit compare."""

DIMENSIONS = tuple(dict.fromkeys(dimension for dimension, _ in BASES))
"""Every dimension a quantity may have."""

COUNTERS = tuple(base for dimension, base in BASES if dimension == "count")
"""Every base unit of counts: 个 户 人 …"""
