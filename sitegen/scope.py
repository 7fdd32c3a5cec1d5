"""Whether a change stays within the folders of the regions whose people made it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from sitegen.checks import additions
from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.model.region import NATION, Regions
from sitegen.plumbing import disk
from sitegen.plumbing.changes import NO_MODE, Change, changes, text_before
from sitegen.plumbing.file_names import shown
from sitegen.plumbing.safe_join import UnsafePathError, safe_join

OUTSIDE = Kind(
    "SG310",
    N_("this change is outside the folder of {region}"),
    N_("take it out of your change, or ask those who are responsible for this file"),
)
NOT_CONTENT = Kind(
    "SG310",
    N_("“{name}” is no content: names that start with a full stop belong to programs"),
    N_("take it out of your change"),
)
NOT_ORDINARY = Kind(
    "SG310",
    N_("the change makes this a link, a program or a repository of its own (mode {mode})"),
    N_("replace it by an ordinary file, mode 100644"),
)

TEXTS = (".md", ".yaml")
LARGEST = 1024 * 1024
ORDINARY = ("100644", NO_MODE)
KEEPING = ".gitkeep"
"""The usual name of the empty file that makes git keep an empty folder."""

_layer = re.compile(r"content/(?:(nasional)|(\d\d(?:\.\d\d)?)-[^/]+)(?:/(.+))?", re.DOTALL)


def check(project: Path, codes: Collection[str], base: str, regions: Regions) -> list[Problem]:
    """Find what a change touches outside the folders of some regions.

    A region's folder is its own alone: a province's does not hold those of its regencies, whose
    people answer for them. Whoever answers for several names them all.

    Args:
        project: the folder that holds `content/`.
        codes: the regions.
        base: what the change is for, such as `origin/main`.
        regions: all regions.

    Raises:
        SitegenError: when the change cannot be known.
    """
    names = ", ".join(f"{regions[code].usual_name} ({code})" for code in codes)
    found = changes(project, base)
    problems = [*_problems(found, codes, names), *_additions(project, found, codes)]
    return list(dict.fromkeys(problems))


def _problems(found: list[Change], codes: Collection[str], names: str) -> Iterator[Problem]:
    told: set[str] = set()
    for change in found:
        place = Place(shown(change.path))
        inside = inside_layer(change.path, codes)
        if inside is None:
            if change.path not in told:
                yield OUTSIDE.at(place, region=names)
            told.add(change.path)
            continue
        hidden = [part for part in inside.split("/") if part.startswith(".") and part != KEEPING]
        if change.mode not in ORDINARY:
            yield NOT_ORDINARY.at(place, mode=change.mode)
        elif hidden and change.mode != NO_MODE:
            yield NOT_CONTENT.at(place, name=shown(hidden[0]))


def _additions(project: Path, found: list[Change], codes: Collection[str]) -> Iterator[Problem]:
    """Yield what is suspicious in the text that the change adds to the regions' folders."""
    texts = {c.path: c for c in found if c.path.endswith(TEXTS) and inside_layer(c.path, codes)}
    for path, change in texts.items():
        try:
            data = disk.read(safe_join(project, path))
        except (OSError, UnsafePathError, disk.NotAFileError):  # it is gone, or told already
            continue
        if len(data) <= LARGEST:
            after = data.decode("utf-8-sig", "replace")
            yield from additions.check(path, text_before(project, change), after)


def inside_layer(path: str, codes: Collection[str]) -> str | None:
    """Return the part of a path below the folder of one of some regions; None elsewhere."""
    match = _layer.fullmatch(path)
    code = NATION if match and match[1] else match and match[2]
    return match[3] or "" if match and code in codes else None
