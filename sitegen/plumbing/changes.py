"""What has changed in a project since its history parted from another one."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.model.problem import N_, Kind, SitegenError
from sitegen.plumbing.file_names import shown
from sitegen.plumbing.git import GitMissingError, git

NO_GIT = Kind(
    "SG509",
    N_("changes cannot be compared: git is not installed"),
    N_("install git, or leave out --scope and --base"),
)
NO_REPOSITORY = Kind(
    "SG509",
    N_("changes cannot be compared: {folder} lies in no git repository with a commit"),
    N_("name the right folder with --project"),
)
UNKNOWN_BASE = Kind(
    "SG509",
    N_("git knows no commit “{base}”"),
    N_("write the branch that the change is for, for example --base origin/main"),
)
NOTHING_IN_COMMON = Kind(
    "SG509",
    N_("“{base}” and the present state have no commit in common here"),
    N_("fetch the whole history: git fetch --unshallow, in CI fetch-depth: 0"),
)
READ = ("content", "themes")
"""Where files that git does not know yet count: they are read all the same."""
FAILED, NO_MODE, NO_OBJECT = 2, "000000", "0" * 40


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One path whose file was added, changed or removed."""

    path: str
    """From the project's folder, with `/`; `../x` above it. Bytes that are no text are kept."""
    mode: str
    """`100644` for a file, `000000` when it is gone; others as git has them."""
    before: str = NO_OBJECT
    """Object of the file as it was; zeros when there was none."""


def changes(project: Path, base: str) -> list[Change]:
    """Return every path that differs between where `base` and HEAD parted, and the disk.

    Commits and the disk are both looked at, so that neither hides what is in the other. A
    file that was renamed is one that is gone and another that is new.

    Raises:
        SitegenError: when there is no git, no repository, or no such commit.
    """
    try:
        return sorted(set(_changes(project, base)))
    except GitMissingError as error:
        raise SitegenError(NO_GIT, FAILED) from error


def text_before(project: Path, change: Change) -> str:
    """Return the text of a file as it was; `""` when there was none."""
    if set(change.before) == {"0"}:
        return ""
    data = git(project, "cat-file", "blob", change.before)
    return (data or b"").decode("utf-8", "replace")


def _changes(project: Path, base: str) -> Iterator[Change]:
    prefix = git(project, "rev-parse", "--show-prefix")
    head = _commit(project, "HEAD")
    if prefix is None or head is None:
        raise SitegenError(NO_REPOSITORY, FAILED, folder=project.name or "/")
    other = None if base.startswith("-") else _commit(project, base)
    if other is None:
        raise SitegenError(UNKNOWN_BASE, FAILED, base=shown(base))
    common = git(project, "merge-base", other, head)
    if not common:
        raise SitegenError(NOTHING_IN_COMMON, FAILED, base=shown(base))
    since = common.split()[0].decode()
    form = ("-z", "--raw", "--no-renames", "--no-abbrev", "--ignore-submodules=dirty")
    committed = git(project, "diff-tree", "-r", *form, since, head)
    on_disk = git(
        project, "diff", *form, "--no-ext-diff", "--no-textconv", "--no-relative", since, "--",
        filters=True,
    )  # fmt: skip
    unknown = git(
        project, "ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--", *READ
    )
    if committed is None or on_disk is None or unknown is None:
        raise SitegenError(NO_REPOSITORY, FAILED, folder=project.name or "/")
    below = os.fsdecode(prefix.removesuffix(b"\n"))
    for raw in (committed, on_disk):
        fields = iter(raw.split(b"\0"))
        for head_of_row, path in zip(fields, fields, strict=False):
            _, mode, before, _, _ = head_of_row.decode("ascii").split(" ")
            yield Change(_from(below, path), mode, before)
    for path in filter(None, unknown.split(b"\0")):
        yield Change(_from(below, path), "100644")


def _commit(project: Path, name: str) -> str | None:
    """Return the commit that a user's name stands for; it is never taken for an option."""
    found = git(
        project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
    )
    return found.decode("ascii").strip().splitlines()[-1] if found else None


def _from(below: str, path: bytes) -> str:
    """Return a path of the repository as it is seen from the project's folder."""
    text = os.fsdecode(path)
    return posixpath.relpath(text, below) if below else text
