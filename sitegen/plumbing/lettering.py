"""Text into lines of a width: which size, where it breaks, and where it is cut.

It knows no font: what a text measures is asked from a function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

ELLIPSIS = "…"

Measure = Callable[[str, int], float]
"""Gives the width of a text at a size."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines that fit a box, and the size they are set in."""

    lines: tuple[str, ...]
    size: int


def fit(
    text: str,
    measure: Measure,
    *,
    width: int,
    height: int,
    sizes: Sequence[int],
    leading: float = 1.16,
) -> Lettering:
    """Set `text` as large as its box allows; cut it at a word when no size is small enough.

    Lines come out about equally long, and a word stays whole unless it is wider than the box.

    Args:
        text: words with single spaces; it breaks at these only.
        measure: gives the width of a text at a size.
        width: of the box.
        height: of the box.
        sizes: to choose from, the largest first.
        leading: distance of two lines, as a multiple of the size.
    """
    for size in sizes:
        rows = max(1, int(height / (size * leading)))
        if any(measure(word, size) > width for word in text.split(" ")):
            continue
        lines = _broken(text, measure, width, size)
        if len(lines) <= rows:
            return Lettering(_balanced(text, measure, width, size, len(lines)), size)
    size = sizes[-1]
    rows = max(1, int(height / (size * leading)))
    lines = _broken(text, measure, width, size)
    if len(lines) > rows:
        lines = [*lines[: rows - 1], _cut(lines[rows - 1], measure, width, size)]
    return Lettering(tuple(lines), size)


def _broken(text: str, measure: Measure, width: float, size: int) -> list[str]:
    """Break `text` into lines; a word that is too wide is broken between letters."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, size) <= width:
            lines[-1] = joined
            continue
        rest = word
        while measure(rest, size) > width and len(rest) > 1:
            fits = max(1, _longest(rest, measure, width, size))
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return lines


def _longest(text: str, measure: Measure, width: float, size: int) -> int:
    """Return how many characters of `text` fit."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle], size) <= width else (low, middle - 1)
    return low


def _balanced(text: str, measure: Measure, width: int, size: int, rows: int) -> tuple[str, ...]:
    """Break `text` into as many lines, as narrow as these can be."""
    low, high = max(measure(word, size) for word in text.split(" ")), float(width)
    while high - low > 4:
        middle = (low + high) / 2
        if len(_broken(text, measure, middle, size)) <= rows:
            high = middle
        else:
            low = middle
    return tuple(_broken(text, measure, high, size))


def _cut(line: str, measure: Measure, width: int, size: int) -> str:
    """Return `line` with an ellipsis, without the words that leave it no room."""
    while measure(line + ELLIPSIS, size) > width:
        shorter = line.rpartition(" ")[0] or line[:-1]
        line = shorter
    return line.rstrip(" ,;:–-") + ELLIPSIS
