"""Step 2: from text to typed documents, facts and settings; every mistake as a problem."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sitegen.content_types import content_types, type_of
from sitegen.content_types.content_type import NO_OFFICIAL_SOURCE, UNKNOWN_INSTITUTION, Known
from sitegen.model.document import SUPPLEMENTS, Document
from sitegen.model.fact import Fact
from sitegen.model.library import Library
from sitegen.model.linked_hosts import ANYWHERE, LinkedHosts
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.region import NATION, Regions
from sitegen.model.site import Setting
from sitegen.model.source import Source, Tree
from sitegen.plumbing.memo import Inputs, Memo, digest
from sitegen.schema import front_matter
from sitegen.schema.addresses import addresses_not_allowed, facts_not_allowed
from sitegen.schema.facts import StatedFact, read_facts, settle
from sitegen.schema.institutions import Institutions, read_institutions
from sitegen.schema.linked_hosts import linked_hosts
from sitegen.schema.settings import ALLOWED_HOSTS, read_settings
from sitegen.schema.typed import validate as validate_fields

UNKNOWN_TYPE = Kind("SG140", N_("there is no content type “{name}”"), N_("known: {known}"))
UNKNOWN_TYPE_NEAR = Kind(
    "SG140", N_("there is no content type “{name}”"), N_("did you mean “{nearest}”?")
)
SECTION_NEAR = Kind("SG140", N_("there is no folder “{folder}”"), N_("did you mean “{nearest}”?"))
NO_NATIONAL_SETTINGS = Kind(
    "SG506", N_("content/situs.yaml is missing"), N_("write at least nama: and lembaga:")
)
NO_SITE_NAME = Kind("SG506", N_("“{key}” is missing"), N_("add a line “{key}: …”"))
UNKNOWN_EXCEPTION = Kind(
    "SG120", N_("“{code}” is not the code of a region"), N_("write for example 31 or 61.71")
)


def validate(
    tree: Tree, regions: Regions, memo: Memo | None = None
) -> tuple[Library, list[Problem]]:
    """Type every source of `tree`; those that have not changed are taken from `memo`.

    Returns:
        What is usable, and every problem of every file.
    """
    problems: list[Problem] = []
    folders = {folder: code for code, folder in tree.layers}
    settings = _settings(tree.sources, regions, problems)
    hosts = {
        code: linked_hosts(regions.chain(code), settings, folders)
        for code in {NATION, *(source.layer for source in tree.sources)}
    }
    institutions = _institutions(tree.sources, hosts[NATION], problems)
    facts = _facts(tree.sources, regions, institutions, hosts, problems)
    documents, failed = [], set(tree.refused)
    pages = [source for source in tree.sources if source.inside.endswith(".md")]
    for source, (document, found) in zip(pages, _documents(pages, memo or Memo()), strict=True):
        problems += found
        if document is None:
            failed.add((source.layer, source.inside))
        else:
            documents.append(document)
    library = Library(
        tuple(documents),
        frozenset(failed),
        tree.assets,
        facts,
        settings,
        institutions,
        folders,
    )
    return _without_faulty(library, regions, hosts, problems), problems


def _documents(pages: Sequence[Source], memo: Memo) -> list[tuple[Document | None, list[Problem]]]:
    def about(source: Source) -> tuple[str, Inputs]:
        return source.path, {"text": digest(source.text), "layer": source.layer}

    return memo.each("documents", pages, about, lambda changed: map(read_document, changed))


def read_document(source: Source) -> tuple[Document | None, list[Problem]]:
    """Read one Markdown file: cut it, find its content type, type its front matter."""
    cut, problems = front_matter.split(source)
    if cut is None:
        return None, problems
    stated = cut.values.get("tipe")
    inside = source.inside
    content_type = type_of(inside, stated if isinstance(stated, str) else None)
    if content_type is None:
        place = Place(source.path, *cut.marks["tipe",])
        names = sorted(content_types())
        near = difflib.get_close_matches(str(stated), names, n=1)
        if near:
            return None, [UNKNOWN_TYPE_NEAR.at(place, name=stated, nearest=near[0])]
        return None, [UNKNOWN_TYPE.at(place, name=stated, known=", ".join(names))]
    folder = inside.partition("/")[0] if "/" in inside else ""
    sections = [t.section for t in content_types().values() if t.section]
    if stated is None and folder not in sections:
        meant = difflib.get_close_matches(folder, sections, n=1, cutoff=0.75)
        if meant:
            return None, [SECTION_NEAR.at(Place(source.path), folder=folder, nearest=meant[0])]
    fields, problems = validate_fields(content_type.fields, cut.values, cut.marks, source.path)
    if fields is None:
        return None, problems
    return Document(
        inside=inside,
        layer=source.layer,
        type=content_type.name,
        fields=fields,
        body=cut.body,
        source=source.path,
        body_line=cut.body_line,
        marks=cut.marks,
        digest=source.digest,
        text_digest=digest(source.text),
        head_digest=digest(source.text.removesuffix(cut.body)),
    ), []


def _without_faulty(
    library: Library, regions: Regions, hosts: Mapping[str, LinkedHosts], problems: list[Problem]
) -> Library:
    """Run each type's own checks and take out the documents that fail them."""
    by_layer: dict[str, set[str]] = {}
    for layer, inside in (*(d.id for d in library.documents), *library.failed):
        by_layer.setdefault(layer, set()).add(inside.removeprefix(SUPPLEMENTS + "/"))
    known: dict[str, Known] = {}
    good, failed = [], set(library.failed)
    for document in library.documents:
        if document.layer not in known:
            chain = [region.code for region in regions.chain(document.layer)]
            paths = frozenset().union(*(by_layer.get(code, set()) for code in chain))
            facts = library.facts_for(chain)
            known[document.layer] = Known(library.institutions, facts, paths)
        found = list(content_types()[document.type].problems(document, known[document.layer]))
        places = {loc: Place(document.source, *at) for loc, at in document.marks.items()}
        found += addresses_not_allowed(document.fields, hosts[document.layer], places)
        problems += found
        if any(problem.blocks for problem in found):
            failed.add(document.id)
        else:
            good.append(document)
    return replace(library, documents=tuple(good), failed=frozenset(failed))


def _institutions(
    sources: tuple[Source, ...], hosts: LinkedHosts, problems: list[Problem]
) -> Institutions:
    for source in sources:
        if source.path == "content/lembaga.yaml":
            institutions, found = read_institutions(source, hosts)
            problems += found
            return institutions
    return {}


def _settings(
    sources: tuple[Source, ...], regions: Regions, problems: list[Problem]
) -> dict[str, Mapping[str, Setting]]:
    """Read each layer's settings, the nation's first: what it allows holds below it."""
    settings: dict[str, Mapping[str, Setting]] = {}
    for source in sorted(sources, key=lambda source: len(regions.chain(source.layer))):
        if source.inside == "situs.yaml":
            above = linked_hosts(regions.chain(source.layer), settings, {})
            settings[source.layer], found = read_settings(source, NATION, above.hosts)
            problems += found
            if found and not settings[source.layer]:
                unknown = Setting((ANYWHERE,), source.layer, Place(source.path))
                settings[source.layer] = {ALLOWED_HOSTS: unknown}
            if source.layer == NATION and not found:
                problems += [
                    NO_SITE_NAME.at(Place(source.path), key=key)
                    for key in ("nama", "lembaga")
                    if key not in settings[NATION]
                ]
    if NATION not in settings:
        problems.append(NO_NATIONAL_SETTINGS.at(Place("content/situs.yaml")))
        settings[NATION] = {}
    return settings


def _facts(
    sources: tuple[Source, ...],
    regions: Regions,
    institutions: Institutions,
    hosts: Mapping[str, LinkedHosts],
    problems: list[Problem],
) -> dict[str, Mapping[str, Fact]]:
    """Settle each layer's facts against the layers above it, the nation first."""
    stated: dict[str, list[StatedFact]] = {NATION: []}
    for source in sources:
        if source.inside == "fakta.yaml":
            stated[source.layer], found = read_facts(source)
            problems += found
    facts: dict[str, Mapping[str, Fact]] = {}
    faulty: set[str] = set()
    for layer in sorted(stated, key=lambda code: len(regions.chain(code))):
        chain = (region.code for region in regions.chain(layer)[1:])
        above = next((facts[code] for code in chain if code in facts), {})
        own = dict(above)
        for fact in stated[layer]:
            problems += _source_problems(fact, institutions, regions)
            problems += facts_not_allowed(fact, hosts[layer])
            if fact.name in faulty and fact.name not in above:
                continue  # what it is held against has problems of its own
            settled, found = settle(fact, above.get(fact.name))
            problems += found
            if settled is not None:
                own[fact.name] = settled
            else:
                faulty.add(fact.name)
        facts[layer] = own
    return facts


def _source_problems(
    fact: StatedFact, institutions: Institutions, regions: Regions
) -> Iterable[Problem]:
    named = [source.institution for source in fact.fields.sources]
    for index, name in enumerate(named):
        if name not in institutions:
            place = fact.place_of("sumber", index, "lembaga")
            known = ", ".join(sorted(institutions))
            yield UNKNOWN_INSTITUTION.at(place, institution=name, known=known)
    if all(name in institutions and not institutions[name].official for name in named):
        yield NO_OFFICIAL_SOURCE.at(fact.place_of("sumber"))
    for index, code in enumerate(fact.fields.except_for):
        if code not in regions:
            yield UNKNOWN_EXCEPTION.at(fact.place_of("kecuali", index), code=code)
