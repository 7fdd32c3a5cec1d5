"""Which sites may be linked: `go.id`, and the allow-lists of a layer and those above it.

A list of bad sites is never complete; gambling gangs register new ones every day. So a page
leads to government bodies, and to what people who answer for the site have written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.problem import N_, Kind
from sitegen.model.shorteners import SHORTENERS
from sitegen.model.web_address import Fault, host_of

NOT_IN_THE_LIST = Kind(
    "SG221",
    N_("the site “{host}” is not in the list of sites that may be linked"),
    N_(
        "link to an official source instead; or ask who looks after {file} to add the line "
        "“- {line}” there, below “tautan:” and “izin:”"
    ),
)
LOOKS_OFFICIAL = Kind(
    "SG221",
    N_("“{host}” is not a government site, though its name looks so"),
    N_("write the official address; its name ends in .go.id, as in kpu.go.id"),
)
SHORTENED = Kind(
    "SG221",
    N_("“{host}” shortens addresses: nobody sees where the link leads"),
    N_("open the link, and write the long address that the browser then shows"),
)
TOO_WIDE = Kind(
    "SG221",
    N_("“{host}” would allow every site whose name ends so"),
    N_("write the whole name of one site, for example kompas.com"),
)

ALWAYS = frozenset({"go.id"})
"""Given to government bodies only (Permenkominfo 5/2015)."""
FOR_ANYBODY = frozenset(f"{kind}.id" for kind in "ac biz co desa my net or ponpes sch web".split())
"""PANDI's second-level domains, below which others register names: no site of their own."""
ANYWHERE = "*"
"""In place of the sites of a list that cannot be read: nothing is held against it."""
_almost_official = re.compile(r"go[.-]?id(?:[.-]|$)")


@dataclass(frozen=True, slots=True)
class LinkedHosts:
    """The sites that the pages of one layer may link, and the file to add more to."""

    file: str
    """`situs.yaml` of the layer, path from the project's root."""
    hosts: frozenset[str] = frozenset()
    """What it allows, and what the layers above it allow."""

    def fault_in(self, address: str) -> Fault | None:
        """Judge the host of an address that is right in itself; mail and telephone have none."""
        host = host_of(address)
        if not host or not ALWAYS.isdisjoint(_with_parents(host)):
            return None
        if not SHORTENERS.isdisjoint(_with_parents(host)):
            return Fault(SHORTENED, {"host": host})
        if not self.hosts.isdisjoint(_with_parents(host)):
            return None
        if _almost_official.search(host):
            return Fault(LOOKS_OFFICIAL, {"host": host})
        if ANYWHERE in self.hosts:
            return None
        line = host.removeprefix("www.")
        return Fault(NOT_IN_THE_LIST, {"host": host, "line": line, "file": self.file})


def fault_in_entry(host: str) -> Fault | None:
    """Judge an entry of the list, which is a host's name in its right form."""
    if not SHORTENERS.isdisjoint(_with_parents(host)):
        return Fault(SHORTENED, {"host": host})
    return Fault(TOO_WIDE, {"host": host}) if host in FOR_ANYBODY else None


def _with_parents(host: str) -> Iterator[str]:
    """Yield `www.kpu.go.id`, `kpu.go.id`, `go.id`, `id`."""
    while host:
        yield host
        host = host.partition(".")[2]
