"""Pages, plates and slots: what is rendered once, and where the mirror shows through."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import sys
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any, Self

from sitegen.model.document import Document

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Unicode noncharacters that delimit a slot's mark. Sources that hold one are refused,
and they survive HTML and XML escaping, so a mark can be neither forged nor damaged unseen."""
QUOTED = re.compile(r"%EF%B7%9[01]|\\ufdd[01]|&#(?:6497[67]|xfdd[01]);", re.IGNORECASE)
"""A delimiter that a filter or library has encoded for an address, for JSON or as an entity."""
INDEX_OF_ALL, INDEX_OF_REGION = "cari/nasional.json", "cari/daerah.json"
"""What the search page reads: the texts of the nation, and those of the region's layers."""
MARK = re.compile(f"{OPEN}([A-Za-z0-9_=-]*){CLOSE}")


GENERAL_CARD = "kartu/umum.png"
"""The picture that chats show with a page that has none of its own."""
WITH_CARD = frozenset({"klarifikasi", "tahapan"})
"""Content types whose pages have one."""


class BrokenMarkError(Exception):
    """A slot's mark did not survive rendering: a template changed it, or text imitates it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a plate that the mirror fills: a partial and its arguments."""

    partial: str
    """Name of a template under `mirror/`, without ending."""
    arguments: tuple[tuple[str, Any], ...] = ()
    """Sorted (name, value) pairs; values are str, int, bool or None."""

    @property
    def mark(self) -> str:
        """Return the text that stands for the slot while a page is rendered.

        The arguments are in base64, whose case matters: a filter that changes the mark
        breaks it, and `Plate.parse` refuses it.
        """
        text = json.dumps([self.partial, dict(self.arguments)], separators=(",", ":"))
        return OPEN + base64.urlsafe_b64encode(text.encode()).decode() + CLOSE

    @classmethod
    def parse(cls, inner: str) -> Self:
        """Read back what `mark` wrote between its delimiters.

        Raises:
            BrokenMarkError: when `inner` is not what `mark` writes.
        """
        try:
            partial, arguments = json.loads(base64.urlsafe_b64decode(inner))
            return cls(partial, tuple(sorted(arguments.items())))
        except (binascii.Error, ValueError, AttributeError, TypeError) as error:
            raise BrokenMarkError(inner) from error


@dataclass(frozen=True, slots=True)
class Plate:
    """A rendered page whose mirror-dependent parts are still slots.

    `static[0] fill(marks[0]) static[1] fill(marks[1]) … static[-1]` is the file.
    """

    static: tuple[bytes, ...]
    marks: tuple[str, ...]
    """What stands between the delimiters of each slot's mark; see `slots`.

    Marks stay text because text is looked up faster than a Slot, 190,000 pages long.
    """

    @property
    def digest(self) -> str:
        """Digest of the whole plate."""
        text = hashlib.blake2b(digest_size=16)
        for part, mark in zip_longest(self.static, self.marks, fillvalue=""):
            text.update(part)  # type: ignore[arg-type]
            text.update(f"\0{mark}\0".encode())
        return text.hexdigest()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots, in order."""
        return tuple(Slot.parse(mark) for mark in self.marks)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Cut rendered text at its slot marks.

        Raises:
            BrokenMarkError: when a mark is damaged or a delimiter stands alone.
        """
        pieces = MARK.split(text)
        static, marks = pieces[::2], pieces[1::2]
        for piece in static:
            if OPEN in piece or CLOSE in piece or QUOTED.search(piece):
                raise BrokenMarkError(piece[:80])
        for mark in set(marks):
            Slot.parse(mark)
        return cls(tuple(p.encode() for p in static), tuple(map(sys.intern, marks)))


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the path from the home page to a page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A document as lists and neighbours show it: its front matter, not its body."""

    url: str
    type: str
    fields: Any
    """Front matter, as in `Document.fields`."""
    layer: str
    digest: str = ""
    """Digest of the front matter."""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page stands in a list that runs over several pages."""

    number: int
    total: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class PageView:
    """What page templates see as `page`. It holds nothing of the mirror."""

    url: str
    """Path within the mirror, such as `tahapan/masa-tenang.html`."""
    kind: str
    """Name of the content type, or `daftar`, `topik`, `cari`, `404`."""
    title: str
    summary: str
    as_of: date
    layer: str = ""
    """Code of the layer that wrote the page; `""` when each mirror has its own."""
    canonical: str = ""
    """Absolute address of the original; `""` when the mirror's own page is the original."""
    section: str = ""
    crumbs: tuple[Crumb, ...] = ()
    tags: tuple[Crumb, ...] = ()
    items: tuple[Card, ...] = ()
    """What a list shows; on the home page the newest clarifications."""
    groups: tuple[tuple[str, tuple[Card, ...]], ...] = ()
    """Further named lists: `tahapan` and `berita` on the home page."""
    pager: Pager = Pager(1, 1)
    previous: Card | None = None
    next: Card | None = None
    document: Document | None = None
    supplements: tuple[Document, ...] = ()
    further: tuple[str, ...] = ()
    """Paths of files that a script of the page reads."""

    @property
    def root(self) -> str:
        """Relative path from the page to the mirror's root: `""` or `"../"`."""
        return root_of(self.url)

    @property
    def card(self) -> str:
        """Path within the mirror of the picture that chats show beside a link to the page."""
        if self.kind not in WITH_CARD:
            return GENERAL_CARD
        return f"kartu/{self.url.removesuffix('.html')}.png"


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file of a site, planned but not rendered."""

    templates: tuple[str, ...]
    """Names of page templates, without ending; the first one the theme has is used."""
    key: tuple[Any, ...]
    """What the page is made from: pages with equal keys share a plate."""
    view: PageView

    @property
    def url(self) -> str:
        """Path within the mirror."""
        return self.view.url


def root_of(url: str) -> str:
    """Return the relative path from the page at `url` to the mirror's root."""
    return "../" * url.count("/")
