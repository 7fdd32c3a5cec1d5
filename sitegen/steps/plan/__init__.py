"""Step 4: decide which pages a site has and what each is made from.

Pages are planned once per edition. Two pages with equal keys, from whatever editions, are
the same page and are rendered once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sitegen.content_types import ContentType, content_types
from sitegen.model.document import INDEX, Document, url_of
from sitegen.model.page import Card, Crumb, Page, Pager, PageView
from sitegen.model.problem import N_, Kind, Problem
from sitegen.model.region import NATION, Region, slugify
from sitegen.model.site import Edition, MenuEntry, MenuGroup, MenuLink, Setting
from sitegen.plumbing.memo import digest
from sitegen.steps.plan import registers

NO_SUCH_MENU_PAGE = Kind(
    "SG225", N_("the menu names “{path}”, which does not exist"), N_("correct “isi” of the menu")
)

TAG_FOLDER, TAGS = "topik", "topik.html"
TAG_PAGE_SIZE = 20
UNLISTED_TYPES = ("halaman", "pemungutan-suara")
"""Types without a list of their own, whose pages have tags all the same."""
LOCAL_NEWS = "kabar-daerah.html"
HOME_CLARIFICATIONS, HOME_NEWS = 5, 5
Key = tuple[Any, ...]
SECTION_TITLES = {
    "tahapan": "Tahapan", "klarifikasi": "Klarifikasi", "panduan": "Panduan",
    "istilah": "Istilah", "berita": "Kabar",
}  # fmt: skip
"""Titles of sections that have no `index.md`."""


@dataclass(frozen=True)
class Plan:
    """The pages of one edition and its menu."""

    edition: Edition
    pages: tuple[Page, ...]
    menu: tuple[MenuGroup, ...]
    further: tuple[Page, ...] = ()
    """Pages that stand on one mirror alone, that of the layer which owns the edition."""

    @property
    def all_pages(self) -> tuple[Page, ...]:
        """Every page that is to be rendered."""
        return *self.pages, *self.further

    def pages_of(self, code: str) -> tuple[Page, ...]:
        """Return the pages of the mirror of a region that shows this edition."""
        return self.all_pages if code == self.edition.code else self.pages

    @cached_property
    def urls(self) -> frozenset[str]:
        """Return the path of every page that all mirrors of the edition have."""
        return frozenset(page.url for page in self.pages)

    @cached_property
    def digest(self) -> str:
        """Return a digest of what partials see of the plan: the paths and the menu."""
        return digest(sorted(self.urls), self.menu)


def plan(
    editions: Iterable[Edition],
    addresses: Mapping[str, str],
    menu: Setting | None,
    as_of: date,
    *,
    regions: Iterable[Region] = (),
    templates: Collection[str] = registers.OPTIONAL,
    failed: Collection[tuple[str, str]] = frozenset(),
) -> tuple[dict[tuple[str, ...], Plan], list[Problem]]:
    """Plan the pages of each of `editions`.

    Args:
        editions: the documents to show, all different.
        addresses: absolute address of each layer's own site, for canonical addresses.
        menu: the nation's menu.
        as_of: the day whose state is shown.
        regions: the regions of the list of all mirrors, in its order.
        templates: names of the theme's page templates; registers it has none for are left out.
        failed: (layer, inside) of pages that exist, but have problems.

    Returns:
        The plans by the layers of their edition, and problems of the menu.
    """
    plans = {}
    problems: dict[Problem, None] = {}
    made: dict[Key, Page] = {}
    for edition in editions:
        planner = _Planner(edition, addresses, as_of, made)
        resolved, found = planner.menu(menu, {p for c, p in failed if c in edition.codes})
        problems |= dict.fromkeys(found)
        mirrors = (registers.list_of_mirrors(planner, regions),) if edition.code == NATION else ()
        pages, further = (
            tuple(page for page in found if page.key[0] not in registers.OPTIONAL - {*templates})
            for found in (planner.pages(), mirrors)
        )
        plans[edition.codes] = Plan(edition, pages, resolved, further)
    return plans, list(problems)


class _Planner:
    """Works out one edition; everything it makes is frozen."""

    def __init__(
        self,
        edition: Edition,
        addresses: Mapping[str, str],
        as_of: date,
        made: dict[Key, Page],
    ) -> None:
        self.edition = edition
        self.addresses = addresses
        self.as_of = as_of
        self.made = made
        """Pages of documents that other editions have planned already."""
        self.sections = {
            content_type.section: self.section(content_type)
            for content_type in content_types().values()
            if content_type.section and content_type.has_page
        }
        self.tags = self.by_tag()
        self._crumbs: dict[str, tuple[Crumb, ...]] = {}
        self.local_news = any(d.layer != NATION for d in self.sections["berita"])

    def section(self, content_type: ContentType) -> tuple[Document, ...]:
        """Return the documents of a type in the order of its list."""
        found = [d for d in self.edition.documents.values() if d.type == content_type.name]
        return tuple(sorted(found, key=content_type.sort_key, reverse=content_type.newest_first))

    def by_tag(self) -> dict[str, tuple[str, tuple[Document, ...]]]:
        """Return title and documents of each tag by its slug, in slug order."""
        found: dict[str, tuple[str, list[Document]]] = {}
        listed = [document for documents in self.sections.values() for document in documents]
        others = [d for d in self.edition.documents.values() if d.type in UNLISTED_TYPES]
        for document in (*listed, *others):
            for slug, tag in {slugify(tag): tag for tag in document.fields.tags}.items():
                found.setdefault(slug, (tag, []))[1].append(document)
        return {slug: (title, tuple(docs)) for slug, (title, docs) in sorted(found.items())}

    def pages(self) -> Iterable[Page]:
        """Yield every page of the edition."""
        for document in self.edition.documents.values():
            if document.type == "beranda":
                yield self.home(document)
            elif document.type == "bagian":
                continue
            else:
                yield self.document(document)
        for section, documents in self.sections.items():
            if documents or f"{section}/{INDEX}" in self.edition.documents:
                yield from self.list_of(section, documents)
        yield from self.local_news_list()
        yield from self.tag_pages()
        yield from registers.registers(self)
        yield from registers.cited(self)
        yield registers.search(self)
        yield self.page(
            ("404",), PageView("404.html", "404", "Halaman tidak ditemukan", "", self.as_of), ()
        )

    def page(
        self, templates: tuple[str, ...], view: PageView, made_from: tuple[object, ...]
    ) -> Page:
        key = (templates[0], view.url, view.layer, view.canonical, view.crumbs, made_from)
        return Page(templates, key, view)

    def canonical(self, layer: str, url: str) -> str:
        address = self.addresses.get(layer, "")
        return address + ("" if url == "index.html" else url) if address else ""

    def ids(self, documents: Iterable[Document | None]) -> tuple[object, ...]:
        return tuple(d.id if d is not None else None for d in documents)

    def home(self, document: Document) -> Page:
        clarifications = self.sections["klarifikasi"][:HOME_CLARIFICATIONS]
        stages = self.sections["tahapan"]
        news = [d for d in self.sections["berita"] if d.layer != NATION][:HOME_NEWS]
        view = PageView(
            "index.html",
            document.type,
            document.fields.title,
            document.fields.summary,
            self.as_of,
            items=self.cards_of(clarifications),
            groups=(("tahapan", self.cards_of(stages)), ("berita", self.cards_of(news))),
            document=document,
            supplements=self.edition.supplements.get(document.inside, ()),
        )
        made_from = (document, *clarifications, *stages, *news, *view.supplements)
        return self.page(("beranda",), view, self.ids(made_from))

    def document(self, document: Document) -> Page:
        previous, following = self.neighbours(document)
        supplements = self.edition.supplements.get(document.inside, ())
        crumbs = self.crumbs(document.section)
        sources = self.ids((document, previous, following, *supplements))
        key = (document.type, crumbs, sources)
        if key in self.made:
            return self.made[key]
        fields = document.fields
        view = PageView(
            document.url,
            document.type,
            fields.title,
            fields.summary,
            self.as_of,
            document.layer,
            self.canonical(document.layer, document.url),
            document.section,
            crumbs,
            tuple(Crumb(tag, f"{TAG_FOLDER}/{slugify(tag)}.html") for tag in fields.tags),
            previous=self.card(previous),
            next=self.card(following),
            document=document,
            supplements=supplements,
        )
        self.made[key] = Page((document.type, "halaman"), key, view)
        return self.made[key]

    def neighbours(self, document: Document) -> tuple[Document | None, Document | None]:
        """Return the documents before and after in reading order: older, newer for news."""
        content_type = content_types()[document.type]
        if not content_type.neighbours:
            return None, None
        order = self.positions(content_type.section)
        documents, index = self.sections[content_type.section], order[document.inside]
        before = documents[index - 1] if index else None
        after = documents[index + 1] if index + 1 < len(documents) else None
        return (after, before) if content_type.newest_first else (before, after)

    def positions(self, section: str) -> Mapping[str, int]:
        if not hasattr(self, "_positions"):
            self._positions = {
                name: {d.inside: i for i, d in enumerate(docs)}
                for name, docs in self.sections.items()
            }
        return self._positions[section]

    def list_of(self, section: str, documents: tuple[Document, ...]) -> Iterable[Page]:
        index = self.edition.documents.get(f"{section}/{INDEX}")
        content_type = next(t for t in content_types().values() if t.section == section)
        supplements = self.edition.supplements.get(f"{section}/{INDEX}", ())
        layer = self.nearest_layer(documents)
        shown = PageView(
            f"{section}.html",
            "daftar",
            self.title_of(section),
            index.fields.summary if index else "",
            self.as_of,
            layer,
            section=section,
            crumbs=(Crumb("Beranda", "index.html"),),
            document=index,
            supplements=supplements,
        )
        templates = (f"daftar-{section}", "daftar")
        yield from self.paged(shown, templates, documents, content_type.page_size)

    def local_news_list(self) -> Iterable[Page]:
        """Yield the list of the region's and its province's own news, if there is any."""
        own = tuple(d for d in self.sections["berita"] if d.layer != NATION)
        if own:
            layer = self.nearest_layer(own)
            view = PageView(
                LOCAL_NEWS, "daftar", "Kabar daerah", "", self.as_of, layer,
                section="berita", crumbs=self.crumbs("berita"),
            )  # fmt: skip
            templates = ("daftar-kabar-daerah", "daftar-berita", "daftar")
            yield from self.paged(view, templates, own, content_types()["berita"].page_size)

    def paged(
        self,
        first: PageView,
        templates: tuple[str, ...],
        documents: tuple[Document, ...],
        size: int,
    ) -> Iterable[Page]:
        """Yield the pages of a list (`x.html`, `x/hal-2.html`, …), `size` items on each."""
        stem = first.url.removesuffix(".html")
        parts = [documents[i : i + size] for i in range(0, len(documents), size)] if size else []
        parts = parts or [documents]
        urls = [first.url, *(f"{stem}/hal-{n}.html" for n in range(2, len(parts) + 1))]
        for number, (url, part) in enumerate(zip(urls, parts, strict=True), 1):
            pager = Pager(
                number,
                len(parts),
                urls[number - 2] if number > 1 else "",
                urls[number] if number < len(parts) else "",
            )
            view = replace(
                first,
                url=url,
                canonical=self.canonical(first.layer, url),
                items=self.cards_of(part),
                pager=pager,
                document=first.document if number == 1 else None,
                supplements=first.supplements if number == 1 else (),
            )
            sources = (view.document, *view.supplements, *part)
            made_from = (first.title, first.summary, pager, self.ids(sources))
            yield self.page(templates, view, made_from)

    def tag_pages(self) -> Iterable[Page]:
        if not self.tags:
            return
        crumbs = (Crumb("Beranda", "index.html"),)
        names = self.topics()
        layer = self.nearest_layer(d for _, docs in self.tags.values() for d in docs)
        index = PageView(
            TAGS, "topik", "Topik", "Semua halaman menurut topik.", self.as_of, layer,
            self.canonical(layer, TAGS), crumbs=crumbs, tags=names,
        )  # fmt: skip
        yield self.page(("topik",), index, names)
        for slug, (title, documents) in self.tags.items():
            layer = self.nearest_layer(documents)
            view = PageView(
                f"{TAG_FOLDER}/{slug}.html",
                "daftar",
                f"Topik: {title}",
                "",
                self.as_of,
                layer,
                crumbs=(*crumbs, Crumb("Topik", TAGS)),
            )
            yield from self.paged(view, ("daftar-topik", "daftar"), documents, TAG_PAGE_SIZE)

    def topics(self) -> tuple[Crumb, ...]:
        """Return the name of each tag with the number of its pages, and where it leads."""
        return tuple(
            Crumb(f"{title} ({len(documents)})", f"{TAG_FOLDER}/{slug}.html")
            for slug, (title, documents) in self.tags.items()
        )

    def nearest_layer(self, documents: Iterable[Document]) -> str:
        """Return the nearest layer that wrote one of `documents`: it owns their list."""
        layers = {document.layer for document in documents}
        return next((code for code in self.edition.codes if code in layers), NATION)

    def card(self, document: Document | None) -> Card | None:
        return None if document is None else card_of(document)

    def cards_of(self, documents: Iterable[Document]) -> tuple[Card, ...]:
        return tuple(card_of(d) for d in documents)

    def title_of(self, section: str) -> str:
        index = self.edition.documents.get(f"{section}/{INDEX}")
        return index.fields.title if index else SECTION_TITLES.get(section, section.capitalize())

    def crumbs(self, section: str) -> tuple[Crumb, ...]:
        if section not in self._crumbs:
            self._crumbs[section] = self.crumbs_to(section)
        return self._crumbs[section]

    def crumbs_to(self, section: str) -> tuple[Crumb, ...]:
        home = Crumb("Beranda", "index.html")
        if not section or not self.sections.get(section):
            return (home,)
        return home, Crumb(self.title_of(section), f"{section}.html")

    def menu(
        self, setting: Setting | None, failed: Collection[str]
    ) -> tuple[tuple[MenuGroup, ...], list[Problem]]:
        """Return the menu with the links that exist here; empty groups vanish."""
        problems, groups = [], []
        entries: tuple[MenuEntry, ...] = setting.value if setting else ()  # type: ignore[assignment]
        for entry in entries:
            links = []
            for path in entry.paths:
                section = path.removesuffix("/" + INDEX)
                if path in self.edition.documents:
                    links.append(MenuLink(self.menu_title(path), url_of(path)))
                elif section != path and self.sections.get(section):
                    links.append(MenuLink(self.title_of(section), f"{section}.html"))
                elif section not in self.sections and path not in {*failed, *self.edition.hidden}:
                    problems.append(NO_SUCH_MENU_PAGE.at(entry.place, path=path))
            if f"berita/{INDEX}" in entry.paths and self.local_news:
                links.append(MenuLink("Kabar daerah", LOCAL_NEWS))
            if links:
                groups.append(MenuGroup(entry.title, tuple(links)))
        return tuple(groups), problems

    def menu_title(self, path: str) -> str:
        fields = self.edition.documents[path].fields
        return str(getattr(fields, "label", None) or fields.title)


def card_of(document: Document) -> Card:
    """Return what lists and neighbours show of `document`."""
    return Card(document.url, document.type, document.fields, document.layer, document.head_digest)
