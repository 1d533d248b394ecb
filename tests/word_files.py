"""Word files for tests, written part by part."""

from __future__ import annotations

import io
import re
import zipfile

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
W = f"{{{NAMESPACES['w']}}}"
_DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
_ROOTS = {"header": "hdr", "footer": "ftr"}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
SECTION = (
    '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440"'
    ' w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)


def word(body: str, *, section: str = "", files: dict[str, bytes] | None = None, **parts: str) -> bytes:
    """A Word file of a body and of other parts by name (`styles`, `numbering`, `footnotes`, `header1` …),
    each given by what its root holds. The id of the relation to a part is its name. `section` is what the
    last `w:sectPr` holds besides the page, `files` what else lies in the zip.
    """
    types, relations, contents = [], [], {}
    for name, inner in parts.items():
        kind = re.sub(r"\d+$", "", name)
        types.append(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE.format(kind)}"/>')
        relations.append(f'<Relationship Id="{name}" Type="{_RELATION.format(kind)}" Target="{name}.xml"/>')
        root = _ROOTS.get(kind, kind)
        contents[f"word/{name}.xml"] = f"{_HEAD}<w:{root} {_DECLARED}>{inner}</w:{root}>"
    main = f"<w:document {_DECLARED}><w:body>{body}{SECTION.format(section)}</w:body></w:document>"
    entries = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE.format("document.main")}"/>'
        f"{''.join(types)}</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="rId1"'
        f' Type="{_RELATION.format("officeDocument")}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": _HEAD + main,
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">'
        f"{''.join(relations)}</Relationships>",
        **contents,
    }
    return zipped({name: text.encode() for name, text in entries.items()} | (files or {}))


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip of files by name."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in entries.items():
            out.writestr(name, data)
    return result.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files in a zip by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def t(text: str) -> str:
    """A `w:t`."""
    return f'<w:t xml:space="preserve">{text}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{t(text)}</w:r>"


def p(*content: str, properties: str = "") -> str:
    """A paragraph of runs, or of texts."""
    runs = "".join(part if part.startswith("<") else r(part) for part in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def field(code: str, result: str) -> str:
    """A field of three runs with the result shown."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(*paragraphs: str) -> str:
    """A run with a text box, as Word writes it: twice."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="900000"'
        ' cy="300000"/><wp:docPr id="1" name="box"/><a:graphic><a:graphicData'
        f' uri="{NAMESPACES["wps"]}"><wps:wsp><wps:cNvSpPr/><wps:spPr/><wps:txbx>{content}</wps:txbx>'
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def table(*rows: tuple[str, ...]) -> str:
    """A table of rows of cells, each given by its text or by what it holds."""
    width = max(map(len, rows))
    grid = '<w:gridCol w:w="2000"/>' * width
    lines = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    properties = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """A cell; one that is given as such stays as it is."""
    if content.startswith("<w:tc>"):
        return content
    inner = content if content.startswith("<") else p(*([content] if content else []))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def lists(*levels: tuple[str, str], overrides: str = "") -> str:
    """What a numbering part holds: list 1 of levels given by form and text; `overrides` are more lists."""
    described = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for number, (form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{described}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{overrides}'
    )


def item(level: int, text: str, number: int = 1) -> str:
    """A paragraph of a list."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(*([text] if text else []), properties=place)
