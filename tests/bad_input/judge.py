"""A judge of HTML that knows nothing of the program: html5lib and lists of what may be there.

The lists are written anew on purpose. A judge that took them from `sanitize.py` would find right
whatever that lets through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

import html5lib

TEXT = {
    "p": "", "h2": "id", "h3": "id", "h4": "id", "h5": "id", "h6": "id", "ul": "",
    "ol": "start reversed", "li": "id", "dl": "", "dt": "", "dd": "", "blockquote": "",
    "pre": "", "code": "", "em": "",
    "strong": "", "del": "", "ins": "", "sub": "", "sup": "id", "br": "", "hr": "", "kbd": "",
    "a": "href title class", "img": "src alt title width height loading", "table": "", "thead": "",
    "tbody": "", "tr": "", "th": "scope colspan rowspan", "td": "colspan rowspan", "caption": "",
    "abbr": "title", "figure": "", "figcaption": "", "time": "datetime",
}  # fmt: skip
"""What a writer's text may become."""
GLOBAL = frozenset(
    "id class lang title role hidden aria-label aria-labelledby aria-hidden aria-current".split()
)
PAGE = TEXT | {
    "html": "", "head": "", "body": "", "title": "", "header": "", "footer": "", "main": "",
    "nav": "", "article": "", "section": "", "aside": "", "div": "", "span": "", "small": "",
    "b": "", "i": "data-n", "s": "", "h1": "", "details": "", "summary": "", "dfn": "",
    "label": "for",
    "data": "value", "meta": "charset name content property http-equiv",
    "link": "rel href type title", "a": "href title class rel", "script": "type src defer",
    "form": "data-indeks", "button": "",
    "input": "type id name maxlength autocomplete autocapitalize spellcheck enterkeyhint",
    "img": "src alt title width height loading srcset sizes", "picture": "",
    "source": "srcset sizes type",
    "svg": "xmlns viewBox", "path": "stroke shape-rendering d",
}  # fmt: skip
"""What a page may hold besides."""
SCHEMES = frozenset({"https", "http", "mailto", "tel", "webcal"})
ADDRESSES = frozenset(
    {"href", "src", "srcset", "action", "formaction", "poster", "data", "xlink:href"}
)
_scheme = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def harm(html: str, whole: bool = False) -> list[str]:
    """Return each element, attribute and address that must not be there.

    Args:
        html: a text of a writer, or a whole page.
        whole: whether it is a page.
    """
    allowed: Mapping[str, str] = PAGE if whole else TEXT
    parse = html5lib.parse if whole else html5lib.parseFragment
    return list(
        _found(parse(html, treebuilder="etree", namespaceHTMLElements=False), allowed, whole)
    )


def _found(root: Element, allowed: Mapping[str, str], whole: bool) -> Iterator[str]:
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            if not whole:
                yield "comment"
            continue
        name = tag.rpartition("}")[2]
        if name in ("DOCUMENT_FRAGMENT",):
            continue
        if name not in allowed:
            yield f"<{name}>"
            continue
        if name == "script" and not (
            (element.get("type") == "application/ld+json" and "src" not in element.attrib)
            or re.fullmatch(r"(\.\./)*aset/cari-[0-9a-f]{8}\.js", element.get("src", ""))
        ):
            yield f"<script {dict(element.attrib)}>"
        if name == "meta" and element.get("http-equiv", "").lower() not in (
            "",
            "content-security-policy",
        ):
            yield f"<meta {dict(element.attrib)}>"
        mine = set(allowed[name].split()) | (GLOBAL if whole else set())
        for attribute, value in element.attrib.items():
            if str(attribute).rpartition("}")[2] not in mine:
                yield f"<{name} {attribute}={value!r}>"
            elif attribute in ADDRESSES:
                yield from _astray(name, str(attribute), str(value))


def _astray(name: str, attribute: str, value: str) -> Iterator[str]:
    read = re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(33))))
    scheme = _scheme.match(read)
    if (scheme and scheme[1].lower() not in SCHEMES) or read.replace("\\", "/").startswith("//"):
        yield f"<{name} {attribute}={value!r}>"
