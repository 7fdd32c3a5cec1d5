"""Step 3: put the layers together into one site per region.

The chain `61.71 ▸ 61 ▸ nasional` decides everything: the nearest layer that states a
document, fact or setting wins, where the layers above allow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date

from sitegen.content_types import content_types
from sitegen.model.document import Document, url_of
from sitegen.model.library import Library
from sitegen.model.problem import N_, Kind, Place, Problem, Severity
from sitegen.model.region import NATION, Region, Regions
from sitegen.model.site import Edition, Setting, Site
from sitegen.model.source import Asset
from sitegen.schema.linked_hosts import linked_hosts
from sitegen.schema.settings import AGENCY, OF_THE_AGENCY, OWN

MAY_NOT_OVERRIDE = Kind(
    "SG311",
    N_("this page stands in {above} already and cannot be replaced by a region"),
    N_("move the file to tambahan/{inside} to add to the page instead"),
)
SAME_PICTURE = Kind(
    "SG311",
    N_("a picture of this name stands in {above} already and cannot be replaced"),
    N_("give the picture another name"),
)
NO_DIGEST = Kind(
    "SG313",
    N_("the page replaces {above}, but does not say which state of it"),
    N_("add the line menimpa: {digest}"),
)
DRIFT = Kind(
    "SG314",
    N_("{above} has changed since this page replaced it"),
    N_("compare the two, then write menimpa: {digest}"),
    Severity.WARNING,
)
NOTHING_TO_OVERRIDE = Kind(
    "SG313", N_("“menimpa” is set, but no page above has this path"), N_("remove the line")
)
NOTHING_TO_ADD_TO = Kind(
    "SG315",
    N_("there is no page {inside} to add to"),
    N_("the path below tambahan/ must be that of the page it adds to"),
)
NOTHING_TO_HIDE = Kind(
    "SG316",
    N_("there is no page “{path}” to hide"),
    N_("correct the path, or remove it from “sembunyikan”"),
)
MAY_NOT_HIDE = Kind(
    "SG316", N_("“{path}” cannot be hidden: a {type} stays on every mirror"), N_("remove the line")
)
SAME_ADDRESS = Kind(
    "SG312", N_("the page has the same address {url} as {other}"), N_("rename one of the two files")
)
NO_HOME = Kind("SG318", N_("there is no home page"), N_("write content/nasional/index.md"))
RESERVED = Kind("SG313", N_("the address {url} is used by the site itself"), N_("rename the file"))

HOME = "index.md"
SHARED_FILES = ("situs.yaml", "lembaga.yaml")
LISTS = re.compile(
    r"(?:404|cari|topik|kabar-daerah|koreksi|lembaga|daftar-situs|"
    r"klarifikasi-menurut-(?:topik|putusan))\.html|(?:cari|topik|aset|gambar)/.*|.*/hal-\d+\.html"
)
"""Addresses of the site's own pages and files, beside the lists of sections."""


def resolve(
    library: Library, regions: Regions, as_of: date, *, drafts: bool = False
) -> tuple[dict[str, Site], list[Problem]]:
    """Resolve every region.

    Args:
        library: what the writers stated.
        regions: all regions.
        as_of: pages that appear later are left out.
        drafts: whether drafts and later pages are shown all the same.

    Returns:
        The sites by region code, and what layers may not do.
    """
    shown = [d for d in library.documents if drafts or _is_due(d, as_of)]
    by_layer: dict[str, dict[str, Document]] = {}
    for document in shown:
        by_layer.setdefault(document.layer, {})[document.inside] = document
    shaping = _shaping_layers(library, by_layer)
    editions: dict[tuple[str, ...], Edition] = {}
    problems: list[Problem] = []
    sites = {}
    for region in regions:
        chain = regions.chain(region.code)
        codes = tuple(r.code for r in chain if r.code in shaping)
        if codes not in editions:
            editions[codes], found = _edition(codes, library, by_layer)
            problems += found
        facts = library.facts_for(r.code for r in chain)
        settings = _settings(chain, library.settings)
        hosts = linked_hosts(chain, library.settings, library.folders)
        sites[region.code] = Site(region, chain, editions[codes], facts, settings, hosts)
    return sites, list(dict.fromkeys(problems))


def held_back(problems: Iterable[Problem], library: Library, regions: Regions) -> frozenset[str]:
    """Return the codes of the mirrors that must keep their last good output.

    A problem in one region's layer holds back the mirrors below it; one in the nation's
    layer, in a file shared by all or in the theme holds back every mirror.
    """
    blocking = {problem.place for problem in problems if problem.blocks}
    layers = {layer_of(place, library.folders, regions) for place in blocking}
    return frozenset(r.code for layer in layers if layer for r in regions.below(layer))


def concerning(
    problems: Iterable[Problem], codes: AbstractSet[str], library: Library, regions: Regions
) -> list[Problem]:
    """Return the problems of the layers in `codes`: what stands elsewhere is not theirs."""
    return [p for p in problems if layer_of(p.place, library.folders, regions) in codes]


def layer_of(place: Place, folders: Mapping[str, str], regions: Regions) -> str:
    """Return the code of the layer a file belongs to; the nation for all shared files.

    A folder whose name is wrong still belongs to the region its code names; what stands in
    no layer is nobody's (`""`).
    """
    root, _, inside = place.path.partition("/")
    if root != "content" or inside in SHARED_FILES:
        return NATION
    folder = inside.partition("/")[0]
    code = folders.get(folder, folder.partition("-")[0])
    return code if code in regions else ""


def _is_due(document: Document, as_of: date) -> bool:
    fields = document.fields
    return not fields.draft and (fields.published is None or fields.published <= as_of)


def _shaping_layers(
    library: Library, by_layer: Mapping[str, Mapping[str, Document]]
) -> frozenset[str]:
    """Return the layers that change which documents are shown; the nation always."""
    hiding = {layer for layer, settings in library.settings.items() if "sembunyikan" in settings}
    pictures = {asset.layer for asset in library.assets}
    failed = {layer for layer, _ in library.failed}
    return frozenset({NATION, *by_layer, *hiding, *pictures, *failed})


def _edition(
    codes: tuple[str, ...], library: Library, by_layer: Mapping[str, Mapping[str, Document]]
) -> tuple[Edition, list[Problem]]:
    documents: dict[str, Document] = {}
    supplements: dict[str, tuple[Document, ...]] = {}
    hidden: dict[str, Place] = {}
    problems: list[Problem] = []
    for code in reversed(codes):
        own = by_layer.get(code, {})
        for inside, document in own.items():
            if document.is_supplement:
                continue
            above = documents.get(inside)
            problems += _override_problems(document, above, library, codes)
            documents[inside] = document
        for document in own.values():
            if not document.is_supplement:
                continue
            if document.target not in documents:
                if not _is_written(document.target, codes, library) and not hidden:
                    place = Place(document.source)
                    problems.append(NOTHING_TO_ADD_TO.at(place, inside=document.target))
                continue
            supplements[document.target] = (*supplements.get(document.target, ()), document)
        setting = library.settings.get(code, {}).get("sembunyikan")
        for path, place in setting.value if setting else ():  # type: ignore[attr-defined]
            if any((above, path) in library.failed for above in codes):
                continue
            if found := _hide_problems(path, place, documents):
                problems += found
                continue
            del documents[path]
            hidden[path] = place
    problems += _address_problems(documents.values())
    if HOME not in documents and not _is_written(HOME, codes, library):
        problems.append(NO_HOME.at(Place(f"content/{NATION}/{HOME}")))
    assets, found = _assets(codes, library)
    problems += found
    ordered = dict(sorted(documents.items()))
    return Edition(codes, ordered, supplements, assets, hidden), problems


def _assets(codes: tuple[str, ...], library: Library) -> tuple[dict[str, Asset], list[Problem]]:
    assets: dict[str, Asset] = {}
    problems = []
    for code in reversed(codes):
        for asset in library.assets:
            if asset.layer == code and asset.inside in assets:
                above = assets[asset.inside].path
                problems.append(SAME_PICTURE.at(Place(asset.path), above=above))
            elif asset.layer == code:
                assets[asset.inside] = asset
    return assets, problems


def _is_written(inside: str, codes: tuple[str, ...], library: Library) -> bool:
    """Tell whether a layer has the page, be it faulty, a draft or not due yet."""
    written = {document.id for document in library.documents} | library.failed
    return any((code, inside) in written for code in codes)


def _override_problems(
    document: Document, above: Document | None, library: Library, codes: tuple[str, ...]
) -> list[Problem]:
    digest = document.fields.overrides
    if above is None:
        above_failed = any((code, document.inside) in library.failed for code in codes)
        if digest is not None and not above_failed:
            return [NOTHING_TO_OVERRIDE.at(document.place("menimpa"))]
        return []
    allowed = above.fields.overridable
    if allowed is None:
        allowed = content_types()[above.type].overridable
    if not allowed:
        place = Place(document.source)
        return [MAY_NOT_OVERRIDE.at(place, above=above.source, inside=document.inside)]
    if digest is None:
        return [NO_DIGEST.at(Place(document.source), above=above.source, digest=above.digest)]
    if digest != above.digest:
        place = document.place("menimpa")
        return [DRIFT.at(place, above=above.source, digest=above.digest)]
    return []


def _hide_problems(path: str, place: Place, documents: Mapping[str, Document]) -> list[Problem]:
    if path not in documents:
        return [NOTHING_TO_HIDE.at(place, path=path)]
    content_type = content_types()[documents[path].type]
    if not content_type.hidable:
        return [MAY_NOT_HIDE.at(place, path=path, type=content_type.name)]
    return []


def _address_problems(documents: Iterable[Document]) -> list[Problem]:
    taken: dict[str, Document] = {}
    problems = []
    for document in documents:
        url = url_of(document.target)
        if url in taken:
            other = taken[url].source
            problems.append(SAME_ADDRESS.at(Place(document.source), url=url, other=other))
        elif _is_reserved(document):
            problems.append(RESERVED.at(Place(document.source), url=url))
        taken[url] = document
    return problems


def _is_reserved(document: Document) -> bool:
    """Tell whether the site itself uses the document's address, now or when a list grows."""
    url = document.url
    sections = {f"{t.section}.html" for t in content_types().values() if t.section}
    return bool(LISTS.fullmatch(url)) or (url in sections and document.type != "bagian")


def _settings(
    chain: tuple[Region, ...], stated: Mapping[str, Mapping[str, Setting]]
) -> dict[str, Setting]:
    """Return each setting of the nearest layer that states it; some are a layer's own.

    Contacts and accounts belong to an agency: a layer that names its own agency does not
    inherit those of another.
    """
    settings: dict[str, Setting] = {}
    for region in reversed(chain):
        own = stated.get(region.code, {})
        if AGENCY in own:
            settings = {k: v for k, v in settings.items() if not k.startswith(OF_THE_AGENCY)}
        for key, setting in own.items():
            if key not in OWN or region is chain[0]:
                settings[key] = setting
    return settings
