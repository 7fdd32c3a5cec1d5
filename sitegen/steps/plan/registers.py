"""Generated lists: clarifications in other orders, corrections, institutions, all mirrors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.content_types.klarifikasi import VERDICT_WORDS
from sitegen.model.document import Document
from sitegen.model.page import INDEX_OF_ALL, INDEX_OF_REGION, Card, Crumb, Page, PageView
from sitegen.model.region import NATION, Region, slugify
from sitegen.plumbing.letters import letter_of
from sitegen.plumbing.memo import digest

if TYPE_CHECKING:
    from sitegen.steps.plan import _Planner

CORRECTIONS, CITED, MIRRORS = "koreksi.html", "lembaga.html", "daftar-situs.html"
BY_TOPIC, BY_VERDICT = "klarifikasi-menurut-topik.html", "klarifikasi-menurut-putusan.html"
NO_TOPIC = "Tanpa topik"
SEARCH = "cari.html"
OPTIONAL = frozenset({"cari", "koreksi", "lembaga", "daftar-situs", "daftar-klarifikasi-kelompok"})
"""Templates of registers, which a theme of its own need not have."""


def registers(planner: _Planner) -> Iterable[Page]:
    """Yield the clarifications by topic and by verdict, and every correction of them."""
    documents = planner.sections["klarifikasi"]
    if not documents:
        return
    by_topic: dict[str, tuple[str, list[Document]]] = {}
    for slug, (title, tagged) in planner.tags.items():
        if found := [d for d in documents if d in tagged]:
            by_topic[slug] = (title, found)
    if others := [d for d in documents if not d.fields.tags]:
        by_topic["-"] = (NO_TOPIC, others)
    by_verdict: dict[str, tuple[str, list[Document]]] = {}
    for verdict, word in VERDICT_WORDS.items():
        if found := [d for d in documents if d.fields.verdict == verdict]:
            by_verdict[slugify(verdict)] = (word, found)
    yield register(planner, BY_TOPIC, "Klarifikasi menurut topik", by_topic)
    yield register(planner, BY_VERDICT, "Klarifikasi menurut putusan", by_verdict)
    days = sorted({c.date for d in documents for c in d.fields.history}, reverse=True)
    corrected = {
        str(day): [d for d in documents if day in {c.date for c in d.fields.history}]
        for day in days
    }
    view = PageView(
        CORRECTIONS, "daftar", "Koreksi",
        "Setiap perubahan pada klarifikasi, yang terbaru lebih dahulu.",
        planner.as_of, planner.nearest_layer(documents), crumbs=planner.crumbs(""),
    )  # fmt: skip
    yield grouped(planner, view, "koreksi", corrected)


def register(
    planner: _Planner, url: str, title: str, groups: Mapping[str, tuple[str, list[Document]]]
) -> Page:
    """Return the clarifications in `groups`, with a way to each group."""
    section = "klarifikasi"
    ways = tuple(
        Crumb(f"{name} ({len(documents)})", f"#b-{slug}")
        for slug, (name, documents) in groups.items()
    )
    layer = planner.nearest_layer(planner.sections[section])
    view = PageView(
        url, "daftar", title, "", planner.as_of, layer,
        section=section, crumbs=planner.crumbs(section), tags=ways,
    )  # fmt: skip
    return grouped(planner, view, "daftar-klarifikasi-kelompok", dict(groups.values()))


def cited(planner: _Planner) -> Iterable[Page]:
    """Yield the list of the institutions that the pages name as sources."""
    found: dict[str, list[Document]] = {}
    supplements = (d for added in planner.edition.supplements.values() for d in added)
    for document in (*planner.edition.documents.values(), *supplements):
        for name in {source.institution: None for source in document.fields.sources}:
            found.setdefault(name, []).append(document)
    if found:
        layer = planner.nearest_layer(d for documents in found.values() for d in documents)
        view = PageView(
            CITED, "daftar", "Lembaga yang dikutip",
            "Lembaga yang disebut sebagai sumber di situs ini.",
            planner.as_of, layer, crumbs=planner.crumbs(""),
        )  # fmt: skip
        yield grouped(planner, view, "lembaga", dict(sorted(found.items())))


def grouped(
    planner: _Planner, view: PageView, template: str, groups: Mapping[str, list[Document]]
) -> Page:
    """Return a list of documents in named groups."""
    view = replace(
        view,
        canonical=planner.canonical(view.layer, view.url),
        groups=tuple((name, planner.cards_of(found)) for name, found in groups.items()),
    )
    made_from = tuple((name, *planner.ids(found)) for name, found in groups.items())
    return planner.page((template,), view, (*made_from, view.tags))


def list_of_mirrors(planner: _Planner, regions: Iterable[Region]) -> Page:
    """Return the list of all mirrors with their addresses: provinces, then those below."""
    groups: dict[str, list[Card]] = {}
    for region in regions:
        address = planner.addresses.get(region.code, "")
        key = digest(region.usual_name, address)
        card = Card(address, "situs", region, region.code, key)
        province = region.parent if region.parent not in (None, NATION) else region.code
        groups.setdefault(str(province), []).append(card)
    view = PageView(
        MIRRORS, "daftar", "Daftar semua situs",
        "Alamat resmi situs ini untuk setiap provinsi, kabupaten, dan kota.",
        planner.as_of, NATION, planner.canonical(NATION, MIRRORS), crumbs=planner.crumbs(""),
        groups=tuple((code, tuple(cards)) for code, cards in groups.items()),
    )  # fmt: skip
    made_from = tuple(card.digest for cards in groups.values() for card in cards)
    return planner.page(("daftar-situs",), view, (digest(made_from),))


def search(planner: _Planner) -> Page:
    """Return the page that lists every page by letter, and searches them."""
    documents = sorted(
        (d for d in planner.edition.documents.values() if d.url != "index.html"),
        key=lambda d: (letter_of(d.fields.title), d.fields.title.casefold(), d.inside),
    )
    letters: dict[str, list[Document]] = {}
    for document in documents:
        letters.setdefault(letter_of(document.fields.title), []).append(document)
    layer = planner.nearest_layer(documents)
    layers = {d.layer for d in (*documents, *planner.edition.added)}
    view = PageView(
        SEARCH, "cari", "Cari", "Semua halaman situs ini menurut abjad dan topik.",
        planner.as_of, layer, planner.canonical(layer, SEARCH),
        crumbs=(Crumb("Beranda", "index.html"),),
        tags=planner.topics() if planner.tags else (),
        groups=tuple((letter, planner.cards_of(found)) for letter, found in letters.items()),
        further=(INDEX_OF_ALL, *((INDEX_OF_REGION,) if layers - {NATION} else ())),
    )  # fmt: skip
    return planner.page(("cari",), view, (planner.ids(documents), view.tags, view.further))
