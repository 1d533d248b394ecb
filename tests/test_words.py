"""Word segmentation agrees with jieba's."""

from __future__ import annotations

import logging
import math
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govlint import words
from govlint.document import Document, Span

SENTENCES = [
    "引导村民自觉准守村规民约",
    "推进精准守护耕地红线行动",
    "经批准守卫水源地的民兵连",
    "截至目前全镇累计完成固定资产投资四亿元",
    "坚持以人民为中心的发展思想持续增进民生福祉",
    "打造现代农业产业园带动农户稳定增收",
    "由于部分项目征地拆迁进度缓慢",
]


@pytest.fixture(scope="module")
def jieba():
    import jieba

    jieba.dt.tmp_dir = os.devnull  # no cache file in the shared temporary folder
    jieba.setLogLevel(logging.CRITICAL)
    jieba.initialize()
    return jieba


def test_the_total_is_that_of_the_dictionary(jieba):
    assert pytest.approx(words._TOTAL) == math.log(jieba.dt.total)
    assert max(map(len, jieba.dt.FREQ)) <= words._LONGEST


def test_words_are_jiebas(jieba):
    for sentence in SENTENCES:
        assert list(words.segment(sentence)) == jieba.lcut(sentence, HMM=False)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from("工作发展中国家人民政府主要领导干部部分由于一个标准守护准则"), min_size=1, max_size=24
    )
)
def test_words_of_any_passage_are_jiebas(jieba, text):
    assert list(words.segment(text)) == jieba.lcut(text, HMM=False)


def test_many_look_ups_read_the_dictionary_whole():
    words.segment.cache_clear()
    words._dictionary.cache_clear()
    cut = [words.segment(sentence[shift:]) for sentence in SENTENCES for shift in range(4)]

    assert words._dictionary()._table is not None
    words.segment.cache_clear()
    words._dictionary.cache_clear()
    assert [words.segment(sentence[shift:]) for sentence in SENTENCES for shift in range(4)] == cut


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("引导村民自觉准守村规民约。", True),
        ("推进精准守护行动", False),
        ("经批准守卫水源地", False),
        ("2024年，准守", True),
    ],
)
def test_a_word_across_the_edge_is_seen(text, whole):
    start = text.index("准守")

    assert words.is_whole(Document(text), Span(start, start + 2)) is whole
