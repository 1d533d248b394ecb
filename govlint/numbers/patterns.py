"""The patterns that find numbers in the folded view of a text, and those that look at what is around them."""

from __future__ import annotations

import re

from govlint.matching.pattern import Regex
from govlint.numbers.units import FIRST, UNITS

CHINESE = "零〇○一二三四五六七八九十百千万亿兆两壹贰叁肆伍陆柒捌玖拾佰仟萬億兩廿"
_CN_FIRST = "一二三四五六七八九十两零壹贰叁肆伍陆柒捌玖拾兩廿"
_CN_DIGITS = "零〇○一二三四五六七八九两"
_TO = "[-—–~至到、和]"
_YEAR = r"[12]\d{3}"
_ANY_UNIT = "|".join(map(re.escape, UNITS))
# What looks like a quantity and is none. Only here do patterns see the text around a number, so that
# what follows can take it as it comes. All repetition is bounded or consumes what it has read, so that a
# line of megabytes costs no more than many short ones.
_MASKS = (
    rf"第 ?[\d{CHINESE}]+",
    # dates and times of day
    rf"(?<!\d){_YEAR} ?(?:{_TO} ?(?:{_YEAR}|\d\d) ?)?年",
    rf"(?<!\d)\d\d?(?: ?{_TO} ?\d\d?)? ?月(?![均亮供嫂])(?: ?\d\d?(?: ?{_TO} ?\d\d?)? ?[日号])?",
    rf"(?<!\d)\d\d?(?: ?{_TO} ?\d\d?)? ?日(?![均产处供吨])",
    r"二[〇○零一二三四五六七八九]{3}年|一[八九][〇○零一二三四五六七八九]{2}年",
    rf"(?<!\d){_YEAR}[-/]\d\d?(?:[-/]\d\d?)?(?!\d)",
    r"(?<=[日晨午晚间 -])\d\d?：\d\d：\d\d(?!\d)|(?<![\d：.])(?:[01]?\d|2[0-4])：[0-5]\d(?![\d：.])",
    # years of documents, telephone numbers and other identifiers, versions
    r"(?<=[〔【\[])\d+(?=[〕】\]])",
    r"(?<!\d)(?:0\d{2,3}-\d{7,8}|\d{3,4}-\d{5,}|1[3-9]\d{9})(?!\d)|\d{16,}|(?<!\d)0\d+(?![\d.])",
    rf"\d+(?:\.\d+){{2,}}|\d+·\d+|[{_CN_DIGITS}]{{1,9}}·[{_CN_DIGITS}]{{1,9}}",
    # digits set apart by a damaged copy (1 9 9 8): where one number ends is anyone's guess
    r"(?<![\d.])\d[\d.]*+(?: [\d.]++)+",
    # numbers of things, not of how many
    r"(?<!\d)\d+(?:\.\d+)?(?:[-—–~、和至到]\d+)? ?"
    r"(?:[号级期强时点届代路楼环后版](?!间|台)|星级|季度|年代|国道|省道|县道|乡道|线(?!上))",
    r"(?<!\d)1\d{2,4}(?=(?:政务|市民|服务|便民|投诉|举报|公共)*热线)",
    rf"(?<!\d)12345(?!\d|[.，]\d| ?(?:[余万亿]|{_ANY_UNIT})(?![^，。；\d\n]{{0,10}}(?:热线|平台|工单|电话)))",
    r"(?<=隐藏)\d+(?=字)",
    # 1+3+N, 2×35万千瓦, 1/2/3
    r"(?<![\d.])\d+(?:\+[\dA-Za-z]+)+|(?<!\d)\d+(?:\.\d+)?[×x*]\d+(?:\.\d+)?|\d+(?:/\d+){2,}",
    # list markers
    r"(?<=^ {0,8})\d{1,2}[、.](?!\d)|(?<=[。；：] ?)\d{1,2}[、.](?!\d)|(?<=（)\d{1,2}(?=）)",
)
_ARABIC = (
    r"(?<![\d._])(?:(?<![A-Za-z])|(?<=GDP|CPI|PPI|COD))"
    r"(?P<whole>\d{1,3}(?:，\d{3}){1,5}(?!，?\d)|\d{1,15})(?P<rest>\.\d{1,12})?(?!\d)(?P<mid> ?[余多来])?"
    r"(?P<times> ?(?:[十百千]?[万亿萬億]亿?|个亿(?!元)|千(?![米克瓦伏卡帕焦赫字比])|百(?![分货强])))?"
    r"(?P<post> ?[余多来])?"
)
_UNIT_FIRST = "".join(sorted(FIRST))
# Capital digits are ordinary characters too (大陆, 队伍): the first must be followed by a unit of tens.
_SPELLED = (
    rf"(?![陆伍肆拾](?![佰仟拾万萬亿億元圆]))(?P<run>[{_CN_FIRST}][{CHINESE}]{{0,23}}+"
    rf"(?:点[{_CN_DIGITS}]{{1,12}}+[万亿千百]{{0,3}})?)"
    r"(?P<cmid>(?:[余多来几]|个(?=亿(?!元)))(?P<ctimes>[万亿千百萬億]{0,3}))?"
    rf"(?= ?[{_UNIT_FIRST}余多至到]|$|[^\w])"
)
SCAN = Regex(
    rf"(?=[\d第{_CN_FIRST}半百千万亿佰仟数几])(?:"
    rf"(?P<mask>{'|'.join(_MASKS)})"
    rf"|(?P<share>(?P<below>[百千万佰仟]|[{CHINESE}]{{1,12}}|\d{{1,9}})分之"
    rf"(?P<above>-?\d{{1,12}}(?:\.\d{{1,12}})?|[{CHINESE}]{{1,12}}+(?:[点·][{_CN_DIGITS}]{{1,9}})?))"
    r"|(?P<half>一半|半数|(?<=[过超近])半)(?![径导程山夜])"
    rf"|(?P<several>[数几](?P<order>[十百千万亿]{{1,3}}))(?!计|百|分之)"
    r"|(?<=近|超|过|逾|上|破|约|达)(?P<bare>[百千万亿][万亿]?)"
    r"|(?<![\d._A-Za-z])"
    r"(?P<mixed>\d{1,4} ?(?:亿 ?零? ?(?:\d{1,4}|\d千 ?(?:\d百)?(?:\d十)?) ?万(?:\d{4})?"
    r"|万 ?\d{4}|万零? ?\d{3}(?![万亿千百])|万 ?\d千 ?(?:\d百)?|千 ?\d百)(?![\d.]))"
    r"|(?<![\d/._A-Za-z-])(?P<slash>\d{1,3}/\d{1,3})(?![\d/.A-Za-z-])"
    rf"|(?P<arabic>{_ARABIC})"
    rf"|(?P<spelled>{_SPELLED})"
    r")"
)
SUFFIX = Regex(
    r" ?(?:（含[^）\n]{0,8}）)?(?P<word>及?以[上下]|以内|之内|左右(?!岸|两|手)|上下(?![游级班车联])|有余"
    r"|(?<=[年天月倍时])多(?![种个元]))"
)
TO_SIGN = Regex(r" ?(?:（含）)?(?:--|——|[-~～—–至到]) ?")
COINS = Regex(rf"零?(?P<jiao>[\d{_CN_DIGITS}]{{1,2}})[角毛](?:(?P<fen>[\d{_CN_DIGITS}]{{1,2}})分)?钱?")
PAIR = Regex("(?P<head>.*?)(?P<one>[一二两三四五六七八])(?P<two>[二两三四五六七八九])(?P<tail>[十百千万亿]*)")
CURRENCY_BEFORE = Regex(r"(?:人民币|新?台币|港币|港元|日元|欧元|美元|US\$|[¥$￥]) {0,2}$")
LATIN = Regex("[A-Za-zμ]+[²³23]?")
HAN = Regex(r"\p{Han}")
