"""What a page tells search engines of itself: JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from typing import Any

from sitegen.content_types import content_types
from sitegen.model.page import PageView, Slot

ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""What could end a `<script>` or be read as HTML, as JSON may also write it."""


def review(view: PageView) -> str:
    """Return what the original of a page says beside: JSON without author; `""` for nothing."""
    document = view.document
    if document is None or view.kind not in content_types() or not view.canonical:
        return ""
    found = content_types()[view.kind].review(document.fields, view.canonical, {})
    return json.dumps({"@context": "https://schema.org", **found}) if found else ""


def linked_data(view: PageView) -> str:
    """Return the JSON-LD of a page; absolute addresses hold the mark of the mirror's own."""
    address = Slot("alamat").mark
    url = view.canonical or address + view.url
    graph: list[dict[str, Any]] = []
    if view.crumbs:
        steps = [*((c.title, address + c.url) for c in view.crumbs), (view.title, url)]
        graph.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "name": name, "item": item}
                    for number, (name, item) in enumerate(steps, 1)
                ],
            }
        )
    document = view.document
    if document is not None and view.kind in content_types() and view.kind != "beranda":
        publisher = {"@id": f"{address}#pengelola"}
        described = content_types()[view.kind].describe(document.fields)
        role = "organizer" if described["@type"] == "Event" else "publisher"
        graph.append(described | {"url": url, "inLanguage": "id", role: publisher})
    if not graph:
        return ""
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return text
