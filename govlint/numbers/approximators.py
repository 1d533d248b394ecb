"""Words that make a number rough or a bound: 近, 约, 超过 before it, 以上, 左右 after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govlint.numbers.item import Item
    from govlint.numbers.quantity import Approximation

# Words before a number -> what they make of it; characters before the word that make another word of it.
_BEFORE: dict[str, tuple[Approximation, str]] = {
    "近": ("near", "最临附就邻靠亲远走贴"),
    "将近": ("near", ""),
    "接近": ("near", ""),
    "约": ("about", "节签公合条契预制履违特赴邀简集"),
    "大约": ("about", ""),
    "大概": ("about", ""),
    "约为": ("about", ""),
    "超": ("gt", "赶反高商"),
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
AFTER: dict[str, Approximation] = {
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
_FOR_WHOLE = frozenset("项个条种类大件")


def word_before(text: str, start: int) -> tuple[Approximation, int] | None:
    """The approximator (近, 超过) right before the number at `start`, and the offset where it begins."""
    edge = start - 1 if text[start - 1 : start] == " " else start
    for length in (3, 2, 1):
        found = _BEFORE.get(text[edge - length : edge]) if edge >= length else None
        if found:
            approx, blockers = found
            before = text[edge - length - 1 : edge - length] if edge > length else ""
            return None if before and before in blockers else (approx, edge - length)
    return None


def is_of_size(text: str, word: tuple[Approximation, int], item: Item) -> bool:
    """Whether a word before a number is about its size: 突破12项技术 is not, nor 经过5年."""
    name = text[word[1] : item.start].strip()
    if name in ("过", "上"):
        return item.digits[0] in "半百千万亿"
    if name == "突破":
        return item.measure.name not in _FOR_WHOLE or item.scale != item.measure.factor
    return True
