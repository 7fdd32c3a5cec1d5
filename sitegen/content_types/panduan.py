"""`panduan`: a guide in numbered steps."""

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType
from sitegen.schema.typed import Fields
from sitegen.schema.values import Markdown, Text


class Step(Fields):
    """One step: what to do, and more about it."""

    title: Text = Field(alias="judul")
    text: Markdown | None = Field(None, alias="isi")


class GuideFields(CommonFields):
    """Front matter of `panduan`."""

    steps: tuple[Step, ...] = Field((), alias="langkah")


TYPE = ContentType(
    "panduan", GuideFields, section="panduan", page_size=20, overridable=True, hidable=True
)
