"""What the XML formats have in common."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from govlint.reporters.characters import for_xml

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def attributes(**values: object) -> str:
    """Attributes as XML text, each with a blank before it, to follow the name of an element."""
    return "".join(f" {name}={quoteattr(for_xml(str(value)))}" for name, value in values.items())


def content(text: str) -> str:
    """A text escaped for the inside of an element."""
    return escape(for_xml(text))
