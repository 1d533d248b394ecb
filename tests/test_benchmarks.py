"""What the comparison with other linters counts: planted faults, alarms at their places, what others say."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import ROOT, posix
from faults import PLANTED, Draft, drafts, found, touches
from linters import (
    WORDS,
    read_autocorrect,
    read_codespell,
    read_govlint,
    read_limae,
    read_textlint,
    read_zhlint,
)

from govlint.words.wordlist import WordList


@posix
def test_a_server_that_does_not_start_ends_the_benchmark(tmp_path):
    server = tmp_path / "server"
    server.write_text("#!/bin/sh\nhead -c 20 >/dev/null\nexit 2\n", encoding="utf-8")
    server.chmod(0o755)

    done = subprocess.run(
        [sys.executable, "-c", f"import sys, server; sys.executable = {str(server)!r}; server.Client('.')"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "benchmarks")},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, "the server ended with 2\n")


@pytest.mark.parametrize("kind", PLANTED)
def test_the_drafts_of_a_kind_differ_at_the_places_of_its_faults_only(kind):
    wrong, right = drafts(kind)
    between = [
        [draft.text[end:start] for end, start in zip((0, *ends), (*starts, None), strict=True)]
        for draft in (wrong, right)
        for starts, ends in [zip(*draft.places, strict=True)]
    ]
    inside = [[draft.text[start:end] for start, end in draft.places] for draft in (wrong, right)]

    assert between[0] == between[1]
    assert all(faulty != sound for faulty, sound in zip(*inside, strict=True))
    assert len(inside[0]) == len(PLANTED[kind].strip().splitlines())
    assert not set("〔→〕‹›") & set(wrong.text + right.text)


def test_a_place_is_that_of_the_fault_or_wider():
    typos, sums = drafts("词表里的错字"), drafts("数对不上")

    assert [draft.text[slice(*draft.places[0])] for draft in typos] == ["准守", "遵守"]
    assert [draft.text[slice(*draft.places[1])] for draft in sums] == [
        "86件，已办结71件，剩余25件",
        "86件，已办结71件，剩余15件",
    ]


def test_only_the_typos_of_the_list_are_of_the_list():
    words = WordList(WORDS.read_text(encoding="utf-8")).wrong_forms()
    listed, _ = drafts("词表里的错字")

    assert all(listed.text[start:end] in words for start, end in listed.places)
    assert not any(
        word in drafts(kind)[0].text for kind in PLANTED if kind != "词表里的错字" for word in words
    )


@pytest.mark.parametrize(
    ("alarm", "place", "expected"),
    [
        ((3, 5), (4, 6), True),
        ((3, 5), (5, 6), False),
        ((3, 5), (2, 3), False),
        ((0, 9), (4, 6), True),
        ((4, 4), (4, 6), True),
        ((6, 6), (4, 6), True),
        ((7, 7), (4, 6), False),
        ((3, 5), (5, 5), True),
        ((3, 5), (6, 6), False),
        ((5, 5), (5, 5), True),
    ],
)
def test_an_alarm_is_at_a_place_when_they_share_a_character_or_meet_at_a_point(alarm, place, expected):
    assert touches(alarm, place) is expected


def test_a_fault_is_found_by_alarms_that_its_right_form_does_not_raise():
    wrong = Draft("收入xx万元，自觉准守村规", ((2, 4), (9, 11)))
    right = Draft("收入325万元，自觉遵守村规", ((2, 5), (10, 12)))

    assert found((wrong, [(2, 4), (9, 11)]), (right, [])) == [True, True]
    # Spaces are missed on either side, whatever is there.
    assert found((wrong, [(2, 2), (4, 4)]), (right, [(2, 2), (5, 5)])) == [False, False]
    assert found((wrong, [(2, 2), (4, 4), (2, 4)]), (right, [(2, 2), (5, 5)])) == [True, False]
    assert found((wrong, [(0, 2), (11, 13)]), (right, [])) == [False, False]


# What each says of this text, in the version of linters.py; the rest of it left out.
TEXT = """云台县2024年工作总结

引导村民自觉准守村规民约，推进诚信建设，全年实现地区生产总值186亿元,同比有所增长，主要经济指标稳中向好 teh。
"""
SAID = {
    read_govlint: '{"diagnostics": [{"start": {"offset": 20}, "end": {"offset": 22}}]}',
    read_autocorrect: """
{"count": 1,"messages": [{"filepath":"t.txt","lines":[
{"l":1,"c":1,"new":"云台县 2024 年工作总结","old":"云台县2024年工作总结","severity":1},
{"l":3,"c":1,"new":"……总值 186 亿元，同比……","old":"……总值186亿元,同比……","severity":1}],"error":""}]}
""",
    read_limae: """
t.txt:1: error: [zh-typography-5 no space between CJK and digit] …云台县2024年工作总结…
t.txt:3: error: [zh-typography-1 halfwidth punct next to CJK] …实现地区生产总值186亿元,同比有所增长，主要经济指…
t.txt:3: error: [zh-typography-5 no space between CJK and digit] …设，全年实现地区生产总值186亿元,同比有所增长…

3 error(s), 0 warning(s). --fix auto-fixes most.
""",  # noqa: E501
    read_textlint: """[{"messages":[{"ruleId":"prh","message":"准守 => 遵守","index":20,"line":3,"column":7,
"range":[20,21],"severity":2,"fix":{"range":[20,22],"text":"遵守"}}],"filePath":"t.txt"}]""",
    read_zhlint: """[start] t.txt
t.txt:3:30 - 此处中英文内容之间需要一个空格

民约，推进诚信建设，全年实现地区生产总值186亿元,同比有所增长，主要经济指标稳中向好 teh
　　　　　　　　　　　　　　　　　　　　^

t.txt:3:35 - 此处标点符号需要使用全角
""",
    read_codespell: "t.txt:3: teh ==> the\n",
}
COMMA = TEXT.index(",")
EXPECTED = {
    read_govlint: [(20, 22)],
    read_autocorrect: [(3, 3), (7, 7), (18, 18), (21, 21), (23, 24)],  # the second line is cut
    read_limae: [(0, 12), (COMMA - 1, COMMA + 1), (COMMA - 5, COMMA - 5)],
    read_textlint: [(20, 22)],
    read_zhlint: [(COMMA - 5, COMMA - 5), (COMMA, COMMA)],
    read_codespell: [(TEXT.index("teh"), TEXT.index("teh") + 3)],
}


@pytest.mark.parametrize("read", SAID, ids=lambda read: read.__name__)
def test_where_the_alarms_of_each_linter_are(read):
    assert read(SAID[read], TEXT) == EXPECTED[read]
