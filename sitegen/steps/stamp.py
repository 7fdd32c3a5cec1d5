"""Step 6: fill the slots. What a partial gives is computed once per mirror and arguments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import cast

from sitegen.model.fact import Fact, FactKind, Row
from sitegen.model.page import Plate, Slot
from sitegen.model.region import NATION, Region
from sitegen.model.site import Account, Contact, FactView, MenuGroup, Mirror, Setting, Site
from sitegen.model.theme import Theme
from sitegen.plumbing import indonesian
from sitegen.plumbing.templates import Templates

Fills = Mapping[str, bytes]
"""What a mirror puts into its slots, by mark."""
LOCAL_TIME = "waktu setempat"
"""What stands for the zone on the national mirror, whose readers live in all three."""


def mirror_of(
    site: Site,
    *,
    menu: tuple[MenuGroup, ...],
    addresses: Mapping[str, str],
    palette: str,
    as_of: date,
    pages: frozenset[str],
) -> Mirror:
    """Return what the partials see of `site`.

    Args:
        site: the resolved site.
        menu: the menu of its edition.
        addresses: absolute address of each region's site.
        palette: path of its own colour style sheet, or `""`.
        as_of: the day whose state is shown.
        pages: paths of its pages.
    """
    settings = site.settings
    accounts = settings.get("media_sosial")
    return Mirror(
        region=site.region,
        above=site.chain[1:],
        name=_text(settings, "nama"),
        agency=_text(settings, "lembaga"),
        address=addresses[site.region.code],
        addresses={region.code: addresses[region.code] for region in site.chain},
        contact=Contact(
            email=_text(settings, "kontak.surel"),
            phone=_text(settings, "kontak.telepon"),
            whatsapp=_text(settings, "kontak.whatsapp"),
            office=_text(settings, "kontak.kantor"),
            website=_text(settings, "kontak.situs"),
        ),
        accounts=cast("tuple[Account, ...]", accounts.value) if accounts else (),
        logo=_text(settings, "logo"),
        logo_size=logo_size(site),
        palette=palette,
        facts={name: view_of(fact, site.region) for name, fact in site.facts.items()},
        menu=menu,
        pages=pages,
        as_of=as_of,
    )


def address_of(site: Site) -> str:
    """Return the absolute address of a site, ending in `/`; `""` when none is set."""
    own = _text(site.settings, "alamat")
    if own:
        return own
    pattern = _text(site.settings, "pola_alamat").replace("{slug}", site.region.slug)
    return pattern if not pattern or pattern.endswith("/") else pattern + "/"


def view_of(fact: Fact, region: Region) -> FactView:
    """Return a fact as `region` shows it, in every form; local times carry its zone."""
    value = fact.value
    zone = "" if not fact.local else LOCAL_TIME if region.code == NATION else region.zone
    rows: tuple[Row, ...] = ()
    match fact.kind:
        case FactKind.DATE:
            day = cast("date", value)
            forms = {
                "": indonesian.day(day),
                "hari": indonesian.weekday(day),
                "lengkap": indonesian.full_day(day),
            }
        case FactKind.TIME:
            forms = {"": f"{value} {zone}".strip(), "angka": str(value)}
        case FactKind.NUMBER:
            number = cast("int", value)
            forms = {"": indonesian.number(number), "huruf": indonesian.count(number)}
        case FactKind.LIST:
            rows = cast("tuple[Row, ...]", value)
            forms = {"": indonesian.count(len(rows)), "angka": str(len(rows))}
        case FactKind.TEXT:
            forms = {"": str(value)}
    return FactView(fact.name, fact.kind, value, forms, rows, fact.basis, zone)


def stamp(plate: Plate, fills: Fills) -> bytes:
    """Return the file: the plate with every slot filled."""
    parts: list[bytes] = [b""] * (2 * len(plate.marks) + 1)
    parts[::2] = plate.static
    parts[1::2] = [fills[mark] for mark in plate.marks]
    return b"".join(parts)


class Stamper:
    """Fills slots for one mirror."""

    def __init__(self, templates: Templates, mirror: Mirror) -> None:
        """Fill with what `templates` make of `mirror`."""
        self._templates = templates
        self.mirror = mirror

    def fill(self, mark: str) -> bytes:
        """Return what the mirror puts into a slot.

        Raises:
            TemplateFailedError: when the partial fails.
        """
        return self._templates.fill(Slot.parse(mark), self.mirror).encode()


def _text(settings: Mapping[str, Setting], key: str) -> str:
    setting = settings.get(key)
    return str(setting.value) if setting is not None else ""


def logo_size(site: Site) -> tuple[int, int]:
    """Return width and height of a site's logo; (0, 0) when it has none."""
    logo = site.edition.assets.get(_text(site.settings, "logo"))
    picture = logo.picture if logo is not None else None
    return (0, 0) if picture is None else (picture.width, picture.height)


def theme_of(site: Site, national: Theme, faces: Mapping[str, Theme]) -> Theme:
    """Return the theme of a site: that of its nearest layer which chose one of `faces`."""
    return faces.get(_text(site.settings, "tema"), national)


def palette_of(
    site: Site, national: Theme, faces: Mapping[str, Theme] = MappingProxyType({})
) -> Mapping[str, str] | None:
    """Return what makes a site's own style sheet, or None when the national one will do.

    The colours of a theme hold against those of layers above the one that chose it.

    Returns:
        The arguments of `mirror/warna.css`, and under `gaya` the sheet that follows it.
    """
    theme = theme_of(site, national, faces)
    layers = [region.code for region in site.chain]
    above = layers[layers.index(site.settings["tema"].layer) + 1 :] if theme is not national else []
    stated = {k: s for k, s in site.settings.items() if s.layer not in above}
    accent = _text(stated, "warna.aksen") or theme.accent
    dark = _text(stated, "warna.aksen_gelap") or theme.accent_dark
    if (accent, dark, theme.face) == (national.accent, national.accent_dark, ""):
        return None
    return {"aksen": accent, "aksen_gelap": dark, "gaya": theme.face}
