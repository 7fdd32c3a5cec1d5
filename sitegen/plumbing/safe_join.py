"""The one way from a path in text to a file: inside its folder, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from sitegen.model.relative_path import is_proper


class UnsafePathError(ValueError):
    """A path would lead, or could be made to lead, out of its folder."""


def proper(path: str) -> str:
    """Return `path` itself; raises UnsafePathError unless it stays below any folder."""
    if not is_proper(path):
        raise UnsafePathError(ascii(path))
    return path


def safe_join(root: Path, path: str) -> Path:
    """Return the place of `path` below `root`, proven to be there.

    Neither the place nor any folder between the two is a symbolic link. (A prefix of the text
    proves nothing: `docs_internal` starts with `docs`, CVE-2026-46338.)

    Raises:
        UnsafePathError: when the path is no proper one, or leads through a link.
    """
    base = os.path.realpath(root)
    place = base
    for part in proper(path).split("/"):
        place = os.path.join(place, part)  # noqa: PTH118 - of many files
        if os.path.islink(place):  # noqa: PTH114
            raise UnsafePathError(ascii(path))
    found = Path(place)
    if not Path(os.path.realpath(place)).is_relative_to(base):
        raise UnsafePathError(ascii(path))
    return found
