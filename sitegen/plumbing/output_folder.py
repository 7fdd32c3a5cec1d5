"""The folder that mirrors are written to: claimed by one build, and by its marker ours."""

from __future__ import annotations

import hashlib
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
from sitegen.plumbing.locale import gettext
from sitegen.plumbing.lock import locked
from sitegen.plumbing.seal import Seal
from sitegen.plumbing.staging import discard

NOT_FOR_OUTPUT = Kind(
    "SG502",
    N_("mirrors cannot be written to {folder}: it is {what}"),
    N_("choose an empty folder with --output, for example --output output"),
)
THE_PROJECT = N_("the folder of the project, or a part of its content or themes")
ABOVE = N_("a folder that the project lies in")
THE_HOME = N_("your home folder")
THE_ROOT = N_("the root of the disk")
NOT_EMPTY = N_("not empty, and no mirrors are in it")
A_FILE = N_("not a folder")
A_LINK = N_("a symbolic link")

MARKER = ".sitegen"
"""Folder whose presence says that the mirrors beside it are ours."""
LOCK, LEDGER, NEXT, ASIDE = "lock", "ledger", "next", "aside"


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """A claimed output folder. Everything it keeps for itself stands in `.sitegen/`."""

    root: Path
    seal: Seal | None
    version: str = ""
    """Digest of the program: what another one noted down is not relied on."""

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
            data = disk.read(self.root / MARKER / LEDGER)
            return Ledger.from_json(self.seal.opened(data, self.version)) if self.seal else Ledger()
        except (OSError, ValueError, disk.NotAFileError):
            return Ledger()

    def keep(self, ledger: Ledger) -> None:
        """Remember what stands here; raises OSError when the disk refuses."""
        spares = 0
        if self.seal:
            data = self.seal.sealed(ledger.to_json(), self.version)
            disk.replace(str(self.root / MARKER / LEDGER), data)
            spares = sum(bool(release.spare) for release in ledger.releases.values())
        marker = self.root / MARKER
        if spares != len(_inside(marker / NEXT)) or (marker / ASIDE).exists():
            self.recover()

    def publish(self, folder: str) -> None:
        """Put the next release of a mirror in place of the one that is read, as a whole.

        Where folders cannot be exchanged, the old one is set aside first; `recover` puts it
        back when the build ends between the two steps.

        Raises:
            OSError: when the system refuses.
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
            disk.remove_empty(aside.parent)

    def discard(self, folder: str) -> None:
        """Remove what lies where the next release of a mirror is made.

        Raises:
            OSError: when the disk refuses.
        """
        discard(self.next(folder))

    def recover(self) -> None:
        """Put back what a build set aside, and remove all it left that the ledger knows not.

        Raises:
            OSError: when the disk refuses.
        """
        marker = self.root / MARKER
        for old in _inside(marker / ASIDE):
            if not self.live(old.name).exists():
                disk.rename(old, self.live(old.name))
        spares = {release.spare for release in self.ledger().releases.values()}
        for place in _inside(marker / NEXT):
            if _release(place) not in spares - {""}:
                discard(place)
        if (marker / ASIDE).exists():
            shutil.rmtree(marker / ASIDE)
        for temporary in marker.glob(".new-*"):
            temporary.unlink()


@contextmanager
def claimed(root: Path, project: Path, version: str = "") -> Iterator[OutputFolder]:
    """Claim an output folder for one build.

    Raises:
        SitegenError: exit code 2 for a folder that cannot be ours, 75 when another build is
            writing to it.
        OSError: when it cannot be made or written.
    """
    root = root.resolve()
    if reason := _refused(root, project.resolve()):
        raise SitegenError(NOT_FOR_OUTPUT, 2, folder=str(root), what=gettext(reason))
    marker = root / MARKER
    for path in (marker, marker / NEXT, marker / ASIDE):
        if path.is_symlink():  # what it leads to is not ours, and may be removed
            raise SitegenError(NOT_FOR_OUTPUT, 2, folder=str(path), what=gettext(A_LINK))
    made = [path for path in (marker, root, *root.parents) if not path.exists()]
    umask = os.umask(0o022)  # a web server reads what is written, whoever builds
    try:
        with locked(marker / LOCK) as cut_short:
            try:
                yield _begun(OutputFolder(root, _seal(), version), cut_short=cut_short)
            except BaseException:
                with suppress(OSError):
                    OutputFolder(root, _seal(), version).recover()
                raise
            finally:
                if made and not any(not path.name.startswith(".") for path in root.iterdir()):
                    shutil.rmtree(marker)  # no mirror was made: nothing is left behind
    finally:
        os.umask(umask)
        for path in made:
            disk.remove_empty(path)


def _begun(folder: OutputFolder, *, cut_short: bool) -> OutputFolder:
    """Return a locked folder in good order."""
    ignore = folder.root / MARKER / ".gitignore"
    if not ignore.exists():
        disk.replace(str(ignore), b"*\n")
    if cut_short:
        folder.recover()
    return folder


def _seal() -> Seal | None:
    with suppress(OSError):
        return Seal.of_user()
    return None


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _release(place: Path) -> str:
    """Return the digest of the manifest of the release at `place`, `""` when it has none."""
    try:
        return hashlib.sha256(disk.read(place / MANIFEST)).hexdigest()
    except (OSError, disk.NotAFileError):
        return ""


def _refused(root: Path, project: Path) -> str:
    """Return what speaks against writing mirrors to `root`, or nothing."""
    if root == Path(root.anchor):
        return THE_ROOT
    with suppress(RuntimeError):  # a user without a home
        if root == Path.home().resolve():
            return THE_HOME
    inputs = [(project / name).resolve() for name in ("content", "themes")]
    if root == project or any(root.is_relative_to(folder) for folder in inputs):
        return THE_PROJECT
    if project.is_relative_to(root):
        return ABOVE
    if not root.exists() or (root / MARKER / LOCK).is_file():  # a project has a memo there
        return ""
    if not root.is_dir():
        return A_FILE
    foreign = (p for p in root.iterdir() if not p.name.startswith("."))
    return NOT_EMPTY if any(not (p / MANIFEST).is_file() for p in foreign) else ""
