"""What a region shows: its documents, facts and identity, and what its templates see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sitegen.model.document import Document
from sitegen.model.fact import Fact, FactKind, FactValue, Row
from sitegen.model.linked_hosts import LinkedHosts
from sitegen.model.problem import Place
from sitegen.model.region import Region
from sitegen.model.source import Asset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a region's identity and the layer it comes from."""

    value: object
    layer: str
    place: Place


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A group of the menu as written: a heading and source paths."""

    title: str
    paths: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class MenuLink:
    """One link of a resolved menu."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A heading of a resolved menu with the links that exist in the mirror."""

    title: str
    links: tuple[MenuLink, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A set of documents; sites that show the same set share one edition."""

    codes: tuple[str, ...]
    """The layers it is made of, nearest first; only layers that add, replace or hide."""
    documents: Mapping[str, Document]
    """Winning document of each path, in path order."""
    supplements: Mapping[str, tuple[Document, ...]]
    """Supplements shown inside the page of each path, the highest layer's first."""
    assets: Mapping[str, Asset]
    """Winning picture of each path."""
    hidden: Mapping[str, Place]
    """Paths hidden in this edition and where that is said."""

    @property
    def added(self) -> Iterator[Document]:
        """Every supplement whose page is shown."""
        for inside, found in self.supplements.items():
            if inside in self.documents:
                yield from found

    @property
    def code(self) -> str:
        """Code of the nearest layer of the edition."""
        return self.codes[0]


@dataclass(frozen=True, slots=True)
class Site:
    """What one region shows, resolved along its chain."""

    region: Region
    chain: tuple[Region, ...]
    edition: Edition
    facts: Mapping[str, Fact]
    settings: Mapping[str, Setting]
    """Identity, by the key a writer types (`kontak.surel`)."""
    hosts: LinkedHosts
    """The other sites that pages of the region's own layer may link."""


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as the partials of one mirror see it."""

    name: str
    kind: FactKind
    value: FactValue
    forms: Mapping[str, str]
    """Text of each form; `""` is the plain one."""
    rows: tuple[Row, ...]
    """Rows of a list; empty for other kinds."""
    basis: str
    zone: str
    """`WIB`, `WITA` or `WIT` (`waktu setempat` for the nation) of a local time, else `""`."""

    @property
    def text(self) -> str:
        """The plain form."""
        return self.forms[""]


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the agency; empty text where nothing is known."""

    email: str = ""
    phone: str = ""
    whatsapp: str = ""
    office: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An official social account."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """What the partials under `mirror/` see of a region, and nothing else."""

    region: Region
    above: tuple[Region, ...]
    """The regions above, nearest first; empty for the nation."""
    name: str
    """Name of the site (`Literasi Pemilu 2024`)."""
    agency: str
    address: str
    """Absolute address ending in `/`, or `""` when none is set."""
    addresses: Mapping[str, str]
    """Absolute address of the region's site and of those above it, by region code."""
    contact: Contact
    accounts: tuple[Account, ...]
    logo: str
    """Path of the logo within the mirror, or `""`."""
    logo_size: tuple[int, int]
    """Its width and height in pixels; (0, 0) without a logo."""
    palette: str
    """Path of the mirror's own colour style sheet within the mirror, or `""`."""
    facts: Mapping[str, FactView]
    menu: tuple[MenuGroup, ...]
    pages: frozenset[str]
    """Paths of the pages of the mirror, to link only to what is there."""
    as_of: date
    """The day whose state the site shows."""

    @property
    def base(self) -> str:
        """Path of the site on its server, `/` or `/pemilu/`: for pages shown at any depth."""
        return "/" + self.address.partition("://")[2].partition("/")[2]
