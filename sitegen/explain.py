"""Where each thing a region shows comes from, in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sitegen.as_of import default_day
from sitegen.content_types import content_types
from sitegen.model.fact import Fact
from sitegen.model.library import Library
from sitegen.model.problem import N_, Kind, SitegenError
from sitegen.model.region import Regions
from sitegen.model.site import Site
from sitegen.plumbing import disk
from sitegen.plumbing.locale import gettext as _
from sitegen.schema.facts import FactFields
from sitegen.schema.institutions import Institution
from sitegen.schema.settings import SiteSettings
from sitegen.schema.theme import ThemeSettings
from sitegen.steps.load import load
from sitegen.steps.resolve import resolve
from sitegen.steps.stamp import address_of, view_of
from sitegen.steps.validate import validate

UNKNOWN_SUBJECT = Kind(
    "SG510",
    N_("{region} shows no page, fact or setting “{subject}”"),
    N_("the nearest is “{nearest}”"),
)


def explain(project: Path, code: str, subject: str | None) -> Iterable[str]:
    """Yield lines that say which layer each page, fact and setting of a region is from.

    Args:
        project: the folder that holds `content/`.
        code: the region.
        subject: a page's path, a fact's or a setting's name; None for an overview.

    Raises:
        SitegenError: when the region shows nothing of that name.
    """
    regions = Regions.parse(disk.package_text("regions.csv"))
    library, _problems = validate(load(project, regions)[0], regions)
    sites, _problems = resolve(library, regions, default_day(project, library))
    site = sites[code]
    if subject is None:
        return _overview(site)
    if subject.removeprefix("fakta.") in site.facts:
        return _fact(site, subject.removeprefix("fakta."), library)
    if subject in site.edition.documents:
        return _page(site, subject, library)
    if subject in site.settings:
        return _setting(site, subject)
    names = [*site.facts, *site.edition.documents, *site.settings]
    near = difflib.get_close_matches(subject, names, n=1, cutoff=0) or [""]
    name = site.region.usual_name
    raise SitegenError(UNKNOWN_SUBJECT, 2, region=name, subject=subject, nearest=near[0])


def _overview(site: Site) -> Iterable[str]:
    yield f"{site.region.usual_name} ({site.region.code}), {site.region.zone}"
    yield " ▸ ".join(region.usual_name for region in site.chain)
    yield _("address: {address}").format(address=address_of(site) or "-")
    yield ""
    yield _("Settings:")
    for key, setting in sorted(site.settings.items()):
        if key not in ("menu", "sembunyikan"):
            yield f"  {key}: {_value(setting.value)}  ← {setting.layer}  {setting.place}"
    yield ""
    yield _("Facts:")
    for name in sorted(site.facts):
        yield f"  {_fact_line(site, site.facts[name])}"
    yield ""
    yield _("Pages that are not the nation's alone:")
    own = [d for d in site.edition.documents.values() if d.layer != site.chain[-1].code]
    added = [d for found in site.edition.supplements.values() for d in found]
    for document in (*own, *added):
        what = _("adds to") if document.is_supplement else _("page")
        yield f"  {what} {document.target}  ← {document.layer}  {document.source}"
    for path, place in site.edition.hidden.items():
        yield _("  hides {path}  {place}").format(path=path, place=place)


def _fact_line(site: Site, fact: Fact) -> str:
    text = view_of(fact, site.region).text
    locked = _(", locked") if fact.locked else ""
    return f"{fact.name}: {text}  ← {fact.layer}  {fact.place}{locked}"


def _fact(site: Site, name: str, library: Library) -> Iterable[str]:
    fact = site.facts[name]
    yield _fact_line(site, fact)
    yield f"  {fact.note}"
    for row in view_of(fact, site.region).rows:
        yield "  - " + ", ".join(row.values())
    yield _("  basis: {basis}").format(basis=fact.basis)
    for source in fact.sources:
        institution = library.institutions.get(source.institution)
        label = institution.label if institution else source.institution
        yield _("  source: {source}").format(
            source=f"{label}, {source.title}, {source.date}, {source.url}"
        )
    for region in site.chain:
        above = library.facts.get(region.code, {}).get(name)
        if above is not None and above.layer == region.code and above is not fact:
            line = _("  overridden: {fact}").format(fact=_fact_line(site, above))
            yield line


def _page(site: Site, inside: str, library: Library) -> Iterable[str]:
    document = site.edition.documents[inside]
    yield f"{inside} → {document.url}"
    yield f"  ← {document.layer}  {document.source}"
    yield _("  content type: {type}").format(type=document.type)
    yield _("  digest: {digest}").format(digest=document.digest)
    codes = [region.code for region in site.chain]
    for other in library.documents:
        if other.inside == inside and other.layer in codes and other is not document:
            yield _("  replaces: {source}, {digest}").format(
                source=other.source, digest=other.digest
            )
    for supplement in site.edition.supplements.get(inside, ()):
        yield _("  supplement: {source}").format(source=supplement.source)


def _setting(site: Site, key: str) -> Iterable[str]:
    setting = site.settings[key]
    yield f"{key}: {_value(setting.value)}  ← {setting.layer}  {setting.place}"


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def schemas() -> Mapping[str, Any]:
    """Return the JSON Schema of each content type and settings file by its name."""
    files = {
        "situs.yaml": SiteSettings.model_json_schema(),
        "fakta.yaml": {"type": "object", "additionalProperties": FactFields.model_json_schema()},
        "lembaga.yaml": {"type": "object", "additionalProperties": Institution.model_json_schema()},
        "theme.yaml": ThemeSettings.model_json_schema(),
    }
    types = {name: t.fields.model_json_schema() for name, t in content_types().items()}
    return {**types, **files}
