"""Addresses in attributes: where they may lead, and which part of one may be printed."""

from __future__ import annotations

import html
import re

from sitegen.plumbing.theme_lint.html_state import GAP, State

ATTRIBUTES = frozenset(
    "href src srcset imagesrcset action formaction poster cite data longdesc background ping "
    "manifest xlink:href".split()
)
"""Attributes that hold an address (WHATWG HTML, index of attributes)."""
LISTS = frozenset({"srcset", "imagesrcset"})
SCHEMES = frozenset({"https", "http", "mailto", "tel", "webcal"})
NAMED_ONLY = frozenset(
    "canonical alternate license author help me prev next privacy-policy terms-of-service".split()
)
"""Values of `rel` for which a browser loads nothing."""
_fixed = re.compile(
    rf"(?:https?|webcal)://[^/?#{GAP}]+[/?#]|(?:mailto|tel):|[?#]|\.{{1,2}}/|/[^/{GAP}]"
    rf"|[^/?#:]*[^/?#:{GAP}][/?#]"
)


def written(state: State) -> str:
    """Return the last address in the value of an attribute, as a browser reads it."""
    text = re.sub(r"[\t\n\r]", "", html.unescape(state.value)).lstrip()
    if state.attribute in LISTS:
        text = text.rpartition(",")[2].lstrip()
    return text


def is_bad(state: State) -> bool:
    """Tell whether an address leads somewhere no page may lead."""
    text = written(state)
    scheme = re.match(r"[^/?#]*?:", text)
    known = scheme is None or scheme[0][:-1].lower() in SCHEMES
    return not known or text.startswith("//") or "\\" in text.partition("?")[0]


def is_elsewhere(state: State) -> bool:
    """Tell whether a browser would load the address, and from another server."""
    leads = state.tag in ("a", "area") or state.attribute == "cite"
    named = state.tag == "link" and set(state.rel.split()) & NAMED_ONLY
    absolute = re.match(r"(?:[a-z]+:)?//", written(state), re.IGNORECASE)
    return bool(absolute) and not leads and not named


def is_open(state: State) -> bool:
    """Tell whether what is printed next could decide where the address leads."""
    text = written(state)
    if state.attribute in LISTS and re.search(r"\S\s", text):
        return False  # the width of a picture
    return not _fixed.match(text.lower())
