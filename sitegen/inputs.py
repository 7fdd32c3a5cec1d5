"""Everything that a build is made from, as digests."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sitegen.as_of import stated_day
from sitegen.model.problem import Problem
from sitegen.model.region import Regions
from sitegen.model.report import Order
from sitegen.model.source import Tree
from sitegen.plumbing import disk
from sitegen.plumbing.memo import Inputs
from sitegen.steps.load import load
from sitegen.steps.load_theme import files_of

PACKAGE = Path(__file__).resolve().parent
LIBRARY = (".dist-info", ".egg-info")
"""What names an installed library and its version."""
PROGRAM = (".py", ".csv", ".ttf")
"""Files of the package that decide what is made; its messages are only shown."""


@cache  # what runs is what was loaded, whatever lies on the disk by now
def program_version() -> str:
    """Return a digest of this program, the libraries beside it and the Python that runs them."""
    found = hashlib.blake2b(digest_size=16)
    for path, data in _program():
        found.update(path.encode() + b"\0" + data + b"\0")
    for folder in map(Path, sys.path):
        if folder.is_dir():
            installed = sorted(p.name for p in folder.iterdir() if p.name.endswith(LIBRARY))
            found.update("\0".join(installed).encode())
    found.update(platform.python_version().encode())
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Given:
    """All that a build is made from, as it was read."""

    regions: Regions
    tree: Tree
    problems: list[Problem]
    """What was wrong with reading the content."""
    day: date | None
    """The day whose state is shown; None to find it in the content."""
    inputs: Inputs
    """Digests of all of it."""


def read(order: Order) -> Given:
    """Read everything that the build of `order` is made from.

    Raises:
        SitegenError: when there is no content.
    """
    regions = Regions.parse(disk.package_text("regions.csv"))
    tree, problems = load(order.project, regions)
    day = order.as_of or stated_day(order.project)
    inputs = {
        "content": _content(tree, problems),
        "theme": _themes(order.project),
        "as-of": str(day or ""),
        "drafts": str(order.drafts),
    }
    return Given(regions, tree, problems, day, inputs)


def _content(tree: Tree, problems: list[Problem]) -> str:
    content = hashlib.blake2b(digest_size=16)
    for source in tree.sources:
        content.update(f"{source.path}\0{source.text}\0".encode())
    for asset in tree.assets:
        content.update(f"{asset.path}\0{len(asset.data)}\0".encode() + asset.data)
    content.update(repr((tree.layers, problems)).encode())
    return content.hexdigest()


def _themes(project: Path) -> str:
    theme = hashlib.blake2b(digest_size=16)
    for place in disk.theme_folders(project):
        theme.update(f"{place}\0".encode())
        for folder in sorted(path for path in place.iterdir() if path.is_dir()):
            files, problems = files_of(folder, project)
            theme.update(f"{folder.name}\0{problems}\0".encode())
            for path in files:
                data = disk.read(folder / path)
                theme.update(f"{path}\0{len(data)}\0".encode() + data)
    return theme.hexdigest()


def _program() -> Iterator[tuple[str, bytes]]:
    """Yield the files of this package; it is as trustworthy as what runs."""
    for path, ordinary in disk.walk(PACKAGE):
        if ordinary and path.endswith(PROGRAM):
            yield path, disk.read(PACKAGE / path)
