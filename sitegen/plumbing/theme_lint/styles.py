"""Style sheets load nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.model.problem import Kind
from sitegen.plumbing.theme_lint import rules

_parts = re.compile(r"/\*.*?(?:\*/|\Z)|\\[0-9a-fA-F]{1,6}\s?|\\.|.", re.DOTALL)
_loads = re.compile(
    r"""@import\b\s*(?P<sheet>[^;]*)|(?:url|src|image-set)\(\s*["']?\s*(?P<file>[^"')\s]*)""",
    re.IGNORECASE,
)
_absolute = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|(?!data:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def elsewhere(source: str) -> Iterator[tuple[int, Kind, dict[str, str]]]:
    """Yield each address of a style sheet that leads to another server, and each `@import`.

    Escapes and comments are read as browsers do (CSS Syntax 3, 4.3.7).
    """
    read = [(found.start(), _meaning(found[0])) for found in _parts.finditer(source)]
    text = "".join(letter for _, letter in read)
    for found in _loads.finditer(text):
        if found["sheet"] is not None:
            yield read[found.start()][0], rules.ELSEWHERE, {"what": " ".join(found[0].split())}
        elif _absolute.match(found["file"]):
            yield read[found.start()][0], rules.ELSEWHERE, {"what": found["file"]}


def _meaning(part: str) -> str:
    """Return the one letter that a part of a style sheet stands for."""
    if part.startswith("/*"):
        return " "
    if len(part) == 1 or part[0] != "\\":
        return part
    try:
        return chr(int(part[1:], 16)) or " "
    except (ValueError, OverflowError):
        return part[1]
