"""`umpan.json`: the feeds as JSON (JSON Feed 1.1), with what a newsroom needs to quote."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sitegen.model.page import Slot
from sitegen.outputs.entries import LICENSE, Entry, feeds
from sitegen.outputs.quote import quotation
from sitegen.outputs.view import OutputView

VERSION = "https://jsonfeed.org/version/1.1"


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield the feeds where the mirror has an address."""
    if not view.has_address:
        return
    address, name, agency = (Slot(p).mark for p in ("alamat", "nama.json", "pengelola.json"))
    for folder, entries in feeds(view):
        feed = {
            "version": VERSION,
            "title": name,
            "home_page_url": address,
            "feed_url": f"{address}{folder}umpan.json",
            "language": "id",
            "authors": [{"name": agency}],
            "items": [_item(entry, address) for entry in entries],
        }
        text = json.dumps(feed, ensure_ascii=False, indent=1)
        for value in (name, agency):  # these partials write the quotation marks themselves
            text = text.replace(f'"{value}"', value)
        yield f"{folder}umpan.json", text + "\n"


def _item(entry: Entry, address: str) -> dict[str, Any]:
    document, fields = entry.document, entry.document.fields
    item = {
        "id": entry.id,
        "url": address + document.url,
        "title": entry.title,
        "content_text": fields.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": list(fields.tags),
    }
    if document.type == "klarifikasi":
        item["_klarifikasi"] = {
            "about": "https://schema.org/ClaimReview",
            "nomor": fields.number,
            "klaim": fields.claim,
            "putusan": fields.verdict,
            "status": fields.status,
            "kutipan": quotation(fields),
            "lisensi": LICENSE,
        }
    return item
