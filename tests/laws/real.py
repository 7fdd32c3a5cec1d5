"""The real content in a folder of its own, built by the command or by the watched recipe."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen.build import Order, Report, build
from sitegen.model.region import Region, Regions
from sitegen.plumbing import disk
from sitegen.plumbing.output_folder import MARKER

REPOSITORY = Path(__file__).resolve().parents[2]
AS_OF = date(2024, 2, 12)
"""The day before the eve of the election: stages are over, running and coming."""

JAKARTA = ("31", "31.01", "31.71", "31.72", "31.73", "31.74", "31.75")
FEW = (
    "nasional", "21", "31", "31.01", "35.71", "61", "61.02", "61.71", "73.71", "91", "91.71", "11",
)  # fmt: skip
"""Mirrors of every sort: with and without content of their own, in all three zones."""


def regions() -> Regions:
    """Return the 553 regions."""
    return Regions.parse(disk.package_text("regions.csv"))


def copy_content(folder: Path) -> Path:
    """Copy the real content into `folder`, so that tests may change it, and return `folder`."""
    shutil.copytree(REPOSITORY / "content", folder / "content")
    return folder


def press(project: Path, output: Path, codes: Iterable[str] = (), *, jobs: int = 1) -> Report:
    """Build in this process."""
    return build(Order(project, output, tuple(codes), AS_OF, jobs=jobs))


def command(
    project: Path,
    output: Path,
    *options: str,
    program: str = "sitegen",
    environment: Mapping[str, str] | None = None,
    umask: int = -1,
) -> subprocess.CompletedProcess[str]:
    """Run `sitegen build` in a process of its own; it must succeed."""
    arguments = ["build", "--project", project, "--output", output, "--as-of", str(AS_OF), *options]
    done = subprocess.run(
        [sys.executable, "-m", program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **(environment or {})},
        cwd=project,
        umask=umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` by its path, but for what a build keeps for itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and MARKER not in path.parts
    }


def digest(folder: Path) -> str:
    """Return one hash of all paths and bytes below `folder`."""
    whole = hashlib.sha256()
    for path, data in tree(folder).items():
        whole.update(f"{path}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    """Return the paths that came, went or hold other bytes."""
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


@dataclass(frozen=True)
class Fleet:
    """The 553 mirrors of the real content, on disk."""

    output: Path
    regions: Regions

    def mirror(self, code: str) -> Path:
        """Return the folder of a region's mirror."""
        return self.output / self.regions[code].folder

    def text(self, code: str, path: str) -> str:
        """Return the text of a file of a mirror."""
        return (self.mirror(code) / path).read_text("utf-8")

    def address(self, region: Region) -> str:
        """Return the absolute address of a region's site, as the real settings give it."""
        if region.code == "nasional":
            return "https://literasi-pemilu.example/"
        return f"https://{region.slug}.literasi-pemilu.example/"
