"""What feeds tell of: clarifications, news and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sitegen.model.document import Document
from sitegen.model.region import NATION
from sitegen.outputs.view import OutputView

LIMIT = 20
FEEDS = {"": ("klarifikasi", "berita"), "klarifikasi/": ("klarifikasi",), "berita/": ("berita",)}
"""Folder of each feed, and the content types it tells of."""
LICENSE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed."""

    document: Document
    id: str
    """The original address, which stays whatever becomes of the page."""
    title: str
    """With a word in front when the page was withdrawn, so that nobody relies on it."""
    published: datetime
    updated: datetime


def feeds(view: OutputView) -> Iterator[tuple[str, list[Entry]]]:
    """Yield the folder and the entries of each feed of a site, the newest first."""
    for folder, types in FEEDS.items():
        documents = [d for d in view.documents.values() if d.type in types]
        if documents or not folder:
            yield folder, _newest(view, documents)


def _newest(view: OutputView, documents: Iterable[Document]) -> list[Entry]:
    dated = sorted(((_day(d), d.inside, d) for d in documents), reverse=True)
    return [_entry(view, document, day) for day, _, document in dated[:LIMIT]]


def _entry(view: OutputView, document: Document, day: date) -> Entry:
    original = view.addresses.get(document.layer) or view.addresses.get(NATION, "")
    fields = document.fields
    withdrawn = getattr(fields, "withdrawn", False)
    changes = [change.date for change in getattr(fields, "history", ())]
    return Entry(
        document,
        original + document.url,
        f"[{fields.status.upper()}] {fields.title}" if withdrawn else fields.title,
        moment(day),
        moment(max([fields.updated or day, *changes])),
    )


def _day(document: Document) -> date:
    """Return the day of a clarification or news item; a rough date counts from its first day."""
    text = str(getattr(document.fields, "checked", None) or document.fields.date)
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)


def moment(day: date) -> datetime:
    """Return the start of a day, for formats that want a time."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
