"""The content types: one file each, and this folder is their registry."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from sitegen.content_types.content_type import ContentType
from sitegen.model.document import INDEX

__all__ = ["ContentType", "content_types", "type_of"]


@cache
def content_types() -> Mapping[str, ContentType]:
    """Return every content type by name; a module of this package holds one as `TYPE`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    types = (module.TYPE for module in modules if hasattr(module, "TYPE"))
    return {content_type.name: content_type for content_type in types}


def type_of(inside: str, stated: str | None = None) -> ContentType | None:
    """Return the content type of the file at `inside` of its layer.

    `index.md` in the folder of a type that has pages introduces their list (`bagian`).

    The page may state it (`tipe:`); else the exact path decides, then the folder, then
    `halaman`. None when the stated type does not exist.
    """
    types = content_types()
    if stated is not None:
        return types.get(stated)
    for content_type in types.values():
        if inside in content_type.paths:
            return content_type
    folder, _, name = inside.partition("/")
    for content_type in types.values():
        if name and folder == content_type.section:
            return types["bagian"] if name == INDEX and content_type.has_page else content_type
    return types["halaman"]
