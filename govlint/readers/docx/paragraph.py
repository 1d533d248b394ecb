"""What a paragraph says: its characters, each with the XML it stands in, as a reader sees them.

Tracked insertions are in, tracked deletions and hidden text out; of a choice between two drawings of one
thing the first is taken. Page numbers and tables of contents, which Word writes itself, are left out. The
prompt in a content control that nobody filled in stands in white brackets (⟦单位名称⟧), which only that has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from govlint.readers.docx.names import BLANKS, MATH, MC, SPACE, W
from govlint.readers.docx.styles import hidden, is_raised, value
from govlint.readers.typesetting import raised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from govlint.readers.docx.styles import Styles

_OPAQUE = "\ufffc"  # a formula or a sign of a symbol font: something is there, no rule knows what
_AS_SPACE = str.maketrans("\t\r\n", "   ")
_DESCEND = frozenset(
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent", "sdt")
)
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_DRAWN = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))
_FIXED = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PROMPT = ("⟦", "⟧")
_GENERATED = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC", "INDEX"))


class Atom(NamedTuple):
    """Characters that one element gives.

    `anchor` is what holds them among the content of the paragraph: a run or a formula, None for what Word
    puts there itself. `child` is the element of that run that can be edited, such as a `w:t`.
    """

    text: str
    anchor: Element | None = None
    child: Element | None = None


class CommentMark(NamedTuple):
    """Start, end or reference of a comment (the kind): its id, and the characters before it."""

    id: str
    kind: str
    at: int


@dataclass(slots=True)
class Paragraph:
    """What a `w:p` holds; it `joins` the next one in a line where its mark is deleted or hidden."""

    element: Element
    style: str
    atoms: list[Atom] = field(default_factory=list)
    marks: list[CommentMark] = field(default_factory=list)
    boxes: list[tuple[Element, Element]] = field(default_factory=list)  # content of a text box, run it is in
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and id
    joins: bool = False
    runs: list[int] = field(default_factory=list)  # characters before each run
    length: int = 0

    @property
    def text(self) -> str:
        """The characters of the paragraph, without a number before it."""
        return "".join(atom.text for atom in self.atoms)


class Fields:
    """Fields (page numbers, references …) of a part: which of their characters are shown.

    Those that are not closed are as if they were not there, so that nothing is hidden by mistake.
    """

    def __init__(self, root: Element) -> None:
        self._open: list[tuple[bool, bool]] = []  # whether Word writes it, whether its code is past
        self._generated: dict[Element, bool] = {}
        self._matched: set[Element] = set()
        begun: list[tuple[list[Element], list[str]]] = []
        for element in root.iter(f"{W}fldChar", f"{W}instrText"):
            if next(element.iterancestors(f"{W}del", f"{W}moveFrom"), None) is not None:
                continue
            kind = element.get(f"{W}fldCharType")
            if element.tag == f"{W}instrText":
                if begun:
                    begun[-1][1].append(element.text or "")
            elif kind == "begin":
                begun.append(([element], []))
            elif begun:
                begun[-1][0].append(element)
                if kind == "end":
                    chars, code = begun.pop()
                    self._matched.update(chars)
                    self._generated[chars[0]] = _is_generated("".join(code))

    @property
    def shown(self) -> bool:
        """Whether what comes now is shown: no code of a field, and nothing that Word writes itself."""
        return all(past and not generated for generated, past in self._open)

    def go_past(self, element: Element) -> None:
        """Pass a `w:fldChar`, which begins, parts or ends a field: `shown` is about what follows it."""
        if element not in self._matched:
            return
        if element in self._generated:
            self._open.append((self._generated[element], False))
        elif self._open:
            generated, _ = self._open.pop()
            if element.get(f"{W}fldCharType") == "separate":
                self._open.append((generated, True))


def _is_generated(code: str) -> bool:
    words = code.split(maxsplit=1)
    return bool(words) and words[0].upper() in _GENERATED


def read_paragraph(element: Element, styles: Styles, fields: Fields) -> Paragraph:
    """What a `w:p` says."""
    properties = element.find(f"{W}pPr")
    style = value(properties, "pStyle") or styles.normal
    paragraph = Paragraph(element, style)
    mark = properties.find(f"{W}rPr") if properties is not None else None
    if mark is not None:
        deleted = mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
        paragraph.joins = deleted or bool(hidden(mark))
    reading = _Reading(paragraph, styles, fields)
    if _is_unfilled(_control_around(element)):
        reading.prompt(element)
    else:
        reading.read(element)
    return paragraph


def _control_around(paragraph: Element) -> Element | None:
    """The content control that holds a whole paragraph, or the cell it is in."""
    holder = paragraph.getparent()
    if holder is not None and holder.tag == f"{W}tc":
        holder = holder.getparent()
    return holder.getparent() if holder is not None and holder.tag == f"{W}sdtContent" else None


def _is_unfilled(control: Element | None) -> bool:
    """Whether a content control shows a prompt for what is to be filled in."""
    properties = control.find(f"{W}sdtPr") if control is not None else None
    shows = properties.find(f"{W}showingPlcHdr") if properties is not None else None
    return shows is not None and shows.get(f"{W}val") not in ("0", "false", "off")


def shown_of(choice: Element) -> Element | None:
    """What an `mc:AlternateContent` shows: the first choice, else what stands in for it."""
    found = choice.find(f"{MC}Choice")
    return found if found is not None else choice.find(f"{MC}Fallback")


def text_boxes(element: Element) -> Iterator[Element]:
    """The contents of the text boxes in a drawing, each once; boxes in boxes are found in these."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            chosen = shown_of(child)
            if chosen is not None:
                yield from text_boxes(chosen)
        else:
            yield from text_boxes(child)


@dataclass(slots=True)
class _Reading:
    """A walk over the content of one paragraph."""

    paragraph: Paragraph
    styles: Styles
    fields: Fields
    _raised: bool = False  # whether the run being read is superscript

    def read(self, element: Element) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child)
            elif tag == f"{W}sdt" and _is_unfilled(child):
                self.prompt(child)
            elif tag in _DESCEND:
                self.read(child)
            elif tag == f"{W}fldSimple":
                if not _is_generated(child.get(f"{W}instr", "")):
                    self.read(child)
            elif tag == f"{MC}AlternateContent":
                chosen = shown_of(child)
                if chosen is not None:
                    self.read(chosen)
            elif tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
                self._mark(child, "start" if tag == f"{W}commentRangeStart" else "end")
            elif tag in (f"{MATH}oMath", f"{MATH}oMathPara") and self.fields.shown:
                self._add(Atom(_OPAQUE, child))

    def prompt(self, element: Element) -> None:
        """Read what an unfilled content control shows, in brackets if it is any text."""
        brackets = _PROMPT if any((text.text or "").strip() for text in element.iter(f"{W}t")) else ("", "")
        self._add(Atom(brackets[0]))
        self.read(element)
        self._add(Atom(brackets[1]))

    def _run(self, run: Element) -> None:
        properties = run.find(f"{W}rPr")
        said, up = hidden(properties), is_raised(properties)
        if said is None or up is None:
            name, style = value(properties, "rStyle"), self.paragraph.style
            if said is None:
                said = (bool(name) and self.styles.hides(name)) or self.styles.hides(style)
            if up is None:
                up = (bool(name) and self.styles.raises(name)) or self.styles.raises(style)
        self.paragraph.runs.append(self.paragraph.length)
        self._raised = up
        self._content(run, run, not said)

    def _content(self, parent: Element, run: Element, visible: bool) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}fldChar":
                self.fields.go_past(child)
                continue
            if not (visible and self.fields.shown):
                continue
            editable = child if parent is run else None
            if tag == f"{W}t":
                self._text(child, run, editable)
            elif tag in _FIXED:
                self._add(Atom(_FIXED[tag], run, editable))
            elif tag == f"{W}br":
                if child.get(f"{W}type") not in ("page", "column"):
                    self._add(Atom("\n", run, editable))
            elif tag == f"{W}sym":
                self._add(Atom(_symbol(child), run, editable))
            elif tag in _NOTES:
                self.paragraph.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
            elif tag in _DRAWN:
                self.paragraph.boxes += [(box, run) for box in text_boxes(child)]
            elif tag == f"{MC}AlternateContent":
                chosen = shown_of(child)
                if chosen is not None:
                    self._content(chosen, run, visible)
            elif tag == f"{W}commentReference":
                self._mark(child, "reference")
            elif tag == f"{W}ruby":
                base = "".join(text.text or "" for text in child.iterfind(f"{W}rubyBase//{W}t"))
                self._add(Atom(base.translate(_AS_SPACE), run))

    def _text(self, child: Element, run: Element, editable: Element | None) -> None:
        text = read_text(child)
        self._add(Atom(raised(text) if self._raised else text, run, editable))

    def _add(self, atom: Atom) -> None:
        if atom.text:
            self.paragraph.atoms.append(atom)
            self.paragraph.length += len(atom.text)

    def _mark(self, element: Element, kind: str) -> None:
        self.paragraph.marks.append(CommentMark(element.get(f"{W}id", ""), kind, self.paragraph.length))


def read_text(element: Element) -> str:
    """The text of a `w:t` as Word reads it: without blanks at its ends, unless they are to be kept."""
    text = (element.text or "").translate(_AS_SPACE)
    return text if element.get(SPACE) == "preserve" else text.strip(BLANKS)


def _symbol(element: Element) -> str:
    """The character of a `w:sym`; those of symbol fonts lie in the private area and say nothing."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return _OPAQUE
    return chr(code) if 0x20 <= code < 0xD800 else _OPAQUE
