"""Step 7: make the next release of each mirror beside the last, then exchange them all.

Nothing that readers see changes before everything is on the disk. Whatever ends the build,
a mirror is the last release or the next one, as a whole.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.model.ledger import Release, folders_of
from sitegen.model.manifest import MANIFEST, Entry, Manifest
from sitegen.model.problem import N_, Kind, SitegenError
from sitegen.model.report import Written
from sitegen.plumbing import disk, exchange
from sitegen.plumbing.memo import digest
from sitegen.plumbing.output_folder import OutputFolder
from sitegen.plumbing.staging import Staging

NOT_OURS = Kind(
    "SG501",
    N_("the folder {folder} is in the way: it holds files, but no manifest.json of a mirror"),
    N_("move it away, or choose another folder with --output"),
)
LINKED = Kind(
    "SG501",
    N_("{folder} is a symbolic link, and would be replaced by a folder"),
    N_("replace the link by a folder"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a mirror holds before the build."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    foreign: tuple[str, ...] = ()
    """Files, links and empty folders (`unduh/`) that no build made; they stay."""
    manifest: str = ""
    """Digest of the manifest file, `""` when there is none."""
    known: bool = False
    """Whether the last build left it so, and its files need not be read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mirror is to be."""

    code: str
    folder: str
    """Name of its folder."""
    as_of: str
    """ISO date whose state is shown."""
    paths: Sequence[str]
    """Every file."""


@dataclass(frozen=True, slots=True)
class Staged:
    """One mirror, ready to be published."""

    code: str
    folder: str
    changed: bool
    """Whether a next release lies ready; otherwise the last one is right as it is."""
    manifest: str
    spare: str
    stale: tuple[str, ...]
    foreign: tuple[str, ...]
    done: Written


def stamps_of(folder: Path, inside: Iterable[str]) -> str:
    """Return a digest of when the folders of a mirror last changed; `""` when one is missing.

    Whoever adds, removes or replaces a file changes the time of its folder.
    """
    base = os.fspath(folder)
    try:
        top = os.stat(base)  # noqa: PTH116 - 9,000 of them
        times = [os.stat(f"{base}/{path}").st_mtime_ns for path in inside]  # noqa: PTH116
    except OSError:
        return ""
    return digest(top.st_dev, top.st_ino, times)


def examine(live: Path, release: Release | None, inside: Iterable[str]) -> Standing:
    """Find out what a mirror holds: from its manifest if that can be relied on, else by reading.

    Args:
        live: the mirror's folder.
        release: how the last build left it; None to read every file.
        inside: its folders, as the last build left them.

    Raises:
        SitegenError: when the folder is not ours.
    """
    if live.is_symlink():
        raise SitegenError(LINKED, 74, folder=live.name)
    if not live.exists():
        return Standing()
    manifest = _bytes_of(live / MANIFEST)
    if manifest is None and release is None and any(live.iterdir()):
        raise SitegenError(NOT_OURS, 74, folder=live.name)
    found = hashlib.sha256(manifest or b"").hexdigest()
    files = _files_of(manifest)
    if release and (release.manifest, release.folders) == (found, stamps_of(live, inside)):
        return Standing(files, release.foreign, found, known=True)
    there: dict[str, Entry] = {}
    foreign = []
    ours = {MANIFEST, *files, *(f"{folder}/" for folder in folders_of(files))}
    for path, ordinary in _walk(live, inside):
        if ordinary and path != MANIFEST:
            there[path] = Entry.of(disk.read(live / path))
        if path not in ours:
            foreign.append(path)
    return Standing(there, tuple(foreign), found if manifest is not None else "")


def stage(
    out: OutputFolder,
    mirror: Wanted,
    before: Standing,
    last: Release | None,
    files: Iterable[tuple[str, bytes]],
) -> Staged:
    """Make the next release of a mirror, unless the last one is right as it is.

    Args:
        out: the claimed output folder.
        mirror: what it is to be.
        before: what it holds.
        last: how the last build left it.
        files: path and bytes of those that may differ from `before`.

    Raises:
        OSError: when the disk refuses.
    """
    staging: Staging | None = None
    changed = []
    foreign = tuple(path for path in before.foreign if path.rstrip("/") not in mirror.paths)
    gone = before.files.keys() - {*mirror.paths, *before.foreign}
    wanted = {path: entry for path in mirror.paths if (entry := before.files.get(path))}
    code, folder = mirror.code, mirror.folder
    live, place = out.live(folder), out.next(folder)

    def begun() -> Staging:
        keep = {*mirror.paths, *foreign}
        return Staging(place, live, keep, gone, _stale(place, last, before))

    for path, data in files:
        entry = Entry.of(data)
        if before.files.get(path) != entry:
            staging = staging or begun()
            staging.write(path, data)
            changed.append(path)
        wanted[path] = entry
    assert len(wanted) == len(mirror.paths), "a file of the mirror was not made"
    manifest = Manifest(code, mirror.as_of, wanted).to_json()
    sealed = hashlib.sha256(manifest).hexdigest()
    size = sum(entry.size for entry in wanted.values())
    done = Written(len(changed), len(wanted) - len(changed), len(gone), size)
    if staging is None and not gone and sealed == before.manifest:
        spare, stale = (last.spare, last.stale) if last and before.known else ("", ())
        return Staged(code, folder, False, sealed, spare, stale, before.foreign, done)
    staging = staging or begun()
    staging.finish(manifest)
    # Files of others may come and go in the release that is read; its successor lets them be.
    spare = before.manifest if before.known and not before.foreign else ""
    stale = tuple(sorted({*changed, *gone})) if spare else ()
    return Staged(code, folder, True, sealed, spare, stale, foreign, done)


def publish(out: OutputFolder, staged: Iterable[Staged], *, durable: bool = True) -> None:
    """Put every staged release in its place, once all of them are on the disk.

    Raises:
        OSError: when the disk refuses.
    """
    ready = [mirror for mirror in staged if mirror.changed]
    if not ready:
        return
    if durable:
        exchange.sync(out.root)
    for mirror in ready:
        out.publish(mirror.folder)
        if not mirror.spare:
            with suppress(OSError):  # what is left over is no reason to publish no more
                out.discard(mirror.folder)


def _stale(place: Path, last: Release | None, before: Standing) -> tuple[str, ...] | None:
    """Return in what the release that lies at `place` differs from the last; None to drop it."""
    if last is None or not last.spare or not before.known or before.foreign:
        return None
    manifest = _bytes_of(place / MANIFEST)
    return last.stale if manifest and hashlib.sha256(manifest).hexdigest() == last.spare else None


def _bytes_of(file: Path) -> bytes | None:
    try:
        return disk.read(file)
    except (FileNotFoundError, disk.NotAFileError):
        return None


def _files_of(manifest: bytes | None) -> Mapping[str, Entry]:
    """Return the files of a manifest; of a damaged one none."""
    try:
        return Manifest.from_json(manifest or b"").files
    except ValueError:
        return {}


def _walk(live: Path, inside: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield everything a mirror holds, and whether it is an ordinary file."""
    for path in inside:
        if (live / path).is_symlink():
            raise SitegenError(LINKED, 74, folder=f"{live.name}/{path}")
    yield from disk.walk(live, hidden=True, empty=True)
