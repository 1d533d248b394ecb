"""What HTML elements mean for the text of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from govlint.readers.markup import RAW

if TYPE_CHECKING:
    from collections.abc import Mapping

VOID = frozenset(
    "area base br col embed frame hr img input keygen link meta param source track wbr".split()  # noqa: SIM905
)
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"  # noqa: SIM905
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main"
    " menu nav ol optgroup option p pre search section summary table tbody textarea tfoot thead title tr"
    " ul".split()
)
CELLS = frozenset({"td", "th"})
ROWS = frozenset({"tr", "tbody", "thead", "tfoot"})
APART = frozenset({"nav", "footer"})  # of the site, not of the text on the page
READINGS = frozenset({"rt", "rp", "rtc"})  # how characters are read, above or beside them
HIDDEN = RAW | {"template", "svg", "math", "datalist", "audio", "video", "canvas"} | APART | READINGS
SPACED = frozenset({"pre", "listing", "textarea"})  # elements whose spaces and line ends count
ONE_ANOTHER = frozenset({"li", "dd", "dt", "option"})  # the next one ends an open one
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.I)
_WHITE_SPACE = re.compile(r"(?:^|;)\s*white-space\s*:\s*([a-z-]+)", re.I)
_UNDERLINE = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bunderline\b", re.I)


class Style(NamedTuple):
    """What a `style` attribute says: the value of `display`, or empty; whether spaces count, or None; whether
    there is a line under the text.
    """

    display: str = ""
    spaced: bool | None = None
    underlined: bool = False


def style_of(attributes: Mapping[str, str]) -> Style:
    """The style of an element with these attributes."""
    text = attributes.get("style")
    if not text:
        return Style()
    display, spaces = _DISPLAY.search(text), _WHITE_SPACE.search(text)
    return Style(
        display[1].lower() if display else "",
        spaces[1].lower() in ("pre", "pre-wrap", "pre-line", "break-spaces") if spaces else None,
        bool(_UNDERLINE.search(text)),
    )
