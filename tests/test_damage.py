"""Files damaged at random: read, checked and changed, or refused for a reason, and never anything else."""

from __future__ import annotations

import random
import re

import pytest
from pdf_files import pdf
from word_files import box, cell, field, item, lists, p, r, table, unzipped, word, zipped

from govlint.readers import UnreadableError, read_bytes
from govlint.reporters.docx import annotated
from govlint.runner import Session, Settings

CASES = 120  # of each kind
LINE = "全镇自觉准守村规民约，，办结率93.6 %，投资XX万元。"
DOCUMENT = word(
    p(r("全镇自觉准"), r("守村规民约，，", "<w:b/>"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    + item(0, "主要工作")
    + item(1, "办结率93.6 %。")
    + table(("指标", "数值"), ("投资XX万元", cell(p(LINE), '<w:gridSpan w:val="2"/>')))
    + p(field("PAGE", "3"), box(p(LINE)))
    + f"<w:sdt><w:sdtContent>{p('增长，，')}</w:sdtContent></w:sdt>"
    + '<w:p><w:ins w:id="1" w:author="甲"><w:r><w:t>准守</w:t></w:r></w:ins><w:commentRangeStart w:id="0"/>'
    + '<w:r><w:t>，，</w:t></w:r><w:commentRangeEnd w:id="0"/></w:p>',
    section='<w:headerReference w:type="default" r:id="header1"/>',
    numbering=lists(("chineseCounting", "%1、"), ("chineseCounting", "（%2）")),
    styles='<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>',
    footnotes=f'<w:footnote w:id="2">{p(LINE)}</w:footnote>',
    header1=p("截止今年底"),
    comments=f'<w:comment w:id="0">{p("govlint: 忽略 PU001")}</w:comment>',
)
PAGE = f"""<!DOCTYPE html><head><meta charset="gb18030"><title>总结</title>
<script>var a = "<p>";</script></head>
<body><!-- govlint-disable-next-line PU001 --><p>{LINE}<p>截<b>止</b>今年&#24213;，93.6&nbsp;%
<table><tr><td>指标<td>XX亿元<td>5.6 %</table><div style="display:none">，，</div><textarea>准守</textarea>"""
NOTES = f"---\ntitle: XX\n---\n# 总结\n\n- {LINE}\n\n```\nXX\n```\n[办法](a.cn/XX) <b>准守</b> `XX`\n"
FILES = {
    "a.docx": DOCUMENT,
    "a.html": PAGE.encode("gb18030"),
    "a.md": NOTES.encode(),
    "a.txt": f"总结\r\n{LINE}\r\n".encode("utf-16"),
    "b.txt": LINE.encode("gb18030"),
    "a.pdf": pdf([(72, 100 + 30 * row, LINE) for row in range(3)]),
}
BITS = [
    b"\0",
    b"\r",
    b"\xff\xfe",
    b"\xf0\x9f",
    b"<!--",
    b"&#0;",
    b"&#x110000;",
    b"<table>",
    b"]]>",
    b"PK\3\4",
]
VALUES = [b"", b"-1", b"99999999999999999999", b"1.5", b"%9%0%", "三".encode(), "²".encode(), b"../../a"]
NAMES = [b"w:p", b"w:r", b"w:t", b"w:tc", b"w:tr", b"w:tbl", b"w:ins", b"w:del", b"w:sdt", b"w:fldChar"]


def broken(data: bytes, chance: random.Random) -> bytes:
    """Bytes with some lost, changed, repeated or put in."""
    for _ in range(chance.choice([1, 2, 8])):
        at = chance.randrange(len(data) + 1)
        to = at + chance.choice([0, 1, 2, 50])
        new = chance.choice([b"", data[at:to] * 2, chance.randbytes(2), chance.choice(BITS)])
        data = data[:at] if chance.random() < 0.1 else data[:at] + new + data[to:]
    return data


def disordered(data: bytes, chance: random.Random) -> bytes:
    """A Word file with tags of one part lost, renamed, repeated or moved, or with odd values in them."""
    parts = unzipped(data)
    name = chance.choice(["word/document.xml", *parts])
    xml = parts[name]
    for _ in range(chance.choice([1, 2, 4])):
        tags = list(re.finditer(rb"<[^<>?]+>", xml))
        if not tags:
            break
        tag, other = chance.choice(tags), chance.choice(tags)
        kind = re.match(rb"</?([\w:]+)", tag[0])
        end = xml.find(b"</" + kind[1] + b">", tag.end()) if kind and not tag[0].endswith(b"/>") else -1
        stop = xml.find(b">", end) + 1 if end >= 0 else tag.end()
        element = xml[tag.start() : stop]
        match chance.randrange(5):
            case 0:
                xml = xml[: tag.start()] + xml[stop:]
            case 1:
                xml = xml[: other.end()] + element + xml[other.end() :]
            case 2:
                value = chance.choice(VALUES)
                xml = xml[: tag.start()] + re.sub(rb'"[^"]*"', b'"%b"' % value, tag[0]) + xml[tag.end() :]
            case 3 if kind:
                xml = re.sub(rb"(?<=[</])%b(?=[\s/>])" % re.escape(kind[1]), chance.choice(NAMES), xml)
            case _:
                xml = xml[: tag.start()] + xml[tag.end() :]
    parts[name] = xml
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    return zipped(parts)


@pytest.mark.parametrize("name", ["parts of a.docx", *FILES])
def test_damaged_files_are_refused_for_a_reason_or_read_checked_and_changed(name):
    if name == "a.pdf":
        pytest.importorskip("pypdfium2")
    damage = disordered if name.startswith("parts") else broken
    path = name.split()[-1]
    chance = random.Random(name)
    session = Session(Settings(isolated=True))
    read = 0
    for _ in range(CASES):
        data = damage(FILES[path], chance)
        try:
            source = read_bytes(data, path)
        except UnreadableError as error:
            assert str(error)
            continue
        read += 1
        report = session.check_bytes(data, path)
        fixed = session.fix_bytes(data, path)
        assert (source.data, report.problem, fixed.problem) == (data, None, None)
        assert report.document is not None
        assert report.document.text == source.document.text
        if fixed.rewriting is not None and fixed.rewriting.after != data:
            again = read_bytes(fixed.rewriting.after, path)
            assert fixed.fixed
            assert again.document.text == fixed.document.text
        if path == "a.docx":
            try:
                made = annotated(data, report, {}, track_changes=chance.random() < 0.5)
            except UnreadableError:
                continue  # a part that only writing asks for
            read_bytes(made.data, path)
    assert 0 < read < CASES
