"""Word 97–2003 files (.doc, WPS's .wps), OpenDocument (.odt) and RTF: LibreOffice makes a .docx of them, and
that is read. Places are those of the .docx, which has the paragraphs and tables of the file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from glob import glob
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from govlint.readers.others import EMPTY, EXCEL, SLIDES
from govlint.readers.signatures import OLE, RTF
from govlint.readers.source import UnreadableError

if TYPE_CHECKING:
    from govlint.readers.source import Source

TIME_LIMIT = 120
"""Seconds LibreOffice may take for one file; a report takes one or two."""

_MISSING = (
    "需要 LibreOffice 才能读 .doc/.wps/.odt/.rtf，"
    "请安装（Debian/Ubuntu: apt install libreoffice-writer-nogui）或另存为 .docx"
)
_OTHERS = (  # streams by which other kinds of OLE files are known
    ("MatOST", "是微软 Works 的 .wps，与 WPS 文字的不是一种格式，请另存为 .docx"),
    ("PowerPoint Document", SLIDES),
    ("Workbook", EXCEL),
    ("Book", EXCEL),
)
# What begins Word files that are text: XML of Word 2003, a package in one XML file, a page in one file.
_AS_TEXT = (b'progid="Word.Document"', b"office/2006/xmlPackage", b"MIME-Version:")
_HEAD = 1000  # bytes in which that stands
_WORKS = (b"\x01\xfe", b"\x02\xfe")  # what Works files without OLE begin with
_WORD_MAGIC = b"\xec\xa5"
_SECTOR = 512  # bytes
_ENTRY = 128  # bytes of a directory entry, the length of its name behind 64 of them
_ENTRY_NAME = 64
_INSTALLED = (  # where LibreOffice is when it is not on PATH
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)


def read(data: bytes, path: str, encoding: str | None) -> Source:
    """The text of a file that LibreOffice can open. Raises UnreadableError."""
    from govlint.readers import docx

    made = as_word(data)
    try:
        source = docx.read(made, path, encoding)
    except UnreadableError as error:
        raise UnreadableError(f"LibreOffice 转换出来的 .docx 读不了：{error}") from None
    return replace(source, data=data)


def as_word(data: bytes) -> bytes:
    """The .docx that LibreOffice makes of a file, given as bytes. Raises UnreadableError."""
    return _converted(data, _suffix(data))


def _suffix(data: bytes) -> str:
    """The suffix of files of this content. Raises UnreadableError where it is none of ours, or locked."""
    if data.startswith(OLE):
        if _has_stream(data, "WordDocument"):
            if _is_locked_doc(data):
                raise UnreadableError("有打开密码，请去掉密码另存后再检查")
            return ".doc"
        for stream, what in _OTHERS:
            if _has_stream(data, stream):
                raise UnreadableError(what)
        raise UnreadableError("不是 Word 或 WPS 文字稿，或已损坏；请用 Word 或 WPS 打开，另存为 .docx 再检查")
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(BytesIO(data)) as package:
                is_locked = b"encryption-data" in package.read("META-INF/manifest.xml")
        except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
            raise UnreadableError("ODT 文件已损坏，请用原软件打开，另存后再检查") from None
        if is_locked:
            raise UnreadableError("有打开密码，请去掉密码另存后再检查")
        return ".odt"
    if data.startswith(RTF):
        return ".rtf"
    if not data:
        raise UnreadableError(EMPTY)
    if data.startswith(_WORKS):
        raise UnreadableError(_OTHERS[0][1])
    if any(mark in data[:_HEAD] for mark in _AS_TEXT):
        raise UnreadableError("是 Word 的 XML 文件或单个文件网页，请用 Word 或 WPS 打开，另存为 .docx 再检查")
    raise UnreadableError("内容不是 Word、WPS、ODT 或 RTF；如果是纯文本，请把后缀改为 .txt")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether an OLE file has a directory entry of a name."""
    stored = name.encode("utf-16-le") + b"\0\0"
    at = data.find(stored)
    while at >= 0:
        length = int.from_bytes(data[at + _ENTRY_NAME : at + _ENTRY_NAME + 2], "little")
        if at % _ENTRY == 0 and length == len(stored):
            return True
        at = data.find(stored, at + 1)
    return False


def _is_locked_doc(data: bytes) -> bool:
    """Whether the header of the Word stream, which begins a sector, has the bit for encryption."""
    at = data.find(_WORD_MAGIC, _SECTOR)
    while at >= 0 and at % _SECTOR:
        at = data.find(_WORD_MAGIC, at + 1)
    return at >= 0 and bool(data[at + 11 : at + 12]) and bool(data[at + 11] & 0x01)


def _converted(data: bytes, suffix: str) -> bytes:
    """The .docx that LibreOffice makes. Raises UnreadableError."""
    program = _program()
    if program is None:
        raise UnreadableError(_MISSING)
    with tempfile.TemporaryDirectory(prefix="govlint-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        draft = folder / f"draft{suffix}"
        draft.write_bytes(data)
        # With a profile of its own it neither waits for nor disturbs one that is open on the desk.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--nodefault", "--nologo", "--convert-to", "docx"]
        _run([program, profile, *options, "--outdir", str(folder / "out"), str(draft)])
        try:
            return (folder / "out" / "draft.docx").read_bytes()
        except OSError:
            raise UnreadableError(
                "LibreOffice 打不开，文件可能已损坏或有密码；请用 Word 或 WPS 打开，另存为 .docx 再检查"
            ) from None


def _program() -> str | None:
    """LibreOffice: what GOVLINT_SOFFICE names, else the one on PATH, else where it is usually installed."""
    if named := os.environ.get("GOVLINT_SOFFICE"):
        return named
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for pattern in _INSTALLED for place in glob(pattern)), None)


def _run(command: list[str]) -> None:
    """Run LibreOffice to its end or the time limit, then with all it started."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        raise UnreadableError(f"运行不了 LibreOffice（{command[0]}）") from None
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"LibreOffice 用了 {TIME_LIMIT} 秒还没有转换完，已停止") from None
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and those it started, if it still runs."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
