"""What was read from disk, before anyone looked inside."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A text file of the content tree."""

    path: str
    """Path from the project's root, with `/`."""
    layer: str
    """Code of the region whose folder holds the file; `nasional` for the root files."""
    inside: str
    """Path within the layer, such as `tahapan/masa-tenang.md`."""
    text: str
    """Content with `\\n` line ends and no byte order mark."""

    @property
    def digest(self) -> str:
        """Return the short sha256 that an override records of the page it replaces."""
        return "sha256:" + hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Picture:
    """What was measured of a picture, and what was made of it."""

    width: int
    height: int
    smaller: tuple[tuple[int, str], ...] = ()
    """(width, path within the layer) of its smaller versions, the narrowest first."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is copied as it is: a picture of a layer, a style sheet of a theme."""

    path: str
    layer: str
    inside: str
    data: bytes
    picture: Picture | None = None
    """Set once the picture has been prepared."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Everything read from `content/`."""

    sources: tuple[Source, ...]
    assets: tuple[Asset, ...]
    layers: tuple[tuple[str, str], ...] = ()
    """(region code, folder path) of each layer that has a folder, in code order."""
    refused: frozenset[tuple[str, str]] = frozenset()
    """(layer, inside) of files that are there, but cannot be used."""
