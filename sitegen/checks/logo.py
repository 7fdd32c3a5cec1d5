"""A region's logo is a picture that the region has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.model.problem import N_, Kind, Problem
from sitegen.model.site import Site

NO_LOGO = Kind(
    "SG403",
    N_("there is no picture “{path}” in the folder of {region}"),
    N_("put it there, for example as gambar/logo.png, or remove “logo”"),
)


def check(sites: Mapping[str, Site]) -> Iterable[Problem]:
    """Yield the logos that do not exist."""
    for site in sites.values():
        setting = site.settings.get("logo")
        if setting is not None and setting.value not in site.edition.assets:
            yield NO_LOGO.at(setting.place, path=setting.value, region=site.region.usual_name)
