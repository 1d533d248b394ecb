"""What the language server is made of: positions, differences, the configuration with one more text."""

from __future__ import annotations

import asyncio
import re
import threading

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from govlint.commands.starter import STARTER
from govlint.document import Span
from govlint.edits import applied
from govlint.readers import read_bytes
from govlint.server import commentable as module
from govlint.server.allowing import AllowError, allow_in_file, with_allowed
from govlint.server.commentable import commentable
from govlint.server.differences import differences
from govlint.server.open_texts import OpenTexts
from govlint.server.positions import Positions

TEXTS = st.text(st.sampled_from("甲乙a𠮷🙂\n\r\u2028\x0c\x85，\ud800"), max_size=40)


@given(TEXTS, st.sampled_from(list(types.PositionEncodingKind)))
def test_a_position_and_back(text, encoding):
    positions = Positions(text, encoding)
    for offset in range(len(text) + 1):
        position = positions.at(offset)
        behind_return = text[offset - 1 : offset + 1] == "\r\n"
        if not behind_return:
            assert positions.offset(position) == offset
        before = text[: offset - behind_return]
        assert position.line == before.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 7), ("utf-16", 3), ("utf-32", 2)])
def test_columns_are_in_the_unit_agreed_on(encoding, column):
    positions = Positions("甲𠮷\n", types.PositionEncodingKind(encoding))

    assert positions.at(2) == types.Position(0, column)
    assert positions.offset(types.Position(0, 99)) == 2
    assert positions.offset(types.Position(9, 0)) == 3
    assert positions.offset(types.Position(0, column - 1)) == 1  # inside 𠮷, or before it


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("甲\r\n  【乙】\t\r\n丙", "  【乙】\t\r\n"),
        ("甲\n【乙】", "【乙】"),
        ("甲【乙】\n", "【乙】"),
        ("甲\n【乙\n丙】\n", "【乙\n丙】"),
    ],
)
def test_a_span_alone_on_its_line_takes_the_line_along(text, whole):
    span = Span(text.index("【"), text.index("】") + 1)
    start, end = Positions(text, types.PositionEncodingKind.Utf16).with_line(span)

    assert text[start:end] == whole


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("a.md", "甲\n乙\\\n`丙\n丁`\n戊  \n<!-- 己\n庚 -->\n|辛|壬|\n|--|--|\n## 癸 ##\n子\n"),
        ("a.html", "<p>甲\n<b\nx>乙</b>\n<b x='\n丙'>丁</b>\n<!-- 戊\n己 -->\n<pre>庚\n辛</pre>\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_comment_is_offered_where_it_is_one_in_a_few_readings(monkeypatch, name, lines, end, start):
    readings = []
    monkeypatch.setattr(module, "read_bytes", lambda *given: readings.append(given) or read_bytes(*given))
    text = start + (lines * 12).replace("\n", end)
    ends = [found.end() for found in re.finditer(r"[^\r\n]+", text)]

    together = commentable(text, name, ends)

    assert len(readings) <= 5
    assert together == [at for at in ends if commentable(text, name, [at])]
    assert 0 < len(together) < len(ends)


@given(TEXTS, TEXTS)
def test_differences_make_one_text_the_other(before, after):
    edits = list(differences(before, after))

    assert applied(before, edits) == after
    assert all(edit.span.start < edit.span.end or edit.text for edit in edits)


def test_only_what_changed_in_a_line_is_edited():
    before = "第一行。\n自觉准守规定，，好。\n第三行。\n"
    (edit,) = differences(before, before.replace("准守", "遵守"))

    assert (edit.span, edit.text) == ((7, 8), "遵")


def test_lines_around_a_deleted_one_are_not_edited():
    before = "第一行。\n打印本页\n第三行。\n\n自觉准守规定。\n"
    after = "第一行。\n第三行。\n\n自觉遵守规定。\n"

    assert list(differences(before, after)) == [((5, 10), ""), ((18, 19), "遵")]


ALLOWING = [
    ("", "allow:\n  - 东河\n"),
    ("ignore: [SY]", "ignore: [SY]\nallow:\n  - 东河\n"),
    ("# 注\nallow: [] # 空\n", "# 注\nallow: [东河] # 空\n"),
    ("allow: [甲, 乙] # 地名\n", "allow: [甲, 乙, 东河] # 地名\n"),
    ("allow: [甲, 乙,]\n", "allow: [甲, 乙, 东河,]\n"),
    ("allow: [\n  甲, # 一\n]\n", "allow: [\n  甲, 东河, # 一\n]\n"),
    ("allow:\n- 甲 # x\n# y\nignore: [SY]\n", "allow:\n- 甲 # x\n- 东河\n# y\nignore: [SY]\n"),
    ("allow:\n    - 甲\n    - 乙", "allow:\n    - 甲\n    - 乙\n    - 东河\n"),
    ("allow:\nignore: [SY]\n", "allow:\n  - 东河\nignore: [SY]\n"),
    ("allow: {TY001: [甲]}\n", 'allow: {TY001: [甲], "*": [东河]}\n'),
    ("allow: {}\n", 'allow: {"*": [东河]}\n'),
    ("allow:\n  # 注\n  TY001: [甲]\n", 'allow:\n  # 注\n  "*": [东河]\n  TY001: [甲]\n'),
    ('allow:\n  "*":\n    - 甲\n  TY001: [x]\n', 'allow:\n  "*":\n    - 甲\n    - 东河\n  TY001: [x]\n'),
    ("allow: # 一\r\n  - 甲\r\nignore: [SY]\r\n", "allow: # 一\r\n  - 甲\r\n  - 东河\r\nignore: [SY]\r\n"),
    ("allow: [东河]\n", "allow: [东河]\n"),
]


@pytest.mark.parametrize(("before", "after"), ALLOWING)
def test_a_text_is_allowed_and_all_else_stays(before, after):
    assert with_allowed(before, "东河") == after


@given(st.text(st.sampled_from("甲a 1:#-'\"\\[]{},&*?|>%@`!~东"), min_size=1, max_size=8))
def test_any_text_can_be_allowed(text):
    once = with_allowed(STARTER, text)

    assert yaml.safe_load(with_allowed(once, "甲乙"))["allow"] == list(dict.fromkeys([text, "甲乙"]))


@pytest.mark.parametrize("broken", ["allow: [", "- 甲\n", "allow: 甲\n", "allow: 3\n", "allow: &a [*a]\n"])
def test_a_configuration_that_cannot_be_understood_is_left_alone(broken):
    with pytest.raises(AllowError):
        with_allowed(broken, "东河")


def test_a_file_keeps_its_mark_and_what_is_no_utf8_is_refused(tmp_path):
    path = tmp_path / ".govlint.yaml"
    path.write_bytes(b"\xef\xbb\xbfallow: []\r\n")
    allow_in_file(str(path), "东河")
    assert path.read_bytes() == b"\xef\xbb\xbfallow: [" + "东河".encode() + b"]\r\n"

    path.write_bytes("allow: [甲]\n".encode("gb18030"))
    with pytest.raises(AllowError, match="UTF-8"):
        allow_in_file(str(path), "东河")
    with pytest.raises(AllowError, match="写不了"):
        allow_in_file(str(tmp_path / "没有" / ".govlint.yaml"), "东河")


@pytest.mark.asyncio
async def test_a_configuration_is_read_anew_only_once_what_is_under_way_is_done():
    open_texts = OpenTexts(lambda opened, outcome: None)
    before, gate = open_texts.session, threading.Event()

    def long() -> object:
        gate.wait(60)
        return open_texts.session

    busy = asyncio.ensure_future(open_texts.apart(long))
    await asyncio.sleep(0)
    open_texts.reload()
    gate.set()

    assert await busy is before
    assert await open_texts.apart(lambda: open_texts.session) is not before
    open_texts.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("opened_again", [False, True])
async def test_who_waits_for_a_check_gets_no_older_one(opened_again):
    open_texts, gate = OpenTexts(lambda opened, outcome: None), threading.Event()
    open_texts.open("file:///a.txt", "/a.txt", 1, "自觉准守村规。\n")
    before = await open_texts.newest("file:///a.txt")
    busy = asyncio.ensure_future(open_texts.apart(lambda: gate.wait(60)))
    open_texts.change("file:///a.txt", 2, "自觉遵守村规。\n")
    asked = asyncio.ensure_future(open_texts.newest("file:///a.txt"))
    await asyncio.sleep(0)
    open_texts.drop("file:///a.txt")
    if opened_again:
        open_texts.open("file:///a.txt", "/a.txt", 1, "自觉遵守村规。\n")
    gate.set()
    after = await asked
    await busy
    open_texts.close()

    assert before is not None
    assert before.diagnostics
    assert after is None if not opened_again else after is not None and not after.diagnostics
