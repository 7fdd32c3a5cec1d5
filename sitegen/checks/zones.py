"""A local time written out with a zone (“13.00 WIB”) is true on every mirror that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sitegen.content_types.texts import texts_of
from sitegen.model.document import Document
from sitegen.model.fact import FactKind
from sitegen.model.problem import N_, Kind, Problem
from sitegen.model.site import Site

WRONG_ZONE = Kind(
    "SG139",
    N_("“{text}” is wrong for {region}, whose time is {zone}"),
    N_("write {{{{ fakta.{name} }}}}"),
)


def check(sites: Mapping[str, Site], documents: Iterable[Document]) -> Iterable[Problem]:
    """Yield local times of facts that a text gives in the zone of some mirrors only."""
    times = {
        (str(fact.value), fact.name)
        for site in sites.values()
        for fact in site.facts.values()
        if fact.kind is FactKind.TIME and fact.local
    }
    patterns = [
        (name, value, re.compile(rf"(?<![\d.]){re.escape(value)}\s+(WIB|WITA|WIT)\b"))
        for value, name in sorted(times)
    ]
    for document in documents:
        for text, place_of in texts_of(document):
            for name, value, pattern in patterns:
                for match in pattern.finditer(text) if value in text else ():
                    other = _elsewhere(sites, document, match[1])
                    if other is not None:
                        yield WRONG_ZONE.at(
                            place_of(match.start()),
                            text=match[0],
                            region=other.region.usual_name,
                            zone=other.region.zone,
                            name=name,
                        )


def _elsewhere(sites: Mapping[str, Site], document: Document, zone: str) -> Site | None:
    """Return the first site that shows `document` and lies in another zone."""
    shown = (s for s in sites.values() if any(r.code == document.layer for r in s.chain))
    return next((site for site in shown if site.region.zone != zone), None)
