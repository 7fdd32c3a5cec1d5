"""The one way in: what may be read of a tree that others wrote, and what must not lie there.

No file is opened here: to open a pipe is to wait for ever.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.model.problem import N_, Kind, Place, Problem
from sitegen.plumbing import disk
from sitegen.plumbing.file_names import fault_of, folded, is_plain, shown

LINK = Kind(
    "SG307",
    N_("this is a symbolic link, which may lead anywhere"),
    N_("replace it by a copy of what it leads to"),
)
SPECIAL = Kind(
    "SG308",
    N_("this is a pipe, a socket or a device, not a file"),
    N_("delete it"),
)
NOT_READABLE = Kind(
    "SG308",
    N_("your account may not read this"),
    N_("let its owner give you the right to read it"),
)
ALSO_ELSEWHERE = Kind(
    "SG309",
    N_("the file has a second name outside {folder}/ (a hard link) and could be changed there"),
    N_("replace it by a copy of itself"),
)
TOO_DEEP = Kind(
    "SG309",
    N_("the folder lies more than {limit} folders deep"),
    N_("move it further up"),
)
TOO_LONG = Kind(
    "SG309",
    N_("the path has {length} characters; at most {limit} are allowed"),
    N_("shorten the names of the file and of its folders"),
)
OF_THE_SERVER = Kind(
    "SG313",
    N_("“{name}” would steer the server, or what search engines see; the site makes it itself"),
    N_("delete it, and tell the webmaster what you need"),
)
SAME_NAME = Kind(
    "SG305",
    N_("“{name}” and “{other}” are one name on many computers"),
    N_("rename one of the two, or delete it"),
)

STEERING = frozenset({".well-known", ".htaccess", ".htpasswd", ".user.ini"})
"""Names that no reader sees, and servers obey."""
DEEPEST = 12
MAX_PATH = 200
"""Characters; a link with them still fits into a message, and a path onto Windows."""
STRAY = re.compile(r"(?:^|/)(?:Thumbs\.db|desktop\.ini|__MACOSX(?:/.*)?|[^/]*~)$")
"""What operating systems and editors leave behind; passed over."""


def survey(folder: Path, name: str, *, ours: bool = True) -> tuple[list[str], list[Problem]]:
    """Find the files below `folder` that may be read.

    Names that start with a dot, and what editors leave behind, are passed over; but what
    would steer a server is told.

    Args:
        folder: the folder.
        name: its path from the project's root, for problems.
        ours: whether the folder belongs to the project; what is installed may have files that
            share their bytes with those of other installations.

    Returns:
        Paths below the folder, sorted, and what is wrong with everything else; of a folder
        that is refused its name alone is told.

    Raises:
        OSError: when the disk refuses.
    """
    if folder.is_symlink():
        return [], [LINK.at(Place(name))]
    found = list(disk.entries(folder, also=STEERING, deepest=DEEPEST))
    names = Counter(entry.identity for entry in found if entry.is_file)
    same = _same_names(entry.path for entry in found)
    files: list[str] = []
    problems: list[Problem] = []
    refused = None
    for entry in found:
        path = entry.path
        if STRAY.search(path) or (refused is not None and path.startswith(refused)):
            continue
        foreign = ours and entry.is_file and entry.links > names[entry.identity]
        problem = _fault(folder, name, entry, same.get(path), foreign=foreign)
        if problem is None and entry.is_file:
            files.append(path)
        elif problem is not None:
            problems.append(problem)
            refused = f"{path}/"
    return files, problems


def _fault(
    folder: Path, name: str, entry: disk.Found, other: str | None, *, foreign: bool
) -> Problem | None:
    path = entry.path
    last = path.rpartition("/")[2]
    if _is_usual(folder, entry, last, other) and not foreign:
        return None
    place = Place(shown(f"{name}/{path}"))
    if entry.is_link:
        return LINK.at(place)
    if not (entry.is_file or entry.is_folder):
        return SPECIAL.at(place)
    if last in STEERING:
        return OF_THE_SERVER.at(place, name=last)
    if other is not None:
        return SAME_NAME.at(place, name=shown(last), other=shown(other))
    if problem := fault_of(last, place):
        return problem
    if len(path) > MAX_PATH:
        return TOO_LONG.at(place, length=len(path), limit=MAX_PATH)
    if entry.closed and path.count("/") + 1 >= DEEPEST:
        return TOO_DEEP.at(place, limit=DEEPEST)
    if entry.closed or (entry.is_file and not _readable(f"{folder}/{path}")):
        return NOT_READABLE.at(place)
    return ALSO_ELSEWHERE.at(place, folder=name) if foreign else None


def _is_usual(folder: Path, entry: disk.Found, name: str, other: str | None) -> bool:
    """Tell of most files in little time that nothing is wrong with them."""
    if other is not None or len(entry.path) > MAX_PATH or not is_plain(name) or name in STEERING:
        return False
    if entry.is_folder:
        return not entry.closed
    return entry.is_file and _readable(f"{folder}/{entry.path}")


def _readable(path: str) -> bool:
    return os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids)


def _same_names(paths: Iterable[str]) -> dict[str, str]:
    """Return, for each path that another one could be taken for, the other one's name."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(folded(path), []).append(path)
    return dict(
        pair for key, group in groups.items() if len(group) > 1 for pair in _pairs(key, group)
    )


def _pairs(key: str, group: list[str]) -> Iterator[tuple[str, str]]:
    kept = key if key in group else group[0]
    for path in group:
        if path != kept:
            yield path, kept.rpartition("/")[2]
