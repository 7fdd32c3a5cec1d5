"""A page is light, and loads nothing from elsewhere: it must open on a weak signal.

14 KB is what a server sends before it waits for the phone's first answer (RFC 6928: ten
segments), so that a page within it is there after one round trip.
"""

from __future__ import annotations

import gzip
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen.model.page import Page
from sitegen.model.problem import N_, Kind, Place, Problem, Severity

TOO_HEAVY = Kind(
    "SG406",
    N_("the page “{page}” weighs {size} KB with its style sheets; a weak signal needs {limit}"),
    N_("divide it into two pages, or shorten it"),
    Severity.WARNING,
)
FROM_ELSEWHERE = Kind(
    "SG407",
    N_("the page “{page}” loads “{address}” from another site, which then sees every reader"),
    N_("put the file into the theme or the content"),
)
LIMIT = 14 * 1024
"""Bytes of a page with its style sheets, compressed."""

_style = re.compile(rb'<link rel="stylesheet" href="([^"]+)"')
_loaded = re.compile(
    rb'<(?:script|img|source|iframe|embed|video|audio|track|input|object|use|image)\b[^>]*?'
    rb'\b(?:src|srcset|poster|data|href)="((?:[a-z+]+:)?//[^"\s]+)'
    rb'|<link rel="(?!canonical|alternate|license|author|me|next|prev|help)[^>]*?'
    rb'\bhref="((?:[a-z+]+:)?//[^"]+)',
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weight:
    """What a reader's phone fetches for a page."""

    size: int
    """Bytes of the page and its style sheets, each compressed."""
    elsewhere: tuple[str, ...]
    """Addresses on other sites that it loads by itself."""


def weigh(url: str, html: bytes, assets: Mapping[str, bytes]) -> Weight:
    """Weigh a page.

    Args:
        url: its path within the mirror.
        html: the file.
        assets: the mirror's files that are no pages, by path.
    """
    folder = posixpath.dirname(url)
    styles = (
        posixpath.normpath(posixpath.join(folder, found.decode())) for found in _style.findall(html)
    )
    parts = [html, *(assets[path] for path in styles if path in assets)]
    found = (one or other for one, other in _loaded.findall(html))
    return Weight(
        sum(len(gzip.compress(part, mtime=0)) for part in parts),
        tuple(dict.fromkeys(address.decode(errors="replace") for address in found)),
    )


def check(weights: Iterable[tuple[Page, Weight]], theme: str) -> Iterable[Problem]:
    """Yield the pages that are too heavy, and those that load something from elsewhere.

    Args:
        weights: pages and what they weigh.
        theme: folder of the theme, which answers for what no document does.
    """
    for page, weight in weights:
        document = page.view.document
        place = document.place() if document is not None else Place(theme)
        if weight.size > LIMIT:
            size = f"{weight.size / 1024:.1f}"
            limit = LIMIT // 1024
            yield TOO_HEAVY.at(place, page=page.url, size=size, limit=limit)
        for address in weight.elsewhere:
            yield FROM_ELSEWHERE.at(Place(theme), page=page.url, address=address)
