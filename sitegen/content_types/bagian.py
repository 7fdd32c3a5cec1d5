"""`bagian`: the title and introduction of a section's list (`tahapan/index.md`)."""

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType
from sitegen.schema.values import Text


class SectionFields(CommonFields):
    """Front matter of `bagian`."""

    label: Text | None = Field(None, alias="menu", description="kata pendek untuk menu")


TYPE = ContentType("bagian", SectionFields)
