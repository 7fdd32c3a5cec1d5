"""Count the files of a built site, and compare two sites byte for byte."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MEMORY = ".sitegen"
"""The folder in an output that holds what sitegen remembers; it belongs to no site."""


@dataclass(frozen=True)
class Tally:
    """Number and bytes of all files of a tree, and of its HTML files alone."""

    files: int
    size: int
    html_files: int
    html_size: int


def count(tree: Path) -> Tally:
    """Count the files below `tree`; sizes are lengths, not disk blocks."""
    files = size = html_files = html_size = 0
    for entry in _files(tree):
        length = entry.stat(follow_symlinks=False).st_size
        files, size = files + 1, size + length
        if entry.name.endswith(".html"):
            html_files, html_size = html_files + 1, html_size + length
    return Tally(files, size, html_files, html_size)


def differences(tree: Path, right: Path) -> tuple[str, ...]:
    """Return what is wrong with `tree`, beside `right`: a line for each file that differs."""
    ours, theirs = _names(tree), _names(right)
    found = dict.fromkeys(theirs - ours, "missing")
    found |= dict.fromkeys(ours - theirs, "should be gone")
    for name in ours & theirs:
        if (tree / name).read_bytes() != (right / name).read_bytes():
            found[name] = "other bytes"
    return tuple(f"{name}: {what}" for name, what in sorted(found.items()))


def _names(tree: Path) -> set[str]:
    """Return the paths of all files below `tree`, relative to it."""
    return {os.path.relpath(entry.path, tree) for entry in _files(tree)}


def _files(tree: Path) -> Iterator[os.DirEntry[str]]:
    """Yield every file below `tree`."""
    pending = [os.fspath(tree)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    yield entry
                elif entry.name != MEMORY:
                    pending.append(entry.path)
