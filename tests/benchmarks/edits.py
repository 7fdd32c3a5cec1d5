"""What an author does between two builds, in the order in which it is done.

Every edit is made in every round, each time another one: `number` is that of the round, from 1.
After the last edit of a round the project has the pages it had before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import sitegen_site
from corpus import NEWEST, Page
from generator import Generator

FEWEST_PAGES = 10
"""A project needs that many pages, so that the edited one has neighbours on both sides."""

EDITED = 4
"""Number of the page that is edited: news, among the newest 20, with neighbours."""


@dataclass(frozen=True)
class Subject:
    """A project that is edited, and the page that is, as the corpus has it."""

    generator: Generator
    project: Path
    page: Page

    def write(self, page: Page) -> None:
        """Write the source of `page`."""
        self.generator.write_page(self.project, page)

    def remove(self, page: Page) -> None:
        """Remove the source of `page`."""
        self.generator.page_file(self.project, page).unlink()


@dataclass(frozen=True)
class Edit:
    """One thing an author does, and what the report calls it."""

    name: str
    apply: Callable[[Subject, int], None]


def _nothing(subject: Subject, number: int) -> None:
    """Leave everything as it is."""


def _body(subject: Subject, number: int) -> None:
    """Add a paragraph to a page; its title is still that of the last round."""
    subject.write(_variant(subject.page, body=number, title=number - 1))


def _title(subject: Subject, number: int) -> None:
    """Give that page another title, which its lists, its neighbours and the feed show."""
    subject.write(_variant(subject.page, body=number, title=number))


def _template(subject: Subject, number: int) -> None:
    """Change the page template of every second page."""
    sitegen_site.edit_template(subject.project, number)


def _fact(subject: Subject, number: int) -> None:
    """Change the fact that one page in ten shows."""
    sitegen_site.edit_fact(subject.project, number)


def _added(subject: Subject, number: int) -> None:
    """Add a page that is as new as the newest, so that all lists of news move on by one."""
    subject.write(_extra(subject.page, "tambahan", number))


def _renamed(subject: Subject, number: int) -> None:
    """Give the added page, to which no text links, another file name and so another address."""
    subject.remove(_extra(subject.page, "tambahan", number))
    subject.write(_extra(subject.page, "pindahan", number))


def _removed(subject: Subject, number: int) -> None:
    """Remove that page."""
    subject.remove(_extra(subject.page, "pindahan", number))


NOTHING = Edit("nothing changed", _nothing)
BODY = Edit("body of a page edited", _body)
TITLE = Edit("title of a page edited", _title)

PEER_EDITS = (NOTHING, BODY, TITLE)
"""The edits that every program is given."""

EDITS = (
    *PEER_EDITS,
    Edit("page template edited", _template),
    Edit("fact edited", _fact),
    Edit("page added", _added),
    Edit("page renamed", _renamed),
    Edit("page removed", _removed),
)
"""All edits, in the order in which a round makes them."""


def _variant(page: Page, *, body: int, title: int) -> Page:
    """Return `page` with the body and the title of some rounds."""
    return replace(
        page,
        title=f"{page.title}, ubahan {title}" if title else page.title,
        body=f"{page.body}\nIni ubahan naskah nomor {body}.\n",
    )


def _extra(page: Page, slug: str, number: int) -> Page:
    """Return the page that is added in a round; no other page has its title or its text."""
    return replace(
        page,
        slug=f"{slug}-{number}",
        title=f"Halaman tambahan {number}",
        day=NEWEST,
        body=f"{page.body}\nIni halaman tambahan nomor {number}.\n",
    )
