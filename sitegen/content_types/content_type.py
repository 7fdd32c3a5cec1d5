"""What a content type is: its front matter, its place, and what regions may do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from sitegen.model.document import Document
from sitegen.model.fact import Fact
from sitegen.model.moment import Moment
from sitegen.model.problem import N_, Kind, Problem
from sitegen.schema.institutions import Institutions
from sitegen.schema.typed import Fields
from sitegen.schema.values import (
    Day,
    Digest,
    RoughDay,
    SourceFields,
    Summary,
    Tag,
    Text,
    Title,
    YesNo,
)

UNKNOWN_INSTITUTION = Kind(
    "SG141",
    N_("“{institution}” is not an institution in content/lembaga.yaml"),
    N_("write one of: {known}; or add yours to that file first"),
)
NO_OFFICIAL_SOURCE = Kind(
    "SG142",
    N_("the page names no official source"),
    N_("add under “sumber” the regulation or statement of an institution marked resmi: ya"),
)
NO_ADDRESS = Kind(
    "SG143", N_("the source has no “url”"), N_("add the address at which readers can check it")
)

PAGE_APPEARS = N_("page appears: {title}")

WRONG_PLACE = Kind(
    "SG140", N_("a page here cannot be of the type “{type}”"), N_("it stands at: {paths}")
)


class CommonFields(Fields):
    """Front matter that every content type has."""

    title: Title = Field(alias="judul")
    summary: Summary = Field(alias="ringkasan", description="satu kalimat; tampil dalam daftar")
    date: RoughDay | None = Field(None, alias="tanggal", description="hari tulisan atau peristiwa")
    tags: tuple[Tag, ...] = Field((), alias="tag", max_length=12)
    updated: Day | None = Field(None, alias="diperbarui")
    published: Day | None = Field(None, alias="terbit", description="tampil mulai hari ini")
    draft: YesNo = Field(False, alias="draf")
    order: int | None = Field(None, alias="urutan")
    sources: tuple[SourceFields, ...] = Field((), alias="sumber")
    type: Text | None = Field(None, alias="tipe")
    overridable: YesNo | None = Field(None, alias="boleh_ditimpa")
    overrides: Digest | None = Field(
        None, alias="menimpa", description="sidik halaman yang ditimpa"
    )

    def paths(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield (place, path) of each page the front matter leads to, to be checked as links."""
        return iter(())

    @property
    def modified(self) -> str:
        """The day the page last changed, as exact as it is known; `""` when it does not say."""
        return str(self.updated or self.date or "")


@dataclass(frozen=True, slots=True)
class Known:
    """What a document may refer to, as its layer sees it."""

    institutions: Institutions
    facts: Mapping[str, Fact]
    paths: frozenset[str]
    """Paths of pages in the layer's chain, those with problems included."""


Check = Callable[[Document, Known], Iterator[Problem]]


def no_further_checks(document: Document, known: Known) -> Iterator[Problem]:  # noqa: ARG001
    """Find nothing: the check of a type whose fields say it all."""
    return iter(())


Schedule = Callable[[Document, Mapping[str, Fact]], Iterator[Moment]]


def no_schedule(document: Document, facts: Mapping[str, Fact]) -> Iterator[Moment]:  # noqa: ARG001
    """Yield nothing: the schedule of a type whose pages look the same on every day."""
    return iter(())


Describe = Callable[[Any], dict[str, Any]]
Review = Callable[[Any, str, Mapping[str, Any]], dict[str, Any] | None]


def no_review(fields: Any, url: str, publisher: Mapping[str, Any]) -> None:
    """Return nothing: pages of the type judge nobody's words."""


def as_article(fields: Any) -> dict[str, Any]:
    """Return a page as a schema.org Article, without address and publisher."""
    found: dict[str, Any] = {"@type": "Article", "headline": fields.title}
    sources = [source.url for source in fields.sources if source.url]
    if fields.modified:
        found["dateModified"] = fields.modified
    if sources:
        found["isBasedOn"] = sources
    return found


def by_title(document: Document) -> Any:
    """Sort by `urutan`, then by title."""
    order = document.fields.order
    return (order is None, order or 0, document.fields.title.lower(), document.inside)


@dataclass(frozen=True, slots=True)
class ContentType:
    """One kind of page. Its file in this folder is all there is to it."""

    name: str
    fields: type[CommonFields]
    section: str = ""
    """Folder whose files are of this type, and which lists them."""
    paths: tuple[str, ...] = ()
    """Single files that are of this type."""
    check: Check = no_further_checks
    """What the fields alone cannot tell: references and rules across fields."""
    describe: Describe = as_article
    """What a page is to search engines, given its front matter (schema.org)."""
    review: Review = no_review
    """What may be said once in the web, on the page's original address alone."""
    schedule: Schedule = no_schedule
    """When its pages change by themselves, given the facts of a mirror that shows them.

    All that a template decides by the day must be here, for `next-change` to know it.
    """
    sort_key: Callable[[Document], Any] = by_title
    newest_first: bool = False
    page_size: int = 0
    """Items on one page of its list; 0 for all."""
    neighbours: bool = False
    """Whether its pages link to the previous and the next one."""
    overridable: bool = False
    """Whether a region may replace a page above, unless the page says otherwise."""
    hidable: bool = False
    """Whether a region may hide a page from its mirror."""
    fixed: bool = False
    """Whether only `paths` may be of this type, and not any page that says so."""
    has_page: bool = True
    """Whether each document has an address of its own."""
    must_be_official: bool = False
    """Whether it must name an official source (DESIGN law 7)."""
    source_needs_address: bool = True

    def problems(self, document: Document, known: Known) -> Iterator[Problem]:
        """Yield what is wrong with `document` beyond the types of its fields."""
        if self.fixed and document.inside not in self.paths:
            known_paths = ", ".join(self.paths)
            yield WRONG_PLACE.at(document.place("tipe"), type=self.name, paths=known_paths)
        official = unknown = False
        for index, source in enumerate(document.fields.sources):
            institution = known.institutions.get(source.institution)
            if institution is None:
                unknown = True
                yield UNKNOWN_INSTITUTION.at(
                    document.place("sumber", index, "lembaga"),
                    institution=source.institution,
                    known=", ".join(sorted(known.institutions)),
                )
            elif institution.official:
                official = True
            if source.url is None and self.source_needs_address:
                yield NO_ADDRESS.at(document.place("sumber", index))
        if self.must_be_official and not (official or unknown):
            yield NO_OFFICIAL_SOURCE.at(document.place("sumber"))
        yield from self.check(document, known)

    def moments(self, document: Document, facts: Mapping[str, Fact]) -> Iterator[Moment]:
        """Yield when `document` changes by itself: it appears, and what its type adds."""
        fields = document.fields
        if fields.published is not None:
            yield Moment(fields.published, document.source, PAGE_APPEARS, fields.title)
        yield from self.schedule(document, facts)
