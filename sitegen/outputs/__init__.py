"""What a site emits beside its pages: one file each, and this folder is the registry.

A module has `emit(view)`, which yields (path, content). Text may hold slots, as pages may; bytes
are published as they are.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache

from sitegen.outputs.view import OutputView

Emit = Callable[[OutputView], Iterable[tuple[str, str | bytes]]]


@cache
def outputs() -> tuple[Emit, ...]:
    """Return the `emit` function of every module of this package."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(module.emit for module in modules if hasattr(module, "emit"))
