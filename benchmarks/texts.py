"""The texts that the benchmarks check: made of the drafts in examples/, their lines shuffled with a seed."""

from __future__ import annotations

import random
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOUND = "规范的工作总结.txt"  # the one of the drafts without a fault
NAMES = "清水柳河东山临江永安长宁北桥石门新田"


def text_of(size: int, seed: int = 1) -> str:
    """About `size` bytes of UTF-8 in paragraphs: sound ones, and one in thirty from a faulty draft."""
    chance = random.Random(seed)
    drafts = {
        path.name: path.read_text(encoding="utf-8").splitlines() for path in (ROOT / "examples").glob("*.txt")
    }
    sound = [line for line in drafts.pop(SOUND) if line]
    faulty = [line for lines in drafts.values() for line in lines if line]
    lines, length = [], 0
    while length < size:
        line = chance.choice(faulty if chance.random() < 0.03 else sound)
        # Shuffled headings would all be out of order.
        line = re.sub("^(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）)", "", line)
        # Other figures and another name in each, so that no two lines are the same.
        line = re.sub(r"\d(?![\d.]*[年月日])", lambda _: chance.choice("123456789"), line)
        line = line.replace("云台", chance.choice(NAMES) + chance.choice(NAMES))
        lines.append(line)
        length += len(line.encode()) + 1
    return "\n".join(lines) + "\n"
