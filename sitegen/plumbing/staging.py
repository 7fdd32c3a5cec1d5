"""The next release of a mirror, made beside the one that is read."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from sitegen.model.manifest import MANIFEST
from sitegen.plumbing import disk
from sitegen.plumbing.safe_join import proper, safe_join


def discard(place: Path) -> None:
    """Remove a release, if there is one; from the first step on nobody can take it for one.

    Raises:
        OSError: when the disk refuses.
    """
    with suppress(FileNotFoundError):
        disk.remove(f"{place}/{MANIFEST}")
    if place.exists():
        shutil.rmtree(place)


class Staging:
    """A folder that becomes the next release.

    It starts from the release before the last, if that lies there: only what has changed
    since is replaced. Files that the last release has are linked and not copied. A file may
    have a second name in the release that readers see, so it is never written over, only
    unlinked.
    """

    def __init__(
        self,
        place: Path,
        live: Path,
        wanted: Collection[str],
        gone: Collection[str],
        stale: Collection[str] | None,
    ) -> None:
        """Begin at `place`.

        Args:
            place: the folder to make.
            live: the release that is read, to link unchanged files from.
            wanted: every file that the release is to have; empty folders (`unduh/`) too.
            gone: files of the last release that it has no more.
            stale: the files in which `place` differs from `live`; None to begin with nothing.
        """
        self._place, self._live, self._wanted = place, live, wanted
        self._written: set[str] = set()
        self._removed: set[str] = set()
        self._folders = {""}
        self._missing = wanted if stale is None else stale
        if stale is None:
            discard(place)
            disk.make_folder(place)
        else:
            disk.remove(f"{place}/{MANIFEST}")  # from here on nobody can take it for a release
            self._removed = {*gone, *stale}
            self._remove(self._removed)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the release, which may have stood in the last one as well."""
        proper(path)
        if path not in self._removed:
            disk.remove(f"{self._place}/{path}")
        self._make_folder(path)
        disk.create(f"{self._place}/{path}", data)
        self._written.add(path)

    def finish(self, manifest: bytes) -> None:
        """Take all else from the release that is read, and write the manifest last."""
        for path in self._missing:
            if path.endswith("/"):
                disk.make_folder(self._place / path)
            elif path in self._wanted and path not in self._written:
                self._make_folder(path)
                disk.link(f"{self._live}/{path}", f"{self._place}/{path}")
        disk.create(f"{self._place}/{MANIFEST}", manifest)

    def _make_folder(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            disk.make_folder(safe_join(self._place, folder))
            while folder not in self._folders:
                self._folders.add(folder)
                folder = folder.rpartition("/")[0]

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders they leave empty: a file may stand there next."""
        emptied = set()
        for path in map(proper, paths):
            disk.remove(f"{self._place}/{path}")
            folder = path
            while folder := folder.rpartition("/")[0]:
                emptied.add(folder)
        for folder in sorted(emptied, key=len, reverse=True):
            disk.remove_empty(self._place / folder)
