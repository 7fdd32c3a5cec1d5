"""A region's logo is a picture that the region has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.model.problem import N_, Kind, Problem
from sitegen.model.region import NATION
from sitegen.model.site import Site

NO_LOGO = Kind(
    "SG403",
    N_("the logo {path} does not exist"),
    N_("put it there, for example as gambar/logo.png, or remove “logo”"),
)


def check(sites: Mapping[str, Site]) -> Iterable[Problem]:
    """Yield the logos that do not exist."""
    for site in sites.values():
        setting = site.settings.get("logo")
        if setting is not None and setting.value not in site.edition.assets:
            folder = setting.place.path.rpartition("/")[0]
            own = f"{folder}/{NATION}" if site.region.code == NATION else folder
            yield NO_LOGO.at(setting.place, path=f"{own}/{setting.value}")
