"""The line of a source that a problem is about, with a caret below the column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from sitegen.model.problem import Place
from sitegen.plumbing import disk
from sitegen.plumbing.safe_join import safe_join

WIDTH = 96
"""Cells of a terminal that a line may take; longer ones are cut around the column."""
TAB, CUT, HIDDEN = "    ", "…", "·"
LARGEST = 1024 * 1024
NOTHING_TO_SEE = ("", "---")
"""Lines that tell a writer nothing, at which problems of a whole page are placed."""

Lines = Callable[[Place], str]
"""Returns the line a place is on, or `""`."""


def printable(text: str) -> str:
    """Return `text` with each character that could steer a terminal written out by its number."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def lines_of(project: Path) -> Lines:
    """Return a function that reads the lines of the project's files, each file once.

    Nothing is read outside the project, through links, or from files that are large or no text.
    """
    known: dict[str, list[str]] = {}

    def line(place: Place) -> str:
        if place.path not in known:
            known[place.path] = _read(project, place.path)
        lines = known[place.path]
        return lines[place.line - 1] if place.line <= len(lines) else ""

    return line


def _read(project: Path, path: str) -> list[str]:
    try:
        file = safe_join(project, path)
        if file.stat().st_size > LARGEST:
            return []
        text = disk.read(file).decode("utf-8-sig")
    except (OSError, ValueError, disk.NotAFileError):
        return []
    return [] if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def excerpt(line: str, column: int) -> tuple[str, str]:
    """Return a line as a terminal can show it, and the line with the caret that goes below.

    Args:
        line: the source line.
        column: which character of it to point to, from 1; one past its end at most.

    Returns:
        Two lines; empty ones when there is nothing to see.
    """
    if line.strip() in NOTHING_TO_SEE:
        return "", ""
    cells = [_cell(character) for character in line.rstrip()]
    at = min(column - 1, len(cells))
    widths = [_width(cell) for cell in cells]
    first, last = _window(widths, at)
    before = (CUT if first else "") + "".join(cells[first:at])
    after = "".join(cells[at:last]) + (CUT if last < len(cells) else "")
    return before + after, " " * sum(map(_width, before)) + "^"


def _cell(character: str) -> str:
    """Return what stands for a character: itself, spaces for a tab, a dot for an unseen one."""
    if character == "\t":
        return TAB
    if character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" else HIDDEN


def _width(cell: str) -> int:
    """Return how many cells of a terminal a character takes."""
    if len(cell) > 1:
        return len(cell)
    if unicodedata.category(cell) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(cell) in "WF" else 1


def _window(widths: list[int], at: int) -> tuple[int, int]:
    """Return from where to where characters are shown, so that `at` is seen."""
    if sum(widths) <= WIDTH:
        return 0, len(widths)
    first = at
    room = WIDTH // 2
    while first > 0 and widths[first - 1] <= room:
        first -= 1
        room -= widths[first]
    last = first
    room = WIDTH - 2 * len(CUT)
    while last < len(widths) and widths[last] <= room:
        room -= widths[last]
        last += 1
    return first, last
