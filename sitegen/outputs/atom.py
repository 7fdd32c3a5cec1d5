"""`umpan.atom`: the newest clarifications and news, all and by section (RFC 4287)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from feedgenerator import Atom1Feed

from sitegen.model.page import Slot
from sitegen.outputs.entries import Entry, feeds, moment
from sitegen.outputs.view import OutputView


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield the feeds where the mirror has an address; ids are the original addresses."""
    if not view.has_address:
        return
    for folder, entries in feeds(view):
        yield f"{folder}umpan.atom", _feed(view, folder, entries)


def _feed(view: OutputView, folder: str, entries: list[Entry]) -> str:
    address = _stand_in(entry.document.digest for entry in entries)
    newest = max((entry.updated for entry in entries), default=moment(view.as_of))
    feed = Atom1Feed(
        title=Slot("nama").mark,
        link=address,
        description="",
        language="id",
        feed_url=f"{address}{folder}umpan.atom",
        author_name=Slot("pengelola").mark,
    )
    feed.latest_post_date = lambda: newest
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=address + entry.document.url,
            description=entry.document.fields.summary,
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.document.fields.tags,
        )
    return str(feed.writeString("utf-8")).replace(address, Slot("alamat").mark) + "\n"


def _stand_in(digests: Iterable[str]) -> str:
    """Return an address that stands for the mirror's while the feed is written.

    The library percent-encodes addresses, which a slot's mark would not survive. `.invalid`
    is reserved (RFC 2606), and no text can hold a name made from the digests of all texts.
    """
    name = hashlib.sha256("".join(digests).encode()).hexdigest()[:32]
    return f"https://{name}.invalid/"
