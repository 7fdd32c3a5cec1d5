"""Which sites each layer may link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from sitegen.model.linked_hosts import LinkedHosts
from sitegen.model.region import NATION, Region
from sitegen.model.site import Setting
from sitegen.schema.settings import ALLOWED_HOSTS


def linked_hosts(
    chain: Iterable[Region],
    settings: Mapping[str, Mapping[str, Setting]],
    folders: Mapping[str, str],
) -> LinkedHosts:
    """Return the sites that the first layer of `chain` may link: its list and those above.

    Args:
        chain: the layer and the layers above it.
        settings: what each layer's `situs.yaml` says.
        folders: code of the layer by the name of its folder.
    """
    first, *_ = codes = [region.code for region in chain]
    hosts: set[str] = set()
    for code in codes:
        if ALLOWED_HOSTS in settings.get(code, {}):
            hosts.update(cast("tuple[str, ...]", settings[code][ALLOWED_HOSTS].value))
    folder = next((name for name, code in folders.items() if code == first), first)
    file = "content/situs.yaml" if first == NATION else f"content/{folder}/situs.yaml"
    return LinkedHosts(file, frozenset(hosts))
