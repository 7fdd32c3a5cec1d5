"""Every mirror has an address of its own: two at one place would overwrite each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.model.problem import N_, Kind, Problem
from sitegen.model.site import Site

SAME_ADDRESS = Kind(
    "SG506",
    N_("the address {address} is that of {other} already"),
    N_("write the address that {region} alone uses, or remove “alamat”"),
)


def check(sites: Mapping[str, Site], addresses: Mapping[str, str]) -> Iterable[Problem]:
    """Yield the addresses that a region states although another region has them.

    Args:
        sites: every site by the code of its region.
        addresses: the address of each; `""` when it has none.
    """
    owners: dict[str, Site] = {}
    for site in sorted(sites.values(), key=lambda site: "alamat" in site.settings):
        region, address = site.region, addresses[site.region.code].lower()
        other = owners.setdefault(address, site).region
        if address and other != region:
            place = site.settings["alamat"].place
            yield SAME_ADDRESS.at(
                place, address=address, other=other.usual_name, region=region.usual_name
            )
