"""The allow-list every writer's HTML passes through, with nh3 (ammonia)."""

from __future__ import annotations

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
