"""A small site in several states, whose builds are disturbed, and what must be true of it then."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.inputs import program_version
from sitegen.model.manifest import MANIFEST, Manifest
from sitegen.plumbing.output_folder import LOCK, MARKER, NEXT, OutputFolder
from sitegen.plumbing.seal import Seal
from tests.disturbed import Builder, Disturbance, Ended
from tests.laws import real
from tests.project import Project, page

REGIONS = ("nasional", "31", "61")
LOCAL = "content/61-kalimantan-barat/lokal.md"
Tree = Mapping[str, bytes]
"""The bytes of every file by its path."""


@dataclass
class Site:
    """Three mirrors of a project, whose content goes round three states.

    From each state to the next `change` does one of these: `one` edits a page of one mirror,
    `all` edits a page of all, `moved` removes a page and its folder and adds others.
    """

    project: Project
    builder: Builder
    change: str = "all"
    jobs: int = 1
    missing: tuple[str, ...] = ()
    """Calls that the system does not have."""
    number: int = 0
    """Of the state that the content is in."""
    _clean: dict[int, dict[str, Tree]] = field(default_factory=dict)

    @property
    def output(self) -> Path:
        """Where the mirrors stand."""
        return self.project.output

    def turn(self) -> None:
        """Bring the content into its next state."""
        self.number += 1
        self.write()

    def write(self) -> Site:
        """Write the content as it is in the present state, and return the site."""
        state = self.number % 3
        texts = {name: state if name == self.change else 0 for name in ("one", "all", "moved")}
        content = self.project.folder / "content"
        for old in content.glob("nasional/bagian-*"):
            shutil.rmtree(old)
        self.project.file("content/nasional/a.md", page("A", f"Isi {texts['all']}.\n"))
        self.project.file(LOCAL, page("Lokal", f"Isi {texts['one']}.\n"))
        self.project.file(f"content/nasional/bagian-{texts['moved']}/b.md", page("B"))
        return self

    def arguments(self, output: Path | None = None, jobs: int | None = None) -> list[str]:
        """Return the arguments of the command that builds the mirrors."""
        found = ["build", "--project", self.project.folder, "--output", output or self.output]
        found += ["--as-of", real.AS_OF, "--jobs", jobs or self.jobs, "--quiet"]
        for region in REGIONS:
            found += ["--region", region]
        return [str(argument) for argument in found]

    def build(self, disturbance: Disturbance | None = None) -> Ended:
        """Build the mirrors, and return how that ended."""
        usual = Disturbance(missing=self.missing)
        return self.builder.run(*self.arguments(), disturbance=disturbance or usual)

    def clean(self, number: int) -> dict[str, Tree]:
        """Return the mirrors as they are in a state, made in an empty folder."""
        state = number % 3
        if state not in self._clean:
            output, now = self.project.folder.parent / "clean", self.number
            self.number = number
            self.write()
            ended = self.builder.run(*self.arguments(output, jobs=1))
            assert ended.status == 0, ended.err
            self._clean[state] = mirrors(output)
            shutil.rmtree(output)
            self.number = now
            self.write()
        return self._clean[state]

    def settle(self, *, spare: bool = True) -> None:
        """Build the present state, with or without the release before beside it; be sure of it."""
        ended = self.build()
        assert (ended.status, ended.err, ended.left) == (0, "", 0)
        assert self.is_new()
        self.assert_nothing_is_left()
        if not spare:
            for folder in (self.output / MARKER / NEXT).iterdir():
                shutil.rmtree(folder)

    def is_new(self) -> bool:
        """Tell whether every mirror is as in the present state."""
        return mirrors(self.output) == self.clean(self.number)

    def assert_old_or_new(self, *, first: bool = False, aside: bool = False) -> None:
        """Every mirror is as in the state before, or as in the present one.

        Args:
            first: whether there was no mirror before.
            aside: whether a mirror may be waiting to be put back.
        """
        old = {} if first else self.clean(self.number - 1)
        new, found = self.clean(self.number), mirrors(self.output)
        assert found.keys() <= new.keys()
        for name in new:
            mirror = found.get(name)
            if mirror is None and aside and not first:
                mirror = tree(self.output / MARKER / "aside" / name)
            allowed = (old.get(name), new[name])
            assert mirror in allowed, f"{name} is neither: {sorted(mirror or ())}"

    def assert_nothing_is_left(self) -> None:
        """Nothing lies in the output and the project but what the last build answers for."""
        marker = self.output / MARKER
        assert names(self.project.folder / MARKER) <= {".gitignore", "memo.sqlite3"}
        assert names(marker) <= {".gitignore", "lock", "ledger", NEXT}
        if not self.output.exists():
            return
        with (marker / LOCK).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ledger = OutputFolder(self.output, Seal.of_user(), program_version()).ledger()
        spares = {release.spare for release in ledger.releases.values()}
        for name in names(marker / NEXT):
            spare = tree(marker / NEXT / name)
            assert hashlib.sha256(spare[MANIFEST]).hexdigest() in spares, f"{name} is no spare"
            assert_whole(spare)


def names(folder: Path) -> set[str]:
    """Return the names of what a folder holds; none when there is no such folder."""
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def tree(folder: Path) -> Tree:
    """Return every file below `folder` by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def mirrors(output: Path) -> dict[str, Tree]:
    """Return every mirror below `output` by the name of its folder."""
    folders = output.iterdir() if output.is_dir() else ()
    return {folder.name: tree(folder) for folder in folders if folder.name != MARKER}


def assert_whole(mirror: Tree) -> None:
    """A mirror holds exactly what its manifest says."""
    named = Manifest.from_json(mirror[MANIFEST]).files
    found = {
        path: (len(data), hashlib.sha256(data).hexdigest())
        for path, data in mirror.items()
        if path != MANIFEST
    }
    assert {path: (entry.size, entry.sha256) for path, entry in named.items()} == found
