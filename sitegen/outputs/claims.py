"""`klarifikasi/klaim.json`: all clarifications of a site as schema.org reviews, for newsrooms.

It stands on the site whose clarifications they are, once: copies on other mirrors would look
like reviews of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sitegen.content_types.klarifikasi import by_number, claim_review
from sitegen.model.document import Document
from sitegen.outputs.entries import LICENSE
from sitegen.outputs.quote import quotation
from sitegen.outputs.view import OutputView


def emit(view: OutputView) -> Iterable[tuple[str, str]]:
    """Yield the feed where the site has clarifications of its own and an address."""
    documents = view.documents.values()
    own = [d for d in documents if d.type == "klarifikasi" and d.layer == view.own]
    address = view.addresses.get(view.own, "")
    if not own or not address:
        return
    publisher = {
        "@type": "GovernmentOrganization",
        "name": view.agencies.get(view.own, ""),
        "url": address,
    }
    ordered = sorted(own, key=by_number)
    feed = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "url": f"{address}klarifikasi/klaim.json",
        "inLanguage": "id",
        "license": LICENSE,
        "publisher": publisher,
        "dateModified": max(document.fields.modified for document in own),
        "dataFeedElement": [_element(document, address, publisher) for document in ordered],
    }
    yield "klarifikasi/klaim.json", json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _element(document: Document, address: str, publisher: dict[str, Any]) -> dict[str, Any]:
    """Return one item; a clarification that was withdrawn is told of and no review any more."""
    fields, url = document.fields, address + document.url
    element: dict[str, Any] = {
        "@type": "DataFeedItem",
        "@id": url,
        "dateModified": fields.modified,
        "creativeWorkStatus": fields.status,
        "description": quotation(fields),
    }
    review = claim_review(fields, url, publisher)
    if review is not None:
        element["item"] = review
    return element
