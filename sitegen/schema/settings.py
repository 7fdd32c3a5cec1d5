"""`situs.yaml`: a region's identity, inherited field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from sitegen.model.linked_hosts import LinkedHosts, fault_in_entry
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.site import Account, MenuEntry, Setting
from sitegen.model.source import Source
from sitegen.model.web_address import NOT_A_HOST, Fault, fault_in, fault_of_host
from sitegen.schema import yaml_events
from sitegen.schema.addresses import addresses_not_allowed
from sitegen.schema.typed import A_PHONE, Fields, Mistake, validate
from sitegen.schema.values import Colour, Https, Text, WebAddress, https_fault
from sitegen.schema.yaml_events import Location

NO_SLUG = Kind(
    "SG506",
    N_("“pola_alamat” must hold “{{slug}}” once"),
    N_("write for example https://{{slug}}.pemilu.go.id/"),
)
NOT_A_SITE = Kind(
    "SG506",
    N_("“{value}” is not the address of a site"),
    N_("write it without ?, # or signs such as & and %, for example https://pemilu.kota.go.id/"),
)
NOT_AN_EMAIL = Kind(
    "SG506", N_("“{value}” is not an e-mail address"), N_("write nama@contoh.go.id")
)
NOT_A_NAME = Kind(
    "SG506",
    N_("“{value}” is not the name of a site"),
    N_("write the name alone, without https:// and /, for example kompas.com"),
)
NATION_ONLY = Kind(
    "SG506", N_("“{key}” can only be set in content/situs.yaml"), N_("remove this line")
)

ALLOWED_HOSTS = "tautan.izin"
"""The key of the sites that may be linked; lists add up along the chain."""
OWN = ("alamat", "sembunyikan", "logo", ALLOWED_HOSTS)
"""Keys that hold for the region alone and are not inherited."""
AGENCY, OF_THE_AGENCY = "lembaga", ("kontak.", "media_sosial")
"""The key that names the agency, and how the keys start that belong to it."""
NATIONAL = ("pola_alamat", "menu")
"""Keys that only the nation sets."""


_site = re.compile(r"https://[\w.:-]+(?:/[\w~-][\w.~-]*)*/?", re.ASCII)
"""No part of its path is empty or begins with a full stop: `..` is another address's place."""


def _directory(value: str) -> str:
    """Return an address that files can be appended to, in HTML, JSON and calendars alike."""
    if not _site.fullmatch(value):
        raise Mistake(NOT_A_SITE, value=value)
    return WebAddress(value if value.endswith("/") else value + "/")


def _pattern(value: Any) -> Any:
    if not isinstance(value, str) or value.count("{slug}") != 1:
        raise Mistake(NO_SLUG)
    if fault := https_fault(value.replace("{slug}", "kota-x")):
        raise Mistake(fault.kind, (), **{**fault.values, "value": value, "target": value})
    _directory(value.replace("{slug}", "kota-x"))
    return value


def _host(value: Any) -> Any:
    host = value.lower() if isinstance(value, str) else ""
    fault = fault_of_host(host, host)
    if fault is not None and fault.kind.code == NOT_A_HOST.code:
        fault = Fault(NOT_A_NAME, {"value": str(value)})
    fault = fault or fault_in_entry(host)
    if fault is not None:
        raise Mistake(fault.kind, (), **fault.values)
    return host


def _email(value: Any) -> Any:
    if not isinstance(value, str) or fault_in(f"mailto:{value}"):
        raise Mistake(NOT_AN_EMAIL, value=value)
    return value


Address = Annotated[Https, AfterValidator(_directory)]


class Contact(Fields):
    """How readers reach the agency."""

    email: Annotated[Text, BeforeValidator(_email)] | None = Field(None, alias="surel")
    phone: Text | None = Field(None, alias="telepon", pattern=A_PHONE)
    whatsapp: Text | None = Field(None, alias="whatsapp", pattern=A_PHONE)
    office: Text | None = Field(None, alias="kantor", description="alamat kantor")
    website: Https | None = Field(None, alias="situs")


class Palette(Fields):
    """The accent colour on light and on dark paper."""

    accent: Colour | None = Field(None, alias="aksen")
    accent_dark: Colour | None = Field(None, alias="aksen_gelap")


class SocialAccount(Fields):
    """An official social account."""

    name: Text = Field(alias="nama")
    url: Https = Field(alias="url")


class LinkPolicy(Fields):
    """What the pages of this layer and of those below it may link, beside `go.id`."""

    allowed: tuple[Annotated[Text, BeforeValidator(_host)], ...] = Field(
        alias="izin", description="nama situs, misalnya kompas.com; anak namanya ikut diizinkan"
    )


class Menu(Fields):
    """A group of the menu."""

    title: Text = Field(alias="judul")
    paths: tuple[Text, ...] = Field(alias="isi", min_length=1)


class SiteSettings(Fields):
    """`situs.yaml`."""

    name: Text | None = Field(None, alias="nama", description="nama situs")
    agency: Text | None = Field(None, alias="lembaga", description="pengelola situs")
    address: Address | None = Field(None, alias="alamat", description="alamat situs ini")
    pattern: Annotated[Text, BeforeValidator(_pattern)] | None = Field(
        None, alias="pola_alamat", description="alamat daerah yang tidak menulis alamat sendiri"
    )
    theme: Text | None = Field(None, alias="tema")
    palette: Palette | None = Field(None, alias="warna")
    logo: Text | None = Field(None, alias="logo", description="gambar/….png")
    contact: Contact | None = Field(None, alias="kontak")
    accounts: tuple[SocialAccount, ...] | None = Field(None, alias="media_sosial")
    menu: tuple[Menu, ...] | None = Field(None, alias="menu")
    links: LinkPolicy | None = Field(None, alias="tautan")
    hidden: tuple[Text, ...] | None = Field(None, alias="sembunyikan")


def read_settings(
    source: Source, nation: str, above: frozenset[str] = frozenset()
) -> tuple[dict[str, Setting], list[Problem]]:
    """Read one layer's `situs.yaml` as flat settings by key (`kontak.surel`).

    Args:
        source: the file.
        nation: code of the layer that may set everything.
        above: the sites that the layers above allow to link.
    """
    text = yaml_events.read(source.text, source.path)
    if text.problems:
        return {}, text.problems
    settings, problems = validate(SiteSettings, text.value, text.marks, source.path)
    if settings is None:
        return {}, problems
    places = {loc: Place(source.path, *at) for loc, at in text.marks.items()}
    if source.layer != nation:
        problems += [NATION_ONLY.at(places[key,], key=key) for key in NATIONAL if key in text.value]
    problems += _hosts_not_allowed(settings, above, places, source.path)
    written = settings.model_dump(by_alias=True, exclude_none=True)
    flat: dict[str, Setting] = {}
    for key, value in written.items():
        if isinstance(value, Mapping):
            for inner, part in value.items():
                flat[f"{key}.{inner}"] = Setting(part, source.layer, places[key, inner])
        else:
            flat[key] = Setting(value, source.layer, places[key,])
    if settings.accounts is not None:
        accounts = tuple(Account(account.name, account.url) for account in settings.accounts)
        flat["media_sosial"] = Setting(accounts, source.layer, places["media_sosial",])
    if settings.menu is not None:
        entries = tuple(
            MenuEntry(menu.title, menu.paths, places["menu", index])
            for index, menu in enumerate(settings.menu)
        )
        flat["menu"] = Setting(entries, source.layer, places["menu",])
    if settings.hidden is not None:
        hidden = tuple(
            (path, places["sembunyikan", index]) for index, path in enumerate(settings.hidden)
        )
        flat["sembunyikan"] = Setting(hidden, source.layer, places["sembunyikan",])
    return flat, problems


def _hosts_not_allowed(
    settings: SiteSettings, above: frozenset[str], places: Mapping[Location, Place], path: str
) -> Iterator[Problem]:
    own = frozenset(settings.links.allowed) if settings.links else frozenset()
    hosts = LinkedHosts(path, above | own)
    yield from addresses_not_allowed(settings, hosts, places)
    if settings.pattern and (fault := hosts.fault_in(settings.pattern.replace("{slug}", "x"))):
        yield fault.kind.at(places["pola_alamat",], **fault.values)
