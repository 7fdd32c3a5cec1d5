"""The allow-list every writer's HTML passes through, with nh3 (ammonia)."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import nh3

TAGS = set(
    "p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code em strong del ins sub sup br hr a img "
    "table thead tbody tr th td caption abbr figure figcaption kbd time sg-block".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start", "reversed"},
    "time": {"datetime"},
    "sg-block": {"data-n"},
    **{tag: {"id"} for tag in ("h2", "h3", "h4", "h5", "h6", "sup", "li")},
}
"""`id` comes from headings and footnotes only, `class` from glossary links only: writers
have neither raw HTML nor attribute lists to set them with."""
SCHEMES = {"https", "http", "mailto", "tel"}
DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object", "svg", "math", "form", "template"}

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
    clean_content_tags=DROPPED_WITH_CONTENT,
)


def clean(html: str) -> str:
    """Return `html` with nothing in it but the allowed tags, attributes and schemes."""
    return _cleaner.clean(html)


EXPECTED = re.compile(
    r'<div class="footnote">|(?<=<pre) [^<>]*|(?<=<code) class="[^"]*"|(?<=<t[hd]) style="[^"]*"'
)
"""What Python-Markdown writes and readers do not need."""
_tag = re.compile(r"<[^<>]*>")
_attribute = re.compile(r"([^\s=<>\"/]+)(?:=\"([^\"]*)\")?")


def taken_out(before: str, after: str) -> str:
    """Return the first thing that `clean` took out of `before`, or `""`.

    What writers may not use is refused in their text, with its place; so nothing is left to
    take out, but for what is `EXPECTED`. Only how it is written may change.
    """
    if before == after:
        return ""
    before = EXPECTED.sub("", before)
    kept = Counter(map(_read, _tag.findall(after)))
    tag: str
    for tag in _tag.findall(before):
        if not tag.startswith("</"):
            if not kept[_read(tag)]:
                return tag
            kept[_read(tag)] -= 1
    lost = Counter(_words(before)) - Counter(_words(after))
    return next((word for word in _words(before) if word in lost), "")


def _read(tag: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a tag, however it is written."""
    return tuple(sorted((name, unescape(value)) for name, value in _attribute.findall(tag)))


def _words(html: str) -> list[str]:
    return unescape(_tag.sub(" ", html)).split()
