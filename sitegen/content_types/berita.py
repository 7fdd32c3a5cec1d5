"""`berita`: news of what the agency did, newest first."""

from typing import Any

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType, as_article
from sitegen.model.document import Document
from sitegen.schema.values import RoughDay, Text


class NewsFields(CommonFields):
    """Front matter of `berita`."""

    date: RoughDay = Field(alias="tanggal", description="hari peristiwa; 2023-03 bila tak pasti")
    place: Text | None = Field(None, alias="tempat")


def as_news(fields: NewsFields) -> dict[str, Any]:
    """Return a news item as a schema.org NewsArticle."""
    return as_article(fields) | {"@type": "NewsArticle", "datePublished": fields.date}


def by_date(document: Document) -> tuple[str, str]:
    """Sort by date."""
    return document.fields.date, document.inside


TYPE = ContentType(
    "berita",
    NewsFields,
    section="berita",
    describe=as_news,
    sort_key=by_date,
    newest_first=True,
    page_size=20,
    neighbours=True,
    hidable=True,
    source_needs_address=False,
)
