"""Stamping a page gives the bytes that rendering it in whole for the mirror gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from sitegen.model.fact import FactKind
from sitegen.model.site import Account, Setting, Site
from sitegen.press import Press
from tests.laws.real import FEW
from tests.laws.whole import stamped, stamped_and_whole

NAMES = ("Pa'", "A & B", '"x"', "<b>", "&amp;", "{{ mirror }}", "</title><script>", "Ōé 🗳")
"""Names that break a page where they are put in unescaped, or escaped twice."""


def renamed(site: Site, name: str) -> Site:
    """Return the site of a region, and of the one above it, of another name."""
    own, above, *rest = (*site.chain, site.chain[-1])
    chain = (replace(own, name=name), replace(above, name=f"di atas {name}"), *rest[:-1])
    return replace(site, region=chain[0], chain=chain)


def with_hostile_identity(site: Site, text: str) -> Site:
    """Return a site whose every setting of free text is `text`."""
    place = next(iter(site.settings.values())).place
    keys = ("nama", "lembaga", "kontak.kantor", "kontak.telepon", "kontak.whatsapp", "kontak.surel")
    settings = {key: Setting(text, site.region.code, place) for key in keys}
    accounts = Setting((Account(text, "https://x.example/?a=1&b=2"),), site.region.code, place)
    return replace(site, settings={**site.settings, **settings, "media_sosial": accounts})


def with_hostile_facts(site: Site, text: str) -> Site:
    """Return a site whose facts, dates and addresses apart, say `text` in every cell."""

    def spoilt(row: Mapping[str, str]) -> dict[str, str]:
        return {key: cell if "://" in cell else text for key, cell in row.items()}

    facts = {
        name: replace(fact, value=tuple(map(spoilt, fact.value)))
        if isinstance(fact.value, tuple)
        else fact
        if fact.kind is FactKind.DATE
        else replace(fact, kind=FactKind.TIME, value=text)
        for name, fact in site.facts.items()
    }
    return replace(site, facts=facts)


def differing(press: Press, site: Site) -> list[str]:
    """Return the pages of a site whose stamped bytes are not those of the whole page."""
    pages = list(stamped_and_whole(press, site))
    assert len(pages) > 80
    return [path for path, stamped, whole in pages if stamped != whole]


@pytest.mark.parametrize("code", FEW)
def test_every_page_of_a_real_mirror_is_stamped_as_it_renders(press: Press, code: str) -> None:
    assert differing(press, press.sites[code]) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_a_region_of_a_hostile_name_is_stamped_as_it_renders(
    press: Press, name: str
) -> None:
    site = renamed(press.sites["61.01"], name)
    assert name == site.region.usual_name
    assert differing(press, site) == []


@pytest.mark.parametrize("text", NAMES)
def test_every_page_of_a_hostile_identity_is_stamped_as_it_renders(press: Press, text: str) -> None:
    assert differing(press, with_hostile_identity(press.sites["61.71"], text)) == []


@pytest.mark.parametrize("text", NAMES)
def test_every_page_with_hostile_facts_is_stamped_as_it_renders(press: Press, text: str) -> None:
    assert differing(press, with_hostile_facts(press.sites["61.71"], text)) == []


def test_a_hostile_name_is_shown_as_text_and_nothing_else(press: Press) -> None:
    site = renamed(press.sites["61.01"], "</title><script>")
    pages = [stamped for _, stamped, _ in stamped_and_whole(press, site)]
    scripts = {found for page in pages for found in re.findall(rb"<script[^>]*>", page)}
    assert {found for found in scripts if b"src=" not in found} == {
        b'<script type="application/ld+json">'
    }
    assert all(b"&lt;/title&gt;&lt;script&gt;" in page for page in pages)


@pytest.mark.parametrize("name", NAMES)
def test_outputs_in_xml_hold_the_name_as_text(press: Press, name: str) -> None:
    site = renamed(press.sites["61.01"], name)
    stamper = press.stamper(site)
    plates = press.groups[press.group(site)].plates
    outputs = {path: stamped(stamper, plates[path]) for path in ("umpan.atom", "sitemap.xml")}
    feed = ET.fromstring(outputs["umpan.atom"])
    title = feed.findtext("{http://www.w3.org/2005/Atom}title")
    assert f"Literasi Pemilu 2024 {name}" == title
    ET.fromstring(outputs["sitemap.xml"])


@pytest.mark.long
def test_every_page_of_every_mirror_is_stamped_as_it_renders(press: Press) -> None:
    wrong = {code: differing(press, site) for code, site in press.sites.items()}
    assert {code: paths for code, paths in wrong.items() if paths} == {}
