"""PDF files for tests, written line by line."""

from __future__ import annotations

from math import cos, radians, sin, tan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container

WIDTH, HEIGHT = 595, 842  # points
_PICTURE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID . EI Q"


def pdf(
    *pages: list[tuple[Any, ...]],
    size: float = 16,
    locked: bool = False,
    rotate: int = 0,
    corner: tuple[int, int] = (0, 0),
    boxes: str = "/MediaBox[{} {} {} {}]",
    pictured: Container[int] = (),
) -> bytes:
    """A file of pages, each given by its lines: points from the left, points from the top, the text, and
    their size where it is not `size`, by how many degrees they are turned counterclockwise, and by how many
    their uprights lean like those of an italic. Viewers turn pages clockwise by `rotate` degrees.

    `corner` is where the lower left corner of the pages lies, `boxes` what tells their edges. The pages
    `pictured` (1-based) have a picture behind their lines.

    Chinese characters are their size wide, others half of it. The fonts are not in the file: where the
    machine has others but no Chinese one, PDFium passes by a Chinese character drawn by itself.
    """
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]/FontDescriptor 5 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 80>>",
    ]
    for number, lines in enumerate(pages):
        left, bottom = corner
        edges = boxes.format(left, bottom, left + WIDTH, bottom + HEIGHT)
        shown = "\n".join(
            f"/F {own[0] if own else size} Tf {_turned(*own[1:])} {left + x} {bottom + HEIGHT - y} Tm "
            f"<{text.encode('utf-16-be').hex()}> Tj"
            for x, y, text, *own in lines
        )
        picture = _PICTURE if number + 1 in pictured else ""
        content = f"{picture}BT\n{shown}\nET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R{edges}/Rotate {rotate}"
            f"/Contents {7 + 2 * number} 0 R/Resources<</Font<</F 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    data, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    word = f"<{'00' * 32}>"
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O{word}/U{word}>>/ID[<00><00>]" if locked else ""
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{lock}>>\nstartxref\n{len(data)}\n%%EOF"
    return f"{data}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _turned(degrees: float = 0, lean: float = 0) -> str:
    """The first four numbers of a text matrix."""
    along, up, over = cos(radians(degrees)), sin(radians(degrees)), tan(radians(lean))
    return f"{along:.6f} {up:.6f} {over * along - up:.6f} {over * up + along:.6f}"


def sideways(
    page: list[tuple[Any, ...]], degrees: int, size: float = 16
) -> list[tuple[float, float, str, float, float]]:
    """The lines of a page that is wider than high, turned by 90 or 270 degrees."""
    return [
        (y, HEIGHT - x, text, size, degrees) if degrees == 90 else (WIDTH - y, x, text, size, degrees)
        for x, y, text in page
    ]


def typeset(*paragraphs: str, across: int = 25, down: int = 20) -> list[list[tuple[float, float, str]]]:
    """Pages of paragraphs, first lines indented by two characters, with a running head and a page number."""
    lines = []
    for paragraph in paragraphs:
        text = "　　" + paragraph
        while text:
            end, width = 0, 0.0
            while end < len(text) and width < across:
                width += 0.5 if text[end].isascii() else 1
                end += 1
            while end < len(text) and (
                text[end] in "，。；：”"
                or (text[end - 1 : end + 1].isalnum() and text[end - 1 : end + 1].isascii())
            ):
                end -= 1
            lines.append(text[:end])
            text = text[end:]
    pages = []
    for number, start in enumerate(range(0, len(lines), down), 1):
        body = [
            (90 + 16 * (len(line) - len(line.lstrip("　"))), 120 + 28 * row, line.lstrip("　"))
            for row, line in enumerate(lines[start : start + down])
        ]
        pages.append([(200, 50, "青溪镇人民政府文件"), *body, (280, 800, f"— {number} —")])
    return pages
