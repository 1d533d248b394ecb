"""Positions and structure of documents."""

from __future__ import annotations

import pickle
import re
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govlint.document import Document, Span

ODD_TEXT = st.text(
    st.sampled_from(
        "甲乙丙，。：；！？,.;:!?（）()[]|“”　 \t\r\n\x0b\x0c\x1c\x85\u2028\u2029𠮷😀é\u0301aX0９％\ufeff"
    )
)


def lines_by_hand(text):
    return re.split("\r\n|\r|\n", text)


@given(ODD_TEXT)
def test_offsets_and_positions_are_inverse(text):
    document = Document(text)
    for offset in range(len(text) + 1):
        position = document.position(offset)

        assert document.line_starts[position.line - 1] + position.column - 1 == offset
        assert position.offset == offset


@given(ODD_TEXT)
def test_lines_are_those_between_line_ends(text):
    document = Document(text)

    assert [text[line.start : line.end] for line in document.lines] == lines_by_hand(text)
    for line in document.lines:
        assert document.position(line.start)[:2] == (line.row + 1, 1)
        assert document.line_at(line.start) == line


@given(ODD_TEXT, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_views_keep_every_offset(text, places):
    masked = [Span(min(place), min(max(place), len(text))) for place in places if min(place) <= len(text)]
    document = Document(text, masked=masked)

    assert len(document.folded) == len(document.original) == len(text)
    hidden = {offset for start, end in masked for offset in range(start, end)}
    for offset, (char, later) in enumerate(zip(text, f"{text[1:]} ", strict=False)):
        shown = "\n" if char == "\n" or (char == "\r" and later != "\n") else " " if char == "\r" else char
        if offset not in hidden or shown == "\n":
            assert document.original[offset] == shown
        else:
            assert document.original[offset] == "\ufffc"


@given(ODD_TEXT)
def test_pickling_carries_the_text_only(text):
    document = Document(text, masked=[Span(0, min(2, len(text)))])
    assert document.lines is not None

    again = pickle.loads(pickle.dumps(document))

    assert (again.text, again.masked) == (document.text, document.masked)
    assert "lines" not in vars(again)


def test_of_what_is_masked_a_passage_has_what_lies_in_it():
    document = Document("甲。\n乙丙\n丁戊。\n", masked=[Span(1, 5), Span(7, 8)])

    assert [document.passage(row, row + 1).masked for row in range(3)] == [
        (Span(1, 3),),
        (Span(0, 2),),
        (Span(1, 2),),
    ]
    assert document.passage(1, 3).masked == (Span(0, 2), Span(4, 5))


def test_folding_makes_one_width():
    text = "全角：１２．５％，Ａ级；half: 3,600(万元)!　空\u00a0格\r\n"

    assert Document(text).folded == "全角：12.5%，A级；half： 3，600（万元）！ 空 格 \n"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2025年工作总结\n各位领导，同志们：\n全县工作扎实", "title text text"),
        (
            "青溪镇工作总结\n\n今年以来，全镇上下真抓实干。\n一、工作回顾\n（一）抓产业\n",
            "title blank text heading heading blank",
        ),
        ("1.抓投资\n1.5万亩耕地\n①抓落实\n第一部分 回顾", "heading text heading heading"),
        ("甲|乙|丙\n||||\n|\n列一\t列二\t列三", "table table table table"),
        ("发布日期：2024年1月3日\n单位：亿元\n总体要求是：坚持稳中求进。", "field field text"),
        ("今年以来，全镇上下真抓实干。\n加强自身建设\n二、三产业增长5%。", "text text text"),
    ],
)
def test_kinds_of_lines(text, kinds):
    assert " ".join(line.kind for line in Document(text).lines) == kinds


def test_long_lines_are_not_kept():
    tracemalloc.start()
    for number in range(200):
        assert len(Document(f"{number}。" + "今年以来，全镇工作稳步推进。" * 1000).lines) == 1
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 1_000_000
