"""A Word file as a package: a zip of parts, opened with care, and written back with some parts changed.

A zip may be cut off, locked, or made to burst; XML may be broken or carry entities. Whatever is wrong comes
out as an UnreadableError that names it. Parts that are not changed are written back byte for byte.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from govlint.readers.docx.names import CONTENT_TYPES, RELATIONS, RELATIONSHIPS, STRICT, W
from govlint.readers.others import EMPTY, EXCEL, SLIDES, office_in_zip
from govlint.readers.signatures import OLE
from govlint.readers.source import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_ENTRIES = 10_000
MOST_XML = 64 << 20  # bytes of one part when unpacked; a report of 200 pages has about one million
MOST_UNPACKED = 1 << 30  # bytes of all entries together, pictures among them
MOST_RATIO = 300  # unpacked bytes to packed ones, from 8 MiB on; a table of equal rows reaches about 100
_RATIO_FROM = 8 << 20
_DAMAGED = "Word 文件已损坏（{}），请用 Word 或 WPS 打开，另存后再检查"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises on a file that is none, or no longer whole."""
_CUT_OFF = "是 Word 文件或压缩文件，但已损坏或不完整；请用 Word 或 WPS 打开，另存后再检查，打不开就重新取一份"
_SUFFIX_OF = {
    "wordprocessingml.template": ".dotx",
    "ms-word.document.macroenabled": ".docm",
    "ms-word.template.macroenabled": ".dotm",
}
_OTHERS = (
    ("spreadsheetml", EXCEL),
    ("ms-excel", EXCEL),
    ("presentationml", SLIDES),
    ("ms-powerpoint", SLIDES),
    ("visio", "是 Visio 绘图，不是文稿，请把文字贴进 Word 再检查"),
)


class Relationship(NamedTuple):
    """A part that another part refers to: the id there, the last word of the type, the name in the zip."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a Word file, parsed when first asked for; `changed` names those to write anew."""

    def __init__(self, data: bytes) -> None:
        """Open bytes. Raises UnreadableError unless they are a Word file."""
        self._zip = _opened(data)
        self._names = {_key(name): name for name in self._zip.namelist()}
        self._parsed: dict[str, Element] = {}
        self._added: dict[str, Element] = {}
        self.changed: set[str] = set()
        self.main = self._main_part()
        root = self.part(self.main)
        if root.tag == f"{{{STRICT}}}document":
            raise UnreadableError("是“严格 Open XML”格式，请在 Word 中另存为普通的 .docx 再检查")
        if root.tag != f"{W}document":
            raise UnreadableError(_DAMAGED.format(f"{self.main} 里不是正文"))

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._names or name in self._added

    @property
    def suffix(self) -> str:
        """The suffix that Word opens such a file by: one with macros, or a template, has its own."""
        kind = self._content_type(self.main).lower()
        return next((suffix for mark, suffix in _SUFFIX_OF.items() if mark in kind), ".docx")

    @property
    def signed(self) -> bool:
        """Whether the file bears a digital signature, which any change would break."""
        return any(name.startswith("_xmlsignatures/") for name in self._names)

    @property
    def restricted(self) -> bool:
        """Whether the author restricted editing: to comments, forms, tracked changes or nothing at all."""
        settings = self.first("settings")
        protection = None if settings is None else settings.find(f"{W}documentProtection")
        return protection is not None and protection.get(f"{W}enforcement") in ("1", "true", "on")

    def part(self, name: str) -> Element:
        """The root of an XML part. Raises UnreadableError where it is missing or broken."""
        if name in self._added:
            return self._added[name]
        key = _key(name)
        if key not in self._parsed:
            self._parsed[key] = self._parse(name)
        return self._parsed[key]

    def related(self, name: str, kind: str) -> list[Relationship]:
        """The parts of a kind (`styles`, `footnotes` …) that a part refers to and the package has."""
        return [
            relation
            for relation in self._relations(name)
            if relation.kind == kind and relation.target in self
        ]

    def first(self, kind: str) -> Element | None:
        """The root of the first part of a kind that the main part refers to."""
        found = self.related(self.main, kind)
        return self.part(found[0].target) if found else None

    def add(self, name: str, root: Element, kind: str, content_type: str) -> None:
        """Add an XML part of a kind that the main part refers to from now on."""
        self._added[name] = root
        types = self.part(CONTENT_TYPES)
        override = str(types.tag).replace("Types", "Override")
        etree.SubElement(types, override, PartName=f"/{name}", ContentType=content_type)
        where = _relations_of(self.main)
        if where not in self:
            self._added[where] = etree.Element(
                f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS}
            )
        relations = self.part(where)
        used = {element.get("Id") for element in relations}
        fresh = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
        target = posixpath.relpath(name, posixpath.dirname(self.main) or ".")
        etree.SubElement(
            relations,
            f"{{{RELATIONSHIPS}}}Relationship",
            Id=fresh,
            Type=f"{RELATIONS}/{kind}",
            Target=target,
        )
        self.changed |= {CONTENT_TYPES, where}

    @property
    def remark(self) -> bytes:
        """The comment of the zip, which no program shows and Word drops when it saves the file."""
        return self._zip.comment

    def saved(self, remark: bytes = b"") -> bytes:
        """The package as bytes: changed parts serialised, all others as they came, in their order. `remark`
        becomes the comment of the zip.
        """
        changed = {_key(name) for name in self.changed}
        result = io.BytesIO()
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as out:
            for entry in self._zip.infolist():
                key = _key(entry.filename)
                data = _bytes(self._parsed[key]) if key in changed else self._read(entry)
                out.writestr(copy(entry), data)  # it is changed by being written
            for name, root in self._added.items():
                out.writestr(name, _bytes(root))
            out.comment = remark
        return result.getvalue()

    def _main_part(self) -> str:
        if CONTENT_TYPES not in self:
            if "mimetype" in self:
                raise UnreadableError("是 OpenDocument 文件，请另存为 .docx 再检查")
            raise UnreadableError(self._said() or "是压缩文件，请解压后检查其中的文件")
        mains = [relation.target for relation in self._relations("") if relation.kind == "officeDocument"]
        main = mains[0] if mains else "word/document.xml"
        kind = self._content_type(main)
        for mark, what in _OTHERS:
            if mark in kind:
                raise UnreadableError(what)
        if "wordprocessingml" not in kind and "ms-word" not in kind:
            raise UnreadableError(self._said() or "是压缩文件，其中没有 Word 正文，请解压后检查其中的文件")
        return main

    def _said(self) -> str | None:
        """What to say of the package by the names of its parts, where it is known not to be a draft."""
        return office_in_zip("\n".join(self._zip.namelist()).encode("utf-8", "replace"))

    def _content_type(self, name: str) -> str:
        default = ""
        for element in self.part(CONTENT_TYPES):
            if _key(element.get("PartName", "")) == _key(name):
                return element.get("ContentType", "")
            if name.lower().endswith("." + element.get("Extension", "\0").lower()):
                default = element.get("ContentType", "")
        return default

    def _relations(self, name: str) -> list[Relationship]:
        """What a part refers to inside the package; the empty name is the package itself."""
        where = _relations_of(name)
        if where not in self:
            return []
        found = []
        for element in self.part(where):
            if element.get("TargetMode") != "External":
                target = posixpath.join("/", posixpath.dirname(name), element.get("Target", ""))
                kind = element.get("Type", "").rpartition("/")[2]
                found.append(Relationship(element.get("Id", ""), kind, posixpath.normpath(target).strip("/")))
        return found

    def _parse(self, name: str) -> Element:
        if _key(name) not in self._names:
            raise UnreadableError(_DAMAGED.format(f"缺少 {name}"))
        data = self._read(self._zip.getinfo(self._names[_key(name)]), MOST_XML)
        # Neither entities nor a DTD, neither network nor files: the text is what stands in the part.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableError(_DAMAGED.format(f"{name} 第 {error.lineno} 行不合 XML 格式")) from None
        if root.getroottree().docinfo.doctype:
            raise UnreadableError(_DAMAGED.format(f"{name} 里有不该有的 DTD"))
        return root

    def _read(self, entry: zipfile.ZipInfo, most: int = MOST_UNPACKED) -> bytes:
        if entry.file_size > most:
            raise UnreadableError(f"{entry.filename} 解压后超过 {most >> 20} MB，没有检查")
        try:
            return self._zip.read(entry)
        except _BROKEN:
            raise UnreadableError(_DAMAGED.format(f"{entry.filename} 解压不了")) from None


def _opened(data: bytes) -> zipfile.ZipFile:
    """The zip of bytes, if it is whole, open to all, and of a size to unpack."""
    if data.startswith(OLE):
        raise UnreadableError("有密码保护，请在 Word 中打开，取消密码后再检查")
    if not data:
        raise UnreadableError(EMPTY)
    if not data.startswith(b"PK"):
        raise UnreadableError(
            "后缀是 Word 文件的，内容却不是 Word 文件（改过后缀，或已损坏）；"
            "请改回原来的后缀，或用 Word、WPS 打开另存后再检查"
        )
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        entries = opened.infolist()
    except _BROKEN:
        raise UnreadableError(office_in_zip(data) or _CUT_OFF) from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("有密码保护，请取消密码后再检查")
    names = {_key(entry.filename) for entry in entries}
    if len(names) < len(entries) or any(
        entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries
    ):
        raise UnreadableError(_CUT_OFF)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or (unpacked > _RATIO_FROM and unpacked > MOST_RATIO * packed)
    ):
        raise UnreadableError(f"解压后有 {unpacked >> 20} MB、{len(entries)} 个文件，大得反常，没有检查")
    return opened


def _key(name: str) -> str:
    """The key by which names of parts are compared: in lower case, with forward slashes, none in front."""
    return name.replace("\\", "/").strip("/").lower()


def _relations_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
