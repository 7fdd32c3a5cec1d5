"""`cari/*.json`: the texts that the search page looks through.

The nation's texts are one file, equal on all mirrors. Where layers of regions have texts of
their own, a second file holds those; what it has for an address replaces the nation's text or
adds to it. Titles and summaries stand in the search page, which lists the pages of its mirror:
a page that is not listed is not found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from sitegen.model.document import Document
from sitegen.model.page import INDEX_OF_ALL, INDEX_OF_REGION
from sitegen.model.region import NATION
from sitegen.outputs.view import OutputView
from sitegen.plumbing.markdown.plain import plain
from sitegen.plumbing.memo import digest
from sitegen.schema.values import markdown_in

HOME = "index.html"
"""It repeats what other pages say, and is not listed."""
SYNONYMS = (
    ("hoaks", "hoax", "hoak", "kabar bohong", "kabar palsu"),
    ("surat suara", "kertas suara"),
    ("jam", "pukul"),
    ("TPS", "tempat memilih", "lokasi memilih"),
    ("surat pemberitahuan", "undangan", "formulir C6", "C6"),
    ("KTP-el", "KTP elektronik", "KTP"),
    ("hitung cepat", "quick count"),
    ("pindah memilih", "pindah TPS", "pindah pilih", "A5"),
    ("disabilitas", "difabel", "cacat", "tunanetra"),
    ("pemungutan suara", "pencoblosan", "nyoblos", "hari H"),
    ("melapor", "mengadu", "aduan"),
)
"""Words that readers use and pages do not; the glossary's own aliases come on top."""


def emit(view: OutputView) -> Iterable[tuple[str, bytes]]:
    """Yield the nation's texts, and those of the region's layers where there are any."""
    if not any(page.view.further for page in view.pages):  # the theme has no search page
        return
    nation = tuple(view.nation.values())
    yield INDEX_OF_ALL, _kept(view, "nasional", nation, ())
    own = tuple(d for d in view.documents.values() if d.layer != NATION)
    added = tuple(view.edition.added)
    if own or added:
        yield INDEX_OF_REGION, _kept(view, " ".join(view.edition.codes), own, added)


def _kept(
    view: OutputView, name: str, documents: Sequence[Document], added: Sequence[Document]
) -> bytes:
    """Return an index; the texts of one that is remembered are not looked at."""
    texts = digest([(d.inside, d.text_digest) for d in (*documents, *added)])
    make = partial(index_of, documents, added, () if name != "nasional" else SYNONYMS)
    return view.kept(f"cari {name}", {"documents": texts}, make)


def index_of(
    documents: Iterable[Document],
    added: Iterable[Document],
    synonyms: Iterable[Sequence[str]],
) -> bytes:
    """Return the JSON of an index.

    Args:
        documents: pages; each replaces what another index has for its address.
        added: supplements; they add to it.
        synonyms: groups of phrases that mean the same.

    Returns:
        `teks` and `tambahan` by address, `sinonim`. A text is one to quote from, and after a
        line break one that is only searched: what a page must not be quoted with.
    """
    shown = sorted(documents, key=lambda d: d.inside)
    groups = _merged([*synonyms, *(names for d in shown if len(names := _names(d)) > 1)])
    further: dict[str, list[str]] = {}
    for document in added:
        further.setdefault(document.url, []).append(_text(document))
    index: Mapping[str, object] = {
        "teks": {d.url: _text(d) for d in shown if d.url != HOME},
        "tambahan": {url: " ".join(texts) for url, texts in sorted(further.items())},
        "sinonim": groups,
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _merged(groups: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return groups without a phrase in common: those that share one become one."""
    merged: list[dict[str, str]] = []
    for group in groups:
        phrases = {phrase.casefold(): phrase for phrase in group}
        apart = [known for known in merged if phrases.keys().isdisjoint(known)]
        for known in merged:
            if known not in apart:
                phrases = known | {key: text for key, text in phrases.items() if key not in known}
        merged = [*apart, phrases]
    return [list(phrases.values()) for phrases in merged]


def _names(document: Document) -> tuple[str, ...]:
    """Return the spellings of a term; nothing for other pages."""
    if document.type != "istilah":
        return ()
    names: dict[str, str] = {}
    for name in (*document.fields.names, document.fields.long_form):
        if name:
            names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _text(document: Document) -> str:
    """Return what is quoted from a document, and what is only searched.

    A claim is not quoted: an excerpt would show it without the words that mark it as one.
    """
    fields = document.fields
    quoted = (document.body, *(text for _, text in markdown_in(fields)))
    silent = (getattr(fields, "claim", ""), *_names(document), *fields.tags)
    texts = (" ".join(plain(text) for text in texts).strip() for texts in (quoted, silent))
    return "\n".join(texts).strip(" ").removesuffix("\n")
