"""Everything the writers stated, typed, by layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.model.document import Document
from sitegen.model.fact import Fact
from sitegen.model.site import Setting
from sitegen.model.source import Asset


@dataclass(frozen=True, slots=True)
class Library:
    """What `validate` makes of the tree, for `resolve` to put together."""

    documents: tuple[Document, ...]
    failed: frozenset[tuple[str, str]]
    """(layer, inside) of pages that have problems: they exist, but cannot be shown."""
    assets: tuple[Asset, ...]
    facts: Mapping[str, Mapping[str, Fact]]
    """Facts as they hold for each layer that states any, and for the nation."""
    settings: Mapping[str, Mapping[str, Setting]]
    """What each layer's `situs.yaml` says."""
    institutions: Mapping[str, Any]
    """Institutions by id, as `schema.institutions` reads them."""
    folders: Mapping[str, str]
    """Code of the layer by the name of its folder under `content/`."""

    def facts_for(self, chain: Iterable[str]) -> Mapping[str, Fact]:
        """Return the facts that hold for a region, given the codes of its chain."""
        return next((self.facts[code] for code in chain if code in self.facts), {})
