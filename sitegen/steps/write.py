"""Step 7: write what changed, then the manifest. A new mirror appears as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sitegen.model.manifest import MANIFEST, Entry, Manifest
from sitegen.model.problem import N_, Kind, SitegenError
from sitegen.plumbing import disk

NOT_OURS = Kind(
    "SG501",
    N_("the folder {folder} is in the way: it holds files, but no manifest.json of a mirror"),
    N_("move it away, or choose another folder with --output"),
)
LINKED = Kind(
    "SG501",
    N_("{folder} would be written through a symbolic link"),
    N_("replace the link by a folder"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """What writing one mirror did."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    size: int = 0
    """Bytes of all files of the mirror."""

    def __add__(self, other: Written) -> Written:
        """Add up two mirrors."""
        return Written(
            self.written + other.written,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
            self.size + other.size,
        )


def write_mirror(
    folder: Path, region: str, as_of: str, files: Iterable[tuple[str, bytes]]
) -> Written:
    """Make `folder` hold exactly `files` and their manifest.

    A folder that does not exist is built beside its place and renamed into it. In one that
    exists, files whose bytes are the same stay untouched, others are replaced one by one as
    a whole, and files that the last manifest names and that are gone are removed; anything
    else in the folder is left alone.

    Raises:
        OSError: when the disk refuses.
    """
    if folder.is_dir():
        return _update(folder, region, as_of, files)
    staging = folder.with_name(f".{folder.name}.baru")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    made, base = {""}, f"{staging}/"
    entries: dict[str, Entry] = {}
    for path, data in files:
        parent = path.rpartition("/")[0]
        if parent not in made:
            (staging / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        disk.create(base + path, data)
        entries[path] = Entry.of(data)
    disk.create(base + MANIFEST, Manifest(region, as_of, entries).to_json())
    staging.rename(folder)
    return Written(len(entries), 0, 0, sum(entry.size for entry in entries.values()))


def _update(folder: Path, region: str, as_of: str, files: Iterable[tuple[str, bytes]]) -> Written:
    before = _manifest(folder)
    if before is None:
        raise SitegenError(NOT_OURS, 74, folder=folder.name)
    entries: dict[str, Entry] = {}
    written = 0
    for path, data in files:
        entries[path] = Entry.of(data)
        target = folder / path
        if _same(target, data):
            continue
        if target.parent != folder and target.parent.is_symlink():
            raise SitegenError(LINKED, 74, folder=f"{folder.name}/{path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(str(target), data)
        written += 1
    gone = [path for path in before if path not in entries]
    for path in gone:
        _remove(folder, path)
    manifest = Manifest(region, as_of, entries).to_json()
    if not _same(folder / MANIFEST, manifest):
        disk.replace(str(folder / MANIFEST), manifest)
    size = sum(entry.size for entry in entries.values())
    return Written(written, len(entries) - written, len(gone), size)


def _manifest(folder: Path) -> dict[str, Entry] | None:
    """Return the files of the last manifest, of a damaged one none; None for a foreign folder."""
    try:
        return Manifest.from_json((folder / MANIFEST).read_bytes()).files
    except FileNotFoundError:
        return None if any(folder.iterdir()) else {}
    except (OSError, ValueError):
        return {}


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _remove(folder: Path, path: str) -> None:
    """Remove a file the last manifest names, and the folders it leaves empty."""
    target = folder / path
    if not target.resolve().is_relative_to(folder.resolve()) or not target.is_file():
        return
    target.unlink()
    for parent in target.parents:
        if parent == folder:
            break
        try:
            parent.rmdir()
        except OSError:  # something else is in it
            break
