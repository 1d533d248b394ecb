"""Word segmentation: rjieba and jieba give the same words."""

from __future__ import annotations

import pytest

from govlint import words
from govlint.document import Document, Span

SENTENCES = [
    "引导村民自觉准守村规民约",
    "推进精准守护耕地红线行动",
    "经批准守卫水源地的民兵连",
    "截至目前全镇累计完成固定资产投资四亿元",
    "坚持以人民为中心的发展思想持续增进民生福祉",
    "打造现代农业产业园带动农户稳定增收",
]


def test_rjieba_agrees_with_jieba():
    rjieba = pytest.importorskip("rjieba", reason="本平台没有 rjieba，用 jieba")
    for sentence in SENTENCES:
        assert rjieba.cut(sentence) == words.jieba_cut()(sentence)


@pytest.mark.parametrize(
    ("text", "whole"),
    [(SENTENCES[0], True), (SENTENCES[1], False), (SENTENCES[2], False)],
)
def test_a_word_across_the_edge_is_seen(text, whole):
    start = text.index("准守")

    assert words.is_whole(Document(text), Span(start, start + 2)) is whole
