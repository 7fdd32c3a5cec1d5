"""Paths that cannot lead out of the folder they are joined to, on any machine."""

from __future__ import annotations

import re
from functools import lru_cache

_improper = re.compile(r"[\x00-\x1f\x7f\\:\ud800-\udfff]|(?:^|/)(?:/|$)|[. ](?:/|$)")
"""Control characters, backslashes, drives, streams; parts that are empty or end in `.` or space."""


@lru_cache(1 << 16)  # the mirrors of a build have their paths in common
def is_proper(path: str) -> bool:
    """Tell whether a path with `/` stays below any folder, whatever system takes it.

    `..` and `.` end in a full stop; so do names that Windows would shorten to them.
    """
    return _improper.search(path) is None
