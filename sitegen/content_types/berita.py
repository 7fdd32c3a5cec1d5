"""`berita`: news of what the agency did, newest first."""

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType
from sitegen.model.document import Document
from sitegen.schema.values import RoughDay, Text


class NewsFields(CommonFields):
    """Front matter of `berita`."""

    date: RoughDay = Field(alias="tanggal", description="hari peristiwa; 2023-03 bila tak pasti")
    place: Text | None = Field(None, alias="tempat")


def by_date(document: Document) -> tuple[str, str]:
    """Sort by date."""
    return document.fields.date, document.inside


TYPE = ContentType(
    "berita",
    NewsFields,
    section="berita",
    sort_key=by_date,
    newest_first=True,
    page_size=20,
    neighbours=True,
    hidable=True,
    source_needs_address=False,
)
