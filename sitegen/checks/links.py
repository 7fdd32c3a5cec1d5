"""Every internal link and anchor of every edition leads somewhere."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.model.document import Body, Document, Link, url_of
from sitegen.model.library import Library
from sitegen.model.page import Page
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.site import Edition

NO_PAGE = Kind(
    "SG225", N_("the link leads to “{target}”, which does not exist"), N_("correct the path")
)
NO_PAGE_NEAR = Kind(
    "SG225",
    N_("the link leads to “{target}”, which does not exist"),
    N_("did you mean “{nearest}”?"),
)
NO_FILE = Kind(
    "SG225",
    N_("there is no file “{target}”"),
    N_("save it in gambar/, then write for example ../gambar/peta.png"),
)
NOT_SHOWN = Kind(
    "SG225",
    N_("the link leads to “{target}”, which is a draft or appears later"),
    N_("remove the link until the page is shown"),
)
NO_ANCHOR = Kind(
    "SG225",
    N_("page “{target}” has no heading “#{anchor}”"),
    N_("headings there: {known}"),
)
LOST_HEADING = Kind(
    "SG317",
    N_("the page has no heading “#{anchor}”, to which {source} links"),
    N_("keep the heading of the page that this one replaces"),
)
HIDDEN_BUT_LINKED = Kind(
    "SG317",
    N_("“{target}” is hidden here, but {source} links to it"),
    N_("show the page, or replace the page that links to it"),
)


def check(
    edition: Edition,
    pages: Iterable[Page],
    library: Library,
    bodies: Mapping[tuple[str, str], Body],
    anchors: Mapping[tuple[Any, ...], frozenset[str]],
) -> Iterable[Problem]:
    """Yield the broken links of one edition.

    Args:
        edition: the documents.
        pages: its pages.
        library: to tell a page that is missing from one that has problems of its own.
        bodies: rendered documents, with their links.
        anchors: ids on each page, by page key.
    """
    offered = {page.url: anchors[page.key] for page in pages if page.key in anchors}
    shown = [*edition.documents.values()]
    shown += [d for supplements in edition.supplements.values() for d in supplements]
    for document in shown:
        for link in _links(document, bodies):
            ids = offered.get(link.url)
            if ids is not None and (not link.anchor or link.anchor in ids):
                continue
            yield from _broken(document, link, edition, library, offered)


def _links(document: Document, bodies: Mapping[tuple[str, str], Body]) -> Iterable[Link]:
    if document.id in bodies:
        yield from bodies[document.id].links
    for loc, path in document.fields.paths():
        yield Link(path, "", url_of(path), document.place(*loc))


def _broken(
    document: Document,
    link: Link,
    edition: Edition,
    library: Library,
    offered: Mapping[str, frozenset[str]],
) -> Iterable[Problem]:
    target = link.target if link.target != document.inside else document.target
    if target in edition.hidden:
        place = edition.hidden[target]
        yield HIDDEN_BUT_LINKED.at(place, target=target, source=document.source)
    elif not target.endswith(".md"):
        refused = any((code, target) in library.failed for code in edition.codes)
        if target not in edition.assets and not refused:
            yield NO_FILE.at(link.place, target=target)
    elif any((code, target) in library.failed for code in edition.codes):
        return
    elif link.url not in offered:
        if target in edition.documents:
            return
        written = any(d.inside == target and d.layer in edition.codes for d in library.documents)
        if written:
            yield NOT_SHOWN.at(link.place, target=target)
        elif near := difflib.get_close_matches(target, edition.documents, n=1, cutoff=0.8):
            path = posixpath.relpath(near[0], posixpath.dirname(document.inside))
            yield NO_PAGE_NEAR.at(link.place, target=target, nearest=path)
        else:
            yield NO_PAGE.at(link.place, target=target)
    else:
        known = ", ".join(f"#{name}" for name in sorted(offered[link.url])) or "-"
        winner = edition.documents.get(target)
        if winner is not None and _stands_below(winner, document, edition):
            yield LOST_HEADING.at(Place(winner.source), anchor=link.anchor, source=document.source)
        else:
            yield NO_ANCHOR.at(link.place, target=target, anchor=link.anchor, known=known)


def _stands_below(winner: Document, document: Document, edition: Edition) -> bool:
    """Tell whether `winner` is of a nearer layer than `document`, which cannot know it."""
    return edition.codes.index(winner.layer) < edition.codes.index(document.layer)
