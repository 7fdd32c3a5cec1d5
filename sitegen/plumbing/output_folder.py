"""The folder that mirrors are written to: claimed by one build, and by its marker ours."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.model.ledger import Ledger
from sitegen.model.manifest import MANIFEST
from sitegen.model.problem import N_, Kind, SitegenError
from sitegen.plumbing import disk, exchange
from sitegen.plumbing.lock import locked
from sitegen.plumbing.seal import Seal

NOT_FOR_OUTPUT = Kind(
    "SG502",
    N_("mirrors cannot be written to {folder}: it is {what}"),
    N_("choose an empty folder with --output, for example --output output"),
)
THE_PROJECT = N_("the folder of the project, or a part of its content or themes")
THE_HOME = N_("your home folder")
THE_ROOT = N_("the root of the disk")
NOT_EMPTY = N_("not empty, and no mirrors are in it")
A_FILE = N_("not a folder")

MARKER = ".sitegen"
"""Folder whose presence says that the mirrors beside it are ours."""
LOCK, LEDGER, NEXT, ASIDE = "lock", "ledger", "next", "aside"


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """A claimed output folder. Everything it keeps for itself stands in `.sitegen/`."""

    root: Path
    seal: Seal | None

    def live(self, folder: str) -> Path:
        """Return where a mirror is read."""
        return self.root / folder

    def next(self, folder: str) -> Path:
        """Return where the next release of a mirror is made, on the same file system.

        After an exchange the last release lies there, and the one after it is made from it.
        """
        return self.root / MARKER / NEXT / folder

    def ledger(self) -> Ledger:
        """Return what the last build left here; an empty ledger when that is not known."""
        try:
            data = (self.root / MARKER / LEDGER).read_bytes()
            return Ledger.from_json(self.seal.opened(data)) if self.seal else Ledger()
        except (OSError, ValueError):
            return Ledger()

    def keep(self, ledger: Ledger) -> None:
        """Remember what stands here; raises OSError when the disk refuses."""
        if self.seal:
            data = self.seal.sealed(ledger.to_json())
            disk.replace(str(self.root / MARKER / LEDGER), data)

    def publish(self, folder: str) -> None:
        """Put the next release of a mirror in place of the one that is read, as a whole.

        Where folders cannot be exchanged, the old one is set aside first; `recover` puts it
        back when the process ends between the two steps.

        Raises:
            OSError: when the system refuses; then one of the two is in place.
        """
        live, fresh = self.live(folder), self.next(folder)
        if not live.exists():
            disk.rename(fresh, live)
        elif not exchange.exchange(fresh, live):
            aside = self.root / MARKER / ASIDE / folder
            aside.parent.mkdir(exist_ok=True)
            disk.rename(live, aside)
            disk.rename(fresh, live)
            disk.rename(aside, fresh)

    def discard(self, folder: str) -> None:
        """Remove the next release of a mirror, if there is one."""
        shutil.rmtree(self.next(folder), ignore_errors=True)

    def recover(self) -> None:
        """Finish what an ended build left between two steps."""
        aside = self.root / MARKER / ASIDE
        for old in sorted(aside.iterdir()) if aside.is_dir() else ():
            if self.live(old.name).exists():
                shutil.rmtree(old)
            else:
                disk.rename(old, self.live(old.name))


@contextmanager
def claimed(root: Path, project: Path) -> Iterator[OutputFolder]:
    """Claim an output folder for one build.

    Raises:
        SitegenError: exit code 2 for a folder that cannot be ours, 75 when another build is
            writing to it.
        OSError: when it cannot be made or written.
    """
    root = root.resolve()
    if reason := _refused(root, project.resolve()):
        raise SitegenError(NOT_FOR_OUTPUT, 2, folder=str(root), what=reason)
    fresh, marker = not root.exists(), root / MARKER
    for ours in (marker, marker / NEXT, marker / ASIDE):
        disk.refuse_link(ours)
    (marker / NEXT).mkdir(parents=True, exist_ok=True)
    ignore = marker / ".gitignore"
    if not ignore.exists():
        disk.replace(str(ignore), b"*\n")
    umask = os.umask(0o022)  # a web server reads what is written, whoever builds
    try:
        with locked(marker / LOCK):
            seal = None
            with suppress(OSError):
                seal = Seal.of_user()
            folder = OutputFolder(root, seal)
            folder.recover()
            try:
                yield folder
            finally:
                if fresh and [path.name for path in root.iterdir()] == [MARKER]:
                    shutil.rmtree(root)  # no mirror was made: nothing is left behind
    finally:
        os.umask(umask)


def _refused(root: Path, project: Path) -> str:
    """Return what speaks against writing mirrors to `root`, or nothing."""
    if root == Path(root.anchor):
        return THE_ROOT
    with suppress(RuntimeError):  # a user without a home
        if root == Path.home().resolve():
            return THE_HOME
    inputs = (project / "content", project / "themes")
    if root == project or any(root.is_relative_to(folder) for folder in inputs):
        return THE_PROJECT
    if not root.exists() or (root / MARKER / LOCK).is_file():
        return ""
    if not root.is_dir():
        return A_FILE
    foreign = (p for p in root.iterdir() if not p.name.startswith("."))
    return NOT_EMPTY if any(not (p / MANIFEST).is_file() for p in foreign) else ""
