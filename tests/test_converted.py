"""Files that LibreOffice converts: how they are known, what is refused by name, what comes of them."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from word_files import p, r, table, unzipped, word

from govlint.readers import ReadOnlyError, UnreadableError, converted, read_bytes, recognise, rewritten

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MIMETYPE = "application/vnd.oasis.opendocument.text"
RTF = rb"{\rtf1\ansi\ansicpg936 \'d7\'bc\'ca\'d8}"


def ole(*streams: str, word: bytes = b"\xec\xa5\xc1\0" + bytes(508)) -> bytes:
    """Just enough of an OLE file: a header, the Word stream, a sector of the directory."""
    entries = b""
    for name in ("Root Entry", *streams):
        stored = name.encode("utf-16-le") + b"\0\0"
        entries += stored.ljust(64, b"\0") + len(stored).to_bytes(2, "little") + bytes(62)
    return b"\xd0\xcf\x11\xe0".ljust(512, b"\0") + word + entries


def text_with(content: bytes) -> bytes:
    """A sector in which bytes begin at an odd place, as in the text of a file."""
    return (bytes(3) + content).ljust(512, b"\0")


def paper(*paragraphs: str) -> bytes:
    return word("".join(p(r(paragraph)) for paragraph in paragraphs))


def odt(manifest: str = "<manifest/>") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("mimetype", MIMETYPE)
        package.writestr("META-INF/manifest.xml", manifest)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "path", "module"),
    [
        (ole("WordDocument"), "a", "converted"),
        (ole("WordDocument"), "a.docx", "converted"),
        (ole("EncryptedPackage"), "a.docx", "docx"),
        (odt(), "a.docx", "converted"),
        (RTF, "a.doc", "converted"),
        (b"PK\x03\x04", "a.odt", "docx"),
        (b"", "a.WPS", "converted"),
        (b"<html><p>x", "a.doc", "html"),
    ],
)
def test_they_are_known_by_content(data, path, module):
    assert recognise(path, data).module == module


LOCKED = b"\xec\xa5\xc1\0".ljust(11, b"\0") + b"\x01" + bytes(500)


@pytest.mark.parametrize(
    ("data", "path", "reason"),
    [
        (ole("WordDocument", word=LOCKED), "a.doc", "有打开密码"),
        # In the text of a table the name of another stream, in that of a paper the number it begins with.
        (ole("Workbook", word=text_with(ole("WordDocument", word=b"")[640:])), "a.xls", "是 Excel 表格"),
        (ole("WordDocument", word=text_with(LOCKED[:2]) + LOCKED), "a.doc", "有打开密码"),
        (odt("<x encryption-data=''/>"), "a.odt", "有打开密码"),
        (odt()[:-30], "a.odt", "ODT 文件已损坏"),
        (ole("Workbook"), "a.xls", "是 Excel 表格"),
        (ole("Book"), "a.doc", "是 Excel 表格"),
        (ole("PowerPoint Document"), "a", "是 PowerPoint 演示文稿"),
        (ole("MatOST"), "a.wps", "是微软 Works 的 .wps"),
        (b"\x01\xfe\x32\x00", "a.wps", "是微软 Works 的 .wps"),
        (ole("Other"), "a.doc", "不是 Word 或 WPS 文字稿，或已损坏"),
        (ole("xWordDocument"), "a.doc", "不是 Word 或 WPS 文字稿，或已损坏"),
        (b"", "a.doc", "是空文件"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "a.doc", "是 Word 的 XML 文件"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a.doc", "单个文件网页，请用 Word"),
        ("全县".encode(), "a.doc", "如果是纯文本，请把后缀改为 .txt"),
    ],
)
def test_what_cannot_be_read_is_named(data, path, reason, monkeypatch):
    monkeypatch.setenv("GOVLINT_SOFFICE", "/没有/soffice")  # of which it would be said that it does not run

    with pytest.raises(UnreadableError, match=reason):
        read_bytes(data, path)


def test_without_libreoffice_the_way_out_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("GOVLINT_SOFFICE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(converted, "_INSTALLED", (str(tmp_path / "*" / "soffice"),))

    with pytest.raises(UnreadableError, match=r"需要 LibreOffice 才能读 .*apt install.*另存为 \.docx"):
        read_bytes(RTF, "a.rtf")


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Puts a program in LibreOffice's place and returns its path: office(body), the draft and the folder for
    the result given as `draft` and `out`.
    """

    def put(body: str) -> Path:
        program = tmp_path / "libreoffice7" / "soffice"
        program.parent.mkdir()
        program.write_text(
            f"#!{sys.executable}\nimport pathlib, subprocess, sys, time\n"
            "out, draft = map(pathlib.Path, sys.argv[-2:])\n" + body,
            encoding="utf-8",
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("GOVLINT_SOFFICE", str(program))
        return program

    return put


posix = pytest.mark.skipif(os.name == "nt", reason="代替 LibreOffice 的是带 #! 的脚本")


@posix
def test_what_libreoffice_makes_is_read(office, tmp_path):
    (tmp_path / "made.docx").write_bytes(paper("督促企业准守法规。"))
    office(
        "assert draft.name == 'draft.rtf' and draft.read_bytes().startswith(b'{')\n"
        "assert any(option.startswith('-env:UserInstallation=file:///') for option in sys.argv)\n"
        f"out.mkdir()\n(out / 'draft.docx').write_bytes(open({str(tmp_path / 'made.docx')!r}, 'rb').read())"
    )

    source = read_bytes(RTF, "a.rtf")

    assert source.document.text.strip() == "督促企业准守法规。"
    assert source.data == RTF
    assert source.origin.place(0) == "段落 1"
    with pytest.raises(ReadOnlyError, match="只能检查，不能直接修改"):
        rewritten(source, [])


@posix
def test_the_reviewed_copy_is_the_draft_as_libreoffice_makes_it(govlint, write, office, tmp_path):
    header = {"section": '<w:headerReference r:id="header1"/>', "header1": p("内部资料")}
    draft = word(p(r("督促企业准守法规。", "<w:b/>")) + table(("甲镇", "12")), **header)
    (tmp_path / "made.docx").write_bytes(draft)
    program = office(
        f"out.mkdir()\n(out / 'draft.docx').write_bytes(open({str(tmp_path / 'made.docx')!r}, 'rb').read())"
    )
    write("a.rtf", RTF)
    reviewing = ("check", "--isolated", "--track-changes", "-o", "b.docx", "a.rtf")

    outcome = govlint(*reviewing, env={"GOVLINT_SOFFICE": str(program)})

    assert outcome.out == (
        "已写入 b.docx：批注 1 处，1 处已改成修订\n"
        "b.docx: 说明 批注加在 LibreOffice 由原稿转成的 .docx 上，版式可能与原稿略有出入\n"
    )
    parts, before = unzipped((tmp_path / "b.docx").read_bytes()), unzipped(draft)
    body = parts["word/document.xml"].decode()
    assert parts["word/header1.xml"] == before["word/header1.xml"]
    assert (body.count("<w:tbl>"), body.count("<w:p>"), "<w:b/>" in body) == (1, 3, True)
    assert "<w:commentRangeStart" in body
    assert read_bytes((tmp_path / "b.docx").read_bytes(), "b.docx").document.text == (
        "督促企业遵守法规。\n甲镇|12|\n内部资料"
    )


@posix
@pytest.mark.parametrize("where", ["named", "on the path", "installed"])
def test_libreoffice_is_looked_for_where_it_may_be(office, tmp_path, monkeypatch, where):
    (tmp_path / "made.docx").write_bytes(paper("甲"))
    program = office(f"out.mkdir()\n(out / 'draft.docx').symlink_to({str(tmp_path / 'made.docx')!r})")
    usual = str(tmp_path / "libreoffice*" / "soffice")
    monkeypatch.setattr(converted, "_INSTALLED", (usual,) if where == "installed" else ())
    monkeypatch.setenv("PATH", str(program.parent) if where == "on the path" else "")
    if where != "named":
        monkeypatch.delenv("GOVLINT_SOFFICE")

    assert read_bytes(RTF, "a.rtf").document.text.strip() == "甲"


@posix
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("sys.exit(1)", "LibreOffice 打不开，文件可能已损坏或有密码"),
        ("out.mkdir()\n(out / 'draft.docx').write_bytes(b'PK')", "LibreOffice 转换出来的 .docx 读不了"),
    ],
)
def test_failures_of_libreoffice_are_named(office, body, reason):
    office(body)

    with pytest.raises(UnreadableError, match=reason):
        read_bytes(RTF, "a.rtf")


@posix
def test_libreoffice_is_stopped_with_all_it_started(office, tmp_path, monkeypatch):
    mark = tmp_path / "still-running"
    child = f"import time; time.sleep(2); open({str(mark)!r}, 'w')"
    office(f"subprocess.run([sys.executable, '-c', {child!r}])")
    monkeypatch.setattr(converted, "TIME_LIMIT", 1)

    with pytest.raises(UnreadableError, match="用了 1 秒还没有转换完，已停止"):
        read_bytes(RTF, "a.rtf")

    subprocess.run([sys.executable, "-c", "import time; time.sleep(1.5)"], check=True)
    assert not mark.exists()


def test_a_program_that_does_not_run_is_named(monkeypatch):
    monkeypatch.setenv("GOVLINT_SOFFICE", "/没有/soffice")

    with pytest.raises(UnreadableError, match="运行不了 LibreOffice（/没有/soffice）"):
        read_bytes(RTF, "a.rtf")


@pytest.mark.skipif(OFFICE is None, reason="没有 LibreOffice")
def test_real_files_read_as_the_docx_does(govlint, write, tmp_path):
    write("a.docx", paper("青溪镇2024年工作总结", "督促企业准守安全生产法规，全年完成投资XX万元。"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for suffix in ("doc", "odt", "rtf"):
        command = [OFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", tmp_path, "a.docx"]
        subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=True)
    os.rename(tmp_path / "a.doc", tmp_path / "a.wps")

    found = [
        govlint("check", "--isolated", "--output-format", "json", f"a.{suffix}").found
        for suffix in ("docx", "wps", "odt", "rtf")
    ]

    assert found == [[("TY001", "准守"), ("PH001", "XX")]] * 4


@posix
@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_of_a_file_that_cannot_be_changed_it_is_said_what_to_do_instead(
    govlint, write, office, tmp_path, option
):
    (tmp_path / "made.docx").write_bytes(paper("督促企业准守法规。"))
    program = office(
        f"out.mkdir()\n(out / 'draft.docx').write_bytes(open({str(tmp_path / 'made.docx')!r}, 'rb').read())"
    )
    write("a.rtf", RTF)

    outcome = govlint("check", "--isolated", option, "a.rtf", env={"GOVLINT_SOFFICE": str(program)})
    said = outcome.out + outcome.err

    assert "可用 -o 审校.docx --track-changes 写成修订，或另存为 .docx 再改" in said
    assert "有 1 个文件不能直接修改，见上\n" in said
    assert "没有可以自动修改的地方" not in said
    assert (tmp_path / "a.rtf").read_bytes() == RTF
