"""Makes a new Word file from the lines of a text."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from govlint.readers.docx.editing import UNWRITABLE, write_text
from govlint.readers.docx.names import CONTENT_TYPES, RELATIONS, RELATIONSHIPS, WORD, W

if TYPE_CHECKING:
    from govlint.document import Document

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "settings", "fontTable")
_TYPES = f"""{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
{{}}
</Types>"""
_OVERRIDE = f'<Override PartName="/word/{{0}}.xml" ContentType="{_TYPE}.{{0}}+xml"/>'
_RELATIONS = f"""{_HEAD}<Relationships xmlns="{RELATIONSHIPS}">
{{}}
</Relationships>"""
_RELATION = f'<Relationship Id="{{0}}" Type="{RELATIONS}/{{0}}" Target="{{1}}"/>'
_SETTINGS = f"""{_HEAD}<w:settings xmlns:w="{WORD}"><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat></w:settings>"""
_FONTS = f"""{_HEAD}<w:fonts xmlns:w="{WORD}"><w:font w:name="仿宋"/></w:fonts>"""
_STYLES = f"""{_HEAD}<w:styles xmlns:w="{WORD}">
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/>
<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
</w:styles>"""
_PAGE = f"""<w:sectPr xmlns:w="{WORD}"><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800"
 w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>"""


def blank(document: Document) -> bytes:
    """The bytes of a Word file with a paragraph for each line of a document. Characters that XML does not
    allow become blanks, so offsets in lines stay the same.
    """
    root = etree.Element(f"{W}document", nsmap={"w": WORD})
    body = etree.SubElement(root, f"{W}body")
    for line in document.lines:
        paragraph = etree.SubElement(body, f"{W}p")
        if line.end > line.start:
            text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
            write_text(text, UNWRITABLE.sub(" ", document.text[line.start : line.end]))
    body.append(etree.fromstring(_PAGE))
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(CONTENT_TYPES, _TYPES.format("".join(map(_OVERRIDE.format, _PARTS))))
        out.writestr(
            "_rels/.rels", _RELATIONS.format(_RELATION.format("officeDocument", "word/document.xml"))
        )
        out.writestr("word/document.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
        relations = (_RELATION.format(name, f"{name}.xml") for name in _PARTS)
        out.writestr("word/_rels/document.xml.rels", _RELATIONS.format("".join(relations)))
        for name, content in zip(_PARTS, (_STYLES, _SETTINGS, _FONTS), strict=True):
            out.writestr(f"word/{name}.xml", content)
    return result.getvalue()
