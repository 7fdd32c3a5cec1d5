"""`umpan.atom`: the newest clarifications and news (RFC 4287)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime

from feedgenerator import Atom1Feed

from sitegen.model.document import Document
from sitegen.model.page import Slot
from sitegen.model.region import NATION
from sitegen.outputs.view import OutputView

ENTRIES = 20


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield `umpan.atom` where the mirror has an address; ids are the original addresses."""
    if not view.has_address:
        return
    dated = sorted(
        ((_day(d), d) for d in view.documents.values() if d.type in {"klarifikasi", "berita"}),
        key=lambda pair: (pair[0], pair[1].inside),
        reverse=True,
    )[:ENTRIES]
    newest = dated[0][0] if dated else view.as_of
    address = _stand_in(d.digest for _, d in dated)
    feed = Atom1Feed(
        title=Slot("nama").mark,
        link=address,
        description="",
        language="id",
        feed_url=f"{address}umpan.atom",
        author_name=Slot("pengelola").mark,
    )
    feed.latest_post_date = lambda: _moment(newest)
    for day, document in dated:
        original = view.addresses.get(document.layer) or view.addresses.get(NATION, "")
        feed.add_item(
            title=document.fields.title,
            link=address + document.url,
            description=document.fields.summary,
            unique_id=original + document.url,
            pubdate=_moment(day),
            updateddate=_moment(document.fields.updated or day),
        )
    text = feed.writeString("utf-8").replace(address, Slot("alamat").mark)
    yield "umpan.atom", text + "\n"


def _stand_in(digests: Iterable[str]) -> str:
    """Return an address that stands for the mirror's while the feed is written.

    The library percent-encodes addresses, which a slot's mark would not survive. `.invalid`
    is reserved (RFC 2606), and no text can hold a name made from the digests of all texts.
    """
    name = hashlib.sha256("".join(digests).encode()).hexdigest()[:32]
    return f"https://{name}.invalid/"


def _day(document: Document) -> date:
    """Return the day of a clarification or news item; a rough date counts from its first day."""
    text = str(getattr(document.fields, "checked", None) or document.fields.date)
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
