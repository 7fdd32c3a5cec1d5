"""`istilah`: a glossary term; its first use in any page links here."""

from pydantic import Field

from sitegen.content_types.content_type import CommonFields, ContentType
from sitegen.schema.values import Text


class TermFields(CommonFields):
    """Front matter of `istilah`: `judul` is the term, `ringkasan` its meaning."""

    long_form: Text | None = Field(None, alias="kepanjangan")
    aliases: tuple[Text, ...] = Field((), alias="alias", description="ejaan lain")

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling that is linked."""
        return (self.title, *self.aliases)


TYPE = ContentType("istilah", TermFields, section="istilah")
