"""A theme: a chain of folders, searched file by file, the most special first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.model.source import Asset

TEXTS = (".html", ".css", ".json", ".txt", ".ics")
"""Endings of templates, which must be text."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with those it extends."""

    name: str
    folders: tuple[str, ...]
    """Folders to search, the theme's own first."""
    assets: tuple[Asset, ...]
    """Style sheets and pictures, each under its hashed name (`aset/dasar-1a2b3c4d.css`)."""
    asset_urls: dict[str, str]
    """Hashed path within a mirror by plain name (`dasar.css`)."""
    templates: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Text and place of everything that templates may include, by its path in the theme.

    The place is a path from the project's root, wherever the project itself lies.
    """
    paper: str = "#ffffff"
    """Background colour of light pages, for the contrast check."""
    paper_dark: str = "#14171a"
    """Background colour of dark pages."""
    accent: str = "#0b4f8a"
    """Accent colour of its own style sheet, on light paper."""
    accent_dark: str = "#8ec5ff"
    """The same on dark paper."""
    face: str = ""
    """Style sheet (`gaya.css`) that is laid over that of the theme it extends."""

    @property
    def layouts(self) -> frozenset[str]:
        """Return the names of its page templates, without folder and ending."""
        return frozenset(
            name.removeprefix("pages/").removesuffix(".html")
            for name in self.templates
            if name.startswith("pages/")
        )
