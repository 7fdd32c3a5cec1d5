"""`bagian`: the title and introduction of a section's list (`tahapan/index.md`)."""

from collections.abc import Iterator

from pydantic import Field

from sitegen.content_types.content_type import WRONG_PLACE, CommonFields, ContentType, Known
from sitegen.model.document import INDEX, Document
from sitegen.model.problem import Problem
from sitegen.schema.values import Text


class SectionFields(CommonFields):
    """Front matter of `bagian`."""

    label: Text | None = Field(None, alias="menu", description="kata pendek untuk menu")


def _check(document: Document, known: Known) -> Iterator[Problem]:  # noqa: ARG001
    if not document.inside.endswith("/" + INDEX) or document.inside.count("/") != 1:
        yield WRONG_PLACE.at(document.place("tipe"), type="bagian", paths="tahapan/index.md, …")


TYPE = ContentType("bagian", SectionFields, check=_check)
