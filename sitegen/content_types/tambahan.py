"""`tambahan`: what a region adds inside a page of a layer above."""

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType
from sitegen.model.document import SUPPLEMENTS
from sitegen.schema.values import Summary


class SupplementFields(CommonFields):
    """Front matter of `tambahan`; the summary is not shown and may be left out."""

    summary: Summary = Field("", alias="ringkasan")


TYPE = ContentType("tambahan", SupplementFields, section=SUPPLEMENTS, hidable=True, has_page=False)
