"""What stands in an attribute while Markdown is converted, as source, browser and file have it."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

_escape = re.compile("\x02(\\d+)\x03")
"""Python-Markdown's stand-in for a character after a backslash."""
_reference = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[0-9a-zA-Z]+);")


def as_typed(attribute: str) -> str:
    """Return the attribute as its writer typed it, to find it in the source."""
    return _escape.sub(lambda found: "\\" + chr(int(found[1])), attribute)


def as_seen(attribute: str) -> str:
    """Return what a browser finds in the attribute: `javascript&colon;` is `javascript:`."""
    if "\x02" in attribute:
        attribute = _escape.sub(lambda found: chr(int(found[1])), attribute)
    return _reference.sub(_character, attribute) if "&" in attribute else attribute


def as_attribute(seen: str) -> str:
    """Return `seen` so that Python-Markdown, which leaves references alone, writes just that."""
    return seen.replace("&", "&amp;")


def _character(reference: re.Match[str]) -> str:
    known = reference[0].startswith("&#") or reference[0][1:] in html5
    return unescape(reference[0]) if known else reference[0]
