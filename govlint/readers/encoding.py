"""Tells the encoding of Chinese text and decodes it, or says why it cannot."""

from __future__ import annotations

import codecs
import sys
from typing import NamedTuple

from govlint.readers.source import ReadOnlyError, UnreadableError
from govlint.reasons import no_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What encodings that would put a mark before a text are without one, as Python has it.
_ORDER = "le" if sys.byteorder == "little" else "be"
_WITHOUT_MARK = {"utf-8": "utf-8", "utf-16": f"utf-16-{_ORDER}", "utf-32": f"utf-32-{_ORDER}"}
_PICTURE = "是图片，图片里的字要先识别（OCR）成文本，再检查"
_KNOWN_FORMATS = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"\x7fELF", "是程序文件，不是文稿"),
    (b"\x1f\x8b", "是压缩文件，请解压后检查其中的文件"),
    (b"PAR1", "是 Parquet 表格文件，不是文稿，请用 govlint scan 检查"),
)
# The commonest characters of running Chinese text, simplified and traditional alike.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)
_BROKEN_UTF8 = "是 UTF-8 文本，但从第 {} 个字节起损坏；请用原软件重新保存"
_BEHIND = 3000  # bytes behind the damage that tell where those before it do not
_ENOUGH = 20  # such characters before their commonness says anything
_CERTAIN = 3  # ideographs in UTF-8 that do not come about in other encodings
_IDEOGRAPHS_TO_CONTROLS = 4  # at least so many to each, or the file is no text


class Decoded(NamedTuple):
    """A text, the encoding it was read in, and the byte order mark before it."""

    text: str
    encoding: str
    bom: bytes = b""

    def encoded(self, text: str) -> bytes:
        """Another text in the same encoding, with the same byte order mark. Raises ReadOnlyError where it has
        a character that the encoding lacks.
        """
        try:
            return self.bom + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            lacking = text[error.start]
            raise ReadOnlyError(
                f"{self.encoding.upper()} 编码里没有“{lacking}”字，请先另存为 UTF-8"
            ) from None


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of bytes in UTF-8, GB18030 (so also GBK and GB2312), UTF-16 or UTF-32, a BOM taken off.

    With `encoding`, that one only. Raises UnreadableError.
    """
    if encoding is not None:
        return _decode_as(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, name)
    for magic, what in _KNOWN_FORMATS:
        if data.startswith(magic):
            raise UnreadableError(what)
    if b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError as error:
            if _is_broken_utf8(data, error.start):
                raise UnreadableError(_BROKEN_UTF8.format(error.start + 1)) from None
            return Decoded(_decode_legacy(data), "gb18030")
    return _decode_utf16(data)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    try:
        family = codecs.lookup(encoding).name.removesuffix("-sig")
        for bom, name in _BOMS:
            if data.startswith(bom) and name.startswith(family):
                return Decoded(data[len(bom) :].decode(name), name, bom)
        exact = _WITHOUT_MARK.get(family, encoding)
        return Decoded(data.decode(exact), exact)
    except LookupError:
        raise UnreadableError(no_encoding(encoding)) from None
    except (UnicodeDecodeError, ValueError):
        raise UnreadableError(f"不是合法的 {encoding.upper()} 文本") from None


def _decode_legacy(data: bytes) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if _reads_as(data, "big5"):
            raise UnreadableError("像是 Big5（繁体）编码，请另存为 UTF-8 再检查") from None
        raise UnreadableError(
            f"不是文本文件，或编码无法识别（第 {error.start + 1} 个字节起既不是 UTF-8 也不是 GB18030）"
        ) from None
    if not _is_text(text):
        raise UnreadableError("是二进制文件，不是文本")
    if _commonness(text) < 0.25:
        if _reads_as(data, "big5"):
            raise UnreadableError("像是 Big5（繁体）编码，请另存为 UTF-8 再检查")
        if _commonness(text) < 0.02:
            raise UnreadableError("不是 UTF-8 文本，按 GB18030 读出的也不像中文；可用 --encoding 指明编码")
    return text


def _is_broken_utf8(data: bytes, at: int) -> bool:
    """Whether bytes that are UTF-8 up to an offset are a text in it that is damaged there. GB18030 may read
    them to the end all the same, or be at odds with them somewhere else.
    """
    if sum(char > "\u2e7f" for char in data[:at].decode("utf-8")) >= _CERTAIN:
        return True
    behind = data[at : at + _BEHIND].decode("utf-8", "replace")
    damaged = behind.count("\ufffd")
    certain = sum(char > "\u2e7f" for char in behind) - damaged
    return certain >= _CERTAIN * damaged


def _decode_utf16(data: bytes) -> Decoded:
    """Decode UTF-16 without a BOM, in the byte order that gives Chinese or ASCII text."""
    if len(data) % 2 == 0:
        for name in ("utf-16-le", "utf-16-be"):
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            if "\0" not in text and (_common_share(text) > 0.25 or _is_plain(text)):
                return Decoded(text, name)
    return _decode_with_nuls(data)


def _decode_with_nuls(data: bytes) -> Decoded:
    """Decode Chinese text with a few NULs in it, as old systems export it."""
    for name in ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _common_share(text) > 0.25 and _is_text(text):
            return Decoded(text, name)
    raise UnreadableError("是二进制文件，不是文本")


def _is_text(text: str) -> bool:
    """Whether control characters that do not belong in a text are few enough for it to be one."""
    controls = sum(char < " " and char not in "\t\n\r\f\v\x1a" for char in text[:20000])
    return not controls or controls * _IDEOGRAPHS_TO_CONTROLS <= len(_ideographs(text))


def _is_plain(text: str) -> bool:
    return text.isascii() and all(char.isprintable() or char in "\t\r\n" for char in text)


def _reads_as(data: bytes, encoding: str) -> bool:
    try:
        return _commonness(data.decode(encoding)) > 0.1
    except UnicodeDecodeError:
        return False


def _commonness(text: str) -> float:
    """The share of common characters; 1 where there are too few characters to tell."""
    return _common_share(text) if len(_ideographs(text)) >= _ENOUGH else 1.0


def _common_share(text: str) -> float:
    """The share of common characters among the ideographs and the like; 0 where there are none."""
    sample = _ideographs(text)
    return sum(char in _COMMON for char in sample) / len(sample) if sample else 0.0


def _ideographs(text: str) -> list[str]:
    return [char for char in text[:20000] if char > "\u30ff" or "\x7f" < char < "\u2000"]
