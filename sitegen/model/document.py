"""A page, supplement or section as its writer stated it, typed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from sitegen.model.problem import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

SUPPLEMENTS = "tambahan"
"""Folder of a layer whose files are shown inside the page of the same path above."""
INDEX = "index.md"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a rendered body."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An internal link, as a path inside the layer tree."""

    target: str
    """`panduan/cek.md` or `gambar/peta.png`; the writer's own page when only an anchor."""
    anchor: str
    url: str
    """Address of the target within the mirror."""
    place: Place


@dataclass(frozen=True)
class Document:
    """One Markdown file: typed front matter and its body, not yet rendered.

    Its names are worked out once: 553 plans ask for them again and again.
    """

    inside: str
    """Path within the layer, such as `tahapan/masa-tenang.md`."""
    layer: str
    """Code of the region that wrote it."""
    type: str
    """Name of its content type."""
    fields: Any
    """The content type's front matter (a frozen pydantic model of `content_types`)."""
    body: str
    """Markdown after the front matter."""
    source: str
    """Path of the file from the project's root."""
    body_line: int
    """Line of the file at which `body` starts."""
    marks: Mapping[tuple[str | int, ...], tuple[int, int]]
    """(line, column) of each front-matter value, and of each key under `(*path, KEY)`."""
    digest: str
    """Short sha256 of the whole file."""
    text_digest: str = ""
    """Digest of the whole file, to tell whether it has changed."""
    head_digest: str = ""
    """Digest of its front matter: all that lists and neighbours show of it."""

    @cached_property
    def id(self) -> tuple[str, str]:
        """Return what tells this document from all others: (layer, inside)."""
        return self.layer, self.inside

    @cached_property
    def target(self) -> str:
        """Path of the page that shows it: itself, or the page a supplement adds to."""
        return self.inside.removeprefix(SUPPLEMENTS + "/")

    @cached_property
    def is_supplement(self) -> bool:
        """Whether it is shown inside another page."""
        return self.inside.startswith(SUPPLEMENTS + "/")

    @cached_property
    def section(self) -> str:
        """First folder of the page (`tahapan`), or `""` at the top."""
        return self.target.partition("/")[0] if "/" in self.target else ""

    @cached_property
    def url(self) -> str:
        """Address of the page within a mirror (see `url_of`)."""
        return url_of(self.target)

    def place(self, *loc: str | int) -> Place:
        """Return where the front-matter value at `loc` stands (nearest parent if absent)."""
        while loc and loc not in self.marks:
            loc = loc[:-1]
        line, column = self.marks.get(loc, (1, 1))
        return Place(self.source, line, column)


@cache
def url_of(inside: str) -> str:
    """Return the flat address of a page: `tahapan/index.md` → `tahapan.html`.

    Only the home page is called `index.html`, so that the tree needs no server rule.
    """
    folder, name = posixpath.split(inside)
    if name == INDEX and folder:
        return folder + ".html"
    return inside.removesuffix(".md") + ".html"


@dataclass(frozen=True, slots=True)
class Body:
    """A document's Markdown as safe HTML with slot marks, and what was found in it."""

    html: str
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    fragments: tuple[tuple[str, str], ...] = ()
    """(Markdown, HTML) of each Markdown value in the front matter."""
