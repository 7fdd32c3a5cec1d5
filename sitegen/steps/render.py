"""Step 5: Markdown to bodies, then pages to plates; each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from sitegen.content_types.linked_data import linked_data, review
from sitegen.model.document import Body, Document
from sitegen.model.fact import FORMS
from sitegen.model.page import Card, Page, Plate, Slot
from sitegen.model.problem import Place, Problem
from sitegen.model.region import slugify
from sitegen.model.site import Site
from sitegen.model.source import Picture
from sitegen.plumbing import workers
from sitegen.plumbing.markdown.figures import framed, pictures_in
from sitegen.plumbing.markdown.rules import Rules
from sitegen.plumbing.memo import Inputs, Memo, digest
from sitegen.plumbing.printable import Printable
from sitegen.plumbing.templates import (
    DIRECTIVE_FOLDER,
    PAGE_FOLDER,
    TemplateFailedError,
    Templates,
)
from sitegen.schema.values import markdown_in

if TYPE_CHECKING:
    from sitegen.plumbing.markdown.converter import Converter

FACT_PARTIAL = "fakta"
"""The partial that shows a fact; its arguments are `nama` and `bentuk`."""

_id = re.compile(rb' id="([^"]+)"')

Bodies = Mapping[tuple[str, str], Body]


@dataclass(slots=True)
class _Renderer:
    """What the worker processes inherit."""

    templates: Templates
    institutions: Mapping[str, Any]
    rules: Mapping[str, Rules] = field(default_factory=dict)
    bodies: Bodies = field(default_factory=dict)
    converter: Converter | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """The plates by page key and the ids each one offers to links."""

    plates: Mapping[tuple[Any, ...], Plate]
    anchors: Mapping[tuple[Any, ...], frozenset[str]]
    digests: Mapping[tuple[Any, ...], str]
    """Digest of each plate."""
    bodies: Bodies


def render(
    pages: Sequence[Page],
    sites: Mapping[str, Site],
    institutions: Mapping[str, Any],
    templates: Templates,
    *,
    jobs: int,
    memo: Memo,
    seconds: float | None = workers.MAX_SECONDS,
) -> tuple[Rendered, list[Problem]]:
    """Render every distinct page; those made from the same things as before are remembered.

    Args:
        pages: pages with distinct keys.
        sites: all sites, for the facts and terms each layer's texts may use.
        institutions: by id, for sources.
        templates: the theme's templates.
        jobs: how many processes to use.
        memo: what earlier builds rendered.
        seconds: how long the text of one page may take; None to set no limit and start no
            process for it.

    Returns:
        Plates, anchors and bodies; and every problem of texts and templates. A page whose
        text or template fails has no plate.
    """
    documents = _documents(pages)
    layers = dict.fromkeys(document.layer for document in documents)
    rules = {layer: rules_for(sites[layer], templates) for layer in layers}
    renderer = _Renderer(templates, institutions, rules)
    inputs = _body_inputs(documents, rules, templates)
    problems: list[Problem] = []
    bodies: dict[tuple[str, str], Body] = {}
    keys = {name: digest(made_from) for name, made_from in inputs.items()}
    results = memo.each(
        "bodies",
        documents,
        lambda document: (document.source, inputs[document.id]),
        lambda changed: _bodies(renderer, changed, jobs, seconds),
    )
    for document, text in zip(documents, results, strict=True):
        body, found = (None, [text]) if isinstance(text, Problem) else text
        problems += found
        if body is not None:
            bodies[document.id], used = _pictured(body, document, sites[document.layer])
            keys[document.id] = digest(keys[document.id], used) if used else keys[document.id]
    renderer.bodies = bodies
    whole = [page for page in pages if all(d.id in bodies for d in _shown(page))]
    known = digest(sorted((name, repr(value)) for name, value in institutions.items()))
    made = memo.each(
        "plates",
        whole,
        lambda page: _page_inputs(page, keys, known, templates),
        lambda changed: _plates(renderer, changed, jobs),
    )
    plates: dict[tuple[Any, ...], Plate] = {}
    anchors: dict[tuple[Any, ...], frozenset[str]] = {}
    digests: dict[tuple[Any, ...], str] = {}
    failures: dict[object, Problem] = {}  # a broken template fails alike on every page
    for page, result in zip(whole, made, strict=True):
        if isinstance(result, Problem):
            failures.setdefault((result.place, result.values[-1]), result)
        else:
            plates[page.key], anchors[page.key], digests[page.key] = result
    return Rendered(plates, anchors, digests, bodies), [*problems, *failures.values()]


def _pictured(body: Body, document: Document, site: Site) -> tuple[Body, dict[str, Picture]]:
    """Return a body with its pictures sized, and what they are.

    This is not part of what is remembered of a body: another picture changes its pages, and
    no other text of the layer.
    """
    assets = site.edition.assets
    texts = (body.html, *(html for _, html in body.fragments))
    used: dict[str, Picture] = {}
    for html in texts:
        used |= pictures_in(html, document.url, assets)
    if not used:
        return body, used
    fragments = tuple((text, framed(html, used)) for text, html in body.fragments)
    return replace(body, html=framed(body.html, used), fragments=fragments), used


def _body_inputs(
    documents: Iterable[Document], rules: Mapping[str, Rules], templates: Templates
) -> dict[tuple[str, str], Inputs]:
    """Return what the body of each document is made from."""
    blocks = templates.digest(DIRECTIVE_FOLDER)
    of_layer = {
        layer: {
            "facts": digest(sorted(found.facts.items())),
            "terms": digest(sorted(found.terms.items())),
            "hosts": digest(found.hosts.file, sorted(found.hosts.hosts)),
            "theme": blocks,
        }
        for layer, found in rules.items()
    }
    return {d.id: {"text": d.text_digest, **of_layer[d.layer]} for d in documents}


def _page_inputs(
    page: Page, bodies: Mapping[tuple[str, str], str], institutions: str, templates: Templates
) -> tuple[str, Inputs]:
    """Return a page's name in the memo and all that its plate is made from."""
    view = page.view
    cards = (*view.items, *(card for _, group in view.groups for card in group))
    around = (view.previous, view.next)
    own = (view.kind, view.title, view.summary, view.layer, view.canonical, view.section)
    return f"{view.url} {digest(page.key)[:16]}", {
        "text": digest([bodies[document.id] for document in _shown(page)]),
        "list": digest([name for name, _ in view.groups], *map(_card_key, cards)),
        "neighbours": digest(*map(_card_key, around)),
        "place": digest(own, view.crumbs, view.tags, view.pager, view.further),
        "as-of": view.as_of.isoformat(),
        "theme": templates.digest(*(f"{PAGE_FOLDER}/{name}.html" for name in page.templates)),
        "institutions": institutions,
    }


def _card_key(card: Card | None) -> tuple[str, ...]:
    return () if card is None else (card.url, card.type, card.layer, card.digest)


def rules_for(site: Site, templates: Templates) -> Rules:
    """Return what the texts of the layer whose site this is may use."""
    terms: dict[str, str] = {}
    for document in site.edition.documents.values():
        if document.type == "istilah":
            for name in document.fields.names:
                terms[name] = document.url
    return Rules(
        facts={name: FORMS[fact.kind] for name, fact in site.facts.items()},
        fact_mark=fact_mark,
        directives=templates.directives(),
        fill_directive=templates.directive,
        terms=terms,
        hosts=site.hosts,
    )


def fact_mark(name: str, form: str) -> str:
    """Return the mark of the slot that shows a fact."""
    return Slot(FACT_PARTIAL, (("bentuk", form), ("nama", name))).mark


def _shown(page: Page) -> Iterator[Document]:
    if page.view.document is not None:
        yield page.view.document
    yield from page.view.supplements


def _documents(pages: Iterable[Page]) -> list[Document]:
    found = {document.id: document for page in pages for document in _shown(page)}
    return list(found.values())


def _bodies(
    renderer: _Renderer, documents: Sequence[Document], jobs: int, seconds: float | None
) -> Iterator[tuple[Body | None, list[Problem]] | Problem]:
    """Convert the texts of `documents` with one converter, which the processes inherit."""
    from sitegen.plumbing.markdown.converter import Converter

    renderer.converter = Converter()
    budget = None
    if seconds is not None:
        budget = workers.Budget(lambda d: Place(d.source, d.body_line), seconds)
    return workers.each(_body, renderer, documents, jobs, 8, budget=budget)


def _body(renderer: _Renderer, document: Document) -> tuple[Body | None, list[Problem]] | Problem:
    """Convert a document's text and the Markdown in its front matter."""
    linked: set[str] = set()
    prefix = f"tambahan-{slugify(document.layer)}-" if document.is_supplement else ""

    def convert(text: str, line: int, column: int = 1, own: str = "") -> Any:
        assert renderer.converter is not None
        return renderer.converter.convert(
            text,
            renderer.rules[document.layer],
            path=document.source,
            first_line=line,
            first_column=column,
            inside=document.inside,
            url=document.url,
            own_url=document.url if document.type == "istilah" else "",
            prefix=prefix + own,
            linked=linked,
        )

    try:
        fragments = [
            (text, convert(text, place.line, place.column, f"data-{number}-"))
            for number, (loc, text) in enumerate(markdown_in(document.fields), 1)
            for place in (document.place(*loc),)
        ]
        body = convert(document.body, document.body_line)
    except TemplateFailedError as error:
        return None, [error.problem]
    parts = [body, *(converted for _, converted in fragments)]
    problems = [problem for part in parts for problem in part.problems]
    if any(problem.blocks for problem in problems):
        return None, problems
    return Body(
        body.html,
        body.headings,
        tuple(link for part in parts for link in part.links),
        tuple((text, _inline(converted.html)) for text, converted in fragments),
    ), problems


def _inline(html: str) -> str:
    """Take the paragraph off a text that is one paragraph."""
    text = html.strip()
    if text.startswith("<p>") and text.endswith("</p>") and text.count("<p>") == 1:
        return text[3:-4]
    return text


def _plates(
    renderer: _Renderer, pages: Sequence[Page], jobs: int
) -> Iterator[tuple[Plate, frozenset[str], str] | Problem]:
    names = {name for page in pages for name in page.templates}
    renderer.templates.compile(*(f"{PAGE_FOLDER}/{name}.html" for name in names))
    return workers.each(_plate, renderer, pages, jobs, 32)


def _plate(renderer: _Renderer, page: Page) -> tuple[Plate, frozenset[str], str] | Problem:
    view = page.view
    document = view.document
    body = renderer.bodies[document.id] if document is not None else Body("")
    fragments = dict(body.fragments)
    values = {
        "page": view,
        "doc": document.fields if document is not None else None,
        "isi": Printable(body.html, "isi"),
        "headings": [
            {"id": h.id, "level": h.level, "text": Printable(escape(h.text), "heading.text")}
            for h in body.headings
        ],
        "md": lambda text: Printable(fragments[text], "md()") if text else "",
        "tambahan": [
            (supplement, Printable(renderer.bodies[supplement.id].html, "tambahan"))
            for supplement in view.supplements
        ],
        "lembaga": renderer.institutions,
        "data": Printable(linked_data(view), "data"),
        "tinjauan": review(view),
    }
    try:
        plate = renderer.templates.page(page.templates, values, view.url)
    except TemplateFailedError as error:
        return error.problem
    found = {name.decode() for part in plate.static for name in _id.findall(part)}
    return plate, frozenset(found), plate.digest
