"""Characters that have no place in a text: invisible ones, and those that delimit slots."""

from __future__ import annotations

import html
import re
import sys

from sitegen.model.problem import N_, Kind

INVISIBLE_CHARACTER = Kind(
    "SG103",
    N_("the text holds the invisible character {character}"),
    N_("delete it; it often comes along when text is pasted"),
)

LOOKALIKES = str.maketrans("аеорсухіјѕԁһԛԝкмтвнզαονρτυικıɡℓ", "aeopcyxijsdhqwkmtbhqaovptuikigl")
"""Small letters of other scripts by the Latin ones they look like (Unicode UTS 39, the common)."""

_invisible = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ufdd0-\ufdef\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)
_encoded_delimiter = re.compile(r"%EF%B7%9[01]|\\ufdd[01]", re.IGNORECASE)
_reference = re.compile(r"&#?\w+;?")


def invisible(text: str) -> tuple[int, str] | None:
    """Return the offset and name of the first invisible character of `text`, or None.

    A character reference (`&#x202e;`) counts as the character it stands for, and so do the
    forms in which a slot's delimiter could travel through an address or JSON.
    """
    found = _invisible.search(text)
    if found:
        return found.start(), f"U+{ord(found[0]):04X}"
    encoded = _encoded_delimiter.search(text) if "%" in text or "\\" in text else None
    if encoded:
        return encoded.start(), encoded[0]
    for reference in _reference.finditer(text) if "&" in text else ():
        inside = _invisible.search(html.unescape(reference[0]))
        if inside or _is_invisible(reference[0]):
            return reference.start(), reference[0]
    return None


def _is_invisible(reference: str) -> bool:
    """Tell whether a numeric reference stands for a character that `html` drops."""
    match = re.fullmatch(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));?", reference)
    if match is None:
        return False
    number = int(match[1][:9], 16) if match[1] else int(match[2][:9])
    return number <= sys.maxunicode and _invisible.search(chr(number)) is not None
