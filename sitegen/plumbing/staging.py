"""The next release of a mirror, made beside the one that is read."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.model.manifest import MANIFEST, Entry
from sitegen.plumbing import disk

Files = Mapping[str, Entry]


class Staging:
    """A folder that becomes the next release.

    It starts from the release before the last, if that lies there: what has changed since
    is replaced, all else is in place already. Files that the last release has are linked
    and not copied. A file may have a second name in the release that readers see, so it is
    never written over, only unlinked.
    """

    def __init__(self, place: Path, live: Path, spare: Files | None) -> None:
        """Begin at `place`.

        Args:
            place: the folder to make.
            live: the release that is read, to link unchanged files from.
            spare: what `place` holds; None to begin with nothing.
        """
        self._place, self._live = place, live
        self._there = dict(spare or {})
        if spare is None:
            if place.exists():
                shutil.rmtree(place)
            disk.make_folder(place)
        else:
            disk.remove(f"{place}/{MANIFEST}")  # from here on nobody can take it for a release
        self._written: set[str] = set()
        self._folders = {"", *(path.rpartition("/")[0] for path in self._there)}

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the release."""
        self._make_room(path)
        disk.create(f"{self._place}/{path}", data)
        self._written.add(path)

    def finish(self, wanted: Files, kept: Iterable[str], manifest: bytes) -> None:
        """Take all else from the release that is read, and write the manifest last.

        Args:
            wanted: every file of the release.
            kept: files of the last release that are not ours and stay.
            manifest: bytes of the manifest.
        """
        for path, entry in wanted.items():
            if path not in self._written and self._there.get(path) != entry:
                self._link(path)
        for path in kept:
            self._link(path)
        self._remove(path for path in self._there if path not in wanted)
        disk.create(f"{self._place}/{MANIFEST}", manifest)

    def _make_room(self, path: str) -> None:
        if path in self._there:
            disk.remove(f"{self._place}/{path}")
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            disk.make_folder(self._place / folder)
            while folder not in self._folders:
                self._folders.add(folder)
                folder = folder.rpartition("/")[0]

    def _link(self, path: str) -> None:
        self._make_room(path)
        disk.link(f"{self._live}/{path}", f"{self._place}/{path}")

    def _remove(self, paths: Iterable[str]) -> None:
        emptied = set()
        for path in list(paths):
            disk.remove(f"{self._place}/{path}")
            while path := path.rpartition("/")[0]:
                emptied.add(path)
        for folder in sorted(emptied, key=len, reverse=True):
            disk.remove_empty(self._place / folder)
