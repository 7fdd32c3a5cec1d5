"""A count written out in prose (“lima surat suara”) is true on every mirror that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sitegen.content_types.texts import texts_of
from sitegen.model.document import Document
from sitegen.model.fact import Fact
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.site import Site
from sitegen.plumbing.indonesian import WORDS

WRONG_COUNT = Kind(
    "SG138",
    N_("“{text}” is wrong for {region}, where it is {count}"),
    N_("write {{{{ fakta.{name} }}}} {unit}"),
)


def check(sites: Mapping[str, Site], documents: Iterable[Document]) -> Iterable[Problem]:
    """Yield literal counts that contradict the fact of a mirror that shows the text.

    A fact takes part when it has a unit (`satuan: surat suara`). Only the first mirror
    that a sentence is wrong for is named.
    """
    counted = {f.name: f.unit for site in sites.values() for f in site.facts.values() if f.unit}
    patterns = {
        name: re.compile(
            rf"(?<![\w.])(\d{{1,2}}|{'|'.join(WORDS)})(?:\s+\(\d+\))?\s+(?:lembar\s+|jenis\s+)?"
            rf"{re.escape(unit)}\b",
            re.IGNORECASE,
        )
        for name, unit in counted.items()
    }
    if not patterns:
        return
    for document in documents:
        for text, place_of in texts_of(document):
            for name, pattern in patterns.items():
                for match in pattern.finditer(text):
                    yield from _problem(sites, document, place_of(match.start()), name, match)


def _problem(
    sites: Mapping[str, Site], document: Document, place: Place, name: str, match: re.Match[str]
) -> Iterable[Problem]:
    said = match[1].lower()
    if not said.isdigit() and said not in WORDS:
        return  # letters that only `re` takes for the same
    number = int(said) if said.isdigit() else WORDS.index(said)
    values = {_number(site.facts[name]) for site in sites.values() if name in site.facts}
    if number not in values:
        return  # speaks of something else, such as the two ballots of voters abroad
    for site in sites.values():
        fact = site.facts.get(name)
        if fact is None or document.layer not in {region.code for region in site.chain}:
            continue
        value = _number(fact)
        if value != number:
            yield WRONG_COUNT.at(
                place if _foreseen(sites, document, fact) else fact.place,
                text=" ".join(match[0].split()),
                region=site.region.usual_name,
                count=value,
                name=name,
                unit=fact.unit,
            )
            return


def _foreseen(sites: Mapping[str, Site], document: Document, fact: Fact) -> bool:
    """Tell whether the text's layer could know the value; else the fact's layer answers."""
    own = sites[document.layer].facts.get(fact.name)
    return own is None or own.layer == fact.layer or fact.layer in own.except_for


def _number(fact: Fact) -> int:
    return len(fact.value) if isinstance(fact.value, tuple) else int(str(fact.value))
