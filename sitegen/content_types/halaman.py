"""`halaman`: any other page, such as “Tentang situs ini”."""

from sitegen.content_types.content_type import CommonFields, ContentType

TYPE = ContentType("halaman", CommonFields, overridable=True, hidable=True)
