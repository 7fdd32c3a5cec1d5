"""Addresses in typed files that lead to sites which may not be linked.

Links in texts are judged while they are converted (`plumbing.markdown.links`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.model.linked_hosts import LinkedHosts
from sitegen.model.problem import Place, Problem
from sitegen.schema.facts import ADDRESS, StatedFact
from sitegen.schema.values import addresses_in, https_fault
from sitegen.schema.yaml_events import Location


def addresses_not_allowed(
    fields: Any, hosts: LinkedHosts, places: Mapping[Location, Place]
) -> Iterator[Problem]:
    """Yield each address in typed fields that leads to a site `hosts` does not allow.

    Args:
        fields: front matter, or another group of keys.
        hosts: what may be linked.
        places: the place of each location below `fields`.
    """
    for loc, address in addresses_in(fields):
        if fault := hosts.fault_in(address):
            yield fault.kind.at(places[loc], **fault.values)


def facts_not_allowed(fact: StatedFact, hosts: LinkedHosts) -> Iterator[Problem]:
    """Yield each source of a fact, and each row of a list, that leads to such a site."""
    for loc, address in addresses_in(fact.fields):
        if fault := hosts.fault_in(address):
            yield fault.kind.at(fact.place_of(*loc), **fault.values)
    value = fact.fields.value
    for index, row in enumerate(value if isinstance(value, list) else ()):
        cell = row.get(ADDRESS) if isinstance(row, dict) else None
        if not https_fault(cell) and (fault := hosts.fault_in(str(cell))):
            yield fault.kind.at(fact.place_of("nilai", index, ADDRESS), **fault.values)
