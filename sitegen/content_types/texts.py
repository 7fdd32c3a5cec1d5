"""Every text of a document that readers see, with the way back to its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sitegen.model.document import Document
from sitegen.model.problem import Place
from sitegen.schema.values import markdown_in

PlaceOf = Callable[[int], Place]
"""Gives the place of an offset in a text."""


def texts_of(document: Document) -> Iterator[tuple[str, PlaceOf]]:
    """Yield title, summary, Markdown of the front matter, and body, without emphasis signs."""
    fields = document.fields
    at_key = [(("judul",), fields.title), (("ringkasan",), fields.summary)]
    for loc, text in (*at_key, *markdown_in(fields)):
        place = document.place(*loc)
        yield _plain(text), lambda _offset, place=place: place  # type: ignore[misc]
    body = _plain(document.body)
    yield (
        body,
        lambda offset: Place(
            document.source,
            document.body_line + body.count("\n", 0, offset),
            offset - body.rfind("\n", 0, offset),
        ),
    )


def _plain(text: str) -> str:
    return text.replace("*", "").replace("_", "")
